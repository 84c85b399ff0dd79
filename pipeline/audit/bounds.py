"""Bounds that cannot be: a threshold above the value it defines, a range that runs backwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from pipeline.audit.precision import exceeds, possible_values
from pipeline.audit.words import RATIOS, contradiction, shown, written
from pipeline.model import Indicator, Issue

_TIMES = frozenset({"year", "month", "day", "hour", "min", "second"})
_PAUSE = re.compile(r"[,;。，；\n]")
_BOUNDED = re.compile(r"产值|收入|营收|税收|纳税|投资|面积|人口|库容|装机|资金")
# A year's share of a thing may well be below the bound of the thing itself.
_PARTIAL = re.compile(r"完成投资|到位|年度投资|税|利润|新增|贷款|补")


def threshold_issues(text: str, indicators: Sequence[Indicator]) -> list[Issue]:
    """Return an issue for each threshold above the value right behind it, on the same quantity and unit."""
    by_start = {indicator.numeral_start: indicator for indicator in indicators}
    issues = []
    for threshold in indicators:
        if threshold.role != "threshold" or threshold.qualifies is None:
            continue
        value = by_start.get(threshold.qualifies)
        if value is None or not _comparable(text, threshold, value):
            continue
        if exceeds(possible_values(threshold), possible_values(value)):
            message = (
                f"the threshold {written(text, threshold)} is above the value it defines, "
                f"{written(text, value)}"
            )
            issues.append(contradiction("audit.threshold_above_whole", message, value, (threshold, value)))
    return issues


def _comparable(text: str, threshold: Indicator, value: Indicator) -> bool:
    """Tell whether a bound is on the same quantity as the value right behind it."""
    if threshold.unit != value.unit or threshold.unit in RATIOS | _TIMES:
        return False
    if value.start < threshold.end or _PAUSE.search(text[threshold.end : value.start]):
        return False
    bounded = _BOUNDED.search(threshold.metric)
    if _PARTIAL.search(value.metric):
        return False
    return bounded is None or bounded.group() in value.metric


def range_issues(text: str, indicators: Sequence[Indicator]) -> list[Issue]:
    """Return an issue for each range whose first number is the larger."""
    return [
        contradiction(
            "audit.range_reversed",
            f"the range {written(text, row)} runs from {shown(Fraction(row.value_low))} "
            f"down to {shown(Fraction(row.value_high))}",
            row,
            (row,),
        )
        for row in indicators
        if row.comparator == "range"
        and row.value_low is not None
        and row.value_high is not None
        and row.value_low > row.value_high
    ]
