"""The header of a table by place: cells over several lines, in one row or in two, put together as columns."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.metric_words import verb_of
from pipeline.extract.place_rows import is_place, is_total, place_in
from pipeline.extract.table_columns import Column, read_column, split_header_unit, unit_word

# What these columns hold is no goal of a place.
_TOLD = frozenset(
    (
        "index",
        "person",
        "lead",
        "responsible",
        "cooperate",
        "start",
        "deadline",
        "period",
        "progress",
        "score",
        "remark",
    )
)
_NO_GOAL = re.compile(r"电话|联系|手机|邮编|代码|名次|排名|位次")
_SCORE = re.compile(r"得分|分值|分数|权重")
_ANY_TOTAL = re.compile(
    r"(?:年度|全年)?(?:目标|任务|计划|指标|下达|分配|总)*(?:数|量|值|数量|任务|目标|合计|小计|总计)"
)
_SHARED = re.compile(r"其中|总?面积|总?投资|资金|总?户数|总?人数|占比|比例|率|新建|改造|续建|小麦|个数")


def columns_of(rows: list[list[str]], first: int, width: int, lead_label: str) -> list[Column]:
    """Make the columns of a table whose rows have `width` cells, `first` of them before the numbers.

    `rows` are the words of the header's rows. [] where they do not fit.
    """
    labels = rows[0]
    for below in rows[1:]:
        labels = _join(labels, below, first, width)
    filled = [label for label in labels if label]
    if len(labels) != width:
        labels = filled if len(filled) == width else ["", *filled] if len(filled) + 1 == width else []
    if len(labels) != width or any(not _says(label) for label in labels[first:]):
        return []
    lead = Column("place", lead_label or labels[first - 1])
    before = [Column("index", "")] * (first - 1)
    columns: list[Column] = []
    for label in labels[first:]:
        column = _column(label)
        if column.label.startswith("其中") and not column.unit and columns:
            column = replace(column, unit=columns[-1].unit)
        columns.append(column)
    return [*before, lead, *columns]


def with_places(cells: list[str]) -> list[Column]:
    """Read a header whose columns are places (指标 单位 全县 甲镇 乙镇); [] where it is none."""
    words = ["".join(cell.split()) for cell in cells]
    columns: list[Column] = []
    for word in words:
        name, unit = split_header_unit(word)
        if is_total(name):
            columns.append(Column("value", "", unit, total=True))
        elif is_place(name):
            columns.append(Column("value", "", unit, place=place_in(name, "")))
        else:
            column = read_column(word)
            if column is None:
                return []
            columns.append(column)
    named = any(column.kind in ("task", "group") for column in columns)
    placed = [column for column in columns if column.place or column.total]
    several = len(placed) >= _FEWEST_PLACES and any(column.place for column in placed)
    return columns if named and several else []


def names_places(cells: list[str]) -> bool:
    """Tell cells among which several are places or their total, which most headers have none of."""
    ending = [cell for cell in cells if cell[-1:] in _PLACE_ENDS]
    return (
        len(ending) >= _FEWEST_PLACES
        and sum(is_place(cell) or is_total(cell) for cell in ending) >= _FEWEST_PLACES
    )


_FEWEST_PLACES = 2
_PLACE_ENDS = frozenset("省市县区旗州盟镇乡村道办处会府区木场计数量)")


def _says(label: str) -> bool:
    return any("一" <= letter <= "龥" for letter in label)


def _column(label: str) -> Column:
    read = read_column(label)
    if read and read.kind in _TOLD:
        return read
    name, unit = split_header_unit(label)
    if _SCORE.search(name):
        return Column("score", name)
    if _NO_GOAL.search(name):
        return Column("remark", name)
    return Column("value", name, unit)


def _join(upper: list[str], lower: list[str], first: int, width: int) -> list[str]:
    """Put two rows of a header together: cell by cell, else the lower cells under the upper ones they tell apart."""
    lower = [_alone(words) or words for words in lower]
    if len(upper) == len(lower) == width:
        return _join_cells(upper, lower)
    tops, below = [label for label in upper if label], [label for label in lower if label]
    goals = tops[first:] if len(tops) > first else []
    count = width - first
    if len(goals) == len(below) == count:
        return [*tops[:first], *(_pair(top, words) for top, words in zip(goals, below, strict=True))]
    if len(below) == count and goals:
        each = count // len(goals) if count % len(goals) == 0 else 0
        return [*tops[:first], *(_pair(goals[i // each] if each else "", b) for i, b in enumerate(below))]
    parted = len(goals) + len(below) - count
    open_tops = [i for i, top in enumerate(goals) if not split_header_unit(top)[1]]
    if parted < 1 or parted > len(open_tops) or len(below) % parted:
        return upper
    share, taken = len(below) // parted, iter(below)
    joined: list[str] = []
    for i, top in enumerate(goals):
        parts = [next(taken) for _ in range(share)] if i in open_tops[:parted] else [""]
        joined += [_pair(top, words) for words in parts]
    return [*tops[:first], *joined]


def _join_cells(upper: list[str], lower: list[str]) -> list[str]:
    """Put two rows of as many cells together; an empty cell beside one that is parted belongs to it."""
    over = ""
    joined: list[str] = []
    for top, below in zip(upper, lower, strict=True):
        over = top or over
        joined.append(_pair(over if below else top, below))
    return joined


def _alone(words: str) -> str | None:
    """Return a unit that a cell holds alone (万亩, (万亩)) in brackets, None where it holds more."""
    unit = unit_word(words.strip("()").removeprefix("单位:"))
    return f"({unit})" if unit else None


def _pair(top: str, below: str) -> str:
    """Name a column by the cell over it and its own, which may be a unit, a part, or a name that needs no other."""
    if not below or not top or top == below:
        return below or top
    if below[0] == "(" and below[-1] == ")":
        return split_header_unit(top)[0] + below if _alone(below) else top + below
    if top.startswith("其中"):
        return "其中" + below
    name, unit = split_header_unit(below)
    over, shared = split_header_unit(top)
    written = f"({unit or shared})" if unit or shared else ""
    if _ANY_TOTAL.fullmatch(name):
        return over + written
    apart = (shared and not unit) or over.endswith(_MEASURES) or _YEAR.match(over) is not None
    if apart or _SHARED.match(name) or name == verb_of(name):
        return over + name + written
    return name + written


_YEAR = re.compile(r"(?:19|20)[0-9]{2}年")
_MEASURES = ("面积", "产量", "产值", "投资", "资金", "收入", "户数", "人数", "数量")
"""What the cells below such a cell name is counted so (播种面积 over 小麦)."""
