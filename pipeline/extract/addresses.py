"""Policy addresses (施政报告): which sentence tells what was done, and which what will be done.

The governments of Hong Kong, Macau and Taiwan take their subjects up one by one and speak of both in each.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from pipeline.extract.lexicon import cues
from pipeline.extract.lines import ITEM_LEVEL, NUMBERED_LEVEL, Line
from pipeline.extract.parts import stands_alone
from pipeline.extract.shape import Entry

_SENTENCE = re.compile(r"[。;!?\n]")
_ADDRESS = re.compile(r"施政(?:总|工作)?[报報]告(?=[(:\n]|$)")


def is_policy_address(title: str | None, head: str) -> bool:
    """Tell a policy address by its title or by the `head` of its text."""
    return bool(_ADDRESS.search(head) or (title and _ADDRESS.search(title)))


def within_plan(sentences: list[tuple[int, str]], parts: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Let sentences tell the part only where the headings' `parts` do not say that it is a review or a closing."""
    starts = [start for start, _ in parts]
    kept = list(parts)
    for start, part in sentences:
        at = bisect_right(starts, start) - 1
        around = parts[at][1] if at >= 0 else "plan"
        kept.append((start, part if around == "plan" else around))
    return sorted(kept)


def looking_ahead(entries: list[Entry], parts: list[tuple[int, str]]) -> list[Entry]:
    """Keep the entries at least half of whose sentences speak of what is to be done."""
    starts = [start for start, _ in parts]
    kept = []
    for entry in entries:
        own = [part for _, part in parts[bisect_left(starts, entry.start) : bisect_left(starts, entry.end)]]
        if 2 * own.count("plan") >= len(own):
            kept.append(entry)
    return kept


def sentence_parts(text: str, lines: list[Line], plan_year: int) -> list[tuple[int, str]]:
    """Give each sentence of an address its part: (start, plan or told).

    A sentence that neither looks ahead nor back goes with the one before it in its paragraph, the first one of a
    paragraph under a numbered item with that item; any other is of the plan.
    """
    parts: list[tuple[int, str]] = []
    item = "plan"
    for line in lines:
        alone = line.level <= NUMBERED_LEVEL or stands_alone(text[line.start : line.end])
        part = "plan" if alone else item
        begin = line.body
        for stop in [m.start() for m in _SENTENCE.finditer(text, line.start, line.end)] + [line.end]:
            if stop > begin:
                words = _OF_PLAN.sub("", text[begin:stop])
                part = "plan" if _expects(words, plan_year) else _part_of(words, plan_year, part)
                parts.append((begin, part))
            begin = stop + 1
        if line.level <= NUMBERED_LEVEL:
            item = part if line.level >= ITEM_LEVEL else "plan"
    return parts


_EXPECTS = re.compile(r"预计|预期(?!寿命)|(?:我|们|府|局|署|亦|也|并)会")
_YEAR = re.compile(r"(20[0-9]{2})年")


def _expects(words: str, plan_year: int) -> bool:
    """Tell a sentence for what is to come by a word, or by a year after its own."""
    return _EXPECTS.search(words) is not None or any(int(year) > plan_year for year in _YEAR.findall(words))


def _part_of(words: str, plan_year: int, before: str) -> str:
    back = _BACK.search(words) is not None
    if not back and _HEDGED.search(words):
        return "plan"
    if cues("ahead").search(words) or any(int(year) >= plan_year for year in _TO_YEAR.findall(words)):
        return "plan"
    return "told" if back else before


_HEDGED = re.compile(r"[0-9%个家万亿元人亩](?:以上|左右)")
# A plan that a result is measured by, one that stands in brackets beside it, and the name of a programme.
_OF_PLAN = re.compile(
    r"(?:年度|全年|年)?(?:投资)?(?:计划|目标)(?:总?投资)?(?:[0-9.,]+[万亿]*[一-龥]{1,2})?的"
    r"|\((?:全年|年度|今年|当年)?(?:计划|目标|任务)[^()]*\)"
    r"|计划(?=截至|至今|已|共|下)"
    r"|“[^“”]{0,24}计划”"
    r"|(?:超[出过额]|高于|低于|完成)[^,。;0-9]{0,6}目标"
)
_TO_YEAR = re.compile(r"到(20[0-9]{2})年")
_BACK = re.compile(
    r"(?<![较比])去年|上年|上一个?(?:财政)?年度|过去|最近|近日|(?<![0-9])日前|截至|目前|同比|已经?"
    r"|[0-9]月[0-9]{1,2}日|上半年|[一二三]季度|年初以来|近年来|[0-9]年来"
)
