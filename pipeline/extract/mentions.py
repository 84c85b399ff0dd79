"""What was read in the clean text → mentions in the decoded text's own offsets and characters."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pipeline.extract import responsibilities as units
from pipeline.extract.bounds import Bound
from pipeline.extract.clean import Clean, as_written, restore, restored, unfold, written_characters
from pipeline.extract.lexicon import cue_codes, cues
from pipeline.extract.lines import is_label
from pipeline.extract.outline import lead_sentence
from pipeline.extract.places import prefecture_of, seat_of, zone_in_heading
from pipeline.extract.quantities import ARABIC
from pipeline.extract.quantity import Other, Quantity
from pipeline.extract.shape import Entry, Shape
from pipeline.extract.unit_fields import Field
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

Placed = tuple[str | None, str]
"""A place and what tells it."""


@dataclass(slots=True)
class Carried:
    """A task with what was read inside it, and its place."""

    entry: Entry
    fields: list[Field]
    members: list[units.Unit]
    persons: list[units.Person]
    place: Placed


_NUMERAL = re.compile(rf"{ARABIC}|[一二两三四五六七八九十]")


def digits_in(text: str, bounds: list[Bound]) -> dict[int, int]:
    """Map the start of each numeral inside the deadlines to its end."""
    spans: dict[int, int] = {}
    for bound in bounds:
        for match in _NUMERAL.finditer(text, bound.start, bound.end):
            spans[match.start()] = match.end()
    return spans


def places_of_blocks(document: Document, shape: Shape) -> list[Placed]:
    """Return the place of each block: its own, else that of the block around it, else the document's."""
    places: list[Placed] = []
    for block in shape.blocks:
        own = block.place or zone_in_heading(block.heading, document.place_id)
        if own:
            places.append((own, "section"))
        else:
            places.append((document.place, "document") if block.parent is None else places[block.parent])
    return places


def place_of_units(members: list[units.Unit]) -> Placed | None:
    """Return the place of the units that carry a task, None where they are not all of one."""
    owners = {
        seat_of(u.name) or prefecture_of(u.name) for u in members if u.expansion in ("direct", "distributed")
    }
    if len(owners) > 1:
        return _place_around(members, owners)
    return (next(iter(owners)), "responsibility") if owners and None not in owners else None


_GOVERNED = frozenset("市县区旗州盟")
_SHORTEST_NAME = 2


