"""What a role rule looks at, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.extract.context import Context
from pipeline.extract.quantity import Quantity
from pipeline.extract.said import Said
from pipeline.extract.tables import Value


@dataclass(frozen=True, slots=True)
class Role:
    """A role and the id of the rule that gave it."""

    name: str
    rule_id: str


TARGET = Role("target", "role.target.undertaken")


@dataclass(slots=True)
class Around:
    """What the rules look at: the words around a quantity, its part of the document, and its neighbours.

    `role` and `front` are what was read: `front` is its clause up to it without what leads up to its subject,
    None while unknown. `earlier` holds the largest value before it in a sentence that tells a whole apart, by unit;
    `column` what a table's column says of a bare number; `in_split` whether it tells a total apart.
    """

    text: str
    quantity: Quantity
    context: Context
    part: str
    plan_year: int
    listed_units: bool
    next_quantity: Quantity | None
    previous_quantity: Quantity | None
    previous_role: str | None
    previous_rule: str | None
    earlier: dict[str, Decimal]
    column: Value | None
    in_split: bool
    said: Said
    role: Role = TARGET
    front: str | None = None
