"""What a quantity is: number, unit and comparator put together, and the bounds its value has."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract.lexicon import comparators, lengths, longest_at, longest_before, unit_forms

COUNT_NOUNS = "金银铜县市区镇乡村校园院省州国馆企矿港湖河库"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit: `numeral` is where the number starts, `start:end` takes in the comparator.

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
    numerals: tuple[tuple[int, int], ...]
    chinese: bool
    grade: bool = False


@dataclass(frozen=True, slots=True)
class Other:
    """A numeral that is no quantity, with its class."""

    start: int
    end: int
    cls: str


def unit_at(text: str, position: int, multiplied: bool) -> str | None:
    """Return the unit written at `position`, or None; weak units need a multiplier or a fitting neighbour."""
    form = longest_at(text, position, unit_forms(), lengths("units"))
    if form is None:
        return None
    kind = unit_forms()[form][1]
    following = text[position + len(form) : position + len(form) + 1]
    if form in ("方", "度", "平方") and not multiplied:
        return None
    if form in ("P", "E") and following.isascii() and following.isalpha():
        return None
    if kind == "noun" and not multiplied and following and following not in ",。;、的(新入获被建共实":
        return form if form in COUNT_NOUNS else None
    return form


_INSIDE_WORDS = {"约": "节制预合签条公简违特", "近": "最附靠临邻", "超": "高赶反", "达": "发到通抵表"}


def put_together(
    text: str,
    start: int,
    numeral_end: int,
    unit: str | None,
    unit_end: int,
    amount: Decimal,
    high: Decimal | None,
    more: bool,
    numerals: tuple[tuple[int, int], ...],
    chinese: bool,
) -> Quantity:
    """Put number and unit together with the comparators that touch them."""
    code, kind = unit_forms()[unit] if unit else ("count", "none")
    if unit == "成":
        amount, high = amount * 10, high * 10 if high is not None else None
    if unit == "番":
        amount = Decimal(2) ** int(amount)
    if text[unit_end : unit_end + 1] in "多余" and text[unit_end : unit_end + 1] and kind == "time":
        more, unit_end = True, unit_end + 1
    after = longest_at(text, unit_end, comparators("after"), lengths("", "after"))
    if after == "内" and (
        kind not in ("measure", "time") or text[unit_end + 1 : unit_end + 2] in tuple("容部外陆河蒙")
    ):
        after = None
    before = longest_before(text, start, comparators("before"), lengths("", "before"))
    if before in _INSIDE_WORDS and text[start - 2 : start - 1] in tuple(_INSIDE_WORDS[before]):
        before = None
    if before == "过" and text[start - 2 : start - 1] in "经通不超":
        before = None
    return Quantity(
        numeral=start,
        numeral_end=numeral_end,
        start=start - len(before or "") if before != "稳定在" else start,
        end=unit_end + len(after or ""),
        amount=amount,
        amount_high=high,
        comparator=compare(before, after, more, high is not None),
        before=before,
        after=after,
        unit=code,
        kind=kind,
        unit_written=unit,
        numerals=numerals,
        chinese=chinese,
    )


def compare(before: str | None, after: str | None, more: bool, is_range: bool) -> str:
    """Choose the comparator: words behind the unit win over words before it, a range over both but bounds."""
    left = comparators("before").get(before or "")
    right = comparators("after").get(after or "")
    if is_range:
        return "range"
    if right in ("ge", "le"):
        return "gt" if left == "gt" and right == "ge" else right
    if right:
        return right
    if left:
        return left
    return "approx_ge" if more else "eq"


def bounds(comparator: str, amount: Decimal, high: Decimal | None) -> tuple[Decimal | None, Decimal | None]:
    """Return value_low and value_high as data-model.md writes them: ge/gt only low, le/lt only high."""
    if comparator in ("ge", "gt"):
        return amount, None
    if comparator in ("le", "lt"):
        return None, high if high is not None else amount
    return amount, high if high is not None else amount


def share_hedge(quantities: list[Quantity], text: str) -> list[Quantity]:
    """Let a comparator cover all values it is written once for (annotation.md: the hedge covers both).

    `5%和7%左右`: both approximate; `分别达到400亿元、200亿元`: both at least.
    """
    shared = list(quantities)
    begin = 0
    while begin < len(shared):
        stop = begin + 1
        while stop < len(shared) and joined(text, shared[stop - 1], shared[stop]):
            stop += 1
        run = shared[begin:stop]
        if len(run) > 1:
            shared[begin:stop] = _covered(run)
        begin = stop
    return shared


def joined(text: str, first: Quantity, second: Quantity) -> bool:
    """Tell values written side by side (5%和7%): only 、 or 和 stands between them."""
    return text[first.end : second.numeral] in ("和", "、", "及", "与", "以及") and first.unit == second.unit


def _covered(run: list[Quantity]) -> list[Quantity]:
    last, first = run[-1], run[0]
    if last.after and not any(q.after for q in run[:-1]):
        return [replace(q, comparator=last.comparator, after=last.after) for q in run]
    if first.before and not any(q.before or q.after for q in run[1:]):
        return [replace(q, comparator=first.comparator, before=first.before) for q in run]
    return run
