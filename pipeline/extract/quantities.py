"""Numerals of the clean text, each read as a quantity or given the class that explains it.

The scan is anchored on the numeral and looks outward: left for the comparator, right for multiplier,
unit and comparator. No pattern has an optional prefix, so the time is linear in the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from operator import attrgetter

from pipeline.extract import labels
from pipeline.extract.dates import behind_marker
from pipeline.extract.lexicon import AFTER, BEFORE, UNITS
from pipeline.extract.lines import line_before
from pipeline.extract.numbers import MULTIPLIERS, read_arabic
from pipeline.extract.quantity import (
    DOUBTFUL,
    Other,
    Quantity,
    put_together,
    stands_for_index,
    unit_at,
    unit_of,
)
from pipeline.extract.special import (
    BEHIND_CHINESE_HEAD,
    CHINESE_HEADS,
    GRADE_UNITS,
    read_special,
    scan_chinese,
)
from pipeline.extract.table_columns import split_unit
from pipeline.extract.table_values import Value
from pipeline.model import Span

_BEHIND_DIGIT = r"[0-9]*(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?"
ARABIC = rf"[0-9]{_BEHIND_DIGIT}"
_ARABIC = re.compile(ARABIC)
# Begins with one character, for which a scan looks at once; a repeat it would try anew at every place.
_NUMERAL = re.compile(rf"[0-9{CHINESE_HEADS}](?:(?<=[0-9]){_BEHIND_DIGIT}|{BEHIND_CHINESE_HEAD})")
RANGE_MARKS = frozenset("-~至到")
_MULTIPLIED = frozenset("百千万亿余多")
_DATED, _FISCAL = frozenset("年月日-/"), frozenset("-/")
"""What stands behind the digits of a date, and of a fiscal year (2024-25年度): behind the decimals of a range, too."""
_GRADED = 10**8
_JOINED = 10**4
_MOST_DIGITS = 24
"""No government promises an amount of more digits: what runs on so far is an error of the source."""
_PARTS = re.compile(r"/([1-9][0-9]?)(?=[,。;、)以左]|$)")
"""The whole of a fraction written with a stroke (1/3)."""
_SECOND = re.compile(rf"-?({ARABIC})")
_SUM_LABEL = re.compile(r"[(+、](?!详?见|附件|专栏)[\u4e00-\u9fff]{2,8}$")


def numerals_of(text: str) -> tuple[list[Span], list[Span]]:
    """Find the numerals of `text`: in Arabic digits, thousands commas and decimals in them, and in Chinese."""
    arabic: list[Span] = []
    chinese: list[Span] = []
    for match in _NUMERAL.finditer(text):
        span = match.span()
        if text[span[0]] <= "9":
            arabic.append(span)
        else:
            chinese.append(span)
    return arabic, chinese


def scan(
    text: str,
    arabic: list[Span],
    chinese: list[Span],
    dates: dict[int, int],
    names: bytearray,
    values: dict[int, Value],
) -> tuple[list[Quantity], list[Other]]:
    """Read the numerals of `text` (`numerals_of`); `dates` maps starts of date numerals to their ends, `names` marks names.

    `values` are table cells that hold a bare number, by their start. Returns quantities and other numerals, both by offset.
    """
    quantities = read_special(text, dates, names)
    others: list[Other] = []
    special = {q.numeral for q in quantities}
    named_behind, named_before = labels.NAMED_BEHIND, labels.NAMED_BEFORE
    hotlines = labels.before_hotlines(text)
    taken = 0
    for start, end in arabic:
        if start < taken or start in special:
            continue
        after = text[end : end + 1]
        if after in _DATED and "." in text[start:end]:
            lead = _before_date(text, start, end, after, dates)
            if lead is not None:
                others.append(lead)
                start = lead.end + 1
        if start in dates:
            others.append(Other(start, end, "date"))
            continue
        if start in values:
            quantities.append(_in_cell(text, start, end, after, values[start]))
            taken = quantities[-1].end
            continue
        cls = None
        if after in named_before or text[start - 1] in named_behind or names[start] or end in hotlines:
            cls = labels.name_class(text, start, end, after, names, hotlines)
        quantity = None if cls else read_quantity(text, start, end, after)
        if quantity is None:
            cls = cls or labels.leftover_class(text, start, end)
        elif quantity.kind == "noun" and labels.is_year(text, start, end):
            cls = "date"  # 2021湖北…: a year before a name
        elif quantity.amount.adjusted() >= _MOST_DIGITS:
            cls = "unexplained"
        else:
            quantities.append(quantity)
            taken = quantity.end
            continue
        others.append(Other(start, end, cls))
    by_numeral = attrgetter("numeral")
    quantities.sort(key=by_numeral)
    found = scan_chinese(text, chinese, dates, names, quantities)
    if found:
        quantities += found
        quantities.sort(key=by_numeral)
    return quantities, others


def _before_date(text: str, start: int, end: int, after: str, dates: dict[int, int]) -> Other | None:
    """Return what a date is written right behind: a list's marker (1.12月底前) or another number (投资4.2月底前)."""
    dot = text.index(".", start)
    dated = after not in _FISCAL or labels.is_year(text, dot + 1, end)
    if dated and behind_marker(text, dot + 1):
        return Other(start, dot, "marker")
    return Other(start, dot, labels.leftover_class(text, start, dot)) if dot + 1 in dates else None


