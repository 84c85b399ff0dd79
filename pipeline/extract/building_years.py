"""The years that a project is built in (建设年限:2024-2026年): what it comes to and costs in all holds over them."""

from __future__ import annotations

import re
from bisect import bisect_right

from pipeline.extract.shape import Entry, Lasting
from pipeline.model import Span

_POINT = r"((?:19|20)[0-9]{2})(?:年(?:(1[0-2]|0?[1-9])月)?|[./](1[0-2]|0?[1-9])(?![0-9.]))?"
_YEARS = re.compile(rf"{_POINT}(?:[-~至到]{_POINT})?(?![0-9])")
_LABEL = re.compile(
    r"(?:建设|实施|工程|项目|起止)(?:起止)?(?:年限|工期|周期|期限|期|时间|年月)(?:\(年\))?[:为 ]?$"
)
_LONGEST_LABEL = 10
_LABEL_ENDS = frozenset("限期间月):为 ")
_OF_ONE_YEAR = re.compile(
    r"年度|[本当今全]年|年计划|(?:19|20)[0-9]{2}年|累计|截至|目标|进度|形象|节点|(?:已|上年|去年)[^,;]{0,4}完成"
)
_DATED = re.compile(r"[0-9]年|[0-9]月")
_PAUSES = (";", "。", "\n", "\t", "|")


def period_of(words: str) -> str | None:
    """Return the years or months that `words` give as EDTF, None where they give none."""
    match = _YEARS.fullmatch(words.strip())
    return _edtf(match) if match else None


def _edtf(match: re.Match[str]) -> str | None:
    first = _point(match, 1)
    last = _point(match, 4) if match[4] else first
    if len(first) != len(last):
        first, last = first[:_YEAR_DIGITS], last[:_YEAR_DIGITS]
    if first > last:
        return None
    return first if first == last else f"{first}/{last}"


def _point(match: re.Match[str], at: int) -> str:
    month = match[at + 1] or match[at + 2]
    return f"{match[at]}-{int(month):02d}" if month else match[at]


def is_of_one_year(label: str) -> bool:
    """Tell what is of one year of a project from what is of all of it, by the words before it or its column."""
    return _OF_ONE_YEAR.search(label) is not None


def lasting_spans(text: str, numerals: list[Span], entries: list[Entry]) -> list[Lasting]:
    """Find the tasks that name the years they are built in, and those years, which begin with one of `numerals`."""
    starts = [entry.start for entry in entries]
    found: dict[int, Lasting] = {}
    for begin, end in numerals:
        if end - begin < _YEAR_DIGITS or text[begin - 1 : begin] not in _LABEL_ENDS:
            continue
        at = bisect_right(starts, begin) - 1
        if at < 0 or begin >= entries[at].end or entries[at].cells:
            continue
        years = (
            _YEARS.match(text, begin) if _LABEL.search(text, max(0, begin - _LONGEST_LABEL), begin) else None
        )
        period = _edtf(years) if years else None
        if years and period:
            found[at] = (entries[at].start, entries[at].end, period, years.end())
    return list(found.values())


_YEAR_DIGITS = 4


_FAR = 240
"""Words further off say nothing of a value."""


class BuildingYears:
    """The spans that hold over the years of a project, asked for by offset."""

    def __init__(self, spans: list[Lasting]) -> None:
        """Take spans that do not overlap, in any order."""
        self._spans = sorted(spans)

    def at(self, text: str, offset: int, plan: str) -> str | None:
        """Return the years that what stands at an offset holds over, `plan` where it is of one year.

        None where it is of no project, or where its own words date it.
        """
        i = bisect_right(self._spans, (offset, len(text) + 1, "", 0)) - 1
        if i < 0 or offset >= self._spans[i][1]:
            return None
        start, _, period, said = self._spans[i]
        low = max(start, offset - _FAR)
        begin = max(low, *(text.rfind(mark, low, offset) for mark in _PAUSES))
        words = text[said if begin < said <= offset else begin : offset]
        if _DATED.search(words):
            return None
        return plan if is_of_one_year(words) else period
