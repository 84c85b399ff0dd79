"""Sets of words, looked up by the longest of them that stands at an offset of a text or ends there.

A look-up asks for two characters, then for one of them, so that most places of a text cost two looks at a dictionary.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_Pairs = dict[str, tuple[list[str], str | None]]
"""Two characters → the words of more that have both, longest first, and the word where none of those stands."""


def _index(words: Iterable[str], one: slice, two: slice) -> tuple[dict[str, str | None], _Pairs]:
    """Index words by the character `one` of each, to the word that it is, and by the characters `two`."""
    singles: dict[str, str | None] = {}
    pairs: _Pairs = {}
    for word in sorted(words, key=len):
        single = singles.setdefault(word[one], word if len(word) == 1 else None)
        if len(word) > 1:
            longer, shorter = pairs.get(word[two], ([], single))
            pairs[word[two]] = ([], word) if len(word) == 2 else ([word, *longer], shorter)
    return singles, pairs


class Words:
    """Words looked up where they begin; `heads` holds their first characters."""

    __slots__ = ("heads", "pairs")

    def __init__(self, words: Iterable[str]) -> None:
        self.heads, self.pairs = _index(words, slice(1), slice(2))

    def at(self, text: str, offset: int) -> str | None:
        """Return the longest word that `text` has at `offset`, or None."""
        pair = text[offset : offset + 2]
        found = self.pairs.get(pair)
        if found is None:
            return self.heads.get(pair[0]) if pair else None
        for word in found[0]:
            if text.startswith(word, offset):
                return word
        return found[1]


class Endings:
    """Words looked up where they end; `tails` holds their last characters."""

    __slots__ = ("pairs", "tails")

    def __init__(self, words: Iterable[str]) -> None:
        self.tails, self.pairs = _index(words, slice(-1, None), slice(-2, None))

    def before(self, text: str, offset: int) -> str | None:
        """Return the longest word that ends at `offset` of `text`, or None."""
        pair = text[offset - 2 : offset] if offset > 1 else text[:offset]
        found = self.pairs.get(pair)
        if found is None:
            return self.tails.get(pair[-1]) if pair else None
        for word in found[0]:
            if text.endswith(word, 0, offset):
                return word
        return found[1]


def offsets_of(letter: str, text: str) -> Iterator[int]:
    """Yield where a letter stands in `text`."""
    at = text.find(letter)
    while at >= 0:
        yield at
        at = text.find(letter, at + 1)


def matches_from(letter: str, pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """Find the matches of a pattern that begins with a rare letter: `str.find` leaps from one to the next."""
    at = text.find(letter)
    while at >= 0:
        match = pattern.match(text, at)
        if match:
            yield match
        at = text.find(letter, match.end() if match else at + 1)
