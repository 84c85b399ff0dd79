"""Hedges of intention: 确保, 力争, 预期目标是, 冲刺 and how far each reaches (annotation.md, `modality`)."""

from __future__ import annotations

import re

from pipeline.extract.lexicon import cue_codes, cues

_GOALS = re.compile(r"(?:预期|主要|发展|工作|奋斗)?(?:预期)?目标(?:建议|考虑|安排)?(?:为|是|:)")
_OWN_OBJECT = re.compile(r"(?:力争|争取|努力)(?:更好|更大|更多|实现更好)[^,;。]{0,12}结果")
_OTHER_KIND = re.compile(
    r"^(?:聚焦|形成|围绕|瞄准|在|通过|依托|坚持|以|全面|大力|深入|积极|扎实|加快|推动|推进|支持|促进|强化|深化|完善|构建|打造|持续|加强|落实|提升|优化|实施|开展|建立)"
)


def read_modality(
    text: str, sentence: tuple[int, int], clause: tuple[int, int], start: int
) -> tuple[str, str | None]:
    """Return the modality that governs a target at `start` and the cue as written; ("none", None) without one.

    A cue reaches over coordinated clauses up to 。 or ； or a new cue; 预期目标是 over its whole sentence; a
    clause of another kind ends it.
    """
    goals = _GOALS.search(text, sentence[0], min(start, sentence[0] + 160))
    cue = _last_cue(text, max(sentence[0], _semicolon(text, sentence[0], start)), start)
    if cue is None and goals and "预期" in text[max(sentence[0], goals.start() - 8) : goals.end()]:
        return "expect", goals.group().rstrip(":")
    if cue is None:
        return "none", None
    if _OWN_OBJECT.match(text, cue.start()) and cue.start() < clause[0]:
        return (
            ("expect", goals.group().rstrip(":"))
            if goals and "预期" in text[goals.start() - 8 : goals.end()]
            else ("none", None)
        )
    code = cue_codes("modality")[cue.group()]
    if not _reaches(text, cue.end(), clause[0]) or (
        code == "assure" and not _counts(text, cue.end(), clause[0])
    ):
        return "none", None
    return code, cue.group()


def _semicolon(text: str, begin: int, end: int) -> int:
    return max(text.rfind(";", begin, end) + 1, begin)


def _last_cue(text: str, begin: int, end: int) -> re.Match[str] | None:
    last = None
    for match in cues("modality").finditer(text, begin, end):
        if match.group() in ("争取", "努力") and text[match.end() : match.end() + 2] in (
            "更好",
            "更大",
            "更多",
        ):
            last = match
        elif (
            match.group() == "冲刺"
            and re.match(r"行动|活动|阶段|工程|赛|期", text[match.end() : match.end() + 2])
        ) or (match.group() == "必须" and text[match.end() : match.end() + 2] in ("坚持",)):
            continue
        else:
            last = match
    return last


def _counts(text: str, begin: int, end: int) -> bool:
    """A cue of assurance with an object of its own and no figure (坚决守住耕地红线) governs that clause alone."""
    return end <= begin or bool(re.search(r"[0-9]", text[begin:end].split(",")[0]))


def _reaches(text: str, begin: int, end: int) -> bool:
    """Tell whether the clauses between a cue and a value are coordinated with it: each counts, or continues it."""
    if end <= begin:
        return True
    between = text[begin:end].split(",")
    for clause in between[1:]:
        words = clause.strip()
        if words and not re.search(r"[0-9一二三四五六七八九十]", words) and _OTHER_KIND.match(words):
            return False
    return True
