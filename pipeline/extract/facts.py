"""Facts beside the undertakings: prices, rewards, features, capacities, durations, and means already in place."""

from __future__ import annotations

import re

from pipeline.extract.around import Around, Role, reads_before
from pipeline.extract.lexicon import cue_pattern, cues
from pipeline.extract.numbers import MULTIPLIERS
from pipeline.extract.quantity import SHARES
from pipeline.extract.said import REWARD

FROM_TO = re.compile(
    r"(?:增加|提高|增长|提升|上升|扩大|降低|下降|减少|压缩|缩短|压减|缩减|增|降|减|升|扩容|延长|拓展|调整|精简|扩展|达|上调|下调|发展|跃升|扩|)(?:到|至)|(?:调整|优化|演变|转变|拓宽|加宽|增加|提高|提升|扩充|降低|减少|缩短|增)为"
)


def read_fact(a: Around) -> Role | None:
    """Give a quantity that the plan does not undertake its role, None where it may be undertaken.

    Prices, subsidies, rules, capacities of named projects, people addressed and durations promise nothing.
    """
    q, before, after, previous = a.quantity, a.before, a.after, a.previous
    kind, last, planned = q.kind, before[-1:], a.sentence.part != "review"
    if after and (q.unit == "count" or q.unit_written is None) and _is_of_people(a):
        return Role("context", "role.context.people")
    plain = kind == "classifier" or kind == "ratio"  # most are: no price, no size and no time
    if (last == "的" or kind in _PRICED) and _is_price(a):
        return Role("context", "role.context.price")
    if q.before == "上限为" and _QUOTA.search(before):
        return Role("context", "role.context.cap")
    if _is_feature(a, last):
        return Role("context", "role.context.feature")
    if planned and kind in _SUBSIDISED and (_subsidy(a) or _caps_subsidy(a)):
        return Role("context", "role.context.subsidy")
    if not plain or q.unit_written in _HERD:
        role = _size_or_time(a)
        if role:
            return role
    has = "有" in before
    if (has or last in _JOINED) and _is_left(a):
        return Role("context", "role.context.stock")
    if previous is not None and previous.role is _IN_STOCK and _goes_on_with_stock(a, previous):
        return _IN_STOCK
    if planned and (has or "现时" in before) and _STOCK.search(before) and not _is_counted_so_far(a):
        return _IN_STOCK
    if kind != "classifier" and (last == "的" or before[:1] == "占") and _is_ratio(a):
        return Role("context", "role.context.ratio")
    if previous is not None and previous.role.name == "resource" and _GREW.fullmatch(before):
        return Role("resource", "role.resource.money")
    if planned and kind == "money" and _set_aside(a):
        return Role("resource", "role.resource.money")
    if after:
        if after[0] in _TEAM_HEADS and _TEAMS.match(after):
            return Role("resource", "role.resource.teams")
        if "目标" in after and _is_compared(a):
            return _COMPARED_WITH
    return None


def _is_compared(a: Around) -> bool:
    """Tell the goal that a value is told to exceed or to miss: 高于原先所定的30万个供应目标."""
    return _GOAL_BEHIND.match(a.after) is not None and _EXCEEDS.search(a.before) is not None


_GOAL_BEHIND = re.compile(r"的?[一-龥]{0,6}目标(?:$|[,;。、])")
_EXCEEDS = re.compile(r"(?:[高低多少]于|超[出过]|优于)[^,;。0-9]{0,24}[所原既预][订定][^,;。0-9]{0,6}$")
_COMPARED_WITH = Role("baseline", "role.baseline.compared")


_TIMES = frozenset(("hour", "min", "year"))
_COVERED = frozenset(("历时", "近", "时隔", "延长", "再延长", "为期"))
_PRICED = frozenset(("price", "money"))
_SUBSIDISED = frozenset(("money", "ratio", "time"))


def _is_of_people(a: Around) -> bool:
    """Tell people who attend or are addressed by the words behind their number."""
    q, after = a.quantity, a.after
    if a.sentence.part != "plan" and q.unit == "count" and _attends(after):
        return True
    if q.unit_written == "人" and after[0] == "民":
        return True
    return q.unit_written is None and _PEOPLE_ADDRESSED.match(after) is not None


