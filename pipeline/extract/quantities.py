"""Numerals of the clean text, each read as a quantity or given the class that explains it.

The scan is anchored on the numeral and looks outward: left for the comparator, right for multiplier,
unit and comparator. No pattern has an optional prefix, so the time is linear in the text.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.extract import labels
from pipeline.extract.deadlines import behind_marker
from pipeline.extract.lexicon import comparators, lengths, longest_at, longest_before, unit_forms
from pipeline.extract.numbers import read_arabic, read_multiplier
from pipeline.extract.quantity import Other, Quantity, put_together, unit_at
from pipeline.extract.special import read_special, scan_chinese

ARABIC = re.compile(r"[0-9]+(?:,[0-9]{3}(?![0-9]))*(?:\.[0-9]+)?")
RANGE_MARKS = "-~至到"


def scan(text: str, dates: dict[int, int], names: bytearray) -> tuple[list[Quantity], list[Other]]:
    """Read every numeral of `text`; `dates` maps starts of date numerals to their ends, `names` marks names.

    Returns quantities and other numerals, both by offset.
    """
    quantities = read_special(text, dates, names)
    others: list[Other] = []
    special = {a for q in quantities for a, _ in q.numerals}
    taken = 0
    for match in ARABIC.finditer(text):
        start, end = match.span()
        if start < taken or start in special:
            continue
        if "." in match.group() and text[end : end + 1] in ("年", "月", "日"):
            dot = text.index(".", start)
            if behind_marker(text, dot + 1):
                others.append(Other(start, dot, "marker"))
                start = dot + 1
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
    chinese = scan_chinese(text, dates, names, spans)
    return sorted(quantities + chinese, key=lambda q: q.numeral), others


def read_quantity(text: str, start: int, end: int) -> Quantity | None:
    """Read the quantity whose Arabic digits stand at `start:end`; None where no unit or context makes it one."""
    amount = read_arabic(text[start:end])
    end = _skip_space(text, start, end)
    position, more, factor = _skip_multiplier(text, end)
    unit = unit_at(text, position, factor > 1)
    unit_end = position + len(unit) if unit else position
    numerals: tuple[tuple[int, int], ...] = ((start, end),)
    high: Decimal | None = None
    following = _range_end(text, unit_end if (unit and unit == "%") or unit else position, start)
    if following:
        high_end = following.end()
        position, more, high_factor = _skip_multiplier(text, high_end)
        second = unit_at(text, position, high_factor > 1)
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
    return put_together(text, start, position, unit, unit_end, amount, high, more, numerals, False)


def _skip_space(text: str, start: int, end: int) -> int:
    """Step over a space between number and unit, as typesetting leaves it; not behind a marker."""
    stop = end
    while text[stop : stop + 1] == " " and stop - end < 2:
        stop += 1
    line = text[text.rfind("\n", 0, start) + 1 : start]
    if stop > end and line.strip(" (|") and longest_at(text, stop, unit_forms(), lengths("units")):
        return stop
    return end


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
