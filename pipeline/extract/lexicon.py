"""The lexicon as extraction uses it: dictionaries looked up by the longest form at an offset."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from pipeline import lexicon


@cache
def unit_forms() -> dict[str, tuple[str, str]]:
    """Map a written unit (`万` and the like left out) to its code and kind."""
    return {row["form"]: (row["unit"], row["kind"]) for row in lexicon.read("unit_forms")}


@cache
def labels_after() -> dict[str, str]:
    """Map what follows a number that belongs to a name to the class of that number."""
    return {row["text"]: row["class"] for row in lexicon.read("labels") if row["side"] == "after"}


@cache
def comparators(side: str) -> dict[str, str]:
    """Map comparator words that stand before or after a number to their code."""
    return {row["text"]: row["comparator"] for row in lexicon.read("comparators") if row["side"] == side}


@cache
def lengths(table: str, side: str = "") -> tuple[int, ...]:
    """Return the form lengths of a dictionary, longest first."""
    forms: Mapping[str, object]
    forms = comparators(side) if side else unit_forms() if table == "units" else labels_after()
    return tuple(sorted({len(form) for form in forms}, reverse=True))


def longest_at(text: str, offset: int, forms: Mapping[str, object], sizes: tuple[int, ...]) -> str | None:
    """Return the longest form of the dictionary that `text` has at `offset`."""
    for size in sizes:
        form = text[offset : offset + size]
        if form in forms and len(form) == size:
            return form
    return None


def longest_before(text: str, offset: int, forms: Mapping[str, object], sizes: tuple[int, ...]) -> str | None:
    """Return the longest form of the dictionary that ends at `offset`."""
    for size in sizes:
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
