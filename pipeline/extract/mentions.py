"""What was read in the clean text → mentions in the decoded text's own offsets and characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from pipeline.extract import quantities
from pipeline.extract import responsibilities as units
from pipeline.extract.clean import Clean, restore, source_characters, unfold
from pipeline.extract.deadlines import Bound
from pipeline.extract.lexicon import cue_codes, cues
from pipeline.extract.outline import lead_sentence
from pipeline.extract.places import prefecture_of, zone_in_heading
from pipeline.extract.quantity import Other, Quantity
from pipeline.extract.structure import Entry, Shape
from pipeline.model import (
    Deadline,
    Document,
    Indicator,
    Issue,
    Mentions,
    Numeral,
    Responsibility,
    Section,
    Task,
)


@dataclass(frozen=True, slots=True)
class Carried:
    """A task with what was read inside it."""

    entry: Entry
    fields: list[units.Field]
    members: list[units.Unit]
    persons: list[units.Person]


def digits_in(text: str, bounds: list[Bound]) -> dict[int, int]:
    """Map the start of each numeral inside the deadlines to its end."""
    spans: dict[int, int] = {}
    for bound in bounds:
        for match in quantities.ARABIC.finditer(text, bound.start, bound.end):
            spans[match.start()] = match.end()
        for position in range(bound.start, bound.end):
            if text[position] in "一二两三四五六七八九十":
                spans[position] = position + 1
    return spans


def place_of(
    document: Document, shape: Shape, carried: list[Carried], task: int | None, block: int | None
) -> tuple[str | None, str | None]:
    """The one place of a task's responsible units, else its block's, else the document's."""
    if task is not None:
        owners = {
            prefecture_of(u.name) for u in carried[task].members if u.expansion in ("direct", "distributed")
        }
        if len(owners) == 1 and None not in owners:
            return next(iter(owners)), "responsibility"
    while block is not None:
        around = shape.blocks[block]
        place = around.place or zone_in_heading(around.heading, document.place_id)
        if place:
            return place, "section"
        block = around.parent
    return document.place, "document"


def mentions(
    document: Document,
    cleaned: Clean,
    shape: Shape,
    carried: list[Carried],
    bounds: list[Bound],
    found: list[Quantity],
    indicators: list[Indicator],
    others: list[Other],
) -> Mentions:
    """Put together everything that was read in one document."""
    back = partial(restore, cleaned)
    raw = document.text
    starts = [c.entry.start for c in carried]
    paths = _ordinal_paths(shape)
    tasks = tuple(_task(document, cleaned, shape, c, i, paths) for i, c in enumerate(carried))
    deadlines = tuple(_deadline(raw, back, bound, carried, starts) for bound in bounds)
    numerals = _numerals(back, found, bounds, others, cleaned.text)
    rows = tuple(indicators if cleaned.origin is None else (_carry_back(back, row) for row in indicators))
    issues = _issues(raw, back, carried, numerals)
    return Mentions(
        document.doc_id,
        _sections(document.text, cleaned, shape, paths),
        tasks,
        tuple(r for c in carried for r in _responsibilities(document, cleaned, c)),
        deadlines,
        rows,
        numerals,
        issues,
    )


def _ordinal_paths(shape: Shape) -> list[str]:
    """Number blocks 1, 1.1, 1.2 … by their order under each parent."""
    paths: list[str] = []
    counts: dict[int | None, int] = {}
    for block in shape.blocks:
        counts[block.parent] = counts.get(block.parent, 0) + 1
        above = f"{paths[block.parent]}." if block.parent is not None else ""
        paths.append(f"{above}{counts[block.parent]}")
    return paths


def _sections(raw: str, cleaned: Clean, shape: Shape, paths: list[str]) -> tuple[Section, ...]:
    depths: list[int] = []
    rows = []
    for block, path in zip(shape.blocks, paths, strict=True):
        depths.append(depths[block.parent] + 1 if block.parent is not None else 1)
        start, end = restore(cleaned, block.start, block.end)
        parent = (
            restore(cleaned, shape.blocks[block.parent].start, shape.blocks[block.parent].end)[0]
            if block.parent is not None
            else None
        )
        written = source_characters(raw, cleaned, block.start, block.end)
        marker, heading, place = (
            unfold(words, written) if words else words for words in (block.marker, block.heading, block.place)
        )
        rows.append(Section(start, end, parent, depths[-1], path, marker, heading, block.kind, place))
    return tuple(rows)


