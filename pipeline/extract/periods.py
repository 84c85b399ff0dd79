"""When a value is to hold, or held: an EDTF period and what it rests on."""

from __future__ import annotations

import re

from pipeline.extract.around import Around
from pipeline.extract.context import Sentence
from pipeline.extract.dates import year_of
from pipeline.extract.several_years import Years, read_years

# Begins with 年, which a search finds at once; the digits before it are looked back for.
_YEAR = re.compile(
    r"年(?<=(?:19|20)[0-9]{2}年)(?<![比较由从][0-9]{4}年)(?<!(?:谋划|储备)[0-9]{4}年)(?!来|期|制|的|以前|以来)"
)
_ANY_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2})月(?:底|末|份)?(?:前)?(?!度)")
_QUARTER = re.compile(r"(?<![前0-9])(前)?第?([一二三四1-4])季(?:度|(?<=年第.季))")
# A year of three digits in a document that counts from 1912.
_REPUBLIC_YEAR = re.compile(
    r"年(?<=1[0-4][0-9]年)(?<![0-9][0-9]{3}年)(?<![较比由从][0-9]{3}年)(?!来|期|制|的|以前|以来)"
)
_FURTHER = re.compile("、[0-9]{1,2}月")
_COMPARED = re.compile("[较比于以]去年|去年同期|去年底")
_NEAR = 77
"""So near before a value a year must stand that says when it is to hold."""
_ORDER = {"一": 1, "二": 2, "三": 3, "四": 4}
_UNTIL = re.compile(r"截至(?:(?:19|20)[0-9]{2}年|今年|目前)?([0-9]{1,2})月")
_SPAN = re.compile(r"((?:19|20)[0-9]{2})年?[-~至到]((?:19|20)[0-9]{2})年")
_SPAN_END = re.compile(r"年(?<=[-~至到](?:19|20)[0-9]{2}年)")
"""What a span ends with, which a search finds at once where there is one."""
_OPENING = re.compile(r"[ 到至]*((?:19|20)[0-9]{2})年[:,]")


Undated = tuple[tuple[str, str], tuple[str, str]]
"""The period, and what it rests on, of what is to come and of what is past where no date is named."""


def undated_periods(plan: tuple[int, int]) -> Undated | None:
    """Return the periods of values without a date in a plan for one year, None where it is for more."""
    first, last = plan
    return ((str(first), "document"), (str(first - 1), "review")) if first == last else None


def is_past(role: str, part: str) -> bool:
    """Tell a value that was so in the year before the plan's, where no date is named for it."""
    return part == "review" or role == "baseline" or (role == "achieved" and part != "told")


def read_period(
    value: Around,
    plan: tuple[int, int],
    years_told: Years | None = None,
    measure: str = "quantity",
    told: str | None = None,
) -> tuple[str, str]:
    """Return (EDTF, basis) for a value whose role is read; `plan` is the first and the last year of the plan period.

    The year that a column of a table is of wins, then when what news tells was so, `told` (a value that it moved
    from was so in the year before), then the span of years that the passage tells of, `years_told`, then a year or
    span of years stated in the sentence before the value, then the year that opens its line, and a month or quarter
    in its clause; a review speaks of the year before the plan's; else the plan period (annotation.md).
    """
    sentence = value.sentence
    first, last = plan
    part = sentence.part
    if value.column and value.column.period:
        return value.column.period, "stated"
    if value.column and value.column.label.startswith(_LAST_YEAR):
        return str(first - 1), "stated"
    if told and value.role.name != "baseline":
        return told, "stated"
    if told and told.isdigit() and not _names_year(value):
        return str(int(told) - 1), "stated"
    if years_told and years_told.whole == f"{first}/{last}":
        years_told = None  # the plan's own years
    if years_told and (told := read_years(value, years_told, measure)):
        return told, "stated"
    undated = None if sentence.dated else undated_periods(plan)
    if undated:
        return undated[is_past(value.role.name, part)]
    words = value.text[sentence.start : value.quantity.start] if sentence.dated else ""
    spanned = _span_before(words) if _plans(value) and words else None
    if spanned and int(spanned[2]) >= first and int(spanned[1]) <= int(spanned[2]):
        return "/".join(spanned.groups()), "stated"
    year, basis = _year_of(value, words, first, last)
    base = value.role.name == "baseline" and basis != "stated"  # the month of a clause is that of its goal
    if sentence.dated and (year or first == last) and not base:
        months = _months(value, part)
        if months:
            said = _year_behind(value) or year or first
            return "/".join(f"{said}-{month:02d}" for month in months), "stated"
    if year == last > first and _OVER_YEARS.search(value.before):
        return document_period(plan), "document"
    if year:
        return str(year), basis
    return document_period(plan), "document"


