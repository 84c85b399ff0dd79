"""How a published table is declared: columns, keys and row checks as plain data.

The declarations are the one truth. The pandera model, the polars and Arrow schemas and the metadata of the
Parquet fields are made from them (`schemas.as_pandera`, `as_polars`, `as_arrow`); nothing here imports a data
library, so a command that only reads metadata starts quickly.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

Dtype = Literal["string", "int32", "int64", "float64", "bool", "date32"]

STRING: Dtype = "string"
INT32: Dtype = "int32"
INT64: Dtype = "int64"
FLOAT64: Dtype = "float64"
BOOL: Dtype = "bool"
DATE32: Dtype = "date32"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type, what it means in both languages, and where its values come from.

    `vocabulary` names a list of `schemas.vocabularies` that holds every allowed value. `unit` is the unit of
    the numbers, or the column that holds it. `source` is a code of the vocabulary `source`. `minimum` and
    `maximum` bound the numbers, both allowed.
    """

    name: str
    dtype: Dtype
    source: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    nullable: bool = False
    vocabulary: str | None = None
    unit: str | None = None
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A column whose values, where not null, are primary keys of another table (or of its own)."""

    column: str
    table: str
    reference: str


@dataclass(frozen=True, slots=True)
class Check:
    """A rule between columns of one row, as an SQL condition that no row may make false.

    `message` says what is wrong with a row that breaks it, `remedy` where to mend it.
    """

    name: str
    column: str
    sql: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Table:
    """A published table; `primary_key` is one column, for every row has an id of its own."""

    name: str
    title_zh: str
    title_en: str
    description_zh: str
    description_en: str
    primary_key: str
    columns: tuple[Column, ...]
    foreign_keys: tuple[ForeignKey, ...] = ()
    checks: tuple[Check, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """Return the column called `name`; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"table {self.name} has no column {name}")


def taken(table: Table, column: str, **changes: Any) -> Column:
    """Return a column of `table` for use in a view, with only what differs there changed."""
    return replace(table.column(column), **changes)


def span_columns(of_zh: str, of_en: str) -> tuple[Column, Column]:
    """Return `start` and `end`, the half-open code point offsets of `of_*` in `texts.text`."""
    unit = "code point"
    return (
        Column(
            "start", INT64, "extract", "起点", "Start",
            f"{of_zh}在 texts.text 中的起点，从 0 起按 Unicode 码点计。",
            f"Where {of_en} starts in texts.text, 0-based, in Unicode code points.",
            unit=unit, minimum=0,
        ),
        Column(
            "end", INT64, "extract", "终点", "End",
            f"{of_zh}在 texts.text 中的终点（不含该码点）。",
            f"Where {of_en} ends in texts.text, the code point there not included.",
            unit=unit, minimum=0,
        ),
    )  # fmt: skip


SPAN_IN_ORDER = Check(
    "span_in_order",
    "start",
    '"start" < "end"',
    "the span is empty or runs backwards",
    "mend the extraction rule that gave the offsets",
)
