"""Why a quantity stands in the text: its role, by named rules tried in order (annotation.md, `Roles`).

Each rule id is published with the row (`role.scope.ongoing` …), so that accuracy can be shown by rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from pipeline import lexicon
from pipeline.extract.context import Context
from pipeline.extract.lexicon import cue_pattern
from pipeline.extract.quantity import Quantity
from pipeline.extract.said import REWARD, Said
from pipeline.extract.tables import Value

DEFINING_KINDS = ("money", "measure", "age", "time", "rate")
_PEOPLE = ("人", "户", "张", "床", "头", "亩", "平方米", "岁", "只", "辆", "台")
_NOT_NOUN = (
    "的目标", "的任务", "的水平", "目标", "任务",
     "水平", "台阶", "大关", ",", "。", ";", "、", ")", "和", "及", "并", "(", ":", "增长", "的增长", "的预期", " ",
)  # fmt: skip
_FROM = re.compile(r"(?<!自)(?:由|从)(?:(?:19|20)[0-9]{2}年(?:底|末)?的?|[一-龥]{0,5}的?)$")
_TO = re.compile(
    r"(?:增加|提高|增长|提升|上升|扩大|降低|下降|减少|压缩|缩短|压减|缩减|增|降|减|升|扩容|延长|拓展|调整|精简|扩展|达|上调|下调|发展|跃升|扩|)(?:到|至)"
)
_SUM_PART = re.compile(r"[(+、][一-龥]{2,10}$")


@dataclass(frozen=True, slots=True)
class Role:
    """A role and the id of the rule that gave it."""

    name: str
    rule_id: str


_TARGET = Role("target", "role.target.undertaken")
_OUTSIDE = Role("context", "role.context.outside_plan")
_ACHIEVED = Role("achieved", "role.achieved.review")
_PAST_RESULT = Role("achieved", "role.achieved.past")
_ONGOING = Role("scope", "role.scope.ongoing")


@dataclass(slots=True)
class Around:
    """What the rules look at: the words around a quantity, its part of the document, and its neighbours.

    `role` and `front` are what was read: `front` is its clause up to it without what leads up to its subject,
    None while unknown. `earlier` holds the largest value before it in its sentence, by unit;
    `column` what a table's column says of a bare number.
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
    earlier: dict[str, Decimal]
    column: Value | None
    said: Said
    role: Role = _TARGET
    front: str | None = None


@cache
def confidences() -> dict[str, float]:
    """Return the confidence of each rule, from `rules.csv`."""
    return {row["rule_id"]: float(row["confidence"]) for row in lexicon.read("rules")}


def read_role(a: Around) -> Role:
    """Give a quantity its role by the first rule that fits."""
    if a.listed_units:  # a count inside a list of responsible units (13条产业链牵头部门) is the size of a set
        return Role("scope", "role.scope.units")
    if a.column:
        return _column(a.column, a.plan_year)
    role = _threshold(a) or _breakdown(a) or _baseline(a) or _context(a) or _means(a)
    if role:
        return role
    if a.part == "review":
        return _review(a)
    return _scope(a) or _past(a) or (_TARGET if a.part == "plan" else _OUTSIDE)


def _column(value: Value, plan_year: int) -> Role:
    """A bare number of a table: the total of a project, the level of a year before the plan's, else a goal."""
    if value.label.endswith(_TOTALS):
        return Role("scope", "role.scope.total_investment")
    year = _BASE_YEAR.match(value.label)
    if year and int(year.group()) < plan_year:
        return Role("baseline", "role.baseline.column")
    return _TARGET


_BASE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


def _threshold(a: Around) -> Role | None:
    """A bound followed by the noun it defines: 亿元以上项目, 10万元以上的村, (投资500万元以上)重点项目."""
    q, after = a.quantity, a.context.after
    if q.grade:
        return None if q.before in ("达到", "达", "突破", "超") else Role("threshold", "role.threshold.grade")
    if q.unit in ("percent", "permille") and a.text[q.numeral - 1 : q.numeral] == "前":
        return Role("threshold", "role.threshold.top")
    if q.kind == "age" and after and not after.startswith(_NOT_NOUN):
        return Role("threshold", "role.threshold.age")
    if (
        q.after
        and a.context.bracket
        and q.kind == "money"
        and not after
        and _DEFINED.search(a.context.before)
    ):
        return Role("threshold", "role.threshold.bracket")
    if not (q.after or q.before) or not _bounds_something(q, after):
        return None
    if (
        q.kind == "classifier"
        and not after.startswith("的")
        and (a.next_quantity is None or _TRAINED.match(after))
    ):
        return None
    return Role("threshold", "role.threshold.definition")


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
    whole = a.earlier.get(q.unit)
    if whole is None:
        return None
    begin = a.text.rfind("其中", a.context.sentence[0], q.start)
    if begin < 0 or (q.unit in ("percent", "permille") and _MOVES.search(a.context.before)):
        return None
    gap = _PART_LEAD.sub("", a.text[begin : q.start])
    if ";" in gap or ("," in gap and a.previous_role not in ("breakdown", "threshold")):
        return None
    if "," in gap and (q.amount > whole or _NEW_ACTION.match(a.context.before.lstrip())):
        return None  # a further part is no larger than its whole
    return Role("breakdown", "role.breakdown.part")


