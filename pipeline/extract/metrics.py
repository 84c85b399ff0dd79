"""The words that name what a quantity measures, in the source's order (annotation.md, `metric`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.context import Context
from pipeline.extract.quantity import Quantity

_TIME = (
    r"(?:到|至|自|从)?(?:(?:19|20)?[0-9]{2,4}年(?:度|底|末|前|以来)?(?:[0-9]{1,2}月(?:底|末)?(?:前)?)?"
    r"|[0-9]{1,2}月(?:底|末)?前?|[“”]?十[三四五六][”]?末?|[0-9]{1,2}-[0-9]{1,2}月)"
)
_JOIN = r"[、和及与并,|\s]|以及|其中|且|而"
_NOUN_TAILS = re.compile(
    r"(?:项目建设|工程建设|改造提升工程|改造提升|升级改造|改造|建设|整治|治理|修复|升级|更新|培训|创建|培育|活动|工程|项目|服务|试点|企业|任务)$"
)
_STOP = re.compile(
    r"的地位|落实落地|落地见效|作用|功能|并(?!购|网|联)|进度|工作(?!站|室|坊|日)|任务$|目标$|目标任务|,|;|。|:|\||的目标|等目标|等$|"
    r"等(?:举措|措施)|中的|得到有效|(?:率先|圆满|顺利)?(?:完工|完成)$|(?:有序|加快|稳步|扎实)(?:推进|建设)$|$"
)
_INNER = re.compile(
    r"全面|全部|实现|进行|均|开展|的(?=目标|任务)|^的|将|,|大幅|免费|实施|汛前|年内|[0-9]{1,2}月底?前?|完成(?=改造|建设|整治)"
)
_INNER_FRONT = re.compile(
    r"今年要?|预计|年内|累计(?=开行|完成|建设)|(?<=[一-龥])将(?=增长|下降)|常态下全部$|分别$|每人每月$"
)
_DECOR = re.compile(r"^(?:[一二三四五六七八九十]+是|[0-9]+[.、]|\([一二三四五六七八九十]+\))(?=[一-龥])")
_NOT_OWNER = re.compile(
    r"港|站|机场|至|大|路|高速|铁|学|医|湖|河|江|山|岛|桥|线|-|古|段|市场|号|中|南|北|东|西"
)
_ATTRIBUTE_TAIL = re.compile(r"(?:播种面积|种植面积|养殖面积|面积|建设|同比|比上年|较上年|年均|分别)$")
_RECEIVER = re.compile(r"(?:惠及|覆盖|受益|涉及)")


@cache
def _alternation(*kinds: str) -> str:
    words = {row["text"] for row in lexicon.read("cues") if row["kind"] in kinds}
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _leading() -> re.Pattern[str]:
    return re.compile(
        rf"(?:{_JOIN}|{_TIME}|{_alternation('modality', 'place_word', 'time_word', 'adverb', 'light_verb')})"
    )


@cache
def _trailing() -> re.Pattern[str]:
    return re.compile(rf"(?:{_TIME}|{_alternation('tail')}|[、,和:(])$")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation('verb')})")


@cache
def _bare(code: str) -> re.Pattern[str]:
    words = sorted(
        (r["text"] for r in lexicon.read("cues") if r["kind"] == "bare" and r["code"] == code),
        key=len,
        reverse=True,
    )
    return re.compile(rf"(?:{'|'.join(words)})(?:幅度|率|速度)?")


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric's text, the verb in it that later members of its list share, and its subject without that verb."""

    text: str
    verb: str
    subject: str
    listed: bool


def strip_leading(words: str, places: frozenset[str] | None) -> str:
    """Take joins, times, cues, places, adverbs and light verbs off the front; 完成投资 keeps its verb."""
    position = 0
    while position < len(words):
        rest = words[position:]
        if _keeps(rest):
            break
        place = owner(rest, places) if places else None
        if place and len(place) < len(rest):
            position += len(place) + (2 if rest.startswith("地区", len(place)) else 0)
            continue
        match = _leading().match(rest) or _DECOR.match(rest)
        if (
            not match
            or match.end() == 0
            or (len(rest) == match.end() and rest not in ("、", "和", ",", "其中"))
        ):
            if match and len(rest) == match.end():
                return "" if not _bare("growth").fullmatch(rest) else rest
            break
        position += match.end()
    return words[position:]


