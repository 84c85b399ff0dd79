"""Quantities in their sentences → indicators: role, metric, measure, modality, period, place and links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from pipeline.extract.around import Around
from pipeline.extract.building_years import BuildingYears
from pipeline.extract.clean import Clean, as_written, restore, restored, unfold
from pipeline.extract.context import (
    Boundaries,
    Sentence,
    bracket_around,
    clause_around,
    own_sentence,
    sentence_around,
    words_beside,
)
from pipeline.extract.measures import PAST_ROLES, read_bounds, read_measure
from pipeline.extract.metric_words import NOWHERE, Places, strip_leading
from pipeline.extract.metrics import Metric
from pipeline.extract.modality import read_modality
from pipeline.extract.naming import name_metrics
from pipeline.extract.periods import Undated, document_period, is_past, read_period, republic_years
from pipeline.extract.place_rows import is_township
from pipeline.extract.places import named_place
from pipeline.extract.places_told_on import TOLD_ON_HEADS, place_told_on
from pipeline.extract.project_names import FEATURES, of_project, of_row
from pipeline.extract.quantity import Quantity
from pipeline.extract.roles import CONFIDENCES, read_role, share_roles
from pipeline.extract.several_years import Years
from pipeline.extract.table_values import Value
from pipeline.model import Indicator
from pipeline.normalize.places import full_name

_FRONT_VERBS = re.compile(r"(?:支持|助力|巩固|争取|运营|规范|规范运营|建设|打造|培育|提升)+")
_FRONT_HEADS = frozenset("支助巩争运规建打培提")
_TOLD_ON_HEADS = TOLD_ON_HEADS | {""}


# Not frozen: a frozen class takes five times as long to make, and many are made. Nothing changes one.
@dataclass(slots=True)
class Standing:
    """Where the offsets `begin:until` stand: starts of their task and section in the decoded text, and its place.

    `project` is the name that the task begins with, if it is that of something built; it stands at `project_at`. `row`
    is what the row of a table is about, as its cell up to `row_end` says.
    """

    begin: int
    until: int
    task: int | None
    section: int | None
    place: str | None
    place_basis: str | None
    project: str | None = None
    project_at: int = 0
    row: str | None = None
    row_end: int = 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all quantities of a document, and how to find what is not.

    `undated` are the periods of what no date is named for, None where the plan is for several years. `told_at` tells
    when what news tells was so; None where no sentence turns from one part to another, as there.
    """

    text: str
    raw: str
    cleaned: Clean
    boundaries: Boundaries
    plan_years: tuple[int, int]
    undated: Undated | None
    within: str | None
    places: Places
    part_at: Callable[[int], str]
    standing_at: Callable[[int], Standing]
    in_units: Callable[[int], bool] | None
    values: dict[int, Value]
    in_split: Callable[[int], bool] | None
    building: BuildingYears | None
    years_at: Callable[[int], Years | None] | None
    republic: bool
    told_at: Callable[[int], str | None] | None


_Read = tuple[list[Around], list[bool], bool]
"""What is read of one sentence: its quantities, which of them are written side by side with the one before, and whether
one needs another."""


def read_indicators(quantities: list[Quantity], tied: list[bool], around: Surroundings) -> list[Indicator]:
    """Read all quantities of a text: their roles first, then their names, then the rows.

    `tied` tells which are written side by side with the one before. Step by step is quicker than sentence by sentence:
    the rules and patterns of one step stay in the processor's cache.
    """
    read = [
        _read_roles(quantities[begin:stop], sentence, around, [False, *tied[begin + 1 : stop]])
        for begin, stop, sentence in _sentences(quantities, around)
    ]
    named = [name_metrics(reads, ties, linked, around.places) for reads, ties, linked in read]
    rows = _rows(read, named, around)
    return _of_known_wholes(rows) if around.values else rows


def _of_known_wholes(rows: list[Indicator]) -> list[Indicator]:
    """Leave out a whole that no row is of: a total's cell in a table may hold a date or nothing."""
    numerals = {row.numeral_start for row in rows}
    return [
        row if row.part_of is None or row.part_of in numerals else row._replace(part_of=None) for row in rows
    ]


def _rows(sentences: list[_Read], named: list[list[Metric]], around: Surroundings) -> list[Indicator]:
    """Make the rows of what was read and named, sentence by sentence."""
    rows: list[Indicator] = []
    standing = around.standing_at(0)
    for (reads, _, linked), metrics in zip(sentences, named, strict=True):
        first = len(rows)
        # A strict zip for every sentence costs more than the look-ups it saves.
        for i, read in enumerate(reads):
            numeral = read.quantity.numeral
            if not standing.begin <= numeral < standing.until:
                standing = around.standing_at(numeral)
            rows.append(_indicator(read, metrics[i], around, standing, first + i))
        if linked:
            rows[first:] = _link(rows[first:])
    return rows