def _task(
    document: Document,
    cleaned: Clean,
    shape: Shape,
    c: Carried,
    i: int,
    paths: list[str],
) -> Task:
    entry = c.entry
    start, end = restore(cleaned, entry.start, entry.end)
    title = lead_sentence(cleaned.text, entry.start, entry.words_end or entry.end)
    shown = restore(cleaned, entry.start, entry.start + len(title))
    place = place_of(document, shape, [c], 0, entry.block)[0]
    block = shape.blocks[entry.block] if entry.block is not None else None
    section = restore(cleaned, block.start, block.end)[0] if block else None
    path = f"{paths[entry.block]}." if entry.block is not None else ""
    return Task(
        start,
        end,
        section,
        i + 1,
        f"{path}{i + 1}",
        unfold(entry.marker, source_characters(document.text, cleaned, max(0, entry.start - 12), entry.start))
        if entry.marker
        else None,
        document.text[shown[0] : shown[1]],
        _statement(document.text, cleaned, c),
        place,
        _stage(title),
    )


def _statement(raw: str, cleaned: Clean, c: Carried) -> str:
    """A task's own words: everything before the bracket, line or cell that lists units and deadline."""
    end = c.entry.end
    if c.fields:
        first = min(f.start for f in c.fields)
        opening = max(cleaned.text.rfind(mark, c.entry.start, first) for mark in "([\n")
        if opening > c.entry.start:
            end = opening
    end = min(end, c.entry.words_end or end)
    start, stop = restore(cleaned, c.entry.start, max(end, c.entry.start + 1))
    return raw[start:stop].strip()


def _stage(title: str) -> str:
    match = cues("stage").search(title)
    return cue_codes("stage")[match.group()] if match else "other"


def _responsibilities(document: Document, cleaned: Clean, c: Carried) -> list[Responsibility]:
    rows = []
    task = restore(cleaned, c.entry.start, c.entry.end)[0]
    written = source_characters(document.text, cleaned, c.entry.start, c.entry.end) if c.members else {}
    for seq, unit in enumerate(c.members, 1):
        start, end = restore(cleaned, unit.start, unit.end)
        name = unfold(unit.name, written | source_characters(document.text, cleaned, unit.start, unit.end))
        words = document.text[start:end]
        rows.append(
            Responsibility(task, seq, unit.position, unit.role, name, words, unit.expansion, start, end)
        )
    return rows


def _deadline(
    raw: str,
    back: Callable[[int, int], tuple[int, int]],
    bound: Bound,
    carried: list[Carried],
    starts: list[int],
) -> Deadline:
    at = bisect_right(starts, bound.start) - 1
    inside = at >= 0 and bound.start < carried[at].entry.end and bound.event != "report"
    task = back(carried[at].entry.start, carried[at].entry.end)[0] if inside else None
    start, end = back(bound.start, bound.end)
    basis = "stated" if bound.stated else "inherited"
    return Deadline(
        task,
        raw[start:end],
        bound.type,
        bound.event,
        bound.edtf,
        bound.earliest,
        bound.latest,
        basis,
        start,
        end,
    )


def _numerals(
    back: Callable[[int, int], tuple[int, int]],
    found: list[Quantity],
    bounds: list[Bound],
    others: list[Other],
    text: str,
) -> tuple[Numeral, ...]:
    rows: dict[int, Numeral] = {}
    for quantity in found:
        for a, b in quantity.numerals:
            start, end = back(a, b)
            rows[start] = Numeral(
                start, end, "quantity", back(quantity.numeral, quantity.numeral + 1)[0], None
            )
    for other in others:
        start, end = back(other.start, other.end)
        rows[start] = Numeral(start, end, other.cls, None, None)
    for bound in bounds:
        deadline = back(bound.start, bound.end)[0]
        for a, b in digits_in(text, [bound]).items():
            start, end = back(a, b)
            rows[start] = Numeral(start, end, "deadline", None, deadline)
    return tuple(rows[start] for start in sorted(rows))


def _carry_back(back: Callable[[int, int], tuple[int, int]], row: Indicator) -> Indicator:
    start, end = back(row.start, row.end)
    numeral = back(row.numeral_start, row.numeral_start + 1)[0]

    def move(offset: int | None) -> int | None:
        return back(offset, offset + 1)[0] if offset is not None else None

    return replace(
        row,
        start=start,
        end=end,
        numeral_start=numeral,
        task=move(row.task),
        section=move(row.section),
        qualifies=move(row.qualifies),
        part_of=move(row.part_of),
    )


def _issues(
    raw: str,
    back: Callable[[int, int], tuple[int, int]],
    carried: list[Carried],
    numerals: tuple[Numeral, ...],
) -> tuple[Issue, ...]:
    rows = []
    for c in carried:
        for person in c.persons:
            start, end = back(person.start, person.end)
            rows.append(
                Issue(
                    "info",
                    "person.named",
                    "a named person is not kept as an organisation",
                    "tasks",
                    back(c.entry.start, c.entry.end)[0],
                    start,
                    end,
                )
            )
    for numeral in numerals:
        if numeral.cls == "unexplained":
            message = f"no rule explains the numeral {raw[numeral.start : numeral.end]!r}"
            rows.append(
                Issue(
                    "warning",
                    "numeral.unexplained",
                    message,
                    "numerals",
                    numeral.start,
                    numeral.start,
                    numeral.end,
                )
            )
    return tuple(rows)