def read_quantity(text: str, start: int, end: int, following: str) -> Quantity | None:
    """Read the quantity whose Arabic digits stand at `start:end`; None where no unit or context makes it one.

    `following` is the character behind the digits.
    """
    written = text[start:end]
    amount = read_arabic(written) if "," in written else Decimal(written)
    if following == " ":
        end = _skip_space(text, start, end)
        following = text[end : end + 1]
    position, more, factor = end, False, 1
    if following in _MULTIPLIED:
        position, more, factor = _skip_multiplier(text, end)
    unit = UNITS.at(text, position)
    if unit in DOUBTFUL:
        unit = unit_of(unit, text, position, factor > 1)
    if unit is None:
        fraction = _PARTS.match(text, end) if following == "/" else None
        if fraction and text[start - 1 : start] not in ("/", ".", "-"):
            return _read_parts(text, start, end, amount, fraction)
        if factor >= _JOINED and text[position : position + 1].isdigit():
            return _read_compound(text, start, end, position, amount * factor, factor)
    unit_end = position + len(unit) if unit else position
    second: Span | None = None
    high: Decimal | None = None
    shared = factor
    behind = text[unit_end : unit_end + 1]
    if behind == "(":
        unit_end = _skip_inclusive(text, unit_end)
        behind = text[unit_end : unit_end + 1]
    if behind in RANGE_MARKS:
        ranged = _range_end(text, unit_end, start, unit)
        if ranged:
            second, (position, more, high_factor), second_unit = ranged
            high = read_arabic(text[slice(*second)]) * high_factor
            if text[second[0] - 1] == "-" and second[0] - 1 > unit_end:
                high = -high
            shared = factor if factor > 1 or unit else high_factor
            unit, unit_end = second_unit, position + len(second_unit or "")
            behind = text[unit_end : unit_end + 1]
    if behind == "级" and (unit in GRADE_UNITS or (not unit and factor >= _GRADED)):
        grade = put_together(
            text, start, position, unit or "元", unit_end, amount * factor, None, more, end, second, False
        )
        grade.grade, grade.comparator, grade.unit_written, grade.end = True, "ge", None, unit_end + 1
        return grade
    if unit is None and factor == 1 and not _stands_alone(text, start, position):
        return None
    if shared != 1:
        amount *= shared
    return put_together(text, start, position, unit, unit_end, amount, high, more, end, second, False)


_INCLUSIVE = re.compile(r"\(不?含(?:本数)?\)(?=[-~至到以及])")


def _skip_inclusive(text: str, offset: int) -> int:
    """Return where the bound or range goes on behind the words that take its own value in: 5万元(含)以上."""
    match = _INCLUSIVE.match(text, offset)
    return match.end() if match else offset


