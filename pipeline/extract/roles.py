"""Why a quantity stands in the text: its role, by named rules tried in order (annotation.md, `Roles`).

Each rule id is published with the row (`role.scope.ongoing` …), so that accuracy can be shown by rule.
"""

from __future__ import annotations

import re

from pipeline import lexicon
from pipeline.extract.around import TARGET, Around, Role
from pipeline.extract.breakdowns import read_breakdown
from pipeline.extract.dates import year_of
from pipeline.extract.facts import FROM_TO, read_fact
from pipeline.extract.lexicon import cue_pattern
from pipeline.extract.quantity import SHARES
from pipeline.extract.said import REWARD
from pipeline.extract.table_values import Value
from pipeline.extract.thresholds import read_threshold

_FROM = re.compile(
    r"(?<!自)(?:由|从)(?:(?:19|20)[0-9]{2}年(?:[0-9]{1,2}月)?(?:底|末|初)?的?|1[0-4][0-9]年(?:底|末)?[的之]?|[一-龥]{0,5}的?)$"
)


_OUTSIDE = Role("context", "role.context.outside_plan")
_ACHIEVED = Role("achieved", "role.achieved.review")
_PAST_RESULT = Role("achieved", "role.achieved.past")
_PROJECT = Role("context", "role.context.feature")
_INVESTED_IN = Role("scope", "role.scope.invested")
_ONGOING = Role("scope", "role.scope.ongoing")
_LOOKED_AFTER_SET = Role("scope", "role.scope.looked_after")


CONFIDENCES = {row["rule_id"]: float(row["confidence"]) for row in lexicon.read("rules")}
"""The confidence of each rule, from `rules.csv`."""


def read_role(a: Around) -> Role:
    """Give a quantity its role by the first rule that fits."""
    if a.listed_units:  # a count inside a list of responsible units (13条产业链牵头部门) is the size of a set
        return Role("scope", "role.scope.units")
    if a.column:
        return _column(a.column, a.sentence.plan_year, a.quantity.unit)
    if a.in_split:
        return Role("breakdown", "role.breakdown.split")
    sentence = a.sentence
    role = read_threshold(a)
    if role is None and (a.previous is not None or a.quantity.unit_written is None):
        role = read_breakdown(a)
    if role is None:
        role = (_baseline(a) if sentence.moved else None) or read_fact(a)
    if role is not None:
        return role
    after, part = a.after, sentence.part
    if after and "中" in after and _is_among(a):
        return Role("scope", "role.scope.among")
    if a.bracket and _PLANNED_BESIDE.match(a.text, a.bracket[0], a.quantity.start):
        return TARGET
    if part == "review":
        return _review(a) if after else _ACHIEVED
    if part == "told":
        return _total(a) or _scope(a) or (_OUTSIDE if _names_all(a) else _ACHIEVED)
    if part == "project":
        return _total(a) or _PROJECT
    role = _scope(a) or _past(a)
    if role:
        return role
    if part == "measures" and not _aims(a):
        return _MEASURE
    return TARGET if part in ("plan", "measures") else _OUTSIDE


def _is_among(a: Around) -> bool:
    """Tell a set of which a part is counted next (58个国考断面中优良断面33个)."""
    q, part = a.quantity, a.next_quantity
    return (
        part is not None
        and (q.unit, q.unit_written) == (part.unit, part.unit_written)
        and q.unit == "count"
        and q.amount > part.amount
        and _SET_OF_PARTS.fullmatch(a.after) is not None
    )


# 中 says among, and is no part of a name: 中心, 高中.
_SET_OF_PARTS = re.compile(
    r"[一-龥]{2,10}(?<![高初其集空])中(?![心学小医药国央部型等职高游西间年期长华])[,的有]?[一-龥]{2,14}"
)

_MEASURE = Role("context", "role.context.measure")
_AIMS = re.compile(r"到20[0-9]{2}年|目标|力争|确保|实现|新增|达到")
# What is to be made by a day is a goal, whatever each of it is given.
_MADE_BY = re.compile(r"[年月]底前[^,;。给]{0,8}(?:建成|新建|打造|培育|遴选|组建|设立|引进|举办)")
_MAKES = re.compile(r"[年月]底前|建成|新建|打造|培训(?!期|补|费|时|合)|培养|组建|设立")


