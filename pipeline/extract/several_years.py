"""Spans of several years that a heading, a paragraph or a sentence speaks of: 过去五年, 今后五年, “十四五”时期, 2024-25年度."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from pipeline.extract.around import Around
from pipeline.extract.dates import ORDINALS
from pipeline.extract.shape import Shape, marks_lookup
from pipeline.extract.words import matches_from


class Years(NamedTuple):
    """A span of years as EDTF: all of it, when a level is reached in it, and what its beginning is compared with."""

    whole: str
    end: str
    before: str | None


class _Region(NamedTuple):
    start: int
    stop: int
    years: Years


_COUNT = r"([二三四五六七八九十两]|[2-9]|10)个?"
# Each begins with a letter, which `str.find` leaps to; what stands before it is looked back for.
_CUES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("past", "过", re.compile(rf"过去的?{_COUNT}年(?!级)")),
    ("past", "这", re.compile(rf"这{_COUNT}年(?!级)")),
    ("since", "年", re.compile(r"年(?<=([三四五3-5])年)(?:来(?!水)|间|累计)")),
    ("coming", "今", re.compile(rf"今后{_COUNT}年")),
    ("coming", "未", re.compile(rf"未来{_COUNT}年")),
    ("plan", "五", re.compile(r"五(?<=十([一二三四五六])五)”?(?:时期|期间)")),
    ("fiscal", "年", re.compile(r"年度(?<=[-/][0-9]{2}年度|[0-9]财政年度)")),
    ("last", "上", re.compile(r"上一个?(财政)年度")),
    ("next", "下", re.compile(r"下一?个?(?:财政)?年度")),
)
_OF_APRIL = ("fiscal", "last", "next")
_FISCAL = re.compile(r"(20[0-9]{2})[-/][0-9]{2}(?:年度)?(?:至(20[0-9]{2})[-/][0-9]{2})?(?:财政)?年度$")
_LONGEST = 24
_SINGLE = re.compile(r"(?:19|20)[0-9]{2}年(?!度)")
_OPENING = re.compile(r"[-·•\s]*(?:[0-9]{1,3}[.、]|\([一二三四五六七八九十]+\))?\s*“?")
_PLANS_FROM = 1951
"""The first five-year plan began two years later; from the third one, of 1966, they follow each other."""
_APRIL = "04"


def years_lookup(
    text: str, shape: Shape, part: Callable[[int], str], plan_year: int, coming: int, fiscal: bool
) -> Callable[[int], Years | None] | None:
    """Return the function that tells of which years a place in the text speaks, None where it speaks of none.

    `coming` is the first of the years to come: the plan's own, of an address late in the year the next. `fiscal`
    tells that years such as 2025-26年度 begin in April.
    """
    cues = [
        (kind, match, years)
        for kind, letter, pattern in _CUES
        if fiscal or kind not in _OF_APRIL
        for match in matches_from(letter, pattern, text)
        if (years := _years(kind, match, part, plan_year, coming))
    ]
    if not cues:
        return None
    layout = _Layout.of(text, shape)
    regions = [
        _Region(begin, stop, years)
        for kind, match, years in cues
        if (stop := layout.stop(begin := _begin(kind, match), kind)) > match.end()
    ]
    if not regions:
        return None
    return marks_lookup(_innermost(sorted(regions, key=lambda region: (region.start, -region.stop))), None)


def _innermost(regions: list[_Region]) -> list[tuple[int, Years | None]]:
    """Flatten nested regions to marks: from each offset on the years of the innermost region around it."""
    marks: list[tuple[int, Years | None]] = []
    open_regions: list[_Region] = []
    for region in [*regions, None]:
        begin = region.start if region else None
        while open_regions and (begin is None or open_regions[-1].stop <= begin):
            stop = open_regions.pop().stop
            while open_regions and open_regions[-1].stop <= stop:
                open_regions.pop()
            marks.append((stop, open_regions[-1].years if open_regions else None))
        if region:
            marks.append((region.start, region.years))
            open_regions.append(region)
    return marks


def _begin(kind: str, match: re.Match[str]) -> int:
    """Return where a cue begins: what it is found by may stand behind its number."""
    return match.start(1) - (kind == "plan") if kind in ("since", "plan") else match.start()


def _years(
    kind: str, match: re.Match[str], part: Callable[[int], str], plan_year: int, coming: int
) -> Years | None:
    """Read the years that a cue means where it stands; what is past is told of, what is to come is planned."""
    if kind == "fiscal":
        written = _FISCAL.search(match.string, max(0, match.start() - _LONGEST), match.end())
        if written is None:
            return None
        first, last = int(written.group(1)), int(written.group(2) or written.group(1))
        return _by_march(last) if _BOUND.match(match.string, match.end()) else _fiscal(first, last)
    if kind == "last":
        return _fiscal(plan_year - 1, plan_year - 1)
    if kind == "next":
        return _fiscal(plan_year + 1, plan_year + 1)
    back = part(match.start()) in ("review", "told")
    if kind == "plan":
        first = _PLANS_FROM + 5 * (10 + ORDINALS[match.group(1)])
        return _span(first, 5) if back == (first + 4 < plan_year) else None
    count = _number(match.group(1))
    if kind == "coming":
        return None if part(match.start()) == "review" else _span(coming, count)
    return _span(plan_year - count, count) if back else None


def _number(written: str) -> int:
    return int(written) if written.isdigit() else 10 if written == "十" else ORDINALS[written]


def _span(first: int, count: int) -> Years:
    return Years(f"{first}/{first + count - 1}", f"{first + count - 1}", f"{first - 1}")


def _by_march(last: int) -> Years:
    """Return the month that a bound by a fiscal year means (2026-27年度或以前): its last one."""
    return Years(f"{last + 1}-03", f"{last + 1}-03", None)


_BOUND = re.compile(r"底?或?(?:以前|之前|前)")


def _fiscal(first: int, last: int) -> Years:
    whole = f"{first}-{_APRIL}/{last + 1}-03"
    return Years(whole, whole, None)


class _Layout(NamedTuple):
    """Where lines, paragraphs of a single year and headings are in a text, found once for all cues."""

    text: str
    shape: Shape
    ends: list[int]
    singles: list[int]
    sections: list[int]

    @classmethod
    def of(cls, text: str, shape: Shape) -> _Layout:
        ends = [m.start() for m in _LINE_END.finditer(text)]
        singles = [m.start() for m in _ONE_YEAR.finditer(text)]
        return cls(text, shape, [*ends, len(text)], singles, _section_ends(shape, len(text)))

    def stop(self, at: int, kind: str) -> int:
        """Return how far a cue reaches: over its section from a heading, its line from the opening, else its sentence."""
        text, blocks = self.text, self.shape.blocks
        found = bisect_right(blocks, at, key=lambda block: block.start) - 1
        block = blocks[found] if found >= 0 else None
        if block and at < block.end:
            return 0 if _SINGLE.search(block.heading) else self._section_end(found)
        line = bisect_right(self.ends, at - 1)
        begin, stop = self.ends[line - 1] + 1 if line else 0, self.ends[line]
        opens = _OPENING.match(text, begin, at + 1)
        if opens and opens.end() >= at and kind != "fiscal":
            if text[stop - 1] != ":" or kind not in ("past", "since"):
                return stop
            single = bisect_right(self.singles, stop - 1)
            end = self._section_end(found)
            return min(end, self.singles[single]) if single < len(self.singles) else end
        full = text.find("。", at, min(stop, at + _SENTENCE))
        return full if full >= 0 else min(stop, at + _SENTENCE)

    def _section_end(self, found: int) -> int:
        return self.sections[found] if found >= 0 else len(self.text)


def _section_ends(shape: Shape, length: int) -> list[int]:
    """Return where the section of each block ends: at the next block that stands no deeper."""
    ends = [length] * len(shape.blocks)
    above: list[int] = []
    for i, block in enumerate(shape.blocks):
        while above and shape.blocks[above[-1]].level >= block.level:
            ends[above.pop()] = block.start
        above.append(i)
    return ends


_LINE_END = re.compile(r"\n")
_SENTENCE = 1000
"""The length beyond which a sentence is none (`context.py`)."""
_ONE_YEAR = re.compile(r"\n[-·• \t]*(?:19|20)[0-9]{2}年,")
_NAMED = re.compile(r"(?:19|20)[0-9]{2}年|今年|明年|当年")
_OPENED = re.compile(r"[到至]?(?:(?:19|20)[0-9]{2}年|今年|明年|当年)")
_SUMMED = re.compile(r"累计|连年|年均|每年|保持在")
_CHANGES = frozenset(("growth_rate", "increment", "reduction"))
_REACHES = ("达到", "达", "至", "到", "为")
_DOES = re.compile(
    r"新增|新建|改建|扩建|建成(?!区)|完成|改造|实施|引进|培育|脱贫|出列|摘帽|修建|开工|投产|竣工|打造|创建|签约|落户|培训|"
    r"发放|投入(?!强度|占比|比)|治理|关停|淘汰|整治|提供|增设|推出|举办|帮扶|安置|转移"
)


def read_years(value: Around, years: Years, measure: str) -> str | None:
    """Return when a value holds in a span of years: what is summed up or changes in all of it, a level at its end.

    None where its clause names a year of its own.
    """
    text, clause, role = value.text, value.clause, value.role.name
    if role != "baseline" and _NAMED.search(text, clause[0], clause[1]):
        return None
    opened = _OPENED.match(text, value.sentence.start)
    if opened:  # 到2026年,年均增长8%: what is summed up takes all years to the last one
        last = role != "baseline" and opened.group().endswith(f"{years.end}年")
        return years.whole if last and _SUMMED.search(value.before) else None
    if role == "baseline":
        return None if _NAMED.search(text, clause[0], value.quantity.start) else years.before
    return years.whole if _takes_all(value, measure) else years.end


def _takes_all(value: Around, measure: str) -> bool:
    text, (begin, stop), q = value.text, value.clause, value.quantity
    if _SUMMED.search(value.before) or measure in _CHANGES:
        return True
    if q.before in _REACHES or value.before.endswith(_REACHES):
        return False
    if value.role.name in ("threshold", "breakdown") and value.previous is not None:
        return _takes_all(value.previous, "quantity")
    return measure != "share" and _DOES.search(text, begin, stop) is not None
