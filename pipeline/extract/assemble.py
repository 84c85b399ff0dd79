"""One document read from end to end: structure, deadlines, units, quantities → mentions in its own offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, partial

from pipeline import lexicon
from pipeline.extract import deadlines as deadline_rules
from pipeline.extract import labels, quantities
from pipeline.extract import responsibilities as units
from pipeline.extract.clean import Clean, restore, unfold
from pipeline.extract.context import find_boundaries
from pipeline.extract.deadlines import Bound
from pipeline.extract.indicators import Surroundings, read_indicators
from pipeline.extract.lexicon import cue_codes, cues
from pipeline.extract.places import place_of_line, prefecture_of, zone_in_heading
from pipeline.extract.quantities import Other, Quantity
from pipeline.extract.structure import Entry, Shape, lead_sentence, part_at, read_structure
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
from pipeline.normalize.organizations import org_suffixes
from pipeline.normalize.places import full_name, place_pattern_names


@dataclass(frozen=True, slots=True)
class _Carried:
    """A task with what was read inside it."""

    entry: Entry
    fields: list[units.Field]
    members: list[units.Unit]
    persons: list[units.Person]


def read(document: Document, cleaned: Clean) -> Mentions:
    """Read a document whose text is not empty; all spans are carried back to the decoded text."""
    text = cleaned.text
    start, end, furniture = _content(document, cleaned)
    plan = document.plan_start.year if document.plan_start else _year_of(document)
    shape = read_structure(
        text,
        start,
        end,
        furniture,
        document.doc_type,
        document.title,
        lambda line: place_of_line(line, document.place_id),
        plan,
    )
    names = labels.mark_names(text)
    part = _part_lookup(shape, shape.default_part)
    carried = [_read_units(text, entry) for entry in shape.entries]
    cells = [(a, b) for entry in shape.entries for kind, a, b in entry.cells if kind == "deadline"]
    bounds = [
        b
        for b in deadline_rules.read_deadlines(text, names, plan, cells, lambda i: part(i) != "review")
        if start <= b.start < end and not any(a <= b.start < z for a, z in furniture)
    ]
    dates = deadline_rules.calendar_spans(text, names) | _digits_in(text, bounds)
    found, others = quantities.scan(text, dates, names)
    inside, chrome = _apart(found, others, start, end, furniture)
    shared = quantities.share_hedge(inside, text)
    indicators = read_indicators(shared, _surroundings(document, cleaned, shape, carried, part, plan))
    return _mentions(document, cleaned, shape, carried, bounds, shared, indicators, chrome)


def _content(document: Document, cleaned: Clean) -> tuple[int, int, list[tuple[int, int]]]:
    """Carry the content span and the furniture into the clean text."""
    if cleaned.origin is None:
        return document.content_start, document.content_end, list(document.furniture)
    origin = cleaned.origin

    def to_clean(offset: int) -> int:
        return bisect_left(origin, offset)

    spans = [(to_clean(a), to_clean(b)) for a, b in document.furniture]
    return to_clean(document.content_start), to_clean(document.content_end), spans


def _year_of(document: Document) -> int:
    return document.published_on.year if document.published_on else 1970


def _part_lookup(shape: Shape, default: str) -> Callable[[int], str]:
    starts = [start for start, _ in shape.parts]
    kinds = [kind for _, kind in shape.parts]

    def part(offset: int) -> str:
        at = bisect_right(starts, offset) - 1
        return kinds[at] if at >= 0 else default

    return part


def _read_units(text: str, entry: Entry) -> _Carried:
    fields = units.find_fields(text, entry.start, entry.end, entry.cells)
    members: list[units.Unit] = []
    persons: list[units.Person] = []
    for field in fields:
        found, named = units.read_units(text, field, _names())
        members.extend(found)
        persons.extend(named)
    return _Carried(entry, fields, members, persons)


@cache
def _names() -> units.Names:
    patterns = place_pattern_names()
    short = {name: full_name(name) or name for name in patterns["short"]}
    typos = {row["written"]: row["meant"] for row in lexicon.read("typos")}
    return units.Names(patterns["full"] | patterns["short"], short, org_suffixes(), typos)


def _digits_in(text: str, bounds: list[Bound]) -> dict[int, int]:
    spans: dict[int, int] = {}
    for bound in bounds:
        for match in quantities.ARABIC.finditer(text, bound.start, bound.end):
            spans[match.start()] = match.end()
        for position in range(bound.start, bound.end):
            if text[position] in "一二两三四五六七八九十":
                spans[position] = position + 1
    return spans


def _apart(
    found: list[Quantity], others: list[Other], start: int, end: int, furniture: list[tuple[int, int]]
) -> tuple[list[Quantity], list[Other]]:
    """Take quantities of page furniture out of the reading: their numerals are furniture."""

    def outside(offset: int) -> bool:
        return not start <= offset < end or any(a <= offset < b for a, b in furniture)

    inside = [q for q in found if not outside(q.numeral)]
    chrome = [Other(o.start, o.end, "furniture" if outside(o.start) else o.cls) for o in others]
    for quantity in found:
        if outside(quantity.numeral) and not quantity.chinese:
            chrome.extend(Other(a, b, "furniture") for a, b in quantity.numerals)
    return inside, chrome


def _surroundings(
    document: Document,
    cleaned: Clean,
    shape: Shape,
    carried: list[_Carried],
    part: Callable[[int], str],
    plan: int,
) -> Surroundings:
    text = cleaned.text
    starts = [c.entry.start for c in carried]
    block_starts = [b.start for b in shape.blocks]
    fields = sorted((f.start, f.end) for c in carried for f in c.fields)

    def task_at(offset: int) -> int | None:
        at = bisect_right(starts, offset) - 1
        return at if at >= 0 and offset < carried[at].entry.end else None

    def block_at(offset: int) -> int | None:
        at = task_at(offset)
        if at is not None:
            return carried[at].entry.block
        at = bisect_right(block_starts, offset) - 1
        return at if at >= 0 else None

    def place_at(offset: int) -> tuple[str | None, str | None]:
        return _place_of(document, shape, carried, task_at(offset), block_at(offset))

    def in_units(offset: int) -> bool:
        at = bisect_right(fields, (offset, 1 << 60)) - 1
        return at >= 0 and offset < fields[at][1]

    def task_start(offset: int) -> int | None:
        at = task_at(offset)
        return carried[at].entry.start if at is not None else None

    def section_start(offset: int) -> int | None:
        at = block_at(offset)
        return shape.blocks[at].start if at is not None else None

    period = f"{plan}"
    if document.plan_end and document.plan_end.year > plan:
        period = f"{plan}/{document.plan_end.year}"
    return Surroundings(
        text,
        document.text,
        cleaned,
        find_boundaries(text),
        plan,
        period,
        document.place_id,
        part,
        task_start,
        section_start,
        place_at,
        in_units,
    )


def _place_of(
    document: Document, shape: Shape, carried: list[_Carried], task: int | None, block: int | None
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


def _mentions(
    document: Document,
    cleaned: Clean,
    shape: Shape,
    carried: list[_Carried],
    bounds: list[Bound],
    found: list[Quantity],
    indicators: list[Indicator],
    others: list[Other],
) -> Mentions:
    back = partial(restore, cleaned)
    raw = document.text
    starts = [c.entry.start for c in carried]
    paths = _ordinal_paths(shape)
    tasks = tuple(_task(document, cleaned, shape, c, i, paths) for i, c in enumerate(carried))
    deadlines = tuple(_deadline(raw, back, bound, carried, starts) for bound in bounds)
    numerals = _numerals(back, found, bounds, others, cleaned.text)
    rows = tuple(_carry_back(back, row) for row in indicators)
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
        marker, heading, place = (
            unfold(words, raw, cleaned, block.start, block.end) if words else words
            for words in (block.marker, block.heading, block.place)
        )
        rows.append(Section(start, end, parent, depths[-1], path, marker, heading, block.kind, place))
    return tuple(rows)


def _task(document: Document, cleaned: Clean, shape: Shape, c: _Carried, i: int, paths: list[str]) -> Task:
    entry = c.entry
    start, end = restore(cleaned, entry.start, entry.end)
    title = lead_sentence(cleaned.text, entry.start, entry.end)
    shown = restore(cleaned, entry.start, entry.start + len(title))
    place = _place_of(document, shape, [c], 0, entry.block)[0]
    block = shape.blocks[entry.block] if entry.block is not None else None
    section = restore(cleaned, block.start, block.end)[0] if block else None
    path = f"{paths[entry.block]}." if entry.block is not None else ""
    return Task(
        start,
        end,
        section,
        i + 1,
        f"{path}{i + 1}",
        unfold(entry.marker, document.text, cleaned, max(0, entry.start - 12), entry.start)
        if entry.marker
        else None,
        document.text[shown[0] : shown[1]],
        _statement(document.text, cleaned, c),
        place,
        _stage(title),
    )


def _statement(raw: str, cleaned: Clean, c: _Carried) -> str:
    """A task's own words: everything before the bracket, line or cell that lists units and deadline."""
    end = c.entry.end
    if c.fields:
        first = min(f.start for f in c.fields)
        opening = max(cleaned.text.rfind(mark, c.entry.start, first) for mark in "([\n")
        if opening > c.entry.start:
            end = opening
    cells = [a for _, a, _ in c.entry.cells if a > c.entry.start]
    end = min([end, *cells])
    start, stop = restore(cleaned, c.entry.start, max(end, c.entry.start + 1))
    return raw[start:stop].strip()


def _stage(title: str) -> str:
    match = cues("stage").search(title)
    return cue_codes("stage")[match.group()] if match else "other"


def _responsibilities(document: Document, cleaned: Clean, c: _Carried) -> list[Responsibility]:
    rows = []
    task = restore(cleaned, c.entry.start, c.entry.end)[0]
    for seq, unit in enumerate(c.members, 1):
        start, end = restore(cleaned, unit.start, unit.end)
        name = unfold(unit.name, document.text, cleaned, c.entry.start, c.entry.end)
        written = document.text[start:end]
        rows.append(
            Responsibility(task, seq, unit.position, unit.role, name, written, unit.expansion, start, end)
        )
    return rows


def _deadline(
    raw: str,
    back: Callable[[int, int], tuple[int, int]],
    bound: Bound,
    carried: list[_Carried],
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
        for a, b in _digits_in(text, [bound]).items():
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
    carried: list[_Carried],
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


__all__ = ["part_at", "read"]
