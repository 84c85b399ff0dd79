"""The words that name what a quantity measures, in the source's order (annotation.md, `metric`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline import lexicon
from pipeline.extract.context import Context
from pipeline.extract.lexicon import alternation, longest_before, sizes_by
from pipeline.extract.quantity import Quantity

_TIME = (
    r"(?:到|至|自|从)?(?:(?:19|20)?[0-9]{2,4}年(?:度|底|末|前|以来)?(?:[0-9]{1,2}月(?:底|末)?(?:前)?)?"
    r"|[0-9]{1,2}月(?:底|末)?前?|[“”]?十[三四五六][”]?末?|[0-9]{1,2}-[0-9]{1,2}月)"
)
_JOIN = r"[、和及与并,|(:\s]|以及|其中|且|而"
_NOUN_TAILS = re.compile(
    r"(?:项目建设|工程建设|改造提升工程|改造提升|升级改造|改造|建设|整治|治理|修复|升级|更新|培训|创建|培育|活动|工程|项目|服务|试点|企业|任务)$"
)
# Each of these begins with a look at one character, so that the many places where nothing can begin cost little.
_STOP = re.compile(
    r"(?=[的落作功并进工任目,;。:|等中得率圆顺完有加稳扎(]|$)(?:\((?=其中|不含|不包|含|包括|名单|见|详见|共|[0-9])|"
    r"的地位|落实落地|落地见效|作用|功能|并(?!购|网|联)|进度|工作(?!站|室|坊|日)|任务$|目标$|目标任务|,|;|。|:|\||的目标|等目标|等$|"
    r"等(?:举措|措施)|中的|得到有效|(?:率先|圆满|顺利)?(?:完工|完成)$|(?:有序|加快|稳步|扎实)(?:推进|建设)$|$)"
)
_INNER = re.compile(
    r"(?=[全实进均开的将,大免汛年0-9完])(?:全面|全部|实现|进行|均|开展|的(?=目标|任务)|^的|将|,|大幅|免费|实施|汛前|年内|[0-9]{1,2}月底?前?|完成(?=改造|建设|整治))"
)
_INNER_FRONT = re.compile(
    r"(?=[今预年累将常分每])(?:今年要?|预计|年内|累计(?=开行|完成|建设)|(?<=[一-龥])将(?=增长|下降)|常态下全部$|分别$|每人每月$)"
)
_DECOR = re.compile(r"(?:[一二三四五六七八九十]+是|[0-9]+[.、]|\([一二三四五六七八九十]+\))(?=[一-龥])")
_NOT_OWNER = re.compile(
    r"港|站|机场|至|大|路|高速|铁|学|医|湖|河|江|山|岛|桥|线|-|古|段|市场|号|中|南|北|东|西"
)
_ATTRIBUTE_TAIL = re.compile(r"(?:播种面积|种植面积|养殖面积|面积|建设|同比|比上年|较上年|年均|分别)$")
_RECEIVER = re.compile(r"(?:惠及|覆盖|受益|涉及)")


@cache
def _leading() -> re.Pattern[str]:
    words = alternation("modality", "place_word", "time_word", "adverb", "light_verb")
    return re.compile(rf"(?:{_JOIN}|{_TIME}|重点(?=(?:{alternation('verb')}))|{words})")


_SPACES = {character for character in map(chr, range(0x3001)) if character.isspace()}


@cache
def _heads() -> frozenset[str]:
    """The characters that words begin with which `strip_leading` drops or keeps by rule."""
    kinds = ("modality", "place_word", "time_word", "adverb", "light_verb", "kept")
    listed = {row["text"][0] for row in lexicon.read("cues") if row["kind"] in kinds}
    return frozenset(listed | set("、和及与并,|:以其且而到至自从“”一二三四五六七八九十(0123456789") | _SPACES)


@cache
def _tails() -> tuple[frozenset[str], dict[str, tuple[int, ...]]]:
    """The words that `strip_trailing` takes off, and their lengths by last character."""
    words = frozenset(row["text"] for row in lexicon.read("cues") if row["kind"] == "tail") | set("[、,和:(")
    return words, sizes_by(words, -1)


_TIME_END = re.compile(rf"{_TIME}$")
_TIME_ENDS = frozenset("年度底末前来月三四五六”")


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('verb')})")


@cache
def _bare(code: str) -> frozenset[str]:
    """The bare measures of one code, with what may stand behind them."""
    words = [r["text"] for r in lexicon.read("cues") if r["kind"] == "bare" and r["code"] == code]
    return frozenset(word + end for word in words for end in ("", "幅度", "率", "速度"))


@cache
def _verbs_only() -> re.Pattern[str]:
    """What makes a noun of the verb before it (造林绿化), or nothing at all."""
    return re.compile(rf"(?:{alternation('verb')})*")


@cache
def _joined_verbs() -> re.Pattern[str]:
    """Verbs that govern one object together (新建、改建)."""
    verbs = alternation("verb")
    return re.compile(rf"(?:{verbs})(?:[、和及或](?:{verbs}))+")


@cache
def _verb_at_end() -> re.Pattern[str]:
    """A verb right before a number, behind a word that bounds it (每县至少建成)."""
    return re.compile(rf"(?:至少|不少于|各|分别|年内)(?P<verb>{alternation('verb')})$")


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places, and their lengths by their first two characters, longest first."""

    names: frozenset[str]
    sizes: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: frozenset[str]) -> Places:
        """Index names of 2 to 12 characters."""
        sizes: dict[str, set[int]] = {}
        for name in names:
            if 2 <= len(name) <= 12:
                sizes.setdefault(name[:2], set()).add(len(name))
        return cls(names, {head: tuple(sorted(found, reverse=True)) for head, found in sizes.items()})


