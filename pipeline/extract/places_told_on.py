"""Whose a value is that only says how far something went: the places that the clause before it is about."""

from __future__ import annotations

import re

from pipeline.extract.around import Around, reads_before
from pipeline.extract.metric_words import Places
from pipeline.extract.places import named_place

TOLD_ON_HEADS = frozenset("达分为均各")
"""The characters that the words begin with which say in a clause how far something went."""
_REACHES = re.compile(r"(?P<each>分别)?(?:均|各)?(?:达到?|为)?")
_DIGIT = re.compile(r"[0-9]")
_MEMBERS = re.compile(r"[、和]")


def place_told_on(read: Around, within: str | None, places: Places) -> str | None:
    """Return the place of a value in a clause of its own, None where the clause before names none for it.

    鹰潭市完成率最高,达68.9% is of one place; 甲市、乙市居前,分别达5亿元和3亿元 are of one each.
    """
    begin = read.clause[0]
    in_clause = [read, *(one for one in reads_before(read) if one.clause == read.clause)]
    first = in_clause[-1].quantity
    led = _REACHES.fullmatch(read.text, begin, first.start)
    if led is None or not (led.group() or first.before) or read.text[begin - 1] != ",":
        return None
    before = read.text[max(read.sentence.start, *_pauses(read.text, begin - 1)) : begin - 1]
    if not before or _DIGIT.search(before):
        return None
    members = _MEMBERS.split(before) if led["each"] else [before]
    at = len(in_clause) - 1
    words = members[at] if at < len(members) and (at == 0 or led["each"]) else ""
    return named_place(words, within, places) if len(words) > 1 else None


def _pauses(text: str, end: int) -> tuple[int, int]:
    """Return where the clause that ends at `end` may begin: behind the comma or the semicolon before it."""
    return text.rfind(",", 0, end) + 1, text.rfind(";", 0, end) + 1
