"""Checks that frames are as declared: columns, types, vocabularies and the rules of a row."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import pandera.errors
import polars as pl
from pandera.polars import DataFrameSchema

from pipeline.validate.failure import Failure, Frames, Sources, failure_at
from schemas import TABLES, Table
from schemas.as_pandera import pandera_model

SHAPE = {
    "column_in_schema",
    "column_in_dataframe",
    "column_ordered",
    "dtype",
    "not_nullable",
    "table_missing",
}
"""Checks without which no other check can run."""

_REMEDIES = {
    "column_in_schema": "declare the column in schemas/ or drop it",
    "column_in_dataframe": "make the column in pipeline.normalize",
    "column_ordered": "put the columns in the declared order",
    "dtype": "cast it to the declared type in polars",
    "not_nullable": "fill it, or declare the column nullable in schemas/",
}
_MEND_VALUE = "mend what makes the value, or the declaration in schemas/"


def model_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield what the pandera models find: columns, types, nulls, vocabularies, bounds."""
    for name, table in TABLES.items():
        frame = frames.get(name)
        if frame is None:
            remedy = "make it in pipeline.normalize.rows"
            yield Failure(name, None, "table_missing", "the table is not there", remedy)
            continue
        try:
            _model(name).validate(frame, lazy=True)
        except pandera.errors.SchemaErrors as errors:
            for case in errors.failure_cases.iter_rows(named=True):
                yield _of_case(case, table, frame, origin)


@cache
def _model(name: str) -> DataFrameSchema:
    return pandera_model(TABLES[name])


def _of_case(case: dict[str, object], table: Table, frame: pl.DataFrame, origin: Sources) -> Failure:
    check = str(case["check"])
    kind = "dtype" if check.startswith("dtype(") else check
    remedy = _REMEDIES.get(kind, _MEND_VALUE)
    index = case["index"]
    if case["schema_context"] == "DataFrameSchema":
        column, message = str(case["failure_case"]), _of_column(kind)
        return Failure(table.name, column, kind, message, remedy)
    column = str(case["column"])
    if kind == "dtype":
        declared = check.removeprefix("dtype('").removesuffix("')")
        message = f"the type is {case['failure_case']}, not {declared}"
        return Failure(table.name, column, kind, message, remedy)
    message = "the value is missing" if kind == "not_nullable" else f"{case['failure_case']!r} {check}"
    name = kind if kind == "not_nullable" else "value"
    row = frame.row(index, named=True) if isinstance(index, int) else {}
    return failure_at(origin, table.name, column, row, table.primary_key, name, message, remedy)


def _of_column(kind: str) -> str:
    return {
        "column_in_schema": "the column is not declared",
        "column_in_dataframe": "the column is missing",
        "column_ordered": "the column stands in another place than declared",
    }.get(kind, kind)


def row_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield the rows that make a declared row check false."""
    for name, table in TABLES.items():
        frame = frames[name]
        for check in table.checks:
            broken = frame.filter(~pl.sql_expr(check.sql).fill_null(True))
            for row in broken.iter_rows(named=True):
                yield failure_at(
                    origin,
                    name,
                    check.column,
                    row,
                    table.primary_key,
                    check.name,
                    check.message,
                    check.remedy,
                )
