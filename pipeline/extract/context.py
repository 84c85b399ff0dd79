"""Sentences and clauses around quantities: what a rule may look at, found once for each text."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from pipeline.extract.quantity import Quantity

_SENTENCE = re.compile(r"[。!?\n]")
_CLAUSE = re.compile(r"[;:。!?\n]|(?<![0-9]),|,(?![0-9]{3})")
_BRACKETS = re.compile(r"[()]")


@dataclass(frozen=True, slots=True)
class Boundaries:
    """Sorted offsets of sentence ends, clause ends and bracket pairs."""

    sentences: list[int]
    clauses: list[int]
    brackets: list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Context:
    """A quantity in its clause: `before` and `after` are the words between it and its neighbours.

    `left`/`right` are the offsets where those words begin and end; `bracket` is the pair around them, if any.
    """

    sentence: tuple[int, int]
    clause: tuple[int, int]
    left: int
    right: int
    before: str
    after: str
    bracket: tuple[int, int] | None


def find_boundaries(text: str, edges: list[int]) -> Boundaries:
    """Find where sentences, clauses and brackets end; `edges` are starts of entries and cells, which end both."""
    cuts = [edge - 1 for edge in edges if edge]
    sentences = sorted({*(m.start() for m in _SENTENCE.finditer(text)), *cuts})
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for match in _BRACKETS.finditer(text):
        if match.group() == "(":
            opened.append(match.start())
        elif opened:
            begin = opened.pop()
            if match.start() - begin <= 200:
                pairs.append((begin, match.start()))
    return Boundaries(sentences, sorted({*(m.start() for m in _CLAUSE.finditer(text)), *cuts}), sorted(pairs))


def span_around(ends: list[int], start: int, end: int, length: int) -> tuple[int, int]:
    """Return the span between the boundary before `start` and the one at or after `end`."""
    before = bisect_left(ends, start) - 1
    after = bisect_left(ends, end)
    return (ends[before] + 1 if before >= 0 else 0), (ends[after] if after < len(ends) else length)


def bracket_around(boundaries: Boundaries, start: int, end: int) -> tuple[int, int] | None:
    """Return the innermost bracket pair around a span, or None."""
    at = bisect_right(boundaries.brackets, (start, 1 << 60)) - 1
    while at >= 0:
        begin, stop = boundaries.brackets[at]
        if begin < start and stop >= end:
            return begin, stop
        if start - begin > 200:
            return None
        at -= 1
    return None


def read_context(
    text: str, boundaries: Boundaries, quantity: Quantity, previous: int, following: int
) -> Context:
    """Cut the words around a quantity; `previous` and `following` bound it by its neighbours' edges."""
    sentence = span_around(boundaries.sentences, quantity.start, quantity.end, len(text))
    clause = span_around(boundaries.clauses, quantity.start, quantity.end, len(text))
    bracket = bracket_around(boundaries, quantity.start, quantity.end)
    return _cut(text, quantity, sentence, clause, bracket, previous, following)


def recut(text: str, quantity: Quantity, context: Context, previous: int, following: int) -> Context:
    """Cut the same context anew between other neighbours."""
    return _cut(text, quantity, context.sentence, context.clause, context.bracket, previous, following)


def _cut(
    text: str,
    quantity: Quantity,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    bracket: tuple[int, int] | None,
    previous: int,
    following: int,
) -> Context:
    low, high = clause
    if bracket:
        low, high = max(low, bracket[0] + 1), min(high, bracket[1])
    left = min(max(low, previous), quantity.start)
    right = max(min(high, following), quantity.end)
    return Context(
        sentence, clause, left, right, text[left : quantity.start], text[quantity.end : right], bracket
    )
