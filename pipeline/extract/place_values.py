"""What the cells of a table by place say: its columns, the row of its total, each number with its place and name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.extract.numbers import read_arabic
from pipeline.extract.place_headers import columns_of
from pipeline.extract.place_rows import LEAD_LABEL, is_place, is_total, place_in
from pipeline.extract.table_cells import Row, Span
from pipeline.extract.table_columns import FIGURE, INDEX, Column, split_header_unit
from pipeline.extract.table_titles import named_by
from pipeline.extract.table_values import Value, read_cell


class Body(NamedTuple):
    """A row of a table by place: the words it begins with, its span, and the spans before, of and behind them."""

    words: str
    start: int
    end: int
    before: list[Span]
    lead: Span
    cells: list[Span]


Placed = list[tuple[int, int, int]]
"""The cells of a row behind its name: the index of the column, start and end."""


@dataclass(frozen=True, slots=True)
class PlaceTable:
    """Columns, header cells and rows of a table by place; `title` and `units` are what stands over it."""

    columns: list[Column]
    header: list[Span]
    rows: list[Body]
    title: str
    units: tuple[str, ...]


def goal_columns(header: list[list[str]], rows: list[Body], label: str, title: str) -> list[Column]:
    """Make the columns of a table a row a line; without a header they are what its title names (造林、改厕任务如下:)."""
    fullest = max(rows, key=lambda row: (len(row.before) + len(row.cells), -row.start))
    first = len(fullest.before) + 1
    if header:
        return columns_of(header, first, first + len(fullest.cells), label)
    named = named_by(title)
    names = [split_header_unit(name) for name in named.split("、")]
    if not named or len(fullest.cells) not in (1, len(names)):
        return []
    goals = [Column("value", name, unit) for name, unit in names] if len(names) > 1 else [Column("value", "")]
    return [*([Column("index", "")] * (first - 1)), Column("place", ""), *goals[: len(fullest.cells)]]


def holds(table: PlaceTable) -> bool:
    """Tell a table by place from other rows: what begins its rows are places, and most have their cells.

    Where a column gives the unit of measure of each row, the row names its goal itself.
    """
    named = [row for row in table.rows if not is_total(row.words)]
    placed = sum(is_place(row.words) for row in named)
    labelled = next(column.label for column in table.columns if column.kind == "place")
    if not named or all(column.kind != "value" for column in table.columns):
        return False
    if any(column.kind == "value" and column.label in _OF_MEASURE for column in table.columns):
        return False
    if not LEAD_LABEL.fullmatch(labelled) and placed < len(named):
        return False
    return 2 * sum(bool(_placed(row, table.columns)) for row in table.rows) > len(table.rows)


_OF_MEASURE = frozenset(("单位", "计量单位"))


def _placed(row: Body, columns: list[Column]) -> Placed:
    """Give the cells behind a row's name the index of their column; none where it is not certain which are left out."""
    at = next(i for i, column in enumerate(columns) if column.kind == "place")
    behind = list(range(at + 1, len(columns)))
    spans = row.cells
    if len(spans) > len(behind):
        spans = [span for span in spans if span[0] < span[1]]
    values = [i for i in behind if columns[i].kind == "value"]
    if len(spans) < len(behind):
        kept = behind[: len(spans)]
        behind = kept if values and values[-1] in kept else values
    if len(spans) != len(behind):
        return []
    return [(i, a, b) for i, (a, b) in zip(behind, spans, strict=True) if a < b]


