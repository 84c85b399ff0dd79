"""Quantities that no unit behind Arabic digits shows: ranks, spans of years, grades, Chinese numerals."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from pipeline.extract import labels
from pipeline.extract.lexicon import comparators, lengths, longest_before
from pipeline.extract.numbers import read_arabic, read_chinese
from pipeline.extract.quantity import Quantity, put_together, unit_at

CHINESE = re.compile(
    r"(?<![第每届零一二三四五六七八九十百千万亿两半几数多余.0-9])"
    r"(?:[一二两三四五六七八九十百千万亿零]+|半)(?:余|多)?"
    r"(?=[个家项处座所人户条件名公平亩成倍番元场支套台辆斤吨米千分张床头只羽株盏部块对艘架栋列班艘次岁])"
)
GRADE = re.compile(
    r"(?<![0-9.一二三四五六七八九十百千万亿“”])([0-9]+|[一二三五八十]*[百千万亿]*[十百千万亿])元?级(?=[一-龥、])(?!航|泊|码|机|人口|的?泵|院士|干)"
)
RANKING = re.compile(r"(?:第|前)([0-9]{1,3}|[一二三四五六七八九十]{1,3})(位|名|强)?")
SPAN = re.compile(
    r"(连续|提前|历时|时隔|近|再延长|延长|为期|坚持|不少于|间隔|已有|至少)([0-9]{1,2}|[一二两三四五六七八九十]{1,3})(个?年)(?![度底末产出级均代内])"
)


def read_special(text: str, dates: dict[int, int], names: bytearray) -> list[Quantity]:
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


def scan_chinese(
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
        return put_together(
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
    unit = unit_at(text, end, True)
    bare = written[0] in "百千万亿"
    if amount is None or unit is None or not labels.chinese_counts(text, start, end, written, unit, bare):
        return None
    return put_together(text, start, end, unit, end + len(unit), amount, None, more, ((start, end),), True)
