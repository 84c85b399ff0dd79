"""Checked frames as a release: every table as Parquet and CSV in one folder that appears whole."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

import polars as pl

from pipeline.publish.folder import output_folder, write_release
from pipeline.publish.tables import write_csv, write_parquet
from schemas import TABLES


def publish(frames: Mapping[str, pl.DataFrame], out: Path, version: str) -> Path:
    """Write `frames` as release `version` under `out`, point `out/latest` at it and return its folder.

    The frames have passed `pipeline.validate`. Raises LockedError while another build writes to `out`, and
    OutputError when it cannot be written; then nothing has changed.
    """
    with output_folder(out):
        return publish_held(frames, out, version)


def publish_held(frames: Mapping[str, pl.DataFrame], out: Path, version: str) -> Path:
    """Do what `publish` does in a folder that the caller holds through `output_folder` already."""
    return write_release(out, version, partial(_write_tables, frames))


def _write_tables(frames: Mapping[str, pl.DataFrame], folder: Path) -> None:
    for name, table in TABLES.items():
        write_parquet(table, frames[name], folder / f"{name}.parquet")
        write_csv(table, frames[name], folder / f"{name}.csv")


__all__ = ["output_folder", "publish", "publish_held"]