def _aims(a: Around) -> bool:
    """Tell a goal from the terms that a policy measure sets."""
    begin, numeral = a.clause[0], a.quantity.numeral
    if _AIMS.search(a.text, begin, numeral) or _MADE_BY.search(a.text, begin, numeral):
        return True
    rewarded = REWARD.search(a.text, a.sentence.start, a.sentence.end)
    return rewarded is None and _MAKES.search(a.text, begin, numeral) is not None


def _column(value: Value, plan_year: int, unit: str) -> Role:
    """A bare number of a table: the total of a project, the level of a year before the plan's, else a goal.

    The goal of a place is a part of the one for all of them, where the table gives that too, but a rate has no parts.
    """
    if value.subject.startswith("其中") and not (value.growth and unit in _RATES):
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
    if value.whole is None or unit in _RATES:
        return TARGET
    return Role("breakdown", "role.breakdown.column")


_RATES = frozenset((*SHARES, "pp", "rank", "fold", "day", "hour", "year", "ug_m3", "index"))


_DONE = re.compile(r"累计|已?完成(?!时|率目标)(?!.*计划)")
_BASE = re.compile(r"现状|基期|基准|基数|期初")


def _baseline(a: Around) -> Role | None:
    """The first value of from–to: 由668家增加到1041家."""
    start, end = a.quantity.start, a.quantity.end
    low = a.clause[0]
    words = a.text[low if low > start - 12 else start - 12 : start]
    if a.next_quantity and a.text.startswith("不等", a.next_quantity.end):
        return None  # 由1000万元至1亿元不等 spans the amounts there are
    if ("由" in words or "从" in words) and _FROM.search(words) and FROM_TO.search(a.text[end : end + 16]):
        return Role("baseline", "role.baseline.from")
    return None


def _names_total(words: str) -> bool:
    words = words.rstrip(": ")
    if words.endswith(_TOTALS):
        return True
    return words.endswith(("为", "算", "计")) and _ESTIMATED.sub("", words).endswith(_TOTALS)


_ESTIMATED = re.compile(r"(?:估算|概算|预算|预计)?约?为?$")


def _under_total(a: Around) -> bool:
    """Tell a sum right behind the label 总投资: on its line."""
    begin = a.clause[0]
    return not a.before.strip() and _names_total(a.text[max(0, begin - 8) : begin])


def _total(a: Around) -> Role | None:
    """The total investment of projects in news is their size."""
    if a.quantity.kind == "money" and _names_total(a.before):
        return Role("scope", "role.scope.total_investment")
    return None


def _names_all(a: Around) -> bool:
    """Tell how many places or bodies were just named: 云桥县、怀田区等8个县区设分会场."""
    return a.before.endswith("等") and _BODIES.match(a.after) is not None


_BODIES = re.compile(r"(?:[县市区镇乡村]|街道|社区|部门|单位|园区)")


def _has_invested(a: Around) -> bool:
    """Tell the set that a sum was invested in (96个重点项目完成投资63.2亿元); the sum is the result."""
    return _INVESTED.fullmatch(a.after) is not None and not a.before.endswith(_STARTED)


_INVESTED = re.compile(r"[一-龥、“”]{0,14}(?:项目|工程)[累计共全年度]{0,4}完成(?:年度)?投资")
_STARTED = ("开工", "实施", "新建", "建成", "签约", "引进", "竣工", "投产")


def _review(a: Around) -> Role:
    """In a review a value is a past result, unless it is a set still at work or that a sum was invested in."""
    after = a.after
    if after.endswith("投资") and _has_invested(a):
        return _INVESTED_IN
    if ("推进" in after or "建设" in after) and a.quantity.kind in _COUNTED and _AT_WORK.search(after[:24]):
        return Role("scope", "role.scope.in_progress")
    return _ACHIEVED


_COUNTED = frozenset(("classifier", "noun"))


# The plan in brackets beside a result: 新建幼儿园38所(全年计划64所).
_PLANNED_BESIDE = re.compile(r"\((?:全年|年度|今年|当年)?(?:计划|目标|任务)(?:数|值)?(?:为|是|:)?")
_AT_WORK = re.compile(r"(?:有序|加快|加速|稳步|持续|扎实|深入|全力|顺利)(?:推进|建设)(?:$|[,。;、])")


def _past(a: Around) -> Role | None:
    """A result told inside a plan: 去年, 截至目前, a past year in its sentence before the plan's."""
    sentence = a.sentence
    said, dated = sentence.listen(), sentence.dated
    said.read(a.text, a.clause, a.quantity.start, dated)
    if dated and _in_past_year(a):
        return _PAST_RESULT
    if said.last_year or (said.past and not said.plan):
        return _PAST_RESULT
    return _PAST_RESULT if "已" in a.before and _DONE_ALREADY.search(a.before) else None


