"""A text as lines with offsets, and what may be said of a line by its shape alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import opencc

from pipeline.lexicon import read

# Longer than any heading or piece of page chrome; a longer line is prose, and no pattern is tried on it.
LONG = 300
_TITLE_LENGTHS = range(4, 71)

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BLANK = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+")
_MARKER = re.compile(
    r"[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十0-9]{1,3}\)|第[一二三四五六七八九十]{1,3}[章节部条]|[0-9]{1,3}[.、)](?![0-9])"
    r"|[一二三四五六七八九十]是|[■●▲★◆□◎]"
)
_SENTENCE = re.compile("[。;!?]")
_BRACKET_TAIL = re.compile(r"(?:\([^()]{1,20}\)|【[^】]{1,20}】)$")
_QUANTITY = re.compile(
    "[0-9](?:%|[万亿]|个|家|项|处|座|所|亩|公里|人|户|元|吨|平方|件|条|套|月底|月前)|百分之"
)
_TASK_WORD = re.compile("责任(?:单位|部门|人|领导)|牵头|配合单位|完成时限|持续推进|各位代表|底前")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its surrounding blanks; `compact` is folded to half-width and has no blanks at all.

    `compact` is "" for a line longer than LONG: such a line is prose.
    """

    start: int
    end: int
    compact: str


def lines(text: str) -> Iterator[Line]:
    """Yield the lines of `text` that are not blank."""
    for match in _LINE.finditer(text):
        written = match[0].strip(" \t\u3000\xa0\u200b\ufeff")
        if not written:
            continue
        start = match.start() + match[0].index(written)
        yield Line(start, start + len(written), fold(written) if len(written) <= LONG else "")


def fold(written: str) -> str:
    """Fold widths and traditional characters, leave out blanks. For comparing only, never for offsets."""
    compact = _BLANK.sub("", unicodedata.normalize("NFKC", written))
    try:
        compact.encode("gb2312")
    except UnicodeEncodeError:  # something else than simplified text: the only case that the converter is for
        return str(_simplifier().convert(compact))
    return compact


@cache
def _simplifier() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def is_sentence(line: Line) -> bool:
    """Tell whether the line is prose: too long for a heading, or with the end of a sentence in it."""
    return not line.compact or len(line.compact) > 80 or _SENTENCE.search(line.compact) is not None


def is_item(line: Line) -> bool:
    """Tell whether the line begins with a list marker."""
    return _MARKER.match(line.compact) is not None


def has_substance(line: Line) -> bool:
    """Tell whether the line holds what only content has: a quantity, a responsible unit, a deadline."""
    return bool(_QUANTITY.search(line.compact) or _TASK_WORD.search(line.compact))


def is_title(line: Line, kind: str | None = None) -> bool:
    """Tell whether the line could be a document's title: one phrase that ends in a word for a kind of it.

    With `kind` "document" only words count that name a document and hardly ever end another phrase.
    """
    compact = without_note(line.compact).rstrip('》”"')
    return (
        len(compact) in _TITLE_LENGTHS
        and compact.endswith(_title_words(kind))
        and not is_sentence(line)
        and not is_item(line)
        and ":" not in compact
        and "," not in compact
    )


def without_note(compact: str) -> str:
    """Take a closing note in brackets, such as (征求意见稿), off a folded title."""
    return _BRACKET_TAIL.sub("", compact)


@cache
def _title_words(kind: str | None) -> tuple[str, ...]:
    return tuple(row["word"] for row in read("title_words") if kind in (None, row["kind"]))
