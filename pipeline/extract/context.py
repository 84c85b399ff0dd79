"""Sentences and clauses around quantities: what a rule may look at, found once for each sentence that counts."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from pipeline.extract.quantity import Quantity
from pipeline.extract.said import Said

_STOP = re.compile("。")
_OTHER_STOPS = ("\n", "!", "?")
_SENTENCE = re.compile(r"[。!?\n]")
# A comma between thousands, a colon in a ratio: neither ends a clause.
_JOINS = re.compile(r"(?<=[0-9])(?:,[0-9]{3}|:[0-9])")
_FAR = 200
"""A bracket that takes in more characters than this is none for the words inside it."""
_LONGEST = 1000
"""A sentence of more characters is none: text without stops (a table run together) is cut where its words pause."""
_PAUSES = (";", ",", "、", " ")


@dataclass(slots=True)
class Boundaries:
    """Sorted offsets of what ends a sentence, and of bracket pairs.

    `closed[i]` is the furthest end of the pairs up to the one that opens at `opened[i]`.
    """

    cuts: list[int]
    opened: list[int]
    closed: list[int]
    brackets: list[tuple[int, int]]


@dataclass(slots=True)
class Sentence:
    """A sentence of `text` and the offsets where its clauses end; not `whole` when its first quantity runs over an end.

    It is `bracketed` when a bracket pair may be around words of it. What many rules look for is looked for once:
    whether it is `dated` (年, 月, 季), `divided` (其中), `moved` (由, 从), and whether something comes
    about `after` something (后). `said` is what a clause of it says; `earlier` holds the largest value before the one
    being read by unit, in a sentence that tells a whole apart; `part` is the part of the document that it is in, whose
    plan is for `plan_year`; `hedges`, and the `years` that it states with their offsets, are found when the first
    quantity asks for them; `republic_years` are the offsets behind the digits of years such as 112年.
    """

    text: str
    start: int
    end: int
    clause_ends: list[int]
    whole: bool
    bracketed: bool
    dated: bool
    divided: bool
    moved: bool
    after: bool
    said: Said
    earlier: dict[str, Decimal]
    part: str = "plan"
    plan_year: int = 0
    hedges: list[re.Match[str]] | None = None
    years: list[tuple[int, int]] | None = None
    republic_years: tuple[int, ...] = ()


def find_boundaries(text: str, edges: list[int]) -> Boundaries:
    """Find the brackets of `text`; `edges` are starts of entries and cells, which end sentences and clauses."""
    pairs = _brackets(text)
    cuts = _stops(text)
    cuts += [edge - 1 for edge in edges if edge]
    cuts += _pauses(text)
    cuts.sort()
    closed = list(accumulate((end for _, end in pairs), max))
    return Boundaries(cuts, [begin for begin, _ in pairs], closed, pairs)


def _brackets(text: str) -> list[tuple[int, int]]:
    """Return the bracket pairs in the order in which they open."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    begin, end = text.find("("), text.find(")")
    while end >= 0:
        if 0 <= begin < end:
            opened.append(begin)
            begin = text.find("(", begin + 1)
            continue
        if opened:
            outer = opened.pop()
            if end - outer <= _FAR:
                pairs.append((outer, end))
        end = text.find(")", end + 1)
    pairs.sort()
    return pairs


def _stops(text: str) -> list[int]:
    """Return the offsets of the marks that end a sentence: one kind of mark is found at once, so all become one."""
    for mark in _OTHER_STOPS:
        if mark in text:
            text = text.replace(mark, "。")
    return [stop.start() for stop in _STOP.finditer(text)]


def _pauses(text: str) -> list[int]:
    """Return where words pause in each sentence of more than `_LONGEST` characters, at least once in so many."""
    found: list[int] = []
    if not _has_long_line(text):
        return found
    start = 0
    for line in text.split("\n"):
        if len(line) > _LONGEST:
            begin = start
            for stop in [*(start + m.start() for m in _SENTENCE.finditer(line)), start + len(line)]:
                found += _pauses_in(text, begin, stop)
                begin = stop + 1
        start += len(line) + 1
    return found


def _has_long_line(text: str) -> bool:
    """Tell whether a line has more than `_LONGEST` characters: from line to line as far on as one may reach."""
    start = 0
    while len(text) - start > _LONGEST:
        end = text.rfind("\n", start, start + _LONGEST + 1)
        if end < 0:
            return True
        start = end + 1
    return False