def _read_compound(
    text: str, start: int, end: int, position: int, whole: Decimal, factor: int
) -> Quantity | None:
    """Read an amount in two steps (3亿2千万元), the second of which is smaller than the first one's multiplier."""
    digits = _ARABIC.match(text, position)
    if digits is None:
        return None
    position, more, smaller = _skip_multiplier(text, digits.end())
    rest, unit = read_arabic(digits.group()) * smaller, unit_at(text, position, True)
    if unit is None or unit == "年" or rest >= factor:
        return None
    unit_end = position + len(unit)
    return put_together(
        text, start, position, unit, unit_end, whole + rest, None, more, end, digits.span(), False
    )


def _read_parts(text: str, start: int, end: int, part: Decimal, fraction: re.Match[str]) -> Quantity:
    """Read a fraction written with a stroke (1/3) as the percentage it is."""
    share, stop = part * 100 / Decimal(fraction.group(1)), fraction.end()
    return put_together(text, start, stop, "%", stop, share, None, False, end, fraction.span(1), False)


def _in_cell(text: str, start: int, end: int, after: str, value: Value) -> Quantity:
    """Read a number of a table's cell: by the unit written behind it, else by that of its row or column."""
    own = read_quantity(text, start, end, after) if value.written else None
    return own or _in_column(text, start, end, value)


def _in_column(text: str, start: int, end: int, value: Value) -> Quantity:
    """Read a bare number of a table, whose unit stands in the header or in a cell of its row."""
    multipliers, unit = split_unit(value.unit or "")
    factor = Decimal(1)
    for multiplier in multipliers:
        factor *= MULTIPLIERS[multiplier]
    amount = read_arabic(text[start:end]) * factor
    high = read_arabic(text[slice(*value.second)]) * factor if value.second else None
    quantity = put_together(
        text, start, value.end, unit or None, value.end, amount, high, False, end, value.second, False
    )
    if text[start - 1 : start] == "-" and quantity.amount > 0 and high is None:
        quantity.amount, quantity.start = -quantity.amount, min(quantity.start, start - 1)
    if value.unit == "年":
        quantity.unit, quantity.kind = "year", "time"
    quantity.unit_written = value.unit
    return quantity


def _skip_space(text: str, start: int, end: int) -> int:
    """Step over a space between number and unit, as typesetting leaves it; not behind a marker."""
    stop = end
    while text[stop : stop + 1] == " " and stop - end < 2:
        stop += 1
    if stop > end and line_before(text, start).strip(" (|") and UNITS.at(text, stop):
        return stop
    return end


def _skip_multiplier(text: str, position: int) -> tuple[int, bool, int]:
    """Step over 余/多 and 百千万亿 behind digits; return the new offset, whether 余/多 stood there, the factor."""
    more = False
    factor = 1
    while (character := text[position : position + 1]) in _MULTIPLIED:
        if character in MULTIPLIERS:
            if character in UNITS.heads and (UNITS.at(text, position) or text.startswith("千伏", position)):
                break
            factor *= MULTIPLIERS[character]
        elif more or text[position : position + 2] in ("多式", "多元", "多样"):
            break
        else:
            more = True
        position += 1
    return position, more, factor


def _range_end(
    text: str, position: int, start: int, unit: str | None
) -> tuple[tuple[int, int], tuple[int, bool, int], str | None] | None:
    """Read the second number of a range such as `8-10个`: its span, what multiplies it, and its unit.

    None where 由/从 makes it a from-to, or where the two numbers have different units.
    """
    if text[position] in "至到" and text[max(0, start - 1) : start] in ("由", "从", "自"):
        return None
    following = _SECOND.match(text, position + 1)
    if following is None:
        return None
    multiplied = _skip_multiplier(text, following.end())
    second = unit_at(text, multiplied[0], multiplied[2] > 1)
    if unit and second and second != unit:
        return None
    return following.span(1), multiplied, second


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Tell whether a number without a unit is a quantity: in a labelled sum, or after a comparator."""
    after, beyond = text[end : end + 1], text[end + 1 : end + 2]
    if (after in ("+", ")") and beyond not in "0123456789NX") or (
        after == "+" and "\u4e00" <= beyond <= "\u9fff"
    ):
        return bool(_SUM_LABEL.search(text[max(0, start - 9) : start]))
    if after in ("年", "月", "日"):
        return False
    if (not after or after in ",。;、)\n以左下升提降") and stands_for_index(text, start):
        return True
    return bool(BEFORE.before(text, start) or AFTER.at(text, end))
