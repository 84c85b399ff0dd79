"""The shape of a document: parts, headings, place blocks and the spans of its tasks."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from pipeline.extract import tables
from pipeline.extract.addresses import is_policy_address, looking_ahead, sentence_parts, within_plan
from pipeline.extract.clean import Clean
from pipeline.extract.inline_items import inline_entries
from pipeline.extract.lines import SPOKEN_LEVEL, SYMBOL_LEVEL, Line, read_lines
from pipeline.extract.news import is_led, planned, says_what_is_next, turns
from pipeline.extract.outline import FINAL, FINALS, Node, heading_kind, read_outline
from pipeline.extract.paragraphs import (
    CLOSING,
    UNITS_IN_BRACKETS,
    announces,
    closing_from,
    comes_into_force,
    exhorts,
    goals_listed,
    is_aside,
    is_preamble,
    labelled,
    names_units,
    run_in_heading,
    stands_behind,
    without_headings,
    without_notes,
)
from pipeline.extract.parts import (
    MIXED,
    REPORTING,
    opens_as_review,
    split_spans,
    stands_alone,
    states_goals,
)
from pipeline.extract.shape import Block, Entry, Shape
from pipeline.extract.table_entries import add_rows
from pipeline.extract.told_times import told_times

_HEAD = 80
"""In so many characters at its head a document names what it is."""
_QUOTED = re.compile(r"“[^”]*”")
_DIGIT = re.compile(r"[0-9]")


def read_structure(
    cleaned: Clean,
    start: int,
    end: int,
    furniture: list[tuple[int, int]],
    doc_type: str,
    title: str | None,
    place_of_line: Callable[[str, bool], str | None],
    plan_year: int,
) -> Shape:
    """Find blocks, parts and task spans in `start:end` of a clean text.

    `place_of_line` tells the place a line names when it holds nothing else.
    """
    text = cleaned.text
    lines = read_lines(text, cleaned.lines, start, end, furniture)
    shape = Shape()
    table_lines, lines = tables.split_tables(text, lines)
    lines = without_notes(text, lines)
    root = read_outline(text, lines, title, place_of_line)
    report = doc_type == "government_report"
    address = is_policy_address(title, text[start : min(end, start + _HEAD)])
    review = doc_type in REPORTING and not address and opens_as_review(text, lines, plan_year, report)
    state = _State(text, shape, doc_type, "review" if review else "plan")
    if doc_type in MIXED and lines:
        state.headline = lines[0].start
    shape.default_part = state.part
    _walk(root, None, state)
    shape.splits = split_spans(text, start, end)
    shape.address = address
    if address:
        shape.parts = within_plan(sentence_parts(text, lines, plan_year), sorted(shape.parts))
        shape.entries = looking_ahead(shape.entries, shape.parts)
    elif doc_type in MIXED:
        found = turns(text, lines, plan_year)
        shape.parts = [(turn.start, turn.part) for turn in found]
        shape.told = told_times(text, lines, plan_year)
        shape.entries = planned(shape.entries, found)
    add_rows(tables.read_tables(text, table_lines), shape, doc_type)
    if doc_type == "policy_measures":
        shape.parts = [(at, "measures" if part == "plan" else part) for at, part in shape.parts]
        shape.default_part = "measures"
    shape.entries.sort(key=lambda e: e.start)
    shape.parts.sort()
    return shape


@dataclass(slots=True)
class _State:
    text: str
    shape: Shape
    doc_type: str
    part: str
    headline: int | None = None
    principles: bool = False
    goals: bool = False
    review_heading: bool = False


def _walk(node: Node, parent: int | None, state: _State, flat: bool = False) -> None:
    """Turn a node into a block or entries, its children after it; `flat` when none beside it has children."""
    index = parent
    while node.paragraphs and comes_into_force(node.paragraphs[-1], state.text):
        node.paragraphs.pop()
    if node.line is not None:
        while (
            not node.children
            and node.paragraphs
            and stands_behind(node.line, node.paragraphs[-1], state.text)
        ):
            node.paragraphs.pop()
        words = state.text[node.line.body : node.line.end]
        heading = run_in_heading(words)
        kind = "place" if node.place else heading_kind(heading)
        if node.line.start == state.headline:
            kind = "theme"  # what news is headed with opens no part
        _note_part(kind, heading, node.level, state, node.line.start)
        closing = _take_closing(node, words, state.text)
        if not node.children and not node.place and node.level >= 1 and _is_item(node, words, state, flat):
            if kind in ("review", "preamble", "closing", "goals") and heading != words:
                _add_block(node, parent, heading, kind, state)
            _add_item(node, parent, state)
            _add_paragraphs(Node(None, -1, closing), parent, state)
            return
        node.paragraphs += closing
        index = _add_block(node, parent, heading, kind, state)
    if node.paragraphs:
        _add_paragraphs(node, index, state)
    if not node.children:
        return
    if node.paragraphs and _lists_goals(node, state.text):
        _add_goals(node, index, state)
        return
    _drop_trailing(node, state)
    childless = not any(child.children for child in node.children)
    for child in node.children:
        _walk(child, index, state, childless)


def _take_closing(node: Node, words: str, text: str) -> list[Line]:
    """Take what closes a document (各位代表!…) off the last of its items, whose own text ends with its line."""
    if not node.paragraphs or node.children or words[-1:] not in FINAL:
        return []
    first = closing_from(node.paragraphs, text)
    node.paragraphs, closing = node.paragraphs[:first], node.paragraphs[first:]
    return closing


_SHORT = 60


def _lists_goals(node: Node, text: str) -> bool:
    """Tell goals announced by a paragraph that ends with a colon, each on a short line of its own with a figure."""
    last = node.paragraphs[-1]
    if text[last.end - 1] != ":":
        return False
    lines = [
        child.line for child in node.children if child.line and not child.children and not child.paragraphs
    ]
    return (
        states_goals(text[last.start : last.end], 160)
        and len(lines) == len(node.children) > 1
        and all(line.level >= SYMBOL_LEVEL and line.end - line.start <= _SHORT for line in lines)
        and 2 * sum(bool(_DIGIT.search(text, line.body, line.end)) for line in lines) > len(lines)
    )


def _end_review(state: _State, start: int) -> None:
    """Goals end a review: the plan begins with them."""
    if state.part == "review":
        state.part = "plan"
        state.shape.parts.append((start, "plan"))


def _add_goals(node: Node, index: int | None, state: _State) -> None:
    """Take the goals that a paragraph announces as one task, as those of one sentence are (annotation.md)."""
    first, last = node.paragraphs[-1], node.children[-1].line
    assert last is not None
    _end_review(state, first.start)
    state.shape.entries.append(Entry(first.start, last.end, index, None))


def _add_block(node: Node, parent: int | None, heading: str, kind: str, state: _State) -> int:
    assert node.line is not None
    end = node.line.body + len(heading)
    block_kind = _block_kind(kind, state)
    state.shape.blocks.append(
        Block(node.line.start, end, parent, node.level, node.line.marker, heading, block_kind, node.place)
    )
    return len(state.shape.blocks) - 1


def _drop_trailing(node: Node, state: _State) -> None:
    """Paragraphs behind the last of several items that have none close the document; they belong to no item."""
    items = [child for child in node.children if child.level >= 1]
    mixed = state.doc_type in MIXED
    if (
        len(items) < 2
        or (items[-1].level <= 2 and not mixed)
        or any(_unlabelled(child, state.text) for child in items[:-1])
        or items[-1].children
    ):
        return
    last = items[-1]
    flags = labelled(last.paragraphs, state.text)
    closing = [p for p, flag in zip(last.paragraphs, flags, strict=True) if not flag]
    last.paragraphs = [p for p, flag in zip(last.paragraphs, flags, strict=True) if flag]
    if mixed and _is_top(node, state):  # news goes on behind them
        _add_paragraphs(Node(None, -1, closing), None, state)


def _is_top(node: Node, state: _State) -> bool:
    """Tell the root, and the headline of news."""
    return node.line is None or node.line.start == state.headline


def _unlabelled(node: Node, text: str) -> bool:
    return bool(node.children) or not all(labelled(node.paragraphs, text))


def _block_kind(kind: str, state: _State) -> str:
    if kind == "plan":
        return "theme"
    if kind == "theme" and state.part == "review":
        return "review"
    return kind


def _note_part(kind: str, heading: str, level: float, state: _State, start: int) -> None:
    """Follow which part of the document a heading opens; themes go on with the part around them."""
    if level > 2 or len(heading) > 60:
        return
    top = level <= 1
    if kind in ("theme", "place"):
        if (top and state.part in ("preamble", "closing", "plan")) or (not top and state.part == "plan"):
            kind = "plan"
        elif top and state.part == "review" and state.review_heading:
            kind = "review"
        else:
            return
    if not top and (
        kind == "closing" or (state.part == "review" and state.review_heading and kind != "review")
    ):
        return
    state.review_heading = kind == "review" and heading_kind(heading) == "review"
    state.principles = kind == "preamble"
    state.goals = kind == "goals"
    state.part = "plan" if kind == "goals" else kind
    state.shape.parts.append((start, kind if kind in ("review", "closing") else "plan"))


def _is_item(node: Node, words: str, state: _State, flat: bool) -> bool:
    """Tell an itemised entry from a heading: its body or its label lines make it one."""
    line = node.line
    assert line is not None
    if not node.paragraphs:
        if state.doc_type == "government_report" and node.level <= 2 and words[-1:] not in FINALS:
            return False
        return words[-1:] in FINALS or node.level >= 2 or "," in words
    flags = labelled(node.paragraphs, state.text)
    if True in flags:
        return flags.count(False) <= 2 or node.level >= 3
    if node.level >= 4:
        return True
    if state.doc_type != "government_report" and len(node.paragraphs) <= 3 and flat:
        last = node.paragraphs[-1]
        if UNITS_IN_BRACKETS.search(state.text, last.start, last.end):
            return True  # a titled item whose text ends with the units that carry it
    if node.level == 3:
        return words[-1:] in FINALS
    return False


def _add_item(node: Node, parent: int | None, state: _State) -> None:
    line = node.line
    assert line is not None
    if node.paragraphs:
        node.paragraphs = without_headings(node.paragraphs, state.text)
    led = [p for p in node.paragraphs if stands_alone(state.text[p.start : p.end])]
    if len(led) >= 2 and not any(labelled(node.paragraphs, state.text)):
        paragraphs, node.paragraphs = node.paragraphs, []
        _add_item(node, parent, state)
        for paragraph in paragraphs:
            words = state.text[paragraph.start : paragraph.end]
            _add_paragraph(Node(None, 99), paragraph, paragraph.end, words, parent, state)
        return
    end = node.paragraphs[-1].end if node.paragraphs else line.end
    if not state.text[line.body : end].strip():
        return
    if state.part == "closing" and names_units(state.text, line) and not node.paragraphs:
        state.shape.parts += [(line.start, "plan"), (line.end, "closing")]  # who carries it undertakes it
    elif state.part in ("review", "preamble", "closing"):
        return
    if line.end - line.body <= 60 and heading_kind(state.text[line.body : line.end]) in (
        "review",
        "preamble",
        "closing",
    ):
        return
    words = state.text[line.body : line.end]
    # Behind goals news goes on with what is to be done for them, each with its lead sentence.
    held_back = state.principles and not (state.doc_type in MIXED and is_led(words))
    if CLOSING.match(words) or held_back or announces(words):
        return
    opening = line.start if node.level == 3 else line.body
    if node.level == SPOKEN_LEVEL and state.doc_type in MIXED and _goes_on(node, parent, state):
        return
    if node.level <= 3 and not node.paragraphs:
        items = inline_entries(state.text, opening, end, parent)
        if items is not None:
            state.shape.entries.extend(items)
            return
    start = line.body
    while state.text[start] in " \n":
        start += 1
    state.shape.entries.append(Entry(start, end, parent, line.marker))


def _goes_on(node: Node, parent: int | None, state: _State) -> bool:
    """Read apart a paragraph that names several items (一是…。二是…。) and those that news goes on with behind it."""
    line = node.line
    assert line is not None
    if not node.paragraphs or any(labelled(node.paragraphs, state.text)):
        return False
    items = inline_entries(state.text, line.start, line.end, parent)
    if items is None:
        return False
    state.shape.entries.extend(items)
    _add_paragraphs(Node(None, -1, node.paragraphs), parent, state)
    return True


def _add_paragraphs(node: Node, index: int | None, state: _State) -> None:
    """Read the unmarked paragraphs under a heading: goals, tasks, or neither."""
    label_end: Line | None = None
    paragraphs = node.paragraphs
    flags = labelled(paragraphs, state.text)
    i = 0
    while i < len(paragraphs):
        line = paragraphs[i]
        words = state.text[line.start : line.end]
        end = line.end
        while i + 1 < len(paragraphs) and flags[i + 1]:
            i += 1
            label_end = paragraphs[i]
            end = label_end.end
        listed = goals_listed(paragraphs, state.text, i) if words[-1] == ":" else 0
        i += 1 + listed
        if listed:
            _end_review(state, line.start)
            state.shape.entries.append(Entry(line.start, paragraphs[i - 1].end, index, None))
            continue
        if is_aside(words):
            continue
        opens = i == 1 and len(paragraphs) > 1 and state.doc_type == "government_report"
        if opens and is_preamble(words):
            continue
        _add_paragraph(node, line, end, words, index, state)


def _add_paragraph(node: Node, line: Line, end: int, words: str, index: int | None, state: _State) -> None:
    if states_goals(words, 160) and _DIGIT.search(words):
        _end_review(state, line.start)
        state.principles = True
        state.shape.entries.append(Entry(line.start, end, index, None))
        return
    if state.part in ("review", "preamble", "closing"):
        return
    opening = words[:90]
    principle = "必须" in opening and "必须" in _QUOTED.sub("", opening)
    items = None if principle else inline_entries(state.text, line.start, end, index)
    if items is not None:
        state.shape.entries.extend(items)
        return
    if state.goals and _DIGIT.search(words) and words[-1:] in FINAL and not exhorts(words):
        state.shape.entries.append(Entry(line.start, end, index, None))
        return
    if (
        (state.principles and not stands_alone(words))
        or exhorts(words)
        or announces(words)
        or not _is_task_paragraph(node, words, state)
    ):
        return
    state.shape.entries.append(Entry(line.start, end, index, None))


def _is_task_paragraph(node: Node, words: str, state: _State) -> bool:
    """A paragraph under a heading or place block is a task when it says something in a full sentence."""
    if words[-1] not in FINAL:
        return False
    if _is_top(node, state):
        if state.doc_type in MIXED and says_what_is_next(words):
            return True
        return state.doc_type in REPORTING | MIXED and "。" in words[:40] and state.part == "plan"
    if node.children and not node.place:
        return stands_alone(words)
    return len(words) >= 12
