"""Dates of the text, and those among them that bind a task (annotation.md, `deadline`)."""

from __future__ import annotations

import calendar
import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from pipeline.extract.lexicon import cue_codes, cues

_QUARTER = r"(?:第?[一二三四1-4]季度)"
_PART = rf"(?:上旬|中旬|下旬|月底|月末|底|末|初|中旬|年底|年末|上半年|下半年|{_QUARTER}(?:末|底)?)"
_BY = r"(?:之前|以前|前|止)"
_DAY = r"(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:[0-9]{1,2}日)?"
VALIDITY = re.compile(rf"(?P<from>{_DAY})起?(?:至|到|-|~)(?P<until>{_DAY})")
_TO_DATE = re.compile(r"[月日起][至到~-](?:19|20)[0-9]{2}年")
CALENDAR = re.compile(
    r"(?P<y>(?:19|20)[0-9]{2}) ?年? ?[-~至到] ?(?P<y2>(?:19|20)[0-9]{2}) ?年"
    rf"|(?P<ya>(?:19|20)[0-9]{{2}}) ?年"
    rf"(?: ?(?P<ma>[0-9]{{1,2}}) ?月(?: ?(?P<da>[0-9]{{1,2}}) ?日)?)?(?P<pa>{_PART})?(?P<ba>{_BY})?"
    rf"|(?P<mb>[0-9]{{1,2}})月(?:(?P<db>[0-9]{{1,2}})[日号])?(?P<pb>上旬|中旬|下旬|底|末|初)?(?P<bb>{_BY})?"
    r"|(?P<mc>[0-9]{1,2})月?[-~至](?P<md>[0-9]{1,2})月"
    r"|(?P<iso>(?:19|20)[0-9]{2}[-./][0-9]{1,2}[-./][0-9]{1,2}(?: [0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)?)"
    r"|(?P<dd>[0-9]{1,2})日(?:前|起)?"
)
RELATIVE = re.compile(
    rf"(?P<rel>今年|明年|当年|本年|本年度)?(?P<part>年底|年末|上半年|下半年|{_QUARTER}(?:末|底)?|底(?=前|完成))(?P<by>{_BY})?"
    r"|(?P<n>[一两二三四五1-5])年(?:之)?内"
    r"|(?P<recur>每(?:年|季度|半年|月|周)(?:度)?)(?:末月|末|底|最后一个月)?的?(?:(?P<rm>[0-9]{1,2})月)?(?:(?P<rd>[0-9]{1,2})日)?前"
)
_DATE_DIGITS = re.compile(r"[0-9](?<![0-9][0-9])[0-9]{0,3}(?=[ 年月日~至到./-])")
_DIGITS = re.compile(r"[0-9]+")
_RELATIVE_ANCHOR = re.compile(r"年底|年末|年内|年之内|半年|季度|底前|底完成|每[年季月周半]")


def written_dates(text: str) -> list[re.Match[str]]:
    """Find the written dates: each begins with digits, and something of a date stands behind them."""
    found: list[re.Match[str]] = []
    until = 0
    for digits in _DATE_DIGITS.finditer(text):
        begin = digits.start()
        if begin >= until:
            match = CALENDAR.match(text, begin)
            if match:
                found.append(match)
                until = match.end()
    return found


def _relative(text: str) -> list[re.Match[str]]:
    """Find 年底, 上半年, 三年内 and the like by the word each of them ends or begins with."""
    found: list[re.Match[str]] = []
    until = 0
    for anchor in _RELATIVE_ANCHOR.finditer(text):
        for begin in range(max(until, anchor.start() - 4), anchor.start() + 1):
            match = RELATIVE.match(text, begin)
            if match and match.end() > anchor.start():
                found.append(match)
                until = match.end()
                break
    return found


