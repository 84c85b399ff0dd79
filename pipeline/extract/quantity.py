"""What a quantity is: number, unit and comparator put together, and the bounds its value has."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from pipeline.extract.lexicon import AFTER, AFTER_CODES, BEFORE, BEFORE_CODES, UNIT_FORMS, UNITS
from pipeline.model import Span

SHARES = frozenset(("percent", "permille"))
"""The units of shares and rates."""
COUNT_NOUNS = "金银铜县市区镇乡村校园院省州国馆企矿港湖河库"


# Not frozen: a frozen class takes five times as long to make, and thousands are made. Nothing changes one that is read.
@dataclass(slots=True)
class Quantity:
    """A number with its unit: `numeral` is where the number starts, `start:end` takes in the comparator.

    `digits_end` is where its digits end, before a multiplier; `second` is the second numeral of a range or fraction.
    `amount` (and `amount_high` of a range) are exact and in the unit's base: multipliers and 成 applied.
    """

    numeral: int
    numeral_end: int
    start: int
    end: int
    amount: Decimal
    amount_high: Decimal | None
    comparator: str
    before: str | None
    after: str | None
    unit: str
    kind: str
    unit_written: str | None
    digits_end: int
    second: Span | None
    chinese: bool
    grade: bool = False

    @property
    def numerals(self) -> tuple[Span, ...]:
        """The spans of its numerals: one, or two where it is a range or a fraction."""
        first = (self.numeral, self.digits_end)
        return (first, self.second) if self.second else (first,)


@dataclass(slots=True)
class Other:
    """A numeral that is no quantity, with its class."""

    start: int
    end: int
    cls: str


def stands_for_index(text: str, start: int) -> bool:
    """Tell a number that is an index, a coefficient or a score by the word before it."""
    return bool(_INDEX_BEFORE.search(text, max(0, start - 20), start))


def unit_at(text: str, position: int, multiplied: bool) -> str | None:
    """Return the unit written at `position`, or None; weak units need a multiplier or a fitting neighbour."""
    form = UNITS.at(text, position)
    return unit_of(form, text, position, multiplied) if form in DOUBTFUL else form


def unit_of(form: str, text: str, position: int, multiplied: bool) -> str | None:
    """Return a doubtful form at `position` where it is a unit, else None."""
    following = text[position + len(form) : position + len(form) + 1]
    if form in _LETTERS:
        return None if following.isascii() and following.isalpha() else form
    if multiplied:
        return form
    return form if form not in _WEAK and following in ",。;、的(新入获被建共实" else None


_LETTERS = frozenset("PE")
_WEAK = frozenset(("方", "度", "平方"))
# The forms that the words around them may make something else of.
DOUBTFUL = (
    _LETTERS
    | _WEAK
    | {form for form, (_, kind) in UNIT_FORMS.items() if kind == "noun" and form not in COUNT_NOUNS}
)
_INDEX_BEFORE = re.compile(
    r"(?:指数|系数|收入比|倍差|倍差率|容积率|评分|得分|分值)(?:为|达到?|从|由|[0-9.]+|下降至|控制在|提高[到至]|缩小[到至]|优化[到至]|扩大[到至]|下?降至|下降到|降到|升至|保持在|稳定在|不高于|不低于|低于|高于)*$"
)
_MOVED = re.compile(r"(?:上升|前进|提升|下降|前移|后退|进位)$")
_INSIDE_WORDS = {
    "破": tuple("打爆侦残突"),
    "约": tuple("节制预合签条公简违特"),
    "近": tuple("最附靠临邻"),
    "超": tuple("高赶反"),
    "达": tuple("发到通抵表"),
    "过": ("经", "通", "不", "超", ""),
}


def put_together(
    text: str,
    start: int,
    numeral_end: int,
    unit: str | None,
    unit_end: int,
    amount: Decimal,
    high: Decimal | None,
    more: bool,
    digits_end: int,
    second: Span | None,
    chinese: bool,
) -> Quantity:
    """Put number and unit together with the comparators that touch them."""
    code, kind = UNIT_FORMS[unit] if unit else ("count", "none")
    if unit in _ODD_UNITS:
        if unit == "成":
            amount, high = amount * 10, high * 10 if high is not None else None
        elif unit == "番":
            amount = Decimal(2) ** min(int(amount), _MOST_DOUBLINGS)
        elif unit is None:
            code = "index" if stands_for_index(text, start) else code
            if numeral_end > digits_end and _leaves_yuan_out(text, start, numeral_end):
                code, kind = "CNY", "money"
        elif _MOVED.search(text, max(0, start - 4), start):
            code, kind = "rank", "ratio"
    if kind == "time" and text[unit_end : unit_end + 1] in ("多", "余"):
        more, unit_end = True, unit_end + 1
    edge = start
    if code in _SIGNED and text[start - 1 : start] == "-" and text[start - 2 : start - 1] in _SIGN_BEHIND:
        amount, edge = -amount, start - 1
    before = _before(text, edge) if edge and text[edge - 1] in BEFORE.tails else None
    after = _after(text, unit_end, kind) if text[unit_end : unit_end + 1] in AFTER.heads else None
    comparator = "eq"
    if before or after or more or high is not None:
        comparator = compare(before, after, more, high is not None)
    elif (
        code == "percent"
        and text[start - 1 : start] == "的"
        and _ABOUT.search(text, max(0, start - 20), start)
    ):
        comparator = "approx"
    return Quantity(
        start,
        numeral_end,
        edge - len(before) if before and before != "稳定在" else edge,
        unit_end + len(after) if after else unit_end,
        amount,
        high,
        comparator,
        before,
        after,
        code,
        kind,
        unit,
        digits_end,
        second,
        chinese,
    )


# 租金约为同区房屋的九成: the hedge stands before what the share is of.
_ABOUT = re.compile(r"约(?<!节约)(?:为|占|相当于|达)[^,;。0-9]{2,16}的$")
_MONEY_BEFORE = re.compile(
    r"(?:投资|资金|财政|专项债券?|国债|债券|贷款|融资|配套|自筹|产值|税收|利税|利润|补助|拨款|经费|预算|概算)[一-龥]{0,4}$"
)


def _leaves_yuan_out(text: str, start: int, end: int) -> bool:
    """Tell an amount of money, 万 or 亿, whose 元 is left out (县财政配套800万,企业自筹900万)."""
    return text[end : end + 1] in ",。;、)\n以左" and bool(
        _MONEY_BEFORE.search(text, max(0, start - 12), start)
    )


_MOST_DOUBLINGS = 100
_SIGNED = frozenset(("percent", "permille", "pp", "degC"))
_SIGN_BEHIND = frozenset("为长速率于至到达在约近由从:(")
"""What a minus sign stands behind; behind digits and units a dash makes a range, elsewhere it joins or lists."""
_ODD_UNITS = frozenset((None, "位", "名", "成", "番"))
"""The units, or none, with which a number is not simply so many of them."""


def _before(text: str, start: int) -> str | None:
    """Return the comparator that ends at `start`, unless it is the end of another word (最近, 节约)."""
    before = BEFORE.before(text, start)
    if before is None or before not in _INSIDE_WORDS:
        return before
    return None if text[start - 2 : start - 1] in _INSIDE_WORDS[before] else before


def _after(text: str, unit_end: int, kind: str) -> str | None:
    """Return the comparator behind the unit; a bare 内 counts for measures and times only."""
    after = AFTER.at(text, unit_end)
    if after == "内" and (
        kind not in ("measure", "time")
        or text[unit_end + 1 : unit_end + 2] in ("容", "部", "外", "陆", "河", "蒙")
    ):
        return None
    return after


def compare(before: str | None, after: str | None, more: bool, is_range: bool) -> str:
    """Choose the comparator: words behind the unit win over words before it, a range over both but bounds."""
    if is_range:
        return "range"
    left = BEFORE_CODES[before] if before else None
    right = AFTER_CODES[after] if after else None
    if right in ("ge", "le"):
        return "gt" if left == "gt" and right == "ge" else right
    return right or left or ("approx_ge" if more else "eq")


def bounds(comparator: str, amount: Decimal, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return value_low and value_high as data-model.md writes them: ge/gt only low, le/lt only high."""
    if comparator in ("ge", "gt"):
        return amount, None
    if comparator in ("le", "lt"):
        return None, high if high is not None else amount
    return amount, high if high is not None else amount


