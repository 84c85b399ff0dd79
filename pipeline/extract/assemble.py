"""One document read from end to end: structure, deadlines, units, quantities → mentions in its own offsets."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import cache, partial
from itertools import pairwise
from operator import attrgetter

from pipeline import lexicon
from pipeline.extract import dates as date_rules
from pipeline.extract import deadlines as deadline_rules
from pipeline.extract import labels, quantities, unit_fields
from pipeline.extract import responsibilities as units
from pipeline.extract.building_years import BuildingYears, lasting_spans
from pipeline.extract.clean import Clean, restored, to_clean
from pipeline.extract.context import find_boundaries
from pipeline.extract.indicators import Standing, Surroundings, read_indicators
from pipeline.extract.local import HONG_KONG, counts_from_republic, currency_of, in_currency
from pipeline.extract.mentions import Carried, Placed, digits_in, mentions, place_of_units, places_of_blocks
from pipeline.extract.periods import undated_periods
from pipeline.extract.place_rows import is_place, place_in
from pipeline.extract.places import place_names, place_of_line
from pipeline.extract.project_names import project_name, row_name
from pipeline.extract.quantity import Other, Quantity, share_hedge, side_by_side
from pipeline.extract.several_years import years_lookup
from pipeline.extract.shape import Entry, Shape, marks_lookup
from pipeline.extract.structure import read_structure
from pipeline.extract.table_dates import cell_bounds
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
        cleaned,
        start,
        end,
        furniture,
        document.doc_type,
        document.title,
        lambda line, marked: place_of_line(line, document.place_id, marked),
        plan,
    )
    names = labels.mark_names(text)
    for a, b in shape.named:
        names[a:b] = b"\x01" * (b - a)
    arabic, chinese = quantities.numerals_of(text)
    shape.lasting += lasting_spans(text, arabic, shape.entries)
    republic = counts_from_republic(text, document.place)
    written = date_rules.written_dates(text, arabic, republic)
    part = marks_lookup(shape.parts, shape.default_part)
    places = places_of_blocks(document, shape)
    carried = [_read_units(text, entry, places, document.place) for entry in shape.entries]
    rows = [cell for entry in shape.entries for cell in entry.cells]
    of_columns, passed, told = cell_bounds(text, rows, plan)
    told_cells, told_marks = set(told), _marks(len(text), told)
    cells = [(a, b) for kind, a, b in rows if kind == "deadline" and (a, b) not in told_cells]
    cells += [(f.start, unit_fields.bracket_end(text, f.end)) for c in carried for f in c.fields]
    chrome = _marks(len(text), [(0, start), (end, len(text)), *furniture])
    bounds = of_columns + [
        b
        for b in deadline_rules.read_deadlines(
            text, written, names, plan, plan_end, cells, lambda date: _is_planned(part(date.start()), date)
        )
        if not chrome[b.start] and not told_marks[b.start]
    ]
    bounds.sort(key=attrgetter("start"))
    dates = passed | date_rules.calendar_spans(text, written, names) | digits_in(text, bounds)
    found, others = quantities.scan(text, arabic, chinese, dates, names, shape.values)
    found = in_currency(text, found, currency_of(document.place_id, republic))
    inside, others = _apart(found, others, chrome)
    tied = side_by_side(inside, text)
    shared = share_hedge(inside, tied)
    indicators = read_indicators(
        shared,
        tied,
        _surroundings(document, cleaned, shape, carried, places, part, (plan, plan_end), republic),
    )
    return mentions(document, cleaned, shape, carried, bounds, shared, indicators, others)


def _is_planned(part: str, date: re.Match[str]) -> bool:
    """Tell a date that may bind: one of the plan, or in news one that says before when."""
    return part not in ("review", "told") or (part == "told" and date.group().endswith("前"))


def _content(document: Document, cleaned: Clean) -> tuple[int, int, list[tuple[int, int]]]:
    """Carry the content span and the furniture into the clean text."""
    carry = partial(to_clean, cleaned)
    spans = [(carry(a), carry(b)) for a, b in document.furniture]
    return carry(document.content_start), carry(document.content_end), spans


def _year_of(document: Document) -> int:
    return document.published_on.year if document.published_on else 1970


def _read_units(text: str, entry: Entry, places: list[Placed], place: str | None) -> Carried:
    """Read who carries a task, and its place: its row's, else its units', its block's or the document's."""
    fields = unit_fields.find_fields(text, entry.start, entry.end, entry.cells)
    members: list[units.Unit] = []
    persons: list[units.Person] = []
    for field in fields:
        found, named = units.read_units(text, field, _names())
        members.extend(found)
        persons.extend(named)
    placed = (_place_of_row(text, entry) if entry.cells else None) or (
        place_of_units(members) if members else None
    )
    if placed is None:
        placed = places[entry.block] if entry.block is not None else (place, "document")
    return Carried(entry, fields, members, persons, placed)


def _place_of_row(text: str, entry: Entry) -> Placed | None:
    of_row = next((text[a:b] for kind, a, b in entry.cells if kind == "place"), "")
    place = place_in(of_row, _ROW) if is_place(of_row) else None
    return (full_name(place) or place, "stated") if place else None


_ROW = "乡镇"
"""What stands over the places of rows."""


@cache
def _names() -> units.Names:
    patterns = place_pattern_names()
    short = {name: full_name(name) or name for name in patterns["short"]}
    typos = {row["written"]: row["meant"] for row in lexicon.read("typos")}
    return units.Names(patterns["full"] | patterns["short"], short, org_suffixes(), typos)


def _apart(
    found: list[Quantity], others: list[Other], chrome: bytearray
) -> tuple[list[Quantity], list[Other]]:
    """Take quantities of page furniture out of the reading: their numerals are furniture."""
    inside = [q for q in found if not chrome[q.numeral]]
    kept = [Other(o.start, o.end, "furniture") if chrome[o.start] else o for o in others]
    for quantity in found if len(inside) < len(found) else ():
        if chrome[quantity.numeral] and not quantity.chinese:
            kept.extend(Other(a, b, "furniture") for a, b in quantity.numerals)
    return inside, kept


def _marks(length: int, spans: Iterable[tuple[int, int]]) -> bytearray:
    """Mark the characters of `spans` in a text of `length` characters."""
    marks = bytearray(length)
    for a, b in spans:
        marks[a:b] = b"\x01" * (b - a)
    return marks


def _surroundings(
    document: Document,
    cleaned: Clean,
    shape: Shape,
    carried: list[Carried],
    places: list[Placed],
    part: Callable[[int], str],
    plan: tuple[int, int],
    republic: bool,
) -> Surroundings:
    years = plan[0], max(plan)
    return Surroundings(
        cleaned.text,
        document.text,
        cleaned,
        find_boundaries(cleaned.text, _edges(shape)),
        years,
        undated_periods(years),
        document.place_id,
        place_names(document.place_id),
        part,
        _standing_lookup(document, cleaned, shape, carried, places),
        _inside([(f.start, f.end) for c in carried for f in c.fields]),
        shape.values,
        _inside(shape.splits),
        BuildingYears(shape.lasting) if shape.lasting else None,
        years_lookup(
            cleaned.text, shape, part, plan[0], plan[0] + shape.address, document.place_id == HONG_KONG
        ),
        republic,
        marks_lookup(shape.told, None) if shape.told is not None else None,
    )


def _inside(spans: list[tuple[int, int]]) -> Callable[[int], bool] | None:
    """Return the function that tells whether an offset lies in one of some spans apart, None without any."""
    ordered = sorted(spans)

    def inside(offset: int) -> bool:
        at = bisect_right(ordered, (offset, 1 << 60)) - 1
        return at >= 0 and offset < ordered[at][1]

    return inside if ordered else None


def _standing_lookup(
    document: Document, cleaned: Clean, shape: Shape, carried: list[Carried], places: list[Placed]
) -> Callable[[int], Standing]:
    """Return the function that finds the task, section and place of an offset."""
    starts = [c.entry.start for c in carried]
    ends = [c.entry.end for c in carried]
    block_starts = [b.start for b in shape.blocks]

    def standing(task: int, block: int, begin: int, until: int) -> Standing:
        around = carried[task].entry.block if task >= 0 else block if block >= 0 else None
        section = shape.blocks[around].start if around is not None else None
        if task >= 0:
            place, basis = carried[task].place
        else:
            place, basis = places[block] if block >= 0 else (document.place, "document")
        titled = (carried[task].entry.title_end or 0) if task >= 0 and carried[task].entry.cells else 0
        project = project_name(cleaned.text, starts[task], ends[task]) if task >= 0 else None
        return Standing(
            begin,
            until,
            restored(cleaned, starts[task]) if task >= 0 else None,
            restored(cleaned, section) if section is not None else None,
            place,
            basis,
            project,
            cleaned.text.find(project, starts[task]) if project else 0,
            row_name(cleaned.text, starts[task], titled) if titled else None,
            titled,
        )

    def standing_at(offset: int) -> Standing:
        task = bisect_right(starts, offset) - 1
        until = starts[task + 1] if task + 1 < len(starts) else len(cleaned.text)
        if task >= 0 and offset < ends[task]:
            return standing(task, -1, starts[task], min(until, ends[task]))
        block = bisect_right(block_starts, offset) - 1
        begin = max(ends[task] if task >= 0 else 0, block_starts[block] if block >= 0 else 0)
        if block + 1 < len(block_starts):
            until = min(until, block_starts[block + 1])
        return standing(-1, block, begin, until)

    return standing_at


def _edges(shape: Shape) -> list[int]:
    """Where entries, headings, table cells and other parts begin: no clause reaches over them.

    News turns from part to part inside its sentences, which stay whole.
    """
    headings = [b.end - len(b.heading) for b in shape.blocks]
    edges = [*(e.start for e in shape.entries), *headings, *shape.edges]
    if shape.told is None:
        edges += [at for (_, before), (at, part) in pairwise(shape.parts) if part != before]
    return edges
