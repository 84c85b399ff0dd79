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

_STOPS = ("。", "\n", "!", "?")
_SENTENCE = re.compile(r"[。!?\n]")
# A comma ends a clause unless it stands between thousands, a colon unless it stands in a ratio.
_CLAUSE = re.compile(r"[;:,。!?\n](?:(?![0-9])|(?!(?<=[0-9],)[0-9]{3}|(?<=[0-9]:)))")
_OPENED, _CLOSED = re.compile(r"\("), re.compile(r"\)")
_FAR = 200
"""A bracket that takes in more characters than this is none for the words inside it."""
_LONGEST = 1000
"""A sentence of more characters is none: text without stops (a table run together) is cut where its words pause."""
_PAUSES = (";", ",", "、", " ")


@dataclass(slots=True)
class Boundaries:
    """Sorted offsets of what ends a sentence whatever stands there, and of bracket pairs.

    `closed[i]` is the furthest end of the pairs up to the one that opens at `opened[i]`.
    """

    cuts: list[int]
    opened: list[int]
    closed: list[int]
    brackets: list[tuple[int, int]]


@dataclass(slots=True)
class Sentence:
    """A sentence of `text` and the offsets where its clauses end; not `whole` when its first quantity runs over an end.

    What many rules look for is looked for once: whether it is `dated` (年, 月, 季), `divided` (其中), `moved` (由, 从),
    and whether something comes about `after` something (后). `said` is what a clause of it says; `earlier` holds the
    largest value before the one being read by unit, in a sentence that tells a whole apart; `part` is the part of
    the document that it is in, whose plan is for `plan_year`; `hedges`, and the `years` that it states with their
    offsets, are found when the first quantity asks for them.
    """

    text: str
    start: int
    end: int
    clause_ends: list[int]
    whole: bool
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


def find_boundaries(text: str, edges: list[int]) -> Boundaries:
    """Find the brackets of `text`; `edges` are starts of entries and cells, which end sentences and clauses."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    marks = [m.start() for m in _OPENED.finditer(text)]
    if marks:
        for mark in sorted([*marks, *(m.start() for m in _CLOSED.finditer(text))]):
            if text[mark] == "(":
                opened.append(mark)
            elif opened:
                begin = opened.pop()
                if mark - begin <= _FAR:
                    pairs.append((begin, mark))
    pairs.sort()
    cuts = sorted({*(edge - 1 for edge in edges if edge), *_pauses(text)})
    closed = list(accumulate((end for _, end in pairs), max))
    return Boundaries(cuts, [begin for begin, _ in pairs], closed, pairs)


def _pauses(text: str) -> list[int]:
    """Return where words pause in each sentence of more than `_LONGEST` characters, at least once in so many."""
    found: list[int] = []
    lines = text.split("\n")
    if max(map(len, lines)) <= _LONGEST:
        return found
    start = 0
    for line in lines:
        if len(line) > _LONGEST:
            begin = start
            for stop in [*(start + m.start() for m in _SENTENCE.finditer(line)), start + len(line)]:
                found += _pauses_in(text, begin, stop)
                begin = stop + 1
        start += len(line) + 1
    return found


def _pauses_in(text: str, begin: int, end: int) -> Iterator[int]:
    while end - begin > _LONGEST:
        marks = (text.rfind(pause, begin + _LONGEST // 2, begin + _LONGEST) for pause in _PAUSES)
        pause = next((mark for mark in marks if mark >= 0), begin + _LONGEST - 1)
        yield pause
        begin = pause + 1


def sentence_around(text: str, cuts: list[int], quantity: Quantity, low: int) -> Sentence:
    """Find the sentence of a quantity; `low` is an offset known to begin a sentence at or before it."""
    start, end = quantity.start, quantity.end
    nearest = start - _LONGEST - 1  # it begins no further back, or words pause there
    begin = low if low > nearest else nearest
    for mark in _STOPS:
        found = text.rfind(mark, begin, start)
        if found >= 0:
            begin = found + 1
    at = bisect_left(cuts, start)
    if at and cuts[at - 1] >= begin:
        begin = cuts[at - 1] + 1
    stop = _end_from(text, cuts, at, start)
    whole = stop >= end
    if not whole:
        stop = _end_from(text, cuts, bisect_left(cuts, end), end)
    # three characters more, so that digits behind a last comma are seen
    ends = [offset for m in _CLAUSE.finditer(text, begin, stop + 3) if (offset := m.start()) < stop]
    if not whole:
        ends = sorted({*ends, *cuts[at : bisect_left(cuts, stop)]})
    words = text[begin:stop]
    return Sentence(
        text,
        begin,
        stop,
        ends,
        whole,
        "年" in words or "月" in words or "季" in words,
        "其中" in words or ",当中" in words,
        "由" in words or "从" in words,
        "后" in words,
        Said(),
        {},
    )


def own_sentence(sentence: Sentence, cuts: list[int], quantity: Quantity) -> Sentence:
    """Find the sentence of a quantity that is not wholly in `sentence`, that of its neighbours."""
    own = sentence_around(sentence.text, cuts, quantity, 0)
    own.said, own.earlier = sentence.said, sentence.earlier
    own.part, own.plan_year = sentence.part, sentence.plan_year
    return own


def _end_from(text: str, cuts: list[int], at: int, offset: int) -> int:
    """Return the end of a sentence at or behind `offset`; `at` is the index of the first cut there."""
    stop = min(cuts[at] if at < len(cuts) else len(text), offset + _LONGEST + 1)
    for mark in _STOPS:
        found = text.find(mark, offset, stop)
        if found >= 0:
            stop = found
    return stop


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


def clause_around(sentence: Sentence, start: int, end: int) -> tuple[int, int]:
    """Return the clause of a span: from the clause's end before it to the one at or behind its own end."""
    ends = sentence.clause_ends
    before = bisect_left(ends, start)
    after = bisect_left(ends, end, before)
    return (
        ends[before - 1] + 1 if before else sentence.start,
        ends[after] if after < len(ends) else sentence.end,
    )


def words_beside(
    quantity: Quantity,
    clause: tuple[int, int],
    bracket: tuple[int, int] | None,
    previous: int,
    following: int,
) -> tuple[int, int]:
    """Return where the words before a quantity begin and where those behind it end.

    They stand in its clause and bracket, between the edges of its neighbours, `previous` and `following`.
    """
    start, end = quantity.start, quantity.end
    left, right = clause
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
    return left, right
