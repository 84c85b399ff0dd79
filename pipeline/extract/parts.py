"""Which part of a document speaks of what was done, and which of what is to be done.

Headings tell it where there are any (`structure.py`). Without them the sentences do: a passage cut from a
report is a review or a plan as a whole; news and portraits mix both, clause by clause (`news.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extract.lexicon import cues
from pipeline.extract.lines import Line
from pipeline.extract.outline import heading_kind

MIXED = frozenset(("news", "other"))
"""Kinds of document that tell results and plans in one breath."""
REPORTING = frozenset(("government_report", "five_year_plan"))

# It begins with the letter that is found at once; what stands before it is looked back for.
_GOALS = re.compile(
    r"标(?:(?<=(?:预期|主要|发展|奋斗|工作)[目指]标)(?:建议|考虑|安排|设定|确定|初步|初步安排)*(?:为|是|:)|(?<=目标)(?:是:|:))"
)
_REVIEW_OPENING = re.compile(r"过去(?:的)?(?:一|五|几)?年|一年来|五年来|去年|回顾|初步预计|主要做了")
_PLAN_SAID = re.compile(r"重点(?:做好|抓好)|着力(?:做好|抓好)")
_PLAN_TITLE = re.compile(r"民生实事$|实事(?:项目|清单)|任务(?:清单|分解)|工作要点|实施方案")
_HEDGED = re.compile(r"[0-9%个家万亿元人亩](?:以上|左右)")
# A count to the last digit (29.9万人, 9829张) was counted; what is undertaken is round.
_PRECISE = re.compile(
    r"(?<![0-9.年])(?:[0-9]+\.[0-9]+(?!%|[0-9]|个百分点)|[0-9]{2,}[1-9](?![0-9.年%]))(?!.{0,3}(?:以上|左右))"
)
_HEAD_LINES = 60
_OPENING = 60


def states_goals(words: str, length: int) -> bool:
    """Tell whether the first `length` characters announce goals."""
    return "标" in words and _GOALS.search(words, 0, length) is not None


_LED = re.compile(r"(?!今年|做好|我们|要|全市|全省|全县|当前|近日|日前)[^,。:;!?\n]{4,24}。")
_LED_LENGTH = 50


def stands_alone(words: str) -> bool:
    """Tell a paragraph that a short sentence leads as its heading would: a task of its own."""
    return len(words) > _LED_LENGTH and bool(_LED.match(words))


def opens_as_review(text: str, lines: list[Line], plan_year: int, guess: bool) -> bool:
    """Tell whether a report, or a passage cut from one, begins with past results.

    Where nothing says so, `guess` by the sound of its sentences; else it does not.
    """
    head = lines[:_HEAD_LINES]
    last_year = f"{plan_year - 1}年"
    for line in head:
        words = text[line.body : line.end]
        opening = words[:_OPENING]
        kind = heading_kind(words) if len(words) <= 40 else "theme"
        if kind in ("review", "plan", "goals", "preamble"):
            return kind == "review"
        if opening.startswith(("今年", "新的一年")) or states_goals(words, 80):
            return False
        if _PLAN_SAID.search(opening) or _PLAN_TITLE.search(words[:40]):
            return False
        if _REVIEW_OPENING.match(opening) or "我们主要做了" in opening or words.startswith(last_year):
            return True
    return guess and _sounds_past("".join(text[line.body : line.end] for line in head))


def _sounds_past(words: str) -> bool:
    past = len(cues("past_sign").findall(words)) + len(_PRECISE.findall(words))
    return past > len(cues("plan_sign").findall(words)) + len(_HEDGED.findall(words))


_KIND_COUNTED = r"[ ,:]{0,3}[一-龥]{2,8}(?:项目|类) ?[0-9]{1,5} ?[个项] ?"
# Each with what it begins with, which is found at once: one letter sooner than several.
_SPLITS = (
    ("从", re.compile(r"从[^,。;:\n]{2,10}看[:,]")),
    ("按", re.compile(r"按[^,。;:\n]{2,12}(?:统计|划分|分类?)[:,]")),
    ("项目中,", re.compile(r"项目中,(?=[^,。;\n]{2,12}项目[0-9])")),
    (
        "其",
        re.compile(
            rf"其中(?:{_KIND_COUNTED}[,、](?=[^。\n]{{0,12}}投资)|(?<=[。\n]其中){_KIND_COUNTED}[,、;])"
        ),
    ),
)
_SAME_SHAPE = re.compile(r"[\s。;]*[一-龥]{2,10}项目 ?[0-9]{1,5} ?个")


def split_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find where a total is told apart by region, sector or kind: a paragraph, and the sentences shaped alike.

    从区域分布看:市直12个,…; 按类别统计:…; 其中,住建项目14个,总投资…。交通项目5个,总投资…
    """
    spans: list[tuple[int, int]] = []
    found = (cue for opening, pattern in _SPLITS for cue in _opened(text, opening, pattern, start, end))
    for cue in sorted(found, key=re.Match.start):
        if spans and cue.start() < spans[-1][1]:
            continue
        mark = "\n" if cue.group()[0] in "从按" else "。"
        stop = _past(text, mark, cue.end(), end)
        while stop < end and _SAME_SHAPE.match(text, stop, end):
            stop = _past(text, "。", stop + 1, end)
        spans.append((cue.start(), stop))
    return spans


def _opened(
    text: str, opening: str, pattern: re.Pattern[str], start: int, end: int
) -> Iterator[re.Match[str]]:
    """Yield the matches of a pattern that begins with `opening`, at each place where that stands."""
    at = text.find(opening, start, end)
    while at >= 0:
        cue = pattern.match(text, at, end)
        if cue:
            yield cue
        at = text.find(opening, cue.end() if cue else at + 1, end)


def _past(text: str, mark: str, begin: int, end: int) -> int:
    found = text.find(mark, begin, end)
    return found + 1 if found >= 0 else end