def _sentences(quantities: list[Quantity], around: Surroundings) -> Iterator[tuple[int, int, Sentence]]:
    """Find the sentences that quantities stand in: the first of them, the one behind the last, and the sentence."""
    begin = low = 0
    count = len(quantities)
    while begin < count:
        first = quantities[begin]
        low = low if low <= first.start else 0
        sentence = sentence_around(around.text, around.boundaries, first, low)
        stop, end = begin + 1, sentence.end
        while stop < count and quantities[stop].numeral < end:
            stop += 1
        yield begin, stop, sentence
        low = end + 1
        begin = stop


_LINKED = frozenset(("threshold", "breakdown"))
_SHARE_RULES = frozenset(("role.breakdown.share", "role.breakdown.bracket"))


def _read_roles(
    quantities: list[Quantity], sentence: Sentence, around: Surroundings, tied: list[bool]
) -> _Read:
    sentence.part, sentence.plan_year = around.part_at(quantities[0].start), around.plan_years[0]
    if around.republic:
        sentence.republic_years = republic_years(sentence)
    earlier, tells_apart = sentence.earlier, sentence.divided or not sentence.whole
    reads: list[Around] = []
    read: Around | None = None
    linked, told_at = False, around.told_at
    last = len(quantities) - 1
    for i, quantity in enumerate(quantities):
        if told_at is not None and sentence.part != (part := around.part_at(quantity.start)):
            sentence = replace(sentence, part=part)
        read = _look_around(quantity, sentence, read, quantities[i + 1] if i < last else None, around)
        role = read.role = read_role(read)
        reads.append(read)
        if role.name in _LINKED:
            linked = True
        if tells_apart and role.name != "threshold" and not _PER_HEAD.search(read.before):
            earlier[quantity.unit] = max(quantity.amount, earlier.get(quantity.unit, quantity.amount))
    if True in tied:
        for i, shared in enumerate(share_roles([read.role for read in reads], tied)):
            reads[i].role = shared
        linked = any(read.role.name in _LINKED for read in reads)
    return reads, tied, linked


def _look_around(
    quantity: Quantity,
    sentence: Sentence,
    previous: Around | None,
    following: Quantity | None,
    around: Surroundings,
) -> Around:
    """Cut the words beside a quantity between its neighbours; its role is not read yet."""
    text, in_units, in_split = around.text, around.in_units, around.in_split
    numeral, start, end = quantity.numeral, quantity.start, quantity.end
    if not sentence.whole or end > sentence.end or start < sentence.start:
        sentence = own_sentence(sentence, around.boundaries, quantity)
    bracket = bracket_around(around.boundaries, start, end) if sentence.bracketed else None
    before, behind = previous.quantity.end if previous else 0, following.start if following else sentence.end
    if previous and end <= previous.clause[1] and sentence is previous.sentence:
        clause = previous.clause
    else:
        clause = clause_around(sentence, start, end)
    left, right = clause
    if bracket or left < before or behind < right:
        left, right = words_beside(quantity, clause, bracket, before, behind)
    return Around(
        text,
        sentence,
        quantity,
        clause,
        left,
        text[left:start],
        text[end:right],
        bracket,
        previous,
        following if behind <= clause[1] else None,
        in_units is not None and in_units(numeral),
        around.values.get(numeral) if around.values else None,
        in_split is not None and in_split(numeral),
    )


_NO_WHOLE = frozenset(("breakdown", "threshold", "baseline"))
_NO_ROW = frozenset(("threshold", "breakdown"))


def _period(read: Around, around: Surroundings, measure: str) -> tuple[str, str]:
    """The period of a value by its own words, by the years or news around it, or by those its project is built in."""
    start, sentence, role = read.quantity.start, read.sentence, read.role.name
    if around.building and role not in PAST_ROLES:
        built = around.building.at(around.text, start, document_period(around.plan_years))
        if built:
            return built, "stated"
    years = around.years_at(start) if around.years_at else None
    told = around.told_at(start) if around.told_at and sentence.part == "told" else None
    if around.undated and not (sentence.dated or years or told or read.column):
        return around.undated[sentence.part == "review" or is_past(role, sentence.part)]
    return read_period(read, around.plan_years, years, measure, told)


def _named(read: Around, metric: Metric, standing: Standing) -> str:
    """The name of what a value measures, by the project or the row that it stands in where that alone tells whose."""
    feature = read.role.rule_id in FEATURES
    named = metric.text
    if standing.project and read.role.name != "threshold" and read.quantity.start >= standing.project_at:
        part = read.role.name == "breakdown"
        named = of_project(named, metric.bare, standing.project, feature, part)
    behind = read.quantity.start >= standing.row_end and not read.column
    if standing.row and behind and read.role.name not in _NO_ROW:
        named = of_row(named, standing.row, feature)
    return named


