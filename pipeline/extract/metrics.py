"""The words that name what a quantity measures, in the source's order (annotation.md, `metric`)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extract.around import Around
from pipeline.extract.lexicon import alternation, cue_words
from pipeline.extract.metric_subjects import against_plan, made_between, subject_before
from pipeline.extract.metric_words import (
    ATTRIBUTES,
    BARE,
    GROWTH,
    SHORT,
    TRAILING,
    VERB_HEADS,
    Places,
    strip_leading,
    strip_trailing,
    verb_of,
    without_asides,
)
from pipeline.extract.project_names import FEATURES
from pipeline.extract.quantity import Quantity

# Each alternative begins with a character, so that the many places where nothing can begin cost little.
_STOP = re.compile(
    r"\((?=其中|不含|不包|含|包括|名单|见|详见|共|[0-9])|,|;|。|:|\||的地位|的目标|落实落地|落地见效|作用|功能|"
    r"并(?!购|网|联)|进度|工作(?!站|室|坊|日)|任务$|目标(?:任务|$)|等(?:目标|举措|措施|$)|中的|得到有效|"
    r"率先完[工成]$|圆满完[工成]$|顺利完[工成]$|完[工成]$|有序(?:推进|建设)$|加快(?:推进|建设)$|稳步(?:推进|建设)$|扎实(?:推进|建设)$|"
    r"于(?=[0-9]{1,4}[年月]|年底|今年|明年)|今年|明年|年底前"
)
# Begins with one character of a set, which a search finds at once; what was found is looked back for.
_INNER = re.compile(
    r"[全实进均开的将,大免汛年0-9完](?:(?<=全)[面部]|(?<=实)[现施]|(?<=进)行|(?<=[均将,])|(?<=开)展|(?<=的)(?=目标|任务)|(?<=^的)|"
    r"(?<=大)幅|(?<=免)费|(?<=汛)前|(?<=年)内|(?<=[0-9])[0-9]?月底?前?|(?<=完)成(?=改造|建设|整治))"
)
_INNER_FRONT = re.compile(
    r"今年要?|预计|[一二三四五两0-9]年内|年内|累计(?=开行|完成(?!投资)|建设)|将(?<=[一-龥]将)(?=增长|下降)|至少(?=[一-龥]{2})|常态下全部$|分别$|每人每月$"
)
_INNER_TAILS = frozenset("部别月")
"""What else `_INNER_FRONT` ends with where it has no 年, 计 or 将."""
_ATTRIBUTE_TAIL = re.compile(r"(?:播种面积|种植面积|养殖面积|面积|建设|同比|比上年|较上年|年均|分别)$")
_YEARLY = re.compile(r"(?:年均|同比|比上年|较上年)$")
_RECEIVER, _RECEIVES = re.compile(r"(?:惠及|覆盖|受益|涉及)"), frozenset("惠覆受涉")
_VERBS = alternation("verb")
_VERB_HEADS = "".join(sorted({verb[0] for verb in cue_words("verb")}))
_VERBS_ONLY = re.compile(rf"(?:(?=[{_VERB_HEADS}])(?:{_VERBS}))*")
"""What makes a noun of the verb before it (造林绿化), or nothing at all."""
_JOINED_VERBS = re.compile(rf"(?:{_VERBS})(?:[、和及或](?:{_VERBS}))+")
"""Verbs that govern one object together (新建、改建)."""
_VERB_AT_END = re.compile(rf"(?:至少|不少于|各|分别|年内)(?P<verb>{_VERBS})$")
"""A verb right before a number, behind a word that bounds it (每县至少建成)."""
_PLACE_WORDS = {row["text"] for row in lexicon.read("cues") if row["kind"] == "place_word"}
_EMPTY_ENDS = (
    "的",
    "等",
    "了",
    "推动",
    "对",
    "为",
    "使",
    "让",
    "有",
    "达",
    "至",
    "在",
    "第",
    "给予",
    "予以",
    *sorted(_PLACE_WORDS),
)
_LAST_OF_EMPTY = frozenset(words[-1] for words in _EMPTY_ENDS)
_EMPTY_END = re.compile(rf"(?:{'|'.join(map(re.escape, _EMPTY_ENDS))})+$")
_MEASURE_END = re.compile(rf"(?:{alternation('measure')})(?:率|幅)?$")


# Not frozen, as it is made for every quantity.
@dataclass(slots=True)
class Metric:
    """A metric's text, the verb in it that later members of its list share, and its subject without that verb.

    `bare` are the words of one that has the subject of the value before it (总投资).
    """

    text: str
    verb: str
    subject: str
    listed: bool
    bare: str = ""

    def named(self, text: str) -> Metric:
        """Return the same metric by another name."""
        return Metric(text, self.verb, self.subject, self.listed)


# That a list of projects was drawn up is not done with them (安排重点项目68个,总投资200亿元).
_ARRANGES = re.compile(r"^共?(?:安排|确定|筛选|梳理)(?:了|出)?")


def read_metric(read: Around, seen: Around, previous: Metric | None, places: Places) -> Metric:
    """Name what a quantity measures by the words beside it as they are `seen`; note what its clause begins with.

    N + unit + noun takes the verb before and the noun after; noun + N + unit takes the words before; a bare
    measure (同比增长, 总投资) takes the subject of its sentence: `previous` is the metric before it there.
    """
    quantity, before, role = seen.quantity, seen.before, read.role
    front, placed = strip_leading(before, places)
    dated = "年" in front
    if len(front) > SHORT and (dated or "会" in front or "力争" in front):
        front = without_asides(front, places)
    if role.rule_id == "role.scope.arranged":
        front = _ARRANGES.sub("", front)
    if not placed and seen.left == seen.clause[0]:
        read.front = front
    # The size of a project is not what its investment is of (占地60亩,总投资2亿元).
    if front in ATTRIBUTES and (told := read.previous) is not None and told.role.rule_id in FEATURES:
        previous = None
    joined = listed = False
    if before:
        joined = before[-1] in _LIST_JOINS and before[-2:] not in _REACHES_OUT
        listed = before[0] in _LIST_JOINS or (joined and previous is not None)
        if previous is not None and quantity.unit in _OF_PLANS and (against := against_plan(seen)):
            return Metric(previous.text + against, "", previous.text, listed)
    if role.rule_id == "role.baseline.compared":
        front = _EXCEEDED.sub("", front)
    noun = _noun_after(seen.after, quantity) if seen.after else ""
    # 公营房屋建成量约为3万个单位: the noun says what is counted, the name is complete
    if noun and not (quantity.before and front[-1:] in _TOTAL_ENDS and len(front) > _SHORTEST_TOTAL):
        # in a list the words before are the noun of the value before
        return _noun_metric(
            "" if listed and joined else front.removesuffix("预计"), noun, previous, listed, places
        )
    if front:
        if dated or "计" in front or "将" in front or front[-1] in _INNER_TAILS or "至少" in front:
            front = _INNER_FRONT.sub("", front)
        if role.name == "baseline":
            front = _FROM_LAST_YEAR.sub("", front)
        if seen.sentence.after:
            front = _AFTERWARDS.sub("", front)
        if front and front[-1] in TRAILING:
            front = strip_trailing(front)
    if quantity.unit == "rank":
        front = _RANKED_IN.sub("", front)
    if front and (front[0] in _COMPARES or front[-1] == "了"):
        front = _COMPARED.sub("", front)
    return _front_metric(seen, front, previous, listed, places)


# 高于《某某策略》所订的30万个供应目标: what it exceeds by that is no part of the goal's name.
_EXCEEDED = re.compile(r"^(?:[高低多少]于|超[出过]|优于)|[所原既预][订定]的?$")


_OF_PLANS = frozenset(("percent", "pp"))
_TOTAL_ENDS = ("量", "数", "额")
_SHORTEST_TOTAL = 3
# When a value is counted is no part of its name: 由上年的26万亩, 建成后亩均增产.
_FROM_LAST_YEAR = re.compile(r"[由从](?:去|上一?)年(?:底|末)?的?$")
_AFTERWARDS = re.compile(r"^(?:建成|投产|达产|竣工|投用|完工|投运)后(?:可|预计)?")
_RANKED_IN = re.compile(
    r"(?:升至|上升至|位居|居|位列|列|排名|排|跃居|跃升至|保持|进入|前进)?(?:全国|全省|全市|全区|全球|世界|西部|中部|东部)?(?:首位|前列)?$"
)
# What a value is compared with is no part of its name: 比2013年增加, 是"十一五"末的2倍.
_COMPARED = re.compile(
    r"^(?:(?:比|较)(?!重)[^增提下减缩上降]{1,12}(?=增|提|下降|减|缩|上升|降)|是[^,]{1,12}(?:末|的|年|同期)?$)|(?<=增长)了$"
)
_COMPARES = frozenset("比较是")
_RELATED = re.compile(
    r"(?P<measure>增速|增幅|规模|总量|总额|产值|占比)?"
    r"(?P<to>(?:分别)?(?:高于|低于|快于|好于|高出|占(?!地$)|约占)(?:全国|全省|全市|全区|[一-龥A-Z]{1,14})(?:平均水平|平均)?)"
)
_RELATES = frozenset("增规总产占分高低快好约")
_LIST_JOINS = frozenset("、和及与")
_REACHES_OUT = frozenset(("惠及", "涉及", "普及", "触及", "波及", "参与", "给与"))
"""Verbs that end like a word that joins."""


def _noun_after(after: str, quantity: Quantity) -> str:
    """Return the noun in the words behind a unit, cut where the clause turns to something else; "" when there is none."""
    if (
        after[0] in ",;。:、)和及与 /以|"
        or after in _AMONG
        or (after[0] == "(" and ")" not in after)
        or (quantity.kind == "ratio" and after[0] != "的")
        or (after[0] in _NO_NOUN_HEADS and after.startswith(_NO_NOUN))
        or (quantity.kind == "money" and after.startswith(_NO_SUM))
    ):
        return ""
    stop = _STOP.search(after)
    noun = after[: stop.start()] if stop else after
    noun = _INNER.sub("", noun) if _INNER.search(noun) else noun
    return noun.strip(" 、和及与")[:40]


_AMONG = frozenset(("中", "之中", "当中"))
"""Of what is counted a part comes next (计划开工的30项中,已开工20项)."""
_NO_SUM = ("级", "规模", "关口", "门槛", "目标")
_NO_NOUN = (
    "的目标", "目标", "任务", "的任务", "的预期", "的年度",
    "大关", "的水平", "台阶", "增加", "提高", "提升", "增长", "扩大", "以",
    "不等", "分阶段", "逐步增", "逐年增", "增至", "回落", "调高", "调低", "上调", "下调", "拓宽", "加宽",
    "压缩", "缩短", "降", "减", "下降", "上升", "压减", "调整", "精简", "升",
)  # fmt: skip
_NO_NOUN_HEADS = frozenset(words[0] for words in _NO_NOUN)


def _noun_metric(front: str, noun: str, previous: Metric | None, listed: bool, places: Places) -> Metric:
    """Join the verb before and the noun after; names listed as examples (甲、乙等5处) are left out."""
    verb = verb_of(front)
    kept = _kept_words(front, verb) if front else ""
    if kept and kept[-1] in _LAST_OF_EMPTY:
        kept = _EMPTY_END.sub("", kept)
    if verb and kept[len(verb) :] in places.names:
        kept = verb
    if listed and not kept and previous and previous.verb:
        kept = previous.verb
    if kept is not front:
        verb = verb_of(kept)
    if verb and kept[(size := len(verb)) : size + 1] in _VERB_JOINS:
        verb = _joined_verbs(kept, verb)
    return Metric(kept + noun, verb, noun, listed)


def _joined_verbs(words: str, verb: str) -> str:
    """Return the verbs that govern one object together (新建、改扩建), the first of which is `verb`."""
    joined = _JOINED_VERBS.match(words)
    return joined.group() if joined else verb


_VERB_JOINS = frozenset("、和及或")


def _kept_words(front: str, verb: str) -> str:
    """Return what of the words before a number and a noun belongs to the noun's name."""
    near = None if verb else _VERB_AT_END.search(front)
    if near:
        return near["verb"]
    if ("、" in front or "和" in front or "及" in front or "或" in front) and _JOINED_VERBS.fullmatch(front):
        return front
    if front[-1] == "等" or ("、" in front and front[0] != "("):
        return verb or (front[-20:] if len(front) > 20 and front[-1] != "等" else "")
    return front if len(front) <= 20 else verb or front[-20:]


