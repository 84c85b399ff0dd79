"""Tables by place: a row for each township or county, a column for each goal, their totals in a row of its own."""

from __future__ import annotations

import re

from pipeline.extract.lines import Line
from pipeline.extract.place_headers import columns_of
from pipeline.extract.place_rows import LEAD_LABEL, is_blank, is_figure, is_total, leads
from pipeline.extract.place_values import Body, PlaceTable, goal_columns, holds
from pipeline.extract.table_cells import Span, cells_of, trim
from pipeline.extract.table_columns import INDEX, Column, read_column
from pipeline.extract.table_titles import named_by

_MOST_HEADER_LINES = 6
_MOST_HEADER_CELLS = 20
_LONGEST_CELL = 24
_FEWEST_ROWS = 2


def place_table_at(
    text: str, lines: list[Line], at: int, title: str, units: tuple[str, ...]
) -> tuple[PlaceTable | None, int]:
    """Read the table by place that begins at a line; return it, or None, and the index behind the last line read."""
    line = lines[at]
    words = text[line.start : line.end]
    if has_cells(words):
        return _by_row(text, lines, at, title, units)
    if len(words) > _LONGEST_CELL or "。" in words:
        return None, at
    return _by_cell(text, lines, at, title, units)


def may_begin(text: str, line: Line) -> bool:
    """Tell by a look at a line whether a table by place may begin there: cells, or a short name."""
    words = text[line.start : line.end]
    if has_cells(words):
        return text[line.end - 1] not in "。;:,"
    return len(words) <= _LONGEST_NAME and (words == "序号" or LEAD_LABEL.fullmatch(words) is not None)


CELL_MARKS = ("\t", "|", " ")
"""What stands between the cells of a row."""


def has_cells(words: str) -> bool:
    """Tell by its marks or spaces a line that may be a row of cells."""
    return "\t" in words or "|" in words or " " in words


def _squeezed(text: str, span: Span) -> str:
    return "".join(text[span[0] : span[1]].split()).strip("*")


# -- a row a line


def _by_row(
    text: str, lines: list[Line], at: int, title: str, units: tuple[str, ...]
) -> tuple[PlaceTable | None, int]:
    header: list[list[Span]] = []
    body = at
    label, grouped = "", False
    while body < len(lines) and body - at < _MOST_HEADER_LINES:
        if _row_on(text, lines, body, bool(label), grouped)[0]:
            break
        spans = _header_cells(text, lines[body])
        if not spans:
            return None, body
        labels = _lead_labels([_squeezed(text, span) for span in spans])
        if labels and header and not label:
            return None, body  # what stands over it is a title
        header.append(spans)
        if labels and not label:
            label, grouped = labels[-1], len(labels) > 1
        body += 1
    if not header and not named_by(title):
        return None, body
    rows, stop = _rows_by_line(text, lines, body, bool(label), grouped)
    if len(rows) < _FEWEST_ROWS:
        return None, stop
    words = _header_rows([[_squeezed(text, span) for span in spans] for spans in header])
    half = _half_of(words) if label else 0
    if half:
        words, rows = [words[0][:half]], _unfolded(text, rows, half, words[0].index(label))
    columns = goal_columns(words, rows, label, title)
    edges = [span for spans in header for span in spans if span[0] < span[1]]
    table = PlaceTable(columns, edges, rows, title, units)
    return (table if columns and holds(table) else None), stop


def _half_of(header: list[list[str]]) -> int:
    """Return how many columns a header has that is written twice, side by side (乡镇 任务 乡镇 任务); 0 for others."""
    half = len(header[0]) // 2 if len(header) == 1 else 0
    return half if half > 1 and header[0][:half] == header[0][half:] else 0


def _unfolded(text: str, rows: list[Body], width: int, first: int) -> list[Body]:
    """Part the rows that stand side by side in one line."""
    parted: list[Body] = []
    for row in rows:
        spans = [*row.before, row.lead, *row.cells]
        for begin in range(0, len(spans) - width + 1, width):
            part = spans[begin : begin + width]
            name = _squeezed(text, part[first])
            if name:
                parted.append(
                    Body(name, part[0][0], part[-1][1], part[:first], part[first], part[first + 1 :])
                )
    return parted


_RULE = re.compile(r"[-:| \t]+")
_PROSE_MARKS = re.compile(r"[。;!?]")