def _indicator(read: Around, metric: Metric, around: Surroundings, standing: Standing, seq: int) -> Indicator:
    quantity, role, column, name = read.quantity, read.role, read.column, read.role.name
    comparator, low, high = read_bounds(quantity, read.before, name)
    modality, cue = read_modality(read) if name == "target" else ("none", None)
    measure = read_measure(quantity, "" if column else read.before, metric.text)
    period, period_basis = _period(read, around, measure)
    place, place_basis = _place(read, around, standing)
    raw, cleaned = around.raw, around.cleaned
    named = _named(read, metric, standing) if standing.project or standing.row else metric.text
    if not (cleaned.words_kept and named.isalnum()):
        named = unfold(named, raw, cleaned, read.sentence.start, read.sentence.end)
    whole = column.whole if column and name == "breakdown" else None
    unit = quantity.unit_written
    numeral, number_end = quantity.numeral, quantity.numeral_end
    start, end = quantity.start, quantity.end
    clause_start, clause_end = read.clause
    if cleaned.gaps:
        numeral, number_end = restore(cleaned, numeral, number_end)
        start, end = restore(cleaned, start, end)
        clause_start, clause_end = restore(cleaned, clause_start, clause_end)
    if unit and not raw.startswith(unit, number_end):
        unit = _unit_words(quantity, unit, around)
    # A call of the class carries all the values over once or twice more.
    values = (
        numeral,
        start,
        end,
        standing.task,
        standing.section,
        seq,
        name,
        named,
        measure,
        comparator,
        modality,
        cue,
        low,
        high,
        quantity.unit,
        raw[numeral - quantity.amount.is_signed() : number_end],
        unit,
        period,
        period_basis,
        place,
        place_basis,
        None,
        None if whole is None else restored(cleaned, whole),
        raw[clause_start:clause_end].strip(),
        role.rule_id,
        CONFIDENCES[role.rule_id],
    )
    return tuple.__new__(Indicator, values)


def _unit_words(quantity: Quantity, unit: str, around: Surroundings) -> str:
    """Return a unit that does not stand right behind the number as the source writes it; a space between is left out."""
    at = around.text.find(unit, quantity.numeral_end, quantity.end)
    return unit if at < 0 else as_written(around.raw, around.cleaned, at, at + len(unit))


_PER_HEAD = re.compile(r"每[一-龥]{1,3}$|人均$|户均$")
_SUM_NAME = re.compile(r"[一-龥]{2,8}$")
_PLACED_ALONE = frozenset(("role.breakdown.sum", "role.breakdown.listed"))
_PART_NAME = re.compile(r"[ (、,;和及]*(?:其中[,:]?|含)?(?P<name>[一-龥]{2,8}?)(?:各|为)?")


def _place_of_part(read: Around, around: Surroundings) -> str | None:
    """Return the place that a part of a value is of, where it alone stands before it (其中甲区3个、乙镇2个、4万平方米)."""
    if read.role.rule_id in _PLACED_ALONE:
        label = _SUM_NAME.search(read.before)
        return named_place(label.group(), around.within, around.places) if label else None
    if read.before.strip(" 、,") == "":
        before = read.previous
        part = before is not None and before.role.name == "breakdown" and before.bracket == read.bracket
        return _place_of_part(before, around) if before is not None and part else None
    label = _PART_NAME.fullmatch(read.before) if read.before[-1] in _PLACE_ENDS else None
    if label is None:
        return None
    name = label["name"]
    known = named_place(name, around.within, around.places)
    return known if known and len(known) >= len(name) else name if is_township(name) else None


_PLACE_ENDS = frozenset("市县区旗镇乡道盟州各为")


def _place(read: Around, around: Surroundings, standing: Standing) -> tuple[str | None, str | None]:
    """A place named at the front of the clause or of the row owns the value; else the task's, section's or document's."""
    column = read.column
    if column and column.place:
        return full_name(column.place, around.within) or column.place, "breakdown"
    if read.role.name == "breakdown":
        named = _place_of_part(read, around)
        if named:
            return named, "breakdown"
    front = read.front
    if front is None:
        previous = read.previous
        if previous is not None and previous.clause == read.clause and previous.front:
            front = read.front = previous.front
        else:
            front, _ = strip_leading(around.text[read.clause[0] : read.quantity.start].lstrip(" "), NOWHERE)
    letter = front[0] if front else ""
    if letter in _FRONT_HEADS and (verbs := _FRONT_VERBS.match(front)):
        front = front[verbs.end() :]
        letter = front[:1]
    if len(front) > 1:
        if letter == "全" and front[1] == "国":
            return "全国", "stated"
        named = named_place(front, around.within, around.places)
        if named and len(front) > len(named) - 1:
            return named, "stated"
    if letter in _TOLD_ON_HEADS:
        named = place_told_on(read, around.within, around.places)
        if named:
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
                    if r.role not in _NO_WHOLE and (r.unit == row.unit or row.rule_id in _SHARE_RULES)
                ),
                None,
            )
            metric = row.metric
            if whole and row.rule_id == "role.breakdown.sum":
                metric = whole.metric
            linked[i] = row._replace(
                part_of=whole.numeral_start if whole else row.part_of,
                metric=metric,
                measure=whole.measure if whole and whole.unit == row.unit else row.measure,
            )
    return linked
