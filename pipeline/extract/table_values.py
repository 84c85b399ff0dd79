"""Numbers in the cells of tables: what a row and a column say of a number that is written bare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.extract.lexicon import UNITS
from pipeline.extract.table_columns import GROUP_INDEX, NUMBER, Column, unit_word

Cells = list[tuple[Column, int, int]]
_VALUE_KINDS = ("value", "growth")
_POINTS = "个百分点"


@dataclass(frozen=True, slots=True)
class Value:
    """A number in a cell: its end, the unit that its column or row gives, and what it measures.

    `unit` is None where the cell writes its own, then it is read as anywhere (`written`). `second` is the upper end of
    a range. `metric` names it, "" where row and column do; `period` is what its column is of, None where it does not
    say; `modality` and the cue for it are what the row says of its targets. `growth` marks a change over the period.
    `place` is whose number it is, where row or column name one, `whole` the start of the total that it is a part of.
    """

    end: int
    unit: str | None
    label: str
    subject: str
    metric: str = ""
    second: tuple[int, int] | None = None
    written: bool = False
    period: str | None = None
    modality: tuple[str, str] | None = None
    growth: bool = False
    place: str | None = None
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says of its numbers: what it is of, their unit, how far it binds, and how many cells hold one.

    `one_year` tells a table that sets the goals of a year beside what was done in the last.
    """

    subject: str
    unit: str | None
    modality: tuple[str, str] | None
    count: int
    one_year: bool = False


def read_values(text: str, cells: Cells, units: tuple[str, ...]) -> dict[int, Value]:
    """Find the numbers of a row by their start: the unit is the column's, else that of the row, else of the table."""
    said = _row_says(text, cells)
    values: dict[int, Value] = {}
    whole: int | None = None
    for column, a, b in cells:
        if column.kind in _VALUE_KINDS or (column.kind == "detail" and NUMBER.fullmatch(text, a, b)):
            alone = NUMBER.fullmatch(text, a, b) is not None
            found = dict(_in_cell(text, a, b, column, said, units, alone))
            if column.total and whole is None:
                whole = next(iter(found), None)
            if column.place:
                found = {at: replace(value, place=column.place) for at, value in found.items()}
            values.update(found)
    if whole is not None:
        values = {at: replace(v, whole=whole) if v.place else v for at, v in values.items()}
    return values


_GOAL_ONLY = re.compile(
    r"(?:[0-9]{4}年?)?(?:年度|本年|全年|下达|分配|总)*(?:目标|计划|任务|指标|完成|实际|实绩|基数|现状|规划|预期|基期|数|量|值|数量|[合小总]计)*$"
)


def read_cell(
    text: str, start: int, end: int, column: Column, title: str, units: tuple[str, ...]
) -> Iterator[tuple[int, Value]]:
    """Read the number of a cell that its column names; where that says no more than 目标任务, the title does."""
    bare = _GOAL_ONLY.match(column.label) is not None
    part = column.label.startswith("其中")
    said = _Said(column.label if part else title if bare else "", None, None, 1)
    for at, value in _in_cell(text, start, end, column, said, units, True):
        named = value.metric or ((title or column.label) if bare else "")
        yield at, replace(value, metric=column.label[2:].lstrip(":") if part else named)


_NAME_UNIT = re.compile(r"\((?:单位:?)?([^()]{1,10})\)$")
_NOTE = re.compile(r"(?:[①-⑳⑴-⑽*#★]|\[[0-9]\])+(?=$|\()")
_SUM = re.compile(r"[合总小] ?计")
_ROWS = re.compile(r"\(共?[0-9]{1,4}[个项件]\)$")
"""How many rows a group has, behind its name (续建项目(11个))."""
_BINDING = {"预期": "expect", "约束": "assure"}


def _row_says(text: str, cells: Cells) -> _Said:
    subject, unit, count, one_year = "", None, 0, False
    modality: tuple[str, str] | None = None
    for column, a, b in cells:
        words = text[a:b]
        if column.kind == "unit":
            unit = unit_word(words)
        elif GROUP_INDEX.fullmatch(words):
            continue
        elif column.kind in ("task", "group") and (
            not subject or column.kind == "task" or words.startswith("其中")
        ):
            subject = words if not subject.startswith("其中") else subject
        elif column.kind == "attribute" and words[:2] in _BINDING:
            modality = _BINDING[words[:2]], words
        elif column.kind in _VALUE_KINDS or column.kind == "detail":
            count += NUMBER.fullmatch(words) is not None
        one_year = one_year or column.label.startswith(_ONE_YEAR)
    summed = _SUM.match(subject) or (cells and _SUM.match(text, cells[0][1]))
    subject = "" if summed else _NOTE.sub("", subject)
    subject = _ROWS.sub("", subject) if subject[-1:] == ")" else subject
    bracket = _NAME_UNIT.search(subject)
    own = unit_word(bracket.group(1)) if bracket else None
    if bracket and own:
        subject, unit = subject[: bracket.start()], own
    return _Said("".join(subject.split("\n")), unit, modality, count, one_year)