def owner(words: str, places: frozenset[str]) -> str | None:
    """Return the place that begins `words` when it owns what follows (新沂市…), not when it names it (新沂港)."""
    for size in range(min(len(words), 12), 1, -1):
        if words[:size] in places:
            return None if _NOT_OWNER.match(words, size) else words[:size]
    return None


@cache
def _kept() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation('kept')})")


def _keeps(rest: str) -> bool:
    """Words that begin like something to drop but name what is measured (新增, 固定资产, 高新技术 …)."""
    return bool(_kept().match(rest))


def strip_trailing(words: str) -> str:
    """Take comparators of movement (达到, 增加到, 控制在 …) and joins off the end."""
    while True:
        match = _trailing().search(words)
        if not match or (match.start() == 0 and len(words) <= 2 and _bare("growth").fullmatch(words)):
            return words
        shorter = words[: match.start()]
        if not shorter:
            return "" if not _bare("growth").fullmatch(words) else words
        words = shorter


def read_metric(
    quantity: Quantity,
    context: Context,
    previous: Metric | None,
    places: frozenset[str] | None,
    clause_before: str,
) -> Metric:
    """Name what `quantity` measures; `previous` is the metric before it in its sentence.

    N + unit + noun takes the verb before and the noun after; noun + N + unit takes the words before; a bare
    measure (同比增长, 总投资) takes the subject of its sentence.
    """
    listed = context.before[:1] in _LIST_JOINS or (bool(previous) and context.before[-1:] in _LIST_JOINS)
    noun = _noun_after(context.after, quantity)
    if noun and listed and context.before[-1:] in _LIST_JOINS:
        return _noun_metric(
            "", noun, previous, listed, places
        )  # the words before are the noun of the value before
    front = strip_leading(context.before, places)
    if noun:
        return _noun_metric(front, noun, previous, listed, places)
    front = strip_trailing(_INNER_FRONT.sub("", front))
    return _front_metric(front, previous, listed, clause_before, places)


_LIST_JOINS = ("、", "和", "及", "与")
_BLANKED = re.compile(r"\s+[万亿]*(?:元|人|吨|亩|%)?$")


def _noun_after(after: str, quantity: Quantity) -> str:
    """Return the noun behind the unit, cut where the clause turns to something else; "" when there is none."""
    words = after
    if (
        not words
        or words[0] in ",;。:、)和及与 /以|"
        or (quantity.kind == "ratio" and not words.startswith("的"))
    ):
        return ""
    if words.startswith(_NO_NOUN) or (
        words.startswith(("级", "规模", "关口", "门槛", "目标")) and quantity.kind == "money"
    ):
        return ""
    stop = _STOP.search(words)
    noun = words[: stop.start()] if stop else words
    return _INNER.sub("", noun).strip(" 、和及与")[:40]


_NO_NOUN = (
    "的目标", "目标", "任务", "的任务", "的预期", "的年度",
    "大关", "的水平", "台阶", "增加", "提高", "提升", "增长", "扩大", "以",
    "压缩", "缩短", "降", "减", "下降", "上升", "压减", "调整", "精简", "升",
)  # fmt: skip


@cache
def _empty_end() -> re.Pattern[str]:
    return re.compile(rf"(?:的|等|了|推动|对|为|使|让|有|达|至|在|第|{_alternation('place_word')})+$")


@cache
def _measure_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation('measure')})(?:率|幅)?$")


def _noun_metric(
    front: str, noun: str, previous: Metric | None, listed: bool, places: frozenset[str] | None
) -> Metric:
    """Join the verb before and the noun after; names listed as examples (甲、乙等5处) are left out."""
    verb = _verb().match(front)
    kept = front
    if front.endswith("等") or ("、" in front and not front.startswith("(")) or len(front) > 20:
        kept = verb.group() if verb else ("" if len(front) <= 20 or front.endswith("等") else front[-20:])
    kept = _empty_end().sub("", kept)
    rest = kept[verb.end() :] if verb and verb.end() <= len(kept) else ""
    if verb and rest and places and rest in places:
        kept = verb.group()
    if listed and not kept and previous and previous.verb:
        kept = previous.verb
    found = _verb().match(kept)
    return Metric(kept + noun, found.group() if found else "", noun, listed)


