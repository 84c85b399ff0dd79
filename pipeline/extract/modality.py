"""Hedges of intention: 确保, 力争, 预期目标是, 冲刺 and how far each reaches (annotation.md, `modality`)."""

from __future__ import annotations

import re

from pipeline.extract.around import Around
from pipeline.extract.context import Sentence
from pipeline.extract.lexicon import cue_codes, cues

_GOALS = re.compile(r"(?:预期|主要|发展|工作|奋斗)?(?:预期)?(?:目标|指标)(?:建议|考虑|安排)?(?:为|是|:)")
_HEDGES, _CODES, _BREAKS = cues("modality"), cue_codes("modality"), cues("break")
_OWN_OBJECT = re.compile(r"(?:力争|争取|努力)(?:更好|更大|更多|实现更好)[^,;。]{0,12}结果")


def _last_hedge(sentence: Sentence, end: int) -> re.Match[str] | None:
    """Return the last hedge before an offset in a sentence, none that a ; stands behind."""
    if sentence.hedges is None:
        sentence.hedges = _find_cues(sentence.text, sentence.start, sentence.end)
    if not sentence.hedges:
        return None
    begin = max(sentence.start, sentence.text.rfind(";", sentence.start, end) + 1)
    for cue in reversed(sentence.hedges):
        if cue.start() < end < cue.end():  # a shorter cue may end here
            return next(reversed(_find_cues(sentence.text, begin, end)), None)
        if cue.end() <= end:
            return cue if cue.start() >= begin else None
    return None


def _find_cues(text: str, begin: int, end: int) -> list[re.Match[str]]:
    return [match for match in _HEDGES.finditer(text, begin, end) if not _is_named(text, match)]


def _is_named(text: str, cue: re.Match[str]) -> bool:
    """Tell a cue that is part of a name or a principle (冲刺行动, 必须坚持, 预期寿命)."""
    if cue.group() == "冲刺":
        return bool(_SPRINT.match(text, cue.end(), cue.end() + 2))
    if cue.group() == "预期":
        return text.startswith("寿命", cue.end())
    return cue.group() == "必须" and text.startswith("坚持", cue.end())


_SPRINT = re.compile(r"行动|活动|阶段|工程|赛|期")


def read_modality(target: Around) -> tuple[str, str | None]:
    """Return the modality that governs a target and the cue as written; ("none", None) without one.

    A cue reaches over coordinated clauses up to 。 or ； or a new cue; 预期目标是 over its whole sentence; a
    clause of another kind ends it. Of a table's values the row may say it (预期性, 约束性).
    """
    if target.column and target.column.modality:
        return target.column.modality
    text, begin, start, clause = target.text, target.sentence.start, target.quantity.start, target.clause
    cue = _last_hedge(target.sentence, start)
    if cue is None:
        return (
            _expected(text, begin, start, begin)
            or (_listed(text, begin) if text[begin - 1 : begin] == "\n" else None)
            or ("none", None)
        )
    if cue.start() < clause[0] and _OWN_OBJECT.match(text, cue.start()):
        return _expected(text, begin, start, 0) or ("none", None)
    code = _CODES[cue.group()]
    if cue.end() < clause[0]:  # in a sentence of goals a cue inside governs its own clause
        expected = _expected(text, begin, start, begin)
        if expected:
            return expected
    if clause[0] > cue.end() and (
        not _reaches(text, cue.end(), clause[0])
        or (code == "assure" and not _counts(text, cue.end(), clause[0]))
    ):
        return "none", None
    return code, cue.group()


def _expected(text: str, begin: int, start: int, low: int) -> tuple[str, str] | None:
    """Read 预期目标是 at the head of a sentence, which governs all of it; `low` bounds the look back for 预期."""
    stop = start if start < begin + _NEAR_HEAD else begin + _NEAR_HEAD
    at = text.find("标", begin, stop)
    goals = _GOALS.search(text, max(begin, at - 5), stop) if at >= 0 else None
    if goals and "预期" in text[max(low, goals.start() - 8) : goals.end()]:
        return "expect", goals.group().rstrip(":")
    return None


_NEAR_HEAD = 160
_ANNOUNCED = "目标:\n"
_FAR = 600
"""So far behind the line that announces them goals on lines of their own are looked for."""
_LONGEST_GOAL = 60


def _listed(text: str, begin: int) -> tuple[str, str] | None:
    """Read 预期目标: on a line above, which governs the short lines behind it, each with a figure."""
    head = text.rfind(_ANNOUNCED, max(0, begin - _FAR), begin)
    if head < 0 or text.find("。", head, begin) >= 0:
        return None
    goals = _GOALS.search(text, max(0, head - 4), head + len(_ANNOUNCED))
    between = text[head + len(_ANNOUNCED) : begin].split("\n")
    counted = all(len(line) <= _LONGEST_GOAL and _DIGIT.search(line) for line in between if line)
    return ("expect", goals.group().rstrip(":")) if goals and "预期" in goals.group() and counted else None


def _counts(text: str, begin: int, end: int) -> bool:
    """A cue of assurance with an object of its own and no figure (坚决守住耕地红线) governs that clause alone."""
    comma = text.find(",", begin, end)
    return bool(_DIGIT.search(text, begin, comma if comma >= 0 else end))


_DIGIT = re.compile(r"[0-9]")
_FIGURE = re.compile(r"[0-9一二三四五六七八九十]")


def _reaches(text: str, begin: int, end: int) -> bool:
    """Tell whether the clauses between a cue and a value are coordinated with it: each counts, or continues it."""
    for clause in text[begin:end].split(",")[1:]:
        words = clause.strip()
        if words and _BREAKS.match(words) and not _FIGURE.search(words):
            return False
    return True
