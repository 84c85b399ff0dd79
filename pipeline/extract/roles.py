"""Why a quantity stands in the text: its role, by named rules tried in order (annotation.md, `Roles`).

Each rule id is published with the row (`role.scope.ongoing` …), so that accuracy can be shown by rule.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.context import Context
from pipeline.extract.metrics import _alternation as alternation
from pipeline.extract.quantity import Quantity

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


@dataclass(frozen=True, slots=True)
class Around:
    """What the rules look at: the words around a quantity, its part of the document, and its neighbours."""

    text: str
    quantity: Quantity
    context: Context
    part: str
    plan: bool
    listed_units: bool
    next_quantity: Quantity | None
    previous_quantity: Quantity | None
    previous_role: str | None
    earlier_units: frozenset[str]
    head: str


@cache
def _pattern(kind: str, suffix: str = "") -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(kind)}){suffix}")


@cache
def confidences() -> dict[str, float]:
    """Return the confidence of each rule, from `rules.csv`."""
    return {row["rule_id"]: float(row["confidence"]) for row in lexicon.read("rules")}


def read_role(a: Around) -> Role:
    """Give a quantity its role by the first rule that fits."""
    for rule in (_listed, _threshold, _breakdown, _baseline, _context, _means, _review, _scope, _past):
        role = rule(a)
        if role:
            return role
    if not a.plan:
        return Role("context", "role.context.outside_plan")
    return Role("target", "role.target.undertaken")


def _listed(a: Around) -> Role | None:
    """A count inside a list of responsible units (13条产业链牵头部门) is the size of a set."""
    return Role("scope", "role.scope.units") if a.listed_units else None


def _threshold(a: Around) -> Role | None:
    """A bound followed by the noun it defines: 亿元以上项目, 10万元以上的村, (投资500万元以上)重点项目."""
    q, after = a.quantity, a.context.after
    if q.grade:
        return None if q.before in ("达到", "达", "突破", "超") else Role("threshold", "role.threshold.grade")
    if a.text[q.numeral - 1 : q.numeral] == "前" and q.unit in ("percent", "permille"):
        return Role("threshold", "role.threshold.top")
    if q.kind == "age":
        return Role("threshold", "role.threshold.age")
    if (
        a.context.bracket
        and q.kind == "money"
        and q.after
        and not after
        and _DEFINED.search(a.context.before)
    ):
        return Role("threshold", "role.threshold.bracket")
    if not _bounds_something(a):
        return None
    if (
        q.kind == "classifier"
        and not after.startswith("的")
        and (a.next_quantity is None or re.match(r"[一-龥]{2,8}(?:培训|就业)", after))
    ):
        return None
    return Role("threshold", "role.threshold.definition")


_DEFINED = re.compile(r"(?:投资|产值|收入|营收|主营|税收)(?:额)?$")


def _bounds_something(a: Around) -> bool:
    """Tell whether comparator, unit and the noun behind them make a bound of what is counted."""
    q, after = a.quantity, a.context.after
    if (
        not after
        or after.startswith(_NOT_NOUN)
        or not (q.kind in DEFINING_KINDS or q.unit_written in _PEOPLE)
    ):
        return False
    if q.after in ("以上", "及以上", "以下", "及以下", "以内", "内"):
        return True
    if q.before in ("超", "超过", "不低于", "不少于", "过", "低于", "突破", "大于", "小于"):
        return bool(re.match(r"的[一-龥]|[一-龥]{0,8}(?:项目|企业|产业|基金|集群|镇|村)", after))
    return False


def _breakdown(a: Around) -> Role | None:
    """A part of another value: 其中…, or a sum of named parts (襄阳13+十堰12)."""
    q = a.quantity
    lead = a.text[max(0, q.numeral - 11) : q.numeral]
    if (
        q.unit_written is None
        and _SUM_PART.search(lead)
        and ("+" in a.text[q.end : q.end + 1] or "+" in lead)
    ):
        return Role("breakdown", "role.breakdown.sum")
    begin = a.text.rfind("其中", a.context.sentence[0], q.start)
    if begin < 0 or a.previous_quantity is None or q.unit not in a.earlier_units:
        return None
    if q.unit in ("percent", "permille") and re.search(r"增长|下降|增速|增幅|占比|提高|达", a.context.before):
        return None
    gap = re.sub(r"^其中[,:]?|\([^)]*\)", "", a.text[begin : q.start])
    if ";" in gap or ("," in gap and a.previous_role not in ("breakdown", "threshold")):
        return None
    if "," in gap and _NEW_ACTION.match(a.context.before.lstrip()):
        return None
    return Role("breakdown", "role.breakdown.part")


_NEW_ACTION = re.compile(r"(?:新|建|引|培|实|推|完|加|开|改|积|力|确|争|解|惠|带|发)")


def _baseline(a: Around) -> Role | None:
    """The first value of from–to: 由668家增加到1041家."""
    if not _FROM.search(a.text[max(a.context.clause[0], a.quantity.start - 12) : a.quantity.start]):
        return None
    if _TO.search(a.text[a.quantity.end : a.quantity.end + 16]):
        return Role("baseline", "role.baseline.from")
    return None


def _context(a: Around) -> Role | None:
    """Prices, subsidies, rules, capacities of named projects, people addressed and durations promise nothing."""
    q, context = a.quantity, a.context
    if q.unit_written is None and re.match(
        r"[一-龥]{0,6}(?:人民|儿女|群众|干部群众|父老|各族)", context.after
    ):
        return Role("context", "role.context.people")
    if (
        q.kind == "price"
        and _PRICE.search(a.text[context.clause[0] : context.clause[1]])
        and not _TO.search(context.before)
    ):
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
    if a.part != "review" and re.search(r"(?:拥有|现有|共有)$", context.before):
        return Role("context", "role.context.stock")
    if q.unit == "fold" and re.search(r"是[一-龥]{2,12}的$", context.before):
        return Role("context", "role.context.ratio")
    return None


_PRICE = re.compile(r"补贴|补助|奖励|租金|价格|电价|收费|票价|按[^,。]{0,12}标准|单价|水价|气价|限价|综合价")
_HOURS = re.compile(r"(?:不打烊|服务|开放|值班|自助|过境|在线|内|营业|运营|热线|响应)")
_REWARD = re.compile(r"(?:补贴|补助|奖励|奖补|贴息|资助|罚款|授信)")
_EACH = re.compile(r"(?:单个|每家|每户|每人|每个|每项|同一)[一-龥]{0,8}(?:每年)?$")
_PLANT = re.compile(
    r"[一-龥、]{1,14}?(?:项目|工程|基地|电站|生产线|机组|加工|屠宰|泊位|航道|制烯烃|制油|炼化|示范)"
)


def _subsidy(a: Around) -> bool:
    """Tell the rate or cap of a subsidy from money the plan spends (发放补贴3亿元)."""
    clause = a.text[a.context.clause[0] : a.context.clause[1]]
    if _EACH.search(a.context.before) and (a.quantity.before or a.quantity.comparator in ("le", "ge")):
        return True
    if not _REWARD.search(clause) or re.search(r"发放|标准(?:提高|达)|提高到", a.context.before):
        return False
    before = _REWARD.search(a.context.before[-16:])
    return bool(before) or bool(re.match(r"[^,。]{0,8}(?:补贴|补助|奖励|奖补|资助)", a.context.after))


def _is_capacity(a: Around) -> bool:
    """Tell the capacity of a named project (牧原200万头生猪屠宰) from capacity to be added."""
    q, context = a.quantity, a.context
    if (
        q.before
        or q.after
        or (
            q.kind in ("classifier", "money", "ratio", "time", "age")
            and q.unit_written not in ("头", "只", "羽")
        )
    ):
        return False
    if re.search(r"新增|新建|建成|实现|建设|完成|推进|开工|达|力争", context.before[-6:]) and not re.search(
        r"建设[一-龥]{3,}$", context.before
    ):
        return False
    if _pattern("capacity", r"(?:能力)?$").search(context.before):
        return bool(_PLANT.match(context.after)) or a.text[context.clause[1] : context.clause[1] + 1] != "。"
    named = bool(re.search(r"[一-龥]{2}$", context.before))
    if q.unit_written in ("头", "只", "羽"):
        return named and bool(re.match(r"[一-龥]{2,8}(?:屠宰|养殖|加工)", context.after))
    heavy = q.unit in ("t", "kW", "MW", "m3", "t_per_day", "t_per_year", "GW", "MWh", "GWh", "m3_per_day")
    return named and heavy and bool(_PLANT.match(context.after))


def _means(a: Around) -> Role | None:
    """Money set aside, teams and stations already in place are means."""
    q, context = a.quantity, a.context
    clause = a.text[context.clause[0] : q.start]
    if (
        q.kind == "money"
        and (
            _pattern("resource").match(clause.lstrip(" 、"))
            or _pattern("resource").search(context.before[-14:])
        )
        and (
            re.search(r"资金|预算|债券|周转金|经费|专项", clause + context.after[:12])
            or re.match(r"撬动|用于|支持", context.after)
        )
    ):
        return Role("resource", "role.resource.money")
    if re.match(r"(?:驻外|招商小?分队|工作专班|专班|工作队|招商站|招商队伍|名?干部组成)", context.after):
        return Role("resource", "role.resource.teams")
    return None


def _review(a: Around) -> Role | None:
    """In a review a value is a past result, unless it is a set still at work."""
    if a.part != "review":
        return None
    if a.quantity.kind in ("classifier", "noun") and _AT_WORK.search(a.context.after[:24]):
        return Role("scope", "role.scope.in_progress")
    return Role("achieved", "role.achieved.review")


_AT_WORK = re.compile(r"(?:有序|加快|加速|稳步|持续|扎实|深入|全力)(?:推进|建设)(?:$|[,。;、])")


_LAST_YEAR = re.compile(r"(?<![比较于])(?:去年|上年(?!度?末)|上一年)(?!同期)")


def _past(a: Around) -> Role | None:
    """A result told inside a plan: 去年, 截至目前, a year before the plan's."""
    if _LAST_YEAR.search(a.head) or (
        _pattern("past").search(a.head) and not _pattern("plan_word").search(a.head)
    ):
        return Role("achieved", "role.achieved.past")
    return None


