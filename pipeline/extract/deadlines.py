"""Those among the dates of a text that bind a task (annotation.md, `deadline`)."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial

from pipeline.extract.bounds import (
    Bound,
    after_each,
    days_of_year,
    fiscal_year,
    months_of_year,
    recurring,
    to_month,
    validity,
)
from pipeline.extract.dates import (
    ORDINALS,
    RELATIVE,
    day_spans,
    relative_dates,
    span_of,
    validities,
    year_of,
    years_within,
)
from pipeline.extract.deadline_events import event_behind, is_report, stage_event
from pipeline.extract.words import Endings, offsets_of

ONGOING = re.compile(
    r"持续推进|长期坚持|长期推进|常态化推进|常态化|持续开展|持续实施|持续落实|全年推进|全年持续|持续|长期|贯穿全年"
)
_IN_FIELD = re.compile(rf"(?:{ONGOING.pattern})(?=[,;。)\]\n]|$)")
_ENDS = Endings(ONGOING.pattern.split("|"))
FIELD = re.compile(
    r"(?:完成|办结|推进|工作|落实|整改|办理)?(?:时限|期限)(?:要求)?|(?:完成|推进|计划完成|预计完成|办结)(?:时间|日期)|时间(?:节点|要求|进度|安排)|进度安排|建设(?:起止)?(?:年限|时间|工期|周期)|起止(?:年限|时间)|时间"
)
FIELD_END = re.compile(rf"(?:{FIELD.pattern})\s*\]?\s*$")
_FIELD_ENDS = frozenset("限期求间点度排]")
"""What such a label ends with, where no space does."""
_FIELD_STOP = re.compile(r"[)\]\n。]|;(?!第?[一二三四]季度|[上下]半年|年底|[0-9]{1,2}月)|责任|牵头")
_LONGEST_FIELD = 300
_PREFIX = re.compile(r"(?:到|至|在|于|赶在|力争|确保|争取|预计|计划|须|应)$")
_NEXT_YEAR = ("明年", "次年", "来年")
_NAMED_YEARS = frozenset(("今年", "当年", *_NEXT_YEAR))


def read_deadlines(
    text: str,
    written: list[re.Match[str]],
    names: bytearray,
    plan: int,
    plan_end: int,
    fields: list[tuple[int, int]],
    is_plan: Callable[[re.Match[str]], bool],
) -> list[Bound]:
    """Read the deadlines of `text`; `fields` are spans of table cells that hold one, `plan` is the plan year.

    `written` are the dates of `written_dates`.

    Everything in a deadline field is a deadline; in prose a date is one when it bounds (前, 底, 到…年) or
    carries an event of its own (9月投入使用), in the plan part only.
    """
    spans = sorted(fields + _labelled_fields(text))
    starts = [a for a, _ in spans]
    spanned = [validity(match) for match in validities(text, written) if is_plan(match)]
    spanned += [days_of_year(*days, plan) for days in day_spans(text, written) if is_plan(days[1])]
    found = [bound for bound in spanned if bound is not None]
    taken = {i for b in found for i in range(b.start, b.end)}
    until = 0
    for match in sorted([*written, *relative_dates(text)], key=lambda m: (m.start(), -m.end())):
        quoted = names[match.start()] and text[match.start()] != "“"  # “五一”前 is no name
        if quoted or match.start() < until or match.start() in taken:
            continue
        until = max(until, match.end() if match.re is not RELATIVE else until)
        at = bisect_right(starts, match.start()) - 1
        inside = at >= 0 and match.end() <= spans[at][1]
        bound = _bound(text, match, plan, plan_end, inside)
        if bound and (inside or (is_plan(match) and (bound.latest is None or bound.latest.year >= plan))):
            found.append(bound)
            until = max(until, bound.end)
    found.extend(_ongoing(text, spans, plan, found))
    return sorted(found, key=lambda b: b.start)


def _labelled_fields(text: str) -> list[tuple[int, int]]:
    """Find the spans behind labels such as 完成时限: up to the end of their bracket or line."""
    spans = []
    bracketed = (
        at for at in offsets_of("]", text) if text[at - 1] in _FIELD_ENDS and text[at + 1 : at + 2] != ":"
    )
    for colon in (*offsets_of(":", text), *bracketed):
        last = text[colon - 1]
        if (last in _FIELD_ENDS or last.isspace()) and FIELD_END.search(text, max(0, colon - 12), colon):
            begin = colon + 1
            while text[begin : begin + 1].isspace():
                begin += 1
            furthest = min(len(text), begin + _LONGEST_FIELD)
            stop = _FIELD_STOP.search(text, begin, furthest)
            spans.append((begin, stop.start() if stop else furthest))
    return spans


def _ongoing(text: str, spans: list[tuple[int, int]], plan: int, found: list[Bound]) -> list[Bound]:
    """Read 持续推进 and the like where they fill a deadline field, or a part of one or of a bracket of units."""
    rows = []
    dated = sorted(b.start for b in found)
    for start, end in spans:
        at = bisect_left(dated, start)
        if at < len(dated) and dated[at] < end:
            continue
        match = ONGOING.match(text, start, end)
        if match and not (match.group() in _SHORT and _GOES_ON.match(text, match.end(), end)):
            rows.append(_without_end(start, match.end(), plan))
    known = {row.start for row in rows}
    for start, end in sorted(_alone(text, spans)):
        if text[start - 1 : start] in (",", ";") and start not in known:
            rows.append(_without_end(start, end, plan))
    return rows


_SHORT = ("长期", "持续")
"""Words that also begin names (长期照护处)."""
_GOES_ON = re.compile("[一-龥]")


def _alone(text: str, spans: list[tuple[int, int]]) -> set[tuple[int, int]]:
    """Find what may stand alone behind a comma or semicolon: in a field, or where a bracket closes (;长期坚持)."""
    found = {m.span() for a, b in spans for m in _IN_FIELD.finditer(text, a, b + 1) if m.end() <= b}
    for mark in ")]":
        for closing in offsets_of(mark, text):
            word = _ENDS.before(text, closing) if text[closing - 1] in _ENDS.tails else None
            if word:
                found.add((closing - len(word), closing))
    return found


def _without_end(start: int, end: int, plan: int) -> Bound:
    return Bound(start, end, "ongoing", "none", f"{plan}/..", date(plan, 1, 1), None, False)


def _bound(text: str, match: re.Match[str], plan: int, plan_end: int, inside: bool) -> Bound | None:
    """Make a deadline of a date expression, or None when it binds nothing."""
    group = match.groupdict()
    if group.get("recur"):
        return recurring(text, match, plan_end)
    if group.get("y2"):
        return _years(text, match, year_of(group["y"]), year_of(group["y2"]), inside)
    if group.get("over"):
        return after_each(text, match, plan_end)
    if group.get("fiscal"):
        return fiscal_year(text, match)
    if group.get("iso") or group.get("dd"):
        return None
    if group.get("mc"):
        return months_of_year(match, plan, int(group["mc"]), int(group["md"])) if inside else None
    if group.get("n") and not inside and _GRANTED.match(text, match.end()):
        return None
    if group.get("n"):
        return _by(text, match, date(plan + years_within(group["n"]) - 1, 12, 31), inside)
    if group.get("span"):
        return _by(text, match, date(_SPAN_ENDS + 5 * ORDINALS[group["span"]], 12, 31), inside)
    if group.get("feast"):
        return _eve(text, match, plan, group["feast"])
    if "ya" in group:
        year = (
            year_of(group["ya"])
            if group["ya"]
            else plan + (text[match.start() - 2 : match.start()] in _NEXT_YEAR)
        )
        month, day = group["ma"] or group["mb"], group["da"] or group["db"]
        if group["ma"] and inside and not day:
            months = to_month(text, match, year, int(group["ma"]))
            if months:
                return months
        if group["ya"] and year > plan and not month and not inside and _reaches(text, match):
            return Bound(
                match.start(), match.end(), "during", "complete", str(year),
                date(year, 1, 1), date(year, 12, 31), True,
            )  # fmt: skip
        part, by = group["pa"] or group["pb"] or "", group["ba"] or group["bb"] or ""
        return _dated(text, match, year, bool(group["ya"]), month, day, part, by, inside)
    year = plan + (1 if group.get("rel") == "明年" else 0)
    return _dated(text, match, year, False, None, None, group["part"] or "", group.get("by") or "", inside)


_SPAN_ENDS = 2005
"""Five-year plans end in the fifth year, the eleventh in 2010."""
_FEASTS = {
    "国庆": (10, 1),
    "十一": (10, 1),
    "五一": (5, 1),
    "七一": (7, 1),
    "元旦": (12, 31),
    "开学": (8, 31),
}
"""The last day that a bound by a day all know may mean; a school year begins on 1 September."""
_YEAR_BEFORE = re.compile(r"((?:19|20)[0-9]{2})年")


def _eve(text: str, match: re.Match[str], plan: int, feast: str) -> Bound:
    """Read a bound by a day all know (国庆节前, 开学前), of the year written right before it or of the plan."""
    stated = _YEAR_BEFORE.match(text, max(0, match.start() - 5), match.start())
    year = int(stated.group(1)) if stated else plan
    last = date(year, *next(day for name, day in _FEASTS.items() if name in feast))
    bound = _by(text, match, last, False)
    return replace(bound, start=stated.start(), stated=True) if stated else bound


def _by(text: str, match: re.Match[str], last: date, inside: bool) -> Bound:
    """Make the deadline of a day that the words mean without writing it."""
    event = event_behind(text, match.end())[0] or ("complete" if inside else "none")
    return Bound(match.start(), match.end(), "by", event, last.isoformat(), None, last, False)


def _reaches(text: str, match: re.Match[str]) -> bool:
    """Tell a bare year of a later goal: 产量2030年达到300亿立方米."""
    return (
        bool(_REACHED.match(text, match.end())) and text[match.start() - 1 : match.start()] not in "到至从由"
    )


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
    days = partial(span_of, year, int(month) if month else None, int(day) if day else None, part)
    quarter = "季" in part
    if (month or quarter) and not inside and _BEGINS.match(text, match.end()):
        return _since(text, match, days(), stated)
    if quarter and not inside and text[match.start() - 1 : match.start()] == "前":
        return None  # 前三季度 says for how long, not by when
    season = _season(text, match)
    event, event_end = event_behind(text, season)
    by = by or "前" * (season > match.end())
    prefix = _PREFIX.search(text[max(0, match.start() - 2) : match.start()])
    if prefix and not inside and text.endswith(_VALID, 0, match.start()):
        return None
    if event is None and not inside and text[match.end() : match.end() + 1] == "、":
        event = _shared_event(text, match)
        event_end = match.end()
    report = event is None and is_report(text, match.end())
    stage = quarter and text[match.end() : match.end() + 1] == ":"
    until = prefix is not None and prefix.group() in ("到", "至")
    is_by = stage or bool(by) or _is_end(part) or (until and text[match.end() : match.end() + 1] != "度")
    if not inside and _PASSED.match(text, max(0, match.start() - 2)):
        return None
    if not inside and (_NO_BOUND if not (day and stated) else _ISSUED).match(text, match.end()):
        return None
    if not inside and not report:
        happens = event is not None and text[event_end : event_end + 1] in _CLAUSE_END
        goal = quarter and _QUARTER_GOAL.match(text, match.end()) is not None
        if not (month or part or by or happens or (prefix and prefix.group() == "到")):
            return None
        if not is_by and not event and not goal:
            return None
        if text[match.end() : match.end() + 1] in ("的", "度") and not by:
            return None
    first, last, edtf = days()
    if first is None or last is None:
        return None
    kind = "by" if is_by else "during"
    if report:
        event = "report"
    elif stage and not event:
        event = stage_event(text, match.end())
    elif inside and not event:
        event = "complete"
    end = event_end if event_end and not inside and kind == "during" else season
    relative = text[match.start() - 2 : match.start()] in _NAMED_YEARS
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


# A date of a year before the plan's: 去年6月底, 上年底.
_PASSED = re.compile(r"[去上前]年|[^以][去上](?=年)")


def _is_end(part: str) -> bool:
    """Tell a part of a year or month that bounds: its end, or half a year."""
    ends = ("底", "末", "年底", "年末", "月底", "月末", "上半年", "下半年")
    return part in ends or ("季" in part and part[-1] in "末底")


def _since(
    text: str, match: re.Match[str], days: tuple[date | None, date | None, str], stated: bool
) -> Bound | None:
    """Read the month from which something is to hold (由明年4月起); 自…起施行 says when a document takes effect."""
    relative = text[match.start() - 2 : match.start()] in _NEXT_YEAR
    begin, end = match.start() - 2 * relative, match.end() + 1
    first, _, edtf = days
    led = relative or text[begin - 1 : begin] == "由" or (stated and text[end : end + 1] == ",")
    if first is None or not led or _EFFECT.match(text, match.end()):
        return None
    return Bound(begin, end, "ongoing", "start", f"{edtf.split('/')[0]}/..", first, None, stated)


_BEGINS = re.compile(r"起(?!草|步)")
_EFFECT = re.compile(r"起?(?:正式)?(?:施行|执行|生效)")
_VALID = ("有效期至", "有效期到", "有效期限至", "执行期至", "执行至", "施行至", "实施期限至")
"""How long a document is in force binds no task."""
_SEASON = re.compile(r"\)前|(?:供暖|采暖|供热|开学|入冬|封冻|上冻|汛期?)前")


def _season(text: str, match: re.Match[str]) -> int:
    """Return where a date ends, words that make it a bound counted: 11月15日供暖前, 供暖期(11月1日)前, 汛前(5月31日)."""
    tail = _SEASON.match(text, match.end())
    if tail:
        return tail.end()
    closed = text.startswith("前(", max(0, match.start() - 2)) and text.startswith(")", match.end())
    return match.end() + closed


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


def _shared_event(text: str, match: re.Match[str]) -> str | None:
    """Return the event of a month that another one stands behind before it is named (分别于10月、12月投产)."""
    if text.find("分别", max(0, match.start() - 6), match.start()) < 0:
        return None
    further = _FURTHER_MONTH.match(text, match.end())
    return event_behind(text, further.end())[0] if further else None


_FURTHER_MONTH = re.compile(r"(?:、[0-9]{1,2}月(?:底|初|[0-9]{1,2}日)?){1,6}")
_REACHED = re.compile(r"(?:力争|确保)?达到?[0-9]")
_QUARTER_GOAL = re.compile(r"[^,。;:\n]{0,10}(?:率|完成|达到?|建成|开工|动工|全部|到位)")
_CLAUSE_END = ("", ",", ";", "。", "、", "\n", ")", "”")
_GRANTED = re.compile(r"享受|给予|可|免|不得|每年|未")
_NO_BOUND = re.compile(r"施行|起施行|开始|起(?!草|步)|以来")
_ISSUED = re.compile(rf"印发|发布|公布|{_NO_BOUND.pattern}")
"""What follows the date of the document itself, or the first day of something."""
