"""Rows of flattened tables: their cells as spans of the text, and what a row comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.lines import Line
from pipeline.extract.shape import Lasting
from pipeline.extract.table_columns import INDEX, UNIT_KINDS, with_note
from pipeline.extract.table_values import Cells, Value

Span = tuple[int, int]
_CARRIED_KINDS = frozenset((*UNIT_KINDS, "deadline"))


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: `cells` are (column kind, start, end) of all its cells; a sum of rows is no task.

    A `sub` row (其中:… without units of its own) belongs to the task of the row above. `values` are the bare numbers
    whose unit and meaning the table gives, by their start. `lasting` are cells of what holds over the years that a
    project is built in, `counted` numerals that say how many rows a sum or a group has.
    """

    start: int
    end: int
    marker: str | None
    cells: tuple[tuple[str, int, int], ...]
    title_end: int
    words_end: int
    is_task: bool
    sub: bool
    values: dict[int, Value] = field(default_factory=dict)
    lasting: list[Lasting] = field(default_factory=list)
    counted: tuple[Span, ...] = ()

    @property
    def is_carried(self) -> bool:
        """Whether the table says who carries it or until when."""
        return any(kind in _CARRIED_KINDS for kind, _, _ in self.cells)


LONGEST_HEADER = 24
"""A header cell has no more characters."""
_MOST_COLUMNS = 16


def header_cells(text: str, lines: list[Line], at: int) -> tuple[list[str], list[int]]:
    """Return the cells of what may be a header with a cell a line, and how many lines each and those before it take.

    A unit or note in brackets on a line of its own belongs to the cell before it (总投资 / (万元)).
    """
    cells: list[str] = []
    stops: list[int] = []
    for taken, candidate in enumerate(lines[at : at + 2 * _MOST_COLUMNS], 1):
        cell = text[slice(*trim(text, candidate.start, candidate.end))]
        if not cell or len(cell) > LONGEST_HEADER or INDEX.fullmatch(cell):
            break
        if cells and cell[0] == "(" and cell[-1] == ")":
            cells[-1] = with_note(cells[-1], cell)
            stops[-1] = taken
            continue
        if len(cells) == _MOST_COLUMNS:
            break
        cells.append(cell)
        stops.append(taken)
    return cells, stops


def counts_of_rows(text: str, cells: Cells) -> tuple[Span, ...]:
    """Find how many rows a sum or a group is of, in the cells of its row that hold no value: 合计 | 16个项目, 小计(5项)."""
    told = [(a, b) for column, a, b in cells if column.kind not in ("value", "growth")]
    return tuple(match.span(1) for a, b in told for match in _ITEMS.finditer(text, a, b))


def group_row(text: str, line: Line) -> Row | None:
    """Make a row of a line that heads others, where it says how many they are (一、续建项目(共11个)); else none."""
    counted = tuple(match.span(1) for match in _ITEMS_UNDER.finditer(text, line.start, line.end))
    if not counted:
        return None
    return Row(line.start, line.end, None, (), line.end, line.end, False, False, counted=counted)


_OF_ITEMS = r"([0-9]{1,4})[个项件](?:项目|工程|任务|事项)?(?=[,;:)\t|]|$)"
_ITEMS = re.compile(rf"(?<![0-9.,]){_OF_ITEMS}", re.MULTILINE)
_ITEMS_UNDER = re.compile(
    rf"[目程务项类(共](?:(?<=项目)|(?<=工程)|(?<=任务)|(?<=事项)|(?<=类)|(?<=[(共])){_OF_ITEMS}", re.MULTILINE
)


def cells_of(text: str, line: Line) -> list[Span]:
    """Split a row on bars, tabs or spaces into cell spans without outer spaces; empty cells of bars and tabs stay."""
    words = text[line.start : line.end]
    splitter = _BAR if "|" in words else _TAB if "\t" in words else _GAP
    spans, position = [], line.start
    for match in splitter.finditer(text, line.start, line.end):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, line.end))
    cut = [trim(text, a, b) for a, b in spans]
    if splitter is _BAR:
        return cut[1 if text[line.start] == "|" else 0 : -1 if text[line.end - 1] == "|" else None]
    return cut if splitter is _TAB else [span for span in cut if span[0] < span[1]]


_BAR = re.compile(r"\|")
_TAB = re.compile(r"\t")
_GAP = re.compile(r"\s{2,}| (?=\S)")


def trim(text: str, start: int, end: int) -> Span:
    """Leave spaces, tabs and bars at both ends of a span out."""
    while start < end and text[start] in " |\t":
        start += 1
    while end > start and text[end - 1] in " |\t":
        end -= 1
    return start, end