_FRONT = re.compile(
    r"^(?:[0-9]{1,3}[.、]|[一二三四五六七八九十]+[是、]|\([一二三四五六七八九十]+\)|全面|深入|积极|大力|扎实|稳步|有序|全力|切实|着力|科学|逐步|力争|确保|"
    r"[,、和及与并 ]|今年|全年|要|将|对)+"
)
_LOOKED_AFTER = re.compile(r"[^,;。]{0,16}(?:监测|检查|巡查|跟踪|督导|督查|走访|管控|管理)")


def _scope(a: Around) -> Role | None:
    """A set acted upon with no countable end state: 推进313个重点项目建设, 发挥7个链长作用, 总投资."""
    q, context = a.quantity, a.context
    if (
        q.kind == "money"
        and q.before not in ("达到", "达")
        and re.search(r"(?:总投资|总规模)(?:额)?$", context.before)
    ):
        return Role("scope", "role.scope.total_investment")
    if re.search(r"涉及[一-龥]{0,6}$", context.before) and q.kind != "money":
        return Role("scope", "role.scope.involved")
    if (
        q.kind not in ("classifier", "noun", "none", "classifier_weak")
        or not context.after
        or q.before
        or q.after
    ):
        return None
    if context.after[0] in ",;。、:)和及与":
        return None
    if re.match(r"[^,;。]{0,20}中(?:的|,|争|保)", context.after) and re.search(
        r"在[一-龥]{0,4}$", context.before
    ):
        return Role("scope", "role.scope.among")
    begin = _FRONT.sub("", context.before)
    if (
        begin[-1:] in ("", "、", "和", "及")
        and a.previous_role == "scope"
        and context.before
        and context.before[-1] in "、和及"
    ):
        return Role("scope", "role.scope.listed")
    if context.before.startswith("对") and _LOOKED_AFTER.match(context.after):
        return Role("scope", "role.scope.looked_after")
    verb = _pattern("scope_verb").match(begin)
    if (
        not verb
        or _pattern("end_state").search(context.after)
        or re.search(r"(?:覆盖|惠及|培训|建设|新建|完成|建成)$", begin)
    ):
        return None
    return Role("scope", "role.scope.ongoing")


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
