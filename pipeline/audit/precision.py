"""How exact a written number is: the interval of true values that its words leave open.

A decimal is good to half a unit of its last written digit (3.2万 is 31,500 to 32,500); a plain count is exact.
Hedges widen the interval: 余 and 多 up to the next unit of the last digit that is not 0 (300余 is 300 to 400),
近 down by as much, 左右 and 约 both ways and by at least a tenth; 以上 and 以内 leave one side open.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from fractions import Fraction

from pipeline.model import Indicator

Interval = tuple[Fraction | None, Fraction | None]
"""Lowest and highest possible value in the base unit; None where nothing bounds it."""

_ARABIC = re.compile(r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?")
_TENTH = Fraction(1, 10)
# Above this a Chinese numeral is round like 一万二, below it counts one by one.
_COUNTED_OUT = 10**4


def possible_values(indicator: Indicator) -> Interval:
    """Return the true values that agree with the words of `indicator`; (None, None) when it has no value."""
    low, high = indicator.value_low, indicator.value_high
    comparator = indicator.comparator
    if low is None and high is None:
        return None, None
    if comparator in ("ge", "gt"):
        return _below(indicator, low, 0), None
    if comparator in ("le", "lt"):
        return None, _above(indicator, high, -1)
    if comparator == "range":
        return _below(indicator, low, 0), _above(indicator, high, -1)
    return _around(indicator, low if low is not None else high)


def overlap(first: Interval, second: Interval) -> bool:
    """Tell whether some value lies in both intervals."""
    return _reaches(first[0], second[1]) and _reaches(second[0], first[1])


def exceeds(value: Interval, bound: Interval) -> bool:
    """Tell whether every possible `value` lies above every possible `bound`."""
    return value[0] is not None and bound[1] is not None and value[0] > bound[1]


def _reaches(low: Fraction | None, high: Fraction | None) -> bool:
    return low is None or high is None or low <= high


def _below(indicator: Indicator, value: Decimal | None, position: int) -> Fraction | None:
    return None if value is None else Fraction(value) - half_unit(indicator, value, position)


def _above(indicator: Indicator, value: Decimal | None, position: int) -> Fraction | None:
    return None if value is None else Fraction(value) + half_unit(indicator, value, position)


def _around(indicator: Indicator, value: Decimal | None) -> Interval:
    if value is None:
        return None, None
    exact, half = Fraction(value), half_unit(indicator, value, 0)
    coarse = max(_coarse_unit(indicator, value), half)
    if indicator.comparator == "approx":
        slack = max(coarse, abs(exact) * _TENTH)
        return exact - slack, exact + slack
    if indicator.comparator == "approx_ge":
        return exact - half, exact + coarse
    if indicator.comparator == "approx_le":
        return exact - coarse, exact + half
    return exact - half, exact + half


def half_unit(indicator: Indicator, value: Decimal, position: int) -> Fraction:
    """Return half a unit of the last written digit of `value`; 0 for what is counted one by one.

    `position` tells which number of the words it is: 0 the first, -1 the last (of a range).
    """
    digits = _digits(indicator, position)
    if digits is None:
        counted = indicator.unit == "count" and abs(value) < _COUNTED_OUT
        return Fraction(0) if counted else _trailing_unit(value) / 2
    scale = _scale(digits, value)
    exponent = _exponent(digits)
    if indicator.unit in ("count", "rank") and exponent == 0 and scale == 1:
        return Fraction(0)
    return scale * Fraction(10) ** exponent / 2


def _coarse_unit(indicator: Indicator, value: Decimal) -> Fraction:
    """Return the unit of the last digit that is not 0: 100 for 300, 0.1 for 5.5, 10,000 for 3万."""
    digits = _digits(indicator, 0)
    if digits is None or digits == 0:
        return _trailing_unit(value)
    return _scale(digits, value) * Fraction(10) ** _exponent(digits.normalize())


def _digits(indicator: Indicator, position: int) -> Decimal | None:
    found = _ARABIC.findall(unicodedata.normalize("NFKC", indicator.number_as_written))
    return Decimal(found[position].replace(",", "")) if found else None


def _scale(digits: Decimal, value: Decimal) -> Fraction:
    """Return what multiplier words and 成 make of the digits: 10,000 in 3.2万."""
    return abs(Fraction(value) / Fraction(digits)) if digits and value else Fraction(1)


def _exponent(digits: Decimal) -> int:
    return int(digits.as_tuple().exponent)


def _trailing_unit(value: Decimal) -> Fraction:
    return Fraction(10) ** _exponent(value.normalize()) if value else Fraction(1)
