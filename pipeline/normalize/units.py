"""Units of the lexicon and the exact conversion of a value into the one unit of its dimension."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache

from pipeline import lexicon


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of `pipeline/lexicon/units.csv`; without a factor its values convert into nothing."""

    unit: str
    label_zh: str
    label_en: str
    dimension: str
    factor_to_si: str | None
    si_unit: str | None
    ucum: str | None


@cache
def units() -> dict[str, Unit]:
    """Return unit code → unit, in the order of the lexicon."""
    return {
        row["unit"]: Unit(
            row["unit"],
            row["label_zh"],
            row["label_en"],
            row["dimension"],
            row["factor_to_si"] or None,
            row["si_unit"] or None,
            row["ucum"] or None,
        )
        for row in lexicon.read("units")
    }


@cache
def _conversion(code: str) -> tuple[Fraction, str] | None:
    unit = units().get(code)
    if unit is None or unit.factor_to_si is None or unit.si_unit is None:
        return None
    return Fraction(unit.factor_to_si), unit.si_unit


def si_unit(code: str) -> str | None:
    """Return the unit that values in `code` convert into, or None where they convert into nothing."""
    conversion = _conversion(code)
    return conversion[1] if conversion else None


def to_si(value: Decimal | None, code: str) -> float | None:
    """Return `value` of unit `code` in `si_unit(code)`: exact arithmetic, rounded once to float64.

    None stays None, and so does a value of a unit that converts into nothing.
    """
    conversion = _conversion(code)
    if value is None or conversion is None:
        return None
    return float(Fraction(value) * conversion[0])


def to_float(value: Decimal | None) -> float | None:
    """Return the float64 nearest to `value`; None stays None."""
    return None if value is None else float(value)