# Not frozen, as it is made for every quantity.
@dataclass(slots=True)
class Metric:
    """A metric's text, the verb in it that later members of its list share, and its subject without that verb."""

    text: str
    verb: str
    subject: str
    listed: bool


def strip_leading(words: str, places: Places | None) -> tuple[str, bool]:
    """Take joins, times, cues, places, adverbs and light verbs off the front; 完成投资 keeps its verb.

    Return what is left, and whether a place stood on the way to it.
    """
    position, size, placed = 0, len(words), False
    leading, heads = _leading(), _heads()
    while position < size:
        known = words[position] in heads
        if known and _kept().match(words, position):
            break
        place = owner(words, position, places) if places else 0
        if place:
            placed = True
        if place and position + place < size:
            position += place + (2 if words.startswith("地区", position + place) else 0)
            continue
        match = known and (leading.match(words, position) or _DECOR.match(words, position))
        if not match or match.end() == position:
            break
        if match.end() == size:
            rest = words[position:]
            return (rest if rest in _bare("growth") and rest not in _JOINS_ALONE else ""), placed
        position = match.end()
    return words[position:], placed


_JOINS_ALONE = ("、", "和", ",", "其中")


def owner(words: str, begin: int, places: Places) -> int:
    """Return the length of the place at `begin` that owns what follows (新沂市…); 0 where it names it (新沂港)."""
    for size in places.sizes.get(words[begin : begin + 2], ()):
        if words[begin : begin + size] in places.names and begin + size <= len(words):
            return 0 if _NOT_OWNER.match(words, begin + size) else size
    return 0


@cache
def _kept() -> re.Pattern[str]:
    """Words that begin like something to drop but name what is measured (新增, 固定资产, 高新技术 …)."""
    return re.compile(rf"(?!重点(?:{alternation('verb')}))(?:{alternation('kept')})")


def strip_trailing(words: str) -> str:
    """Take comparators of movement (达到, 增加到, 控制在 …) and joins off the end."""
    while words:
        start = _tail_start(words)
        if start == len(words) or (start == 0 and len(words) <= 2 and words in _bare("growth")):
            return words
        if not start:
            return words if words in _bare("growth") else ""
        words = words[:start]
    return words


def _tail_start(words: str) -> int:
    """Return where the longest tail of `words` begins, their length where there is none."""
    forms, sizes = _tails()
    tail = longest_before(words, len(words), forms, sizes)
    start = len(words) - len(tail) if tail else len(words)
    time = _TIME_END.search(words) if words[-1] in _TIME_ENDS else None
    return min(start, time.start()) if time else start


def read_metric(
    text: str,
    quantity: Quantity,
    context: Context,
    front: str,
    previous: Metric | None,
    places: Places | None,
) -> Metric:
    """Name what `quantity` measures; `previous` is the metric before it in its sentence.

    `front` is what `strip_leading` leaves of the words before it.

    N + unit + noun takes the verb before and the noun after; noun + N + unit takes the words before; a bare
    measure (同比增长, 总投资) takes the subject of its sentence.
    """
    before = context.before
    joined = before[-1:] in _LIST_JOINS
    listed = before[:1] in _LIST_JOINS or (previous is not None and joined)
    noun = _noun_after(context.after, quantity)
    if noun and listed and joined:  # the words before are the noun of the value before
        return _noun_metric("", noun, previous, listed, places)
    if noun:
        return _noun_metric(front, noun, previous, listed, places)
    front = strip_trailing(_INNER_FRONT.sub("", front))
    if quantity.unit == "rank":
        front = _RANKED_IN.sub("", front)
    front = _COMPARED.sub("", front)
    return _front_metric(front, quantity, previous, listed, text, context, places)


