"""Checks that primary keys are unique and foreign keys whole."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipeline.validate.failure import Failure, Frames, Sources, failure_at
from schemas import TABLES, ForeignKey, Table

_REMEDIES = {
    "units": "add the unit to pipeline/lexicon/units.csv, or mend the form that gave it",
    "metrics": "add the metric to pipeline/lexicon/metrics.csv, or mend the alias that gave it",
}


def key_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield every row whose primary key another row before it has."""
    for name, table in TABLES.items():
        key = pl.col(table.primary_key)
        for row in frames[name].filter(~key.is_first_distinct()).iter_rows(named=True):
            message = f"the primary key {row[table.primary_key]!r} is not unique"
            remedy = "let extraction give one row for it, or tell the rows apart in pipeline.normalize.ids"
            yield failure_at(
                origin, name, table.primary_key, row, table.primary_key, "unique", message, remedy
            )


def reference_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield every row that refers to a row that is not there, or to one of another document."""
    for table in TABLES.values():
        for reference in table.foreign_keys:
            yield from _dangling(frames, origin, table, reference)
            if _within_document(table, reference):
                yield from _astray(frames, origin, table, reference)


def _dangling(frames: Frames, origin: Sources, table: Table, reference: ForeignKey) -> Iterator[Failure]:
    column = reference.column
    known = frames[reference.table].select(pl.col(reference.reference).alias(column))
    rows = frames[table.name].filter(pl.col(column).is_not_null())
    for row in rows.join(known, on=column, how="anti", maintain_order="left").iter_rows(named=True):
        message = f"{row[column]!r} is no {reference.reference} of {reference.table}"
        remedy = _REMEDIES.get(reference.table, f"make that row of {reference.table}, or mend the reference")
        yield failure_at(origin, table.name, column, row, table.primary_key, "reference", message, remedy)


def _astray(frames: Frames, origin: Sources, table: Table, reference: ForeignKey) -> Iterator[Failure]:
    column = reference.column
    home = frames[reference.table].select(
        pl.col(reference.reference).alias(column), pl.col("doc_id").alias("home")
    )
    rows = frames[table.name].join(home, on=column, how="inner", maintain_order="left")
    for row in rows.filter(pl.col("doc_id") != pl.col("home")).iter_rows(named=True):
        message = f"{row[column]!r} belongs to another document, {origin.paths.get(row['home'])}"
        remedy = "let a mention refer only to mentions of its own document"
        yield failure_at(origin, table.name, column, row, table.primary_key, "same_document", message, remedy)


def _within_document(table: Table, reference: ForeignKey) -> bool:
    both = "doc_id" in table.names and "doc_id" in TABLES[reference.table].names
    return both and reference.reference != "doc_id"
