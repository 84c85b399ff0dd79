"""Every table but `texts` as one Excel workbook, in which no cell of a source can become a formula.

Row 1 holds the column names, row 2 the Chinese titles; both stay in sight. Numbers have the sixteen digits
that Excel keeps. The sheets `columns` and `codes` explain columns and vocabularies, `about` tells what the file
is and what was cut to fit it.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pipeline.publish.facts import NAME, Facts, citation
from schemas import TABLES, VOCABULARIES, Table

FILE = f"{NAME}.xlsx"
LEFT_OUT = ("texts",)
"""Tables whose cells do not fit a workbook."""

CELL_CHARACTERS = 32_767
"""What an Excel cell holds, in UTF-16 code units."""
SHEET_ROWS = 1_048_576
"""What an Excel sheet holds, the two header rows included."""

CUT = "…【截断，全文见 CSV / cut, whole in the CSV】"
# Excel reads these as the start of a formula when a person edits the cell; the prefix keeps it text.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_HEADER_ROWS = 2
_WIDTHS = {"string": 24, "bool": 8}
_WIDTH = 14
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
# The first moment that a ZIP archive can hold.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet with the formats of its workbook."""

    sheet: Worksheet
    formats: Mapping[str, Format]


def write_workbook(frames: Mapping[str, pl.DataFrame], facts: Facts, path: Path) -> None:
    """Write the tables of `frames` to `path`, the same bytes every time and on every machine."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, _OPTIONS)
    book.set_properties(_properties(facts))
    formats = {
        "head": book.add_format({"bold": True, "bg_color": "#DDEBF7"}),
        "label": book.add_format({"italic": True, "bottom": 1}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "quoted": book.add_format({"quote_prefix": True}),
    }
    about = _Sheet(book.add_worksheet("about"), formats)
    cut: list[str] = []
    for name, table in TABLES.items():
        if name not in LEFT_OUT:
            cut += _write_table(_Sheet(book.add_worksheet(name), formats), table, frames[name])
    _write_rows(_Sheet(book.add_worksheet("columns"), formats), _COLUMNS_HEAD, _column_rows())
    _write_rows(_Sheet(book.add_worksheet("codes"), formats), _CODES_HEAD, _code_rows())
    _write_rows(about, _ABOUT_HEAD, _about_rows(frames, facts, cut))
    book.close()
    path.write_bytes(stored(held.getvalue()))


def stored(archive: bytes) -> bytes:
    """Return a ZIP archive with the same members, uncompressed and without a time.

    Machines have different zlibs, which compress the same bytes differently; git compresses the file anyway.
    """
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as read, zipfile.ZipFile(held, "w") as written:
        for name in read.namelist():
            member = zipfile.ZipInfo(name, _ZIP_EPOCH)
            member.create_system = 3
            member.external_attr = 0o644 << 16
            written.writestr(member, read.read(name))
    return held.getvalue()


def fitting(text: str, limit: int = CELL_CHARACTERS) -> str:
    """Return `text` if a cell holds it, else as much of it as fits before a mark that it was cut."""
    if _units(text) <= limit:
        return text
    kept = text[: limit - _units(CUT)]
    while _units(kept) > limit - _units(CUT):
        kept = kept[:-1]
    return kept + CUT


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _properties(facts: Facts) -> dict[str, Any]:
    return {
        "title": f"{facts.release.title}, {facts.version}",
        "author": "; ".join(facts.release.authors),
        "comments": citation(facts),
        "created": facts.moment.replace(tzinfo=None),
    }


def _write_table(sheet: _Sheet, table: Table, frame: pl.DataFrame) -> list[str]:
    """Write one table; return a line for each column of which cells were cut, and one for rows left out."""
    shown = frame.select(table.names).head(SHEET_ROWS - _HEADER_ROWS)
    widths = [_WIDTHS.get(column.dtype, _WIDTH) for column in table.columns]
    _write_head(sheet, [(column.name, column.title_zh) for column in table.columns], widths)
    told = []
    for at, column in enumerate(table.columns):
        values = enumerate(shown.get_column(column.name), start=_HEADER_ROWS)
        cut = sum(_write_cell(sheet, row, at, value) for row, value in values)
        if cut:
            told.append(f"{table.name}.{column.name}: {cut}")
    if shown.height < frame.height:
        told.append(f"{table.name}: rows after {shown.height}")
    sheet.sheet.autofilter(1, 0, max(1, shown.height + 1), len(table.columns) - 1)
    return told


def _write_head(sheet: _Sheet, heads: Sequence[tuple[str, str]], widths: Sequence[int]) -> None:
    for at, ((name, label), width) in enumerate(zip(heads, widths, strict=True)):
        sheet.sheet.set_column(at, at, width)
        sheet.sheet.write_string(0, at, name, sheet.formats["head"])
        sheet.sheet.write_string(1, at, label, sheet.formats["label"])
    sheet.sheet.freeze_panes(_HEADER_ROWS, 1)


def _write_cell(sheet: _Sheet, row: int, at: int, value: Any) -> bool:
    """Write one cell by the type of its value, nothing for a null; return whether it had to be cut."""
    if value is None:
        return False
    if isinstance(value, str):
        text = fitting(value)
        quoted = sheet.formats["quoted"] if text.startswith(FORMULA_STARTS) else None
        sheet.sheet.write_string(row, at, text, quoted)
        return text != value
    if isinstance(value, bool):
        sheet.sheet.write_boolean(row, at, value)
    elif isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)
        sheet.sheet.write_datetime(row, at, moment, sheet.formats["date"])
    else:
        sheet.sheet.write_number(row, at, value)
    return False


def _write_rows(sheet: _Sheet, heads: Sequence[tuple[str, str, int]], rows: Iterable[Sequence[Any]]) -> None:
    _write_head(sheet, [head[:2] for head in heads], [head[2] for head in heads])
    for row, values in enumerate(rows, start=_HEADER_ROWS):
        for at, value in enumerate(values):
            _write_cell(sheet, row, at, value)


_ABOUT_HEAD = (("item", "项目", 24), ("en", "英文", 60), ("zh", "中文", 60), ("rows", "行数", 10))
_COLUMNS_HEAD = (
    ("table", "表", 18), ("column", "列", 24), ("type", "类型", 10), ("nullable", "可空", 8),
    ("title_zh", "标题（中文）", 20), ("title_en", "标题（英文）", 24),
    ("description_zh", "说明（中文）", 50), ("description_en", "说明（英文）", 50),
    ("unit", "单位", 14), ("vocabulary", "词表", 20), ("source", "来源", 12),
)  # fmt: skip
_CODES_HEAD = (
    ("vocabulary", "词表", 22), ("code", "代码", 22), ("label_zh", "中文", 24), ("label_en", "英文", 40),
)  # fmt: skip


def _about_rows(
    frames: Mapping[str, pl.DataFrame], facts: Facts, cut: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    authored = facts.release
    yield "title", authored.title, authored.title_zh
    yield "description", authored.description, authored.description_zh
    yield "version", facts.version, facts.version
    yield "schema_version", authored.schema_version, authored.schema_version
    yield "date", authored.date, authored.date
    licence = f"{authored.licence} {authored.licence_url}" if authored.licence else None
    yield "licence", licence or "not stated", licence or "未说明"
    yield "citation", citation(facts), citation(facts)
    for name, table in TABLES.items():
        if name not in LEFT_OUT:
            yield name, table.description_en, table.description_zh, frames[name].height
    for name in LEFT_OUT:
        yield (
            name,
            "Too long for cells: see the Parquet, CSV or SQLite file.",
            "单元格容纳不下，见 Parquet、CSV 或 SQLite 文件。",
        )
    for line in cut or ("none",):
        yield "cut to fit", line, "为适应单元格而截断之处"


def _column_rows() -> Iterator[tuple[Any, ...]]:
    for name, table in TABLES.items():
        for c in table.columns:
            texts = (c.title_zh, c.title_en, c.description_zh, c.description_en)
            yield name, c.name, c.dtype, c.nullable, *texts, c.unit, c.vocabulary, c.source


def _code_rows() -> Iterator[tuple[str, ...]]:
    for name, terms in VOCABULARIES.items():
        for term in terms:
            yield name, term.code, term.label_zh, term.label_en
