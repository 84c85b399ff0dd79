"""When a value is to hold, or held: an EDTF period and what it rests on."""

from __future__ import annotations

import re

from pipeline.extract.around import Around
from pipeline.extract.context import Sentence

# Begins with 年, which a search finds at once; the digits before it are looked back for.
_YEAR = re.compile(r"年(?<=(?:19|20)[0-9]{2}年)(?<![比较由从][0-9]{4}年)(?!来|期|制|的|以前|以来)")
_ANY_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2})月(?:底|末|份)?(?:前)?(?!度)")
_SPAN = re.compile(r"((?:19|20)[0-9]{2})年?[-~至到]((?:19|20)[0-9]{2})年")
_OPENING = re.compile(r"[ 到至]*((?:19|20)[0-9]{2})年[:,]")


def read_period(value: Around, plan: tuple[int, int]) -> tuple[str, str]:
    """Return (EDTF, basis) for a value whose role is read; `plan` is the first and the last year of the plan period.

    The year that a column of a table is of wins, then a year or span of years stated in the sentence before the
    value, then the year that opens its line, and a month in its clause; a review speaks of the year before the
    plan's; else the plan period (annotation.md).
    """
    first, last = plan
    sentence, role = value.sentence, value.role.name
    part = sentence.part
    if value.column and value.column.period:
        return value.column.period, "stated"
    if not sentence.dated and first == last:
        return _undated(role, first, part)
    text, clause, start = value.text, value.clause, value.quantity.start
    years = [year for at, year in _years_of(sentence) if at < start] if sentence.dated else []
    if part == "told" and role != "baseline":  # news tells of its own year, or of one that it names
        named = [y for y in years if y <= first] if years else years
        year, basis = (named[-1], "stated") if named else (first, "document")
    elif role in ("achieved", "baseline") or part == "review":
        if role == "baseline":
            years = list(map(int, _ANY_YEAR.findall(text, clause[0], start)))
        past = [y for y in years if y < first] if years else years
        year, basis = (past[-1], "stated") if past else (first - 1, "review")
    else:
        words = text[sentence.start : start] if sentence.dated else ""
        spanned = _SPAN.findall(words) if words else []
        if spanned and int(spanned[-1][1]) >= first and int(spanned[-1][0]) <= int(spanned[-1][1]):
            return "/".join(spanned[-1]), "stated"
        year, basis = _coming_year(years, words, first) if words else (0, "document")
        if not year and first < last:
            opening = _OPENING.match(text, text.rfind("\n", 0, start) + 1)
            year, basis = (int(opening.group(1)), "stated") if opening else (0, "document")
    month = None
    if sentence.monthly and text.find("月", *clause) >= 0:
        month = _MONTH.search(text, *clause)
    if month and 1 <= int(month.group(1)) <= 12 and (year or first == last):
        return f"{year or first}-{int(month.group(1)):02d}", "stated"
    if year:
        return str(year), basis
    return (str(first), "document") if last == first else (f"{first}/{last}", "document")


def _years_of(sentence: Sentence) -> list[tuple[int, int]]:
    """Return the years that a sentence states, each with the offset behind its digits."""
    if sentence.years is None:
        text = sentence.text
        found = (match.start() for match in _YEAR.finditer(text, sentence.start + 4, sentence.end))
        sentence.years = [(at, int(text[at - 4 : at])) for at in found]
    return sentence.years


def _undated(role: str, year: int, part: str) -> tuple[str, str]:
    """Return the period of a value whose sentence names no date, in a document whose plan is for one year."""
    if part == "review" or role == "baseline" or (role == "achieved" and part != "told"):
        return str(year - 1), "review"
    return str(year), "document"


def _coming_year(years: list[int], words: str, first: int) -> tuple[int, str]:
    """Return the plan's year or a later one that `words` state last, near their end; 0 where there is none."""
    later = [y for y in years if y >= first]
    if later and f"{later[-1]}年" in words[-80:]:
        return later[-1], "stated"
    return (first + 1, "stated") if "明年" in words[-40:] else (0, "document")
