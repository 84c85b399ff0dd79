"""When what news tells was so: the times that headings, paragraphs and sentences state, each as far as it reaches.

截至6月底 holds for all that follows, the year of a heading for what stands below it; a year, a span of months, 去年
or the day of an event (此次) for the rest of the paragraph and the items below; a month for the rest of its sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from pipeline.extract.lines import THEME_LEVEL, UNMARKED, Line
from pipeline.extract.news import section_part
from pipeline.extract.parts import stands_alone

Mark = tuple[int, str | None]
"""From an offset on, the EDTF of what is told; None where nothing states it."""

_NOT_COMPARED = "(?<![比较于以由从自与])"
_TIMES = re.compile(
    r"截[至止](?:目前|到)?(?:(?P<as_year>20[0-9]{2})年)?(?:(?P<as_month>1[0-2]|0?[1-9])月)?"
    rf"|{_NOT_COMPARED}(?P<year>20[0-9]{{2}})年(?!来|期|制|的|以|[底末]?前)"
    rf"|{_NOT_COMPARED}(?P<span>上半年|前?[一二三]季度|[1元]月?份?[-至到](?:1[0-2]|[2-9])月)"
    r"|(?<![0-9])(?P<month>1[0-2]|[1-9])月(?![底末]?前)(?:份|(?P<day>[0-3]?[0-9])日)?"
    rf"|(?P<last>{_NOT_COMPARED}(?:去年|上年|上一年)(?!同期)|过去(?:的)?一年|一年来)"
    r"|(?P<now>今年|目前)|(?P<event>[此本这]次)"
)
_SENTENCE = re.compile(r"[。!?\n]")
_CEREMONY = re.compile(r"活动|仪式|开工|签约")
_HEADED = re.compile(r"(20[0-9]{2})|去年|上年|过去")
_QUARTERS = {"前一": (1, 3), "前二": (1, 6), "前三": (1, 9), "一": (1, 3), "二": (4, 6), "三": (7, 9)}
_LAST_MONTH = re.compile(r"(1[0-2]|[2-9])月$")


@dataclass(slots=True)
class _Told:
    """What was stated so far: for all that follows, for the items below, in this line, its year, the day of an event."""

    plan_year: int
    this_year: int
    standing: str | None = None
    above: str | None = None
    current: str | None = None
    year: int = 0
    event: str | None = None
    headline: tuple[int, int] | None = None


def told_times(text: str, lines: list[Line], plan_year: int) -> list[Mark]:
    """Find where the time of what is told begins or ends, in the order of the text."""
    marks: list[Mark] = []
    told = _Told(plan_year, plan_year - _closes_year(text, plan_year))
    span = _HEADLINE.match(text, lines[0].start, lines[0].end) if lines else None
    told.headline = _months(span.group(1)) if span else None
    if told.this_year < plan_year:
        told.standing = told.above = str(told.this_year)
    for line in lines:
        words = text[line.start : line.end]
        if section_part(words, plan_year):
            told.standing = told.above = _headed(words, plan_year)
        itemised = line.level < UNMARKED or stands_alone(words)
        told.current, told.year = told.above if itemised else told.standing, told.this_year
        marks.append((line.start, told.current))
        begin = line.start
        for stop in [*(m.start() for m in _SENTENCE.finditer(text, begin, line.end)), line.end]:
            marks += _of_sentence(text, begin, stop, told)
            marks.append((stop, told.current))
            begin = stop + 1
        if line.level <= THEME_LEVEL or line.level == UNMARKED:
            told.above = told.current or told.above
    return marks


_HEADLINE = re.compile(r"(?:20[0-9]{2}年|今年)?(上半年|前?[一二三]季度|[1元]月?份?[-至到](?:1[0-2]|[2-9])月)")
"""The months that the headline of news on them begins with: 上半年某省完成投资….

What such news tells 截至6月底 is of these months.
"""


def _closes_year(text: str, plan_year: int) -> bool:
    """Tell the news of a meeting at the end of the year before the plan's, where 今年 is that year."""
    closes = _CLOSES_YEAR.search(text, 0, _HEAD)
    return closes is not None and int(closes.group(1)) == plan_year


_HEAD = 600
_CLOSES_YEAR = re.compile(r"总结今年[^。\n]{0,40}(?:部署|安排|谋划|研究)(20[0-9]{2})年")


def _headed(words: str, plan_year: int) -> str | None:
    """Return the year of what a heading stands over (成绩单·2024, 去年成绩), if it is past."""
    headed = _HEADED.search(words)
    if headed is None:
        return None
    year = int(headed.group(1) or plan_year - 1)
    return str(year) if year < plan_year else None


def _of_sentence(text: str, begin: int, stop: int, told: _Told) -> Iterator[Mark]:
    """Yield the marks of a sentence; a year told at its end (一年来) holds for all of it."""
    first, ceremony = True, _CEREMONY.search(text, begin, stop) is not None
    for time in _TIMES.finditer(text, begin, stop):
        month, day = time["month"], time["day"]
        if month and day:
            told.event = (ceremony and _day(told.year, int(month), int(day))) or told.event
        elif month:
            yield time.start(), f"{told.year}-{int(month):02d}"
        elif _state(time, told):
            yield begin if first and time["last"] else time.start(), told.current
            first = False


def _day(year: int, month: int, day: int) -> str | None:
    """Return the day as EDTF, None where the calendar has none such."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def _state(time: re.Match[str], told: _Told) -> bool:
    """Take in a time that outlasts its sentence; False for one that does not speak of what is told."""
    if time["year"]:
        if int(time["year"]) > told.plan_year:
            return False
        told.year, told.current = int(time["year"]), time["year"]
    elif time["span"]:
        first, last = _months(time["span"])
        told.current = f"{told.year}-{first:02d}/{told.year}-{last:02d}"
    elif time["last"]:
        told.year = told.this_year - 1
        told.current = str(told.year)
    elif time["now"]:
        told.year = told.this_year
        as_of = time["now"] == "目前" or told.current == told.standing
        told.current = told.standing if told.standing and as_of else str(told.year)
    elif time["event"]:
        if told.event is None:
            return False
        told.current = told.event
    elif time["as_month"] or time["as_year"]:
        year = int(time["as_year"] or told.year)
        month = int(time["as_month"] or 0)
        told.current = told.standing = f"{year}-{month:02d}" if month else str(year)
        if told.headline and told.headline[1] == month and year == told.year:
            told.current = told.standing = f"{year}-{told.headline[0]:02d}/{year}-{month:02d}"
    return True


def _months(span: str) -> tuple[int, int]:
    """Return the first and the last month of a span (上半年, 前三季度, 1-5月)."""
    if span == "上半年":
        return 1, 6
    if span.endswith("季度"):
        return _QUARTERS[span[:-2]]
    last = _LAST_MONTH.search(span)
    assert last is not None
    return 1, int(last.group(1))
