"""Tables flattened to text: a cell a line, or a row a line with tabs, bars or wide spaces between cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.extract.building_years import is_of_one_year, period_of
from pipeline.extract.lines import Line
from pipeline.extract.place_headers import names_places, with_places
from pipeline.extract.place_tables import CELL_MARKS, may_begin, place_table_at
from pipeline.extract.place_values import PlaceTable, read_place_table
from pipeline.extract.shape import Lasting
from pipeline.extract.table_cells import (
    LONGEST_HEADER,
    Row,
    Span,
    cells_of,
    counts_of_rows,
    group_row,
    header_cells,
    trim,
)
from pipeline.extract.table_columns import (
    BLANK,
    GROUP_INDEX,
    INDEX,
    TASK_KINDS,
    UNIT_KINDS,
    Column,
    fits,
    is_units,
    read_header,
)
from pipeline.extract.table_titles import gives_units, names_table, units_above
from pipeline.extract.table_values import Cells, read_values

_LAST_KINDS = frozenset(("progress", "remark", *TASK_KINDS))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the lines below the header; `by_row` when a row stands on a line; `units` of the whole table."""

    columns: list[Column]
    lines: list[Line]
    by_row: bool
    units: tuple[str, ...]


def split_tables(text: str, lines: list[Line]) -> tuple[list[Table | PlaceTable], list[Line]]:
    """Take the tables out of `lines`: a header, and all lines to the next header or what ends a table."""
    found: list[Table | PlaceTable] = []
    rest: list[Line] = []
    i = refused = read_until = 0
    marks = [mark for mark in CELL_MARKS if mark in text]
    while i < len(lines):
        if _is_prose(text, lines[i], marks):
            rest.append(lines[i])
            i += 1
            continue
        if i >= read_until or refused < _MOST_REFUSED:
            by_place, stop = _place_table(text, lines, i, rest)
            if by_place:
                found.append(by_place)
                i = stop
                continue
            refused, read_until = (refused + 1, read_until) if stop <= read_until else (1, stop)
        columns, used = _header_at(text, lines, i)
        stop = _table_end(text, lines, i + used, used == 1) if columns else 0
        if stop <= i + used:
            rest.append(lines[i])
            i += 1
            continue
        found.append(Table(columns, lines[i + used : stop], used == 1, units_above(text, rest)))
        i = stop
    return found, rest


_MOST_REFUSED, _MANY = 6, 30
"""So often the same lines, if many, are read as a table by place: what stands over one may be taken for its header."""


def _is_prose(text: str, line: Line, marks: Iterable[str]) -> bool:
    """Tell a line, as most are, with no cell's mark nor short enough for a cell: no table begins with it."""
    if line.end - line.start <= LONGEST_HEADER:
        return False
    return not [mark for mark in marks if text.find(mark, line.start, line.end) >= 0]


def _place_table(text: str, lines: list[Line], at: int, before: list[Line]) -> tuple[PlaceTable | None, int]:
    """Read the table by place at a line, under the title that is the last line `before` which names no unit.

    Return the table, or None, and the index behind the last line read.
    """
    if not may_begin(text, lines[at]):
        return None, at
    titles = [line for line in before[-2:] if not gives_units(text, line)]
    title = text[titles[-1].start : titles[-1].end] if titles else ""
    return place_table_at(text, lines, at, title, units_above(text, before))


_FEWEST_COLUMNS = 3


