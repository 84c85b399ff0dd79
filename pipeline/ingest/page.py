"""What metadata is read from: the file's name, the lines of the content and the page chrome around them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from pipeline.ingest.furniture import Layout
from pipeline.ingest.lines import Line, lines

_OPENING_LINES = 12
_OPENING_CHARACTERS = 600


@dataclass(frozen=True, slots=True)
class Page:
    """One document as clues see it; `stem` is the file's name without its ending, `chrome` is folded."""

    stem: str
    text: str
    content: tuple[Line, ...]
    chrome: tuple[str, ...]
    headline: Line | None
    """The first line of the content where the page's byline stands below it."""

    def written(self, line: Line) -> str:
        """Return the line as the source has it."""
        return self.text[line.start : line.end]

    def body(self, limit: int) -> str:
        """Return at most `limit` characters of the content as written."""
        if not self.content:
            return ""
        start = self.content[0].start
        return self.text[start : min(self.content[-1].end, start + limit)]

    def opening(self) -> str:
        """Return the first lines of the content, where a document says what it is."""
        last = self.content[:_OPENING_LINES][-1].end if self.content else 0
        return self.body(_OPENING_CHARACTERS)[: last - self.content[0].start] if self.content else ""


def read_page(path: str, text: str, layout: Layout) -> Page:
    """Part the lines of `text` into content and chrome."""
    content: list[Line] = []
    chrome: list[str] = []
    spans = iter(layout.furniture)
    span = next(spans, None)
    headline: Line | None = None
    for line in lines(text):
        while span is not None and span[1] <= line.start:
            span = next(spans, None)
        if span is not None and span[0] <= line.start:
            chrome.append(line.compact)
            if len(content) == 1 and headline is None:
                headline = content[0]
        else:
            content.append(line)
    stem = PurePosixPath(path).stem
    return Page(stem, text, tuple(content), tuple(chrome), headline if len(content) > 1 else None)
