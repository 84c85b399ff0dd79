"""The programs that open a release: readers of one table, and engines that answer SQL over all of them.

Each is a function that imports its program itself, so that a test needs only the one it asks.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import TABLES

QUESTIONS = {path.stem: path.read_text("utf-8") for path in Path(__file__).parent.glob("questions/*.sql")}
"""Name → SQL of the questions, in words that every engine understands."""

# What a careless reader takes for a formula, a number, a null, more cells than one, or half a character.
AWKWARD = ("=1+1", "-5", "0012", "1e5", "NULL", "NA", "", '一,"二"\n三\t四|五', "𠀀𠮷", " 两端\u3000", None)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an engine says: column names and rows; a date is its ISO text, for SQLite has no other."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def answer(columns: tuple[str, ...], rows: list[tuple[Any, ...]]) -> Answer:
    """Return `rows` as an Answer."""
    plain = [tuple(v.isoformat() if isinstance(v, date) else v for v in row) for row in rows]
    return Answer(columns, plain)


def table_rows(table: pa.Table) -> list[tuple[Any, ...]]:
    """Return the rows of an Arrow table as Python values; None for a null."""
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def titles(rows: list[tuple[Any, ...]]) -> list[Any]:
    """Return the titles of rows of `documents` in the order of the ids."""
    names = TABLES["documents"].names
    return [row[names.index("title")] for row in sorted(rows, key=lambda row: str(row[0]))]


def with_polars(release: Path, name: str) -> pa.Table:
    """Return what polars reads of a table."""
    return pl.read_parquet(release / f"{name}.parquet").to_arrow()


def with_pandas(release: Path, name: str) -> pa.Table:
    """Return what pandas reads of a table when it is told to keep Arrow's types."""
    import pandas as pd

    frame = pd.read_parquet(release / f"{name}.parquet", dtype_backend="pyarrow")
    return pa.Table.from_pandas(frame, preserve_index=False)


def with_pyarrow(release: Path, name: str) -> pa.Table:
    """Return what pyarrow reads of a table."""
    return pq.read_table(release / f"{name}.parquet")


def by_duckdb(release: Path, sql: str) -> pa.Table:
    """Return what DuckDB answers."""
    import duckdb

    with duckdb.connect() as database:
        for name in TABLES:
            database.read_parquet(str(release / f"{name}.parquet")).create_view(name)
        return database.sql(sql).to_arrow_table()


def by_chdb(release: Path, sql: str) -> pa.Table:
    """Return what ClickHouse answers; its substr counts bytes, so that one word differs."""
    from chdb.session import Session

    with closing(Session()) as session:
        for name in TABLES:
            session.query(f"CREATE VIEW {name} AS SELECT * FROM file('{release}/{name}.parquet', Parquet)")
        return session.query(sql.replace("substr(", "substringUTF8("), "ArrowTable")


def by_datafusion(release: Path, sql: str) -> pa.Table:
    """Return what DataFusion answers."""
    from datafusion import SessionContext

    context = SessionContext()
    for name in TABLES:
        context.register_parquet(name, str(release / f"{name}.parquet"))
    return context.sql(sql).to_arrow_table()


def by_sqlite(release: Path, sql: str) -> Answer:
    """Return what SQLite answers from the database of the release."""
    with closing(sqlite3.connect(release / "clgc.sqlite")) as database:
        cursor = database.execute(sql)
        return answer(tuple(column[0] for column in cursor.description), cursor.fetchall())


def _over_arrow(query: Callable[[Path, str], pa.Table]) -> Callable[[Path, str], Answer]:
    def asked(release: Path, sql: str) -> Answer:
        table = query(release, sql)
        return answer(tuple(table.column_names), table_rows(table))

    return asked


def _whole(query: Callable[[Path, str], pa.Table]) -> Callable[[Path, str], pa.Table]:
    return lambda release, name: query(release, f"SELECT * FROM {name}")


READERS: dict[str, Callable[[Path, str], pa.Table]] = {
    "polars": with_polars,
    "pandas": with_pandas,
    "pyarrow": with_pyarrow,
    "duckdb": _whole(by_duckdb),
    "chdb": _whole(by_chdb),
    "datafusion": _whole(by_datafusion),
}
"""What reads a Parquet table of a release, as (release folder, table name) → Arrow table."""

ENGINES: dict[str, Callable[[Path, str], Answer]] = {
    "duckdb": _over_arrow(by_duckdb),
    "sqlite": by_sqlite,
    "chdb": _over_arrow(by_chdb),
    "datafusion": _over_arrow(by_datafusion),
}
"""What answers SQL over a release, as (release folder, SQL) → answer."""

HEAVY = ("chdb", "datafusion")
"""Those that only `make test-consumers` installs."""
