"""Every table as one SQLite database with keys, checks and indexes; `targets` is a view over the others.

Dates are ISO 8601 text, truths 0 and 1. Two tables more explain the rest: `columns`, a row a column, and
`codes`, a row a code of a vocabulary.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from importlib import resources
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import OutputError
from pipeline.publish.facts import NAME, Facts
from schemas import TABLES, VOCABULARIES, Column, Table, codes

FILE = f"{NAME}.sqlite"
VIEW = "targets"

PAGE_BYTES = 4096
WRITTEN_BY = 3_040_000
"""The SQLite version that every file names, whichever wrote it: 3.40.0."""

_TYPES = {
    "string": "TEXT",
    "int32": "INTEGER",
    "int64": "INTEGER",
    "float64": "REAL",
    "bool": "BOOLEAN",
    "date32": "DATE",
}
# Offsets in the header of a database file (the file format's section 1.3), each a big-endian uint32.
_CHANGE_COUNTER, _SCHEMA_COOKIE, _VALID_FOR, _VERSION = 24, 40, 92, 96


def write_database(frames: Mapping[str, pl.DataFrame], facts: Facts, path: Path) -> None:
    """Write the tables of `frames` to `path`: the same rows give the same bytes.

    Raises sqlite3.IntegrityError for rows that break a constraint, which `pipeline.validate` finds first, and
    OutputError when the file cannot be written.
    """
    try:
        _fill(frames, facts, path)
    except sqlite3.OperationalError as error:
        raise OutputError(f"cannot write {path}: {error}") from error
    _settle_header(path)


def _fill(frames: Mapping[str, pl.DataFrame], facts: Facts, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute(f"PRAGMA page_size = {PAGE_BYTES}")
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.execute(f"PRAGMA user_version = {_number(facts.release.schema_version)}")
        database.execute("BEGIN")
        for name, table in TABLES.items():
            if name != VIEW:
                database.execute(table_sql(table))
                _insert(database, name, table.names, frames[name].select(table.names).iter_rows())
                for statement in index_sql(table):
                    database.execute(statement)
        for name, statement, head, rows in _explanations():
            database.execute(statement)
            _insert(database, name, head, rows)
        database.execute(view_sql())
        database.execute("COMMIT")
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise sqlite3.IntegrityError(f"foreign keys are broken: {broken[:5]}")
        database.execute("VACUUM")


def table_sql(table: Table) -> str:
    """Return the statement that creates `table` with its keys, vocabularies and checks."""
    lines = [f"  {_column_sql(table, column)}" for column in table.columns]
    lines += [f"  CONSTRAINT {quoted(check.name)} CHECK ({check.sql})" for check in table.checks]
    lines += [
        f"  FOREIGN KEY ({quoted(key.column)}) REFERENCES {quoted(key.table)} ({quoted(key.reference)})"
        for key in table.foreign_keys
    ]
    return f"CREATE TABLE {quoted(table.name)} (\n" + ",\n".join(lines) + "\n)"


def index_sql(table: Table) -> list[str]:
    """Return the statements that index the columns by which `table` is joined and filtered."""
    joined = [key.column for key in table.foreign_keys]
    filtered = [column.name for column in table.columns if column.name in _FILTERED.get(table.name, ())]
    return [
        f"CREATE INDEX {quoted(f'{table.name}_{column}')} ON {quoted(table.name)} ({quoted(column)})"
        for column in dict.fromkeys([*joined, *filtered])
        if column != table.primary_key
    ]


_FILTERED = {
    "indicators": ("role",),
    "issues": ("code",),
    "numerals": ("class",),
    "organizations": ("function",),
    "tasks": ("due_on",),
}


def view_sql() -> str:
    """Return the statement that creates the view `targets`, its columns in the declared order."""
    return resources.files("pipeline.publish").joinpath("targets.sql").read_text("utf-8").strip().rstrip(";")


def quoted(name: str) -> str:
    """Return `name` as an SQL identifier; `table`, `start` and `end` are words of the language."""
    return '"' + name.replace('"', '""') + '"'


def _column_sql(table: Table, column: Column) -> str:
    parts = [quoted(column.name), _TYPES[column.dtype]]
    if not column.nullable:
        parts.append("NOT NULL")
    if column.name == table.primary_key:
        parts.append("PRIMARY KEY")
    parts += [f"CHECK ({condition})" for condition in _conditions(column)]
    return " ".join(parts)


def _conditions(column: Column) -> Iterator[str]:
    """Yield what every value of `column` satisfies, a null always."""
    name = quoted(column.name)
    if column.vocabulary is not None:
        yield f"{name} IN ({', '.join(_literal(code) for code in codes(column.vocabulary))})"
    if column.dtype == "bool":
        yield f"{name} IN (0, 1)"
    if column.dtype == "date32":
        yield f"{name} IS date({name})"
    if column.minimum is not None:
        yield f"{name} >= {column.minimum:g}"
    if column.maximum is not None:
        yield f"{name} <= {column.maximum:g}"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _insert(
    database: sqlite3.Connection, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    names, marks = ", ".join(map(quoted, columns)), ", ".join("?" * len(columns))
    statement = f"INSERT INTO {quoted(table)} ({names}) VALUES ({marks})"
    database.executemany(statement, ([_plain(value) for value in row] for row in rows))


def _plain(value: Any) -> Any:
    """Return `value` as SQLite holds it: a date as text, a truth as a number."""
    if isinstance(value, bool):
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


_CODES_SQL = """CREATE TABLE codes (
  vocabulary TEXT NOT NULL,
  code TEXT NOT NULL,
  label_zh TEXT NOT NULL,
  label_en TEXT NOT NULL,
  PRIMARY KEY (vocabulary, code)
)"""
_COLUMNS_SQL = """CREATE TABLE columns (
  "table" TEXT NOT NULL,
  "column" TEXT NOT NULL,
  title_zh TEXT NOT NULL,
  title_en TEXT NOT NULL,
  description_zh TEXT NOT NULL,
  description_en TEXT NOT NULL,
  unit TEXT,
  vocabulary TEXT,
  source TEXT NOT NULL,
  PRIMARY KEY ("table", "column")
)"""


def _explanations() -> Iterator[tuple[str, str, tuple[str, ...], list[tuple[Any, ...]]]]:
    """Yield name, statement, columns and rows of the tables that explain the others."""
    terms = [
        (name, term.code, term.label_zh, term.label_en)
        for name, vocabulary in VOCABULARIES.items()
        for term in vocabulary
    ]
    yield "codes", _CODES_SQL, ("vocabulary", "code", "label_zh", "label_en"), terms
    texts = ("title_zh", "title_en", "description_zh", "description_en", "unit", "vocabulary", "source")
    columns = [
        (name, column.name, *(getattr(column, text) for text in texts))
        for name, table in TABLES.items()
        for column in table.columns
    ]
    yield "columns", _COLUMNS_SQL, ("table", "column", *texts), columns


def _number(version: str) -> int:
    """Return a semantic version as one number: 1.2.3 → 10203."""
    major, minor, patch = (int(part) for part in version.split("."))
    return major * 10_000 + minor * 100 + patch


def _settle_header(path: Path) -> None:
    """Set what differs between versions of SQLite and ways of writing; the counters must agree."""
    fields = {_CHANGE_COUNTER: 1, _VALID_FOR: 1, _SCHEMA_COOKIE: 1, _VERSION: WRITTEN_BY}
    with path.open("r+b") as file:
        for offset, value in fields.items():
            file.seek(offset)
            file.write(value.to_bytes(4, "big"))
