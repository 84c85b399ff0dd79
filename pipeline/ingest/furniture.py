"""Where the content of a page begins and ends, and which lines inside it are page chrome.

Losing content is worse than keeping chrome: a line is furniture only when the whole of it has a known form
(lexicon/furniture.csv), and the head and tail grow over unknown lines only between lines of known form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.ingest.lines import Line, has_substance, is_item, is_sentence, is_title, lines
from pipeline.lexicon import read
from pipeline.model import Span

# A page's head is looked for in so many lines; government sites put up to thirty cells of metadata there.
_HEAD_LINES = 60
# Unknown short lines in a row that a tail may grow over (names of columns, titles of other pages).
_TAIL_GAP = 12
# A tail is made of lines of known form and lines with at least so many words of a copyright notice.
_NOTICE_WORDS = 2
# Characters that two titles must share at their beginning to be two wordings of one.
_SHARED_TITLE = 6
# A line that stands so often as the title is a running header.
_RUNNING_HEADER = 3
# A block of metadata has at least so many labels; a value beside a label is no longer than this.
_LABELS = 2
_CELL = 60
# A title is broken over at most three lines.
_TITLE_PARTS = 2
# So many titles in a row are a list of other pages.
_RELATED = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """Content bounds, without the blanks around it, and furniture spans in order, not overlapping.

    When all is furniture, or nothing is there, content_start == content_end.
    """

    content_start: int
    content_end: int
    furniture: tuple[Span, ...]


def find_furniture(text: str) -> Layout:
    """Tell page chrome from content in `text`. Linear in its length, never raises."""
    page = list(lines(text))
    if not page:
        return Layout(0, 0, ())
    head = _head_furniture(page)
    first = _content_first(page, head)
    last = _content_last(page, max([first, *(index + 1 for index in head)]))
    inside = {i for i in range(first, last) if i in head or _is_known(page[i], "line")}
    inside |= _running_headers(page, first, last)
    if len(inside) == last - first:
        return Layout(len(text), len(text), ((page[0].start, page[-1].end),))
    spans = [(page[i].start, page[i].end) for i in sorted(inside)]
    if first > 0:
        spans.insert(0, (page[0].start, page[first - 1].end))
    if last < len(page):
        spans.append((page[last].start, page[-1].end))
    return Layout(page[first].start, page[last - 1].end, tuple(spans))


def _head_furniture(page: Sequence[Line]) -> frozenset[int]:
    """Return the lines of known form above the first line that only content has."""
    found: set[int] = set()
    labels: set[int] = set()
    for i, line in enumerate(page[:_HEAD_LINES]):
        if _is_known(line, "line") or _is_known(line, "head"):
            found.add(i)
        elif _is_known(line, "label"):
            labels.add(i)
            if i + 1 < len(page) and _is_cell(page[i + 1]):
                labels.add(i + 1)
        elif i not in labels and not is_title(line) and _is_content(line) and not _is_headline(page, i):
            break
    # One label alone may be a heading or a column of a table.
    if sum(_is_known(page[i], "label") for i in labels) >= _LABELS:
        found |= labels
    return frozenset(found)


def _is_headline(page: Sequence[Line], i: int) -> bool:
    """A line right above a byline is a headline, figures in it or not."""
    return i + 1 < len(page) and _is_known(page[i + 1], "head") and not is_sentence(page[i])


def _is_cell(line: Line) -> bool:
    return not is_sentence(line) and not is_title(line) and len(line.compact) <= _CELL


def _is_content(line: Line) -> bool:
    return is_sentence(line) or is_item(line) or has_substance(line)


def _content_first(page: Sequence[Line], head: frozenset[int]) -> int:
    """Return the index of the first line of content: the document's title where it has one.

    The page's own title above the chrome goes with the chrome when the document's title follows it.
    """
    if not head:
        return 0
    after = max(head) + 1
    unknown = [i for i in range(after) if i not in head]
    titles = [i for i in unknown if is_title(page[i])]
    if after < len(page) and any(_repeats(page[after], page[i]) for i in titles):
        return after
    if not titles:
        return min([*unknown, after, len(page) - 1])
    first = titles[0]
    while first - 1 in unknown and titles[0] - first < _TITLE_PARTS:  # the first half of a broken title
        first -= 1
    return first


def _repeats(line: Line, title: Line) -> bool:
    """Tell whether `line` says again what the page's title says, whole, in part or in other words."""
    if len(line.compact) < _SHARED_TITLE:
        return False
    if title.compact.startswith(line.compact):
        return True
    alike = line.compact[:_SHARED_TITLE] == title.compact[:_SHARED_TITLE]
    return is_title(line) and (alike or title.compact in line.compact)


def _content_last(page: Sequence[Line], first: int) -> int:
    """Return the index after the last line of content, walking up from the end of the page."""
    last = len(page)
    gap, substance = 0, False
    for i in range(len(page) - 1, first - 1, -1):
        line = page[i]
        opener = _is_known(line, "opener")
        if opener or _is_known(line, "line") or _is_known(line, "tail"):
            if substance and not opener:  # only a list of other pages may name quantities
                break
            last, gap, substance = i, 0, False
        elif _notice_words(line) >= _NOTICE_WORDS:
            continue
        elif is_sentence(line) or is_item(line) or gap == _TAIL_GAP:
            break
        else:
            gap += 1
            substance = substance or has_substance(line)
    return _without_related(page, first, last) if last < len(page) else last


def _without_related(page: Sequence[Line], first: int, last: int) -> int:
    """Leave out a list of other documents' titles that stands between the content and the chrome below it."""
    top = last
    while top > first and is_title(page[top - 1], "document") and not has_substance(page[top - 1]):
        top -= 1
    introduced = top > first and page[top - 1].compact.endswith(("附件", ":"))
    return last if last - top < _RELATED or top == first or introduced else top


def _running_headers(page: Sequence[Line], first: int, last: int) -> set[int]:
    """Return the repetitions of a title that stands on every printed page, all but the first."""
    title = next((page[i].compact for i in range(first, min(first + 5, last)) if is_title(page[i])), None)
    same = [i for i in range(first, last) if title is not None and page[i].compact == title]
    return set(same[1:]) if len(same) >= _RUNNING_HEADER else set()


def _is_known(line: Line, where: str) -> bool:
    return _forms(where).fullmatch(line.compact) is not None


def _notice_words(line: Line) -> int:
    return len({match.lastindex for match in _notice().finditer(line.compact)})


@cache
def _forms(where: str) -> re.Pattern[str]:
    patterns = [row["pattern"] for row in read("furniture") if where in row["where"].split()]
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns), re.IGNORECASE)


@cache
def _notice() -> re.Pattern[str]:
    patterns = [row["pattern"] for row in read("furniture") if row["where"] == "notice"]
    return re.compile("|".join(f"({pattern})" for pattern in patterns), re.IGNORECASE)