def _front_metric(a: Around, front: str, previous: Metric | None, listed: bool, places: Places) -> Metric:
    if front in _FROM:
        front = ""
    if not front and previous:
        if a.quantity.kind != "ratio" and _MEASURE_END.search(previous.text):
            base = _YEARLY.sub("", _MEASURE_END.sub("", previous.subject))
            return Metric(base, "", base, listed)  # the level behind its growth
        return Metric(previous.text, previous.verb, previous.subject, listed)
    letter = front[0] if front else ""
    if not front or front in BARE or (letter in _RECEIVES and len(front) <= 8 and _RECEIVER.match(front)):
        subject = previous.subject if previous else ""
        if previous and front in ATTRIBUTES and (made := made_between(a)):
            return Metric(made + front, "", made, listed, front)
        if previous and front in GROWTH and previous.bare in ATTRIBUTES:
            subject = previous.text  # 完成投资2亿元,增长12%: of the investment, whatever it is of
        if not subject:
            subject = subject_before(a.text[a.sentence.start : a.clause[0]], places)
        return _inherited(front, previous, subject, listed)
    if (
        letter in _RELATES
        and ("于" in front or "占" in front or "高出" in front)
        and (previous or a.clause[0] > a.sentence.start)
        and (related := _RELATED.fullmatch(front))
    ):
        return _related(related, previous, listed)
    verb = verb_of(front) if letter in VERB_HEADS else ""
    if verb and front[(size := len(verb)) : size + 1] in _VERB_JOINS:
        verb = _joined_verbs(front, verb)
    if previous and (named := _named_before(a, front, verb, previous, listed)):
        return named
    words = front[:-1] if front[-1] in "的等由从" else front
    text = words if len(words) <= _LONGEST else words[:_LONGEST]
    if not verb or _VERBS_ONLY.fullmatch(front, len(verb)):
        return Metric(text, "", words, listed)
    return Metric(text, verb, words if verb in ("新增", "净增") else words[len(verb) :], listed)


