"""The options and arguments that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

FOLDER = click.Path(file_okay=False, path_type=Path)
"""A folder that may have to be made."""

RELEASE = click.Path(exists=True, file_okay=False, path_type=Path)
"""A folder that is there: a release, or collections."""


def raw_option(command: Command) -> Command:
    """Add `--raw DIR`."""
    return click.option(
        "--raw", type=RELEASE, default="raw", show_default=True, help="Folder of collections to read."
    )(command)


def out_option(command: Command) -> Command:
    """Add `--out DIR`."""
    return click.option(
        "--out", type=FOLDER, default="processed", show_default=True, help="Folder that holds the releases."
    )(command)


def work_option(command: Command) -> Command:
    """Add `--work DIR`."""
    return click.option(
        "--work",
        type=FOLDER,
        default="build",
        show_default=True,
        help="Folder where stages leave their results.",
    )(command)


def version_option(command: Command) -> Command:
    """Add `--version V`."""
    return click.option(
        "--version",
        metavar="V",
        show_default="the one in RAW/release.toml, else in pipeline/release.toml",
        help="Version of the release, YEAR.MONTH.MICRO.",
    )(command)


def gold_option(command: Command) -> Command:
    """Add `--gold DIR`."""
    return click.option(
        "--gold",
        type=click.Path(exists=True, path_type=Path),
        help="Folder of gold readings of these documents; the release tells how it scores on them.",
    )(command)


def predecessor_option(command: Command) -> Command:
    """Add `--predecessor V`."""
    return click.option(
        "--predecessor",
        metavar="V",
        show_default="the one in that release.toml, where OUT has it",
        help="Release in OUT to compare with; changes/ tells what differs.",
    )(command)


def replace_option(command: Command) -> Command:
    """Add `--replace`."""
    return click.option(
        "--replace",
        is_flag=True,
        help="Overwrite other content of that version: for work in progress only, never a committed release.",
    )(command)
