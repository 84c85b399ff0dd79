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
from pipeline.model import Span

_STOPS, _CLAUSE_ENDS = ("\n", "!", "?"), (";", ":")
# A comma between thousands, a colon in a ratio: neither ends a clause.
_JOINS = re.compile(r"(?<=[0-9])(?:,[0-9]{3}|:[0-9])")
_FAR = 200
"""A bracket that takes in more characters than this is none for the words inside it."""
_LONGEST = 1000
"""A sentence of more characters is none: text without stops (a table run together) is cut where its words pause."""
_PAUSES = (";", ",", "、", " ")


@dataclass(slots=True)
class Boundaries:
    """Where sentences and clauses of a text end, and its bracket pairs.

    `marks` is the text with 。 for all that ends a sentence and a comma for all that ends a clause. `closed[i]` is the
    furthest end of the pairs up to the one that opens at `opened[i]`.
    """

    marks: str
    opened: list[int]
    closed: list[int]
    brackets: list[tuple[int, int]]


@dataclass(slots=True)
class Sentence:
    """A sentence of `text`, and the `marks` of that; not `whole` when its first quantity runs over an end.

    It is `bracketed` when a bracket pair may be around words of it. What many rules look for is looked for once:
    whether it is `dated` (年, 月, 季), `divided` (其中), `moved` (由, 从), and whether something comes
    about `after` something (后). `said` is what a clause of it says, once that was asked for; `earlier` holds the
    largest value before the one being read by unit, in a sentence that tells a whole apart; `part` is the part of the
    document that it is in, whose plan is for `plan_year`; `hedges`, and the `years` that it states with their offsets,
    are found when the first quantity asks for them; `republic_years` are the offsets behind the digits of years such
    as 112年.
    """

    text: str
    start: int
    end: int
    marks: str
    whole: bool
    bracketed: bool
    dated: bool
    divided: bool
    moved: bool
    after: bool
    earlier: dict[str, Decimal]
    part: str = "plan"
    plan_year: int = 0
    said: Said | None = None
    hedges: list[re.Match[str]] | None = None
    years: list[tuple[int, int]] | None = None
    republic_years: tuple[int, ...] = ()

    def listen(self) -> Said:
        """Return what a clause of it says, to be read on."""
        if self.said is None:
            self.said = Said()
        return self.said


def find_boundaries(text: str, edges: list[int]) -> Boundaries:
    """Find the brackets of `text`; `edges` are starts of entries and cells, which end sentences and clauses."""
    pairs = _brackets(text)
    closed = list(accumulate((end for _, end in pairs), max))
    return Boundaries(_marks(text, edges), [begin for begin, _ in pairs], closed, pairs)


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


def _marks(text: str, edges: list[int]) -> str:
    """Write one mark for all that ends a sentence and one for all that ends a clause: one kind is found at once."""
    marks = text
    for mark in _STOPS:
        marks = marks.replace(mark, "。")
    cuts = [edge - 1 for edge in edges if 0 < edge <= len(marks) and marks[edge - 1] != "。"]
    cuts += _pauses(text, marks)
    if cuts:
        cuts = sorted({-1, *cuts})
        marks = "。".join([marks[a + 1 : b] for a, b in zip(cuts, [*cuts[1:], len(text)], strict=True)])
    for mark in _CLAUSE_ENDS:
        marks = marks.replace(mark, ",")
    return marks


def _pauses(text: str, marks: str) -> list[int]:
    """Return where words pause in each sentence of more than `_LONGEST` characters, at least once in so many."""
    found: list[int] = []
    start = 0
    while len(text) - start > _LONGEST:
        end = marks.rfind("。", start, start + _LONGEST + 1)
        if end < 0:
            end = marks.find("。", start)
            end = end if end >= 0 else len(text)
            found += _pauses_in(text, start, end)
        start = end + 1
    return found


def _pauses_in(text: str, begin: int, end: int) -> Iterator[int]:
    while end - begin > _LONGEST:
        marks = (text.rfind(pause, begin + _LONGEST // 2, begin + _LONGEST) for pause in _PAUSES)
        pause = next((mark for mark in marks if mark >= 0), begin + _LONGEST - 1)
        yield pause
        begin = pause + 1


def sentence_around(text: str, boundaries: Boundaries, quantity: Quantity, low: int) -> Sentence:
    """Find the sentence of a quantity; `low` is an offset known to begin a sentence at or before it."""
    start, end, marks = quantity.start, quantity.end, boundaries.marks
    nearest = start - _LONGEST - 1  # it begins no further back, or words pause there
    begin = low if low > nearest else nearest
    last = marks.rfind("。", begin, start)
    if last >= 0:
        begin = last + 1
    stop = marks.find("。", start, start + _LONGEST + 1)
    if stop < 0:
        stop = _end_from(marks, start)
    whole = stop >= end
    if not whole:
        stop = _end_from(marks, end)
    words = text[begin:stop]
    opened = bisect_left(boundaries.opened, stop)
    return Sentence(
        text,
        begin,
        stop,
        marks,
        whole,
        opened > 0 and boundaries.closed[opened - 1] > begin,
        "年" in words or "月" in words or "季" in words,
        "中" in words and ("其中" in words or "当中" in words),
        "由" in words or "从" in words,
        "后" in words,
        {},
    )


def own_sentence(sentence: Sentence, boundaries: Boundaries, quantity: Quantity) -> Sentence:
    """Find the sentence of a quantity that is not wholly in `sentence`, that of its neighbours."""
    own = sentence_around(sentence.text, boundaries, quantity, 0)
    own.said, own.earlier = sentence.listen(), sentence.earlier
    own.part, own.plan_year = sentence.part, sentence.plan_year
    return own


def _end_from(marks: str, offset: int) -> int:
    """Return the end of a sentence at or behind `offset`."""
    furthest = offset + _LONGEST + 1
    stop = marks.find("。", offset, furthest)
    if stop >= 0:
        return stop
    return furthest if furthest < len(marks) else len(marks)


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


def clause_around(sentence: Sentence, start: int, end: int) -> Span:
    """Return the clause of a span: from the clause's end before it to the one at or behind its own end."""
    text, marks, first, stop = sentence.text, sentence.marks, sentence.start, sentence.end
    left = marks.rfind(",", first, start)
    while left >= 0 and text[left - 1] <= "9" and _JOINS.match(text, left):
        left = marks.rfind(",", first, left)
    right = marks.find(",", end, stop)
    while right >= 0 and text[right - 1] <= "9" and _JOINS.match(text, right):
        right = marks.find(",", right + 1, stop)
    if not sentence.whole:  # ends of sentences inside end clauses
        left = max(left, marks.rfind("。", first, start))
        cut = marks.find("。", end, right if right >= 0 else stop)
        right = cut if cut >= 0 else right
    return left + 1 if left >= 0 else first, right if right >= 0 else stop


def words_beside(
    quantity: Quantity, clause: Span, bracket: Span | None, previous: int, following: int
) -> Span:
    """Return where the words before a quantity begin and where those behind it end.

    They stand in its clause and in the bracket, between the edges of the quantity's neighbours, `previous` and
    `following`.
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