def _header_at(text: str, lines: list[Line], at: int) -> tuple[list[Column], int]:
    """Return the columns of a header that begins at a line and how many lines it takes; ([], 0) for none."""
    line = lines[at]
    words = text[line.start : line.end]
    if ("|" in words and words.count("|") >= 2) or (
        (" " in words or "\t" in words) and len(words.split(None, 2)) >= 3
    ):
        row = [text[a:b] for a, b in cells_of(text, line)]
        columns = read_header(row) or (with_places(row) if names_places(row) else [])
        if columns:
            return columns, 1
    alone = at + 1 < len(lines) and _is_prose(text, lines[at + 1], CELL_MARKS)
    if alone or line.end - line.start > LONGEST_HEADER:
        return [], 0
    cells, stops = header_cells(text, lines, at)
    if len(cells) < _FEWEST_COLUMNS:
        return [], 0
    placed = names_places(cells)
    for used in range(len(cells), _FEWEST_COLUMNS - 1, -1):
        columns = read_header(cells[:used]) or (with_places(cells[:used]) if placed else [])
        if columns and columns[-1].known:
            return columns, stops[used - 1]
    return [], 0


_ENDS_TABLE = re.compile(
    r"(?:备注|注)[:释(]|注 ?[:：]|说明:|附[:注]|附件[0-9一二三四五六七八九十]{0,2}[:、]?(?=\n|$)|"
    r"第[0-9]+页|相关(?:文件|链接)|责任编辑|分享到"
)


def _table_end(text: str, lines: list[Line], at: int, by_row: bool) -> int:
    stop = at
    refused = 0
    while stop < len(lines):
        line = lines[stop]
        if _ENDS_TABLE.match(text, line.start) or (stop > at and _header_at(text, lines, stop)[0]):
            break
        if stop > at and refused < _MOST_REFUSED:
            placed, end = _place_table(text, lines, stop, lines[max(at, stop - 2) : stop])
            if placed:
                return stop - 1 if names_table(text, lines[stop - 1]) and stop - 1 > at else stop
            refused += end - stop > _MANY
        alone = by_row and len(cells_of(text, line)) < 2
        if alone and not _heads_rows(text, lines, stop):
            break
        if line.level <= 1 and not by_row and line.marker and text[line.start] in "附第":
            break
        if stop > at and not by_row and _leads_on(text, lines, at, stop):
            break
        stop += 1
    return stop


def _leads_on(text: str, lines: list[Line], at: int, stop: int) -> bool:
    """Tell a heading behind the last row, with items in prose under it (三、优化环境 / 8.妥善化解…).

    The number of each row stands on a line of its own.
    """
    if stop + 1 >= len(lines) or not _heads_group(text, lines[stop]):
        return False
    first, below = lines[at], lines[stop + 1]
    numbered = INDEX.fullmatch(text, first.start, first.end) is not None
    return numbered and below.marker is not None and below.end - below.body > LONGEST_HEADER


def _heads_rows(text: str, lines: list[Line], at: int) -> bool:
    """Tell a line alone that heads the rows below it, numbered (二、基础设施) or bare (经济发展)."""
    if at + 1 >= len(lines):
        return False
    line, below = lines[at], lines[at + 1]
    cells = len(cells_of(text, below))
    if _heads_group(text, line):
        return cells > 1
    if not _MARKED.search(text, below.start, below.end):
        return False
    short = line.end - line.start <= _LONGEST_GROUP and text[line.end - 1] not in ",.:;。"
    return short and cells >= 4 and not _header_at(text, lines, at + 1)[0]


_LONGEST_GROUP = 16
_MARKED = re.compile(r"[\t|]")


def _heads_group(text: str, line: Line) -> bool:
    """Tell a line that heads a group of rows (二、基础设施)."""
    return line.level in (1, 2) and line.end - line.start < 40 and text[line.end - 1] not in "。;"


def read_tables(text: str, found: list[Table | PlaceTable]) -> list[Row]:
    """Read the rows of every table, in the order of the text."""
    rows: list[Row] = []
    for table in found:
        if isinstance(table, PlaceTable):
            rows += read_place_table(text, table)
        else:
            rows += [row for cells in _rows_of(text, table) if (row := _row(text, cells, table))]
            rows += [
                row for line in table.lines if _heads_group(text, line) and (row := group_row(text, line))
            ]
    return rows


