"""A frame as a Parquet and as a CSV file: the same rows, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from schemas import Table
from schemas.as_arrow import arrow_schema

ROW_GROUP_ROWS = 122_880
"""Rows of a Parquet row group: what DuckDB reads as one unit of work."""


def arrow_table(table: Table, frame: pl.DataFrame) -> pa.Table:
    """Return `frame` as an Arrow table of the declared schema and metadata, in one chunk."""
    schema = arrow_schema(table)
    plain = frame.select(table.names).to_arrow().cast(schema)
    return plain.replace_schema_metadata(schema.metadata).combine_chunks()


def write_parquet(table: Table, frame: pl.DataFrame, path: Path) -> None:
    """Write `frame` to `path`: zstd level 3, statistics and page index, field metadata in both languages."""
    pq.write_table(
        arrow_table(table, frame),
        path,
        compression="zstd",
        compression_level=3,
        row_group_size=ROW_GROUP_ROWS,
        write_statistics=True,
        write_page_index=True,
    )


def write_csv(table: Table, frame: pl.DataFrame, path: Path) -> None:
    r"""Write `frame` to `path`: UTF-8 without BOM, lines end in LF, cells verbatim.

    A null is nothing between the commas, an empty string is `""`; a cell is quoted where it holds a comma,
    a quote or a line break. Cells keep their own line breaks, so a row may take several lines.
    """
    frame.select(table.names).write_csv(path, line_terminator="\n", quote_style="necessary", null_value="")
