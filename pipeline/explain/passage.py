"""The source around a span, the span marked."""

from __future__ import annotations

import re

Marks = tuple[str, str]
"""What is put before and behind the marked words."""

_SENTENCE_END = re.compile(r"[。！？!?；;\n]")
_FURTHEST = 120
_LONGEST = 400
_ENDS = 160


def passage(text: str, start: int | None, end: int | None, marks: Marks) -> str:
    """Return the sentence around `text[start:end]` on one line, line ends shown as ↵, what is cut as ….

    A span of more than 400 characters is shown by its two ends; without a span there is no passage.
    """
    if start is None or end is None or not text:
        return "(no passage)"
    first, last = sentence(text, start, end)
    inside = text[start:end]
    if len(inside) > _LONGEST:
        inside = f"{inside[:_ENDS]} … {inside[-_ENDS:]}"
    shown = (
        ("…" if _cut(text, first) else "") + text[first:start] + marks[0] + inside + marks[1] + text[end:last]
        + ("…" if last < len(text) and last - end >= _FURTHEST else "")
    )  # fmt: skip
    return shown.strip().replace("\r", "").replace("\n", "↵")


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence around `start:end`, at most 120 characters more on either side."""
    before = [match.end() for match in _SENTENCE_END.finditer(text, max(0, start - _FURTHEST), start)]
    after = _SENTENCE_END.search(text, max(end - 1, start), min(len(text), end + _FURTHEST))
    first = before[-1] if before else max(0, start - _FURTHEST)
    last = max(end, after.end()) if after else min(len(text), end + _FURTHEST)
    return first, last


def _cut(text: str, first: int) -> bool:
    return first > 0 and not _SENTENCE_END.match(text, first - 1)
