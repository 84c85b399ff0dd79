"""EDTF expressions and the days they span."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.normalize.dates import bounds

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(9998, 12, 31))


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-06", "2023-06-01", "2023-06-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-06-30", "2023-06-30", "2023-06-30"),
        ("2021/2025", "2021-01-01", "2025-12-31"),
        ("2022-09/2022-12", "2022-09-01", "2022-12-31"),
        ("2023-07/2023-09-15", "2023-07-01", "2023-09-15"),
        ("2023/..", "2023-01-01", None),
        ("../2025", None, "2025-12-31"),
    ],
)
def test_an_expression_spans_the_days_it_says(edtf: str, first: str | None, last: str | None) -> None:
    expected = tuple(date.fromisoformat(day) if day else None for day in (first, last))
    assert bounds(edtf) == expected


@pytest.mark.parametrize(
    ("edtf", "message"),
    [
        ("", "is no year"),
        ("2023年", "is no year"),
        ("２０２３", "is no year"),
        ("2023-6", "is no year"),
        ("2023-21", "month must be in 1..12"),
        ("2023-13", "month must be in 1..12"),
        ("2023-02-30", "day"),
        ("2023~", "is no year"),
        ("2023/", "is no year"),
        ("2023/2024/2025", "is no year"),
        ("../..", "open at both sides"),
        ("2025/2021", "ends before it starts"),
    ],
)
def test_an_expression_of_another_form_is_refused(edtf: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        bounds(edtf)


def closed(edtf: str) -> tuple[date, date]:
    first, last = bounds(edtf)
    assert first is not None
    assert last is not None
    return first, last


@given(DAYS)
def test_a_day_a_month_and_a_year_lie_in_each_other(day: date) -> None:
    text = day.isoformat()
    (first_of_year, last_of_year), (first, last) = closed(text[:4]), closed(text[:7])
    assert bounds(text) == (day, day)
    assert first_of_year <= first <= day <= last <= last_of_year
    assert (last + timedelta(days=1)).day == 1
    assert last_of_year.replace(month=1, day=1) == first_of_year


@given(DAYS, DAYS)
def test_an_interval_reaches_from_the_first_day_of_one_to_the_last_of_the_other(a: date, b: date) -> None:
    first, last = sorted((a, b))
    edtf = f"{first.isoformat()[:7]}/{last.isoformat()[:7]}"
    assert bounds(edtf) == (bounds(first.isoformat()[:7])[0], bounds(last.isoformat()[:7])[1])
