"""Dates as texts write them: where they stand, and the days that each may mean."""

from __future__ import annotations

import calendar
import re
from datetime import date
from itertools import pairwise

from pipeline.extract.lines import line_before
from pipeline.extract.numbers import read_chinese
from pipeline.extract.words import matches_from
from pipeline.model import Span

# Hong Kong and Taiwan write 第二季; behind a year, as 第三季 alone is of a series.
_QUARTER = r"(?:第?(?<![十0-9])[一二三四1-4]季度|第[一二三四1-4]季(?<=年第.季)(?!度)|首季(?<=年首季)度?)"
_PART = rf"(?:上旬|中旬|下旬|月底|月末|底|末|初|中旬|年底|年末|上半年|下半年|{_QUARTER}(?:末|底)?)"
_BY = r"(?:或?之前|或?以前|前|止)"
_DAY = r"(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
VALIDITY = re.compile(rf"(?<![0-9])(?P<from>{_DAY})起?(?:至|到|-|~)(?P<until>{_DAY})")
_TO_DATE = re.compile(r"[月日起][至到~-](?:19|20)[0-9]{2}年")
_CALENDAR = (
    r"(?P<y>YEAR) ?年? ?[-~至到] ?(?P<y2>YEAR) ?年"
    rf"|(?P<ya>YEAR) ?年"
    rf"(?: ?(?P<ma>[0-9]{{1,2}}) ?月份?(?: ?(?P<da>[0-9]{{1,2}}) ?日)?)?(?P<pa>{_PART})?(?P<ba>{_BY})?"
    rf"|(?P<mb>[0-9]{{1,2}})月份?(?:(?P<db>[0-9]{{1,2}})[日号])?(?P<pb>上旬|中旬|下旬|底|末|初)?(?P<bb>{_BY})?"
    r"|(?P<mc>[0-9]{1,2})月?[-~至](?P<md>[0-9]{1,2})月"
    r"|(?P<iso>(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)"
    r"|(?P<dd>[0-9]{1,2})日(?:前|起)?"
    r"|(?P<fiscal>(?:19|20)[0-9]{2}[-/][0-9]{2})(?=至(?:19|20)[0-9]{2}[-/][0-9]{2}|(?:财政)?年度|学年|年)"
)
CALENDAR = re.compile(_CALENDAR.replace("YEAR", "(?:19|20)[0-9]{2}"))
# Years of the Republic are of two or three digits: 114年6月底前.
_REPUBLIC_CALENDAR = re.compile(
    _CALENDAR.replace("YEAR", "(?:(?:19|20)[0-9]{2}|1[0-4][0-9]|[89][0-9](?!年[来间以]))")
)
_FIRST_YEAR = 1911
"""The Republic's first year is the one after it."""


def year_of(written: str) -> int:
    """Read a year of the common era, or one of two or three digits of the Republic of 1912.

    >>> year_of("2025"), year_of("114")
    (2025, 2025)
    """
    year = int(written)
    return year if len(written) == len("2025") else year + _FIRST_YEAR


RELATIVE = re.compile(
    rf"(?P<rel>今年|明年|当年|本年|本年度)?(?P<part>年底|年末|上半年|下半年|{_QUARTER}(?:末|底)?|底(?=前|完成))(?P<by>{_BY})?"
    r"|(?<![0-9一两二三四五六七八九十百])(?P<n>十[一二三四五六七八九]?|[一两二三四五六七八九]|[1-9][0-9]?)年(?:之)?内"
    r"|(?<![第一二三四五六七八九十])(?P<feast>国庆节?|元旦节?|(?:秋季)?开学|“?(?:五一|七一|十一)”?(?:节|国庆节)?)前(?![期置沿列景端夕0-9])"
    r"|“?十(?P<span>[一二三四五六])五”?(?:时?期)?末"
    r"|(?P<recur>每(?:年|季度|半年|月|周)(?:度)?)(?:末月|末|底|最后一个月|(?P<head>首月|第一个月))?的?(?:(?P<rm>[0-9]{1,2})月)?(?:(?P<rd>[0-9]{1,2})日)?前"
    r"|每(?P<over>年|季|半年|月)度?(?:终了|结束|终)后(?P<within>[0-9]{1,2})[日天]内"
)
_BEHIND_DATE_DIGITS = " 年月日~至到./-"
_DATE_DIGITS = re.compile(rf"[0-9](?<![0-9][0-9])[0-9]{{0,3}}(?=[{_BEHIND_DATE_DIGITS}])")
DIGITS = re.compile(r"[0-9]+")
# A scan for one letter is many times as quick as one for any of several.
_RELATIVE_ANCHORS = {
    anchor[0]: re.compile(anchor)
    for anchor in (
        "半年",
        "季(?:度|(?<=年第[一二三四1-4]季)|(?<=年首季))",
        "底(?:前|完成)",
        "每[年季月周半]",
        "前(?<=[庆一节学旦”]前)",
        "末(?:(?<=五[”期]末)|(?<=五末))",
    )
}
"""What each of these dates ends or begins with, by its first letter."""
_OF_YEAR = re.compile("年(?:底|末|内|之内)")
"""The same for 年, which is no rare letter."""


