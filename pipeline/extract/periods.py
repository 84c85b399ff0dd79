"""When a value is to hold, or held: an EDTF period and what it rests on."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<![比较由从])((?:19|20)[0-9]{2})年(?!来|期|制|的|以前|以来)")
_ANY_YEAR = re.compile(r"((?:19|20)[0-9]{2})年")
_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2})月(?:底|末|份)?(?:前)?(?!度)")
_YEARLY = re.compile(r"年均|每年|累计|期间|五年|年平均|平均每年|年递增")


def read_period(
    text: str,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    start: int,
    role: str,
    measure: str,
    plan: tuple[int, int],
    part: str,
) -> tuple[str, str]:
    """Return (EDTF, basis) for a value at `start`; `plan` is the first and the last year of the plan period.

    A year stated in the sentence before the value wins, and a month in its clause; a review speaks of the year
    before the plan's; in a plan of several years a level holds at its end, a rate or a sum over all of it.
    """
    first, last = plan
    words = text[sentence[0] : start]
    dated = "年" in words
    years = list(map(int, _YEAR.findall(words))) if dated else []
    if part == "told" and role != "baseline":  # news tells of its own year, or of one that it names
        named = [y for y in years if y <= first]
        year, basis = (named[-1], "stated") if named else (first, "document")
    elif role in ("achieved", "baseline") or part == "review":
        if role == "baseline":
            years = list(map(int, _ANY_YEAR.findall(text, clause[0], start)))
        past = [y for y in years if y < first]
        year, basis = (past[-1], "stated") if past else (first - 1, "review")
    else:
        year, basis = _coming_year(years, words, first) if dated else (0, "document")
    month = _MONTH.search(text, *clause) if text.find("月", *clause) >= 0 else None
    if month and 1 <= int(month.group(1)) <= 12 and (year or first == last):
        return f"{year or first}-{int(month.group(1)):02d}", "stated"
    if year and not (first < last and _over_all(text, clause, measure)):
        return str(year), basis
    if last == first:
        return str(first), "document"
    if last - first < 4 or "期间" in words[-60:] or _over_all(text, clause, measure):
        return f"{first}/{last}", "document"
    return str(last), "document"


def _coming_year(years: list[int], words: str, first: int) -> tuple[int, str]:
    """Return the plan's year or a later one that `words` state last, near their end; 0 where there is none."""
    later = [y for y in years if y >= first]
    if later and f"{later[-1]}年" in words[-80:]:
        return later[-1], "stated"
    return (first + 1, "stated") if "明年" in words[-40:] else (0, "document")


def _over_all(text: str, clause: tuple[int, int], measure: str) -> bool:
    """Tell a rate or a sum over the whole period from a level at its end."""
    return measure in ("growth_rate", "increment", "reduction") or bool(_YEARLY.search(text, *clause))
