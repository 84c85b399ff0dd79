"""How a value measures, and the comparator it has where it stands."""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.extract.quantity import SHARES, Quantity, bounds

_AT_LEAST = re.compile(r"(不少于|不低于|至少|不超过|不高于|最高|最多|至多)[一-龥“”]{1,12}$")
_AT_LEAST_CODES = {
    "不少于": "ge",
    "不低于": "ge",
    "至少": "ge",
    "不超过": "le",
    "不高于": "le",
    "最高": "le",
    "最多": "le",
    "至多": "le",
}
_DOWN = re.compile(r"下降|缩减|压减|降低|减少|降幅|压缩|下调|削减|精简")
_UP = re.compile(r"增长|成长|增速|增幅|涨幅|增加|上涨|同比(?:提高|增)|增收")
_SHARE = re.compile(r"贡献率|占.{0,12}比重?$")
_RAISED = re.compile(r"提高$|提升$|超(?:.{0,8}目标)?$")
_POINTS_DOWN = re.compile(r"下降|降低|减少|回落|低于|收窄")
_TIMES_UP = re.compile(r"增长(?:近|约|超)?$|增加$")
_REACHED = re.compile(r"增加到|增加为|增为|增长到|增至|增加至|扩大到|提高到|达到")
_OF_YEAR = re.compile(r"(?:19|20)[0-9]{2}年(?:底|末)?的$")
_FROM = frozenset("由从")
_NEW = re.compile(r"新增|净增|增加")
_GROWN = ("增长", "提高", "提升", "扩大", "上升")
_GROWN_ENDS = frozenset(words[-1] for words in _GROWN)

_BETTERED = ("改造提升", "整治提升", "优化提升", "品质提升")
"""What is done to a thing, not to its amount."""


def read_measure(quantity: Quantity, before: str, metric: str) -> str:
    """Return how a value measures: growth_rate, reduction, share, increment, rank or quantity (annotation.md)."""
    if quantity.unit in _COMPARED:
        return _compared(quantity.unit, before, metric)
    new = "增" in metric or "增" in before
    words = before or metric
    if not new and (not words or words[-1] not in _GROWN_ENDS):
        return "quantity"
    near = _OF_YEAR.sub("", before)[-6:] if before[-1:] == "的" else before[-6:]
    if near[-1:] in _FROM or (("到" in near or "至" in near or "为" in near) and _REACHED.search(near)):
        return "quantity"
    words = metric + before[-14:]
    if (new and _NEW.search(words)) or (words.endswith(_GROWN) and not words.endswith(_BETTERED)):
        return "increment"
    return "quantity"


_COMPARED = SHARES.union(("rank", "pp", "fold"))
"""The units of rates, ranks and changes."""


def _compared(unit: str, before: str, metric: str) -> str:
    """Return how a value in one of the units of `_COMPARED` measures."""
    if unit in SHARES:
        near = before[-10:] + metric[-6:]
        if "增长" not in near[-4:] and _DOWN.search(near):
            return "reduction"
        if ("增长" in near or _UP.search(near)) and not (
            ("占" in metric or "贡" in metric) and _SHARE.search(metric[-8:])
        ):
            return "growth_rate"
        return "increment" if _RAISED.search(before.strip()) else "share"
    if unit == "rank":
        return "rank"
    if unit == "pp":
        return "reduction" if _POINTS_DOWN.search(before[-10:] + metric[-6:]) else "increment"
    return "growth_rate" if _TIMES_UP.search(before.strip()) else "quantity"


def read_bounds(quantity: Quantity, before: str, role: str) -> tuple[str, Decimal | None, Decimal | None]:
    """Return the comparator that a value has where it stands, and its lowest and highest value by that.

    Past and base values were reached, so 达到 is eq there; a cue before the metric governs an eq.
    """
    code, amount, high = quantity.comparator, quantity.amount, quantity.amount_high
    if code != "eq":
        if role == "threshold":
            code = "ge" if quantity.grade else code
        elif quantity.before in _ATTAINED and role in PAST_ROLES and not quantity.after:
            code = "eq"
    elif role == "threshold" and (quantity.grade or (quantity.chinese and quantity.kind == "money")):
        code = "ge"  # 千亿级产业, 亿元企业: of at least so much
    elif ("不" in before or "至" in before or "最" in before) and (early := _AT_LEAST.search(before)):
        code = _AT_LEAST_CODES[early.group(1)]
    elif role == "target" and before.endswith("控制在"):
        code = "le"
    if code == "eq" and high is None:
        return code, amount, amount
    return code, *bounds(code, amount, high)


_ATTAINED = frozenset(("达到", "达", "高达", "突破性达到"))
PAST_ROLES = frozenset(("achieved", "baseline"))
"""The roles of values that were reached before the plan."""