def read_place_table(text: str, table: PlaceTable) -> Iterator[Row]:
    """Read the rows of a table by place; where there is a total, the others are its parts.

    A row is a task only where the header says that its name is who carries it (责任单位).
    """
    columns = _with_units(table.columns, table.units)
    read = [(row, _placed(row, columns)) for row in table.rows]
    label = next(column.label for column in columns if column.kind == "place")
    total = _total_row(text, read, columns)
    wholes = _starts(text, read[total][1], columns) if total >= 0 else {}
    head = [("value", a, b) for a, b in table.header]
    yield _row(head[0][1] if head else table.rows[0].start, head, {})
    title, carried = named_by(table.title), _CARRIERS.fullmatch(label) is not None
    for at, (row, cells) in enumerate(read):
        place, values = place_in(row.words, label) if at != total else None, {}
        for i, a, b in cells:
            if columns[i].kind == "value":
                whole = None if at == total or _AVERAGE.search(columns[i].label) else wholes.get(i)
                for start, value in read_cell(text, a, b, columns[i], title, table.units):
                    values[start] = replace(value, place=place, whole=whole)
        kinds = (("score" if columns[i].kind == "score" else "value", a, b) for i, a, b in cells)
        if carried and at != total and not _SUMMED.fullmatch(row.words):
            yield _carried_row(text, row, list(kinds), values)
        else:
            yield _row(row.start, [("value", *row.lead), *kinds], values)


_CARRIERS = re.compile(r"(?:责任|承担|实施|牵头|落实)(?:单位|部门)")
_SUMMED = re.compile(r"小计|其他|其它")


def _with_units(columns: list[Column], units: tuple[str, ...]) -> list[Column]:
    """Give the columns the units that stand over the table, where there are as many and the header has none."""
    goals = [i for i, column in enumerate(columns) if column.kind == "value"]
    if len(units) != len(goals) or len(units) < _SEVERAL or any(columns[i].unit for i in goals):
        return columns
    given = dict(zip(goals, units, strict=True))
    return [replace(column, unit=given.get(i, column.unit)) for i, column in enumerate(columns)]


_SEVERAL = 2


def _total_row(text: str, read: list[tuple[Body, Placed]], columns: list[Column]) -> int:
    """Return the index of the row of the total, -1 without one: by its name, else as the sum of all others."""
    named = next((i for i, (row, _) in enumerate(read) if is_total(row.words)), -1)
    if named >= 0 or len(read) <= _SEVERAL:
        return named
    amounts = [_amounts(text, cells, columns) for _, cells in read]
    for at in (0, len(read) - 1):
        others = [amount for i, amount in enumerate(amounts) if i != at]
        sums = {column: sum(amount.get(column, Decimal(0)) for amount in others) for column in amounts[at]}
        if amounts[at] and sums == amounts[at]:
            return at
    return -1


def _amounts(text: str, cells: Placed, columns: list[Column]) -> dict[int, Decimal]:
    return {
        i: read_arabic(text[a:b])
        for i, a, b in cells
        if columns[i].kind == "value" and _PLAIN.fullmatch(text, a, b)
    }


_AVERAGE = re.compile(r"人均|户均|亩均|平均|均价")
_PLAIN = re.compile(FIGURE)


def _starts(text: str, cells: Placed, columns: list[Column]) -> dict[int, int]:
    """Map the columns to the start of the number that a row holds in them."""
    found = ((i, _DIGIT.search(text, a, b)) for i, a, b in cells if columns[i].kind == "value")
    return {i: digits.start() for i, digits in found if digits}


_DIGIT = re.compile(r"[0-9]")


def _carried_row(text: str, row: Body, cells: list[tuple[str, int, int]], values: dict[int, Value]) -> Row:
    """Make a task of the row of a unit: its name is its title, and carries it."""
    start, end = row.lead
    marker = next((text[a:b] for a, b in row.before if INDEX.fullmatch(text, a, b)), None)
    made = _row(start, [("responsible", start, end), *cells], values)
    return replace(made, marker=marker, title_end=end, is_task=True)


def _row(start: int, cells: list[tuple[str, int, int]], values: dict[int, Value]) -> Row:
    end = max((b for _, _, b in cells), default=start)
    return Row(start, end, None, tuple(cells), end, end, False, False, values)
