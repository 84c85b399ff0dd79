"""The place a document is of, read in its title, its page, its first lines, its file name or its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pipeline.ingest.lines import fold
from pipeline.ingest.page import Page
from pipeline.normalize.places import Place, find_place, is_within, place_by_id, place_pattern_names

Located = tuple[Place, str]

_SCANNED = 20_000
_LONGEST = 12  # characters of a place's name
_MENTIONS = 2  # a place named once in a text may be anywhere
_PARTS = 3  # so many parts of one place named, none more than the others: the text is of the whole
_ASSEMBLY = re.compile("在([一-龥]{2,16}?)第[一二三四五六七八九十]{1,4}届人民代表大会")
_SPEAKER = re.compile("代表([一-龥]{2,14}?)(?:人民)?政府,?向")


def find_document_place(page: Page, title: str | None, issuer: str | None = None) -> Located | None:
    """Return the place of a document and where it was read, or None when nothing tells for certain enough."""
    head = fold(page.opening())
    for words, told in (
        (fold(title or ""), "the title"),
        (fold(issuer or ""), "the issuer"),
        *((match[1], "the first lines") for match in (*_ASSEMBLY.finditer(head), *_SPEAKER.finditer(head))),
        (fold(page.stem), "the file name"),
    ):
        place = first_place(words)
        if place is not None:
            return place, told
    return _most_named(fold(page.body(_SCANNED)))


def first_place(words: str) -> Place | None:
    """Return the place named first in a short text, the inner one of 湖北省襄阳市."""
    found: Place | None = None
    end = 0
    for start, name in _names(words):
        if found is not None and start != end:
            break
        place = find_place(name, found.place_id if found else None)
        if place is None or (found is not None and not is_within(place.place_id, found.place_id)):
            if found is not None:
                break
            continue
        found, end = place, start + len(name)
    return found


def _names(words: str) -> Iterator[tuple[int, str]]:
    """Yield the names of places in order, the longest at each position, not overlapping."""
    names = place_pattern_names()
    known = names["full"] | names["short"]
    start = 0
    while start < len(words) - 1:
        for length in range(min(_LONGEST, len(words) - start), 1, -1):
            name = words[start : start + length]
            if name in known:
                yield start, name
                start += length
                break
        else:
            start += 1


def _most_named(words: str) -> Located | None:
    """Return the place named most often; a text that goes through the parts of a place is of the whole."""
    counts: Counter[str] = Counter()
    for _, name in _names(words):
        place = find_place(name)
        if place is not None and place.kind != "country":
            counts[place.place_id] += 1
    wholes = Counter(
        place.parent_place_id
        for place in map(place_by_id, counts)
        if place is not None
        and place.parent_place_id is not None
        and place.kind not in ("province", "prefecture")
    )
    whole, parts = max(wholes.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if parts >= _PARTS and (place := place_by_id(whole)) is not None:
        return place, f"the text, which names {parts} of its parts"
    if not counts:
        return None
    best = max(counts, key=lambda found: (counts[found], found))
    place = place_by_id(best)
    if place is None or counts[best] < _MENTIONS:
        return None
    return place, f"the text, which names it {counts[best]} times"
