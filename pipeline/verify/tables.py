"""Checks of the tables as published: Parquet under the declared schema, sound rows, CSV of the same rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.errors import ReleaseError
from pipeline.publish.read import read_table
from pipeline.validate import validate
from pipeline.verify.fault import Fault
from schemas import TABLES, Table
from schemas.as_arrow import arrow_schema
from schemas.as_polars import polars_schema

Frames = Mapping[str, pl.DataFrame]


def read_tables(folder: Path) -> tuple[dict[str, pl.DataFrame], list[Fault]]:
    """Return the tables that can be read from Parquet, and what is wrong with the files."""
    frames, faults = {}, []
    for name, table in TABLES.items():
        path = folder / f"{name}.parquet"
        if not path.is_file():
            faults.append(Fault(path.name, f"the table {name} is missing"))
            continue
        try:
            frames[name] = read_table(path)
            faults += [Fault(path.name, message) for message in schema_faults(path, table)]
        except (ReleaseError, pa.ArrowException) as error:
            faults.append(Fault(path.name, f"it cannot be read as Parquet: {error}"))
    return frames, faults


def schema_faults(path: Path, table: Table) -> Iterator[str]:
    """Yield how the schema in the Parquet file `path` differs from the declared one, descriptions included."""
    found, declared = pq.read_schema(path), arrow_schema(table)
    if found.names != declared.names:
        yield f"the columns are {', '.join(found.names)}; declared are {', '.join(declared.names)}"
        return
    for field, wanted in zip(found, declared, strict=True):
        if field.type != wanted.type or field.nullable != wanted.nullable:
            yield f"column {field.name} is {_told(field)}, declared as {_told(wanted)}"
        elif field.metadata != wanted.metadata:
            yield f"column {field.name} says other things of itself than schemas/ does"
    if found.metadata != declared.metadata:
        yield "the table says other things of itself than schemas/ does"


def row_faults(frames: Frames) -> list[Fault]:
    """Return the rows that break a type, a vocabulary, a key, a span or a rule, as a build would find them.

    Nothing when a table could not be read, which is told already: keys lead from table to table.
    """
    if frames.keys() != TABLES.keys():
        return []
    return [Fault(f"{failure.table}.parquet", str(failure)) for failure in validate(frames)]


def csv_faults(folder: Path, frames: Frames) -> list[Fault]:
    """Return the CSV files that hold other rows than the Parquet file of the same table."""
    faults = []
    for name, table in TABLES.items():
        path = folder / f"{name}.csv"
        if not path.is_file():
            faults.append(Fault(path.name, f"the table {name} is missing as CSV"))
        elif name in frames:
            faults += [Fault(path.name, message) for message in csv_differences(path, table, frames[name])]
    return faults


def csv_differences(path: Path, table: Table, frame: pl.DataFrame) -> Iterator[str]:
    """Yield how the rows of the CSV file `path` differ from `frame`."""
    try:
        read = pl.read_csv(path.read_bytes(), schema=polars_schema(table))
    except (OSError, pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        yield f"it cannot be read as the table's CSV: {str(error).splitlines()[0]}"
        return
    header = path.open(encoding="utf-8", errors="replace").readline().rstrip("\n")
    if header != ",".join(table.names):
        yield f"the header is {header!r}, not {','.join(table.names)!r}"
    elif not read.equals(frame):
        yield from row_differences(table, read, frame)


def row_differences(table: Table, found: pl.DataFrame, frame: pl.DataFrame) -> Iterator[str]:
    """Yield how `found`, rows of a file in another format, differ from `frame`, the rows in Parquet."""
    if found.height != frame.height:
        yield f"it has {found.height:,} rows, {table.name}.parquet has {frame.height:,}"
    key = table.primary_key
    for column in table.names:
        ours, theirs = found.get_column(column), frame.get_column(column) if column in frame.columns else None
        if theirs is None or ours.dtype != theirs.dtype:
            continue
        height = min(found.height, frame.height)
        rows = ours.head(height).ne_missing(theirs.head(height)).arg_true()
        if rows.len():
            row = rows[0]
            yield (
                f"row {row + 1} ({frame.get_column(key)[row]}): {column} is {_short(ours[row])}, "
                f"{table.name}.parquet has {_short(theirs[row])}"
            )
            return


def _short(value: object) -> str:
    told = repr(value)
    return told if len(told) <= 80 else told[:79] + "…"


def _told(field: pa.Field) -> str:
    return f"{field.type}{'' if field.nullable else ' without nulls'}"
