"""The spans of a task that list who carries it: brackets, labels, columns and phrases."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.extract.deadlines import FIELD
from pipeline.extract.place_rows import is_place

ROLE_LABELS: tuple[tuple[str, str], ...] = (
    ("cooperate", r"(?:配合|协办|参与|参加|协同|协作|协助)(?:单位|部门|科室|责任单位|机关)|协办(?=:)"),
    (
        "person",
        r"(?:牵头|责任|分管|包联|包抓|主管|协管|挂联)*(?:县|市|区|省)?(?:级)?领导|(?:第一|直接|主要|具体)?责任人|联系人|责任领导|牵头人|负责人",
    ),
    ("lead", r"(?:牵头|主办|主责|主政)(?:责任)?(?:单位|部门|科室|处室|股室|机关)|(?:牵头|主办)(?=:)"),
    (
        "responsible",
        r"(?:责任|落实|实施|承办|主管|完成|负责|权责|执行|具体责任|主要责任|办理|工作责任|组织实施)"
        r"(?:单位|部门|科室|主体|处室|股室|地区|区县|乡镇|机关|政策局(?:[/及和、]部门)?)|责任分工|责任落实",
    ),
)
_LABEL = re.compile(
    r"\[?\s*(?:"
    + "|".join(f"(?P<{role}>{pattern})" for role, pattern in ROLE_LABELS)
    + rf"|(?P<field>{FIELD.pattern}))\s*\]?\s*[:\]]\s*"
)
_LABEL_END = re.compile(
    r"(?:单位|部门|科室|处室|股室|机关|政策局|主体|牵头|主办|协办|领导|责任人|联系人|牵头人|负责人|地区|区县|乡镇|分工|落实|"
    r"时限|期限|时间|日期|要求|节点|进度|安排)\s*\]?\s*[:\]]"
)
_LABEL_SPACE = 14
_ROLE_WORD = (
    r"(?:(?P<lead>牵头(?:负责|落实|实施)?|主办|统筹)|(?P<cooperate>配合|参与|协办|协助|参加)"
    r"|(?P<responsible>(?:负责|抓好|具体)?(?:落实|实施)|负责(?:落实|实施)?|承办|组织实施))"
)
_CLAUSE_ROLE = re.compile(rf"(?P<names>.+?)(?:等)?(?:共同|分别)?{_ROLE_WORD}")
_ROLE_ENDS = ("牵头", "负责", "落实", "实施", "主办", "统筹", "配合", "参与", "协办", "协助", "参加", "承办")
"""What every word for a role ends with."""
_CLAUSE_END = re.compile(r"[,;、](?<=(?:牵头|负责|配合|落实|主办|参与|实施|承办|协办|协助)[,;、])")
_ORG_END = re.compile(
    r"(?:局|委|办|部|厅|院|会|公司|集团|政府|中心|单位|部门|镇|乡|街道|社|站|处|队|校|馆|行|园区|管委会|区县|县区|企业|高校|联|署|团委|总队|支队|大队|所)$"
)
_BY_UNITS = re.compile(
    r"由(?<=[。;,]由)(?P<names>[^。;,]{3,60}?)(?:共同)?(?P<role>牵头|负责)(?:落实|实施|组织实施)?(?=[。;]?$)"
)
_DISTRIBUTIVE = re.compile(r"按(?:照)?(?:各自)?(?:职责)?(?:分工)?(?:负责|落实|抓好落实)")
_DATE_PIECE = re.compile(r"(?:[0-9]{4}年|[0-9]{1,2}月|今年|明年|全年|持续推进|长期坚持|年底|上半年|下半年)")
_EVERY = re.compile(r"各(?:有关|相关)?(?:省|市|州|县|区|旗|盟|镇|乡|部门|地)+$")
SEPARATORS = "、,;，；/\n▲ "
_TRAILING = re.compile(
    r"(?:等(?:单位|部门)?|按(?:照)?(?:各自)?(?:职责|分工).*|分工负责|负责|牵头|配合|落实)+$"
)
_AND_CLASS = re.compile(
    r"(?<=[一-龥)]{2})(?:等(?=(?:有关|相关)(?:责任|成员|职能)?(?:部门|单位|科室)$)|"
    r"(?<![有相各他])(?:以及|[及和与])(?=(?:各|有关|相关|其他)[^、,;和及与]{1,10}$))"
)
_LAST_BRACKET = re.compile(r"\([^)]*\)$")
_LIST_END = re.compile(r"[)\]\n]")


@dataclass(frozen=True, slots=True)
class Field:
    """A span that lists units, with the role its label gives."""

    role: str
    start: int
    end: int


def find_fields(text: str, start: int, end: int, cells: tuple[tuple[str, int, int], ...]) -> list[Field]:
    """Find the spans of a task that list units: table cells, labels, and unlabelled brackets."""
    if cells:
        fields = [Field(kind, a, b) for kind, a, b in cells if kind in _CELL_KINDS]
        if fields:
            return [part for cell in fields for part in _labelled_cell(text, cell)]
    words = text[start:end]
    if not _may_list(words):
        return []
    colon = ":" in words
    # every label ends with one of them
    labelled = _labelled_fields(text, start, end) if colon or "]" in words else []
    return (
        labelled
        or _unlabelled_fields(text, start, end, words)
        or (_leading_field(text, start, end) if colon else [])
    )


_CELL_KINDS = frozenset(("lead", "responsible", "cooperate", "person"))


def _may_list(words: str) -> bool:
    """Tell a task that has a mark or word, as few have, which a list of units stands behind or ends with."""
    return ":" in words or "(" in words or "由" in words or "-" in words or "[" in words or "]" in words


_LONGEST_LEAD = 80
_CARRIES = re.compile(
    r"(?:局|委|办|厅|署|政府|管委会|管理委员会|办事处|集团|公司|总工会|妇联|残联|供销社|团县委|团市委)$"
)
_OTHERS = re.compile(r"(?:各|其他|其它|其余)[一-龥()、]{1,12}$")


def _leading_field(text: str, start: int, end: int) -> list[Field]:
    """Read the units that a task is addressed to: those alone before a colon at its front (县商务局:引进…)."""
    colon = text.find(":", start, min(end, start + _LONGEST_LEAD))
    if colon < 0 or not text[colon + 1 : end].strip():
        return []
    pieces = pieces_of(text, start, colon)
    named = all(
        _CARRIES.search(words) or is_place(words) or _OTHERS.fullmatch(words)
        for words in (text[a:b] for a, b in pieces)
    )
    return [Field("responsible", start, colon)] if pieces and named else []


def _labelled_cell(text: str, cell: Field) -> list[Field]:
    """A cell may say itself who leads and who cooperates (牵头单位:甲局;配合单位:乙局)."""
    labelled = [] if cell.role == "person" else _labelled_fields(text, cell.start, cell.end)
    return labelled or [cell]


def _labelled_fields(text: str, start: int, end: int) -> list[Field]:
    fields: list[Field] = []
    labels = _labels(text, start, end)
    for i, label in enumerate(labels):
        role = label.lastgroup or "responsible"
        stop = labels[i + 1].start() if i + 1 < len(labels) else end
        if i + 1 < len(labels) and not text[label.end() : labels[i + 1].start()].strip(" :"):
            continue  # doubled labels: only the last counts (annotation.md)
        if role == "field":
            continue
        fields.extend(_with_clauses(text, Field(role, label.end(), _field_end(text, label, stop))))
    return fields


def _labels(text: str, start: int, end: int) -> list[re.Match[str]]:
    """Find labels such as 责任单位: by the words each ends with, and look back for its beginning."""
    found: list[re.Match[str]] = []
    until = start
    for anchor in _LABEL_END.finditer(text, start, end):
        for begin in range(max(until, anchor.start() - _LABEL_SPACE), anchor.start() + 1):
            match = _LABEL.match(text, begin, end)
            if match and match.end() >= anchor.end():
                found.append(match)
                until = match.end()
                break
    return found


def bracket_end(text: str, offset: int) -> int:
    """Return where the bracket or line around a list of units ends: a date in it is the task's deadline."""
    stop = _LIST_END.search(text, offset)
    return stop.start() if stop else len(text)


