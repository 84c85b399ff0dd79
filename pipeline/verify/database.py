"""Checks that the SQLite file of a release holds the rows of its Parquet files."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path

import polars as pl

from pipeline.verify.fault import Fault
from schemas import TABLES, Table

Frames = Mapping[str, pl.DataFrame]
Value = str | int | float | None


def database_faults(folder: Path, frames: Frames) -> list[Fault]:
    """Return what is wrong with every SQLite file of the release: damage, broken keys, other rows."""
    faults = []
    for path in sorted(folder.glob("*.sqlite")):
        try:
            with closing(
                sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            ) as database:
                faults += [Fault(path.name, message) for message in _faults(database, frames)]
        except sqlite3.Error as error:
            faults.append(Fault(path.name, f"it cannot be read as SQLite: {error}"))
    return faults


def _faults(database: sqlite3.Connection, frames: Frames) -> Iterator[str]:
    damage = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    yield from damage
    if damage:
        return
    for table, row, parent, _ in database.execute("PRAGMA foreign_key_check"):
        yield f"row {row} of {table} refers to a row that {parent} has not"
    known = {name for (name,) in database.execute("SELECT name FROM sqlite_master")}
    for name, table in TABLES.items():
        if name not in known:
            yield f"the table {name} is missing"
        elif name in frames and set(table.names) <= set(frames[name].columns):
            yield from _differences(database, table, frames[name])


def _differences(database: sqlite3.Connection, table: Table, frame: pl.DataFrame) -> Iterator[str]:
    columns = ", ".join(f'"{name}"' for name in table.names)
    found = {
        row[0]: row[1:]
        for row in database.execute(f'SELECT "{table.primary_key}", {columns} FROM "{table.name}"')
    }
    ours = frame.select(table.primary_key, *(pl.col(name).alias(f"_{name}") for name in table.names))
    expected = {row[0]: tuple(_stored(value) for value in row[1:]) for row in ours.iter_rows()}
    for key in (*expected, *(key for key in found if key not in expected)):
        if found.get(key) != expected.get(key):
            what = "is missing" if key not in found else "is extra" if key not in expected else "differs"
            yield f"row {key} of {table.name} {what}, compared with {table.name}.parquet"
            return


def _stored(value: object) -> Value:
    """Return a value as SQLite has it: days as text, truth as 0 or 1."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return int(value)
    assert value is None or isinstance(value, str | int | float)
    return value
