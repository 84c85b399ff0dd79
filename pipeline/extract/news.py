"""What news tells and what it announces, clause by clause: results, goals, and what a project is like.

A report of a meeting or of the progress of a list says both in one breath (新建公园12个,已建成5个). Headings set
what their paragraphs are (成绩单, 任务书), sentences speak for themselves by their cues, and a clause may turn
inside its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extract.lexicon import cues
from pipeline.extract.lines import ITEM_LEVEL, NUMBERED_LEVEL, THEME_LEVEL, UNMARKED, Line
from pipeline.extract.parts import stands_alone
from pipeline.extract.shape import Entry

_SENTENCE = re.compile(r"[。;!?\n]")
_COMMA = re.compile(r",(?![0-9]{3}(?![0-9]))")


class Turn(NamedTuple):
    """Where a part begins (plan, told, or project: what a single project is like); a sentence that says so `counts`.

    No clause does, nor the lead sentence of an item, which names it, nor the units that carry it.
    """

    start: int
    part: str
    counts: bool


def turns(text: str, lines: list[Line], plan_year: int) -> list[Turn]:
    """Find the part of each sentence, and of each clause that is of another part than the one before it.

    A sentence that neither looks ahead nor back goes with the one before it in its paragraph, the first one of a
    paragraph with the heading above it, else under a numbered item with that item.
    """
    found: list[Turn] = []
    item, drift = "told", "plan"
    section: str | None = None
    for i, line in enumerate(lines):
        words = text[line.start : line.end]
        section = (section_part(words, plan_year) if i else None) or section
        labelled = _LABELLED.match(words) is not None
        marked = line.level <= NUMBERED_LEVEL or (
            line.level < UNMARKED and is_led(text[line.body : line.end])
        )
        alone = labelled or marked or stands_alone(words)
        listed = section != "told" and (alone or item == "plan")
        own = list(
            _of_line(text, line, plan_year, _Above(section, section or (drift if alone else item), listed))
        )
        found += own
        if not labelled and (line.level <= THEME_LEVEL or line.level == UNMARKED):
            drift = _drift(words, plan_year, own, drift)
        if line.level < UNMARKED:
            item = own[-1].part if own and ITEM_LEVEL <= line.level <= NUMBERED_LEVEL else "told"
    return found


_LABELLED = re.compile(r"\[[^\[\]\n]{2,8}\](?=.)")


class _Above(NamedTuple):
    """What stands above a line says of it: the part of its section, its own where it says nothing, if it is `listed`.

    What is listed is undertaken, and a result behind it is one of it.
    """

    section: str | None
    part: str
    listed: bool


def _of_line(text: str, line: Line, plan_year: int, above: _Above) -> Iterator[Turn]:
    """Yield the turns of the sentences of a line."""
    begin, part, listed = line.start, above.part, above.listed
    if _reviews(text, line, plan_year):
        yield Turn(line.start, "told", True)
        return
    compares, charged = _COMPARED.search(text, line.start, line.end) is not None, False
    for stop in [*(m.start() for m in _SENTENCE.finditer(text, line.start, line.end)), line.end]:
        if stop > begin:
            words = _COMPARED.sub("", text[begin:stop]) if charged else text[begin:stop]
            before, part = part, _part_of(words, plan_year, part, above.section, line.level)
            charged = charged or (compares and _CHARGED.search(words) is not None)
            goes_on = listed and _NOW_NEXT.match(text, stop, line.end) and not _BACK.search(text, begin, stop)
            named = listed and begin == line.start and _names_item(text, line, stop)
            named = named or _UNITS.match(text, begin, stop) is not None
            found = _clauses(text, begin, stop, "plan" if goes_on else part, listed or before == "plan")
            yield next(found)._replace(counts=not named)
            for turn in found:
                if not listed and text[stop : stop + 1] == ";":
                    part = turn.part
                yield turn
        begin = stop + 1


_UNITS = re.compile(
    r"\([^()]{2,40}(?:牵头|负责|配合|落实)\)|\([^()]{2,24}牵头[,;][^()]{2,60}\)|\(?(?:牵头|责任|配合|负责|主办|承办|协办|落实|权责|主责)(?:单位|部门|机关|政策局):"
)


def _names_item(text: str, line: Line, stop: int) -> bool:
    """Tell the lead sentence of an item, without a figure, from one that is all of it."""
    return stop + 1 < line.end and not _DIGIT.search(text, line.body, stop)


# 现主体已封顶 tells how far it is; 实现 and 现已知 are other words.
def _reviews(text: str, line: Line, plan_year: int) -> bool:
    """Tell the paragraph in which news gives the review of a report, with nothing of the coming year in it."""
    opening = _REVIEWS.match(text, line.body, line.end)
    if opening is None or any(
        int(year) >= plan_year for year in _SAID_YEAR.findall(text, line.body, line.end)
    ):
        return False
    return not _TURNS_AHEAD.search(text, opening.end(), line.end)


_REVIEWS = re.compile(
    r"(?:[一-龥“”]{0,10}(?:报告|会议)[一-龥]{0,6}(?:回顾|总结)了?|回顾)[^。;:]{0,24}(?:工作|成绩|成就|历程|一年|五年|[0-9]年)(?:[^。]{0,24}[。:,]|$)"
)
_TURNS_AHEAD = re.compile(
    r"(?:报告|会议)[一-龥]{0,4}(?:提出|明确|指出|强调)|今后|新的一年|下一步|今年(?!以来)|明年"
)
_NOW = r"(?<![实展体呈出发表再兑])现(?=[^,。;0-9]{1,10}已)"
_NOW_NEXT = re.compile(rf"[。;] ?(?:目前|截至|现已|{_NOW}|[^,。;0-9]{{1,10}}[均都]已)")


def _drift(words: str, plan_year: int, own: list[Turn], before: str) -> str:
    """Return the part of the items below a line that tells results of a time past, or looks ahead."""
    last = words[words.rfind("。", 0, -1) + 1 :]
    ahead = [turn.part for turn in own if turn.counts][-1:] == ["plan"]
    if (ahead or _COMING.search(last)) and not _TOLD_TIME.search(last):
        return "plan"
    years = [int(year) for year in _SAID_YEAR.findall(words)]
    if _TOLD_TIME.search(words) or any(year < plan_year for year in years):
        return "told"
    return before


_SAID_YEAR = re.compile(r"(20[0-9]{2})年")
_TOLD_TIME = re.compile(
    r"同比|去年|上年|过去(?:的)?一年|一年来|上半年|[一二三]季度|[1元][-至到][0-9]{1,2}月|截至[^,。]{0,8}[0-9]月"
)
_COMING = re.compile(
    r"今年(?!以来|[前上0-9一二三])|明年|新的一年|下一步|任务|要(?:突出|重点)?抓好|重点工作|安排如下"
)


def planned(entries: list[Entry], found: list[Turn]) -> list[Entry]:
    """Keep the entries at least half of whose sentences speak of what is to be done, and items that begin with it."""
    starts = [turn.start for turn in found]
    kept = []
    for entry in entries:
        first = max(0, bisect_right(starts, entry.start) - 1)  # its marker stands before it
        own = [turn.part for turn in found[first : bisect_left(starts, entry.end)] if turn.counts]
        begins = entry.marker is not None and own[:1] == ["plan"]
        if begins or 2 * own.count("plan") >= len(own):
            kept.append(entry)
    return kept


def is_led(words: str) -> bool:
    """Tell an item that a short sentence leads as its heading."""
    return _LED.match(words) is not None


_LED = re.compile(r"[^,。:;!?\n]{2,24}。.")


def says_what_is_next(words: str) -> bool:
    """Tell the paragraph of news that says what comes next, with a figure that is to be reached."""
    if words.startswith(_NEXT):
        return _REACHED.search(words) is not None
    return _THAT_YEAR.match(words) is not None


_NEXT = ("下一步", "下步", "接下来", "下一阶段")
_REACHED = re.compile(
    r"[0-9%个家万亿元人亩](?:以上|左右)(?!的)|(?:力争|确保)[^,;。]{0,24}[0-9.][%个家项所座万亿公户人]"
)
# 2025年,我县将新增规上企业20家
_THAT_YEAR = re.compile(
    r"(?:今年|明年|20[0-9]{2}年),[^,;。]{0,12}(?:将|计划|力争|确保)[^;。]{0,24}?[0-9][百千万亿]*[%个家项所座处元公户人亩]"
)
_LONGEST_HEADING = 16
_YEAR = re.compile(r"20[0-9]{2}")
_OF_RESULTS = re.compile(r"成绩|成效|回顾|回眸|答卷|盘点|这一年|过去|去年|亮点")
_OF_GOALS = re.compile(
    r"任务|目标|施工图|路线图|计划|展望|部署|安排|蓝图|打算|下一步|新一年|今年|明年|[怎这]么干"
)


def section_part(words: str, plan_year: int) -> str | None:
    """Return the part of what stands below a heading of news (成绩单·2024, 任务书·2025), None if it tells none."""
    if len(words) > _LONGEST_HEADING or words.startswith("--"):
        return None
    if words[-1] in "。;,:!?、" and not words.endswith("预期目标:"):
        return None
    years = _YEAR.findall(words)
    told, coming = _OF_RESULTS.search(words) is not None, _OF_GOALS.search(words) is not None
    if told == coming or re.search(r"[0-9]", _YEAR.sub("", words)):
        return None
    if told:
        return "told"
    return "plan" if all(int(year) >= plan_year for year in years) else None


def _part_of(words: str, plan_year: int, before: str, section: str | None, level: float) -> str:
    """Return the part of a sentence behind one of the part `before`."""
    years = [int(year) for year in _TO_YEAR.findall(words)]
    words = _OF_PLAN.sub("", words)
    if _EVENT.search(words):
        words = _YEARLY.sub("", words)
    if (
        level > NUMBERED_LEVEL
        and _PROJECT.search(words)
        and _BUILT.search(words)
        and not _PROJECTS.search(words)
    ):
        return "project"
    back = _BACK.search(words) is not None
    hedged = section != "told" and not back and _HEDGED.search(words) is not None
    ahead = cues("ahead").search(words) is not None or _CHARGED.search(words) is not None
    if hedged or ahead or any(year >= plan_year for year in years):
        return "plan"
    return "told" if back else before


# What goals are measured by, behind a sentence that charges: 比上年提高0.3个百分点.
_COMPARED = re.compile(r"[比较][去上]年")
# A bound inside a definition (20万元以上的村) hedges nothing.
_HEDGED = re.compile(r"[0-9%个家万亿元人亩](?:以上|左右)(?![的个项]|[一-龥]{1,6}(?:[0-9]|占|比))")
# A plan that a result is measured by (占全年计划21.8亿元的57.2%), and one that stands in brackets beside it.
_OF_PLAN = re.compile(
    r"(?:年度|全年|年)?(?:投资)?(?:计划|目标)(?:总?投资)?(?:[0-9.,]+[万亿]*[一-龥]{1,2})?的"
    r"|\((?:全年|年度|今年|当年)?(?:计划|目标|任务)[^()]*\)"
    r"|[现即]将"
    r"|争取(?=(?:到位)?(?:中央|上级|国家|省级?|各[级类]|专项|债券|政策性)[一-龥]{0,10}[0-9])"
)
# What a meeting charges those who hear it with: 会议强调,要…, 二要…; what is to be done within the year: 年内新建….
_CHARGED = re.compile(r"(?:^|,)年内(?![已完均])|(?:^|,|[0-9]年|[一二三四五六七八九十])要(?![求素件闻点道塞])")
_TO_YEAR = re.compile(r"到(20[0-9]{2})年")
_BACK = re.compile(
    r"去年|上年|近日|(?<![0-9])日前|截至|目前|同比|已经?|[0-9]月[0-9]{1,2}日(?!之?前|以前|[一-龥]{0,3}前)|上半年|[一二三]季度(?!末)|[年今][初年]以来|近年来|[0-9]年来"
)
# Projects that an event starts have begun, whatever is to be spent on them this year.
_EVENT = re.compile(r"[此本这]次")
_YEARLY = re.compile(r"(?:年度|今年|当年)(?:计划)?(?:完成)?投资|年(?:度)?计划(?:完成)?投资")
_PROJECT = re.compile(r"[该此]项目|项目(?:计划|预计)?总投资")
_BUILT = re.compile(r"[占用]地|主要建设|[分一二三]期|建筑面积|建设(?:内容|规模)|生产线|(?:达产|投产|建成)后")
_PROJECTS = re.compile(r"[0-9][余多]?[个项][^,;。]{0,12}项目|项目(?:共|总数|达)*[0-9]+[余多]?[个项]")


def _clauses(text: str, begin: int, stop: int, part: str, listed: bool) -> Iterator[Turn]:
    """Yield the part of a sentence where it begins, and wherever a clause turns from it.

    In a list of what is undertaken (`listed`) what stands before a result is what was undertaken.
    """
    ends = [m.start() for m in _COMMA.finditer(text, begin, stop)]
    first, now = text[begin : ends[0] if ends else stop], part
    if part == "plan" and _DONE.search(first) and not _looks_ahead(first):
        now = "told"
    elif listed and ends and part != "project" and _DIGIT.search(first) and not _BACK.search(first):
        now = "plan" if _tells_progress(text, begin, ends[0], stop) else part
    yield Turn(begin, now, True)
    said = now
    for before, start, end in zip([begin, *ends], ends, [*ends[1:], stop], strict=False):
        turned, lasts = _turned(text[start + 1 : end], now, part)
        if listed and turned == "plan" and _tells_result(text, before, start, end):
            turned = "told"
        if turned != said:
            yield Turn(start + 1, turned, False)
        said, now = turned, turned if lasts else now


def _turned(clause: str, now: str, part: str) -> tuple[str, bool]:
    """Return the part of a clause in a sentence of `part` behind one of the part `now`, and whether it lasts."""
    done = _DONE.search(clause) is not None
    if part == "project":
        return ("told" if done else "plan" if _THIS_YEAR.search(clause) else "project"), False
    ahead = _looks_ahead(clause)
    if ahead == done:
        return now, True
    return ("told" if done else "plan"), done or _looks_ahead(_YEARLY.sub("", clause))


def _looks_ahead(clause: str) -> bool:
    clause = _OF_PLAN.sub("", clause)
    return cues("ahead").search(clause) is not None or _BEFORE.search(clause) is not None


def _tells_progress(text: str, begin: int, comma: int, stop: int) -> bool:
    """Tell a result in a unit of the clause that opens its sentence, or one without a figure (已全部建成)."""
    result = _RESULT.search(text, comma, stop)
    if result is None:
        return _DONE_OF.search(text, begin, stop) is not None
    done = set(_COUNTED.findall(text, result.start(), stop))
    return not done or not done.isdisjoint(_COUNTED.findall(text, begin, comma))


def _tells_result(text: str, before: int, comma: int, end: int) -> bool:
    """Tell a clause of what was done of the number in the one before it (开展培训1.2万人次,完成1.04万人次)."""
    if _BARE_RESULT.match(text, comma, end):
        return _DONE_OF.search(text, before, end) is not None
    return _RESULT.match(text, comma, end) is not None


_DIGIT = re.compile(r"[0-9]")
_COUNTED = re.compile(r"[0-9][百千万亿]*([一-龥])")
_HAD = r"(?<![对将早])已(?!建成?的|有的|列|纳|知)"
_DONE = re.compile(
    rf"{_NOW}|{_HAD}(?:经?(?:全部|全面|基本|分别)|[^,]{{0,16}}[0-9])|目前|截至|(?<![比较于以])(?:去年|上年)(?!同期)"
)
_RESULT = re.compile(
    rf",(?:目前|截至|{_HAD}|[^,。]{{0,6}}(?:上半年|季度|[0-9]月底?)[已累计实际共]{{0,4}}(?:实现|完成)[^,。]{{0,4}}[0-9])"
)
_BARE_RESULT = re.compile(r",[累计实际共]{0,4}完成[0-9]")
_DONE_OF = re.compile(r"[0-9]万?([一-龥]{1,3})(?:以上|左右)?,[累计实际共]{0,4}完成[0-9.]{1,8}万?\1")
_BEFORE = re.compile(r"[0-9](?:日|月[底末]?)前|年[底末]前|年内")
_THIS_YEAR = re.compile(r"今年|年内|年度|全年|力争|确保")
