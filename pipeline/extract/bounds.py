"""Deadlines of a form of their own: between two dates, fiscal years, and instructions that recur."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

from pipeline.extract.dates import DIGITS, span_of
from pipeline.extract.deadline_events import event_behind, is_report


@dataclass(slots=True)
class Bound:
    """A deadline mention before it knows its task: type, EDTF and bounds (annotation.md)."""

    start: int
    end: int
    type: str
    event: str
    edtf: str
    earliest: date | None
    latest: date | None
    stated: bool


def validity(match: re.Match[str]) -> Bound | None:
    """Read a span between two dates, such as the validity of a document: it binds no task. None if it runs backwards."""
    first, last = (tuple(map(int, DIGITS.findall(match.group(name)))) for name in ("from", "until"))
    begin = span_of(first[0], first[1], first[2] if len(first) > 2 else None, "")[0]
    end = span_of(last[0], last[1], last[2] if len(last) > 2 else None, "")[1]
    if begin is None or end is None or begin > end:
        return None
    edtf = "/".join("-".join(f"{n:02d}" for n in numbers) for numbers in (first, last))
    return Bound(match.start(), match.end(), "from_until", "none", edtf, begin, end, True)


def days_of_year(first: re.Match[str], last: re.Match[str], plan: int) -> Bound | None:
    """Read a span of days in one year, that of its first day or of the plan (4月15日至9月30日)."""
    year = int(first["ya"] or plan)
    begin = span_of(year, int(first["ma"] or first["mb"]), int(first["da"] or first["db"]), "")[0]
    end = span_of(year, int(last["mb"]), int(last["db"]), "")[1]
    if begin is None or end is None or begin > end:
        return None
    edtf = f"{begin.isoformat()}/{end.isoformat()}"
    return Bound(first.start(), last.end(), "from_until", "none", edtf, begin, end, first["ya"] is not None)


def months_of_year(match: re.Match[str], plan: int, first: int, last: int) -> Bound | None:
    """Read a span of months of the plan year in a deadline field (3-12月)."""
    if not 1 <= first <= last <= 12:
        return None
    end = date(plan, last, calendar.monthrange(plan, last)[1])
    edtf = f"{plan}-{first:02d}/{plan}-{last:02d}"
    return Bound(match.start(), match.end(), "from_until", "complete", edtf, date(plan, first, 1), end, False)


_TO_MONTH = re.compile(r"[-~至到](1[0-2]|0?[1-9])月底?")


def to_month(text: str, match: re.Match[str], year: int, first: int) -> Bound | None:
    """Read the months of one year, which is written once (2023年3月-12月)."""
    until = _TO_MONTH.match(text, match.end())
    if until is None or not 1 <= first < int(until.group(1)):
        return None
    last = int(until.group(1))
    begin, end = span_of(year, first, None, "")[0], span_of(year, last, None, "")[1]
    edtf = f"{year}-{first:02d}/{year}-{last:02d}"
    return Bound(match.start(), until.end(), "from_until", "complete", edtf, begin, end, True)


def fiscal_year(text: str, match: re.Match[str]) -> Bound | None:
    """Read a bound by a fiscal or school year (2026-27年度或以前), or one from which something holds (2026-27年度起)."""
    behind = _FISCAL.match(text, match.end())
    year = int(match["fiscal"][:4])
    if behind is None or int(match["fiscal"][-2:]) != (year + 1) % 100:
        return None
    opening = _SCHOOL_OPENS if "学" in behind.group() else _FISCAL_OPENS
    if behind["from"]:
        first = date(year, opening, 1)
        return Bound(
            match.start(), behind.end(), "ongoing", "start", f"{year}-{opening:02d}/..", first, None, True
        )
    last = date(year + 1, opening - 1, 31)
    event = event_behind(text, behind.end())[0] or "none"
    return Bound(match.start(), behind.end(), "by", event, last.isoformat(), None, last, True)


_FISCAL = re.compile(r"(?:财政年度|年度|学年|年)(?:(?:底|终结|内)?(?:或?之前|或?以前|前)|(?P<from>起))")
_FISCAL_OPENS, _SCHOOL_OPENS = 4, 9
"""The months that fiscal and school years begin with in Hong Kong; each ends with the 31st of the month before."""


_LAST_OPENING = 10
"""The last month of a year that opens a quarter."""


def recurring(text: str, match: re.Match[str], plan: int) -> Bound:
    """A recurring instruction: its latest is its last date in the plan period."""
    month = int(match.group("rm") or 0) or (_LAST_OPENING if match.group("head") else 12)
    day = int(match.group("rd") or 0) or 31  # 每季度末0日前: a misprint names no day
    last = date(plan, min(month, 12), min(day, calendar.monthrange(plan, min(month, 12))[1]))
    return _each_time(text, match, last)


def after_each(text: str, match: re.Match[str], plan: int) -> Bound:
    """Read an instruction that recurs so many days behind each period (每季终了后10日内): the last such day counts."""
    month = _LAST_AFTER[match["over"]]
    day = min(int(match["within"]) or 1, calendar.monthrange(plan, month)[1])
    return _each_time(text, match, date(plan, month, day))


def _each_time(text: str, match: re.Match[str], last: date) -> Bound:
    """Make the bound of what recurs until its `last` date."""
    event = "report" if is_report(text, match.end()) else event_behind(text, match.end())[0] or "complete"
    return Bound(match.start(), match.end(), "by", event, last.isoformat(), None, last, False)


_LAST_AFTER = {"年": 1, "半年": 7, "季": 10, "月": 12}
"""The month that follows the last such period to end within a year."""