_OVER_YEARS = re.compile(r"年均|累计")
"""What changes or is summed up so in a plan of several years takes all of them to the last one."""
_LAST_YEAR = ("上年", "上一年", "去年")


def _names_year(value: Around) -> bool:
    start = value.quantity.start
    return value.sentence.dated and _ANY_YEAR.search(value.text, value.clause[0], start) is not None


def document_period(plan: tuple[int, int]) -> str:
    """Return the plan period, of one year or more."""
    first, last = plan
    return str(first) if last == first else f"{first}/{last}"


_OF_ONE_YEAR = re.compile(r"[今本当]年|年度")


def _span_before(words: str) -> re.Match[str] | None:
    """Return the last span of years in `words`, unless one year is named behind it (2024-2026年,2025年投资)."""
    spans = list(_SPAN.finditer(words)) if _SPAN_END.search(words) else []
    if not spans or _YEAR.search(words, spans[-1].end()) or _OF_ONE_YEAR.search(words, spans[-1].end()):
        return None
    return spans[-1]


def _plans(value: Around) -> bool:
    """Tell a value of what is to come from one that is told of."""
    role, part = value.role.name, value.sentence.part
    return not (
        (part == "told" and role != "baseline") or role in ("achieved", "baseline") or part == "review"
    )


def _year_of(value: Around, words: str, first: int, last: int) -> tuple[int, str]:
    """Return the year of a value and what it rests on, 0 where the plan period holds; `words` stand before it."""
    text, clause, start = value.text, value.clause, value.quantity.start
    role, part = value.role.name, value.sentence.part
    known = years_of(value.sentence) if words else None
    stated = [found for found in known if found[0] < start] if known else []
    years = [year for _, year in stated] if stated else []
    if part == "told" and role != "baseline":  # news tells of its own year, or of one that it names
        behind = words[stated[-1][0] - value.sentence.start :] if stated else words
        if years and "今年" in behind:
            years.append(first)
        elif "去年" in behind and not _COMPARED.search(behind):
            return first - 1, "stated"
        named = [y for y in years if y <= first] if years else years
        return (named[-1], "stated") if named else (first, "document")
    if not _plans(value):
        if role == "baseline":
            years = list(map(int, _ANY_YEAR.findall(text, clause[0], start)))
        past = [y for y in years if y < first] if years else years
        return (past[-1], "stated") if past else (first - 1, "review")
    year, basis = _coming_year(stated, words, start, first) if words else (0, "document")
    if year > first and "今年" in text[slice(*clause)] and f"{year}年" not in text[clause[0] : start]:
        return first, "stated"
    if not year and first < last:
        opening = _OPENING.match(text, text.rfind("\n", 0, start) + 1)
        return (int(opening.group(1)), "stated") if opening else (0, "document")
    return year, basis