def _with_clauses(text: str, field: Field) -> list[Field]:
    """Take a clause with a role of its own (;乙局配合) out of a labelled list."""
    semicolon = text.rfind(";", field.start, field.end)
    clauses = clauses_of(text, semicolon + 1, field.end) if semicolon > 0 and field.role != "person" else []
    if not clauses:
        return [field]
    return [Field(field.role, field.start, semicolon), *clauses]


def _field_end(text: str, label: re.Match[str], stop: int) -> int:
    """A labelled list ends with its bracket, its line, a full stop, or where the next label begins."""
    depth = 0
    position = label.end()
    bracketed = (
        "(" in text[max(0, label.start() - 1) : label.start() + 1]
        or text[label.start() - 1 : label.start()] == "["
    )
    while position < stop:
        character = text[position]
        if character in "([":
            if depth == 0 and character == "[" and not _OR_PLACES.match(text, position):
                break
            depth += 1
        elif character in ")]":
            if depth == 0:
                break
            depth -= 1
        elif character == "。" or (character == "\n" and not _list_goes_on(text, position, stop, bracketed)):
            break
        position += 1
    return position


# 各县[区]人民政府 names the districts too; any other such bracket begins a label.
_OR_PLACES = re.compile(r"\[[省市州县区旗镇乡、,]{1,6}\]")


def _list_goes_on(text: str, position: int, stop: int, bracketed: bool) -> bool:
    """Units may stand one a line: the list goes on while a line looks like a unit's name."""
    if bracketed:
        return True
    line_end = text.find("\n", position + 1)
    line = text[position + 1 : line_end if 0 <= line_end < stop else stop].strip()
    return text[position - 1] in "、,:" or bool(_UNIT_LINE.fullmatch(line))


