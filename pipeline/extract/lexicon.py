"""The lexicon as extraction uses it: dictionaries looked up by the longest form at an offset, patterns of cues."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from functools import cache

from pipeline import lexicon


def sizes_by(forms: Iterable[str], place: int) -> dict[str, tuple[int, ...]]:
    """Group the lengths of `forms` by the character at `place` in them, longest first."""
    sizes: dict[str, set[int]] = {}
    for form in forms:
        sizes.setdefault(form[place], set()).add(len(form))
    return {character: tuple(sorted(found, reverse=True)) for character, found in sizes.items()}


def _comparators(side: str) -> dict[str, str]:
    return {row["text"]: row["comparator"] for row in lexicon.read("comparators") if row["side"] == side}


# These are asked for every numeral of every text, so they are plain dictionaries, read once.
UNIT_FORMS = {row["form"]: (row["unit"], row["kind"]) for row in lexicon.read("unit_forms")}
"""A written unit (`万` and the like left out) → its code and kind."""
UNIT_SIZES = sizes_by(UNIT_FORMS, 0)
"""The first character of unit forms → the lengths of those that begin with it, longest first."""
LABELS_AFTER = {row["text"]: row["class"] for row in lexicon.read("labels") if row["side"] == "after"}
"""What follows a number that belongs to a name → the class of that number."""
LABEL_SIZES = sizes_by(LABELS_AFTER, 0)
"""The first character of the labels behind a number → their lengths, longest first."""
BEFORE, AFTER = _comparators("before"), _comparators("after")
"""Comparator words that stand before or behind a number → their code."""
BEFORE_SIZES, AFTER_SIZES = sizes_by(BEFORE, -1), sizes_by(AFTER, 0)
"""The character of a comparator that touches the number or unit → lengths, longest first."""


def longest_at(
    text: str, offset: int, forms: Container[str], sizes: Mapping[str, tuple[int, ...]]
) -> str | None:
    """Return the longest form that `text` has at `offset`; `sizes` are of its first character."""
    for size in sizes.get(text[offset : offset + 1], ()):
        form = text[offset : offset + size]
        if form in forms:
            return form
    return None


def longest_before(
    text: str, offset: int, forms: Container[str], sizes: Mapping[str, tuple[int, ...]]
) -> str | None:
    """Return the longest form that ends at `offset` of `text`; `sizes` are of its last character."""
    if not offset:
        return None
    for size in sizes.get(text[offset - 1], ()):
        form = text[max(0, offset - size) : offset]
        if form in forms:
            return form
    return None


@cache
def cues(kind: str) -> re.Pattern[str]:
    """Compile the cue words of one kind (`pipeline/lexicon/cues.csv`) into one alternation, longest first."""
    words = sorted(
        (row["text"] for row in lexicon.read("cues") if row["kind"] == kind), key=len, reverse=True
    )
    return re.compile("|".join(map(re.escape, words)))


@cache
def cue_codes(kind: str) -> dict[str, str]:
    """Map each cue word of one kind to its code."""
    return {row["text"]: row["code"] for row in lexicon.read("cues") if row["kind"] == kind}


def cue_words(*kinds: str) -> frozenset[str]:
    """Return the cue words of some kinds."""
    return frozenset(row["text"] for row in lexicon.read("cues") if row["kind"] in kinds)


@cache
def alternation(*kinds: str) -> str:
    """Return the cue words of some kinds as one alternation for a pattern, longest first."""
    return "|".join(map(re.escape, sorted(cue_words(*kinds), key=lambda word: (-len(word), word))))


@cache
def cue_pattern(kind: str, suffix: str = "") -> re.Pattern[str]:
    """Compile the cue words of one kind, each with what `suffix` matches behind it."""
    return re.compile(rf"(?:{alternation(kind)}){suffix}")
