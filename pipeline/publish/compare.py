"""What differs between two releases, row by row and cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from pipeline.errors import ReleaseError
from pipeline.publish.causes import SOURCE, document_causes, shared_causes
from schemas import TABLES
from schemas.as_polars import polars_schema
from schemas.changes import CELLS, ROWS, SUMMARY

Frames = Mapping[str, pl.DataFrame]

_ROW = dict.fromkeys(("table", "key", "doc_id", "change"), pl.String)
_CELL = dict.fromkeys(("table", "key", "column", "old", "new"), pl.String)
_NEW = "new "  # stands before the names of the later release's columns while both are side by side


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed from one release to the next: the tables that `schemas.changes` declares."""

    summary: pl.DataFrame
    rows: pl.DataFrame
    cells: pl.DataFrame

    def __bool__(self) -> bool:
        """Whether anything differs, columns included."""
        columns = pl.col("columns_added").is_not_null() | pl.col("columns_removed").is_not_null()
        return self.rows.height > 0 or self.summary.filter(columns).height > 0


def compare(before: Frames, after: Frames) -> Changes:
    """Return what changed from `before` to `after`, every table of both, rows matched by primary key.

    Rows stand in the order of table and key, cells in that of their columns. Raises ReleaseError where a
    table has no primary key column.
    """
    names = [*TABLES, *sorted((before.keys() | after.keys()) - TABLES.keys())]
    pairs = {name: _pair(name, before, after) for name in names}
    compared = [_compared(name, *pair) for name, pair in pairs.items() if not pair[0].equals(pair[1])]
    rows = pl.concat([pl.DataFrame(schema=_ROW), *(rows for rows, _ in compared)])
    cells = pl.concat([pl.DataFrame(schema=_CELL), *(cells for _, cells in compared)])
    rows = _with_causes(rows, before, after)
    cells = _kept(cells, rows)
    rows = _counted(rows, cells)
    return Changes(
        summary=pl.DataFrame(
            [_summary(name, *pair, rows) for name, pair in pairs.items()], schema=polars_schema(SUMMARY)
        ),
        rows=rows.select(ROWS.names).cast(polars_schema(ROWS)),
        cells=cells.select(CELLS.names).cast(polars_schema(CELLS)),
    )


def primary_key(name: str, frame: pl.DataFrame) -> str:
    """Return the primary key column of a table: as declared, else the first column."""
    key = TABLES[name].primary_key if name in TABLES else frame.columns[0]
    if key not in frame.columns:
        raise ReleaseError(f"{name} has no column {key}: the releases cannot be compared")
    return key


def _pair(name: str, before: Frames, after: Frames) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the table in both releases; where one lacks it, an empty frame of the other's columns."""
    old, new = before.get(name), after.get(name)
    if old is None and new is None:
        old = new = pl.DataFrame(schema=polars_schema(TABLES[name]))
    elif old is None and new is not None:
        old = new.clear()
    elif new is None and old is not None:
        new = old.clear()
    assert old is not None
    assert new is not None
    return old, new