# 已入驻企业9家, 已开工5934户; not 已建成的, which is acted upon, and not 已超过, a level.
_DONE_ALREADY = re.compile(r"(?<![对将早])已(?!建成?的|有的|经|超|达|知|列|纳)[一-龥]{1,6}(?<!的)$")


# Begins with 年, which a search finds at once; the digits before it are looked back for.
_PAST_YEAR = re.compile(
    r"年(?<=(?:19|20)[0-9]{2}年)(?<![比较由从自与][0-9]{4}年)(?!的|底的|末的|相比|以前|前|底前)"
)


def _in_past_year(a: Around) -> bool:
    """Tell whether the last year that its sentence states before a quantity is before the plan's."""
    clause, start = a.clause[0], a.quantity.start
    if a.text.startswith("同期", clause) or "规划" in a.text[clause:start]:
        return False
    years = [match.start() for match in _PAST_YEAR.finditer(a.text, a.sentence.start + 4, start)]
    if years:
        return int(a.text[years[-1] - 4 : years[-1]]) < a.sentence.plan_year
    if not a.sentence.republic_years:
        return False
    counted = [at for at in a.sentence.republic_years if at < start]
    return bool(counted) and year_of(a.text[counted[-1] - 3 : counted[-1]]) < a.sentence.plan_year


_FRONT = re.compile(
    r"^(?:[0-9]{1,3}[.、]|[一二三四五六七八九十]+[是、]|\([一二三四五六七八九十]+\)|全面|充分|深入|积极|大力|扎实|稳步|滚动|有序|全力|切实|着力|科学|逐步|力争|确保|"
    r"[,、和及与并 ]|继续|今年|全年|要|将|对)+"
)
_LOOKED_AFTER = re.compile(r"[^,;。]{0,16}(?:监测|检查|巡查|跟踪|督导|督查|督战|督办|走访|管控|管理)")


def _scope(a: Around) -> Role | None:
    """A set acted upon with no countable end state: 推进313个重点项目建设, 发挥7个链长作用, 总投资."""
    q, before, after = a.quantity, a.before, a.after
    money = q.kind == "money"
    total = money and q.before not in ("达到", "达") and (_names_total(before) or _under_total(a))
    if total and not (_FOUNDED.search(before) and "基金" in after) and not _bounds_fund(a):
        return Role("scope", "role.scope.total_investment")
    if money and before.endswith("投资") and _is_invested_in_one(a):
        return Role("scope", "role.scope.total_investment")
    if (
        before.endswith("项目")
        and _ARRANGED.search(before)
        and (a.sentence.part == "told" or _HAS_TOTAL.search(a.text, q.end, q.end + 12))
    ):
        return Role("scope", "role.scope.arranged")
    if after and after.endswith("投资") and _has_invested(a):
        return _INVESTED_IN
    if "涉及" in before and not money and _INVOLVED.search(before):
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
    begin = _FRONT.sub("", _led_up_to(a))
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
    if (
        _SCOPE_VERB.match(begin)
        and not begin.endswith(_MAKING)
        and not (begin[0] in "在于" and _IN_TIME.match(begin))
        and not _END_STATE.search(after)
    ):
        return _ONGOING
    if "为" in after and _AS_EXAMPLES.match(after) and "以" in before:
        return _LOOKED_AFTER_SET
    return _LOOKED_AFTER_SET if after.startswith(_THERE_ALREADY) or _is_acted_upon(a) else None


def _bounds_fund(a: Around) -> bool:
    """Tell how large a fund that is founded is to be at least (设立产业基金,总规模不低于5亿元)."""
    if a.quantity.comparator not in ("ge", "gt") or not a.before.endswith("规模"):
        return False
    return _FUND_BEFORE.search(a.text, a.sentence.start, a.clause[0]) is not None


_FUND_BEFORE = re.compile(r"(?:设立|组建|成立|发起)[^,;。]{0,16}基金[,、]$")


