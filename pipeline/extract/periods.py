"""When a value is to hold, or held: an EDTF period and what it rests on."""

from __future__ import annotations

import re

_YEAR = re.compile(r"((?:19|20)[0-9]{2})年(?!来|期|制)")
_MONTH = re.compile(r"(?:((?:19|20)[0-9]{2})年)?([0-9]{1,2})月(?:底|末|份)?前?")
_RELATIVE = re.compile(r"明年|去年|上年|今年")


def read_period(
    text: str, sentence: tuple[int, int], start: int, role: str, plan: str, part: str
) -> tuple[str, str]:
    """Return (EDTF, basis) for a value at `start`; `plan` is the plan period (`2023` or `2021/2025`).

    A year stated in the sentence before the value wins; a review speaks of the year before the plan's, and of
    the end of the period when it covers several years.
    """
    first = int(plan[:4])
    words = text[sentence[0] : start]
    years = [int(m.group(1)) for m in _YEAR.finditer(words)]
    if role in ("achieved", "baseline") or part == "review":
        year = next((y for y in reversed(years) if y < first), None)
        return (str(year), "stated") if year else (str(first - 1), "review")
    future = [y for y in years if y >= first]
    if future and f"{future[-1]}年" in words[-80:]:
        return str(future[-1]), "stated"
    if "明年" in words[-40:]:
        return str(first + 1), "stated"
    return plan, "document"
