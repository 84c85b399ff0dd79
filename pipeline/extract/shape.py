"""The shape of a document as data: its blocks, the spans of its tasks, and marks of its parts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from pipeline.extract.table_values import Value

Lasting = tuple[int, int, str, int]
"""A span of the text, the period that what it tells of a project holds over, and where it is said, 0 if elsewhere."""


@dataclass(slots=True)
class Block:
    """A heading, place block or part; `parent` indexes the list of blocks it stands in."""

    start: int
    end: int
    parent: int | None
    level: float
    marker: str | None
    heading: str
    kind: str
    place: str | None


@dataclass(slots=True)
class Entry:
    """The span of a task, the block around it, and the part (plan, review, goals …) it belongs to.

    `cells` are its cells in a table; `title_end` and `words_end` are where its first cell and its own words end
    there.
    """

    start: int
    end: int
    block: int | None
    marker: str | None
    cells: tuple[tuple[str, int, int], ...] = ()
    title_end: int | None = None
    words_end: int | None = None


@dataclass(slots=True)
class Shape:
    """What `read_structure` finds: blocks and entries by offset, and (start, part) marks by offset.

    `splits` are spans that tell a total apart; `told` marks when what news tells was so, None for what is no news;
    `address` tells a policy address (`addresses.py`). Of tables: `values` are bare numbers by their start, `edges`
    where cells begin and end, `lasting` cells of a project as a whole and the years that it is built in, `named`
    cells whose numerals count nothing: points of an appraisal, units of measure (万人次).
    """

    blocks: list[Block] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    parts: list[tuple[int, str]] = field(default_factory=list)
    splits: list[tuple[int, int]] = field(default_factory=list)
    values: dict[int, Value] = field(default_factory=dict)
    edges: set[int] = field(default_factory=set)
    lasting: list[Lasting] = field(default_factory=list)
    named: list[tuple[int, int]] = field(default_factory=list)
    told: list[tuple[int, str | None]] | None = None
    default_part: str = "plan"
    address: bool = False


_Marked = TypeVar("_Marked")


def marks_lookup(marks: list[tuple[int, _Marked]], otherwise: _Marked) -> Callable[[int], _Marked]:
    """Return the function that tells what the last of some sorted marks at or before an offset says.

    Before the first of them it says `otherwise`.
    """
    starts = [start for start, _ in marks]
    said = [otherwise, *(mark for _, mark in marks)]
    return lambda offset: said[bisect_right(starts, offset)]