def _rows_of(text: str, table: Table) -> Iterator[Cells]:
    if table.by_row:
        for line in table.lines:
            spans = cells_of(text, line)
            if len(spans) > 1 and set(text[line.start : line.end]) - set("-:| \t"):
                yield _placed(text, spans, table.columns)
        return
    for spans in _segments(text, table):
        yield _placed(text, spans, table.columns)


def _segments(text: str, table: Table) -> Iterator[list[Span]]:
    """Group the cells of a table that has a cell a line into rows."""
    kinds = [column.kind for column in table.columns]
    if _in_step(text, table):
        width = len(kinds)
        for begin in range(0, len(table.lines), width):
            yield [trim(text, line.start, line.end) for line in table.lines[begin : begin + width]]
        return
    current: list[Span] = []
    index = 0
    for line in table.lines:
        if _heads_group(text, line):
            if current:
                yield current
            current = []
            continue
        for start, end in _split_marker(text, line, current):
            words = text[start:end]
            number = int(words.rstrip(".、")) if INDEX.fullmatch(words) else None
            grouped = bool(current) and GROUP_INDEX.fullmatch(text, *current[0]) is not None
            if (
                number is not None
                and "index" in kinds
                and _opens_row(number, index, len(current), kinds, grouped)
            ):
                index = number
            elif GROUP_INDEX.fullmatch(words) and "index" in kinds:
                pass  # a row that heads a group
            elif not _opens_unnumbered(text, words, current, kinds):
                current.append((start, end))
                continue
            if current:
                yield current
            current = [(start, end)]
    if current:
        yield current


def _split_marker(text: str, line: Line, current: list[Span]) -> list[Span]:
    """Cut the index off a line that holds it and the task (4.新建…), where the row before is an indexed one."""
    start, end = trim(text, line.start, line.end)
    if start >= end:
        return []
    indexed = bool(current) and bool(INDEX.fullmatch(text, *current[0]))
    if line.level == 4 and line.marker and line.body < line.end and (indexed or not current):
        return [trim(text, start, line.body), (line.body, end)]
    return [(start, end)]


def _in_step(text: str, table: Table) -> bool:
    """Tell a table in which every row has all its cells: each as many lines as columns, its index first."""
    width = len(table.columns)
    if table.columns[0].kind != "index" or len(table.lines) % width:
        return False
    firsts = [text[line.start : line.end].strip(" .、|") for line in table.lines[::width]]
    return firsts == [str(i) for i in range(1, len(firsts) + 1)]


def _opens_row(number: int, index: int, size: int, kinds: list[str], grouped: bool) -> bool:
    """Tell the index of a row from a value: it follows the one before, behind enough cells.

    Behind a row that heads a group (一 | 续建项目 | 2,600), `grouped`, the numbers may begin anew.
    """
    if grouped and number in (1, index + 1):
        return size > 1
    values = [i for i, kind in enumerate(kinds) if kind in ("value", "growth", "detail")]
    if size == 0:
        return True
    return (number == index + 1 and size >= values[-1]) if values else size >= 2


def _opens_unnumbered(text: str, words: str, current: list[Span], kinds: list[str]) -> bool:
    """Tell a row without an index: words of a task behind the units or the date that end a row."""
    if not current or words.startswith(_SUMS):
        return bool(current)
    if kinds[-1] in _LAST_KINDS:
        return False
    last = text[slice(*current[-1])]
    ends = (kinds[-1],) if kinds[-1] in ("deadline", "attribute") else UNIT_KINDS
    ended = max(fits(last, kind) for kind in ends) >= 4 and len(current) > 1
    return ended and fits(words, "task") >= 3 and not is_units(words)


_GROUP_NAME = re.compile(r"[一-龥]{2,12}\((?:共|合计)?[0-9]{1,4}[个项]\)")
_SUMS = ("合计", "总计", "小计", "合 计", "总 计", "小 计")


