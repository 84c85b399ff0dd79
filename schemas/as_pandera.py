"""The pandera model of a declared table.

Importing this costs about a second: do it where frames are checked.
"""

from __future__ import annotations

import pandera.polars as pa
import polars as pl

from schemas.as_polars import TYPES
from schemas.table import FLOAT64, Column, Table
from schemas.vocabularies import codes


def pandera_model(table: Table) -> pa.DataFrameSchema:
    """Return the model of `table`: columns in order and no others, types, nulls, vocabularies and bounds.

    Nothing is coerced: a frame of another type is wrong, not mended.
    """
    return pa.DataFrameSchema(
        {column.name: _column(column) for column in table.columns},
        name=table.name,
        title=table.title_en,
        description=table.description_en,
        strict=True,
        ordered=True,
    )


def _column(column: Column) -> pa.Column:
    return pa.Column(
        TYPES[column.dtype],
        checks=_checks(column),
        nullable=column.nullable,
        title=column.title_en,
        description=column.description_en,
        metadata={"title_zh": column.title_zh, "description_zh": column.description_zh, "unit": column.unit},
    )


def _checks(column: Column) -> list[pa.Check]:
    checks = []
    if column.vocabulary is not None:
        terms = list(codes(column.vocabulary))
        checks.append(pa.Check.isin(terms, error=f"is none of {', '.join(terms)}"))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum, error=f"is below {column.minimum:g}"))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum, error=f"is above {column.maximum:g}"))
    if column.dtype == FLOAT64:
        checks.append(pa.Check(_finite, error="is not a finite number"))
    return checks


def _finite(data: pa.PolarsData) -> pl.LazyFrame:
    return data.lazyframe.select(pl.col(data.key).is_finite())
