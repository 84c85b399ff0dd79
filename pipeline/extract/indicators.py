"""Quantities in their sentences → indicators: role, metric, measure, modality, period, place and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, zip_longest
from typing import NamedTuple

from pipeline.extract.around import Around, Role
from pipeline.extract.clean import Clean, as_written, restore, unfold
from pipeline.extract.context import Boundaries, Sentence, read_context, sentence_around
from pipeline.extract.measures import read_comparator, read_measure
from pipeline.extract.metric_words import NOWHERE, Places, strip_leading
from pipeline.extract.metrics import Metric
from pipeline.extract.modality import Cues, read_modality
from pipeline.extract.naming import name_metrics
from pipeline.extract.periods import read_period
from pipeline.extract.places import named_place
from pipeline.extract.quantity import Quantity, bounds
from pipeline.extract.roles import CONFIDENCES, read_role, share_roles
from pipeline.extract.said import Said
from pipeline.extract.tables import Value
from pipeline.model import Indicator

_FRONT_VERBS = re.compile(r"(?:支持|助力|巩固|争取|运营|规范|规范运营|建设|打造|培育|提升)+")
_FRONT_HEADS = frozenset("支助巩争运规建打培提")


class Standing(NamedTuple):
    """Where the offsets `begin:until` stand: starts of their task and section in the decoded text, and its place."""

    begin: int
    until: int
    task: int | None
    section: int | None
    place: str | None
    place_basis: str | None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all quantities of a document, and how to find what is not."""

    text: str
    raw: str
    cleaned: Clean
    boundaries: Boundaries
    plan_years: tuple[int, int]
    within: str | None
    places: Places
    part_at: Callable[[int], str]
    standing_at: Callable[[int], Standing]
    in_units: Callable[[int], bool] | None
    values: dict[int, Value]
    splits: list[tuple[int, int]]


@dataclass(slots=True)
class _Read:
    """What is read of one sentence: its span, part of the document and hedges, its quantities, what they measure.

    `tied` tells which quantities are written side by side with the one before, `linked` whether one needs another.
    """

    sentence: Sentence
    part: str
    cues: Cues
    reads: list[Around]
    tied: list[bool]
    linked: bool
    metrics: list[Metric] = field(default_factory=list)


# A batch is long enough that the rules and patterns of each step stay in the processor's cache, and short enough that
# what is read of it is gone before Python's garbage collector looks at it.
_BATCH = 16


def read_indicators(quantities: list[Quantity], tied: list[bool], around: Surroundings) -> list[Indicator]:
    """Read all quantities of a text, some sentences at a time: their roles, then their names, then the rows.

    `tied` tells which are written side by side with the one before.
    """
    rows: list[Indicator] = []
    standing = around.standing_at(0)
    sentences = _sentences(quantities, around)
    while batch := list(islice(sentences, _BATCH)):
        read = [
            _read_roles(quantities[begin:stop], sentence, around, [False, *tied[begin + 1 : stop]])
            for begin, stop, sentence in batch
        ]
        for said in read:
            said.metrics = name_metrics(around.text, said.reads, said.tied, around.places)
        standing = _add_rows(rows, read, around, standing)
    return rows


def _add_rows(
    rows: list[Indicator], sentences: list[_Read], around: Surroundings, standing: Standing
) -> Standing:
    """Add the rows of some sentences; return where the last of them stands."""
    for said in sentences:
        own: list[Indicator] = []
        for read, metric in zip(said.reads, said.metrics, strict=True):
            if not standing.begin <= read.quantity.numeral < standing.until:
                standing = around.standing_at(read.quantity.numeral)
            own.append(_indicator(read, metric, said, around, standing, len(rows) + len(own)))
        rows.extend(_link(own) if said.linked else own)
    return standing


def _sentences(quantities: list[Quantity], around: Surroundings) -> Iterator[tuple[int, int, Sentence]]:
    """Find the sentences that quantities stand in: the first of them, the one behind the last, and the sentence."""
    begin = low = 0
    while begin < len(quantities):
        first = quantities[begin]
        low = low if low <= first.start else 0
        sentence = sentence_around(around.text, around.boundaries.cuts, first, low)
        stop = begin + 1
        while stop < len(quantities) and quantities[stop].numeral < sentence.end:
            stop += 1
        yield begin, stop, sentence
        low = sentence.end + 1
        begin = stop


_LINKED = frozenset(("threshold", "breakdown"))


def _read_roles(
    quantities: list[Quantity], sentence: Sentence, around: Surroundings, tied: list[bool]
) -> _Read:
    part = around.part_at(quantities[0].start)
    reads: list[Around] = []
    text, boundaries, plan_year = around.text, around.boundaries, around.plan_years[0]
    in_units, values, splits = around.in_units, around.values, around.splits
    previous: Quantity | None = None
    role: Role | None = None
    earlier: dict[str, Decimal] = {}
    divided = sentence.divided or not sentence.whole
    said = Said()
    for quantity, following in zip_longest(quantities, quantities[1:]):
        numeral = quantity.numeral
        before = previous.end if previous else 0
        behind = following.start if following else len(text)
        context = read_context(text, boundaries, sentence, quantity, before, behind)
        read = Around(
            text,
            quantity,
            context,
            part,
            plan_year,
            in_units is not None and in_units(numeral),
            following if following and behind <= context.clause[1] else None,
            previous,
            role.name if role else None,
            role.rule_id if role else None,
            earlier,
            values.get(numeral) if values else None,
            bool(splits) and any(a <= numeral < b for a, b in splits),
            said,
        )
        role = read.role = read_role(read)
        if divided and role.name != "threshold" and not _PER_HEAD.search(context.before):
            earlier[quantity.unit] = max(quantity.amount, earlier.get(quantity.unit, quantity.amount))
        reads.append(read)
        previous = quantity
    if True in tied:
        for read, shared in zip(reads, share_roles([r.role for r in reads], tied), strict=True):
            read.role = shared
    cues = Cues(around.text, sentence.start, sentence.end)
    linked = any(read.role.name in _LINKED for read in reads)
    return _Read(reads[0].context.sentence, part, cues, reads, tied, linked)


