"""The files of a release: what they hold, what they say of themselves, and that they never vary."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.normalize.rows import Frames, to_frames
from pipeline.publish.tables import ROW_GROUP_ROWS, write_csv, write_parquet
from schemas import TABLES
from schemas.as_arrow import TYPES, arrow_schema
from tests import factories as made


@pytest.fixture(scope="module")
def frames() -> Frames:
    return to_frames([made.document()], [made.mentions()])


@pytest.mark.parametrize("name", TABLES)
def test_a_parquet_file_holds_the_rows_under_the_declared_schema(
    frames: Frames, name: str, tmp_path: Path
) -> None:
    path = tmp_path / f"{name}.parquet"
    write_parquet(TABLES[name], frames[name], path)
    assert pl.read_parquet(path).equals(frames[name])
    written = pq.read_schema(path)
    assert written.equals(arrow_schema(TABLES[name]))
    assert {field.type for field in written} <= set(TYPES.values())


def test_a_column_of_nulls_keeps_its_type(frames: Frames, tmp_path: Path) -> None:
    path = tmp_path / "documents.parquet"
    write_parquet(TABLES["documents"], frames["documents"], path)
    assert frames["documents"].get_column("issuer").null_count() == 1
    assert pq.read_schema(path).field("issuer").type == pa.string()


def test_a_parquet_file_explains_itself_in_both_languages(frames: Frames, tmp_path: Path) -> None:
    path = tmp_path / "indicators.parquet"
    write_parquet(TABLES["indicators"], frames["indicators"], path)
    schema = pq.read_schema(path)
    column = TABLES["indicators"].column("value_low")
    field = {key.decode(): value.decode() for key, value in schema.field("value_low").metadata.items()}
    assert field["title_zh"] == column.title_zh
    assert field["description_en"] == column.description_en
    assert field["unit"] == "column unit"
    assert schema.field("role").metadata[b"enum"].decode().split()[0] == "target"
    assert schema.metadata[b"title_zh"].decode() == "指标"
    assert b"pandas" not in schema.metadata


def test_a_parquet_file_is_compressed_with_statistics_and_a_page_index(
    frames: Frames, tmp_path: Path
) -> None:
    path = tmp_path / "units.parquet"
    write_parquet(TABLES["units"], frames["units"], path)
    column = pq.ParquetFile(path).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    assert column.is_stats_set
    assert column.has_column_index
    assert column.has_offset_index


def test_row_groups_are_of_the_size_declared(tmp_path: Path) -> None:
    path = tmp_path / "texts.parquet"
    many = pl.DataFrame({"doc_id": [str(number) for number in range(ROW_GROUP_ROWS + 1)]})
    write_parquet(TABLES["texts"], many.with_columns(text=pl.lit("")), path)
    assert pq.ParquetFile(path).metadata.num_row_groups == 2


def test_rows_in_many_chunks_give_the_bytes_of_rows_in_one(frames: Frames, tmp_path: Path) -> None:
    whole = frames["numerals"]
    chunked = pl.concat([whole.slice(row, 1) for row in range(whole.height)], rechunk=False)
    write_parquet(TABLES["numerals"], whole, tmp_path / "one")
    write_parquet(TABLES["numerals"], chunked, tmp_path / "many")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "many").read_bytes()


@pytest.mark.parametrize("name", TABLES)
def test_a_csv_file_holds_the_cells_verbatim(frames: Frames, name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.csv"
    write_csv(TABLES[name], frames[name], path)
    content = path.read_bytes()
    assert not content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    csv.field_size_limit(10**9)
    with path.open(encoding="utf-8", newline="") as handle:
        header, *rows = csv.reader(handle)
    assert tuple(header) == TABLES[name].names
    assert len(rows) == frames[name].height
    for column, values in zip(header, zip(*rows, strict=True), strict=False):
        if frames[name].schema[column] == pl.String:
            assert list(values) == frames[name].get_column(column).fill_null("").to_list()


def test_a_csv_file_tells_an_empty_string_from_a_null(tmp_path: Path) -> None:
    path = tmp_path / "texts.csv"
    rows = pl.DataFrame({"doc_id": ["a", "b", "c", "d"], "text": ["", None, '一,"二"\n三', "=1+1"]})
    write_csv(TABLES["texts"], rows, path)
    assert path.read_text("utf-8") == 'doc_id,text\na,""\nb,\nc,"一,""二""\n三"\nd,=1+1\n'
