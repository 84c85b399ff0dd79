"""Parts of another value: behind 其中, in the brackets behind their whole, listed by place, the rest of it."""

from __future__ import annotations

import re

from pipeline.extract.around import Around, Role, reads_before
from pipeline.extract.quantity import SHARES, Quantity

_COUNTED = frozenset(("classifier", "classifier_weak", "noun", "measure"))
_NO_WHOLE = frozenset(("threshold", "breakdown", "context", "baseline"))


def read_breakdown(a: Around) -> Role | None:
    """Tell a part of another value, by where it stands and by what the words before it say."""
    if a.quantity.unit_written is None and _is_summed(a):
        return Role("breakdown", "role.breakdown.sum")
    if a.previous is None:
        return None
    if a.sentence.divided:
        role = _behind_among(a)
        if role:
            return role
    if a.bracket and _in_brackets_of_whole(a, a.bracket[0]):
        return Role("breakdown", "role.breakdown.bracket")
    before = a.before
    last = before[-1:]
    if last in _FIRST_ENDS and before.endswith(_FIRST_OF) and _is_of_the_last(a):
        return Role("breakdown", "role.breakdown.part")
    end = a.quantity.end
    may_be_rest = last in _REST_ENDS or a.text[end + 1 : end + 2] in _REST_HEADS
    if may_be_rest and _is_rest(a) and not _NO_PART.search(before) and _whole_of(a) is not None:
        return Role("breakdown", "role.breakdown.rest")
    if last in _PLACE_ENDS and _is_listed_by_place(a):
        return Role("breakdown", "role.breakdown.listed")
    return None


_SUM_PART = re.compile(r"[(+、][一-龥]{2,10}$")


def _is_summed(a: Around) -> bool:
    """Tell a part of a sum of named parts (襄阳13+十堰12)."""
    q = a.quantity
    lead = a.text[max(0, q.numeral - 11) : q.numeral]
    return bool(_SUM_PART.search(lead)) and (a.text[q.end : q.end + 1] == "+" or "+" in lead)


def _behind_among(a: Around) -> Role | None:
    """Read what stands behind 其中: a part no larger than its whole, or the share of a whole that a part has."""
    q, sentence = a.quantity, a.sentence
    begin = _among(a.text, sentence.start, q.start)
    if begin < 0:
        return None
    if q.unit in SHARES:
        if _MOVES.search(a.text, begin, q.start):
            return None  # a rate is no part of a value
        if _is_share_of(a, begin):
            return Role("breakdown", "role.breakdown.share")
        if a.previous is not None and a.previous.quantity.unit not in SHARES and _SHARE.search(a.before):
            return None  # 收入112亿元,其中税收占比71%: a ratio, no part of the rates told before
    whole = sentence.earlier.get(q.unit)
    if whole is None or (q.unit in SHARES and q.amount > whole):
        return None
    gap = _PART_LEAD.sub("", a.text[begin : q.start])
    follows = a.previous is not None and a.previous.role.name in ("breakdown", "threshold")
    if ";" in gap or ("," in gap and not follows):
        return None
    if "," in gap and (q.amount > whole or _NEW_ACTION.match(a.before.lstrip())):
        return None
    return Role("breakdown", "role.breakdown.part")


def _among(text: str, start: int, end: int) -> int:
    """Find the last 其中, or 当中 at the head of a clause, as Hong Kong writes it."""
    found = text.rfind("其中", start, end)
    other = text.rfind("当中", start, end)
    return max(found, other) if other > 0 and text[other - 1] in ",;" else found


_SHARE = re.compile(r"占比(?:为|达)?$")
_MOVES = re.compile(r"增长|下降|增速|增幅|增加|提高|提升|降|达到?$")
_PART_LEAD = re.compile(r"^[其当]中[,:]?|\([^)]*\)")
_NEW_ACTION = re.compile(r"(?:新|建|引|培|实|推|完|加|开|改|积|力|确|争|解|惠|带|发)")


def _is_share_of(a: Around, begin: int) -> bool:
    """Tell a share of the count that stands right before an offset (240家,其中规上企业占六成)."""
    gap = a.text[begin : a.quantity.start]
    whole = next((read for read in reads_before(a) if read.quantity.end <= begin), None)
    return (
        not _PAUSE.search(gap)
        and whole is not None
        and (whole.quantity.kind in _COUNTED or (whole.quantity.kind == "money" and not _RATE.search(gap)))
        and whole.role.name not in _NO_WHOLE
        and begin - whole.quantity.end <= _NEAR
    )