def _header_cells(text: str, line: Line) -> list[Span]:
    """Return the cells of a line that may belong to a header, [] for prose and rows of numbers."""
    words = text[line.start : line.end]
    if _PROSE_MARKS.search(words) or _RULE.fullmatch(words):
        return [(line.start, line.start)] if _RULE.fullmatch(words) else []
    spans = cells_of(text, line)
    cells = [text[a:b] for a, b in spans if a < b]
    wide = len(cells) > 1 or words[0] == "(" or LEAD_LABEL.fullmatch("".join(words.split())) is not None
    if not wide or any(is_figure(cell) or len(cell) > _LONGEST_CELL for cell in cells):
        return []
    return spans


def _lead_labels(cells: list[str]) -> list[str]:
    """Return the cells over the names of places, which stand first or behind 序号; groups of them before (片区, 乡镇)."""
    labels: list[str] = []
    for cell in [cell for cell in cells[:3] if cell]:
        if LEAD_LABEL.fullmatch(cell):
            labels.append(cell)
        elif labels or (column := read_column(cell)) is None or column.kind != "index":
            break
    return labels


def _header_rows(rows: list[list[str]]) -> list[list[str]]:
    """Put the cells of a header that are broken over lines together: what begins with a bracket goes on."""
    joined: list[list[str]] = []
    for cells in rows:
        if not any(cells):
            continue
        if joined and cells[0].startswith("(") and joined[-1][-1] and "(" not in joined[-1][-1]:
            joined[-1] = [*joined[-1][:-1], joined[-1][-1] + cells[0], *cells[1:]]
        else:
            joined.append(cells)
    return joined


def _rows_by_line(
    text: str, lines: list[Line], at: int, loose: bool, grouped: bool
) -> tuple[list[Body], int]:
    rows: list[Body] = []
    while at < len(lines):
        row, used = _row_on(text, lines, at, loose, grouped)
        if row is None:
            if rows and _RULE.fullmatch(text, lines[at].start, lines[at].end):
                at += 1
                continue
            break
        rows.append(row)
        at += used
    return rows, at


_PART = re.compile(r"(?:街道|办事处|街道办|管委会|开发区|园区|新区|人民政府|[镇乡区县]|\([一-龥、]+\))")
"""How a name goes on that the cell before broke off."""
_SUM_APART = re.compile(r"([合总小全]) ?[计省市县区州旗镇乡村](?=[ \t|])")


def _row_on(text: str, lines: list[Line], at: int, loose: bool, grouped: bool) -> tuple[Body | None, int]:
    """Read the row on a line; its name may begin on the line before (云溪经济|开发区). Return it and its lines."""
    line = lines[at]
    row = _body_row(text, line, loose, grouped)
    if row or at + 1 >= len(lines) or not _begins_name(text, line):
        return row, 1
    below = lines[at + 1]
    row = _body_row(text, below, True, False)
    begun = "".join(text[line.start : line.end].split())
    if row is None or not _PART.fullmatch(row.words) or not leads(begun + row.words, loose):
        return None, 1
    return row._replace(words=begun + row.words, start=line.start, lead=(line.start, row.lead[1])), 2


def _begins_name(text: str, line: Line) -> bool:
    words = text[line.start : line.end].strip()
    return len(words) <= _LONGEST_NAME and _NAME_PART.fullmatch(words) is not None


_NAME_PART = re.compile(r"[一-龥]+")
_LONGEST_NAME = 10


def _body_row(text: str, line: Line, loose: bool, grouped: bool) -> Body | None:
    """Read a row: maybe an index, the name, then cells, most of which hold a number or nothing.

    Where rows are `grouped`, the name of their group may stand before that of the row.
    """
    words = text[line.start : line.end]
    spans = cells_of(text, line) if has_cells(words) else []
    if not spans:
        return None
    apart = _SUM_APART.search(text, line.start, line.end) if " " in words else None
    if apart and "|" not in words and "\t" not in words:
        spans = [apart.span(), *(span for span in spans if span[0] >= apart.end())]
    first = 0
    while first < len(spans) - 1 and (
        spans[first][0] == spans[first][1] or _ROW_INDEX.fullmatch(text, *spans[first])
    ):
        first += 1
    if grouped and first + 1 < len(spans) and leads(_squeezed(text, spans[first + 1]), loose):
        first += 1
    name = _squeezed(text, spans[first]) if first < 2 + grouped else ""
    behind = [text[a:b].strip("*") for a, b in spans[first + 1 :]]
    figures = sum(map(is_figure, behind))
    told = sum(not is_blank(cell) and not is_figure(cell) for cell in behind)
    if not name or not figures or told > _MOST_TOLD or (told > figures and not loose):
        return None
    if not leads(name, loose):
        return None
    return Body(name, line.start, line.end, spans[:first], spans[first], spans[first + 1 :])


