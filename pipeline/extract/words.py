"""Sets of words, looked up by the longest of them that stands at an offset of a text or ends there.

A look-up asks for one character and the one next to it, so that most places of a text cost one look at a dictionary.
"""

from __future__ import annotations

from collections.abc import Iterable

_Index = dict[str, tuple[dict[str, list[str]], str | None]]
"""A character → the words of several that have it there, by the character next to it, and the word that it is."""


def _index(words: Iterable[str], place: int, beside: int) -> _Index:
    """Index words, longest first, by their characters at `place` and, where there are several, `beside` it."""
    index: _Index = {}
    for word in sorted(words, key=len, reverse=True):
        longer, single = index.get(word[place], ({}, None))
        if len(word) > 1:
            longer.setdefault(word[beside], []).append(word)
        else:
            single = word
        index[word[place]] = longer, single
    return index


class Words:
    """Words looked up where they begin; `heads` holds their first characters."""

    __slots__ = ("heads",)

    def __init__(self, words: Iterable[str]) -> None:
        self.heads = _index(words, 0, 1)

    def at(self, text: str, offset: int) -> str | None:
        """Return the longest word that `text` has at `offset`, or None."""
        found = self.heads.get(text[offset : offset + 1])
        if found is None:
            return None
        longer, single = found
        if longer:
            for word in longer.get(text[offset + 1 : offset + 2], ()):
                if text.startswith(word, offset):
                    return word
        return single


class Endings:
    """Words looked up where they end; `tails` holds their last characters."""

    __slots__ = ("tails",)

    def __init__(self, words: Iterable[str]) -> None:
        self.tails = _index(words, -1, -2)

    def before(self, text: str, offset: int) -> str | None:
        """Return the longest word that ends at `offset` of `text`, or None."""
        found = self.tails.get(text[offset - 1]) if offset else None
        if found is None:
            return None
        longer, single = found
        if longer and offset > 1:
            for word in longer.get(text[offset - 2], ()):
                if text.endswith(word, 0, offset):
                    return word
        return single
