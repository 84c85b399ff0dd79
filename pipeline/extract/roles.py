"""Why a quantity stands in the text: its role, by named rules tried in order (annotation.md, `Roles`).

Each rule id is published with the row (`role.scope.ongoing` …), so that accuracy can be shown by rule.
"""

from __future__ import annotations

import re

from pipeline import lexicon
from pipeline.extract.around import TARGET, Around, Role
from pipeline.extract.facts import FROM_TO, read_fact
from pipeline.extract.lexicon import cue_pattern
from pipeline.extract.quantity import Quantity
from pipeline.extract.table_values import Value

DEFINING_KINDS = ("money", "measure", "age", "time", "rate")
_PEOPLE = ("人", "户", "张", "床", "头", "亩", "平方米", "岁", "只", "辆", "台")
_NOT_NOUN = (
    "的目标", "的任务", "的水平", "目标", "任务",
     "水平", "台阶", "大关", ",", "。", ";", "、", ")", "和", "及", "并", "(", ":", "增长", "的增长", "的预期", " ",
)  # fmt: skip
_FROM = re.compile(r"(?<!自)(?:由|从)(?:(?:19|20)[0-9]{2}年(?:底|末)?的?|[一-龥]{0,5}的?)$")
_SUM_PART = re.compile(r"[(+、][一-龥]{2,10}$")


_OUTSIDE = Role("context", "role.context.outside_plan")
_ACHIEVED = Role("achieved", "role.achieved.review")
_PAST_RESULT = Role("achieved", "role.achieved.past")
_ONGOING = Role("scope", "role.scope.ongoing")


CONFIDENCES = {row["rule_id"]: float(row["confidence"]) for row in lexicon.read("rules")}
"""The confidence of each rule, from `rules.csv`."""


def read_role(a: Around) -> Role:
    """Give a quantity its role by the first rule that fits."""
    if a.listed_units:  # a count inside a list of responsible units (13条产业链牵头部门) is the size of a set
        return Role("scope", "role.scope.units")
    if a.column:
        return _column(a.column, a.sentence.plan_year)
    if a.in_split:
        return Role("breakdown", "role.breakdown.split")
    role = _threshold(a) or _breakdown(a) or _baseline(a) or read_fact(a)
    if role:
        return role
    if a.sentence.part == "review":
        return _review(a)
    if a.sentence.part == "told":
        return _total(a) or _scope(a) or _ACHIEVED
    role = _scope(a) or _past(a)
    if role:
        return role
    if a.sentence.part == "measures" and not _aims(a):
        return _MEASURE
    return TARGET if a.sentence.part in ("plan", "measures") else _OUTSIDE


_MEASURE = Role("context", "role.context.measure")
_AIMS = re.compile(r"到20[0-9]{2}年|目标|力争|确保|实现|新增|达到")


def _aims(a: Around) -> bool:
    """Tell a goal from the terms that a policy measure sets."""
    return bool(_AIMS.search(a.text, a.clause[0], a.quantity.numeral))


def _column(value: Value, plan_year: int) -> Role:
    """A bare number of a table: the total of a project, the level of a year before the plan's, else a goal."""
    if value.subject.startswith("其中"):
        return Role("breakdown", "role.breakdown.part")
    if value.label.endswith(_TOTALS):
        return Role("scope", "role.scope.total_investment")
    last = int(value.period[-4:]) if value.period else plan_year
    if value.growth:
        return TARGET if last >= plan_year else Role("achieved", "role.achieved.column")
    if _DONE.search(value.label):
        return Role("achieved", "role.achieved.column")
    if last < plan_year or _BASE.match(value.label):
        return Role("baseline", "role.baseline.column")
    return TARGET


_DONE = re.compile(r"累计|已?完成(?!时|率目标)(?!.*计划)")
_BASE = re.compile(r"现状|基期|基准|基数|期初")


def _threshold(a: Around) -> Role | None:
    """A bound followed by the noun it defines: 亿元以上项目, 10万元以上的村, (投资500万元以上)重点项目."""
    q, after = a.quantity, a.after
    if q.grade:
        return None if q.before in ("达到", "达", "突破", "超") else Role("threshold", "role.threshold.grade")
    if q.unit in _SHARES and a.text[q.numeral - 1 : q.numeral] == "前":
        return Role("threshold", "role.threshold.top")
    if q.kind == "age" and after and not after.startswith(_NOT_NOUN):
        return Role("threshold", "role.threshold.age")
    if q.after and a.bracket and q.kind == "money" and not after and _DEFINED.search(a.before):
        return Role("threshold", "role.threshold.bracket")
    if a.text[a.clause[1] - 1] == "的" and _is_condition(a):
        return Role("threshold", "role.threshold.condition")
    if "以上的" in after and _NOUN_BOUND.match(after):
        return Role("threshold", "role.threshold.definition")
    if not (q.after or q.before) or not _bounds_something(q, after):
        return None
    if (
        q.kind == "classifier"
        and not after.startswith("的")
        and (a.next_quantity is None or _TRAINED.match(after))
        and not (a.previous and a.previous.quantity.end == q.start)
    ):
        return None
    return Role("threshold", "role.threshold.definition")