def _is_invested_in_one(a: Around) -> bool:
    """Tell what one named project costs: 投资12亿元的某某电站, 某某项目投资4亿元,建设…, 概算投资7亿元."""
    q, before, after = a.quantity, a.before, a.after
    if q.comparator != "eq" or q.before or q.after:
        return False
    if before.endswith(("概算投资", "估算投资")):
        return True
    if after.startswith("的"):
        return _INVESTS.search(before) is not None and _SOME_PROJECT.match(after) is None
    if after.startswith(("建设", "兴建")):
        return _INVESTED_BY.search(before) is not None
    return _NAMED_PROJECT.search(before) is not None and _TOLD_ON.match(a.text, q.end) is not None


_INVESTS = re.compile(r"(?<![成度产划资])投资$")
_SOME_PROJECT = re.compile(r"的[一-龥]{0,4}(?:项目|企业|工程)|的(?:目标|任务|基础|规模)")
_INVESTED_BY = re.compile(r"由[^,;。]{2,12}投资$")
_NAMED_PROJECT = re.compile(r"[^,;。]{4}(?:项目|工程|基地|产业园|电站)投资$")
# What a project consists of follows what it costs.
_TOLD_ON = re.compile(r",(?:主要|计划|拟|分[两二三]期)?(?:建设|新建|占地|年产|规划|购置|分[两二三]期)")


def _led_up_to(a: Around) -> str:
    """Return the words before a count, from where its clause begins if it sums up examples (推进甲(2亿元)、乙等8个)."""
    sums_up = a.before.endswith("等") and a.previous is not None and a.left > a.clause[0]
    return a.text[a.clause[0] : a.quantity.start] if sums_up else a.before


_FOUNDED = re.compile(r"(?:设立|组建|成立|发起)[^,。;]{0,6}$")
_THERE_ALREADY = ("在建", "现有", "已建", "存量", "既有")
_PEOPLE = frozenset(("人", "名", "户", "人次"))


def _is_acted_upon(a: Around) -> bool:
    """Tell a set that something is done to or for (对18家企业43条生产线实行…, 为42所学校更换灯具4300盏)."""
    if a.quantity.unit_written in _PEOPLE:
        return False
    if _EACH_HAS.match(a.after):
        return True
    if a.next_quantity is not None:
        return a.before.endswith(_FOR) or _UPON.match(a.before) is not None
    follows = a.previous is not None and a.previous.role is _LOOKED_AFTER_SET and "," not in a.before
    return (follows or _UPON.match(a.before) is not None) and _DONE_TO.match(a.after) is not None


# 以云桥、柳河2个镇为重点: what is done is done there first.
_AS_EXAMPLES = re.compile(r"[一-龥]{1,8}为(?:重点|试点|示范|核心|支点|样板|突破口|主战场)")
_FOR = ("为", "为全市", "为全县", "为全区", "为全省")
_UPON = re.compile(r"[,、]?对(?:全[省市县区旗镇乡]|辖区|城区|辖区内|范围内)?[^,;。]{0,4}$")
_EACH_HAS = re.compile(r"[一-龥]{0,6}(?<!力|支|成)各(?:设|增设|建|配|派|选|新建|建成|创建|打造)")
"""What each of a set gets: 18区各设1个中心."""
_DONE_TO = re.compile(r"[^,;。]{0,16}(?:实行|实施|落实|采取)")
_SCOPE_VERB, _END_STATE = cue_pattern("scope_verb"), cue_pattern("end_state")
# A set that is there already and is worked on: 优化已建成1.6万个驿站, 对已谋划的1400个项目.
_IN_PLACE = re.compile(r"(?:对|优化|提升|用好|管好|运营|巩固|依托)[^,。;]{0,6}已经?[一-龥]{1,4}的?$")
_OF_GROUPS = re.compile(r"[;,、]?(?:针?对|面向|围绕|聚焦)")
# When something is done, not where: 在未来三年增设10间.
_IN_TIME = re.compile(r".(?:(?:20)?[0-9]{2,3}年|[0-9]{1,2}月|未来|今后|今年|明年|年底|年内)")
_ARRANGED = re.compile(r"(?:安排|确定|筛选|梳理)[^,。;]{0,16}项目$")
_HAS_TOTAL = re.compile(r"[ ,]{0,3}(?:项目)?总投资")
_TOTALS = ("工程造价", "总造价", "投资概算", "总投资", "总规模", "总投资额", "总规模额")
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
        if joined[i] and shared[i - 1].name in _SPREAD_OVER.get(shared[i].name, ()):
            shared[i] = shared[i - 1]
    return shared


_SPREAD_OVER = {"target": ("context", "threshold", "baseline", "breakdown"), "achieved": ("baseline",)}
"""Which roles of the value before a joined one has too."""