def _is_price(a: Around) -> bool:
    """Tell what something costs, or a share of that."""
    q, before = a.quantity, a.before
    if q.kind == "price" and _PRICE.search(a.text, *a.clause) and not FROM_TO.search(before):
        return True
    if q.kind == "money" and (q.before or q.comparator == "range") and _FOR_EACH.search(before):
        return True
    return q.unit in SHARES and before[-1:] == "的" and _OF_PRICE.search(before) is not None


def _size_or_time(a: Around) -> Role | None:
    """Read the capacity of a named project, hours of opening and how long something lasts."""
    q, unit = a.quantity, a.quantity.unit
    if (q.kind not in _NO_SIZES or q.unit_written in _HERD) and _is_capacity(a):
        return Role("context", "role.context.capacity")
    if unit not in _TIMES and q.kind != "time":
        return None
    if unit in ("hour", "min") and (_HOURS.match(a.after) or _all_day(a)):
        return Role("context", "role.context.hours")
    planned = a.sentence.part != "review"
    lasts = unit == "year" and q.unit_written != "岁" and (planned or q.before in _COVERED)
    if lasts and (q.amount == int(q.amount) or q.before in _COVERED):
        return Role("context", "role.context.duration")
    if planned and q.kind == "time" and a.before.endswith("工期"):
        return Role("context", "role.context.duration")
    return None


def _is_ratio(a: Around) -> bool:
    """Tell a share of what was just told, and how many times of something else there is."""
    unit, before = a.quantity.unit, a.before
    if unit in SHARES:
        return before.startswith("占") and _is_share_of_fact(a)
    return unit == "fold" and _TIMES_OF.search(before) is not None


def _attends(after: str) -> bool:
    """Tell people counted at a meeting by the words behind their number."""
    met = "会" in after or "席" in after or "参加" in after
    return met and _ATTENDED.match(after) is not None


def _is_share_of_fact(a: Around) -> bool:
    """Tell what share the fact or the means right before it has of a whole (拨款3亿元,占开支约两成)."""
    before = a.previous
    return before is not None and before.role.name in ("context", "resource") and not a.quantity.after


def _all_day(a: Around) -> bool:
    """Tell 24小时 before the noun that it describes (24小时智慧药房)."""
    return a.quantity.amount == _DAY and a.text[a.quantity.end : a.quantity.end + 1] > "一"


def _is_left(a: Around) -> bool:
    """Tell how many there are still, as a problem: 还有2000名未脱贫人口和300户边缘户."""
    if a.before.endswith(_LEFT):
        return _MADE.search(a.after) is None
    previous = a.previous
    if previous is None or not previous.before.endswith(_LEFT):
        return False
    return _LEFT_BESIDE.fullmatch(a.before) is not None


def _goes_on_with_stock(a: Around, previous: Around) -> bool:
    """Tell what a clause adds to a stock just told: 现时计划下有院舍2间,参加者约190人."""
    return (
        "现" in previous.before
        and _ADDS_TO_STOCK.fullmatch(a.text, previous.quantity.end, a.quantity.start) is not None
    )


_IN_STOCK = Role("context", "role.context.stock")
_ADDS_TO_STOCK = re.compile(r"[^,;。]{0,8}[,、][^,;。会将要拟增新建扩达至到升降提]{1,10}")
_LEFT = ("还有", "尚有", "仍有")
_MADE = re.compile(r"开工|竣工|建成|投产|投用|获|入选|完成|达到")
_JOINED = frozenset("和及与、")
_LEFT_BESIDE = re.compile(r"[一-龥]{0,12}[和及与、]")


def _is_counted_so_far(a: Around) -> bool:
    """Tell a stock that a text counts as a result: 截至9月,共有9200人使用."""
    sentence = a.sentence
    return sentence.part == "told" and a.text.find("截至", sentence.start, a.quantity.start) >= 0


