"""Quantities that no unit behind Arabic digits shows: ranks, spans of years, grades, Chinese numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain

from pipeline.extract import labels
from pipeline.extract.lexicon import BEFORE, BEFORE_CODES, UNIT_FORMS
from pipeline.extract.numbers import read_arabic, read_chinese
from pipeline.extract.quantity import Quantity, put_together, unit_at
from pipeline.extract.words import matches_from
from pipeline.model import Span

_NUMERALS = "一二两三四五六七八九十百千万亿零"
_COUNTED = "个家项处座所人户条件名公平亩成倍番元场支套台辆斤吨米千分张床头只羽株盏部块对艘架栋列班次岁"
"""What the units begin with that Chinese numerals count in."""
CHINESE_HEADS = f"{_NUMERALS}半"
# What may not stand before the first character is looked back for.
BEHIND_CHINESE_HEAD = (
    rf"(?=[{_NUMERALS}余多{_COUNTED}])(?<![第每届零一二三四五六七八九十百千万亿两半几数多余.0-9](?s:.))"
    rf"(?:(?<=半)|(?<!半)[{_NUMERALS}]*)(?:[余多][万亿]{{0,2}})?"
    rf"(?=[{_COUNTED}])"
)
_FRACTION = re.compile(r"分之([一二三四五六七八九十百]+)")
# 千亿级产业, 亿吨级矿床, 千万千瓦级基地; an amount without 级 before what it is the size of: 百亿企业.
GRADE = re.compile(
    r"([0-9]+|[一二三五八十]*[百千万亿]*[十百千万亿])(?P<unit>元|吨|千瓦|兆瓦|亩|立方米)?级(?=[一-龥、])(?!航|泊|码|机|人口|的?泵|院士|干|船|轮|巨轮)"
    r"|([百千万]亿)(?=品牌|产业|集群|企业|园区|强县|板块|项目群)"
)
# What a grade ends with begins with one letter, which a scan finds at once; what stands before is looked back for.
_LEVEL = re.compile(r"级(?<=[十百千万亿元吨瓦亩米]级)(?=[一-龥、])")
_SIZED = re.compile(r"亿(?<=[百千万]亿)(?=品牌|产业|集群|企业|园区|强县|板块|项目群)")
_GRADE_INSIDE = frozenset("0123456789.一二三四五六七八九十百千万亿“”")
GRADE_UNITS = ("立方米", "千瓦", "兆瓦", "元", "吨", "亩")
# An amount of money whose 元 is left out: 旅游收入破万亿.
_BARE_MONEY = re.compile(
    r"亿(?:(?<=[破超过]亿)|(?<=[破超过][百千万]亿)|(?<=[破超过][百千万]万亿))(?=[,。;、]|大关|台阶|\n|$)"
)
_MONEY_BEFORE = re.compile(
    r"(?:收入|产值|总量|规模|总值|投资|额|贷款|存款|消费|增加值)(?:首次|再次|成功)?(?:突破|超过|超|破)$"
)
_PLACE = r"([0-9]{1,3}|[一二三四五六七八九十]{1,3})(位|名|强)?"
# Two patterns, as a scan for one letter is many times as quick as one for either of two.
_PLACED, _TOP = re.compile(f"第{_PLACE}"), re.compile(f"前{_PLACE}")
SPAN = re.compile(
    r"(连续[一-龥]{0,3}|提前|历时|时隔|近|再延长|延长|为期|坚持|不少于|不低于|不超过|最长|间隔|已有|至少|分|满|免费?)"
    r"([0-9]{1,2})(个年头|个?年)(?![度底末产出级均代内新]|一遇|行动|计划|规划)"
)
_SPAN_END = re.compile(r"年(?<=[0-9个]年)(?<![0-9]{3}年)(?![度底末产出级均代内新])")
_SPAN_BEFORE = 10
_SPAN_TAILS = frozenset("续前时隔近长期持于过有少分满免费")
"""What the words before the number of such a span end with, but for those that follow 连续."""
_BOUNDS = frozenset(("不少于", "不低于", "不超过", "最长", "至少"))
# Years with decimals are an average (平均受教育年限11.3年); PM2.5年均浓度 names what is in the air.
_PARTIAL_YEARS = re.compile(r"年(?:(?<=[0-9]\.[0-9]年)|(?<=[0-9]\.[0-9][0-9]年))(?![均平内度代产])")
_LONGEST_YEARS = 5


def read_special(text: str, dates: dict[int, int], names: bytearray) -> list[Quantity]:
    """Read what the unit does not show: ranks (第3位), spans of years (连续8年), grades (百亿级), ratios (12:45:43)."""
    return [
        *_ratios(text, names),
        *_ranks(text, dates, names),
        *_spans(text, dates, names),
        *_partial_years(text, dates, names),
        *_grades(text, names),
        *_bare_money(text, names),
    ]


# Begins with the colon, which a scan finds at once; the number before it is looked back for.
_COLON = re.compile(r":(?<=[0-9]:)(?=[0-9])")
_NUMBER = r"([0-9]{1,3}(?:\.[0-9]{1,2})?)"
_SHARES_OF_THREE = re.compile(rf"{_NUMBER}:{_NUMBER}:{_NUMBER}(?![0-9.:])")
_TO_ONE = re.compile(rf"{_NUMBER}:(1)(?![0-9.:])")
_RATIO_BEFORE = re.compile(r"(?:产业|结构|比例|比重|之?比|倍差)[^,。;\n]{0,44}$")
_LONGEST_NUMBER = 6
_WHOLE = range(98, 103)


def _ratios(text: str, names: bytearray) -> Iterator[Quantity]:
    """Find the shares of three sectors (三次产业结构12:45:43) and ratios to one (城乡收入比2.13:1)."""
    until = 0
    for colon in matches_from(":", _COLON, text):
        begin = colon.start()
        while begin > until and colon.start() - begin < _LONGEST_NUMBER and text[begin - 1] in "0123456789.":
            begin -= 1
        if begin < until or names[begin] or not _RATIO_BEFORE.search(text, max(0, begin - 48), begin):
            continue
        three = _SHARES_OF_THREE.match(text, begin)
        if three and int(sum(map(Decimal, three.groups()))) in _WHOLE:
            until = three.end()
            for group in (1, 2, 3):
                yield _of_ratio(three, group, "percent", None)
            continue
        one = _TO_ONE.match(text, begin)
        if one:
            until = one.end()
            yield _of_ratio(one, 1, "fold", one.span(2))


def _of_ratio(match: re.Match[str], group: int, unit: str, second: tuple[int, int] | None) -> Quantity:
    start, end = match.span(group)
    last = second[1] if second else end
    ratio = _plain(match, match.group(group), (start, end), unit, None, "eq")
    ratio.start, ratio.end, ratio.numeral_end, ratio.second, ratio.kind = start, last, last, second, "ratio"
    return ratio


def _ranks(text: str, dates: dict[int, int], names: bytearray) -> Iterator[Quantity]:
    for match in chain(_PLACED.finditer(text), matches_from("前", _TOP, text)):
        written, unit = match.groups()
        top = text[match.start()] == "前"
        if unit == "强" or (not unit and (top or not written[0].isdigit())):
            continue
        start, end = match.span(1)
        if names[start] or start in dates or not (top or labels.ranks(text, start, end)):
            continue
        yield _plain(match, written, (start, end), "rank", unit, "le" if top else "eq")


def _spans(text: str, dates: dict[int, int], names: bytearray) -> Iterator[Quantity]:
    """Find 连续8年 and the like by the 年 that each ends with."""
    until = 0
    for anchor in _SPAN_END.finditer(text):
        first = max(until, anchor.start() - _SPAN_BEFORE)
        lead = text[first : anchor.start()].rstrip("个").rstrip("0123456789")
        if lead[-1:] not in _SPAN_TAILS and "连续" not in lead:
            continue
        for begin in range(first, anchor.start() - 1):
            match = SPAN.match(text, begin)
            if match:
                until = match.end()
                if not names[match.start(2)] and match.start(2) not in dates:
                    lead = match.group(1)
                    bound = BEFORE_CODES[lead] if lead in _BOUNDS else "eq"
                    span = _plain(match, match.group(2), match.span(2), "year", match.group(3), bound)
                    span.start = match.start(1 if lead in _BOUNDS else 2)
                    span.before, span.kind = lead, "time"
                    yield span
                break


def _partial_years(text: str, dates: dict[int, int], names: bytearray) -> Iterator[Quantity]:
    """Find 11.3年 and the like by the 年 that each ends with; behind a list marker the year of a date stands."""
    for anchor in _PARTIAL_YEARS.finditer(text):
        start = end = anchor.start()
        while end - start < _LONGEST_YEARS and text[start - 1] in "0123456789.":
            start -= 1
        lead = text[start - 1 : start]
        if names[start] or start in dates or not text[start].isdigit() or not lead.strip():
            continue
        if text[start:end].count(".") != 1 or lead in ".-/" or (lead.isascii() and lead.isalnum()):
            continue
        amount = read_arabic(text[start:end])
        quantity = put_together(text, start, end, None, end + 1, amount, None, False, end, None, False)
        quantity.unit, quantity.kind, quantity.unit_written = "year", "time", "年"
        yield quantity


def _grades(text: str, names: bytearray) -> Iterator[Quantity]:
    """Find 百亿级, 千亿产业 and the like by the 级 or 亿 that each ends with."""
    sized = matches_from("亿", _SIZED, text)
    ends = chain((m.start() for m in _LEVEL.finditer(text)), (m.end() for m in sized))
    for end in ends:
        begin = end
        unit = next((unit for unit in GRADE_UNITS if text.endswith(unit, 0, begin)), "")
        begin -= len(unit)
        while begin and text[begin - 1] in _GRADE_INSIDE:
            begin -= 1
        match = GRADE.match(text, begin)
        group = 1 if match and match.group(1) else 3
        if not match or names[begin] or match.group(group)[-1].isdigit():
            continue
        code, kind = UNIT_FORMS[match["unit"] or "元"]
        grade = _plain(match, match.group(group), match.span(group), code, None, "ge")
        if code == "CNY" and grade.amount < 10**8:
            continue
        grade.grade, grade.kind, grade.before = True, kind, BEFORE.before(text, begin)
        grade.start = begin - len(grade.before or "")
        yield grade


def _bare_money(text: str, names: bytearray) -> Iterator[Quantity]:
    """Find amounts of money without a unit behind a word that they surpass (收入突破万亿)."""
    for anchor in matches_from("亿", _BARE_MONEY, text):
        start, end = anchor.span()
        while text[start - 1] in "百千万":
            start -= 1
        amount = read_chinese(text[start:end])
        if names[start] or amount is None or not _MONEY_BEFORE.search(text, max(0, start - 12), start):
            continue
        quantity = put_together(text, start, end, "元", end, amount, None, False, end, None, True)
        quantity.unit_written = None
        yield quantity


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
        digits_end=span[1],
        second=None,
        chinese=not written[0].isdigit(),
    )


def scan_chinese(
    text: str, numerals: list[Span], dates: dict[int, int], names: bytearray, read: list[Quantity]
) -> list[Quantity]:
    """Read the Chinese `numerals` that count something real (annotation.md: three, two; not names or slogans).

    Those inside the quantities that were `read` before are part of them; these are in order.
    """
    before = iter(read)
    quantity = next(before, None)
    until = 0
    found = []
    for start, stop in numerals:
        while quantity and quantity.start <= start:
            if quantity.end > until:
                until = quantity.end
            quantity = next(before, None)
        if start < until or names[start] or start in dates:
            continue
        counted = _read_chinese(text, start, stop)
        if counted:
            found.append(counted)
    return found


# 九成半, 一成五
_TENTHS = re.compile(r"([一二两三四五六七八九])成([半一二三四五六七八九])(?=[,。;、)\n以左])")


def _read_tenths(text: str, tenths: re.Match[str]) -> Quantity | None:
    """Read tenths and what is beyond them."""
    whole, more = read_chinese(tenths.group(1)), tenths.group(2)
    part = Decimal(5) if more == "半" else read_chinese(more)
    if whole is None or part is None:
        return None
    start, end = tenths.span()
    return put_together(text, start, end, "成", end, whole + part / 10, None, False, end, None, True)


def _counts(text: str, start: int, end: int, written: str, unit: str, more: bool) -> bool:
    """Tell a numeral that counts; a multiplier alone with 余 does as a number would (百余场)."""
    bare = written[0] in "百千万亿"
    return labels.chinese_counts(text, start, end, written, unit, bare) or (
        bare and more and labels.chinese_counts(text, start, end, written, unit, False)
    )


_COUNT = re.compile(r"[^百千万亿]")


def _read_chinese(text: str, start: int, end: int) -> Quantity | None:
    whole = text[start:end]
    written = whole.replace("余", "").replace("多", "")
    more = written != whole
    if text[end] == "成" and (tenths := _TENTHS.match(text, start)):
        return _read_tenths(text, tenths)
    unit = unit_at(text, end, True)
    if unit and not _counts(text, start, end, written, unit, more):
        unit = None
    fraction = None if more or text[end] != "分" else _FRACTION.match(text, end)
    if unit is None and fraction is None:
        return None
    bracketed = text[start - 1 : start] == "(" and text.startswith(")", end + len(unit or ""))
    if unit and bracketed and not _COUNT.search(written):
        return None  # the unit of a name (装机容量(万千瓦)), no amount of one
    amount = read_chinese(written)
    if amount is None:
        return None
    if fraction:
        return _read_fraction(text, start, amount, fraction)
    assert unit is not None
    return put_together(text, start, end, unit, end + len(unit), amount, None, more, end, None, True)


def _read_fraction(text: str, start: int, whole: Decimal, fraction: re.Match[str]) -> Quantity | None:
    """Read 三分之二 as the percentage it is."""
    part, end = read_chinese(fraction.group(1)), fraction.end()
    if part is None or whole == 0:
        return None
    share = part * 100 / whole
    return put_together(text, start, end, "%", end, share, None, False, end, None, True)
