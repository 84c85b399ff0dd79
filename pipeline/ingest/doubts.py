"""What makes a text that was decoded doubtful as a Chinese plan: other languages, markup left in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.model import Issue

_SAMPLE = 20_000
# Chinese plans are above 0.95, even those that name many foreign firms.
_CHINESE = 0.2
_ENOUGH = 50  # fewer letters may be a table with units in it
_LETTER = re.compile(r"[^\W\d_]")
_HANZI = re.compile("[㐀-鿿]")
_CLOSING_TAG = re.compile(r"</[A-Za-z][A-Za-z0-9]{0,9}>")
_TAGS = 3  # one or two may be meant, as in a plan for software


def doubts(text: str, name: str, start: int, end: int) -> Iterator[Issue]:
    """Yield an issue for each thing that makes the content of `text` doubtful; `name` is the file's."""
    sample = text[start : min(end, start + _SAMPLE)]
    letters, hanzi = (len(form.findall(sample)) for form in (_LETTER, _HANZI))
    if letters >= _ENOUGH and hanzi < letters * _CHINESE:
        message = (
            f"{name} is scarcely Chinese: {hanzi} of {letters} letters are hanzi; "
            "only Chinese is understood, so what was read from it may mean something else"
        )
        yield Issue("warning", "document.not_chinese", message, "documents")
    tags = list(_CLOSING_TAG.finditer(text, start, end))
    if len(tags) >= _TAGS:
        message = (
            f"{name} has markup in its text ({tags[0][0]} and {len(tags) - 1} more); "
            "save the page's text instead, tags hide where lines end"
        )
        yield Issue("warning", "document.markup", message, "documents", None, *tags[0].span())