def _placed(text: str, spans: list[Span], columns: list[Column]) -> Cells:
    """Give the cells of a row their columns: one by one where all are there, else as their words fit best."""
    if len(spans) == len(columns):
        return [(column, a, b) for column, (a, b) in zip(columns, spans, strict=True) if a < b]
    filled = [(a, b) for a, b in spans if a < b]
    places = align([text[a:b] for a, b in filled], columns)
    return [(columns[place], a, b) for place, (a, b) in zip(places, filled, strict=True)]


_AGAIN = {"task": 0.5, "detail": 0.5, "progress": 0.5, "lead": 0.4, "responsible": 0.3, "cooperate": 0.3}
_SKIPPED = 0.4


def align(cells: list[str], columns: list[Column]) -> list[int]:
    """Return the column of each cell, in order, so that the words fit the columns best.

    A column may take several cells (a cell of several lines) or none; both cost a little.
    """
    width = len(columns)
    best = [fits(cells[0], columns[j].kind) - _SKIPPED * j for j in range(width)] if cells else []
    back: list[list[int]] = []
    for words in cells[1:]:
        row, came = [], []
        for j in range(width):
            options = [(best[k] - _SKIPPED * (j - k - 1), k) for k in range(j)]
            options.append((best[j] - _AGAIN.get(columns[j].kind, 3.0), j))
            score, k = max(options)
            row.append(score + fits(words, columns[j].kind))
            came.append(k)
        best = row
        back.append(came)
    if not cells:
        return []
    places = [max(range(width), key=lambda j: (best[j], j))]
    for came in reversed(back):
        places.append(came[places[-1]])
    return places[::-1]


def _row(text: str, cells: Cells, table: Table) -> Row | None:
    """Make a row of its cells; a row without a task cell is none.

    A row with neither number nor name of its own goes on with the one above, whose cells are merged over both.
    """
    named = [(a, b) for column, a, b in cells if column.kind == "task"]
    tasks = named or [(a, b) for column, a, b in cells if column.kind in ("detail", "group")]
    if not tasks and cells and text.startswith(_SUMS, cells[0][1]):
        tasks = [cells[0][1:]]
    if not tasks:
        return None
    numbered = table.columns[0].kind == "index"
    words = [b for column, _, b in cells if column.kind in TASK_KINDS]
    marker = next((text[a:b] for column, a, b in cells if column.kind == "index"), None)
    head = "".join(text[slice(*tasks[0])].split())
    first = "".join(text[slice(*cells[0][1:])].split())
    heads = bool(GROUP_INDEX.fullmatch(first)) and (
        (marker is None and len(tasks) > 1) or _GROUP_NAME.fullmatch(head) is not None
    )
    sums = head.startswith(_SUMS) or first.startswith(_SUMS)
    goes_on = numbered and marker is None and not named and not head.startswith(_SUMS)
    return Row(
        tasks[0][0],
        max(b for _, _, b in cells),
        marker,
        tuple((column.kind, a, b) for column, a, b in cells),
        tasks[-1][1],
        max([tasks[-1][1], *words]),
        not sums and not heads,
        (head.startswith("其中") and not _is_carried(text, cells)) or goes_on,
        read_values(text, cells, table.units),
        _lasting(text, cells),
        counts_of_rows(text, cells) if sums or heads else (),
    )


def _is_carried(text: str, cells: Cells) -> bool:
    """Tell a row that names units of its own."""
    return any(column.kind in UNIT_KINDS and not BLANK.fullmatch(text, a, b) for column, a, b in cells)


def _lasting(text: str, cells: Cells) -> list[Lasting]:
    """Return the cells that tell of a project as a whole, where a cell gives the years that it is built in."""
    years = next((period_of(text[a:b]) for column, a, b in cells if column.kind == "period"), None)
    if years is None:
        return []
    whole = (*TASK_KINDS, "value")
    return [
        (a, b, years, 0)
        for column, a, b in cells
        if column.kind in whole and not is_of_one_year(column.label)
    ]