_ROW_INDEX = re.compile(rf"{INDEX.pattern}|[一二三四五六七八九十]{{1,3}}")
_MOST_TOLD = 3
"""How many cells of a row may hold words: units, a date, a person, a remark."""


# -- a cell a line


def _by_cell(
    text: str, lines: list[Line], at: int, title: str, units: tuple[str, ...]
) -> tuple[PlaceTable | None, int]:
    header: list[Span] = []
    cells: list[str] = []
    body = at
    while body < len(lines) and len(header) < _MOST_HEADER_CELLS:
        span = trim(text, lines[body].start, lines[body].end)
        words = _squeezed(text, span)
        if header and leads(words, False) and not LEAD_LABEL.fullmatch(words):
            below = lines[body + 1] if body + 1 < len(lines) else None
            if below and is_figure(_squeezed(text, trim(text, below.start, below.end))):
                break  # else it is the column of the total
        if is_figure(words):
            if cells and LEAD_LABEL.fullmatch(
                cells[0]
            ):  # the first row's name, of no known kind, stood before it
                body, header, cells = body - 1, header[:-1], cells[:-1]
            break
        if len(words) > _LONGEST_CELL or _PROSE_MARKS.search(words):
            return None, body
        if words.startswith("(") and cells and "(" not in cells[-1]:
            cells[-1] += words
        else:
            cells.append(words)
        header.append(span)
        if len(cells) <= 2 and not _may_head(cells):
            return None, body
        body += 1
    label = _lead_labels(cells)[:1]
    first = 2 if label and cells[0] != label[0] else 1
    if not label or len(cells) <= first:
        return None, body
    columns = columns_of([cells], first, len(cells), label[0])
    if not columns:
        return None, body
    rows, stop = _rows_by_cell(text, lines, body, columns)
    table = PlaceTable(columns, header, rows, title, units)
    return (table if len(rows) >= _FEWEST_ROWS and holds(table) else None), stop


def _may_head(cells: list[str]) -> bool:
    """Tell the first cells of a header: the label of the places, maybe behind 序号."""
    column = read_column(cells[0])
    numbered = column is not None and column.kind == "index"
    return LEAD_LABEL.fullmatch(cells[0]) is not None or (
        numbered and (len(cells) == 1 or LEAD_LABEL.fullmatch(cells[1]) is not None)
    )


def _rows_by_cell(text: str, lines: list[Line], at: int, columns: list[Column]) -> tuple[list[Body], int]:
    values = sum(column.kind == "value" for column in columns)
    told = len(columns) - values - 1 - (columns[0].kind == "index")
    rows: list[Body] = []
    while at + values < len(lines):
        spans = [trim(text, line.start, line.end) for line in lines[at : at + values + told + 2]]
        words = [_squeezed(text, span) for span in spans]
        first = 1 if columns[0].kind == "index" and INDEX.fullmatch(words[0]) else 0
        held = words[first + 1 : first + 1 + values]
        fits = len(held) == values and all(is_blank(cell) or is_figure(cell) for cell in held)
        if not leads(words[first], True):
            break
        if not fits:
            size = next((i for i in range(first + 1, len(words)) if leads(words[i], False)), 0)
            if not rows or not size:
                break
            at += size - (columns[0].kind == "index" and INDEX.fullmatch(words[size - 1]) is not None)
            continue  # a cell is lost: nothing tells which
        end = first + 1 + values
        while end < len(spans) and end - first - 1 - values < told and _is_told(words, end, first > 0):
            end += 1
        rows.append(
            Body(
                words[first],
                spans[0][0],
                spans[end - 1][1],
                spans[:first],
                spans[first],
                spans[first + 1 : end],
            )
        )
        at += end
    return rows, at


def _is_told(words: list[str], at: int, numbered: bool) -> bool:
    """Tell a cell of words from the name or the index of the next row, which a number follows."""
    if INDEX.fullmatch(words[at]) or is_total(words[at]):
        return False
    return at + 1 >= len(words) or numbered or not (is_figure(words[at + 1]) or is_blank(words[at + 1]))
