"""Metrics: different wordings, one id; a level and its growth rate are two; no match is forced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.normalize.metrics import find_metric

ALIASES = lexicon.read("metric_aliases")
METRICS = lexicon.read("metrics")


def name_of(row: dict[str, str]) -> str:
    return f"{row['metric_id']}-{row['example']}"


def kinds(row: dict[str, str]) -> list[tuple[str, str]]:
    return [(unit, measure) for unit in row["unit"].split("|") for measure in row["measure"].split("|")]


@pytest.mark.parametrize("row", ALIASES, ids=name_of)
def test_an_example_of_the_lexicon_means_its_metric(row: dict[str, str]) -> None:
    unit, measure = kinds(row)[0]
    assert find_metric(row["example"], unit, measure) == row["metric_id"]


@pytest.mark.parametrize("row", ALIASES, ids=name_of)
def test_a_counterexample_of_the_lexicon_does_not(row: dict[str, str]) -> None:
    for unit, measure in kinds(row):
        assert find_metric(row["counterexample"], unit, measure) != row["metric_id"]


def test_every_metric_has_a_wording_and_every_wording_a_metric() -> None:
    assert {row["metric_id"] for row in ALIASES} == {row["metric_id"] for row in METRICS}


def test_every_metric_is_told_in_two_languages_and_known_once() -> None:
    assert len({row["metric_id"] for row in METRICS}) == len(METRICS) >= 150
    assert all(value for row in METRICS for value in row.values())


def test_units_of_metrics_are_in_the_table_of_units() -> None:
    units = {row["unit"] for row in lexicon.read("units")}
    assert {row["unit"] for row in METRICS} <= units
    assert {unit for row in ALIASES for unit in row["unit"].split("|")} <= units


@pytest.mark.parametrize(
    ("metric", "unit", "measure", "metric_id"),
    [
        ("地区生产总值增长", "percent", "growth_rate", "gdp_growth"),
        ("全市生产总值增长", "percent", "growth_rate", "gdp_growth"),
        ("经济增长", "percent", "growth_rate", "gdp_growth"),
        ("GDP增速预期目标", "percent", "growth_rate", "gdp_growth"),
        ("襄阳GDP", "CNY", "quantity", "gdp"),
        ("规模以上工业增加值增长", "percent", "growth_rate", "industrial_value_added_growth"),
        ("规模工业增加值增长", "percent", "growth_rate", "industrial_value_added_growth"),
        ("一产增加值增长", "percent", "growth_rate", "primary_industry_growth"),
        ("全社会固定资产投资增长", "percent", "growth_rate", "fixed_asset_investment_growth"),
        ("固定资产投资增速", "percent", "growth_rate", "fixed_asset_investment_growth"),
        ("社会消费品零售总额年均增长", "percent", "growth_rate", "retail_sales_growth"),
        ("地方一般公共预算收入同口径增长", "percent", "growth_rate", "budget_revenue_growth"),
        ("进出口贸易总额增长", "percent", "growth_rate", "trade_growth"),
        ("外贸进出口总额", "USD", "quantity", "trade"),
        ("社會消費品零售總額增長", "percent", "growth_rate", "retail_sales_growth"),
        ("居民消费价格指数涨幅", "percent", "growth_rate", "cpi"),
        ("居民消费价格涨幅", "percent", "share", "cpi"),
        ("城镇调查失业率", "percent", "share", "surveyed_unemployment"),
        ("全省城镇新增就业", "count", "increment", "new_urban_jobs"),
        ("居民收入增长", "percent", "growth_rate", "resident_income_growth"),
        ("农村常住居民人均可支配收入增长", "percent", "growth_rate", "rural_income_growth"),
        ("粮食总产量", "jin", "quantity", "grain_output"),
        ("粮食产量", "t", "quantity", "grain_output"),
        ("单位GDP能耗下降", "percent", "reduction", "energy_intensity_reduction"),
        ("单位地区生产总值能耗降低", "percent", "reduction", "energy_intensity_reduction"),
        ("全社会研发经费支出相当于全市生产总值的比例", "percent", "share", "rd_intensity"),
        ("研究与试验发展经费投入强度", "percent", "share", "rd_intensity"),
        ("全员劳动生产率", "CNY_per_person", "quantity", "labour_productivity"),
    ],
)
def test_headline_goals_are_known_in_the_wordings_of_work_reports(
    metric: str, unit: str, measure: str, metric_id: str
) -> None:
    assert find_metric(metric, unit, measure) == metric_id


@pytest.mark.parametrize(
    ("metric", "unit", "measure"),
    [
        ("地区生产总值", "percent", "share"),
        ("投资", "CNY", "quantity"),
        ("项目", "count", "quantity"),
        ("项目建设", "count", "quantity"),
        ("农业总产值增长", "percent", "growth_rate"),
        ("城镇居民消费支出增长", "percent", "growth_rate"),
        ("公办学校视频监控全覆盖", "count", "quantity"),
        ("巩固提升美丽乡村示范线", "count", "quantity"),
        ("", "count", "quantity"),
    ],
)
def test_no_match_is_forced(metric: str, unit: str, measure: str) -> None:
    assert find_metric(metric, unit, measure) is None


@given(
    st.text(max_size=30),
    st.sampled_from(["percent", "count", "CNY", "x"]),
    st.sampled_from(["quantity", "y"]),
)
def test_no_text_makes_the_lookup_raise(metric: str, unit: str, measure: str) -> None:
    find_metric(metric, unit, measure)