def written_dates(text: str, numerals: list[Span], republic: bool = False) -> list[re.Match[str]]:
    """Find the written dates: each begins with digits of `numerals`, and something of a date stands behind them.

    In a document that counts from the `republic` 114年 is a year as well.
    """
    calendar_dates = _REPUBLIC_CALENDAR if republic else CALENDAR
    found: list[re.Match[str]] = []
    until, size = 0, len(text)
    for start, end in numerals:
        if end - start <= 4 and (end == size or text[end] not in _BEHIND_DATE_DIGITS):
            continue
        for digits in _DATE_DIGITS.finditer(text, start, end + 1):
            begin = digits.start()
            match = calendar_dates.match(text, begin) if begin >= until else None
            if match:
                found.append(match)
                until = match.end()
    return found


def years_within(written: str) -> int:
    """Read the years of a span that a plan reaches within.

    >>> years_within("三"), years_within("15")
    (3, 15)
    """
    return int(written if written.isdigit() else read_chinese(written) or 1)


def relative_dates(text: str) -> list[re.Match[str]]:
    """Find 年底, 上半年, 三年内 and the like by the word each of them ends or begins with."""
    found: list[re.Match[str]] = []
    until = passed = 0
    anchors = [m.span() for m in _OF_YEAR.finditer(text)]
    anchors += [m.span() for a, anchor in _RELATIVE_ANCHORS.items() for m in matches_from(a, anchor, text)]
    anchors.sort()
    for start, end in anchors:
        if start < passed:
            continue
        passed = end
        for begin in range(max(until, start - _FARTHEST), start + 1):
            match = RELATIVE.match(text, begin)
            if match and match.end() > start:
                found.append(match)
                until = match.end()
                break
    return found


_FARTHEST = 6
"""A relative date begins no further before the word that it is found by."""
ORDINALS = (
    {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {"两": 2} | {str(i): i for i in range(1, 10)}
)


def calendar_spans(text: str, written: list[re.Match[str]], names: bytearray) -> dict[int, int]:
    """Map the start of each digit run of a date to its end; a number that only looks like a date is left out."""
    spans: dict[int, int] = {}
    for match in written:
        if match.group("dd") and not _is_day(text, match):
            continue
        if match.group("mb") and (
            int(match.group("mb")) > 12
            or (text[match.start() - 1 : match.start()] == "." and not behind_marker(text, match.start()))
        ):
            continue
        if match.group("mc") and (int(match.group("mc")) > 12 or int(match.group("md")) > 12):
            continue
        for digits in DIGITS.finditer(text, match.start(), match.end()):
            if not names[digits.start()]:
                spans[digits.start()] = digits.end()
    return spans


_MARKER = re.compile(r"\s*[0-9]{1,3}\.")


def behind_marker(text: str, offset: int) -> bool:
    """Tell a date behind a list marker (1.12月底前…) from the decimals of a number."""
    return bool(_MARKER.fullmatch(line_before(text, offset)))


def _is_day(text: str, match: re.Match[str]) -> bool:
    return (
        int(match.group("dd")) <= 31
        and text[match.start() - 1 : match.start()] not in ".-/"
        and (
            text[match.end() : match.end() + 1] not in "均产用处" or text[match.end() : match.end() + 1] == ""
        )
    )


def validities(text: str, written: list[re.Match[str]]) -> list[re.Match[str]]:
    """Find the spans between two dates, only where a day or month is followed by a second date."""
    second = any(_TO_DATE.match(text, match.start() - 2) for match in written if match.start() > 1)
    return list(VALIDITY.finditer(text)) if second else []


def day_spans(text: str, written: list[re.Match[str]]) -> list[tuple[re.Match[str], re.Match[str]]]:
    """Find the days that a span runs from and to, the second of them without a year: 4月15日至9月30日."""
    return [
        (first, last)
        for first, last in pairwise(written)
        if last.start() - first.end() == 1
        and text[first.end()] in "至到-~"
        and last["db"]
        and not (last["bb"] or first["ba"] or first["bb"])
        and (first["db"] or first["da"])
        and not text.endswith("每年", 0, first.start())
    ]


def span_of(year: int, month: int | None, day: int | None, part: str) -> tuple[date | None, date | None, str]:
    """Return the first and last day a written date may mean, and its EDTF; (None, None, "") when impossible.

    >>> span_of(2023, 6, None, "")[2]
    '2023-06'
    """
    if month and not 1 <= month <= 12:
        return None, None, ""
    if month:
        length = calendar.monthrange(year, month)[1]
        if day and day > length:
            return None, None, ""
        if day:
            whole = date(year, month, day)
            return whole, whole, whole.isoformat()
        low, high = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, length), "初": (1, 10)}.get(
            part, (1, length)
        )
        edtf = (
            f"{year}-{month:02d}"
            if (low, high) == (1, length)
            else f"{date(year, month, low)}/{date(year, month, high)}"
        )
        return date(year, month, low), date(year, month, high), edtf
    if part in ("上半年", "下半年"):
        begin, stop = (1, 6) if part == "上半年" else (7, 12)
    elif "季" in part:
        number = 1 if part[0] == "首" else ORDINALS[part.removeprefix("第")[0]]
        begin, stop = number * 3 - 2, number * 3
    else:
        return date(year, 1, 1), date(year, 12, 31), f"{year}"
    return (
        date(year, begin, 1),
        date(year, stop, calendar.monthrange(year, stop)[1]),
        f"{year}-{begin:02d}/{year}-{stop:02d}",
    )
