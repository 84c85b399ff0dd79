"""How an arithmetic contradiction is told: the numbers as written and as computed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from pipeline.model import Indicator, Issue

RATIOS = frozenset({"percent", "permille", "pp", "fold", "rank"})
"""Units in which parts do not add up to a whole and a bound cannot be compared with a value."""


def contradiction(code: str, message: str, about: Indicator, involved: Sequence[Indicator]) -> Issue:
    """Return the issue on `about` whose span takes in every number `involved`."""
    return Issue(
        severity="warning",
        code=code,
        message=message,
        table="indicators",
        key=about.numeral_start,
        start=min(indicator.start for indicator in involved),
        end=max(indicator.end for indicator in involved),
    )


def written(text: str, indicator: Indicator) -> str:
    """Return the words of the source, a line end inside them shown as a space."""
    return " ".join(text[indicator.start : indicator.end].split())


def shown(value: Fraction) -> str:
    """Return `value` with thousands commas and at most two decimals."""
    rounded = Decimal(round(value * 100)) / 100
    whole = rounded == rounded.to_integral_value()
    return f"{int(rounded):,}" if whole else f"{rounded.normalize():,f}"