_DAY = 24
_STOCK = re.compile(r"(?:拥有|共有)$|现有[一-龥]{0,10}$|现时(?!代)[一-龥]{0,12}$")
_ATTENDED = re.compile(
    r"[一-龥]{0,12}(?:参加(?!医保|培训|社保|养老)|出席|列席|参会|到会|与会)(?:会议|活动|仪式|开工)?(?=$|[,。;])"
)
_PEOPLE_ADDRESSED = re.compile(r"[一-龥]{0,6}(?:人民(?!政府)|儿女|干部群众|父老|各族)")
_TIMES_OF = re.compile(r"是[一-龥]{2,12}的$")
_PRICE = re.compile(r"补贴|补助|奖励|租金|价格|电价|收费|票价|按[^,。]{0,12}标准|单价|水价|气价|限价|综合价")
_HOURS = re.compile(r"(?:不打烊|服务|开放|值班|自助|过境|在线|内|营业|运营|热线|响应)")
# What each may be charged or be given at most or at least; an income of each is a goal.
_FOR_EACH = re.compile(
    r"(?:每(?:餐|生|次|间|套|袋|盒|单|票|程)|每(?:月|年|日|学期|小时)(?:收费|费用|租金|学费)|自付|户均)[^,;。收产值]{0,8}$"
)
# What a price is set at: 租金为同区房屋的九成.
_OF_PRICE = re.compile(
    r"(?:租金|收费|票价|价格|售价|定价)[一-龥]{0,6}(?:为|相当于|低于|不高于|不超过)[^,;。]{2,16}的$"
)
_QUOTA = re.compile(r"(?:配额|名额|额度|限额)的?$")
_EACH = re.compile(r"(?:单个|每家|每户|每人|每个|每项|同一)[一-龥]{0,8}(?:每年)?$")
_PLANT = re.compile(
    r"[一-龥、]{1,14}?(?:项目|工程|装置|基地|电站|生产线|机组|加工|屠宰|泊位|航道|制烯烃|制油|炼化|示范)"
)


def _caps_subsidy(a: Around) -> bool:
    """Tell the cap of a subsidy whose rate was just told: 按投资额的10%给予补助,最高不超过300万元."""
    previous = a.previous
    return (
        a.quantity.kind == "money"
        and a.quantity.comparator == "le"
        and previous is not None
        and previous.role.rule_id == "role.context.subsidy"
        and _CAPS.search(a.before) is not None
    )


_CAPS = re.compile(r"(?:^|,)(?:且|并|但)?(?:总额|金额|累计|最高|最多)?$")


def _subsidy(a: Around) -> bool:
    """Tell the rate or cap of a subsidy from money the plan spends (发放补贴3亿元)."""
    q, before = a.quantity, a.before
    if q.kind == "money" and _is_spent(before):
        return False
    if q.kind == "ratio" and q.before in ("达到", "达") and before.endswith(_RATES):
        return False  # 享受补贴的农户占比达到60%
    if (q.before or q.comparator in ("le", "ge")) and _EACH.search(before):
        return True
    if not a.sentence.listen().rewards(a.text, a.clause) or _PAID_OUT.search(before):
        return False
    if before.endswith("资金") and _set_aside(a):
        return False
    return bool(REWARD.search(before[-16:]) or _REWARDED.match(a.after))


_RATES = ("率", "占比", "比重", "面")

_FEATURES = (
    "占地", "占地面积", "占地总面积", "用地面积", "规划用地", "规划面积", "应到代表", "实到", "全长", "桥长", "线路长", "海拔",
    "红线宽", "红线宽度", "路面宽", "路面宽度", "路基宽", "路基宽度", "路宽", "桥宽", "河宽", "坝宽", "隧道长",
    "设计速度", "设计速度采用", "设计时速", "设计时速采用", "时速", "跨径", "无霜期", "降水量", "气温",
    "单位面积", "套型面积", "下辖", "现辖", "管辖", ",辖", "、辖", "。辖",
)  # fmt: skip
_FEATURE = re.compile(rf"(?:{'|'.join(_FEATURES)})(?:约|为|达|平均)*$|^辖$")
# Few of the words before a number end like these: that is asked before the pattern.
_FEATURE_ENDS = frozenset((*"辖约为达均", *(words[-2:] for words in _FEATURES)))
_SERVES = ("可供", "可容纳", "可停放")
"""Whom or what a thing that is built has room for."""
_FEATURE_TAILS = frozenset(words[-1] for words in (*_FEATURE_ENDS, *_SERVES))
# What a project will yield once it stands is told of it, not undertaken.
_YIELD = re.compile(r"(?:建成|投产|达产|满产|投用|运营|完工|竣工)(?:投产|投用|运营|达产|使用)?后[^。;\n]*$")
_YIELDED = re.compile(r"可(?!再生|持续|靠|控)|年(?:创|上缴)")
_HOPED_FOR = re.compile(r"年(?:均|可|预计)*(?:新增|销售|营业|产|加工|处理|纳税|利税)|预计|实现年")
_UNDERTAKEN = re.compile(r"力争|确保|争取|务必|必须")
_LISTED_ON = re.compile(r"[ ,、]*(?:[一-龥]{0,4}、)?")