def _unlabelled_fields(text: str, start: int, end: int, words: str) -> list[Field]:
    """Read (甲局牵头,乙局配合), a last bracket of units alone, and units behind a dash at the end of a task's `words`."""
    fields: list[Field] = []
    for opened, closed in _outer_brackets(text, start, end) if "(" in words or "[" in words else ():
        stop = text.find("。", opened, closed)  # what stands behind it is said of other tasks
        clauses = clauses_of(text, opened + 1, stop if stop > 0 else closed)
        last = not text[closed + 1 : end].strip(" 。;\n")
        line_end = text[closed + 1 : closed + 2] in ("", "\n", "。")
        if clauses and (last or line_end or all(_only_units(text, c.start, c.end) for c in clauses)):
            fields.extend(clauses)
        elif not clauses and last and closed - opened > 3 and _only_units(text, opened + 1, closed):
            fields.append(Field("responsible", opened + 1, closed))
    by = _BY_UNITS.search(text, start, end) if not fields and "由" in words else None
    if by and _only_units(text, *by.span("names")):
        fields.append(Field("lead" if by.group("role") == "牵头" else "responsible", *by.span("names")))
    if not fields and "--" in words:
        dash = _DASHED.search(words.rstrip())
        if dash and _only_units(text, start + dash.start(1), start + dash.end(1)):
            fields.append(Field("responsible", start + dash.start(1), start + dash.end(1)))
    return fields


_UNIT_LINE = re.compile(r"[▲]?[一-龥()]{3,20}(?:局|委|办|政府|中心|管委会|公司|部|院|会|厅)")
_BRACKET = re.compile(r"[()\[\]]")
_DASHED = re.compile(r"-{2,}([^-。\n]{3,120})$")


def _outer_brackets(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Find the outermost brackets of a task, nested ones inside them left alone."""
    found: list[tuple[int, int]] = []
    depth, opened = 0, start
    for match in _BRACKET.finditer(text, start, end):
        if match.group() in "([":
            opened = match.start() if depth == 0 else opened
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0:
                found.append((opened, match.start()))
    return found


def _only_units(text: str, start: int, end: int) -> bool:
    """Tell whether a span lists names of organisations and nothing else."""
    pieces = pieces_of(text, start, end)
    return bool(pieces) and all(
        _ORG_END.search(_LAST_BRACKET.sub("", text[a:b])) and b - a >= 3 for a, b in pieces
    )


def clauses_of(text: str, start: int, end: int) -> list[Field]:
    """Split 甲局牵头,乙局、丙局配合 into the names of each role; [] where a clause has none."""
    fields: list[Field] = []
    if end - start > 2000:
        return fields
    stops = [m.start() for m in _CLAUSE_END.finditer(text, start, end)]
    pending = start
    for stop in [*stops, end]:
        words = _DISTRIBUTIVE.sub("负责", text[pending:stop])
        said = words.strip(" 。")
        match = _CLAUSE_ROLE.fullmatch(said) if said.endswith(_ROLE_ENDS) else None
        if match:
            role = next(r for r in ("lead", "responsible", "cooperate") if match.group(r))
            lead = len(words) - len(words.lstrip())
            fields.append(Field(role, pending + lead, pending + lead + len(match.group("names"))))
        elif stop == end and pending > start:
            break
        pending = stop + 1
    return fields


def _with_class(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Part a name from the class behind it (甲局等有关部门)."""
    match = _AND_CLASS.search(text, start + 2, end)
    return [(start, match.start()), (match.end(), end)] if match else [(start, end)]


def pieces_of(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a list of names at separators outside brackets; trailing 等 and 按职责分工负责 are cut off."""
    pieces: list[tuple[int, int]] = []
    depth, begin = 0, start
    for position in range(start, end + 1):
        character = text[position] if position < end else "、"
        if character in "([":
            depth += 1
        elif character in ")]":
            depth = max(0, depth - 1)
        if (character in SEPARATORS and depth == 0) or position == end:
            a, b = begin, position
            while a < b and text[a] in " ▲★☆:及和与":
                a += 1
            while b > a and text[b - 1] in " 。.:;":
                b -= 1
            trimmed = _TRAILING.search(text[a:b])
            if trimmed and trimmed.start() > 0:
                b = a + trimmed.start()
            if (
                a < b
                and pieces
                and _EVERY.fullmatch(text[slice(*pieces[-1])])
                and text[a] in "省市州县区旗镇乡街直"
            ):
                pieces[-1] = (pieces[-1][0], b)  # 各州、市人民政府 is one class
            elif a < b and not _DATE_PIECE.match(text, a, b):
                pieces += _with_class(text, a, b)
            begin = position + 1
    return pieces
