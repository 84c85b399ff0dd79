"""The outline of a document: every line hung under the marked line, place block or heading it belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline import lexicon
from pipeline.extract.lines import SYMBOL_LEVEL, THEME_LEVEL, UNMARKED, Line, is_label
from pipeline.extract.numbers import read_chinese

FINAL = "。!?;.…)”]"
PLACE_LEVEL = 0.5
HEADING_LEVEL = 0.8
_SPOKEN = re.compile(r"-{2,}.{0,24}[0-9]{4}年[0-9]{1,2}月[0-9]{1,2}日")
_DIGIT = re.compile(r"[0-9]")
_BRACKET_HEADING = re.compile(r"^[(\[](?:责任|牵头|主办)")


@dataclass(slots=True)
class Node:
    """A line that opens something, with the paragraphs and nodes below it; the root has no line."""

    line: Line | None
    level: float
    paragraphs: list[Line] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    place: str | None = None


_KINDS = tuple((row["kind"], re.compile(row["pattern"])) for row in lexicon.read("headings"))
_BEHIND = re.compile(r"\(\?<![^()]*\)")
_CHOICE_FIRST = re.compile(r"\(\?:([^()]+)\)(\??)(?![*+{])((?:[^()|]|\([^()]*\))*)")


def _spelled_out(pattern: str) -> str:
    """Return a pattern that is found wherever `pattern` is and begins with letters: (?:甲|乙)丙 → 甲丙|乙丙.

    A search for it passes over all places where none of these letters stands.
    """
    match = _CHOICE_FIRST.fullmatch(_BEHIND.sub("", pattern, count=1))
    if match is None:
        return pattern
    choice, optional, rest = match.groups()
    return _spelled_out(rest) if optional else "|".join(word + rest for word in choice.split("|"))


# Most headings are of no kind: this tells most of them, where each pattern alone would have to be tried.
_PATTERNS = [row["pattern"] for row in lexicon.read("headings")]
_ANCHORED = [p for p in _PATTERNS if p.startswith("^") and "|" not in re.sub(r"\([^()]*\)", "", p)]
_OPENS_KIND = re.compile("|".join(_ANCHORED))
_HOLDS_KIND = re.compile("|".join(_spelled_out(p) for p in _PATTERNS if p not in _ANCHORED))


@lru_cache(maxsize=256)
def heading_kind(heading: str) -> str:
    """Return the kind of part a heading opens (`headings.csv`), `theme` where it says nothing of that."""
    if not (_HOLDS_KIND.search(heading) or _OPENS_KIND.match(heading)):
        return "theme"
    return next((kind for kind, pattern in _KINDS if pattern.search(heading)), "theme")


def read_outline(
    text: str, lines: list[Line], title: str | None, place_of_line: Callable[[str, bool], str | None]
) -> Node:
    """Hang every line under the marked line or heading it belongs to."""
    root = Node(None, -1)
    stack = [root]
    markers: dict[float, str] = {}
    for i, (line, following) in enumerate(zip(lines, [*lines[1:], None], strict=False)):
        length, marked = line.end - line.start, line.level != UNMARKED
        named = length <= _LONGEST_PLACE and (not marked or 1 <= line.level <= THEME_LEVEL)
        place = place_of_line(text[line.body : line.end], marked) if named else None
        level: float
        if place and not marked:
            level = PLACE_LEVEL
        elif marked and not (line.level == SYMBOL_LEVEL and _no_item(text, lines, i)):
            level = line.level
        elif length > _LONGEST_HEADING or following is None:
            stack[-1].paragraphs.append(line)
            continue
        elif (above := stack[-1].line) and _continues_heading(text, stack[-1], above, line, following):
            stack[-1].line = above._replace(end=line.end)
            continue
        elif not _lists_units(text, stack[-1], line) and _is_heading(text, line, following, title):
            level = HEADING_LEVEL
        else:
            stack[-1].paragraphs.append(line)
            continue
        if level in (1, THEME_LEVEL) and line.marker:
            _leave_place(stack, markers, level, line.marker)
        while stack[-1].level >= level:
            stack.pop()
        node = Node(line, level, place=place)
        stack[-1].children.append(node)
        stack.append(node)
    return root


def _leave_place(stack: list[Node], markers: dict[float, str], level: float, marker: str) -> None:
    """Close a place block before a heading that goes on with the numbers before the blocks (二、分区任务 … 三、保障措施).

    `markers` holds the last marker of each level that stands in no block. Numbers of a block's own begin anew in it.
    """
    at = _place_in(stack)
    if at:
        goes_on = 0 < _number(markers.get(level, "")) == _number(marker) - 1
        if not goes_on or any(child.level == level for child in stack[at].children):
            return
        del stack[at:]
    markers[level] = marker
    if level < THEME_LEVEL:
        markers.pop(THEME_LEVEL, None)


def _place_in(stack: list[Node]) -> int:
    """Return where in the outline a place block is open, at the top or in a chapter; 0 for none."""
    for at in range(1, min(3, len(stack))):
        if stack[at].level == PLACE_LEVEL:
            return at
    return 0


def _number(marker: str) -> int:
    return int(read_chinese(marker.strip(_BESIDE_NUMBER)) or 0)


_BESIDE_NUMBER = "()、. \u3000"
_LONGEST_PLACE = 28
_LONGEST_HEADING = 36


def _no_item(text: str, lines: list[Line], index: int) -> bool:
    """Tell a dash that marks no item: that of a place and day, or of the second line of a title."""
    line = lines[index]
    if not text.startswith("--", line.start):
        return False
    if _SPOKEN.match(text, line.start, line.end):
        return True
    if not 0 < index <= _TITLE_LINES or text[line.end - 1] in _NO_TITLE:
        return False
    beside = (*lines[max(0, index - 1) : index], *lines[index + 1 : index + 2])
    listed = any(text.startswith("--", other.start) for other in beside)
    return not listed and text[lines[index - 1].end - 1] not in _NO_TITLE


_TITLE_LINES = 2
_NO_TITLE = frozenset("。;,、:!?")
UNIT_LINE = re.compile(
    r"▲?[一-龥()、,]{2,40}(?:局|委|办|政府|中心|管委会|公司|部|院|会|厅|集团|街道|镇|乡|单位|部门)"
)


_UNIT_ENDS = frozenset("局委办府心会司部院厅团道镇乡位门")


def _lists_units(text: str, node: Node, line: Line) -> bool:
    """Tell a unit that stands on a line of its own under 责任单位: from a heading."""
    if (
        not node.paragraphs
        or text[line.end - 1] not in _UNIT_ENDS
        or not UNIT_LINE.fullmatch(text, line.start, line.end)
    ):
        return False
    last = node.paragraphs[-1]
    return bool(is_label(text, last.start, last.end) or UNIT_LINE.fullmatch(text, last.start, last.end))


def _continues_heading(text: str, node: Node, heading: Line, line: Line, following: Line) -> bool:
    """Tell the second line of a heading broken over two: short, unmarked, deeper markers below it."""
    if node.level > 2 or node.paragraphs or node.children:
        return False
    words, rest = text[heading.body : heading.end], text[line.start : line.end]
    return (
        words[-1] not in FINAL + ":" and rest[-1] not in FINAL + ":" and len(rest) < 30 and "," in words
        and node.level < following.level < UNMARKED
    )  # fmt: skip


def _is_heading(text: str, line: Line, following: Line, title: str | None) -> bool:
    """Tell a short unmarked line that stands over text from a paragraph."""
    words = text[line.start : line.end]
    if words[-1] in "。;,、:!?" or is_label(text, line.start, line.end) or _BRACKET_HEADING.match(words):
        return False
    if words.startswith(("来源", "(", "——", "--", "附件", "第")) or (title and words in title):
        return False
    if _DIGIT.search(words):
        kind = heading_kind(words)
        if kind == "theme":
            return False
        if kind == "plan" and _ASKS.search(words):
            return True
    if is_label(text, following.start, following.end):
        return False
    return following.end - following.start > len(words) or following.level != UNMARKED


_ASKS = re.compile(r"[怎这]么干$")


def lead_sentence(text: str, start: int, end: int) -> str:
    """Return a task's title: its lead sentence, or the first clause of a task of one sentence (annotation.md)."""
    depth, first_comma, stop = 0, None, None
    marks, at = _MARK, start
    while match := marks.search(text, at, end):
        at = match.end()
        character = text[at - 1]
        if character in ",;:":
            if not depth:
                first_comma, marks = at - 1, _MARK_BUT_COMMA
        elif character in "([“《":
            depth += 1
        elif character in ")]”》":
            depth = max(0, depth - 1)
        elif not depth:
            stop = at - 1
            break
    if first_comma is None or (stop is not None and _LEFT_OUT.sub("", text[stop + 1 : end]).strip()):
        return text[start : end if stop is None else stop].strip()
    return text[start:first_comma].strip()


_MARK = re.compile(r"[(\[“《)\]”》。!?\n,;:]")
_MARK_BUT_COMMA = re.compile(r"[(\[“《)\]”》。!?\n]")
_LEFT_OUT = re.compile(r"^[\s。]*[(\[〔].*$", re.DOTALL)
