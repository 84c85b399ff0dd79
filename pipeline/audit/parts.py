"""Parts against their whole: 110个，其中制造业60个、服务业55个 cannot be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from fractions import Fraction

from pipeline.audit.precision import Interval, exceeds, overlap, possible_values
from pipeline.audit.words import RATIOS, contradiction, shown, written
from pipeline.model import Indicator, Issue

_REST = re.compile(r"其余|其他|其它|剩余")
_NESTED = re.compile(r"其中|(?<!包)含(?!量)")


def parts_issues(text: str, indicators: Sequence[Indicator]) -> list[Issue]:
    """Return an issue for each whole that its parts exceed, or that all its parts do not add up to."""
    by_start = {indicator.numeral_start: indicator for indicator in indicators}
    parts_of: dict[int, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.part_of is not None and indicator.part_of in by_start:
            parts_of.setdefault(indicator.part_of, []).append(indicator)
    issues: list[Issue] = []
    for start, parts in parts_of.items():
        whole = by_start[start]
        added = [part for part in parts if _additive(part, whole) and not _is_stage(text, part)]
        own = _own_parts(text, whole, added)
        issues += _whole_issues(text, whole, own)
    return issues


def _additive(part: Indicator, whole: Indicator) -> bool:
    return (
        part.unit == whole.unit
        and part.unit not in RATIOS
        and whole.measure in ("quantity", "increment")
        and part.measure in ("quantity", "increment")
    )


# What is to be reached by then is no part beside the others: 12亿元(一季度2亿元,上半年6亿元,三季度末9亿元).
_STAGE = re.compile(r"(?:季度|上半年|前三季度|月)(?:末|底|前)?(?:累计|完成|达到?)?$")


def _is_stage(text: str, part: Indicator) -> bool:
    return bool(_STAGE.search(text, max(0, part.start - 12), part.start))


def _own_parts(text: str, whole: Indicator, parts: list[Indicator]) -> list[Indicator]:
    """Leave out parts of parts: those in a deeper bracket, or behind a further 其中 or 含."""
    if not parts:
        return []
    depths = [_depth(text, whole, part) for part in parts]
    least = min(depths)
    return [part for part, depth in zip(parts, depths, strict=True) if depth == least]


def _depth(text: str, whole: Indicator, part: Indicator) -> int:
    between = text[whole.end : part.start]
    brackets = sum(between.count(mark) for mark in "(（[【") - sum(between.count(mark) for mark in ")）]】")
    outside = re.sub(r"[(（\[【][^()（）\[\]【】]*[)）\]】]", "", between)
    return brackets + len(_NESTED.findall(outside))


def _whole_issues(text: str, whole: Indicator, parts: list[Indicator]) -> list[Issue]:
    of_whole = possible_values(whole)
    larger = [part for part in parts if exceeds(possible_values(part), of_whole)]
    if larger:
        return [_larger_part(text, whole, part) for part in larger]
    if len(parts) < 2:
        return []
    total = _sum(possible_values(part) for part in parts)
    wrong = not overlap(total, of_whole) if _complete(text, whole, parts) else exceeds(total, of_whole)
    if not wrong:
        return []
    stated = sum(((low + high) / 2 for low, high in map(_stated, parts)), Fraction(0))
    words = " + ".join(written(text, part) for part in parts)
    relation = "exceed" if exceeds(total, of_whole) else "differ from"
    message = f"the parts {words} = {shown(stated)} {relation} the whole {written(text, whole)}"
    return [contradiction("audit.breakdown_sum", message, whole, (whole, *parts))]


def _larger_part(text: str, whole: Indicator, part: Indicator) -> Issue:
    message = f"the part {written(text, part)} is larger than the whole {written(text, whole)}"
    return contradiction("audit.threshold_above_whole", message, whole, (whole, part))


def _sum(intervals: Iterable[Interval]) -> Interval:
    """Add intervals of quantities, which are never negative: what has no lower bound has 0."""
    low, high = Fraction(0), Fraction(0)
    open_above = False
    for least, most in intervals:
        low += max(least or Fraction(0), Fraction(0))
        open_above = open_above or most is None
        high += most or Fraction(0)
    return low, None if open_above else high


def _stated(indicator: Indicator) -> tuple[Fraction, Fraction]:
    values = [Fraction(v) for v in (indicator.value_low, indicator.value_high) if v is not None]
    return (values[0], values[-1]) if values else (Fraction(0), Fraction(0))


def _complete(text: str, whole: Indicator, parts: list[Indicator]) -> bool:
    """Tell whether the parts say that they are all: a labelled sum (甲13+乙12), or 其余 before the last."""
    if all(part.rule_id == "role.breakdown.sum" for part in parts):
        return True
    return bool(_REST.search(text[whole.end : max(part.start for part in parts)]))
