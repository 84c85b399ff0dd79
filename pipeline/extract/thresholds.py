"""Bounds inside the definition of what is counted: 亿元以上项目, 65岁以上老年人, 完成率低于80%的亮红灯."""

from __future__ import annotations

import re

from pipeline.extract.around import Around, Role
from pipeline.extract.quantity import SHARES, Quantity

DEFINING_KINDS = ("money", "measure", "age", "time", "rate")
_PEOPLE = ("人", "户", "张", "床", "头", "亩", "平方米", "岁", "只", "辆", "台")
_NOT_NOUN = (
    "的目标", "的任务", "的水平", "目标", "任务",
     "水平", "台阶", "大关", ",", "。", ";", "、", ")", "和", "及", "并", "(", ":", "增长", "的增长", "的预期", " ",
)  # fmt: skip


def read_threshold(a: Around) -> Role | None:
    """A bound followed by the noun it defines: 亿元以上项目, 10万元以上的村, (投资500万元以上)重点项目."""
    q, after = a.quantity, a.after
    kind, bound = q.kind, q.before
    if q.grade:
        return None if bound in ("达到", "达", "突破", "超") else Role("threshold", "role.threshold.grade")
    if q.unit in SHARES and a.text[q.numeral - 1 : q.numeral] == "前":
        return Role("threshold", "role.threshold.top")
    if kind == "age" and after and not after.startswith(_NOT_NOUN):
        return Role("threshold", "role.threshold.age")
    if a.bracket and q.after and kind == "money" and not after and _DEFINED.search(a.before):
        return Role("threshold", "role.threshold.bracket")
    if a.text[a.clause[1] - 1] == "的" and _is_condition(a):
        return Role("threshold", "role.threshold.condition")
    if kind == "money" and (_counts_what_is_bounded(a) or _is_bare_grade(a)):
        return Role("threshold", "role.threshold.definition")
    if bound and bound in _RATE_BOUNDS and q.unit in SHARES and _is_of_places(a):
        return Role("threshold", "role.threshold.condition")
    if not after:
        return None
    if "以上的" in after and _NOUN_BOUND.match(after):
        return Role("threshold", "role.threshold.definition")
    if not bound and q.comparator == "eq" and not q.after:
        return None
    if kind == "ratio" and bound in _RATE_BOUNDS and _RATE.search(a.before) and _MEANT.match(after):
        return Role("threshold", "role.threshold.definition")
    if after[0] == "的" and _CONSEQUENCE.match(after):
        return Role("threshold", "role.threshold.condition")
    if not (q.after or bound) or not _bounds_something(q, after):
        return None
    if (
        kind == "classifier"
        and not after.startswith("的")
        and (a.next_quantity is None or _TRAINED.match(after))
        and not (a.previous and a.previous.quantity.end == q.start)
    ):
        return None
    return Role("threshold", "role.threshold.definition")


def _is_of_places(a: Around) -> bool:
    """Tell the rate by which places are counted: 另有3个市低于50%, 5个县区增速超过10%."""
    previous = a.previous
    return (
        previous is not None
        and previous.quantity.kind in _COUNTS
        and previous.clause == a.clause
        and _PLACES_COUNTED.fullmatch(a.before) is not None
    )


_PLACES_COUNTED = re.compile(
    r"(?:设区)?(?:省份?|市|州|盟|县|旗|区|镇|乡|街道|地区|市县|县区|县市|乡镇|镇街)的?[一-龥]{0,4}(?<![区县市]均)(?:增速|增幅|率|进度)?"
)
# What befalls those whom a bound means: 完成率低于80%的亮红灯, 逾期2次以上的全厅通报.
_CONSEQUENCE = re.compile(
    r"的(?:,|亮|由|给予|予以|每[一-龥]{1,2}(?:给予|补|奖)|补贴|补助|奖励|按|不得|取消|一律|全[市县区省厅局镇乡]?通报|约谈|通报|问责|扣)"
)
# Those whom a rate means: 进度低于50%的项目; not 高于8%的增速, a level.
_RATE_BOUNDS = frozenset(("低于", "高于", "不足", "超过", "超", "大于", "小于"))
_RATE = re.compile(r"(?:进度|率|比例|占比|比重)$")
_MEANT = re.compile(r"的[^,;。]{0,6}(?:项目|企业|单位|部门|县|市|区|镇|乡|村|地方|地区|园区|指标|事项)")
_BOUND_BEFORE = frozenset(("达", "达到", "过", "超", "超过", "突破"))
_COUNT_BEFORE = re.compile(
    r"^年?(?:度)?(?:主营业务收入|销售收入|营业收入|营收|收入|产值|税收|纳税额?|投资额?)$"
)


def _counts_what_is_bounded(a: Around) -> bool:
    """Tell the bound of what is counted before or behind it.

    培育5家以上年销售收入过百亿元…的企业, 主营业务收入过10亿元的2家, 10亿元以上3家: the count is the goal.
    """
    q, following, previous = a.quantity, a.next_quantity, a.previous
    behind = a.text[q.end : following.start] if following is not None and following.kind in _COUNTS else None
    if (q.after == "以上" and behind == "") or (q.before in _BOUND_BEFORE and behind == "的"):
        return True
    return (
        q.before in _BOUND_BEFORE
        and previous is not None
        and previous.quantity.kind in _COUNTS
        and previous.clause == a.clause
        and bool(_COUNT_BEFORE.match(a.before))
    )


_COUNTS = frozenset(("classifier", "classifier_weak"))


def _is_bare_grade(a: Around) -> bool:
    """Tell an amount in words alone that says how large what is counted is at least: 亿元企业二十户."""
    q = a.quantity
    return q.chinese and a.text[q.numeral] in "十百千万亿" and not q.before and bool(_GRADED.match(a.after))


_GRADED = re.compile(r"(?:企业|项目|产业|园区|集群|镇|乡|村|县|街|基地|工程|商场|市场|平台)")
_NOUN_BOUND = re.compile(r"[一-龥]{1,4}以上的")
_CONDITION = re.compile(r"首次|年[^,。]{0,8}(?:收入|产值|投资|纳税)|达到|超过|突破|投资额?|年限|排名")


def _is_condition(a: Around) -> bool:
    """Tell the bound of who is meant (年销售收入首次突破1000万元的,给予…): its clause ends with 的."""
    begin, end = a.clause
    if a.text[end : end + 1] != ",":
        return False
    return bool(a.quantity.before or a.quantity.after or _CONDITION.search(a.text, begin, a.quantity.numeral))


_DEFINED = re.compile(r"(?:投资|产值|收入|营收|主营|税收)(?:额)?$")


_TRAINED = re.compile(r"[一-龥]{2,8}(?:培训|就业)")
_BOUNDED = re.compile(r"的[一-龥]|[一-龥]{0,8}(?:项目|企业|产业|基金|集群|镇|村|楼宇|园区|市场|街区|品牌)")


def _bounds_something(q: Quantity, after: str) -> bool:
    """Tell whether comparator, unit and the noun behind them make a bound of what is counted."""
    if after.startswith(_NOT_NOUN) or not (q.kind in DEFINING_KINDS or q.unit_written in _PEOPLE):
        return False
    if q.after in ("以上", "及以上", "以下", "及以下", "以内", "内"):
        return True
    if q.before in ("超", "超过", "不低于", "不少于", "过", "低于", "突破", "大于", "小于"):
        return bool(_BOUNDED.match(after))
    return False