_RANKED_IN = re.compile(
    r"(?:升至|上升至|位居|居|位列|列|排名|排|跃居|跃升至|保持|进入|前进)?(?:全国|全省|全市|全区|全球|世界|西部|中部|东部)?(?:首位|前列)?$"
)
# What a value is compared with is no part of its name: 比2013年增加, 是"十一五"末的2倍.
_COMPARED = re.compile(
    r"^(?:(?:比|较)(?!重)[^增提下减缩上降]{1,12}(?=增|提|下降|减|缩|上升|降)|是[^,]{1,12}(?:末|的|年|同期)?$)|(?<=增长)了$"
)
_RELATED = re.compile(
    r"(?P<measure>增速|增幅|规模|总量|总额|产值|占比)?"
    r"(?P<to>(?:分别)?(?:高于|低于|快于|好于|高出|占|约占)(?:全国|全省|全市|全区|[一-龥A-Z]{1,14})(?:平均水平|平均)?)"
)
_LIST_JOINS = ("、", "和", "及", "与")
_BLANKED = re.compile(r"\s+[万亿]*(?:元|人|吨|亩|%)?$")


def _noun_after(after: str, quantity: Quantity) -> str:
    """Return the noun behind the unit, cut where the clause turns to something else; "" when there is none."""
    if (
        not after
        or after[0] in ",;。:、)和及与 /以|"
        or (quantity.kind == "ratio" and after[0] != "的")
        or after.startswith(_NO_NOUN)
        or (quantity.kind == "money" and after.startswith(_NO_SUM))
    ):
        return ""
    stop = _STOP.search(after)
    noun = after[: stop.start()] if stop else after
    return _INNER.sub("", noun).strip(" 、和及与")[:40]


_NO_SUM = ("级", "规模", "关口", "门槛", "目标")
_NO_NOUN = (
    "的目标", "目标", "任务", "的任务", "的预期", "的年度",
    "大关", "的水平", "台阶", "增加", "提高", "提升", "增长", "扩大", "以",
    "压缩", "缩短", "降", "减", "下降", "上升", "压减", "调整", "精简", "升",
)  # fmt: skip


@cache
def _empty_ends() -> tuple[str, ...]:
    words = {row["text"] for row in lexicon.read("cues") if row["kind"] == "place_word"}
    return ("的", "等", "了", "推动", "对", "为", "使", "让", "有", "达", "至", "在", "第", *sorted(words))


@cache
def _empty_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, _empty_ends()))})+$")


@cache
def _measure_end() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation('measure')})(?:率|幅)?$")


def _noun_metric(
    front: str, noun: str, previous: Metric | None, listed: bool, places: Places | None
) -> Metric:
    """Join the verb before and the noun after; names listed as examples (甲、乙等5处) are left out."""
    verb = _verb().match(front)
    kept = front
    near = None if verb else _verb_at_end().search(front)
    if near:
        kept = near["verb"]
    elif _joined_verbs().fullmatch(front):
        kept = front
    elif front.endswith("等") or ("、" in front and not front.startswith("(")) or len(front) > 20:
        kept = verb.group() if verb else ("" if len(front) <= 20 or front.endswith("等") else front[-20:])
    if kept.endswith(_empty_ends()):
        kept = _empty_end().sub("", kept)
    rest = kept[verb.end() :] if verb and verb.end() <= len(kept) else ""
    if rest and verb and places and rest in places.names:
        kept = verb.group()
    if listed and not kept and previous and previous.verb:
        kept = previous.verb
    found = verb if kept is front else _verb().match(kept)
    return Metric(kept + noun, found.group() if found else "", noun, listed)


def _front_metric(
    front: str,
    quantity: Quantity,
    previous: Metric | None,
    listed: bool,
    text: str,
    context: Context,
    places: Places | None,
) -> Metric:
    growth = front in _bare("growth")
    subject = previous.subject if previous else ""
    if not front and previous and not listed:
        if quantity.kind != "ratio" and _measure_end().search(previous.text):
            base = _measure_end().sub("", previous.subject)
            return Metric(base, "", base, listed)  # the level behind its growth
        return Metric(previous.text, previous.verb, previous.subject, listed)
    if not front or growth or front in _bare("attribute") or (_RECEIVER.match(front) and len(front) <= 8):
        if not subject:
            subject = _subject_before(text[context.sentence.start : context.clause[0]], places)
        return _inherited(front, growth, previous, subject, listed)
    related = _RELATED.fullmatch(front) if previous or context.clause[0] > context.sentence.start else None
    if related:
        return _related(related, previous, subject, listed)
    if previous and front in _STATES:
        base = _STATE_END.sub("", previous.subject)
        return Metric(base + front, "", base, listed)
    verb = _verb().match(front)
    if listed and previous and previous.verb and not verb:
        return Metric(previous.verb + front, previous.verb, front, listed)
    shared = verb.group() if verb and not _verbs_only().fullmatch(front, verb.end()) else ""
    words = front[:-1] if front[-1] in "的等由从" else front
    rest = words[len(shared) :] if shared not in ("新增", "净增") else words
    return Metric(words[:60], shared, rest, listed)


