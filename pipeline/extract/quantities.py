"""Numerals of the clean text, each read as a quantity or given the class that explains it.

The scan is anchored on the numeral and looks outward: left for the comparator, right for multiplier,
unit and comparator. No pattern has an optional prefix, so the time is linear in the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.extract import labels
from pipeline.extract.lexicon import comparators, lengths, longest_at, longest_before, unit_forms
from pipeline.extract.numbers import read_arabic, read_chinese, read_multiplier

ARABIC = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
CHINESE = re.compile(
    r"(?<![第每届零一二三四五六七八九十百千万亿两半几数多余.0-9])"
    r"(?:[一二两三四五六七八九十百千万亿零]+|半)(?:余|多)?"
    r"(?=[个家项处座所人户条件名公平亩成倍番元场支套台辆斤吨米千分张床头只羽株盏部块对艘架栋列班艘次岁])"
)
RANGE_MARKS = "-~至到"
COUNT_NOUNS = "金银铜县市区镇乡村校园院省州国馆企矿港湖河库"
GRADE = re.compile(
    r"(?<![0-9.一二三四五六七八九十百千万亿“”])([0-9]+|[一二三五八十]*[百千万亿]*[十百千万亿])元?级(?=[一-龥、])(?!航|泊|码|机|人口|的?泵|院士|干)"
)
RANKING = re.compile(r"(?:第|前)([0-9]{1,3}|[一二三四五六七八九十]{1,3})(位|名|强)?")
SPAN = re.compile(
    r"(连续|提前|历时|时隔|近|再延长|延长|为期|坚持|不少于|间隔|已有|至少)([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(个?年)(?![度底末产出级均代内])"
)


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


def scan(text: str, dates: dict[int, int], names: bytearray) -> tuple[list[Quantity], list[Other]]:
    """Read every numeral of `text`; `dates` maps starts of date numerals to their ends, `names` marks names.

    Returns quantities and other numerals, both by offset.
    """
    quantities = _special(text, dates, names)
    others: list[Other] = []
    special = {a for q in quantities for a, _ in q.numerals}
    taken = 0
    for match in ARABIC.finditer(text):
        start, end = match.span()
        if start < taken or start in special:
            continue
        if start in dates:
            others.append(Other(start, end, "date"))
            continue
        cls = labels.name_class(text, start, end, names)
        quantity = None if cls else read_quantity(text, start, end)
        if quantity is None:
            others.append(Other(start, end, cls or labels.leftover_class(text, start, end)))
        else:
            quantities.append(quantity)
            taken = max(quantity.end, quantity.numerals[-1][1])
    spans = [(q.start, q.end) for q in quantities]
    chinese = _scan_chinese(text, dates, names, spans)
    return sorted(quantities + chinese, key=lambda q: q.numeral), others


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """Read the quantity whose Arabic digits stand at `start:end`; None where no unit or context makes it one."""
    amount = read_arabic(text[start:end])
    end = _skip_space(text, start, end)
    position, more, factor = _skip_multiplier(text, end)
    unit = _unit_at(text, position, factor > 1)
    unit_end = position + len(unit) if unit else position
    numerals: tuple[tuple[int, int], ...] = ((start, end),)
    high: Decimal | None = None
    following = _range_end(text, unit_end if (unit and unit == "%") or unit else position, start)
    if following:
        high_end = following.end()
        position, more, high_factor = _skip_multiplier(text, high_end)
        second = _unit_at(text, position, high_factor > 1)
        if unit and second and second != unit:
            following = None
        else:
            high = read_arabic(following.group(1)) * high_factor
            amount *= factor if factor > 1 or unit else high_factor
            unit, unit_end = second, position + len(second or "")
            numerals += ((following.start(1), high_end),)
    if not following:
        position, more, factor = _skip_multiplier(text, end)
        amount *= factor
    if unit is None and not _stands_alone(text, start, position, factor):
        return None
    return _finish(text, start, position, unit, unit_end, amount, high, more, numerals, False)


def _skip_space(text: str, start: int, end: int) -> int:
    """Step over a space between number and unit, as typesetting leaves it; not behind a marker."""
    stop = end
    while text[stop : stop + 1] == " " and stop - end < 2:
        stop += 1
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if stop > end and line.strip(" (|") and longest_at(text, stop, unit_forms(), lengths("units")):
        return stop
    return end


def _special(text: str, dates: dict[int, int], names: bytearray) -> list[Quantity]:
    """Read what the unit does not show: ranks (第3位, 前10名), spans of years (连续8年), grades (百亿级)."""
    found: list[Quantity] = []
    for match in RANKING.finditer(text):
        start, end = match.span(1)
        top = text[match.start()] == "前"
        if names[start] or start in dates or (top and not match.group(2)) or match.group(2) == "强":
            continue
        if not top and not (labels.ranks(text, start, end) and (match.group(2) or text[start].isdigit())):
            continue
        if not top and not text[start].isdigit() and not match.group(2):
            continue
        found.append(
            _plain(match, match.group(1), match.span(1), "rank", match.group(2), "le" if top else "eq")
        )
    for match in SPAN.finditer(text):
        if not names[match.start(2)] and match.start(2) not in dates:
            span = _plain(match, match.group(2), match.span(2), "year", match.group(3), "eq")
            found.append(replace(span, start=match.start(2), before=match.group(1), kind="time"))
    for match in GRADE.finditer(text):
        if not names[match.start()] and (match.group(1)[-1] in "十百千万亿") and len(match.group(1)) > 0:
            grade = _plain(match, match.group(1), match.span(1), "CNY", "级", "ge")
            before = longest_before(text, match.start(), comparators("before"), lengths("", "before"))
            if grade.amount >= 10**8:
                found.append(
                    replace(
                        grade,
                        grade=True,
                        kind="money",
                        before=before,
                        start=match.start() - len(before or ""),
                        unit_written=None,
                    )
                )
    return found


def _plain(
    match: re.Match[str],
    written: str,
    span: tuple[int, int],
    unit: str,
    unit_written: str | None,
    comparator: str,
) -> Quantity:
    amount = read_arabic(written) if written[0].isdigit() else read_chinese(written)
    return Quantity(
        numeral=span[0],
        numeral_end=span[1],
        start=match.start(),
        end=match.end(),
        amount=amount if amount is not None else Decimal(0),
        amount_high=None,
        comparator=comparator,
        before=None,
        after=None,
        unit=unit,
        kind="ratio" if unit == "rank" else "money",
        unit_written=unit_written,
        numerals=(span,),
        chinese=not written[0].isdigit(),
    )


def _skip_multiplier(text: str, position: int) -> tuple[int, bool, int]:
    """Step over 余/多 and 百千万亿 behind digits; return the new offset, whether 余/多 stood there, the factor."""
    more = False
    begin = position
    while position < len(text):
        character = text[position]
        if (
            character in "余多"
            and not more
            and not (character == "多" and text[position + 1 : position + 2] in "式元样")
        ):
            more = True
        elif (
            character not in "百千万亿"
            or longest_at(text, position, unit_forms(), lengths("units"))
            or (character == "千" and text[position + 1 : position + 2] in "伏")
        ):
            break
        position += 1
    written = text[begin:position].replace("余", "").replace("多", "")
    return position, more, read_multiplier(written)


def _unit_at(text: str, position: int, multiplied: bool) -> str | None:
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


def _range_end(text: str, position: int, start: int) -> re.Match[str] | None:
    """Match the second number of a range such as `8-10个`, unless 由/从 makes it a from-to."""
    mark = text[position : position + 1]
    if not mark or mark not in RANGE_MARKS:
        return None
    if mark in "至到" and text[max(0, start - 1) : start] in ("由", "从", "自"):
        return None
    return re.compile(r"-?([0-9]+(?:\.[0-9]+)?)").match(text, position + 1)


def _stands_alone(text: str, start: int, end: int, factor: int) -> bool:
    """Tell whether a number without a unit is a quantity: multiplied, in a labelled sum, or after a comparator."""
    if factor > 1:
        return True
    if (text[end : end + 1] in ("+", ")") and text[end + 1 : end + 2] not in "0123456789NX") or (
        text[end : end + 1] == "+" and "\u4e00" <= text[end + 1 : end + 2] <= "\u9fff"
    ):
        return bool(re.search(r"[(+、][\u4e00-\u9fff]{2,8}$", text[max(0, start - 9) : start]))
    before = longest_before(text, start, comparators("before"), lengths("", "before"))
    after = longest_at(text, end, comparators("after"), lengths("", "after"))
    return bool(before or after) and text[end : end + 1] not in ("年", "月", "日")


def _finish(
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


def _scan_chinese(
    text: str, dates: dict[int, int], names: bytearray, spans: list[tuple[int, int]]
) -> list[Quantity]:
    """Read Chinese numerals that count something real (annotation.md: three, two; not names or slogans)."""
    covered = bytearray(len(text) + 1)
    for start, end in spans:
        covered[start:end] = b"\x01" * (end - start)
    found = []
    for match in CHINESE.finditer(text):
        start, end = match.span()
        if names[start] or covered[start] or start in dates:
            continue
        quantity = _read_chinese(text, start, end)
        if quantity:
            found.append(quantity)
    return found


def _read_chinese(text: str, start: int, end: int) -> Quantity | None:
    more = text[end - 1] in "余多"
    written = text[start : end - 1] if more else text[start:end]
    amount = read_chinese(written)
    fraction = re.compile(r"分之([一二三四五六七八九十百]+)").match(text, end)
    if amount is not None and fraction and not more:
        part = read_chinese(fraction.group(1))
        if part is None or amount == 0:
            return None
        share = part * 100 / amount
        return _finish(
            text,
            start,
            fraction.end(),
            "%",
            fraction.end(),
            share,
            None,
            False,
            ((start, fraction.end()),),
            True,
        )
    unit = _unit_at(text, end, True)
    bare = written[0] in "百千万亿"
    if amount is None or unit is None or not labels.chinese_counts(text, start, end, written, unit, bare):
        return None
    return _finish(text, start, end, unit, end + len(unit), amount, None, more, ((start, end),), True)


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
        while stop < len(shared) and _joined(text, shared[stop - 1], shared[stop]):
            stop += 1
        run = shared[begin:stop]
        if len(run) > 1:
            shared[begin:stop] = _covered(run)
        begin = stop
    return shared


def _joined(text: str, first: Quantity, second: Quantity) -> bool:
    return text[first.end : second.numeral] in ("和", "、", "及", "与", "以及") and first.unit == second.unit


def _covered(run: list[Quantity]) -> list[Quantity]:
    last, first = run[-1], run[0]
    if last.after and not any(q.after for q in run[:-1]):
        return [replace(q, comparator=last.comparator, after=last.after) for q in run]
    if first.before and not any(q.before or q.after for q in run[1:]):
        return [replace(q, comparator=first.comparator, before=first.before) for q in run]
    return run