def _place_around(members: list[units.Unit], owners: set[str | None]) -> Placed | None:
    """Return the one place that units are of, where the names of those it does not begin begin like it.

    枣阳市人民政府、枣阳高新区管委会、枣阳城投集团 are of 枣阳市.
    """
    places = [owner for owner in owners if owner and owner[-1] in _GOVERNED and prefecture_of(owner) == owner]
    short = places[0][:-1] if len(places) == 1 else ""
    if len(short) < _SHORTEST_NAME:
        return None
    named = (u for u in members if u.expansion in ("direct", "distributed"))
    return (places[0], "responsibility") if all(u.name.startswith(short) for u in named) else None


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
    sections = _sections(raw, cleaned, shape, paths)
    tasks = tuple([_task(raw, cleaned, c, i, sections) for i, c in enumerate(carried)])
    deadlines = tuple(_deadline(raw, back, bound, carried, starts) for bound in bounds)
    numerals = _numerals(cleaned, found, bounds, others)
    issues = _issues(raw, back, carried, numerals)
    return Mentions(
        document.doc_id,
        sections,
        tasks,
        tuple(r for c in carried if c.members for r in _responsibilities(document, cleaned, c)),
        deadlines,
        tuple(indicators),
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
    rows: list[Section] = []
    for block, path in zip(shape.blocks, paths, strict=True):
        above = rows[block.parent] if block.parent is not None else None
        start, end = restore(cleaned, block.start, block.end)
        rows.append(
            Section(
                start,
                end,
                above.start if above else None,
                above.level + 1 if above else 1,
                path,
                block.marker and unfold(block.marker, raw, cleaned, block.start, block.end),
                as_written(raw, cleaned, block.end - len(block.heading), block.end),
                block.kind,
                block.place and unfold(block.place, raw, cleaned, block.start, block.end),
            )
        )
    return tuple(rows)


def _task(raw: str, cleaned: Clean, c: Carried, i: int, sections: tuple[Section, ...]) -> Task:
    entry = c.entry
    text, begin = cleaned.text, entry.start
    section = sections[entry.block] if entry.block is not None else None
    words_end = _words_end(text, c)
    title = lead_sentence(text, begin, min(words_end, entry.title_end or words_end))
    start, end = restore(cleaned, begin, entry.end)
    title_end = restore(cleaned, begin, begin + len(title))[1]
    said_until = restore(cleaned, begin, max(words_end, begin + 1))[1]
    return Task(
        start,
        end,
        section.start if section else None,
        i + 1,
        f"{section.ordinal_path}.{i + 1}" if section else f"{i + 1}",
        unfold(entry.marker, raw, cleaned, max(0, begin - 12), begin) if entry.marker else None,
        raw[start:title_end],
        raw[start:said_until].strip(),
        c.place[0],
        _stage(title),
    )


def _words_end(text: str, c: Carried) -> int:
    """Where a task's own words end: before the bracket, line or cell that lists units and deadline."""
    start, end = c.entry.start, c.entry.words_end or c.entry.end
    if c.fields:
        first = min(f.start for f in c.fields)
        opening = max(text.rfind(mark, start, first) for mark in "([\n")
        if opening > start:
            end = min(end, opening)
    line = text.find("\n", start, end)
    while line >= 0:
        if is_label(text, line + 1, len(text)):
            return line
        line = text.find("\n", line + 1, end)
    return end


def _stage(title: str) -> str:
    match = cues("stage").search(title)
    return cue_codes("stage")[match.group()] if match else "other"


def _responsibilities(document: Document, cleaned: Clean, c: Carried) -> list[Responsibility]:
    rows = []
    task = restored(cleaned, c.entry.start)
    once = {
        (unit.role, unit.name): unit for unit in reversed(c.members)
    }  # named twice, it carries the task once
    for seq, unit in enumerate(reversed(once.values()), 1):
        start, end = restore(cleaned, unit.start, unit.end)
        name = _name_in_source(document.text, cleaned, c.entry, unit)
        words = document.text[start:end]
        rows.append(
            Responsibility(task, seq, unit.position, unit.role, name, words, unit.expansion, start, end)
        )
    return rows


def _name_in_source(raw: str, cleaned: Clean, entry: Entry, unit: units.Unit) -> str:
    """Write a name as its source does; a head that stands elsewhere in the task, as it is written there."""
    if cleaned.folded.isdisjoint(unit.name):
        return unit.name
    own = cleaned.text[unit.start : unit.end]
    around = written_characters(unit.name, raw, cleaned, entry.start, entry.end)
    elsewhere = {code: written for code, written in around.items() if chr(code) not in own}
    return unit.name.translate(elsewhere | written_characters(unit.name, raw, cleaned, unit.start, unit.end))


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
    cleaned: Clean,
    found: list[Quantity],
    bounds: list[Bound],
    others: list[Other],
) -> tuple[Numeral, ...]:
    """Give every numeral the class that accounts for it: a deadline's before another's before a quantity's."""
    rows: dict[int, Numeral] = {}
    gaps = cleaned.gaps
    new = tuple.__new__  # a call of the class carries the values over once more
    for quantity in found:
        first, last = quantity.numeral, quantity.digits_end
        if gaps:
            first, last = restore(cleaned, first, last)
        rows[first] = new(Numeral, (first, last, "quantity", first, None))
        if quantity.second:
            second, last = restore(cleaned, *quantity.second)
            rows[second] = Numeral(second, last, "quantity", first, None)
    for other in others:
        first, last = other.start, other.end
        if gaps:
            first, last = restore(cleaned, first, last)
        rows[first] = new(Numeral, (first, last, other.cls, None, None))
    for bound in bounds:
        deadline = restored(cleaned, bound.start)
        for start, end in digits_in(cleaned.text, [bound]).items():
            first, last = restore(cleaned, start, end)
            rows[first] = Numeral(first, last, "deadline", None, deadline)
    return tuple(map(rows.__getitem__, sorted(rows)))


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