ONGOING = re.compile(
    r"持续推进|长期坚持|长期推进|常态化推进|常态化|持续开展|持续实施|持续落实|全年推进|全年持续|持续|长期|贯穿全年"
)
FIELD = re.compile(
    r"(?:完成|办结|推进|工作|落实|整改|办理)?(?:时限|期限)(?:要求)?|(?:完成|推进|计划完成|预计完成|办结)(?:时间|日期)|时间(?:节点|要求|进度|安排)|进度安排|时间"
)
FIELD_END = re.compile(rf"(?:{FIELD.pattern})\s*\]?\s*$")
_COLON = re.compile(r":\s*")
_FIELD_STOP = re.compile(r"[)\]\n。;]|责任|牵头")
_PREFIX = re.compile(r"(?:到|至|在|于|赶在|力争|确保|争取|预计|计划|须|应)$")
_NEXT_YEAR = ("明年", "次年", "来年")
_ORDINALS = (
    {c: i for i, c in enumerate("一二三四五六七八九", 1)} | {"两": 2} | {str(i): i for i in range(1, 10)}
)


@dataclass(frozen=True, slots=True)
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
        for digits in _DIGITS.finditer(text, match.start(), match.end()):
            if not names[digits.start()]:
                spans[digits.start()] = digits.end()
    return spans


_MARKER = re.compile(r"\s*[0-9]{1,3}\.")


def behind_marker(text: str, offset: int) -> bool:
    """Tell a date behind a list marker (1.12月底前…) from the decimals of a number."""
    line = text[text.rfind("\n", 0, offset) + 1 : offset]
    return bool(_MARKER.fullmatch(line))


def _is_day(text: str, match: re.Match[str]) -> bool:
    return (
        int(match.group("dd")) <= 31
        and text[match.start() - 1 : match.start()] not in ".-/"
        and (
            text[match.end() : match.end() + 1] not in "均产用处" or text[match.end() : match.end() + 1] == ""
        )
    )


def read_deadlines(
    text: str,
    written: list[re.Match[str]],
    names: bytearray,
    plan: int,
    plan_end: int,
    fields: list[tuple[int, int]],
    is_plan: Callable[[int], bool],
) -> list[Bound]:
    """Read the deadlines of `text`; `fields` are spans of table cells that hold one, `plan` is the plan year.

    `written` are the dates of `written_dates`.

    Everything in a deadline field is a deadline; in prose a date is one when it bounds (前, 底, 到…年) or
    carries an event of its own (9月投入使用), in the plan part only.
    """
    spans = sorted(fields + _labelled_fields(text))
    starts = [a for a, _ in spans]
    found = [_validity(match) for match in _validities(text, written) if is_plan(match.start())]
    taken = {i for b in found for i in range(b.start, b.end)}
    until = 0
    for match in sorted([*written, *_relative(text)], key=lambda m: (m.start(), -m.end())):
        if names[match.start()] or match.start() < until or match.start() in taken:
            continue
        until = max(until, match.end() if match.re is CALENDAR else until)
        at = bisect_right(starts, match.start()) - 1
        inside = at >= 0 and match.end() <= spans[at][1]
        bound = _bound(text, match, plan, plan_end, inside)
        if bound and (
            inside or (is_plan(match.start()) and (bound.latest is None or bound.latest.year >= plan))
        ):
            found.append(bound)
            until = max(until, bound.end)
    found.extend(_ongoing(text, spans, plan, found))
    return sorted(found, key=lambda b: b.start)


def _validities(text: str, written: list[re.Match[str]]) -> list[re.Match[str]]:
    """Find the spans between two dates, only where a day or month is followed by a second date."""
    second = any(_TO_DATE.match(text, match.start() - 2) for match in written if match.start() > 1)
    return list(VALIDITY.finditer(text)) if second else []


def _validity(match: re.Match[str]) -> Bound:
    """Read a span between two dates, such as the validity of a document: it binds no task."""
    first, last = (tuple(map(int, _DIGITS.findall(match.group(name)))) for name in ("from", "until"))
    begin = span_of(first[0], first[1], first[2] if len(first) > 2 else None, "")[0]
    end = span_of(last[0], last[1], last[2] if len(last) > 2 else None, "")[1]
    edtf = "/".join("-".join(f"{n:02d}" for n in numbers) for numbers in (first, last))
    return Bound(match.start(), match.end(), "from_until", "none", edtf, begin, end, True)


