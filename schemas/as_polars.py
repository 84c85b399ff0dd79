"""The polars schema of a declared table."""

from __future__ import annotations

import polars as pl

from schemas.table import Table

TYPES: dict[str, pl.DataType] = {
    "string": pl.String(),
    "int32": pl.Int32(),
    "int64": pl.Int64(),
    "float64": pl.Float64(),
    "bool": pl.Boolean(),
    "date32": pl.Date(),
}


def polars_schema(table: Table) -> pl.Schema:
    """Return the column names and polars types of `table` in order."""
    return pl.Schema({column.name: TYPES[column.dtype] for column in table.columns})
