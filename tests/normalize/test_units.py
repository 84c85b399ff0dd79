"""Units of the lexicon: exact factors, one common unit a dimension, one rounding."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.normalize.units import si_unit, to_float, to_si, units

DATA_MODEL_UNITS = (
    "CNY USD percent pp permille count mu m2 km2 ha m km kg t jin m3 kW kWh hour day year fold rank ug_m3"
)
CODES = sorted(units())
AMOUNTS = st.decimals(min_value=0, max_value=10**13, places=6, allow_nan=False, allow_infinity=False)


def test_every_unit_of_the_data_model_is_there() -> None:
    assert set(DATA_MODEL_UNITS.split()) <= set(units())


def test_every_unit_that_a_written_form_stands_for_is_there() -> None:
    assert {row["unit"] for row in lexicon.read("unit_forms")} - set(units()) == set()


@pytest.mark.parametrize("code", CODES)
def test_a_unit_is_ascii_and_labelled_in_both_languages_with_an_example(code: str) -> None:
    unit = units()[code]
    assert code.isascii()
    assert unit.label_zh
    assert unit.label_en
    assert unit.dimension == unit.dimension.lower()


def test_a_unit_is_listed_once_and_has_an_example() -> None:
    rows = lexicon.read("units")
    assert len({row["unit"] for row in rows}) == len(rows)
    assert all(row["example"] for row in rows)


@pytest.mark.parametrize("code", CODES)
def test_units_of_one_dimension_convert_into_one_unit_of_that_dimension(code: str) -> None:
    common = si_unit(code)
    if common is not None:
        assert si_unit(common) == common
        assert units()[common].dimension == units()[code].dimension
        assert units()[common].factor_to_si == "1"
        assert {si_unit(other) for other in CODES if units()[other].dimension == units()[code].dimension} == {
            common
        }


@pytest.mark.parametrize(
    ("value", "code", "expected", "common"),
    [
        ("144500", "mu", 96333333.33333333, "m2"),
        ("3", "mu", 2000.0, "m2"),
        ("2500000000", "jin", 1250000000.0, "kg"),
        ("5110000", "t", 5110000000.0, "kg"),
        ("0.1", "ug_m3", 1e-10, "kg_per_m3"),
        ("1", "ha", 10000.0, "m2"),
        ("15", "mu", 10000.0, "m2"),
        ("1", "kWh", 3600000.0, "J"),
        ("450", "CNY_per_mu", 0.675, "CNY_per_m2"),
        ("100", "CNY_per_month", 1200.0, "CNY_per_year"),
        ("12", "percent", 12.0, "percent"),
        ("5", "permille", 0.5, "percent"),
    ],
)
def test_a_value_converts_exactly(value: str, code: str, expected: float, common: str) -> None:
    assert to_si(Decimal(value), code) == expected
    assert si_unit(code) == common


@pytest.mark.parametrize("code", ["degC", "no_such_unit"])
def test_a_unit_without_a_factor_converts_into_nothing(code: str) -> None:
    assert to_si(Decimal(18), code) is None
    assert si_unit(code) is None


def test_no_value_converts_into_no_value() -> None:
    assert to_si(None, "mu") is None
    assert to_float(None) is None


@given(AMOUNTS, st.sampled_from([code for code in CODES if si_unit(code)]))
def test_a_converted_value_is_rounded_once(amount: Decimal, code: str) -> None:
    factor = units()[code].factor_to_si
    assert factor is not None
    converted = to_si(amount, code)
    assert converted == float(Fraction(str(amount)) * Fraction(factor))


@given(AMOUNTS)
def test_a_value_is_the_float_a_reader_of_its_digits_gets(amount: Decimal) -> None:
    assert to_float(amount) == float(str(amount))