def _labelled_fields(text: str) -> list[tuple[int, int]]:
    """Find the spans behind labels such as 完成时限: up to the end of their bracket or line."""
    spans = []
    for colon in _COLON.finditer(text):
        if FIELD_END.search(text, max(0, colon.start() - 12), colon.start()):
            stop = _FIELD_STOP.search(text, colon.end())
            spans.append((colon.end(), stop.start() if stop else len(text)))
    return spans


def _ongoing(text: str, spans: list[tuple[int, int]], plan: int, found: list[Bound]) -> list[Bound]:
    """Read 持续推进 and the like where they fill a deadline field."""
    rows = []
    for start, end in spans:
        if any(start <= b.start < end for b in found):
            continue
        match = ONGOING.match(text, start, end)
        if match:
            begin = date(plan, 1, 1)
            rows.append(Bound(start, match.end(), "ongoing", "none", f"{plan}/..", begin, None, False))
    return rows


def _bound(text: str, match: re.Match[str], plan: int, plan_end: int, inside: bool) -> Bound | None:
    """Make a deadline of a date expression, or None when it binds nothing."""
    group = match.groupdict()
    if group.get("recur"):
        return _recurring(text, match, plan_end)
    if group.get("y2"):
        return _years(text, match, int(group["y"]), int(group["y2"]), inside)
    if group.get("iso") or group.get("dd"):
        return None
    if group.get("mc"):
        return _months(match, plan, int(group["mc"]), int(group["md"])) if inside else None
    if group.get("n") and not inside and _GRANTED.match(text, match.end()):
        return None
    if group.get("n"):
        last = date(plan + _ORDINALS[group["n"]] - 1, 12, 31)
        return Bound(
            match.start(),
            match.end(),
            "by",
            _event(text, match.end())[0] or ("complete" if inside else "none"),
            last.isoformat(),
            None,
            last,
            False,
        )
    if "ya" in group:
        year = (
            int(group["ya"])
            if group["ya"]
            else plan + (text[match.start() - 2 : match.start()] in _NEXT_YEAR)
        )
        month, day = group["ma"] or group["mb"], group["da"] or group["db"]
        part, by = group["pa"] or group["pb"] or "", group["ba"] or group["bb"] or ""
        return _dated(text, match, year, bool(group["ya"]), month, day, part, by, inside)
    year = plan + (1 if group.get("rel") == "明年" else 0)
    return _dated(text, match, year, False, None, None, group["part"] or "", group.get("by") or "", inside)


def _dated(
    text: str,
    match: re.Match[str],
    year: int,
    stated: bool,
    month: str | None,
    day: str | None,
    part: str,
    by: str,
    inside: bool,
) -> Bound | None:
    """Weigh a date: bounds and events make it a deadline; a bare date in prose is none."""
    first, last, edtf = span_of(year, int(month) if month else None, int(day) if day else None, part)
    if first is None or last is None:
        return None
    event, event_end = _event(text, match.end())
    prefix = _PREFIX.search(text[max(0, match.start() - 2) : match.start()])
    report = event is None and _is_report(text, match.end())
    quarter = "季度" in part
    stage = quarter and text[match.end() : match.end() + 1] == ":"
    is_by = stage or (
        bool(by)
        or part in ("底", "末", "年底", "年末", "月底", "月末", "上半年", "下半年")
        or (quarter and part[-1] in "末底")
        or bool(prefix and prefix.group() in ("到", "至") and text[match.end() : match.end() + 1] != "度")
    )
    if not inside and (_NO_BOUND if not (day and stated) else _ISSUED).match(text, match.end()):
        return None
    if not inside and not report:
        happens = event is not None and text[event_end : event_end + 1] in _CLAUSE_END
        if not (month or part or by or happens or (prefix and prefix.group() == "到")):
            return None
        if not is_by and not event:
            return None
        if text[match.end() : match.end() + 1] in ("的", "度") and not by:
            return None
    kind = "by" if is_by else "during"
    if report:
        event = "report"
    elif stage and not event:
        event = _stage_event(text, match.end())
    elif inside and not event:
        event = "complete"
    end = event_end if event_end and not inside and kind == "during" else match.end()
    relative = text[match.start() - 2 : match.start()] in (*_NEXT_YEAR, "今年", "当年")
    return Bound(
        match.start() - 2 if relative else match.start(),
        end,
        kind,
        event or "none",
        last.isoformat() if kind == "by" else edtf,
        None if kind == "by" else first,
        last,
        stated,
    )


