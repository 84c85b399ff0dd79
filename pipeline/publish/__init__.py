"""Checked frames as a release: every table, workbook, database and metadata in one folder that appears whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import polars as pl

from pipeline.publish.changes import write_changes
from pipeline.publish.facts import Facts, gather
from pipeline.publish.files import write_sums
from pipeline.publish.folder import output_folder, refuse_in_the_way, write_release
from pipeline.publish.tables import write_csv, write_parquet
from schemas import TABLES


def publish(
    frames: Mapping[str, pl.DataFrame],
    out: Path,
    version: str,
    *,
    facts: Facts | None = None,
    predecessor: Path | None = None,
    replace: bool = False,
) -> Path:
    """Write `frames` as release `version` under `out`, point `out/latest` at the last, return its folder.

    The frames have passed `pipeline.validate`. `facts` tell of the collections and the scores on gold. The
    release tells in `changes/` what differs from `predecessor`, a release folder, or from nothing. Raises
    PublishedError when the version is published with other content (`replace` overwrites what is not
    committed), LockedError while another build writes to `out`, and OutputError when it cannot be written;
    then nothing has changed.
    """
    with output_folder(out):
        return publish_held(frames, out, version, facts=facts, predecessor=predecessor, replace=replace)


def publish_held(
    frames: Mapping[str, pl.DataFrame],
    out: Path,
    version: str,
    *,
    facts: Facts | None = None,
    predecessor: Path | None = None,
    replace: bool = False,
) -> Path:
    """Do what `publish` does in a folder that the caller holds through `output_folder` already."""
    write = partial(_write_release, frames, facts or gather(version), predecessor)
    return write_release(out, version, write, replace=replace)


def _write_release(
    frames: Mapping[str, pl.DataFrame], facts: Facts, predecessor: Path | None, folder: Path
) -> None:
    """Write every file of a release; checksums, which cover all others, come last."""
    # Excel and the like load only where something is published.
    from pipeline.publish.contents import write_contents

    _write_tables(frames, folder)
    write_changes(frames, predecessor, facts.version, folder)
    write_contents(frames, facts, folder)
    write_sums(folder)


def _write_tables(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    for name, table in TABLES.items():
        write_parquet(table, frames[name], folder / f"{name}.parquet")
        write_csv(table, frames[name], folder / f"{name}.csv")


__all__ = ["output_folder", "publish", "publish_held", "refuse_in_the_way"]