def _front_metric(
    front: str, previous: Metric | None, listed: bool, clause_before: str, places: frozenset[str] | None
) -> Metric:
    growth = _bare("growth").fullmatch(front)
    subject = previous.subject if previous else ""
    if not front and previous and not listed:
        return Metric(previous.text, previous.verb, previous.subject, listed)
    if (
        not front
        or growth
        or _bare("attribute").fullmatch(front)
        or (_RECEIVER.match(front) and len(front) <= 8)
    ):
        return _inherited(front, bool(growth), previous, subject, listed, clause_before, places)
    verb = _verb().match(front)
    if listed and previous and previous.verb and not verb:
        return Metric(previous.verb + front, previous.verb, front, listed)
    shared = verb.group() if verb and len(verb.group()) < len(front) else ""
    text = re.sub(r"(?:的|等|由|从)$", "", front)
    rest = text[len(shared) :] if shared not in ("新增", "净增") else text
    return Metric(text[:60], shared, rest, listed)


_ACTS = ("改造", "整治", "修复", "治理", "改造提升", "升级改造")


def _inherited(
    front: str,
    growth: bool,
    previous: Metric | None,
    subject: str,
    listed: bool,
    clause_before: str,
    places: frozenset[str] | None,
) -> Metric:
    """Give a bare measure its subject: the metric before it, else the clause before it."""
    if not subject and clause_before:
        subject = strip_trailing(_BLANKED.sub("", strip_leading(clause_before, places)))[-24:]
    base = _measure_end().sub("", subject) or subject
    base = _ATTRIBUTE_TAIL.sub("", base) or base
    if growth and base.endswith(front):
        base = base[: -len(front)]
    act = previous.verb if previous and _RECEIVER.match(front) and previous.verb in _ACTS else ""
    suffix = "" if front == "增量" else front.removeprefix("分别").removeprefix("均")
    return Metric(base + act + suffix, "", base, listed)


_MEASURED = re.compile(
    r"(?:全产业链产值|增加值|可支配收入|产值|收入|投资|面积|使用量|产量|销量|吞吐量|覆盖率|普及率|利用率|处理率|率|标准|增速|总额|余额|费用?|消费|"
    r"人次|里程|规模|能力|数|额|量|值)$"
)


def distribute(front: str, count: int) -> list[str] | None:
    """Split the subject of 分别 into `count` subjects: 一产、二产、三产增加值 → 一产增加值, 二产增加值, 三产增加值.

    城乡 is 城镇 and 农村 (annotation.md). None when the subject does not have as many members.
    """
    if count == 2 and "城乡" in front:
        return [front.replace("城乡", "城镇"), front.replace("城乡", "农村")]
    if count == 2 and "产销量" in front:
        return [front.replace("产销量", "产量"), front.replace("产销量", "销量")]
    parts = [part for part in re.split(r"[、和与及](?![^(]*\))", front) if part]
    if len(parts) != count or count < 2:
        return None
    first, last = parts[0], parts[-1]
    if _MEASURED.search(first):
        return parts
    tail = _shared_tail(parts[:-1], last)
    verb = _verb().match(first)
    lead = verb.group() if verb and len(verb.group()) < len(first) and first != last else ""
    return [
        (lead if i and not part.startswith(lead) else "") + part + tail for i, part in enumerate(parts[:-1])
    ] + [(lead if not last.startswith(lead) else "") + last]


def _shared_tail(heads: list[str], last: str) -> str:
    """Find where the shared end of the last member begins."""
    at = last.find(heads[0][-1], 1)
    if 0 < at < len(last) - 1 and len({head[-1] for head in heads}) == 1 and at <= len(heads[0]) + 2:
        return last[at + 1 :]
    sizes = {len(head) for head in heads}
    if len(sizes) == 1 and len(heads[0]) <= 4 and len(last) > len(heads[0]):
        return last[len(heads[0]) :]
    measured = _MEASURED.search(last)
    return measured.group() if measured else ""


def share_tail(metrics: list[Metric], members: list[int]) -> list[Metric]:
    """Give a noun's tail to the members listed before it (66个老旧小区、60条背街小巷改造: both are 改造)."""
    if len(members) < 2:
        return metrics
    tail = _NOUN_TAILS.search(metrics[members[-1]].text)
    if not tail:
        return metrics
    shared = list(metrics)
    for member in members[:-1]:
        metric = shared[member]
        if not _NOUN_TAILS.search(metric.text):
            shared[member] = Metric(
                metric.text + tail.group(), metric.verb, metric.subject + tail.group(), metric.listed
            )
    return shared
