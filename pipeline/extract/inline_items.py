"""Items inside a paragraph: 一是…二是…, (1)…(2)…, ①…②."""

from __future__ import annotations

import re

from pipeline.extract.shape import Entry

# What the first item begins with, a pattern of it alone, and one that finds all of them.
_INLINE: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "一",
        # Without it no item is there: 一 alone is in most paragraphs.
        re.compile(r"一[一二三四五六七八九十]?(?:是|要)"),
        re.compile(
            r"[一二三四五六七八九十](?:(?<=[。;:!?].)|(?<=[。;:!?] .))[一二三四五六七八九十]?(?:是|要)(?![否非])"
        ),
    ),
    (
        "(1)",
        re.compile(r"\((?:(?<=[。;:!?]\()|(?<=[。;:!?] \())1\)"),
        re.compile(r"\((?:(?<=[。;:!?]\()|(?<=[。;:!?] \())[0-9]{1,2}\)"),
    ),
    ("①", re.compile("①"), re.compile(r"[①-⑳]")),
    (
        "(一)",
        re.compile(r"\((?<=[。;:!?]\()一\)"),
        re.compile(r"\((?<=[。;:!?]\()[一二三四五六七八九十]{1,2}\)"),
    ),
    (
        "1.",
        re.compile(r"1(?<=[。;:!?].)\.(?=[\u4e00-\u9fff“])"),
        re.compile(r"[0-9](?<=[。;:!?].)[0-9]?\.(?=[\u4e00-\u9fff“])"),
    ),
)
_FIRST_ITEM = re.compile(r"一(?:是|要)")


def inline_entries(text: str, start: int, end: int, block: int | None) -> list[Entry] | None:
    """Read 一是…二是…, (1)…(2)… or ①…② inside a paragraph of a block as tasks of their own; None without any."""
    words = text[start:end]
    for first, opens, pattern in _INLINE:
        # A look for one character is many times as quick as one for several.
        if first[0] not in words or not opens.search(text, start, end):
            continue
        marks = list(pattern.finditer(text, start, end))
        if first == "一":
            opening = _FIRST_ITEM.match(text, start)
            marks = [opening, *marks] if opening else marks
        if len(marks) < 2 or not marks[0].group().startswith(first):
            continue
        entries: list[Entry] = []
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            stop = following.start() if following else end
            if following is None:
                stop = _exhortation_from(text, mark.end(), stop)
            while text[stop - 1] == " ":
                stop -= 1
            if mark.end() < stop:
                entries.append(Entry(mark.end(), stop, block, mark.group().strip()))
        return entries
    return None


def _exhortation_from(text: str, start: int, end: int) -> int:
    """Return where the last of several items ends: before the sentence that closes the list of them."""
    first = text.find("。", start, end)
    closing = _CLOSES_LIST.match(text, first + 1, end) if first >= 0 else None
    return closing.start() if closing else end


_CLOSES_LIST = re.compile(r"(?=[^\n]*让|[^\n]*(?:我们|庄严承诺))[^0-9\n]*$")