_MOVES = re.compile(r"增长|下降|增速|增幅|占比|提高|达")
_PART_LEAD = re.compile(r"^其中[,:]?|\([^)]*\)")
_NEW_ACTION = re.compile(r"(?:新|建|引|培|实|推|完|加|开|改|积|力|确|争|解|惠|带|发)")


def _baseline(a: Around) -> Role | None:
    """The first value of from–to: 由668家增加到1041家."""
    start, end = a.quantity.start, a.quantity.end
    low = a.context.clause[0]
    words = a.text[low if low > start - 12 else start - 12 : start]
    if ("由" in words or "从" in words) and _FROM.search(words) and _TO.search(a.text[end : end + 16]):
        return Role("baseline", "role.baseline.from")
    return None


def _context(a: Around) -> Role | None:
    """Prices, subsidies, rules, capacities of named projects, people addressed and durations promise nothing."""
    q, context = a.quantity, a.context
    if q.unit_written is None and _PEOPLE_ADDRESSED.match(context.after):
        return Role("context", "role.context.people")
    if q.kind == "price" and _PRICE.search(a.text, *context.clause) and not _TO.search(context.before):
        return Role("context", "role.context.price")
    if q.kind in ("money", "ratio", "time") and a.part != "review" and _subsidy(a):
        return Role("context", "role.context.subsidy")
    if _is_capacity(a):
        return Role("context", "role.context.capacity")
    if q.unit in ("hour", "minute") and _HOURS.match(context.after):
        return Role("context", "role.context.hours")
    if q.unit == "year" and (
        a.part != "review" or q.before in ("历时", "近", "时隔", "延长", "再延长", "为期")
    ):
        return Role("context", "role.context.duration")
    if a.part != "review" and context.before.endswith(("拥有", "现有", "共有")):
        return Role("context", "role.context.stock")
    if q.unit == "fold" and _TIMES_OF.search(context.before):
        return Role("context", "role.context.ratio")
    return None


_PEOPLE_ADDRESSED = re.compile(r"[一-龥]{0,6}(?:人民|儿女|群众|干部群众|父老|各族)")
_TIMES_OF = re.compile(r"是[一-龥]{2,12}的$")
_PRICE = re.compile(r"补贴|补助|奖励|租金|价格|电价|收费|票价|按[^,。]{0,12}标准|单价|水价|气价|限价|综合价")
_HOURS = re.compile(r"(?:不打烊|服务|开放|值班|自助|过境|在线|内|营业|运营|热线|响应)")
_EACH = re.compile(r"(?:单个|每家|每户|每人|每个|每项|同一)[一-龥]{0,8}(?:每年)?$")
_PLANT = re.compile(
    r"[一-龥、]{1,14}?(?:项目|工程|基地|电站|生产线|机组|加工|屠宰|泊位|航道|制烯烃|制油|炼化|示范)"
)


def _subsidy(a: Around) -> bool:
    """Tell the rate or cap of a subsidy from money the plan spends (发放补贴3亿元)."""
    q, before = a.quantity, a.context.before
    if (q.before or q.comparator in ("le", "ge")) and _EACH.search(before):
        return True
    if not a.said.rewards(a.text, a.context.clause) or _PAID_OUT.search(before):
        return False
    return bool(REWARD.search(before[-16:]) or _REWARDED.match(a.context.after))


_PAID_OUT = re.compile(r"发放|标准(?:提高|达)|提高到")
_REWARDED = re.compile(r"[^,。]{0,8}(?:补贴|补助|奖励|奖补|资助)")


def _is_capacity(a: Around) -> bool:
    """Tell the capacity of a named project (牧原200万头生猪屠宰) from capacity to be added."""
    q, before, after = a.quantity, a.context.before, a.context.after
    herd = q.unit_written in ("头", "只", "羽")
    if q.before or q.after or (q.kind in ("classifier", "money", "ratio", "time", "age") and not herd):
        return False
    if _ADDED.search(before[-6:]) and not _BUILT_NAME.search(before):
        return False
    if cue_pattern("capacity", r"(?:能力)?$").search(before):
        end = a.context.clause[1]
        return a.text[end : end + 1] != "。" or bool(_PLANT.match(after))
    if not _NAMED.search(before):
        return False
    if herd:
        return bool(_HERD_PLANT.match(after))
    heavy = q.unit in ("t", "kW", "MW", "m3", "t_per_day", "t_per_year", "GW", "MWh", "GWh", "m3_per_day")
    return heavy and bool(_PLANT.match(after))


