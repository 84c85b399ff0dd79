"""A level, its growth and the base that the document states: 由100家增加到120家，增长20%.

The base is the value of a from–to, or the level that the document reports for the year before. Growth at
constant prices (地区生产总值, 增加值), on another basis (同口径) or per year of several (年均) says nothing about
the levels and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from pipeline.audit.precision import Interval, overlap, possible_values
from pipeline.audit.words import contradiction, shown, written
from pipeline.model import Indicator, Issue
from pipeline.normalize.metrics import find_metric

_Levels = dict[tuple[str, str, str | None, str], list[Indicator]]

_CONSTANT_PRICES = re.compile(r"生产总值|增加值|GDP|[农林牧渔]业?总产值")
_OTHER_BASIS = re.compile(r"年均|平均每年|可比|同口径|不变价|实际增|扣除|剔除|累计|以来|占")
_YEAR_BEFORE = re.compile(r"同比|[比较](?:上年|去年)|上年|去年")
_TO = re.compile(r"[到至为达]")
_STOP = re.compile(r"[。;；\n]|其中|分别")
# The words between a level and its growth: 、增长 | ，同比增长约 | （比上年净增
_GROWS = re.compile(
    r"[,，、(（\s]*(?:并|且)?(?:同比|[比较](?:上年|去年)(?:末|底)?|净)?"
    r"(?:(?P<up>增长|增加|新增|提高|提升|上升|增幅|增速|增|涨)|(?P<down>下降|降低|减少|压减|缩短|降|减))"
    r"(?:了|约|近|超过|超|达到|达|为|逾|不低于)*"
)
_BASE_FURTHEST = 20


def growth_issues(text: str, indicators: Sequence[Indicator]) -> list[Issue]:
    """Return an issue for each level that contradicts its growth and the stated base beyond rounding."""
    rows = sorted((row for row in indicators if row.role != "threshold"), key=lambda row: row.start)
    levels = _reported_levels(rows)
    issues = []
    for i in range(1, len(rows)):
        level, growth = rows[i - 1], rows[i]
        if not _belongs(text, level, growth):
            continue
        earlier = rows[i - 2] if i > 1 else None
        base = _from_to(text, earlier, level, growth) or _year_before(levels, level)
        issue = _check(text, base, level, growth) if base is not None else None
        if issue is not None:
            issues.append(issue)
    return issues


def _belongs(text: str, level: Indicator, growth: Indicator) -> bool:
    """Tell whether `growth` says how `level` grew: right behind it, at the same basis."""
    if level.role not in ("target", "achieved") or growth.role not in ("target", "achieved"):
        return False
    if level.measure not in ("quantity", "share") or level.unit in ("fold", "rank"):
        return False
    between = text[level.end : growth.numeral_start]
    if not _GROWS.fullmatch(between):
        return False
    return not _OTHER_BASIS.search(growth.metric) and not _CONSTANT_PRICES.search(level.metric)


def _from_to(text: str, base: Indicator | None, level: Indicator, growth: Indicator) -> Indicator | None:
    """Return the base of a from–to; growth over the year before needs a base that is said to be of that year."""
    if base is None or base.role != "baseline" or base.unit != level.unit:
        return None
    between = text[base.end : level.start]
    if len(between) > _BASE_FURTHEST or _STOP.search(between) or not _TO.search(text[base.end : level.end]):
        return None
    over_a_year = _YEAR_BEFORE.search(text[level.end : growth.numeral_start])
    stated = text[max(0, base.start - 10) : base.start]
    return None if over_a_year and not _YEAR_BEFORE.search(stated) else base


def _reported_levels(rows: Sequence[Indicator]) -> _Levels:
    levels: _Levels = {}
    for row in rows:
        if row.role == "achieved" and row.measure == "quantity" and row.period and row.metric:
            levels.setdefault((_same(row), row.unit, row.place, row.period), []).append(row)
    return levels


def _same(row: Indicator) -> str:
    return find_metric(row.metric, row.unit, row.measure) or row.metric


def _year_before(levels: _Levels, level: Indicator) -> Indicator | None:
    """Return the one level that the document reports for the year before, None where it reports several."""
    if not re.fullmatch("[0-9]{4}", level.period or "") or level.measure != "quantity":
        return None
    before = str(int(level.period or 0) - 1)
    found = levels.get((_same(level), level.unit, level.place, before), [])
    alike = {(row.value_low, row.value_high, row.comparator) for row in found}
    return found[0] if len(alike) == 1 else None


def _check(text: str, base: Indicator, level: Indicator, growth: Indicator) -> Issue | None:
    before, after, stated = map(possible_values, (base, level, growth))
    words = _GROWS.match(text, level.end)
    sign = -1 if words and words["down"] else 1
    by_rate = growth.unit in ("percent", "fold") and level.unit not in ("percent", "permille")
    if by_rate:
        expected = _grown(before, stated, sign, 100 if growth.unit == "percent" else 1)
    elif base.role == "baseline" and _same_scale(level, growth):
        expected = _moved(before, stated, sign)
    else:
        return None
    if expected is None or overlap(expected, after):
        return None
    near = base.role == "baseline"
    return contradiction(
        "audit.growth_contradiction",
        f"from {written(text, base)} to {written(text, level)} is {_change(base, level, by_rate)}, "
        f"not {written(text, growth)}",
        level,
        (base, level, growth) if near else (level, growth),
    )


def _same_scale(level: Indicator, growth: Indicator) -> bool:
    return growth.unit == level.unit if level.unit != "percent" else growth.unit == "pp"


def _grown(base: Interval, rate: Interval, sign: int, per: int) -> Interval | None:
    """Return base × (1 ± rate); None where the base may be 0 or less, of which nothing grows."""
    if base[0] is None or base[0] <= 0:
        return None
    low, high = _signed(rate, sign)
    lowest = None if low is None else base[0] * (1 + low / per)
    return lowest, None if base[1] is None or high is None else base[1] * (1 + high / per)


def _moved(base: Interval, change: Interval, sign: int) -> Interval:
    low, high = _signed(change, sign)
    lowest = None if base[0] is None or low is None else base[0] + low
    return lowest, None if base[1] is None or high is None else base[1] + high


def _signed(interval: Interval, sign: int) -> Interval:
    low, high = interval
    if sign > 0:
        return interval
    return None if high is None else -high, None if low is None else -low


def _change(base: Indicator, level: Indicator, by_rate: bool) -> str:
    first, last = (Fraction(row.value_low or row.value_high or 0) for row in (base, level))
    return f"{shown((last / first - 1) * 100)} %" if by_rate else shown(last - first)