def _is_feature(a: Around, last: str) -> bool:
    """Tell what a named thing is like (占地42亩, 海拔1450米, 辖7镇8乡) or will yield from what is to be reached.

    `last` is the last character before it.
    """
    before, sentence, previous = a.before, a.sentence, a.previous
    if last in _FEATURE_TAILS and _tells_feature(before):
        return True
    if (
        previous is not None
        and previous.role.rule_id == "role.context.feature"
        and _LISTED_ON.fullmatch(before)
    ):
        return True
    if sentence.part == "plan" and (
        ("床位" in before and _has_beds(a)) or (a.after[:1] == "班" and _is_class_size(a))
    ):
        return True
    if "设计" in before and (
        (a.quantity.kind in _SIZES and _DESIGNED.search(before)) or _DESIGNED_OUTPUT.search(before)
    ):
        return True
    if not sentence.after or a.text.find("后", sentence.start, a.quantity.start) < 0:
        return False
    lead = a.text[sentence.start : a.quantity.start]
    if not _YIELD.search(lead) or _UNDERTAKEN.search(lead):
        return False
    return bool(_YIELDED.search(lead[-40:]) or (not a.quantity.before and _HOPED_FOR.search(lead[-40:])))


def _tells_feature(before: str) -> bool:
    """Tell words that end with what a thing is like (占地面积约) or has room for."""
    ends = before[-2:] in _FEATURE_ENDS or before[-1] in _FEATURE_ENDS
    return (ends and _FEATURE.search(before) is not None) or before.endswith(_SERVES)


_SIZES = frozenset(("measure", "rate"))
_DESIGNED = re.compile(r"(?<!完成)设计[一-龥]{1,7}$")
# What a plant is designed to make, whatever it is counted in.
_DESIGNED_OUTPUT = re.compile(r"(?<!完成)设计(?:规模|能力)?为?[年日]可?(?:产|处理|加工|供水)[一-龥]{0,8}$")
_BEDS = re.compile(r"(?:^|[,;、]|院区|医院)(?P<set>编制|设置?有?|规划)?床位(?:约|数)?$")


def _has_beds(a: Around) -> bool:
    """Tell the beds of a named hospital (占地115亩,床位500张; 设床位1500张) from beds that are added."""
    match = _BEDS.search(a.before)
    if match is None:
        return False
    return bool(match["set"]) or any(b.role.rule_id == "role.context.feature" for b in reads_before(a))


def _is_class_size(a: Around) -> bool:
    """Tell how many classes a named school has (新建小学(36个班)) from classes that are added."""
    if a.quantity.unit_written != "个" or a.after.startswith(_NO_CLASS):
        return False
    return a.bracket is not None or a.before.endswith(("规模", "设", "规模为"))


_NO_CLASS = ("班子", "班次", "班组", "班列", "班线", "班车", "班级")
_PAID_OUT = re.compile(
    r"发放|新增[一-龥]{0,4}(?:授信|贷款)|获(?!奖)[^,;。]{0,24}补助|兑现|标准(?:提高|达|新增|增加|不低于)|(?:补助|补贴|保障|供养)水平|提高到"
)
_REWARDED = re.compile(r"[^,。]{0,8}(?:补贴|补助|奖励|奖补|资助)")


