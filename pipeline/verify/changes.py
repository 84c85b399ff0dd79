"""Checks of `changes/`: its tables agree with each other, and with the release before where that is at hand."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pyarrow as pa

from pipeline.errors import ReleaseError
from pipeline.publish.changes import FOLDER, NOTHING, PAGE, emptied
from pipeline.publish.compare import compare
from pipeline.publish.read import read_release, read_table
from pipeline.verify.fault import Fault
from pipeline.verify.tables import csv_differences, row_differences, schema_faults
from schemas.changes import CHANGES

_TITLE = re.compile(r"# Changes from (\S+) to (\S+)\n")


def change_faults(folder: Path) -> list[Fault]:
    """Return what is wrong with the tables of changes of the release in `folder`."""
    inside = folder / FOLDER
    frames: dict[str, pl.DataFrame] = {}
    faults = []
    for name, table in CHANGES.items():
        parquet, csv = inside / f"{name}.parquet", inside / f"{name}.csv"
        try:
            frames[name] = read_table(parquet)
            told = [(parquet, message) for message in schema_faults(parquet, table)]
            told += [(csv, message) for message in csv_differences(csv, table, frames[name])]
        except (ReleaseError, pa.ArrowException) as error:
            told = [(parquet, f"it cannot be read as Parquet: {error}")]
        faults += [Fault(f"{FOLDER}/{path.name}", message) for path, message in told]
    return faults or _compared(folder, frames)


def _compared(folder: Path, frames: dict[str, pl.DataFrame]) -> list[Fault]:
    """Return how the tables differ from a new comparison with the release before, if it stands beside."""
    page = folder / FOLDER / PAGE
    title = _TITLE.match(page.read_text("utf-8")) if page.is_file() else None
    if title is None:
        return [Fault(f"{FOLDER}/{PAGE}", "it does not begin by naming the two releases it compares")]
    before = folder.resolve().parent / title[1]
    first = title[1] == NOTHING
    if not (first or before.is_dir()):
        return []
    try:
        after = read_release(folder)
        changes = compare(emptied(after) if first else read_release(before), after)
    except ReleaseError as error:
        return [Fault(FOLDER, f"the releases cannot be compared: {error}")]
    faults = []
    for name, table in CHANGES.items():
        expected: pl.DataFrame = getattr(changes, name)
        if not frames[name].equals(expected):
            against = next(row_differences(table, frames[name], expected), "other rows")
            message = f"it is not what a comparison with {before.name} gives: {against}"
            faults.append(Fault(f"{FOLDER}/{name}.parquet", message))
    return faults