def _compared(name: str, old: pl.DataFrame, new: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows that differ, as (table, key, doc_id, change), and their cells, in order of keys.

    Cells are (table, key, column, old, new): those that differ, and the filled ones of rows of one release.
    """
    key = primary_key(name, old)
    primary_key(name, new)
    differing = dict(_differing(key, old, new))
    changed = pl.concat(
        [pl.DataFrame(schema={key: pl.String}), *(part.select(key) for part in differing.values())]
    )
    rows = {
        "added": new.join(old, on=key, how="anti", maintain_order="left"),
        "removed": old.join(new, on=key, how="anti", maintain_order="left"),
        "changed": new.join(changed, on=key, how="semi", maintain_order="left"),
    }
    cells = [
        *(_cell_frame(name, column, key, part) for column, part in differing.items()),
        *(_cell_frame(name, column, key, part) for column, part in _filled(key, rows["added"], "new")),
        *(_cell_frame(name, column, key, part) for column, part in _filled(key, rows["removed"], "old")),
    ]
    places = {column: place for place, column in enumerate(dict.fromkeys((*new.columns, *old.columns)))}
    place = pl.col("column").replace_strict(places, return_dtype=pl.Int64)
    return (
        pl.concat([_row_frame(name, change, key, part) for change, part in rows.items()]).sort("key"),
        pl.concat([pl.DataFrame(schema=_CELL), *cells]).sort("key", place),
    )


def _differing(key: str, old: pl.DataFrame, new: pl.DataFrame) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each column that differs with the rows in which it does, as key, `old` and `new`."""
    columns = [column for column in new.columns if column in old.columns and column != key]
    later = new.select(key, *(pl.col(column).alias(_NEW + column) for column in columns))
    joined = old.select(key, *columns).join(later, on=key, how="inner", maintain_order="left")
    pairs = {column: (pl.col(column), pl.col(_NEW + column)) for column in columns}
    for column, (was, is_) in pairs.items():
        if old.schema[column] != new.schema[column]:
            pairs[column] = (was.cast(pl.String), is_.cast(pl.String))
    differ = joined.select(was.ne_missing(is_).any().alias(column) for column, (was, is_) in pairs.items())
    for column, (was, is_) in pairs.items():
        if joined.height and differ.item(0, column):
            found = joined.filter(was.ne_missing(is_))
            yield column, found.select(key, was.alias("old"), is_.alias("new"))


def _filled(key: str, rows: pl.DataFrame, side: str) -> Iterator[tuple[str, pl.DataFrame]]:
    """Yield each column of rows that one release alone has with its filled cells, as key, `old` and `new`."""
    other = "old" if side == "new" else "new"
    for column in rows.columns if rows.height else ():
        if column != key:
            found = rows.filter(pl.col(column).is_not_null())
            yield column, found.select(key, pl.col(column).alias(side), pl.lit(None, pl.String).alias(other))


def _row_frame(name: str, change: str, key: str, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        pl.lit(name).alias("table"),
        pl.col(key).cast(pl.String).alias("key"),
        (pl.col("doc_id") if "doc_id" in rows.columns else pl.lit(None, pl.String)).alias("doc_id"),
        pl.lit(change).alias("change"),
    )


def _cell_frame(name: str, column: str, key: str, found: pl.DataFrame) -> pl.DataFrame:
    return found.select(
        pl.lit(name).alias("table"),
        pl.col(key).cast(pl.String).alias("key"),
        pl.lit(column).alias("column"),
        pl.col("old").cast(pl.String),
        pl.col("new").cast(pl.String),
    )


def _with_causes(rows: pl.DataFrame, before: Frames, after: Frames) -> pl.DataFrame:
    documents = document_causes(before, after)
    shared = shared_causes(before, after, documents)
    causes = [
        documents[doc_id] if doc_id in documents else shared.get((change, (table, key)), "pipeline")
        for table, key, doc_id, change in rows.select("table", "key", "doc_id", "change").iter_rows()
    ]
    named = pl.concat_str("table", "key", separator="/").alias("change_id")
    return rows.with_columns(named, pl.Series("cause", causes, pl.String))


def _kept(cells: pl.DataFrame, rows: pl.DataFrame) -> pl.DataFrame:
    """Return the cells with their rows' document, change and cause, but for rows that came with a source."""
    of_row = rows.filter((pl.col("change") == "changed") | (pl.col("cause") != SOURCE))
    told = of_row.select("table", "key", "doc_id", "change", "cause")
    named = pl.concat_str("table", "key", "column", separator="/").alias("change_id")
    return cells.join(told, on=["table", "key"], how="inner", maintain_order="left").with_columns(named)


def _counted(rows: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    counts = cells.group_by("table", "key").agg(pl.len().cast(pl.Int64).alias("cells"))
    counted = rows.join(counts, on=["table", "key"], how="left", maintain_order="left")
    return counted.with_columns(pl.col("cells").fill_null(0))


def _summary(name: str, old: pl.DataFrame, new: pl.DataFrame, rows: pl.DataFrame) -> dict[str, object]:
    own = rows.filter(table=name)
    changed = own.filter(change="changed")
    return {
        "table": name,
        "rows_before": old.height,
        "rows_after": new.height,
        "added": own.filter(change="added").height,
        "removed": own.filter(change="removed").height,
        "changed": changed.height,
        "cells": int(changed.get_column("cells").sum()),
        "by_source": own.filter(cause="source").height,
        "by_listing": own.filter(cause="listing").height,
        "by_pipeline": own.filter(cause="pipeline").height,
        "columns_added": " ".join(column for column in new.columns if column not in old.columns) or None,
        "columns_removed": " ".join(column for column in old.columns if column not in new.columns) or None,
    }