def _months(value: Around, part: str) -> tuple[int, ...]:
    """Return the month, or the first and last one of a quarter, that the clause of a value names; () without any.

    The last one before the value counts, else the first behind it. In news 截至9月 holds for the whole sentence.
    """
    text, (begin, end), start = value.text, value.clause, value.quantity.start
    words = text[begin:end]
    if "月" in words:
        before = [int(m.group(1)) for m in _MONTH.finditer(text, begin, start)]
        behind = None if before else _MONTH.search(text, begin, end)
        if behind and _FURTHER.match(text, behind.end()):
            return ()  # 2台分别于10月、12月投产: each has a month of its own
        month = before[-1] if before else int(behind.group(1)) if behind else 0
        if 1 <= month <= _DECEMBER:
            return (month,)
    elif "季" in words and (quarter := _QUARTER.search(text, begin, end)):
        last = 3 * (_ORDER.get(quarter.group(2)) or int(quarter.group(2)))
        return (1 if quarter.group(1) else last - 2), last
    elif part == "told" and (until := _UNTIL.search(text, value.sentence.start, start)):
        return (int(until.group(1)),) if 1 <= int(until.group(1)) <= _DECEMBER else ()
    if value.role.name == "breakdown" and value.previous is not None:
        return _months(value.previous, part)  # a part holds when its whole does
    if value.role.name == "target" and text.find("月", end, value.sentence.end) >= 0:
        return _finished(text, start, value.sentence.end)
    return ()


def _year_behind(value: Around) -> int:
    """Return the year of the month or quarter that stands behind a value (30个于2025年6月启用), 0 without one."""
    behind = _DATED.search(value.text, value.quantity.end, value.clause[1])
    if behind is None or _MONTH_OR_QUARTER.search(value.text, value.clause[0], value.quantity.start):
        return 0
    return int(behind.group(1))


_DATED = re.compile(r"((?:19|20)[0-9]{2})年(?:[0-9]{1,2}月|第?[一二三四]季)")
_MONTH_OR_QUARTER = re.compile(r"[0-9]月|季")
_FINISHED = re.compile(
    r",(?:(?:19|20)[0-9]{2}年)?([0-9]{1,2})月底?前?(?:全部|全面)(?:完工|建成|完成|竣工|建成投用|建成通车|投入使用|投入运营|投用|交付|交付使用|竣工交付|竣工验收)(?=[,;。]|$)"
)


def _finished(text: str, start: int, end: int) -> tuple[int, ...]:
    """Return the month by which a clause behind says that all is finished (改造小区86个,加装电梯40部,10月底前全部完工)."""
    stop = text.find(";", start, end)
    month = _FINISHED.search(text, start, end if stop < 0 else stop)
    if month is None or text.find("月", start, month.start()) >= 0:
        return ()
    return (int(month.group(1)),) if 1 <= int(month.group(1)) <= _DECEMBER else ()


_DECEMBER = 12


def years_of(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the years that a sentence states, each with the offset behind its digits."""
    if sentence.years is None:
        text = sentence.text
        found = (match.start() for match in _YEAR.finditer(text, sentence.start + 4, sentence.end))
        sentence.years = [(at, int(text[at - 4 : at])) for at in found]
        if sentence.republic_years:
            sentence.years += [(at, year_of(text[at - 3 : at])) for at in sentence.republic_years]
            sentence.years.sort()
    return sentence.years


def republic_years(sentence: Sentence) -> tuple[int, ...]:
    """Return the offsets behind the digits of the years that a sentence of a document of the Republic states (114年)."""
    found = _REPUBLIC_YEAR.finditer(sentence.text, sentence.start + 2, sentence.end)
    return tuple(match.start() for match in found)


_OPENS = re.compile(r"[到至](?:19|20)[0-9]{2}年[底末]?,")
"""A year that a sentence opens with holds for all of it."""


def _coming_year(stated: list[tuple[int, int]], words: str, start: int, first: int) -> tuple[int, str]:
    """Return the plan's year or a later one that `words` state last, near their end; 0 where there is none."""
    later = [(at, year) for at, year in stated if year >= first] if stated else stated
    if later and (start - later[-1][0] < _NEAR or (words[0] in "到至" and _OPENS.match(words))):
        return later[-1][1], "stated"
    return (first + 1, "stated") if "明年" in words[-40:] else (0, "document")