_SHARES = frozenset(("percent", "permille"))
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
_BOUNDED = re.compile(r"的[一-龥]|[一-龥]{0,8}(?:项目|企业|产业|基金|集群|镇|村)")


def _bounds_something(q: Quantity, after: str) -> bool:
    """Tell whether comparator, unit and the noun behind them make a bound of what is counted."""
    if (
        not after
        or after.startswith(_NOT_NOUN)
        or not (q.kind in DEFINING_KINDS or q.unit_written in _PEOPLE)
    ):
        return False
    if q.after in ("以上", "及以上", "以下", "及以下", "以内", "内"):
        return True
    if q.before in ("超", "超过", "不低于", "不少于", "过", "低于", "突破", "大于", "小于"):
        return bool(_BOUNDED.match(after))
    return False


def _breakdown(a: Around) -> Role | None:
    """A part of another value: 其中…, or a sum of named parts (襄阳13+十堰12)."""
    q = a.quantity
    if q.unit_written is None:
        lead = a.text[max(0, q.numeral - 11) : q.numeral]
        if _SUM_PART.search(lead) and (a.text[q.end : q.end + 1] == "+" or "+" in lead):
            return Role("breakdown", "role.breakdown.sum")
    whole = a.sentence.earlier.get(q.unit)
    if whole is None:
        return None
    sentence = a.sentence
    begin = a.text.rfind("其中", sentence.start, q.start) if sentence.divided else -1
    if begin < 0 or (q.unit in _SHARES and _MOVES.search(a.text, begin, q.start)):
        return None  # a rate is no part of a value
    gap = _PART_LEAD.sub("", a.text[begin : q.start])
    if ";" in gap or ("," in gap and not (a.previous and a.previous.role.name in ("breakdown", "threshold"))):
        return None
    if "," in gap and (q.amount > whole or _NEW_ACTION.match(a.before.lstrip())):
        return None  # a further part is no larger than its whole
    return Role("breakdown", "role.breakdown.part")


_MOVES = re.compile(r"增长|下降|增速|增幅|占比|提高|达")
_PART_LEAD = re.compile(r"^其中[,:]?|\([^)]*\)")
_NEW_ACTION = re.compile(r"(?:新|建|引|培|实|推|完|加|开|改|积|力|确|争|解|惠|带|发)")


def _baseline(a: Around) -> Role | None:
    """The first value of from–to: 由668家增加到1041家."""
    if not a.sentence.moved:
        return None
    start, end = a.quantity.start, a.quantity.end
    low = a.clause[0]
    words = a.text[low if low > start - 12 else start - 12 : start]
    if ("由" in words or "从" in words) and _FROM.search(words) and FROM_TO.search(a.text[end : end + 16]):
        return Role("baseline", "role.baseline.from")
    return None


def _names_total(words: str) -> bool:
    words = words.rstrip(": ")
    if words.endswith(_TOTALS):
        return True
    return words.endswith(("为", "算", "计")) and _ESTIMATED.sub("", words).endswith(_TOTALS)


_ESTIMATED = re.compile(r"(?:估算|概算|预算|预计)?为?$")


def _under_total(a: Around) -> bool:
    """Tell a sum right behind the label 总投资: on its line."""
    begin = a.clause[0]
    return not a.before.strip() and _names_total(a.text[max(0, begin - 8) : begin])


def _total(a: Around) -> Role | None:
    """The total investment of projects in news is their size."""
    if a.quantity.kind == "money" and _names_total(a.before):
        return Role("scope", "role.scope.total_investment")
    return None


def _review(a: Around) -> Role:
    """In a review a value is a past result, unless it is a set still at work."""
    if a.quantity.kind in ("classifier", "noun") and a.after and _AT_WORK.search(a.after[:24]):
        return Role("scope", "role.scope.in_progress")
    return _ACHIEVED


_AT_WORK = re.compile(r"(?:有序|加快|加速|稳步|持续|扎实|深入|全力|顺利)(?:推进|建设)(?:$|[,。;、])")


def _past(a: Around) -> Role | None:
    """A result told inside a plan: 去年, 截至目前, a past year in its sentence before the plan's."""
    clause, start = a.clause[0], a.quantity.start
    said = a.sentence.said
    said.read(a.text, a.clause, start)
    if not a.text.startswith("同期", clause) and "规划" not in a.text[clause:start] and _in_past_year(a):
        return _PAST_RESULT
    return _PAST_RESULT if said.last_year or (said.past and not said.plan) else None