_FROM = frozenset("由从")


def _named_before(a: Around, front: str, verb: str, previous: Metric, listed: bool) -> Metric | None:
    """Name a value by what was named before, where the words before it alone do not tell what it is of."""
    led = previous.verb
    if led and front.startswith(led) and front[len(led) :] in _SIZES:
        return Metric(previous.subject + front, "", previous.subject, listed)
    if front in _STATES:
        base = _STATE_END.sub("", previous.subject)
        base = base.removesuffix("新") if base != previous.subject else base  # 新开工130个、竣工85个
        return Metric(base + front, "", base, listed)
    if len(front) <= _BARE_ACT and _is_progress(a):
        return (
            previous
            if front in previous.text
            else Metric(previous.text + front, "", previous.subject, listed)
        )
    if verb == front and _is_done_to_the_same(a, previous):
        return Metric(previous.subject + front, "", previous.subject, listed)
    if listed and led and not verb and a.quantity.kind != "ratio":
        return Metric(led + front, led, front, listed)
    return None


_BARE_ACT = 4


def _is_progress(a: Around) -> bool:
    """Tell how much was done of the number right before (送戏下乡600场,已演出402场): it is of what that one is."""
    undertaken = a.previous
    return (
        undertaken is not None
        and a.role.name == "achieved"
        and undertaken.role.name == "target"
        and undertaken.quantity.unit_written == a.quantity.unit_written
    )