def _indicator(
    read: Around, metric: Metric, shared: _Read, around: Surroundings, standing: Standing, seq: int
) -> Indicator:
    quantity, context, role = read.quantity, read.context, read.role
    comparator = read_comparator(quantity, context, role.name)
    low, high = bounds(comparator, quantity.amount, quantity.amount_high)
    modality, cue = _modality(shared.cues, read) if role.name == "target" else ("none", None)
    period, period_basis = _period(read, around.plan_years, shared.part)
    place, place_basis = _place(read, around, standing)
    raw, cleaned = around.raw, around.cleaned
    numeral, number_end = quantity.numeral, quantity.numeral_end
    start, end = quantity.start, quantity.end
    clause_start, clause_end = context.clause
    if cleaned.origin is not None:
        numeral, number_end = restore(cleaned, numeral, number_end)
        start, end = restore(cleaned, start, end)
        clause_start, clause_end = restore(cleaned, clause_start, clause_end)
    return Indicator(
        numeral,
        start,
        end,
        standing.task,
        standing.section,
        seq,
        role.name,
        unfold(metric.text, raw, cleaned, shared.sentence.start, shared.sentence.end),
        read_measure(quantity, context.before, metric.text),
        comparator,
        modality,
        cue,
        low,
        high,
        quantity.unit,
        raw[numeral - (quantity.amount < 0) : number_end],
        _unit_words(quantity, around) if quantity.unit_written else None,
        period,
        period_basis,
        place,
        place_basis,
        None,
        None,
        raw[clause_start:clause_end].strip(),
        role.rule_id,
        CONFIDENCES[role.rule_id],
    )


def _unit_words(quantity: Quantity, around: Surroundings) -> str | None:
    """The unit as the source writes it; it stands right behind the number, a space between left out."""
    unit = quantity.unit_written or ""
    at = around.text.find(unit, quantity.numeral_end, quantity.end)
    return unit if at < 0 else as_written(around.raw, around.cleaned, at, at + len(unit))


def _period(read: Around, plan: tuple[int, int], part: str) -> tuple[str, str]:
    """Return the year that the column of a table is of, else what its words and its part of the document say."""
    if read.column and _YEAR.match(read.column.label):
        return read.column.label[:4], "stated"
    context = read.context
    return read_period(
        read.text, context.sentence, context.clause, read.quantity.start, read.role.name, plan, part
    )


def _modality(cues: Cues, read: Around) -> tuple[str, str | None]:
    sentence = read.context.sentence
    if (sentence.start, sentence.end) != (cues.start, cues.end):
        cues = Cues(cues.text, sentence.start, sentence.end)
    return read_modality(cues, read.context.clause, read.quantity.start)


_PER_HEAD = re.compile(r"每[一-龥]{1,3}$|人均$|户均$")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_SUM_NAME = re.compile(r"[一-龥]{2,8}$")


def _place(read: Around, around: Surroundings, standing: Standing) -> tuple[str | None, str | None]:
    """A place named at the front of the clause owns the value; else the task's, section's or document's."""
    context = read.context
    if read.role.rule_id == "role.breakdown.sum":
        label = _SUM_NAME.search(context.before)
        named = named_place(label.group(), around.within, around.places) if label else None
        if named:
            return named, "breakdown"
    front = read.front
    if front is None:
        front, _ = strip_leading(around.text[context.clause[0] : read.quantity.start].lstrip(" "), NOWHERE)
    if front[:1] in _FRONT_HEADS:
        verbs = _FRONT_VERBS.match(front)
        front = front[verbs.end() :] if verbs else front
    if front.startswith("全国"):
        return "全国", "stated"
    named = named_place(front, around.within, around.places)
    if named and len(front) > len(named) - 1:
        return named, "stated"
    return standing.place, standing.place_basis


def _link(rows: list[Indicator]) -> list[Indicator]:
    """Tie thresholds to the target they define and breakdowns to their shared."""
    linked = list(rows)
    for i, row in enumerate(rows):
        if row.role == "threshold":
            target = next((r for r in rows[i + 1 :] if r.role != "threshold"), None) or next(
                (r for r in reversed(rows[:i]) if r.role != "threshold"), None
            )
            linked[i] = row._replace(qualifies=target.numeral_start if target else None)
        elif row.role == "breakdown":
            whole = next(
                (
                    r
                    for r in reversed(rows[:i])
                    if r.role not in ("breakdown", "threshold") and r.unit == row.unit
                ),
                None,
            )
            metric = row.metric
            if whole and row.rule_id == "role.breakdown.sum":
                metric = whole.metric
            linked[i] = row._replace(
                part_of=whole.numeral_start if whole else None,
                metric=metric,
                measure=whole.measure if whole else row.measure,
            )
    return linked