# Begins with 年, which a search finds at once; the digits before it are looked back for.
_PAST_YEAR = re.compile(
    r"年(?<=(?:19|20)[0-9]{2}年)(?<![比较由从自与][0-9]{4}年)(?!的|底的|末的|相比|以前|前|底前)"
)


def _in_past_year(a: Around) -> bool:
    """Tell whether the last year that its sentence states before a quantity is before the plan's."""
    begin, start = a.sentence.start, a.quantity.start
    if not a.sentence.dated or a.text.find("年", begin, start) < 0:
        return False
    years = [match.start() for match in _PAST_YEAR.finditer(a.text, begin + 4, start)]
    return bool(years) and int(a.text[years[-1] - 4 : years[-1]]) < a.sentence.plan_year


_FRONT = re.compile(
    r"^(?:[0-9]{1,3}[.、]|[一二三四五六七八九十]+[是、]|\([一二三四五六七八九十]+\)|全面|深入|积极|大力|扎实|稳步|有序|全力|切实|着力|科学|逐步|力争|确保|"
    r"[,、和及与并 ]|继续|今年|全年|要|将|对)+"
)
_LOOKED_AFTER = re.compile(r"[^,;。]{0,16}(?:监测|检查|巡查|跟踪|督导|督查|走访|管控|管理)")


def _scope(a: Around) -> Role | None:
    """A set acted upon with no countable end state: 推进313个重点项目建设, 发挥7个链长作用, 总投资."""
    q, before, after = a.quantity, a.before, a.after
    if q.kind == "money" and q.before not in ("达到", "达") and (_names_total(before) or _under_total(a)):
        return Role("scope", "role.scope.total_investment")
    if (
        before.endswith("项目")
        and _ARRANGED.search(before)
        and (a.sentence.part == "told" or _HAS_TOTAL.search(a.text, q.end, q.end + 12))
    ):
        return Role("scope", "role.scope.arranged")
    if "涉及" in before and q.kind != "money" and _INVOLVED.search(before):
        return Role("scope", "role.scope.involved")
    if "已" in before and _IN_PLACE.search(before) and q.kind in ("classifier", "noun", "classifier_weak"):
        return Role("scope", "role.scope.looked_after")
    if (
        q.kind not in ("classifier", "noun", "none", "classifier_weak")
        or not after
        or q.before
        or q.after
        or after[0] in ",;。、:)和及与"
    ):
        return None
    if "在" in before[-5:] and _WITHIN.search(before) and _AMONG.match(after):
        return Role("scope", "role.scope.among")
    begin = _FRONT.sub("", before)
    if _OF_GROUPS.match(before) and q.unit_written == "类":
        return Role("scope", "role.scope.looked_after")
    if (
        a.previous
        and a.previous.role.name == "scope"
        and before
        and before[-1] in "、和及"
        and (not begin or begin[-1] in "、和及")
    ):
        return Role("scope", "role.scope.listed")
    if before.startswith("对") and _LOOKED_AFTER.match(after):
        return Role("scope", "role.scope.looked_after")
    if not _SCOPE_VERB.match(begin) or begin.endswith(_MAKING) or _END_STATE.search(after):
        return None
    return _ONGOING


_SCOPE_VERB, _END_STATE = cue_pattern("scope_verb"), cue_pattern("end_state")
# A set that is there already and is worked on: 优化已建成1.6万个驿站, 对已谋划的1400个项目.
_IN_PLACE = re.compile(r"(?:对|优化|提升|用好|管好|运营|巩固|依托)[^,。;]{0,6}已经?[一-龥]{1,4}的?$")
_OF_GROUPS = re.compile(r"[;,、]?(?:针?对|面向|围绕|聚焦)")
_ARRANGED = re.compile(r"(?:安排|确定|筛选|梳理)[^,。;]{0,16}项目$")
_HAS_TOTAL = re.compile(r"[ ,]{0,3}(?:项目)?总投资")
_TOTALS = ("投资概算", "总投资", "总规模", "总投资额", "总规模额")
_INVOLVED = re.compile(r"涉及[一-龥]{0,6}$")
_WITHIN = re.compile(r"在[一-龥]{0,4}$")
_AMONG = re.compile(r"[^,;。]{0,20}中(?:的|争|保|$)")
_MAKING = ("覆盖", "惠及", "培训", "建设", "新建", "完成", "建成")


def share_roles(roles: list[Role], joined: list[bool]) -> list[Role]:
    """Give directly joined values (202元、270元提高到…) the same role: joined[i] ties i to i - 1."""
    shared = list(roles)
    for i in range(len(shared) - 1, 0, -1):
        if joined[i] and shared[i].name in ("threshold", "baseline") and shared[i - 1].name != shared[i].name:
            shared[i - 1] = shared[i]
    for i in range(1, len(shared)):
        if (
            joined[i]
            and shared[i].name == "target"
            and shared[i - 1].name in ("context", "threshold", "baseline", "breakdown")
        ):
            shared[i] = shared[i - 1]
    return shared
