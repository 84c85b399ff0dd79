"""The words that name what a quantity measures, in the source's order (annotation.md, `metric`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.context import Context
from pipeline.extract.quantities import Quantity

_TIME = (
    r"(?:到|至|自|从)?(?:(?:19|20)?[0-9]{2,4}年(?:度|底|末|前|以来)?(?:[0-9]{1,2}月(?:底|末)?(?:前)?)?"
    r"|[0-9]{1,2}月(?:底|末)?前?|[“”]?十[三四五六][”]?末?|[0-9]{1,2}-[0-9]{1,2}月)"
)
_JOIN = r"[、和及与并,\s]|以及|其中|且|而"
_NOUN_TAILS = re.compile(
    r"(?:项目建设|工程建设|改造提升工程|改造提升|升级改造|改造|建设|整治|治理|修复|升级|更新|培训|创建|培育|活动|工程|项目|服务|试点|企业|任务)$"
)
_STOP = re.compile(
    r"(?:的地位|落实落地|落地见效|作用|并(?!购|网|联)|进度|工作(?!站|室|坊|日)|任务$|目标$|目标任务|,|;|。|:|以上|的目标|等目标|等$|中的|得到有效|$)"
)
_INNER = re.compile(
    r"全面|全部|实现|进行|均|开展|的(?=目标|任务)|^的|^以上|将|,|(?<=[一-龥])完成(?=改造|建设|整治)"
)
_DECOR = re.compile(r"^(?:[一二三四五六七八九十]是|[0-9]+[.、]|\([一二三四五六七八九十]\)|[“”])(?=[一-龥])")


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


def strip_leading(words: str, places: re.Pattern[str] | None) -> str:
    """Take joins, times, cues, places, adverbs and light verbs off the front; 完成投资 keeps its verb."""
    position = 0
    while position < len(words):
        rest = words[position:]
        if rest.startswith(("完成投资", "实现利润", "实现税收", "实现收入")) or _keeps(rest):
            break
        match = (places.match(rest) if places else None) or _leading().match(rest) or _DECOR.match(rest)
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
    places: re.Pattern[str] | None,
    clause_before: str,
) -> Metric:
    """Name what `quantity` measures; `previous` is the metric before it in its sentence.

    N + unit + noun takes the verb before and the noun after; noun + N + unit takes the words before; a bare
    measure (同比增长, 总投资) takes the subject of its sentence.
    """
    listed = context.before[:1] in ("、", "和", "及", "与")
    noun = _noun_after(context.after, quantity)
    front = strip_leading(context.before, places)
    if noun:
        return _noun_metric(front, noun, previous, listed)
    front = strip_trailing(front)
    return _front_metric(front, previous, listed, clause_before, places)


def _noun_after(after: str, quantity: Quantity) -> str:
    """Return the noun behind the unit, cut where the clause turns to something else; "" when there is none."""
    words = after
    if (
        not words
        or words[0] in ",;。:、)和及与 /以"
        or (quantity.kind in ("ratio",) and not words.startswith("的"))
    ):
        return ""
    if words.startswith(
        (
            "的目标",
            "目标",
            "任务",
            "的任务",
            "的预期",
            "的年度",
            "大关",
            "的水平",
            "台阶",
            "增加",
            "提高",
            "提升",
            "增长",
            "扩大",
            "以",
        )
    ):
        return ""
    if words.startswith(("级", "规模", "关口", "门槛", "目标")) and quantity.kind == "money":
        return ""
    stop = _STOP.search(words)
    noun = words[: stop.start()] if stop else words
    cut = re.search(r"[、和及与](?=[^、和及与]*$)", noun)
    if cut and not noun[cut.end() :].strip():
        noun = noun[: cut.start()]
    noun = _INNER.sub("", noun).strip(" 、和及与")
    return noun[:40]


def _noun_metric(front: str, noun: str, previous: Metric | None, listed: bool) -> Metric:
    """Join the verb before and the noun after; names listed as examples (甲、乙等5处) are left out."""
    verb = _verb().match(front)
    kept = front
    example = re.search(r"等$", front)
    if example or ("、" in front and not front.startswith("(")):
        kept = verb.group() if verb else ""
    elif len(front) > 12:
        kept = verb.group() if verb else front[-12:]
    kept = re.sub(r"(?:的|等|了|推动|对|为|使|让|有|达|至)$", "", kept)
    if listed and not kept and previous and previous.verb:
        kept = previous.verb
    found = _verb().match(kept)
    return Metric(kept + noun, found.group() if found else "", noun, listed)


def _front_metric(
    front: str, previous: Metric | None, listed: bool, clause_before: str, places: re.Pattern[str] | None
) -> Metric:
    growth = _bare("growth").fullmatch(front)
    attribute = _bare("attribute").fullmatch(front)
    subject = previous.subject if previous else ""
    if not front or growth or attribute:
        if not subject and clause_before:
            subject = strip_trailing(strip_leading(clause_before, places))[-24:]
        base = re.sub(rf"(?:{_alternation('measure')})(?:率|幅)?$", "", subject) or subject
        base = re.sub(r"同比$|比上年$|较上年$|年均$|分别$", "", base) or base
        if growth and base.endswith(front):
            base = base[: -len(front)]
        suffix = "" if front in ("增量",) else front.removeprefix("分别").removeprefix("均")
        return Metric(base + suffix, "", base, listed)
    verb = _verb().match(front)
    if listed and previous and previous.verb and not verb and not _NOUN_TAILS.search(front):
        return Metric(previous.verb + front, previous.verb, front, listed)
    shared = verb.group() if verb and len(verb.group()) < len(front) else ""
    text = re.sub(r"(?:的|等)$", "", front)
    rest = text[len(shared) :] if shared not in ("新增", "净增") else text
    return Metric(text[:60], shared, rest, listed)


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
