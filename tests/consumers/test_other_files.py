"""What consumers see of the CSV files, the SQLite database and the Excel workbook."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest

from schemas import TABLES
from schemas.as_polars import polars_schema
from tests.consumers.engines import AWKWARD, titles
from tests.consumers.expected import EXPECTED

Rows = list[tuple[Any, ...]]

DUCKDB_TYPES = {
    "string": "VARCHAR",
    "int32": "INTEGER",
    "int64": "BIGINT",
    "float64": "DOUBLE",
    "bool": "BOOLEAN",
    "date32": "DATE",
}
CELL_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "int32": int,
    "int64": int,
    "float64": (int, float),
    "bool": bool,
    "date32": datetime,
}


def csv_by_polars(release: Path, table: str) -> Rows:
    return pl.read_csv(release / f"{table}.csv", schema=polars_schema(TABLES[table])).rows()


def csv_by_duckdb(release: Path, table: str) -> Rows:
    import duckdb

    columns = {column.name: DUCKDB_TYPES[column.dtype] for column in TABLES[table].columns}
    read = "SELECT * FROM read_csv($path, columns = $columns, header = true, allow_quoted_nulls = false)"
    with duckdb.connect() as database:
        # DuckDB takes the types only as a literal.
        asked = read.replace("$columns", str(columns))
        return database.execute(asked, {"path": str(release / f"{table}.csv")}).fetchall()


@pytest.mark.parametrize("read", [csv_by_polars, csv_by_duckdb])
@pytest.mark.parametrize("table", TABLES)
def test_a_csv_file_read_with_the_declared_types_has_the_rows_of_the_parquet_file(
    release: Path, table: str, read: Callable[[Path, str], Rows]
) -> None:
    assert read(release, table) == pl.read_parquet(release / f"{table}.parquet").rows()


@pytest.mark.parametrize("read", [csv_by_polars, csv_by_duckdb])
def test_a_csv_file_holds_awkward_text_as_it_is(awkward: Path, read: Callable[[Path, str], Rows]) -> None:
    assert titles(read(awkward, "documents")) == list(AWKWARD)


def asked(release: Path, sql: str) -> Rows:
    with closing(sqlite3.connect(release / "clgc.sqlite")) as database:
        return database.execute(sql).fetchall()


def test_sqlite_holds_dates_as_iso_text_that_its_functions_read_and_truths_as_0_and_1(release: Path) -> None:
    stored = (
        "SELECT DISTINCT typeof(plan_start), typeof(plan_year), typeof(value), typeof(hedged) FROM targets"
    )
    assert asked(release, stored) == [("text", "integer", "real", "integer")]
    days = "SELECT doc_id, CAST(julianday(plan_end) - julianday(plan_start) AS INTEGER) FROM documents"
    documents = pl.read_parquet(release / "documents.parquet")
    length = (pl.col("plan_end") - pl.col("plan_start")).dt.total_days()
    assert sorted(asked(release, days)) == sorted(documents.select("doc_id", length).rows())


def test_sqlite_reads_awkward_text_as_it_is(awkward: Path) -> None:
    assert titles(asked(awkward, "SELECT * FROM documents")) == list(AWKWARD)


def sheet(release: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet by column name; the second header row is left out."""
    names, _, *rows = openpyxl.load_workbook(release / "clgc.xlsx")[name].iter_rows(values_only=True)
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_a_sheet_holds_dates_truths_numbers_and_text(release: Path) -> None:
    rows = sheet(release, "targets")
    for column in TABLES["targets"].columns:
        values = [row[column.name] for row in rows if row[column.name] is not None]
        assert all(isinstance(value, CELL_TYPES[column.dtype]) for value in values), column.name
    assert {type(row["hedged"]) for row in rows} == {bool}
    assert {type(row["due_on"]) for row in rows} == {datetime, type(None)}


def test_a_sheet_reads_awkward_text_as_it_is(awkward: Path) -> None:
    assert [row["title"] for row in sheet(awkward, "documents")] == list(AWKWARD)


def test_a_workbook_tells_which_county_plans_to_sign_most(release: Path) -> None:
    wanted = {"metric_id": "contracted_investment", "measure": "quantity", "unit": "CNY"}
    kinds = {"county", "county_city", "district", "functional_zone"}
    rows = [r for r in sheet(release, "targets") if wanted.items() <= r.items() and r["place_kind"] in kinds]
    ranked = sorted(rows, key=lambda row: (-row["value"], row["indicator_id"]))
    told = [(row["place"], row["as_written"]) for row in ranked]
    assert told == EXPECTED["investment"](release).select("place", "as_written").rows()