def _is_done_to_the_same(a: Around, previous: Metric) -> bool:
    """Tell a verb alone that is of what was counted right before it (新装路灯260盏,维修150余盏)."""
    before = a.previous
    return (
        a.role.name != "breakdown"
        and previous.verb != ""
        and previous.subject not in ("", previous.text)
        and before is not None
        and a.quantity.unit != "percent"
        and before.quantity.unit_written == a.quantity.unit_written
    )


_LONGEST = 60
_STATES = frozenset(
    (
        "完工",
        "竣工",
        "开工",
        "建成",
        "投产",
        "签约",
        "落地",
        "开工建设",
        "建成投用",
        "完成",
        "投入使用",
        "建成交付",
        "交付使用",
        "交付",
        "基本建成",
        "分配入住",
        "竣工验收",
        "完成交付",
    )
)
_SIZES = frozenset(("面积", "建筑面积", "里程", "长度", "户数", "总面积"))
"""What is measured of the things that a verb before it was done to (改造小区32个,改造面积15万平方米)."""
_STATE_END = re.compile(rf"(?:{'|'.join(sorted(_STATES, key=len, reverse=True))})+$")


def _related(match: re.Match[str], previous: Metric | None, listed: bool) -> Metric:
    """Name a value that relates its subject to another (增速高于全国, 占全省): after what was named before."""
    measure = match["measure"] or ""
    base = previous.text if previous else ""
    if measure or match["to"].lstrip("分别约").startswith("占"):
        base = _MEASURE_END.sub("", base) or base
    return Metric(base + measure + match["to"].removeprefix("分别"), "", base, listed)


_STOCKS = ("累计", "总数", "总量", "总规模", "总额")
_ACTS = ("改造", "整治", "修复", "治理", "改造提升", "升级改造")


def _inherited(front: str, previous: Metric | None, subject: str, listed: bool) -> Metric:
    """Give a bare measure its subject: the metric before it, else the clause before it."""
    base = _MEASURE_END.sub("", subject) or subject
    base = _ATTRIBUTE_TAIL.sub("", base) or base
    if front in GROWTH and base.endswith(front):
        base = base[: -len(front)]
    if front in _STOCKS:
        base = base.removeprefix("新增").removeprefix("净增")
    act = previous.verb if previous and previous.verb in _ACTS and _is_of_act(front) else ""
    suffix = "" if front in ("增量", "累计") else front.removeprefix("分别").removeprefix("均")
    if base.endswith("项目"):
        suffix = suffix.removeprefix("项目")
    if act and not base.startswith(act):
        base = act + base
    return Metric(base + suffix, "", base, listed, "" if act or front in GROWTH else front)


def _is_of_act(front: str) -> bool:
    """Tell whom an act reaches and how large what it is done to is (改造小区12个,涉及居民900户,建筑面积8万平方米)."""
    return front.endswith("面积") or _RECEIVER.match(front) is not None
