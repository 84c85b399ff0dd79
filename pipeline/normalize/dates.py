"""What days an EDTF expression (ISO 8601-2) spans, for the forms this data uses.

`2023`, `2023-06`, `2023-06-30`, an interval of two of these (`2021/2025`, `2022-09/2022-12`), and an
interval open at one side (`2023/..`, `../2025`). A season, a quarter or a half-year is written as an
interval of months.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

Bounds = tuple[date | None, date | None]

_OPEN = ".."
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def bounds(edtf: str) -> Bounds:
    """Return the first and the last day `edtf` spans, None where the interval is open.

    Raises ValueError for an expression of another form, for a day that is in no calendar, and for an
    interval that ends before it starts.
    """
    first, slash, last = edtf.partition("/")
    if not slash:
        return _span(edtf)
    if first == last == _OPEN:
        raise ValueError(f"{edtf!r} is open at both sides")
    start = None if first == _OPEN else _span(first)[0]
    end = None if last == _OPEN else _span(last)[1]
    if start and end and start > end:
        raise ValueError(f"{edtf!r} ends before it starts")
    return start, end


def _span(text: str) -> tuple[date, date]:
    """Return the first and last day of a year, a month or a day."""
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(f"{text!r} is no year, month or day in EDTF")
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        first = date(year, month, 1)
        return first, first.replace(day=monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