def _pauses_in(text: str, begin: int, end: int) -> Iterator[int]:
    while end - begin > _LONGEST:
        marks = (text.rfind(pause, begin + _LONGEST // 2, begin + _LONGEST) for pause in _PAUSES)
        pause = next((mark for mark in marks if mark >= 0), begin + _LONGEST - 1)
        yield pause
        begin = pause + 1


def sentence_around(text: str, boundaries: Boundaries, quantity: Quantity, low: int) -> Sentence:
    """Find the sentence of a quantity; `low` is an offset known to begin a sentence at or before it."""
    start, end, cuts = quantity.start, quantity.end, boundaries.cuts
    nearest = start - _LONGEST - 1  # it begins no further back, or words pause there
    begin = low if low > nearest else nearest
    at = bisect_left(cuts, start)
    if at and cuts[at - 1] >= begin:
        begin = cuts[at - 1] + 1
    stop = _end_from(text, cuts, at, start)
    whole = stop >= end
    if not whole:
        stop = _end_from(text, cuts, bisect_left(cuts, end), end)
    words = text[begin:stop]
    ends = _clause_ends(text, begin, words)
    if not whole:
        ends = sorted({*ends, *cuts[at : bisect_left(cuts, stop)]})
    opened = bisect_left(boundaries.opened, stop)
    return Sentence(
        text,
        begin,
        stop,
        ends,
        whole,
        opened > 0 and boundaries.closed[opened - 1] > begin,
        "年" in words or "月" in words or "季" in words,
        "其中" in words or "当中" in words,
        "由" in words or "从" in words,
        "后" in words,
        Said(),
        {},
    )


def _clause_ends(text: str, begin: int, words: str) -> list[int]:
    """Return where clauses end in the words of a sentence that begins at `begin`."""
    ends: list[int] = []
    if ";" in words or ":" in words:
        words = words.replace(";", ",").replace(":", ",")
    at = words.find(",")
    while at >= 0:
        end = begin + at
        if text[end - 1] > "9" or not _JOINS.match(text, end):  # no digit stands before it
            ends.append(end)
        at = words.find(",", at + 1)
    return ends


def own_sentence(sentence: Sentence, boundaries: Boundaries, quantity: Quantity) -> Sentence:
    """Find the sentence of a quantity that is not wholly in `sentence`, that of its neighbours."""
    own = sentence_around(sentence.text, boundaries, quantity, 0)
    own.said, own.earlier = sentence.said, sentence.earlier
    own.part, own.plan_year = sentence.part, sentence.plan_year
    return own


def _end_from(text: str, cuts: list[int], at: int, offset: int) -> int:
    """Return the end of a sentence at or behind `offset`; `at` is the index of the first cut there."""
    stop = cuts[at] if at < len(cuts) else len(text)
    return stop if stop <= offset + _LONGEST else offset + _LONGEST + 1


def bracket_around(boundaries: Boundaries, start: int, end: int) -> tuple[int, int] | None:
    """Return the innermost bracket pair around a span, or None."""
    at = bisect_right(boundaries.opened, start) - 1
    while at >= 0 and boundaries.closed[at] >= end:
        begin, stop = boundaries.brackets[at]
        if begin < start and stop >= end:
            return begin, stop
        if start - begin > _FAR:
            return None
        at -= 1
    return None


def words_beside(
    quantity: Quantity,
    sentence: Sentence,
    bracket: tuple[int, int] | None,
    previous: int,
    following: int,
) -> tuple[tuple[int, int], int, int]:
    """Return the clause of a quantity, where the words before it begin and where those behind it end.

    The clause goes from the clause's end before the quantity to the one at or behind its own end. The words stand in
    it and in the bracket, between the edges of the quantity's neighbours, `previous` and `following`.
    """
    start, end, ends = quantity.start, quantity.end, sentence.clause_ends
    before = bisect_left(ends, start)
    after = bisect_left(ends, end, before)
    left = ends[before - 1] + 1 if before else sentence.start
    right = ends[after] if after < len(ends) else sentence.end
    clause = (left, right)
    if bracket:
        left, right = max(left, bracket[0] + 1), min(right, bracket[1])
    if left < previous:
        left = previous
    if left > start:
        left = start
    if right > following:
        right = following
    if right < end:
        right = end
    return clause, left, right