def _stage_event(text: str, offset: int) -> str | None:
    """Return the event of a stage goal (第二季度:开工建设;…)."""
    stop = _STAGE_END.search(text, offset)
    match = cues("event").search(text, offset, stop.start() if stop else len(text))
    return cue_codes("event")[match.group()] if match else None


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
    elif "季度" in part:
        number = _ORDINALS[part.removeprefix("第")[0]]
        begin, stop = number * 3 - 2, number * 3
    else:
        return date(year, 1, 1), date(year, 12, 31), f"{year}"
    return (
        date(year, begin, 1),
        date(year, stop, calendar.monthrange(year, stop)[1]),
        f"{year}-{begin:02d}/{year}-{stop:02d}",
    )


def _years(text: str, match: re.Match[str], first: int, last: int, inside: bool) -> Bound | None:
    """A span of years binds in a deadline field, or where it opens a clause (2023-2025年,每年…)."""
    if last < first or not (
        inside
        or text[match.end() : match.end() + 1] in (",", ":")
        or text.startswith("期间", match.end())
        or text[match.start() - 1 : match.start()] in ("于", "在")
    ):
        return None
    event = "complete" if inside else "none"
    edtf = f"{first}/{last}"
    return Bound(
        match.start(), match.end(), "from_until", event, edtf, date(first, 1, 1), date(last, 12, 31), True
    )


def _months(match: re.Match[str], plan: int, first: int, last: int) -> Bound | None:
    if not 1 <= first <= last <= 12:
        return None
    end = date(plan, last, calendar.monthrange(plan, last)[1])
    edtf = f"{plan}-{first:02d}/{plan}-{last:02d}"
    return Bound(match.start(), match.end(), "from_until", "complete", edtf, date(plan, first, 1), end, False)


def _recurring(text: str, match: re.Match[str], plan: int) -> Bound:
    """A recurring instruction: its latest is its last date in the plan period."""
    month = int(match.group("rm") or 12)
    day = int(match.group("rd") or 31)
    last = date(plan, min(month, 12), min(day, calendar.monthrange(plan, min(month, 12))[1]))
    event = "report" if _is_report(text, match.end()) else _event(text, match.end())[0] or "complete"
    return Bound(match.start(), match.end(), "by", event, last.isoformat(), None, last, False)


def _event(text: str, offset: int) -> tuple[str | None, int]:
    """Return the event that follows a date directly and the offset where its words end."""
    skipped = _LED_UP.match(text, offset)
    begin = skipped.end() if skipped else offset
    match = cues("event").match(text, begin)
    if match is None and begin > offset:
        match = cues("event").match(text, offset)
    return (cue_codes("event")[match.group()], match.end()) if match else (None, 0)


def _is_report(text: str, offset: int) -> bool:
    """Tell an instruction to report (报送) from work to be done."""
    stop = _REPORT_END.search(text, offset, offset + 60)
    return bool(_REPORT.search(text, offset, stop.start() if stop else offset + 60))


_CLAUSE_END = ("", ",", ";", "。", "、", "\n", ")", "”")
_GRANTED = re.compile(r"享受|给予|可|免|不得|每年|未")
_NO_BOUND = re.compile(r"施行|起施行|开始|起(?!草|步)|以来")
_ISSUED = re.compile(rf"印发|发布|公布|{_NO_BOUND.pattern}")
"""What follows the date of the document itself, or the first day of something."""
_STAGE_END = re.compile(r"[;。\n]")
_LED_UP = re.compile(r"(?:全部|全面|正式|基本|建设|如期|力争|确保|实现|主体|顺利|争取|可|,)*")
_REPORT_END = re.compile(r"[。;\n)]")
_REPORT = re.compile(r"报送|上报|报至|报市|报县|报区|报省|报州|报送至|反馈至|报.{0,20}(?:办公室|政府办|督查)")
