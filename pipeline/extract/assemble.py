"""One document read from end to end: structure, deadlines, units, quantities → mentions in its own offsets."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cache

from pipeline import lexicon
from pipeline.extract import deadlines as deadline_rules
from pipeline.extract import labels, quantities
from pipeline.extract import responsibilities as units
from pipeline.extract.clean import Clean
from pipeline.extract.context import find_boundaries
from pipeline.extract.indicators import Surroundings, read_indicators
from pipeline.extract.mentions import Carried, digits_in, mentions, place_of
from pipeline.extract.places import place_of_line
from pipeline.extract.quantity import Other, Quantity, share_hedge
from pipeline.extract.structure import Entry, Shape, read_structure
from pipeline.model import (
    Document,
    Mentions,
)
from pipeline.normalize.organizations import org_suffixes
from pipeline.normalize.places import full_name, place_pattern_names


def read(document: Document, cleaned: Clean) -> Mentions:
    """Read a document whose text is not empty; all spans are carried back to the decoded text."""
    text = cleaned.text
    start, end, furniture = _content(document, cleaned)
    plan = document.plan_start.year if document.plan_start else _year_of(document)
    plan_end = document.plan_end.year if document.plan_end else plan
    shape = read_structure(
        text,
        start,
        end,
        furniture,
        document.doc_type,
        document.title,
        lambda line, marked: place_of_line(line, document.place_id, marked),
        plan,
    )
    names = labels.mark_names(text)
    part = _part_lookup(shape, shape.default_part)
    carried = [_read_units(text, entry) for entry in shape.entries]
    cells = [(a, b) for entry in shape.entries for kind, a, b in entry.cells if kind == "deadline"]
    cells += [(f.start, units.bracket_end(text, f.end)) for c in carried for f in c.fields]
    bounds = [
        b
        for b in deadline_rules.read_deadlines(
            text, names, plan, plan_end, cells, lambda i: part(i) != "review"
        )
        if start <= b.start < end and not any(a <= b.start < z for a, z in furniture)
    ]
    dates = deadline_rules.calendar_spans(text, names) | digits_in(text, bounds)
    found, others = quantities.scan(text, dates, names)
    inside, chrome = _apart(found, others, start, end, furniture)
    shared = share_hedge(inside, text)
    indicators = read_indicators(shared, _surroundings(document, cleaned, shape, carried, part, plan))
    return mentions(document, cleaned, shape, carried, bounds, shared, indicators, chrome)


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


def _read_units(text: str, entry: Entry) -> Carried:
    fields = units.find_fields(text, entry.start, entry.end, entry.cells)
    members: list[units.Unit] = []
    persons: list[units.Person] = []
    for field in fields:
        found, named = units.read_units(text, field, _names())
        members.extend(found)
        persons.extend(named)
    return Carried(entry, fields, members, persons)


@cache
def _names() -> units.Names:
    patterns = place_pattern_names()
    short = {name: full_name(name) or name for name in patterns["short"]}
    typos = {row["written"]: row["meant"] for row in lexicon.read("typos")}
    return units.Names(patterns["full"] | patterns["short"], short, org_suffixes(), typos)


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
    carried: list[Carried],
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
        return place_of(document, shape, carried, task_at(offset), block_at(offset))

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
        find_boundaries(text, _edges(shape)),
        plan,
        period,
        document.place_id,
        part,
        task_start,
        section_start,
        place_at,
        in_units,
    )


def _edges(shape: Shape) -> list[int]:
    """Where entries, headings and table cells begin: no clause reaches over them."""
    cells = [a for e in shape.entries for _, a, _ in e.cells] + [
        b + 1 for e in shape.entries for _, _, b in e.cells
    ]
    return [e.start for e in shape.entries] + [b.end - len(b.heading) for b in shape.blocks] + cells
