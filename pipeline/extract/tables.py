"""Tables flattened to text: a cell a line, or a row a line with tabs, bars or wide spaces between cells."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from pipeline.extract.lexicon import unit_forms
from pipeline.extract.lines import Line

HEADER_WORDS: dict[str, str] = {
    "index": r"序号|编号|项目序号",
    "task": (
        r"(?:主要|重点|年度|具体|建设|实事)?(?:工作|任务|目标|事项|项目|内容|举措|措施|名称|指标)+"
        r"(?:任务|内容|名称|目标|事项|举措|安排|分解|及?内容|及?规模|及?标准|要求)*"
    ),
    "responsible": r"(?:责任|实施|落实|主办|承办|主管)(?:单位|部门|科室|主体)",
    "lead": r"牵头(?:单位|部门)",
    "cooperate": r"(?:配合|协办|参与|协同|参加)(?:单位|部门)",
    "person": r"(?:责任|分管|牵头|包联|主管|市级|县级)*(?:领导|责任人|县领导|市领导)|联系人",
    "deadline": r"(?:完成|办结|推进|工作)?(?:时限|时间|期限|进度|时间节点|完成时间|时限要求)|完成时限要求",
    "unit": r"(?:计量)?单位",
    "value": (
        r"(?:年度|本年|当年|今年|计划|预期|总|累计|[0-9]{4}年(?:度)?)*"
        r"(?:目标值|任务数|任务量|指标值|目标数|计划数|数量|投资额?|投资规模|资金|金额|规模|完成投资)"
        r"|[0-9]{4}年?(?:目标|完成|实际|计划|预期|预计)?(?:值|数)?"
    ),
    "remark": r"备注",
    "group": r"类别|类型|领域|分类|板块",
}
_HEADER = re.compile("|".join(f"(?P<{kind}>^(?:{pattern})$)" for kind, pattern in HEADER_WORDS.items()))
_SPLIT = re.compile(r"\s*\|\s*|\s{2,}|(?<=\S) (?=\S)")
_BAR = re.compile(r"\|")
_GAP = re.compile(r"\s{2,}|\t| (?=\S)")
_INDEX = re.compile(r"^[0-9]{1,3}[.、]?$")
_DATE = re.compile(
    r"^(?:[0-9]{4}年)?(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?(?:底)?(?:前|之前)?(?:完成|[^。]{0,6})$|^持续推进$|^长期坚持$|^全年$|^年底前?$"
)
_ORG = re.compile(
    r"(?:局|委|办|部|厅|院|会|公司|政府|中心|单位|镇|乡|街道|集团|社|站|处|队|校|馆|行|联|工会|法院|园区|部门|区镇|县区|高校|牵头|配合|负责|落实)$"
)


_LONGEST_HEADER = 60


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its header announces it: kind, the words of the header, and the unit in its brackets."""

    kind: str
    label: str = ""
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A cell that holds a bare number: its end, the unit its column or row gives, and what it measures."""

    end: int
    unit: str | None
    label: str
    subject: str


@dataclass(frozen=True, slots=True)
class Row:
    """A table row as a task: `cells` are (column kind, start, end) of all its cells.

    `values` are the cells that hold a bare number, by their start.
    """

    start: int
    end: int
    marker: str | None
    cells: tuple[tuple[str, int, int], ...]
    words_end: int
    values: dict[int, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and the lines below the header; `by_row` when a row stands on a line."""

    headers: tuple[Column, ...]
    lines: tuple[Line, ...]
    by_row: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The kinds of the columns."""
        return tuple(column.kind for column in self.headers)


_IN_BRACKETS = re.compile(r"\((?:单位:?)?([^()]{1,8})\)$")
_MULTIPLES = "百千万亿"


def read_column(words: str) -> Column | None:
    """Read a header cell (序号, 责任单位, 总投资(亿元) …), or None for other text."""
    words = "".join(words.split())
    bracket = _IN_BRACKETS.search(words)
    unit = bracket.group(1) if bracket and bracket.group(1).lstrip(_MULTIPLES) in unit_forms() else None
    label = words[: bracket.start()] if bracket and unit else words
    match = _HEADER.match(label)
    if match is None or match.lastgroup is None:
        return None
    kind = "value" if unit and match.lastgroup in ("task", "remark", "group") else match.lastgroup
    return Column(kind, label, unit)


def split_tables(text: str, lines: list[Line]) -> tuple[list[Table], list[Line]]:
    """Take the tables out of `lines`: a header, and all lines to the next header or heading."""
    found: list[Table] = []
    rest: list[Line] = []
    i = 0
    while i < len(lines):
        header = _row_header(text, lines[i]) or _cell_header(text, lines, i)
        if header is None:
            rest.append(lines[i])
            i += 1
            continue
        columns, used = header
        by_row = used == 1
        stop = _table_end(text, lines, i + used, by_row)
        if stop - (i + used) < 1:
            rest.append(lines[i])
            i += 1
            continue
        found.append(Table(columns, tuple(lines[i + used : stop]), by_row))
        i = stop
    return found, rest


def cells_of(text: str, line: Line) -> list[tuple[int, int]]:
    """Split a row on bars, tabs or wide spaces into cell spans without outer spaces."""
    bars = "|" in text[line.start : line.end]
    splitter = _BAR if bars else _GAP
    spans, position = [], line.start
    for match in splitter.finditer(text, line.start, line.end):
        spans.append((position, match.start()))
        position = match.end()
    spans.append((position, line.end))
    cut = [_strip(text, a, b) for a, b in spans]
    if bars:
        return cut[1 if text[line.start] == "|" else 0 : -1 if text[line.end - 1] == "|" else None]
    return [span for span in cut if span[0] < span[1]]


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start] == " ":
        start += 1
    while end > start and text[end - 1] == " ":
        end -= 1
    return start, end


def _row_header(text: str, line: Line) -> tuple[tuple[Column, ...], int] | None:
    words = text[line.start : line.end]
    if words.count("|") < 2 and len(words.split(None, 2)) < 3:
        return None
    cells = cells_of(text, line)
    read = [read_column(text[a:b]) for a, b in cells]
    known = sum(column is not None for column in read)
    if len(cells) >= 3 and known >= 2 and len(cells) - known <= 1:
        return tuple(column or Column("task") for column in read), 1
    return None


def _cell_header(text: str, lines: list[Line], at: int) -> tuple[tuple[Column, ...], int] | None:
    """Read header cells that stand each on a line."""
    read: list[Column] = []
    for line in lines[at : at + 9]:
        words = text[line.start : line.end]
        column = read_column(words) if len(words) <= _LONGEST_HEADER else None
        if column is None and len(read) == 1 and read[0].kind == "index" and _TOPIC.fullmatch(words):
            column = Column("task", words)  # what the table lists, under a name of its own
        if column is None:
            break
        read.append(column)
    return (tuple(read), len(read)) if len(read) >= 3 else None


_TOPIC = re.compile(r"[一-龥“”]{2,10}")


def _table_end(text: str, lines: list[Line], at: int, by_row: bool) -> int:
    stop = at
    while stop < len(lines):
        line = lines[stop]
        if stop > at and (_row_header(text, line) or _cell_header(text, lines, stop)):
            break
        if re.match(r"备注|注[:释]|说明:", text[line.start : line.end]) and line.end - line.start > 3:
            break
        if by_row and len(cells_of(text, line)) < 2:
            break
        if line.level <= 1 and not by_row and line.marker and re.match(r"附|第", text[line.start :][:1]):
            break
        stop += 1
    return stop


def read_tables(text: str, found: list[Table]) -> list[Row]:
    """Read the rows of every table as tasks."""
    rows: list[Row] = []
    for table in found:
        rows.extend(_by_row(text, table) if table.by_row else _by_cell(text, table))
    return rows


def _by_row(text: str, table: Table) -> list[Row]:
    rows: list[Row] = []
    for line in table.lines:
        cells = cells_of(text, line)
        if len(cells) < 2 or set("".join(text[a:b] for a, b in cells)) <= set("-: "):
            continue
        kinds = _align(text, table.columns, cells)
        labelled = [(k, a, b) for k, (a, b) in zip(kinds, cells, strict=False) if a < b]
        values = _values(text, table.headers, cells) if len(cells) == len(table.headers) else {}
        _append(rows, _row(text, labelled, values))
    return rows


def _values(text: str, headers: tuple[Column, ...], cells: list[tuple[int, int]]) -> dict[int, Value]:
    """Read the cells of a row that hold a bare number: the unit is the column's, else the row's."""
    by_kind = {column.kind: text[a:b] for column, (a, b) in reversed(list(zip(headers, cells, strict=True)))}
    row_unit = "".join(by_kind.get("unit", "").split()) or None
    subject = by_kind.get("task", "")
    return {
        a: Value(b, column.unit or row_unit, column.label, subject)
        for column, (a, b) in zip(headers, cells, strict=True)
        if column.kind == "value" and _NUMBER.fullmatch(text, a, b)
    }


_NUMBER = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")


def _align(text: str, columns: tuple[str, ...], cells: list[tuple[int, int]]) -> list[str]:
    """Give cells their columns; where cells are missing (a spanning group), align from the right."""
    if len(cells) == len(columns):
        return list(columns)
    if len(cells) < len(columns):
        return list(columns[len(columns) - len(cells) :])
    return [_content_kind(text[a:b]) for a, b in cells]


def _by_cell(text: str, table: Table) -> list[Row]:
    """Group cells into rows by their index cell, or by the column order where there is none."""
    if _in_step(text, table):
        return _by_count(text, table)
    rows: list[Row] = []
    current: list[tuple[str, int, int]] = []
    for line in table.lines:
        words = text[line.start : line.end]
        if line.level in (1, 2) and len(words) < 40 and words[-1] not in "。;":  # a group of rows
            if current:
                _append(rows, _row(text, current))
            current = []
            continue
        if _INDEX.match(words):
            if current:
                _append(rows, _row(text, current))
            current = [("index", line.start, line.end)]
            continue
        start = line.start
        if line.level == 4 and line.marker and line.body < line.end and current and current[0][0] == "index":
            _append(rows, _row(text, current))
            current, start = [("index", line.start, line.body)], line.body
        kind = _content_kind(text[start : line.end])
        if kind == "task" and _is_group(table.columns, current, line.end - start):
            kind = "group"
        elif kind == "task" and current and current[-1][0] == "deadline" and table.columns[-1] == "deadline":
            _append(rows, _row(text, current))  # a further task under a merged index
            current = []
        current.append((_by_order(kind, current, table.columns), start, line.end))
    _append(rows, _row(text, current) if current else None)
    return rows


def _in_step(text: str, table: Table) -> bool:
    """Tell a table in which every row has all its cells: each as many lines as columns, its index first."""
    width = len(table.headers)
    if table.columns[0] != "index" or len(table.lines) % width:
        return False
    firsts = [text[line.start : line.end].rstrip(".、") for line in table.lines[::width]]
    return firsts == [str(i) for i in range(1, len(firsts) + 1)]


def _by_count(text: str, table: Table) -> list[Row]:
    """Read a table whose rows have all their cells, a cell a line."""
    rows: list[Row] = []
    width = len(table.headers)
    for begin in range(0, len(table.lines), width):
        cells = [(line.start, line.end) for line in table.lines[begin : begin + width]]
        labelled = [(kind, a, b) for kind, (a, b) in zip(table.columns, cells, strict=True)]
        _append(rows, _row(text, labelled, _values(text, table.headers, cells)))
    return rows


def _is_group(columns: tuple[str, ...], current: list[tuple[str, int, int]], length: int) -> bool:
    """Tell a short first cell under 类别 from the task that follows it."""
    before = "group" in columns and "task" in columns and columns.index("group") < columns.index("task")
    return before and length <= 12 and not any(k in ("group", "task") for k, _, _ in current)


def _append(rows: list[Row], row: Row | None) -> None:
    if row:
        rows.append(row)


def _content_kind(words: str) -> str:
    """Tell by its words whether a cell holds an index, units, a deadline or a task."""
    if _INDEX.match(words):
        return "index"
    if (
        len(words) <= 24
        and _DATE.match(words)
        and (re.search(r"[0-9]", words) or words[:2] in ("持续", "长期", "全年", "年底"))
    ):
        return "deadline"
    parts = re.split(r"[、,;\s▲]+", re.sub(r"\([^()]*\)", "", words))
    if (
        len(words) <= 160
        and "。" not in words
        and all(
            _ORG.search(p) or len(p) < 2 or re.fullmatch(r"[一-龥]{1,5}[市县区州旗]", p) for p in parts if p
        )
    ):
        return "responsible"
    return "task"


def _by_order(kind: str, current: list[tuple[str, int, int]], columns: tuple[str, ...]) -> str:
    """Refine `responsible` to the column it stands in when the table has several columns of units."""
    if kind != "responsible":
        return kind
    units = [c for c in columns if c in ("lead", "responsible", "cooperate")]
    seen = len({k for k, _, _ in current if k in ("lead", "responsible", "cooperate")})
    if not units:
        return "responsible"
    last = current[-1][0] if current else ""
    if last in units and len(units) == 1:
        return last
    return units[min(seen, len(units) - 1)]


def _row(text: str, cells: list[tuple[str, int, int]], values: dict[int, Value] | None = None) -> Row | None:
    """Make a row of its cells; a row without a task cell is none."""
    tasks = [c for c in cells if c[0] in ("task", "group")]
    if not tasks:
        return None
    main = [c for c in tasks if c[0] == "task"] or tasks
    marker = next((text[a:b].strip() for k, a, b in cells if k == "index"), None)
    end = max(b for k, _, b in cells)
    return Row(main[0][1], end, marker, tuple(cells), main[-1][2], values or {})
