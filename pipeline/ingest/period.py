"""A plan period as documents.csv has it (`2023`, `2021/2025`, `2023-01/2023-06`) → first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

# The People's Republic's plans; anything outside is a slip of the hand.
FIRST_YEAR, LAST_YEAR = 1949, 2100
_BOUND = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def parse_period(written: str) -> tuple[date, date] | None:
    """Return the bounds of an EDTF year, month, day or interval of these; None when it is none."""
    first, slash, last = written.partition("/")
    start, end = _bounds(first), _bounds(last if slash else first)
    if start is None or end is None or start[0] > end[1]:
        return None
    return start[0], end[1]


def _bounds(written: str) -> tuple[date, date] | None:
    match = _BOUND.fullmatch(written)
    if match is None or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        return None
    year = int(match[1])
    month, day = (int(part) if part else None for part in match.group(2, 3))
    try:
        if month is None:
            return date(year, 1, 1), date(year, 12, 31)
        if day is None:
            return date(year, month, 1), date(year, month, monthrange(year, month)[1])
        return date(year, month, day), date(year, month, day)
    except ValueError:
        return None
