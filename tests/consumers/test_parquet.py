"""What each consumer sees of the Parquet files: the declared types, the same rows, awkward text whole."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pyarrow as pa
import pytest

from schemas import TABLES
from schemas.as_arrow import TYPES
from tests.consumers.engines import AWKWARD, HEAVY, READERS, table_rows, titles

READING = [pytest.param(name, marks=pytest.mark.heavy if name in HEAVY else ()) for name in READERS]


def declared(arrow: pa.DataType) -> str:
    """Return the declared name of an Arrow type; the ways to hold a string are one."""
    if pa.types.is_large_string(arrow) or pa.types.is_string_view(arrow):
        return "string"
    return next((name for name, known in TYPES.items() if known == arrow), str(arrow))


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("reader", READING)
def test_a_consumer_sees_the_declared_types_and_the_same_rows(release: Path, reader: str, table: str) -> None:
    read = READERS[reader](release, table)
    types = {field.name: declared(field.type) for field in read.schema}
    assert types == {column.name: column.dtype for column in TABLES[table].columns}
    assert table_rows(read) == pl.read_parquet(release / f"{table}.parquet").rows()


@pytest.mark.parametrize("reader", READING)
def test_a_consumer_reads_awkward_text_as_it_is(awkward: Path, reader: str) -> None:
    assert titles(table_rows(READERS[reader](awkward, "documents"))) == list(AWKWARD)


def test_the_release_has_both_truths_nulls_and_chinese_to_see(release: Path) -> None:
    targets = pl.read_parquet(release / "targets.parquet")
    assert targets.get_column("hedged").n_unique() == 2
    for name in ("due_on", "metric_id", "value_high", "place_gbt2260"):
        assert 0 < targets.get_column(name).null_count() < targets.height, name
    assert targets.get_column("place").str.contains(r"^\p{Han}").any()
