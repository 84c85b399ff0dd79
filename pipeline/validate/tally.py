"""What the checks look at: how much of the tables each of them has seen when it finds nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from pipeline.validate.failure import Frames
from pipeline.validate.words import DIGITS, VERBATIM
from schemas import TABLES


@dataclass(frozen=True, slots=True)
class Tally:
    """One check, by the name that a failure bears, what it holds, and how many things it looked at."""

    check: str
    holds_en: str
    holds_zh: str
    examined: int


def tally(frames: Frames) -> list[Tally]:
    """Return every check of `pipeline.validate` with what it examined in `frames`, which passed them all."""
    return [Tally(check, en, zh, count(frames)) for check, en, zh, count in _CHECKS]


def _cells(frames: Frames) -> int:
    return sum(frames[name].height * len(table.columns) for name, table in TABLES.items())


def _rows(frames: Frames) -> int:
    return sum(frames[name].height for name in TABLES)


def _references(frames: Frames) -> int:
    columns = ((name, key.column) for name, table in TABLES.items() for key in table.foreign_keys)
    return sum(frames[name].get_column(column).count() for name, column in columns)


def _row_rules(frames: Frames) -> int:
    return sum(frames[name].height * len(table.checks) for name, table in TABLES.items())


def _spans(frames: Frames) -> int:
    placed = (name for name, table in TABLES.items() if {"start", "end", "doc_id"} <= set(table.names))
    return sum(frames[name].drop_nulls(["start", "end"]).height for name in placed)


def _words(frames: Frames) -> int:
    named = ((name, column) for name, columns in VERBATIM.items() for column in columns)
    found = sum(frames[name].get_column(column).count() for name, column in named)
    return found + frames["indicators"].height


def _digits(frames: Frames) -> int:
    return sum(len(DIGITS.findall(text)) for text in frames["texts"].get_column("text"))


def _owned(frames: Frames) -> int:
    linked = frames["numerals"].filter(pl.any_horizontal(pl.col("indicator_id", "deadline_id").is_not_null()))
    return linked.height + frames["indicators"].height


def _documents(frames: Frames) -> int:
    return frames["documents"].height


_Count = Callable[[Frames], int]
_CHECKS: tuple[tuple[str, str, str, _Count], ...] = (
    ("schema", "every cell has the declared type, vocabulary and bounds, and is there where it must be",
     "每个单元格的类型、词表与范围符合声明，必填者不空", _cells),
    ("unique", "every primary key is unique", "主键不重复", _rows),
    ("reference", "every foreign key leads to a row, of the same document", "外键都有所指，且属同一文件",
     _references),
    ("row", "every row keeps the rules between its columns", "每行符合列间规则", _row_rules),
    ("span", "every span lies in its text and holds the words the row says", "每处起止都在原文之内，且与所记文字一致",
     _spans),
    ("verbatim", "every title, heading, number and quote stands in the source", "标题、数字、引文均见于原文",
     _words),
    ("digits_covered", "every run of digits of every text is in exactly one numeral", "原文每串数字恰属一行 numerals",
     _digits),
    ("inside_owner", "every numeral lies in its indicator or deadline, and every indicator has one",
     "每个数字在其指标或期限之内，每个指标都有数字", _owned),
    ("period_days", "the days of every period are those of its EDTF", "时期的起止日与其 EDTF 一致",
     lambda frames: frames["indicators"].height),
    ("deadline_days", "the last day of every deadline is that of its EDTF", "期限的最晚日与其 EDTF 一致",
     lambda frames: frames["deadlines"].height),
    ("count", "the counts of every document are those of its rows", "每份文件的统计与其行数一致", _documents),
    ("view_complete", "targets holds every indicator that is a target and no other", "targets 恰含角色为目标的全部指标",
     lambda frames: frames["targets"].height),
)  # fmt: skip
