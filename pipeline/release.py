"""What a release says of itself: versions, title, authors, date, licence (`release.toml` beside this)."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

from pipeline.errors import UsageError

_VERSION = re.compile(r"[0-9]{4}\.[0-9]{1,2}\.[0-9]+(?:[-+][0-9A-Za-z.-]+)?")


@dataclass(frozen=True, slots=True)
class Release:
    """The authored facts of a release; `date` stands for the clock, so that equal inputs give equal bytes."""

    data_version: str
    schema_version: str
    title: str
    description: str
    date: date
    authors: tuple[str, ...]
    publisher: str
    licence: str
    licence_url: str
    doi: str


@cache
def read() -> Release:
    """Return the authored release facts."""
    table = tomllib.loads(resources.files("pipeline").joinpath("release.toml").read_text("utf-8"))
    return Release(**{**table, "authors": tuple(table["authors"])})


def check_version(version: str) -> str:
    """Return `version` if it may name a release (`2026.11.0`, `2026.11.0-rc.1`), else raise UsageError."""
    if _VERSION.fullmatch(version):
        return version
    raise UsageError(f"{version!r} is no release version: write YEAR.MONTH.MICRO, such as 2026.11.0")
