"""What the scores are made of: counts and mismatches, and how two rows, words or numbers are compared."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.evaluate.gold import Gold, Row, Span, surface_span

Pairs = list[tuple[Row, Row]]

AROUND = (14, 10)
"""How many characters before and after the span a mismatch quotes."""

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


@dataclass(frozen=True, slots=True)
class Count:
    """How many of the gold and of the built rows are right; for an accuracy both are the matched rows."""

    right: float = 0
    gold: int = 0
    built: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.gold + other.gold, self.built + other.built)

    @property
    def precision(self) -> float | None:
        """What share of the built rows is right; None where nothing was built."""
        return self.right / self.built if self.built else None

    @property
    def recall(self) -> float | None:
        """What share of the gold rows was found; None where the gold has none."""
        return self.right / self.gold if self.gold else None

    @property
    def score(self) -> float | None:
        """F1, which is the accuracy where both sides are the same rows; None where there is no row."""
        rows = self.gold + self.built
        return 2 * self.right / rows if rows else None


@dataclass(frozen=True, slots=True)
class Mismatch:
    """One difference between gold and built, to be read by who mends the rule."""

    field: str
    document: str
    start: int
    quote: str
    gold: str
    built: str
    rule_id: str = ""


@dataclass(frozen=True, slots=True)
class Built:
    """What was built from one document, as plain rows."""

    doc_type: str
    text: str
    indicators: Sequence[Row]
    tasks: Sequence[Row]
    responsibilities: Sequence[Row]
    deadlines: Sequence[Row]
    numerals: Sequence[Row]


def fold(value: Any) -> str:
    """Return the value as text, full-width digits, letters and punctuation made half-width."""
    return "" if value is None else str(value).translate(_WIDTHS)


def character_f1(gold: str | None, built: str | None) -> float:
    """Return the F1 of two bags of characters without punctuation and spaces; 1 when both are empty."""
    bags = [
        Counter(c for c in fold(words) if unicodedata.category(c)[0] not in "PZC") for words in (gold, built)
    ]
    total = bags[0].total() + bags[1].total()
    return 2 * (bags[0] & bags[1]).total() / total if total else 1.0


def same_number(gold: Any, built: Any) -> bool:
    """Tell whether two bounds are the same number, beyond the rounding of a float64; null is only null."""
    if gold is None or built is None:
        return gold is None and built is None
    return math.isclose(float(gold), float(built), rel_tol=1e-9)


def same_value(gold: Row, built: Row) -> bool:
    """Tell whether the bounds, the comparator and the unit are all right."""
    return (
        same_number(gold["value_low"], built.get("value_low"))
        and same_number(gold["value_high"], built.get("value_high"))
        and gold["comparator"] == built.get("comparator")
        and fold(gold["unit"]) == fold(built.get("unit"))
    )


def nearest(golds: Sequence[Row], builts: Sequence[Row], distance: Callable[[Row, Row], int | None]) -> Pairs:
    """Pair rows one to one, the nearest first; a distance of None forbids the pair."""
    candidates = []
    for i, known in enumerate(golds):
        for j, row in enumerate(builts):
            apart = distance(known, row)
            if apart is not None:
                candidates.append((apart, i, j))
    pairs: Pairs = []
    used_gold: set[int] = set()
    used_built: set[int] = set()
    for _, i, j in sorted(candidates):
        if i not in used_gold and j not in used_built:
            used_gold.add(i)
            used_built.add(j)
            pairs.append((golds[i], builts[j]))
    return pairs


def met(pairs: Pairs) -> tuple[set[int], set[int]]:
    """Return the identities of the gold and of the built rows that are in a pair."""
    return {id(known) for known, _ in pairs}, {id(row) for _, row in pairs}


def gold_span(row: Row, text: str) -> Span:
    """Return the span of the row's surface, or one of its length where it does not stand in the text."""
    start: int = row["start"]
    return surface_span(text, row["surface"], start) or (start, start + len(row["surface"]))


def deadline_words(row: Row) -> str:
    """Return what of a deadline must be right: `by 2023-12-31`, `ongoing -`."""
    return f"{row['type']} {row['latest'] or '-'}"


def value_words(row: Row) -> str:
    """Return the value compactly: `ge 450 CNY`, `range 1..2 count`."""
    low, high = (_number(row.get(bound)) for bound in ("value_low", "value_high"))
    number = low if low == high else f"{low}..{high}"
    return f"{row.get('comparator')} {number} {fold(row.get('unit'))}"


def _number(value: Any) -> str:
    return "" if value is None else f"{float(value):.12g}"


def mismatch(
    field: str, gold: Gold, built: Built, span: Span, said: str, read: str, row: Row | None = None
) -> Mismatch:
    """Return the mismatch with its place in the document quoted."""
    rule = str(row.get("rule_id") or "") if row else ""
    return Mismatch(field, gold.name, span[0], _quote(built.text, span), said, read, rule)


def _quote(text: str, span: Span) -> str:
    """Return the span in 【】 with a little of what stands around it, on one line."""
    start, end = span
    before, after = text[max(0, start - AROUND[0]) : start], text[end : end + AROUND[1]]
    return f"{before}【{text[start:end]}】{after}".replace("\r", "").replace("\n", "⏎")