_ADDED = re.compile(r"新增|新建|建成|实现|建设|完成|推进|开工|达|力争")
_BUILT_NAME = re.compile(r"建设[一-龥]{3,}$")
_NAMED = re.compile(r"[一-龥]{2}$")
_HERD_PLANT = re.compile(r"[一-龥]{2,8}(?:屠宰|养殖|加工)")


def _means(a: Around) -> Role | None:
    """Money set aside, teams and stations already in place are means."""
    context = a.context
    if a.quantity.kind == "money" and _set_aside(a):
        return Role("resource", "role.resource.money")
    if context.after[:1] in _TEAM_HEADS and _TEAMS.match(context.after):
        return Role("resource", "role.resource.teams")
    return None


def _set_aside(a: Around) -> bool:
    context = a.context
    clause = a.text[context.clause[0] : a.quantity.start]
    resource = cue_pattern("resource")
    return bool(
        (resource.search(context.before[-14:]) or resource.match(clause.lstrip(" 、")))
        and (_FUNDS.search(clause + context.after[:12]) or context.after.startswith(("撬动", "用于", "支持")))
    )


_TEAM_HEADS = ("驻", "招", "工", "专", "名", "干")
_TEAMS = re.compile(r"(?:驻外|招商小?分队|工作专班|专班|工作队|招商站|招商队伍|名?干部组成)")
_FUNDS = re.compile(r"资金|预算|债券|周转金|经费|专项")


def _review(a: Around) -> Role:
    """In a review a value is a past result, unless it is a set still at work."""
    if a.quantity.kind in ("classifier", "noun") and _AT_WORK.search(a.context.after[:24]):
        return Role("scope", "role.scope.in_progress")
    return _ACHIEVED


_AT_WORK = re.compile(r"(?:有序|加快|加速|稳步|持续|扎实|深入|全力)(?:推进|建设)(?:$|[,。;、])")


def _past(a: Around) -> Role | None:
    """A result told inside a plan: 去年, 截至目前, a past year in its sentence before the plan's."""
    clause, start = a.context.clause[0], a.quantity.start
    said = a.said
    said.read(a.text, a.context.clause, start)
    if not a.text.startswith("同期", clause) and "规划" not in a.text[clause:start] and _in_past_year(a):
        return _PAST_RESULT
    return _PAST_RESULT if said.last_year or (said.past and not said.plan) else None


_PAST_YEAR = re.compile(r"(?<![比较由从自与])((?:19|20)[0-9]{2})年(?!的|底的|末的|相比|以前|前|底前)")


def _in_past_year(a: Around) -> bool:
    """Tell whether the last year that its sentence states before a quantity is before the plan's."""
    begin, start = a.context.sentence[0], a.quantity.start
    if a.text.find("年", begin, start) < 0:
        return False
    years = _PAST_YEAR.findall(a.text, begin, start)
    return bool(years) and int(years[-1]) < a.plan_year


_FRONT = re.compile(
    r"^(?:[0-9]{1,3}[.、]|[一二三四五六七八九十]+[是、]|\([一二三四五六七八九十]+\)|全面|深入|积极|大力|扎实|稳步|有序|全力|切实|着力|科学|逐步|力争|确保|"
    r"[,、和及与并 ]|今年|全年|要|将|对)+"
)
_LOOKED_AFTER = re.compile(r"[^,;。]{0,16}(?:监测|检查|巡查|跟踪|督导|督查|走访|管控|管理)")


def _scope(a: Around) -> Role | None:
    """A set acted upon with no countable end state: 推进313个重点项目建设, 发挥7个链长作用, 总投资."""
    q, before, after = a.quantity, a.context.before, a.context.after
    if q.kind == "money" and q.before not in ("达到", "达") and before.endswith(_TOTALS):
        return Role("scope", "role.scope.total_investment")
    if "涉及" in before and q.kind != "money" and _INVOLVED.search(before):
        return Role("scope", "role.scope.involved")
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
    if (
        a.previous_role == "scope"
        and before
        and before[-1] in "、和及"
        and (not begin or begin[-1] in "、和及")
    ):
        return Role("scope", "role.scope.listed")
    if before.startswith("对") and _LOOKED_AFTER.match(after):
        return Role("scope", "role.scope.looked_after")
    if (
        not cue_pattern("scope_verb").match(begin)
        or begin.endswith(_MAKING)
        or cue_pattern("end_state").search(after)
    ):
        return None
    return _ONGOING


_TOTALS = ("总投资", "总规模", "总投资额", "总规模额")
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
