"""When a value is to hold, or held: an EDTF period and what it rests on."""

from __future__ import annotations

import re

_YEAR = re.compile(r"(?<![比较由从])((?:19|20)[0-9]{2})年(?!来|期|制|的|以前|以来)")
_MONTH = re.compile(r"(?<![0-9])([0-9]{1,2})月(?:底|末|份)?(?:前)?(?!度)")
_YEARLY = re.compile(r"年均|每年|累计|期间|五年|年平均|平均每年|年递增")


def read_period(
    text: str,
    sentence: tuple[int, int],
    clause: tuple[int, int],
    start: int,
    role: str,
    measure: str,
    plan: str,
    part: str,
) -> tuple[str, str]:
    """Return (EDTF, basis) for a value at `start`; `plan` is the plan period (`2023` or `2021/2025`).

    A year stated in the sentence before the value wins, and a month in its clause; a review speaks of the year
    before the plan's; in a plan of several years a level holds at its end, a rate or a sum over all of it.
    """
    first, last = int(plan[:4]), int(plan[-4:])
    words = text[sentence[0] : start]
    years = [int(m.group(1)) for m in _YEAR.finditer(words)]
    if role == "baseline":
        years = [int(y) for y in re.findall(r"((?:19|20)[0-9]{2})年", text[clause[0] : start])]
    if role in ("achieved", "baseline") or part == "review":
        year, basis = (next((y for y in reversed(years) if y < first), first - 1), "stated")
        basis = "stated" if any(y < first for y in years) else "review"
    else:
        later = [y for y in years if y >= first]
        year, basis = (later[-1], "stated") if later and f"{later[-1]}年" in words[-80:] else (0, "document")
        if not year and "明年" in words[-40:]:
            year, basis = first + 1, "stated"
    month = _MONTH.search(text, clause[0], clause[1])
    if month and 1 <= int(month.group(1)) <= 12 and (year or first == last):
        return f"{year or first}-{int(month.group(1)):02d}", "stated"
    if year and not (first < last and _over_all(text, clause, measure)):
        return str(year), basis
    if last - first < 4 or "期间" in words[-60:] or _over_all(text, clause, measure):
        return plan, "document"
    return str(last), "document"


def _over_all(text: str, clause: tuple[int, int], measure: str) -> bool:
    """Tell a rate or a sum over the whole period from a level at its end."""
    return measure in ("growth_rate", "increment", "reduction") or bool(_YEARLY.search(text, *clause))
