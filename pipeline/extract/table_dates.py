"""Dates that only a column explains: 2024.12 under 竣工时间, 2016-2018年 under 建设年限."""

from __future__ import annotations

import re
from datetime import date

from pipeline.extract.bounds import Bound
from pipeline.extract.dates import span_of

KINDS = ("deadline", "start", "period")
_EVENTS = {"deadline": "complete", "start": "start", "period": "none"}
_POINT = r"((?:19|20)[0-9]{2})(?:[./-](0?[1-9]|1[0-2])|年)"
_WHOLE = re.compile(rf"{_POINT}(?:[-~至到]{_POINT})?")
_YEAR = re.compile(r"((?:19|20)[0-9]{2})")
_YEARS = re.compile(r"((?:19|20)[0-9]{2})年?[-~至到]((?:19|20)[0-9]{2})年?")


def cell_bounds(
    text: str, cells: list[tuple[str, int, int]], plan: int
) -> tuple[list[Bound], dict[int, int], list[tuple[int, int]]]:
    """Read the cells of date columns that hold a date and nothing else.

    Returns deadlines, the digits of dates that are none (a start before the plan), and the cells read.
    """
    bounds: list[Bound] = []
    dates: dict[int, int] = {}
    taken: list[tuple[int, int]] = []
    for kind, a, b in cells:
        span = _span(text, a, b) if kind in KINDS else None
        if span is None or (kind == "deadline" and "年" in text[a:b]):
            continue  # what says 年 reads like any other date
        first, last, edtf = span
        taken.append((a, b))
        if kind == "start" and last.year < plan:
            dates.update((match.start(), match.end()) for match in _NUMBER.finditer(text, a, b))
            continue
        ranged = "/" in edtf
        bounds.append(
            Bound(a, b, "from_until" if ranged else "during", _EVENTS[kind], edtf, first, last, True)
        )
    return bounds, dates, taken


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


def _span(text: str, start: int, end: int) -> tuple[date, date, str] | None:
    single = _YEAR.fullmatch(text, start, end)
    if single:
        year = int(single[1])
        return date(year, 1, 1), date(year, 12, 31), f"{year}"
    years = _YEARS.fullmatch(text, start, end)
    if years:
        first, last = int(years[1]), int(years[2])
        return (date(first, 1, 1), date(last, 12, 31), f"{first}/{last}") if first <= last else None
    whole = _WHOLE.fullmatch(text, start, end)
    if whole is None:
        return None
    points = [span_of(int(year), int(month) if month else None, None, "") for year, month in _points(whole)]
    opening, closing = points[0][0], points[-1][1]
    if opening is None or closing is None or opening > closing:
        return None
    return opening, closing, "/".join(point[2] for point in points)


def _points(whole: re.Match[str]) -> list[tuple[str, str | None]]:
    return [(whole[i], whole[i + 1]) for i in (1, 3) if whole[i]]