def side_by_side(quantities: list[Quantity], text: str) -> list[bool]:
    """Tell which values are written side by side with the one before (5%和7%): only 、 or 和 stands between them.

    They have one unit, but for those that 分别 gives each to something else (分别完成5800万吨和42万标箱).
    """
    tied = [
        second.numeral - first.end <= 2
        and (
            first.unit == second.unit or _EACH.search(text, max(0, first.start - 8), first.start) is not None
        )
        and text[first.end : second.numeral] in _BETWEEN
        for first, second in pairwise(quantities)
    ]
    return [False, *tied] if quantities else []


_EACH = re.compile(r"分别[一-龥]{0,4}$")
_BETWEEN = frozenset(("和", "、", "及", "与", "以及", ":"))


def share_hedge(quantities: list[Quantity], tied: list[bool]) -> list[Quantity]:
    """Let a comparator cover all values it is written once for (annotation.md: the hedge covers both).

    `5%和7%左右`: both approximate; `分别达到400亿元、200亿元`: both at least. `tied` are those of `side_by_side`.
    """
    if True not in tied:
        return quantities
    shared = list(quantities)
    ends = [*tied, False]
    for second in [i for i, joins in enumerate(tied) if joins and not tied[i - 1]]:
        stop = ends.index(False, second)
        shared[second - 1 : stop] = _covered(quantities[second - 1 : stop])
    return shared


def _covered(run: list[Quantity]) -> list[Quantity]:
    last = run[-1]
    if last.unit == "pp":  # 分别高于全省2.2个和3.7个百分点
        run = [replace(q, unit=last.unit, kind=last.kind) if q.unit_written == "个" else q for q in run]
    first = run[0]
    if last.after and not any(q.after for q in run[:-1]):
        return [*(replace(q, comparator=last.comparator, after=last.after) for q in run[:-1]), last]
    if first.before and not any(q.before or q.after for q in run[1:]):
        return [first, *(replace(q, comparator=first.comparator, before=first.before) for q in run[1:])]
    return run