def _is_capacity(a: Around) -> bool:
    """Tell the capacity of a named project (牧原200万头生猪屠宰) from capacity to be added."""
    q, before, after = a.quantity, a.before, a.after
    if q.unit in ("inch", "nm") or (q.unit in _PER_YEAR and _PLANT.match(after)):
        return True
    if (
        q.chinese and q.unit in _HEAVY and a.text[q.numeral] in MULTIPLIERS
    ):  # 百兆瓦光伏, 年产百万吨示范区: a size in a name
        return True
    if q.unit in _HEAVY and after.startswith("机组") and a.previous and a.previous.quantity.end == q.start:
        return True  # 2台100万千瓦机组
    if (q.before and q.before != "约") or q.after or "新增" in before:
        return False
    if q.unit in _HEAVY and after.startswith("的") and _PLANT.match(after) and not _NEW_PLANT.search(before):
        return True  # 总装机120万千瓦的某某电站: the size of one that has a name
    if _ADDED.search(before[-6:]) and not _BUILT_NAME.search(before):
        return False
    if a.sentence.part != "review" and (_CAPACITY.search(before) or _YIELDS.match(before)):
        end = a.clause[1]
        return a.bracket is not None or a.text[end : end + 1] != "。" or bool(_PLANT.match(after))
    if not _NAMED.search(before):
        return False
    if q.unit_written in _HERD:
        return bool(_HERD_PLANT.match(after))
    return (q.unit in _HEAVY or q.unit in _PER_YEAR) and bool(_PLANT.match(after))


_CAPACITY = cue_pattern("capacity", r"(?:能力)?$")
# What a plant makes in a year or is designed for: 年产板带30万吨; an output that grows is a goal.
_YIELDS = re.compile(
    r"[,、;:]?(?:(?:年|日)[可均]?(?:产|制|处理|加工|屠宰|出栏|接待|通过|过货|吞吐|供水|周转|发电)(?!量|值|业))[一-龥]{0,7}(?<!产量|产值|增长|达到|以上|年产|日产)(?<!年制|电量|转量)$"
)
_HERD = frozenset("头只羽")
_NO_SIZES = frozenset(("classifier", "money", "ratio", "time", "age"))
_HEAVY = frozenset(("t", "kW", "MW", "m3", "GW", "MWh", "GWh"))
_PER_YEAR = frozenset(("t_per_day", "t_per_year", "m3_per_day"))
_HEDGES, _RESOURCE = cues("modality"), cue_pattern("resource")
_ADDED = re.compile(r"新增|新建|建成|实现|建设|完成|推进|开工|达|力争")
_NEW_PLANT = re.compile(r"新增|新建|建成|建设|开工|投产|引进|布局")
_BUILT_NAME = re.compile(r"建设[一-龥]{3,}$")
_NAMED = re.compile(r"[一-龥]{2}$")
_HERD_PLANT = re.compile(r"[一-龥]{2,8}(?:屠宰|养殖|加工)")


# Money that is spent or set aside by its name; what is saved of it is a goal.
_SPENT = re.compile(
    r"(?:总经费|(?:^|[,;、])(?:所需|工程|总)?经费|开支|编列(?:预算)?|(?:编列|总)[^,;。]{0,4}岁出|预留|拨[款出])(?:新台币|台币|港币|澳门币|[为约共需])*$"
)
_SPENT_ENDS = frozenset("费支列算出留款币为约共需")
# 编列总预算8亿元,较上年度增加4%: how much more means are.
_GREW = re.compile(r"[较比](?:上年度?|上一年度?|去年|[0-9]{2,4}年度?)[一-龥]{0,4}(?:增加|增长|减少|成长)")
_SAVED = re.compile(r"压减|压缩|节约|节省|减少|降低")


def _is_spent(before: str) -> bool:
    return before[-1:] in _SPENT_ENDS and _SPENT.search(before) is not None and not _SAVED.search(before)


def _set_aside(a: Around) -> bool:
    if _is_spent(a.before):
        return True
    clause = a.text[a.clause[0] : a.quantity.start]
    return bool(
        (_RESOURCE.search(a.before[-14:]) or _RESOURCE.match(clause.lstrip(" 、")))
        and (_FUNDS.search(clause + a.after[:12]) or a.after.startswith(("撬动", "用于", "支持")))
    )


_TEAM_HEADS = frozenset("驻招工专名干")
_TEAMS = re.compile(r"(?:驻外|驻点|招商小?分队|工作专班|专班|工作队|招商站|招商队伍|名?干部组成)")
_FUNDS = re.compile(r"资金|预算|债券|周转金|经费|专项")
