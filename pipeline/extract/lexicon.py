"""The lexicon as extraction uses it: dictionaries looked up by the longest form at an offset, patterns of cues."""

from __future__ import annotations

import re
from functools import cache

from pipeline import lexicon
from pipeline.extract.words import Endings, Words


def _comparators(side: str) -> dict[str, str]:
    return {row["text"]: row["comparator"] for row in lexicon.read("comparators") if row["side"] == side}


# These are asked for every numeral of every text, so they are read once, at import.
UNIT_FORMS = {row["form"]: (row["unit"], row["kind"]) for row in lexicon.read("unit_forms")}
"""A written unit (`万` and the like left out) → its code and kind."""
UNITS = Words(UNIT_FORMS)
LABELS_AFTER = {row["text"]: row["class"] for row in lexicon.read("labels") if row["side"] == "after"}
"""What follows a number that belongs to a name → the class of that number."""
LABELS = Words(LABELS_AFTER)
BEFORE_CODES, AFTER_CODES = _comparators("before"), _comparators("after")
"""Comparator words that stand before or behind a number → their code."""
BEFORE, AFTER = Endings(BEFORE_CODES), Words(AFTER_CODES)


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
