"""Whole work reports: nothing lost, review and plan told apart, headline goals found."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipeline.extract import extract
from pipeline.normalize.rows import to_frames
from pipeline.validate import validate
from tests.corpus_report import GOALS, UNEXPLAINED_AT_MOST, Report, read_report, summary, table
from tests.reading import document
from tests.texts import read_folder

MADE_UP = """2025年某省政府工作报告
一、2024年工作回顾
地区生产总值增长5.2%，粮食产量410亿斤，城镇新增就业41万人，新建学校30所。
二、2025年工作
主要预期目标是：地区生产总值增长5%左右，城镇调查失业率５.５％以内，粮食产量400亿斤以上，居民收入增长与经济增长同步。
新建学校30所，新建公路200公里，引进项目100个。
"""


@pytest.fixture(scope="module")
def reports(shared: Path) -> list[Report]:
    return [read_report(document) for document in read_folder(shared / "corpus")]


def test_goals_of_a_report_are_the_rows_of_its_goals_sentence() -> None:
    report = read_report(document(MADE_UP, "government_report", year=2025))
    found = {
        name: [str(row.value_low or row.value_high) for row in goal.rows]
        for name, goal in report.goals.items()
    }
    assert {name: values for name, values in found.items() if values} == {
        "GDP": ["5"],
        "unemployment": ["5.5"],
        "grain": ["40000000000"],
    }
    assert not any(goal.missed for goal in report.goals.values())
    assert report.parts_told_apart


def test_a_goal_with_a_figure_and_without_a_row_is_a_miss_and_is_shown() -> None:
    report = read_report(document(MADE_UP, "government_report", year=2025))
    gone = replace(report.goals["GDP"], rows=())
    missing = replace(report, goals={**report.goals, "GDP": gone})
    assert gone.missed
    assert "! 生产总值增长5%" in table([missing])
    assert "without a row 1" in summary([missing])
    assert report.goals["income"].stated is None


def test_the_corpus_is_31_reports(reports: list[Report]) -> None:
    assert len(reports) == 31


def test_every_digit_run_of_every_report_is_in_exactly_one_numeral(reports: list[Report]) -> None:
    assert {report.name: report.unaccounted for report in reports if report.unaccounted} == {}


def test_hardly_a_numeral_of_the_reports_is_unexplained(reports: list[Report]) -> None:
    unexplained = sum(len(report.unexplained) for report in reports)
    assert unexplained < UNEXPLAINED_AT_MOST * sum(report.numerals for report in reports)


def test_review_and_plan_are_told_apart_in_every_report(reports: list[Report]) -> None:
    assert [report.name for report in reports if not report.parts_told_apart] == []


def test_the_tables_of_the_reports_pass_every_check_and_none_contradicts_itself(shared: Path) -> None:
    documents = read_folder(shared / "corpus")
    frames = to_frames(documents, [extract(document) for document in documents])
    assert [str(failure) for failure in validate(frames)] == []
    told = frames["issues"].filter(pl.col("code").str.starts_with("audit."))
    assert told.get_column("message").to_list() == []


@pytest.mark.parametrize("goal", GOALS)
def test_every_report_that_states_a_headline_goal_has_its_row(reports: list[Report], goal: str) -> None:
    assert {report.name: report.goals[goal].stated for report in reports if report.goals[goal].missed} == {}