_PAUSE = re.compile(r"[,;]")
_RATE = re.compile(r"占比|比重|率")
"""What has a share of its own to reach (收入50亿元,其中税收占比70%); a part of money is told as 中央补助四成."""
_NEAR = 14
"""So few characters lie between a whole and what tells it apart: the noun that it counts, a comma."""


def _whole_of(a: Around) -> Around | None:
    """Return the nearest value before that may be the whole of one: of its unit, no smaller, no part itself."""
    q = a.quantity
    for read in reads_before(a):
        if _counts_the_same(read.quantity, q) and read.role.name not in _NO_WHOLE:
            return read if read.quantity.amount >= q.amount else None
    return None


def _is_rest(a: Around) -> bool:
    """Tell the rest of a whole, and the part before it (新设6处,上半年建成4处,其余2处10月建成)."""
    return a.before.endswith(_RESTS) or a.text.startswith(_BEFORE_REST, a.quantity.end)


# 首批200个单位 of those just told, and 增至600个,新增的100个.
_FIRST_OF = ("首批", "首期", "新增的", "增加的")
_FIRST_ENDS = frozenset("批期的")


def _is_of_the_last(a: Around) -> bool:
    """Tell the first or the new ones of what was counted right before, by the same noun (宿位300个,首批宿位50个)."""
    previous = next((read for read in reads_before(a) if read.role.name != "baseline"), None)
    if previous is None:
        return False
    whole, part = previous.quantity, a.quantity
    if not _counts_the_same(whole, part) or whole.amount < part.amount or previous.role.name in _NO_WHOLE:
        return False
    noun = previous.after.strip(",")
    return a.before.endswith("的") or not a.after or not noun or noun[:2] == a.after[:2]


def _counts_the_same(whole: Quantity, part: Quantity) -> bool:
    """Tell two values of one unit; what is counted has one classifier, too."""
    return whole.unit == part.unit and (
        whole.kind not in _COUNTED or whole.unit != "count" or whole.unit_written == part.unit_written
    )


_BEFORE_REST = (",其余", "、其余", ";其余", ",余下", ",剩余")
_REST_HEADS = frozenset("其余剩")
_REST_ENDS = frozenset("余下的外")
_RESTS = ("其余", "余下", "剩余", "另外", "其余的", "余下的", "剩余的")
# What else brackets tell of a value: another year, a rise, a rate for each, an equivalent, what was planned.
_NO_PART = re.compile(
    r"增|减|降|提高|提升|上升|同比|去年|上年|已|累计|截至|原|现|每|人均|户均|日均|年均|平均|单价|标准|合|计划|目标|不足|高于|低于|第$|达$|(?:19|20)[0-9]{2}"
)
_NOUN_BEHIND = re.compile(r"[^,。;:、()0-9]{0,10}")


def _in_brackets_of_whole(a: Around, begin: int) -> bool:
    """Tell a part in the brackets that stand right behind its whole, or behind the noun that this counts.

    改造危桥5座(含跨河大桥1座), 泊位2200个(公共泊位不低于60%), 投资12亿元(一季度2亿元,上半年6.5亿元).
    """
    q = a.quantity
    if _NO_PART.search(a.text, begin, q.start):
        return False
    for read in reads_before(a):
        whole = read.quantity
        if whole.start > begin:
            continue
        if read.role.name in _NO_WHOLE or not _NOUN_BEHIND.fullmatch(a.text, whole.end, begin):
            return False
        if q.unit in SHARES:
            return whole.kind in _COUNTED
        return _counts_the_same(whole, q) and whole.kind == q.kind and whole.amount >= q.amount
    return False


_PLACE = re.compile(r"[ 、,;:和及]*[一-龥]{1,7}(?:镇|乡|街道|县|区|市|旗|村|社区|农场|林场)(?:各|为)?")


def _is_listed_by_place(a: Around) -> bool:
    """Tell a part behind a colon that a place alone names (新建综合体5家:甲镇2家、乙镇1家)."""
    previous = a.previous
    if not _PLACE.fullmatch(a.before):
        return False
    if previous is None or not _counts_the_same(previous.quantity, a.quantity):
        return False
    if previous.role.rule_id == "role.breakdown.listed":
        return True
    return (
        previous.role.name not in _NO_WHOLE
        and previous.quantity.amount >= a.quantity.amount
        and a.text.find(":", previous.quantity.end, a.quantity.start) >= 0
    )


_PLACE_ENDS = frozenset("镇乡道县区市旗村场各为")