_ONE_YEAR = ("上年", "上一年", "去年", "本年", "今年", "当年")
_DIGITS = r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
_RANGE = re.compile(rf"({_DIGITS})(?:[-~至]({_DIGITS}))?")
_CONNECTS = "(),;、:和及 "
_FARTHEST = 14
"""How many characters may stand between the numbers of a cell that holds several (8000(其中企业自筹5600))."""


def _in_cell(
    text: str, start: int, end: int, column: Column, said: _Said, units: tuple[str, ...], alone: bool
) -> Iterator[tuple[int, Value]]:
    """Read the numbers of a cell: one `alone`, or a whole and its parts."""
    bracketed = alone and text[start] in "[("
    unit, metric = _unit_and_metric(column, said, units, bracketed)
    label, period = column.label, _period(column, bracketed)
    position = start
    for match in _RANGE.finditer(text, start, end):
        between = text[position : match.start()].strip(_CONNECTS)
        position = match.end()
        if not alone and len(between) > _FARTHEST:
            return
        if not alone and text[match.end() : match.end() + 1] in tuple("年月日时号"):
            continue
        written = UNITS.at(text, match.end()) is not None or text[match.end() : match.end() + 1] in tuple(
            "万亿"
        )
        if written and not alone:
            continue
        subject = said.subject
        if match.start() > start and not alone and between:
            part = between.removeprefix("其中")
            subject, metric = f"其中{part}", said.subject + part
        told = alone and (said.one_year if column.kind == "growth" else not metric)
        grown = _GROWN.match(text, start) if told else None
        if grown and subject and not _CHANGE.search(subject):
            metric = subject + grown.group()
        second = match.span(2) if match[2] else None
        yield (
            match.start(),
            Value(
                match.end(),
                None if written else unit,
                label,
                subject,
                metric,
                second,
                written,
                period,
                said.modality,
                column.kind == "growth" or bracketed,
            ),
        )


_GROWN = re.compile(r"增长|提高|下降|降低")
_CHANGE = re.compile(r"(?:增长|增加|提高|提升|降低|下降|减少|增速|增幅)(?:率|幅度)?$")
_RATE = re.compile(r"率|比重|占比|指数|系数")
_SEVERAL = 2
_YEARLY = re.compile(r"年均|增长|增速|增幅|增率")
_OVER_TIME = ("新增", "累计", "年均")


def _unit_and_metric(
    column: Column, said: _Said, units: tuple[str, ...], bracketed: bool
) -> tuple[str | None, str]:
    """Return the unit of a bare number, and its name where the row and the label do not make it.

    A column of growth holds the level of a row that states none else (城镇调查失业率 ≤6), a yearly growth in percent,
    or in square brackets what is gained over the years in the unit of the row.
    """
    unit, subject = said.unit or column.unit or of_table(column.label, units), said.subject
    if column.kind != "value" and column.kind != "growth":
        return column.unit or unit, ""
    if column.kind == "value" and not bracketed:
        return (column.unit or unit), ""
    change = _CHANGE.search(subject)
    total = bracketed or not _YEARLY.search(column.label)
    lead = "累计" if total else "年均"
    if said.one_year and not total and not column.label.startswith("年均"):
        level = change or (said.count < _SEVERAL and _RATE.search(subject))
        return unit, subject if level else f"{subject}增长"
    if change:
        at = change.start()
        return unit, subject if subject.startswith(_OVER_TIME) else subject[:at] + lead + subject[at:]
    if said.count < _SEVERAL and column.kind == "growth":
        return unit, subject
    if not total:
        return (_POINTS if said.unit == "%" else "%"), f"{subject}{lead}增长"
    if any(word in subject for word in _OVER_TIME):
        return unit, subject
    grown = "提高" if unit in ("%", "年", "岁", "‰") else "新增"
    return (_POINTS if unit == "%" else unit), f"{subject}{lead}{grown}"


_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _period(column: Column, bracketed: bool) -> str | None:
    """Return the year or the years that a column is of; what is gained over the plan is of all of it."""
    years = _YEAR.findall(column.label)
    if len(years) == 2 and years[0] < years[1]:
        return "/".join(years)
    return years[0] if len(years) == 1 and not bracketed and column.kind != "growth" else None


_MONEY = re.compile(r"投资|资金|金额|额|收入|产值|概算|财政|自筹|贷款|债券")


def of_table(label: str, units: tuple[str, ...]) -> str | None:
    """Choose among the units of a table the one that the label of a column means."""
    money = [unit for unit in units if unit.endswith("元")]
    others = [unit for unit in units if not unit.endswith("元")]
    fitting = money if _MONEY.search(label) else others
    return fitting[0] if fitting else units[0] if len(units) == 1 and not money else None
