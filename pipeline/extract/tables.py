"""Tables flattened to text: a cell a line, or a row a line with tabs, bars or wide spaces between cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.extract.lines import Line
from pipeline.extract.table_columns import (
    INDEX,
    TASK_KINDS,
    UNIT_KINDS,
    Column,
    fits,
    is_units,
    read_header,
    unit_word,
)
from pipeline.extract.table_values import Cells, Value, read_values

Span = tuple[int, int]
_CARRIED_KINDS = frozenset((*UNIT_KINDS, "deadline"))
_LAST_KINDS = frozenset(("progress", "remark", *TASK_KINDS))


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: `cells` are (column kind, start, end) of all its cells; a sum of rows is no task.

    A `sub` row (其中:…) belongs to the task of the row above. `values` are the bare numbers whose unit and
    meaning the table gives, by their start.
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

    @property
    def is_carried(self) -> bool:
        """Whether the table says who carries it or until when."""
        return any(kind in _CARRIED_KINDS for kind, _, _ in self.cells)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the lines below the header; `by_row` when a row stands on a line; `units` of the whole table."""

    columns: list[Column]
    lines: list[Line]
    by_row: bool
    units: tuple[str, ...]


def split_tables(text: str, lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Take the tables out of `lines`: a header, and all lines to the next header or what ends a table."""
    found: list[Table] = []
    rest: list[Line] = []
    i = 0
    while i < len(lines):
        columns, used = _header_at(text, lines, i)
        stop = _table_end(text, lines, i + used, used == 1) if columns else 0
        if stop <= i + used:
            rest.append(lines[i])
            i += 1
            continue
        found.append(Table(columns, lines[i + used : stop], used == 1, _units_above(text, rest)))
        i = stop
    return found, rest


_UNITS_ABOVE = re.compile(r"\(?(?:计量)?单位:([^()\n]{1,16})\)?$")


def _units_above(text: str, before: list[Line]) -> tuple[str, ...]:
    """Return the units that a line above the header gives for the whole table (单位:个、亿元)."""
    for line in before[-2:]:
        match = _UNITS_ABOVE.search(text, line.start, line.end)
        if match:
            return tuple(word for word in re.split(r"[、,/ ]", match.group(1)) if unit_word(word))
    return ()


_LONGEST_HEADER = 24
_MOST_COLUMNS = 16


def _header_at(text: str, lines: list[Line], at: int) -> tuple[list[Column], int]:
    """Return the columns of a header that begins at a line and how many lines it takes; ([], 0) for none."""
    line = lines[at]
    words = text[line.start : line.end]
    if ("|" in words and words.count("|") >= 2) or (
        (" " in words or "\t" in words) and len(words.split(None, 2)) >= 3
    ):
        columns = read_header([text[a:b] for a, b in cells_of(text, line)])
        if columns:
            return columns, 1
    if line.end - line.start > _LONGEST_HEADER:
        return [], 0
    cells: list[str] = []
    for candidate in lines[at : at + _MOST_COLUMNS]:
        cell = text[slice(*_trim(text, candidate.start, candidate.end))]
        if not cell or len(cell) > _LONGEST_HEADER or INDEX.fullmatch(cell):
            break
        cells.append(cell)
    for used in range(len(cells), 2, -1):
        columns = read_header(cells[:used])
        if columns and columns[-1].known:
            return columns, used
    return [], 0


def cells_of(text: str, line: Line) -> list[Span]:
    """Split a row on bars, tabs or spaces into cell spans without outer spaces; empty cells of bars and tabs stay."""
    words = text[line.start : line.end]
    splitter = _BAR if "|" in words else _TAB if "\t" in words else _GAP
    spans, position = [], line.start
    for match in splitter.finditer(text, line.start, line.end):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, line.end))
    cut = [_trim(text, a, b) for a, b in spans]
    if splitter is _BAR:
        return cut[1 if text[line.start] == "|" else 0 : -1 if text[line.end - 1] == "|" else None]
    return cut if splitter is _TAB else [span for span in cut if span[0] < span[1]]


_BAR = re.compile(r"\|")
_TAB = re.compile(r"\t")
_GAP = re.compile(r"\s{2,}| (?=\S)")


def _trim(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " |\t":
        start += 1
    while end > start and text[end - 1] in " |\t":
        end -= 1
    return start, end


_ENDS_TABLE = re.compile(
    r"(?:备注|注)[:释(]|注 ?[:：]|说明:|附[:注]|第[0-9]+页|相关(?:文件|链接)|责任编辑|分享到"
)


def _table_end(text: str, lines: list[Line], at: int, by_row: bool) -> int:
    stop = at
    while stop < len(lines):
        line = lines[stop]
        if _ENDS_TABLE.match(text, line.start) or (stop > at and _header_at(text, lines, stop)[0]):
            break
        alone = by_row and len(cells_of(text, line)) < 2
        if alone and not _heads_rows(text, lines, stop):
            break
        if line.level <= 1 and not by_row and line.marker and text[line.start] in "附第":
            break
        stop += 1
    return stop


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


def read_tables(text: str, found: list[Table]) -> list[Row]:
    """Read the rows of every table, in the order of the text."""
    return [row for table in found for cells in _rows_of(text, table) if (row := _row(text, cells, table))]


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
            yield [_trim(text, line.start, line.end) for line in table.lines[begin : begin + width]]
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
            if number is not None and "index" in kinds and _opens_row(number, index, len(current), kinds):
                index = number
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
    start, end = _trim(text, line.start, line.end)
    if start >= end:
        return []
    indexed = bool(current) and bool(INDEX.fullmatch(text, *current[0]))
    if line.level == 4 and line.marker and line.body < line.end and (indexed or not current):
        return [_trim(text, start, line.body), (line.body, end)]
    return [(start, end)]


def _in_step(text: str, table: Table) -> bool:
    """Tell a table in which every row has all its cells: each as many lines as columns, its index first."""
    width = len(table.columns)
    if table.columns[0].kind != "index" or len(table.lines) % width:
        return False
    firsts = [text[line.start : line.end].strip(" .、|") for line in table.lines[::width]]
    return firsts == [str(i) for i in range(1, len(firsts) + 1)]


def _opens_row(number: int, index: int, size: int, kinds: list[str]) -> bool:
    """Tell the index of a row from a value: it follows the one before, behind enough cells."""
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


_GROUP_INDEX = re.compile(r"\(?[一二三四五六七八九十]{1,3}[\)、.]?")
"""What numbers a row that sums a group of rows (一 续建项目 281,600)."""
_GROUP_NAME = re.compile(r"[一-龥]{2,12}\((?:共|合计)?[0-9]{1,4}[个项]\)")
_SUMS = ("合计", "总计", "小计", "合 计", "总 计", "小 计")


def _placed(text: str, spans: list[Span], columns: list[Column]) -> Cells:
    """Give the cells of a row their columns: one by one where all are there, else as their words fit best."""
    if len(spans) == len(columns):
        return [(column, a, b) for column, (a, b) in zip(columns, spans, strict=True) if a < b]
    filled = [(a, b) for a, b in spans if a < b]
    places = align([text[a:b] for a, b in filled], columns)
    return [(columns[place], a, b) for place, (a, b) in zip(places, filled, strict=True)]


_AGAIN = {"task": 0.5, "detail": 0.5, "progress": 0.5, "lead": 0.3, "responsible": 0.3, "cooperate": 0.3}
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
    heads = bool(_GROUP_INDEX.fullmatch(first)) and (
        (marker is None and len(tasks) > 1) or _GROUP_NAME.fullmatch(head) is not None
    )
    goes_on = numbered and marker is None and not named and not head.startswith(_SUMS)
    return Row(
        tasks[0][0],
        max(b for _, _, b in cells),
        marker,
        tuple((column.kind, a, b) for column, a, b in cells),
        tasks[-1][1],
        max([tasks[-1][1], *words]),
        not head.startswith(_SUMS) and not first.startswith(_SUMS) and not heads,
        head.startswith("其中") or goes_on,
        read_values(text, cells, table.units),
    )
