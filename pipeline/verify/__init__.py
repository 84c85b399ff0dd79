"""Whether a release folder is whole: its files, rows, keys, words and metadata, and the raw files behind it.

A release is checked from what stands in the folder alone; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from pipeline import release
from pipeline.errors import ReleaseError
from pipeline.verify.changes import change_faults
from pipeline.verify.database import database_faults
from pipeline.verify.fault import Fault
from pipeline.verify.files import content_faults, file_faults
from pipeline.verify.metadata import metadata_faults, schema_version
from pipeline.verify.retold import retold_faults
from pipeline.verify.sources import source_faults
from pipeline.verify.tables import csv_faults, read_tables, row_faults

# One broken rule may fail on every row of a file; a person reads the first ones.
FAULTS_SHOWN = 20


def verify(folder: Path, raw: Path | None = None) -> list[Fault]:
    """Return everything wrong with the release in `folder`, an empty list when it is sound.

    With `raw`, the folder of collections, the texts are also compared with the raw files they were decoded
    from. What the release's own facts and rows can tell anew is made anew and compared, whatever SHA256SUMS
    says; the rest (the cells of the workbook, scores on gold, words of collections in LICENSE.md) SHA256SUMS
    proves, if it came from elsewhere than the folder. A release of another schema version is checked as far
    as its own metadata tell: its rows want the program of its time. Raises ReleaseError when the folder holds
    no release.
    """
    if not any(folder.glob("*.parquet")) and not (folder / "SHA256SUMS").exists():
        raise ReleaseError(f"{folder} is no release: it has neither tables nor SHA256SUMS")
    faults = file_faults(folder)
    if not is_of_this_schema(folder):
        return faults
    frames, unread = read_tables(folder)
    of_tables = unread + row_faults(frames)
    faults += of_tables
    faults += csv_faults(folder, frames)
    faults += database_faults(folder, frames)
    faults += metadata_faults(folder, frames)
    faults += change_faults(folder)
    faulted = {fault.where for fault in faults}
    faults += [fault for fault in content_faults(folder) if fault.where not in faulted]
    if not of_tables:
        faults += retold_faults(folder, frames, faulted)
    if raw is not None:
        faults += source_faults(frames, raw)
    return faults


def extent(folder: Path, raw: Path | None) -> str:
    """Say how far the check of the release in `folder` went, for a person."""
    if not is_of_this_schema(folder):
        return f"files only, for its rows are of schema {schema_version(folder)}: verify them at the tag of its release"
    return (
        f"its texts are those of {raw}"
        if raw
        else "spans stand in its texts; there was no raw folder to compare with"
    )


def shown(faults: Sequence[Fault]) -> Iterator[str]:
    """Yield a line a fault, the first ones of each file where there are many."""
    for where, group in groupby(faults, key=lambda fault: fault.where):
        of_file = list(group)
        yield from map(str, of_file[:FAULTS_SHOWN])
        if len(of_file) > FAULTS_SHOWN:
            yield f"{where}: … and {len(of_file) - FAULTS_SHOWN:,} more"


def is_of_this_schema(folder: Path) -> bool:
    """Whether the release has the schema version that this program knows; one that names none has."""
    return schema_version(folder) in (None, release.read().schema_version)


__all__ = ["Fault", "extent", "is_of_this_schema", "shown", "verify"]