_STATES = ("完工", "竣工", "开工", "建成", "投产", "签约", "落地", "开工建设", "建成投用", "完成", "投入使用")
_STATE_END = re.compile(rf"(?:{'|'.join(_STATES)})+$")


def _related(match: re.Match[str], previous: Metric | None, subject: str, listed: bool) -> Metric:
    """Name a value that relates its subject to another (增速高于全国, 占全省): after what was named before."""
    measure = match["measure"] or ""
    base = previous.text if previous else subject
    if measure or match["to"].lstrip("分别约").startswith("占"):
        base = _measure_end().sub("", base) or base
    return Metric(base + measure + match["to"].removeprefix("分别"), "", base, listed)


_STOCKS = ("累计", "总数", "总量", "总规模", "总额")
_ACTS = ("改造", "整治", "修复", "治理", "改造提升", "升级改造")


def _subject_before(words: str, places: Places | None) -> str:
    """Return what the last clause of `words`, those of a sentence before a clause, speaks of."""
    clause = words.rstrip(",;:。").rpartition(",")[2]
    return strip_trailing(_BLANKED.sub("", strip_leading(clause, places)[0]))[-24:] if clause else ""


def _inherited(front: str, growth: bool, previous: Metric | None, subject: str, listed: bool) -> Metric:
    """Give a bare measure its subject: the metric before it, else the clause before it."""
    base = _measure_end().sub("", subject) or subject
    base = _ATTRIBUTE_TAIL.sub("", base) or base
    if growth and base.endswith(front):
        base = base[: -len(front)]
    if front in _STOCKS:
        base = base.removeprefix("新增").removeprefix("净增")
    act = previous.verb if previous and _RECEIVER.match(front) and previous.verb in _ACTS else ""
    suffix = "" if front in ("增量", "累计") else front.removeprefix("分别").removeprefix("均")
    if base.endswith("项目"):
        suffix = suffix.removeprefix("项目")
    return Metric(base + act + suffix, "", base, listed)


_MEASURED = re.compile(
    r"(?:全产业链产值|增加值|可支配收入|产值|收入|投资|面积|使用量|产量|销量|吞吐量|覆盖率|普及率|利用率|处理率|率|标准|增速|总额|余额|费用?|消费|"
    r"人次|里程|规模|能力|数|额|量|值)$"
)


_MEMBER_END = re.compile(r"(?:[、和与]|(?<![普涉惠以])及)(?![^(]*\))")
_RATE_OF = re.compile(r"(?:治理|处理|覆盖|普及|利用|合格|达标|供应|保障|入户|建成|普惠|回收)(?:率|面|量)$")


def distribute(front: str, count: int) -> list[str] | None:
    """Split the subject of 分别 into `count` subjects: 一产、二产、三产增加值 → 一产增加值, 二产增加值, 三产增加值.

    城乡 is 城镇 and 农村 (annotation.md). None when the subject does not have as many members.
    """
    if count == 2 and "城乡" in front:
        return [front.replace("城乡", "城镇"), front.replace("城乡", "农村")]
    if count == 2 and "产销量" in front:
        return [front.replace("产销量", "产量"), front.replace("产销量", "销量")]
    parts = [part for part in _MEMBER_END.split(front) if part]
    if len(parts) != count or count < 2:
        return None
    first, last = parts[0], parts[-1]
    if _MEASURED.search(first):
        rate = _RATE_OF.search(last)
        return [part + rate.group() if rate and not _MEASURED.search(part) else part for part in parts]
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


_GRADED = re.compile(r"[一-龥]{1,3}级(.+)$")


def share_tail(metrics: list[Metric], members: list[int]) -> list[Metric]:
    """Give a noun's tail to the members listed before it (66个老旧小区、60条背街小巷改造: both are 改造)."""
    if len(members) < 2:
        return metrics
    tail = _NOUN_TAILS.search(metrics[members[-1]].text)
    shared = list(metrics)
    for member in members[:-1]:
        metric = shared[member]
        graded = _GRADED.search(metrics[members[-1]].text) if metric.text.endswith("级") else None
        if graded:
            name = metric.text + graded.group(1)
            shared[member] = Metric(name, metric.verb, metric.subject + graded.group(1), metric.listed)
        elif tail and not _NOUN_TAILS.search(metric.text):
            shared[member] = Metric(
                metric.text + tail.group(), metric.verb, metric.subject + tail.group(), metric.listed
            )
    return shared
