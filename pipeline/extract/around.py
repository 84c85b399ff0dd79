"""What a role rule looks at, and what it gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.context import Sentence
from pipeline.extract.quantity import Quantity
from pipeline.extract.table_values import Value


@dataclass(frozen=True, slots=True)
class Role:
    """A role and the id of the rule that gave it."""

    name: str
    rule_id: str


TARGET = Role("target", "role.target.undertaken")


@dataclass(slots=True)
class Around:
    """A quantity in its clause and sentence, between its neighbours: what the rules look at.

    `before` and `after` are the words between it and its neighbours, the former from the offset `left` on; `bracket`
    is the pair around them, if any. `listed_units` tells that it stands in a list of units, `column` what a table's
    column says of a bare number, `in_split` whether it tells a total apart; `next_quantity` stands in its clause.
    `role` and `front` are what was read: `front` is its clause up to it without what leads up to its subject, None
    while unknown.
    """

    text: str
    sentence: Sentence
    quantity: Quantity
    clause: tuple[int, int]
    left: int
    before: str
    after: str
    bracket: tuple[int, int] | None
    previous: Around | None
    next_quantity: Quantity | None
    listed_units: bool
    column: Value | None
    in_split: bool
    role: Role = TARGET
    front: str | None = None


def reads_before(a: Around) -> Iterator[Around]:
    """Yield the quantities before one in its sentence, the nearest first."""
    read = a.previous
    while read is not None:
        yield read
        read = read.previous
