"""The Excel workbook: the rows of the tables, two header rows, and text that stays text."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import polars as pl
import pytest
from openpyxl.utils.escape import unescape

from pipeline.normalize.rows import Frames
from pipeline.publish.facts import Facts
from pipeline.publish.workbook import CELL_CHARACTERS, CUT, fitting, stored, write_workbook
from schemas import TABLES

SHOWN = [name for name in TABLES if name != "texts"]


def opened(path: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(path)


def with_titles(frames: Frames, *titles: str) -> Frames:
    """Return the tables with as many documents as titles; only `documents` is changed."""
    documents = pl.concat([frames["documents"]] * len(titles)).with_columns(title=pl.Series(titles))
    return {**frames, "documents": documents}


def titles_in(path: Path) -> list[Any]:
    sheet = opened(path)["documents"]
    at = TABLES["documents"].names.index("title") + 1
    return [sheet.cell(row, at) for row in range(3, sheet.max_row + 1)]


def test_every_table_but_texts_is_a_sheet(folder: Path) -> None:
    assert opened(folder / "clgc.xlsx").sheetnames == ["about", *SHOWN, "columns", "codes"]


@pytest.mark.parametrize("name", SHOWN)
def test_a_sheet_has_names_then_chinese_titles_then_the_rows(
    real: Path, real_frames: Frames, name: str
) -> None:
    sheet = openpyxl.load_workbook(real / "clgc.xlsx", read_only=True)[name]
    names, titles, *rows = sheet.iter_rows(values_only=True)
    assert names == TABLES[name].names
    assert titles == tuple(column.title_zh for column in TABLES[name].columns)
    # Excel's own precision: a number has sixteen digits.
    told = [tuple(v.date() if isinstance(v, datetime) else v for v in row) for row in rows]
    for row, expected in zip(told, real_frames[name].rows(), strict=True):
        assert row == tuple(
            pytest.approx(value, rel=1e-15) if isinstance(value, float) else value for value in expected
        )


def test_the_header_stays_in_sight_and_filters(folder: Path) -> None:
    sheet = opened(folder / "clgc.xlsx")["targets"]
    assert sheet.freeze_panes == "B3"
    assert sheet.auto_filter.ref.startswith("A2:")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_cell_that_begins_like_a_formula_is_text(
    frames: Frames, facts: Facts, tmp_path: Path, start: str
) -> None:
    words = f'{start}HYPERLINK("https://example.org","x")'
    write_workbook(with_titles(frames, words), facts, tmp_path / "a.xlsx")
    cell = titles_in(tmp_path / "a.xlsx")[0]
    assert cell.data_type == "s"
    assert unescape(cell.value) == words
    assert cell.quotePrefix
    assert cell.hyperlink is None


def test_no_sheet_holds_a_formula_or_a_link(real: Path) -> None:
    with zipfile.ZipFile(real / "clgc.xlsx") as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not any(b"<f>" in sheet or b"<hyperlink" in sheet for sheet in sheets)


def test_digits_in_a_text_column_stay_text_and_an_empty_text_is_no_null(
    frames: Frames, facts: Facts, tmp_path: Path
) -> None:
    write_workbook(with_titles(frames, "0012", "1e5", "http://example.org"), facts, tmp_path / "a.xlsx")
    assert [cell.value for cell in titles_in(tmp_path / "a.xlsx")] == ["0012", "1e5", "http://example.org"]


def test_a_cell_too_long_for_excel_is_cut_with_a_mark_and_told(
    frames: Frames, facts: Facts, tmp_path: Path
) -> None:
    write_workbook(with_titles(frames, "长" * 40_000, "短"), facts, tmp_path / "a.xlsx")
    first, second = titles_in(tmp_path / "a.xlsx")
    assert len(first.value) == CELL_CHARACTERS
    assert first.value.endswith(CUT)
    assert second.value == "短"
    about = [row[:2] for row in opened(tmp_path / "a.xlsx")["about"].iter_rows(values_only=True)]
    assert ("cut to fit", "documents.title: 1") in about


@pytest.mark.parametrize("text", ["a" * 20, "𠀀" * 10])
def test_what_just_fits_is_not_cut(text: str) -> None:
    assert fitting(text, 20) == text


def test_what_excel_counts_are_utf16_units_and_no_character_is_halved() -> None:
    cut = fitting("𠀀" * 60, 101)
    assert len(cut.encode("utf-16-le")) // 2 <= 101
    assert cut == "𠀀" * ((101 - len(CUT)) // 2) + CUT


def test_nothing_was_cut_in_the_release_of_raw(real: Path) -> None:
    about = [row[:2] for row in opened(real / "clgc.xlsx")["about"].iter_rows(values_only=True)]
    assert ("cut to fit", "none") in about


def test_the_workbook_bears_the_date_of_the_release_and_no_other(folder: Path, facts: Facts) -> None:
    assert opened(folder / "clgc.xlsx").properties.created == datetime.combine(
        facts.release.date, datetime.min.time()
    )
    with zipfile.ZipFile(folder / "clgc.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}


def test_storing_keeps_every_member_in_order() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b", "two")
        archive.writestr("a", "one" * 99)
    with zipfile.ZipFile(io.BytesIO(stored(held.getvalue()))) as archive:
        assert [(name, archive.read(name)) for name in archive.namelist()] == [
            ("b", b"two"),
            ("a", b"one" * 99),
        ]


def test_dates_are_dates_and_codes_are_explained(folder: Path, frames: Frames) -> None:
    book = opened(folder / "clgc.xlsx")
    at = TABLES["tasks"].names.index("due_on") + 1
    assert book["tasks"].cell(3, at).is_date
    assert frames["tasks"].get_column("due_on")[0] == date(2023, 12, 31)
    assert ("role", "target", "目标", "target") in list(book["codes"].iter_rows(values_only=True))
