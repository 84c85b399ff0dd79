"""Mentions become rows: ids, values, days, names, the view; the same whatever order the documents come in."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Deadline, Issue
from pipeline.normalize import ids
from pipeline.normalize.document_rows import own_deadline
from pipeline.normalize.rows import Frames, to_frame, to_frames
from pipeline.validate import validate
from schemas import TABLES
from schemas.as_polars import polars_schema
from tests import factories as made


@pytest.fixture(scope="module")
def frames() -> Frames:
    return to_frames([made.document()], [made.mentions()])


def row(frames: Frames, table: str, **cells: object) -> dict[str, Any]:
    wanted = [pl.lit(True), *(pl.col(name) == value for name, value in cells.items())]
    return frames[table].row(by_predicate=pl.all_horizontal(wanted), named=True)


def test_every_table_has_its_declared_columns_and_types(frames: Frames) -> None:
    assert list(frames) == list(TABLES)
    for name, table in TABLES.items():
        assert frames[name].schema == polars_schema(table)


def test_made_up_rows_pass_every_check(frames: Frames) -> None:
    assert [str(failure) for failure in validate(frames)] == []


def test_ids_are_made_of_document_letter_and_offset(frames: Frames) -> None:
    assert row(frames, "tasks", seq=0)["task_id"] == f"{made.DOC_ID}:t{made.TASK_1}"
    whole = row(frames, "indicators", as_written="110个")
    assert whole["indicator_id"] == f"{made.DOC_ID}:i{made.at('110个')[0]}"
    assert whole["section_id"] == f"{made.DOC_ID}:s0"


def test_an_indicator_whose_words_begin_before_its_number_has_the_id_of_the_number() -> None:
    words = made.indicator("引进亿元以上项目110个", "110", "110", "110")
    frames = to_frames([made.document()], [made.mentions(indicators=(words,), numerals=())])
    cells = frames["indicators"].row(0, named=True)
    assert cells["start"] == made.at("引进亿元")[0]
    assert cells["indicator_id"] == f"{made.DOC_ID}:i{made.at('110')[0]}"


def test_organisations_that_share_a_head_have_ids_of_their_own(frames: Frames) -> None:
    start = made.at("襄阳市、十堰市发改委")[0]
    found = frames["responsibilities"].get_column("responsibility_id").to_list()
    direct = made.at("谷城县人民政府")[0]
    expected = [f"{made.DOC_ID}:r{start}.0", f"{made.DOC_ID}:r{start}.1", f"{made.DOC_ID}:r{direct}"]
    assert found == expected


def test_a_deadline_shared_by_two_tasks_is_two_rows_and_its_numerals_go_to_the_first() -> None:
    dated = made.deadlines()[0]
    both = (dated, dated._replace(task=made.TASK_2))
    frames = to_frames([made.document()], [made.mentions(deadlines=both)])
    stem = f"{made.DOC_ID}:d{dated.start}"
    assert frames["deadlines"].get_column("deadline_id").to_list() == [f"{stem}.0", f"{stem}.1"]
    assert row(frames, "numerals", start=dated.start)["deadline_id"] == f"{stem}.0"
    assert [str(failure) for failure in validate(frames)] == []


@given(st.lists(st.integers(0, 5), max_size=12))
def test_shared_ids_are_told_apart_and_single_ones_stay(offsets: list[int]) -> None:
    stems = [f"d:r{offset}" for offset in offsets]
    distinct = ids.distinct(stems)
    assert len(set(distinct)) == len(stems)
    assert all(
        name == stem if stems.count(stem) == 1 else name.startswith(f"{stem}.")
        for name, stem in zip(distinct, stems, strict=True)
    )


def test_positions_that_do_not_tell_rows_apart_are_not_used() -> None:
    assert ids.distinct(["a", "a", "b"], [7, 9, 0]) == ["a.7", "a.9", "b"]
    assert ids.distinct(["a", "a"], [3, 3]) == ["a.0", "a.1"]


def test_values_stand_in_the_stated_and_in_the_common_unit(frames: Frames) -> None:
    area = row(frames, "indicators", unit="mu")
    assert (area["value_low"], area["si_low"], area["si_unit"]) == (144500.0, 289000000 / 3, "m2")
    threshold = row(frames, "indicators", role="threshold")
    assert (threshold["value_low"], threshold["value_high"], threshold["si_high"]) == (1e8, None, None)


def test_links_between_indicators_are_ids(frames: Frames) -> None:
    whole = row(frames, "indicators", as_written="110个")["indicator_id"]
    assert row(frames, "indicators", role="threshold")["qualifies_indicator_id"] == whole
    assert row(frames, "indicators", role="breakdown")["part_of_indicator_id"] == whole


def test_a_task_has_the_days_of_its_own_deadline(frames: Frames) -> None:
    first, second = row(frames, "tasks", seq=0), row(frames, "tasks", seq=1)
    assert (first["deadline_type"], first["due_on"]) == ("during", date(2023, 12, 31))
    assert (second["deadline_type"], second["due_on"]) == ("ongoing", None)


def deadline(event: str, latest: date | None, kind: str = "by") -> Deadline:
    return Deadline(0, "", kind, event, "2023", None, latest, "stated", 0, 1)


JUNE, DECEMBER = date(2023, 6, 30), date(2023, 12, 31)


@pytest.mark.parametrize(
    ("deadlines", "expected"),
    [
        ([], (None, None)),
        ([deadline("start", JUNE), deadline("complete", DECEMBER)], ("by", DECEMBER)),
        ([deadline("complete", JUNE), deadline("sign", DECEMBER)], ("by", JUNE)),
        ([deadline("start", JUNE)], ("by", JUNE)),
        ([deadline("complete", JUNE), deadline("in_use", DECEMBER, "during")], ("during", DECEMBER)),
        ([deadline("none", None, "ongoing"), deadline("complete", JUNE)], ("by", JUNE)),
        ([deadline("none", None, "ongoing")], ("ongoing", None)),
        ([deadline("report", DECEMBER)], (None, None)),
    ],
)
def test_of_several_deadlines_the_last_for_completion_is_the_tasks_own(
    deadlines: list[Deadline], expected: tuple[str | None, date | None]
) -> None:
    assert own_deadline(deadlines) == expected


def test_places_are_those_referred_to_and_what_lies_above_them(frames: Frames) -> None:
    found = set(frames["places"].get_column("place_id"))
    assert {"CN", "CN-420000", "CN-420600", "CN-420300", "CN-420625"} == found


def test_a_bodys_function_is_the_same_in_two_places(frames: Frames) -> None:
    xiangyang, shiyan = (row(frames, "organizations", name=f"{city}发改委") for city in ("襄阳市", "十堰市"))
    assert xiangyang["function"] == shiyan["function"] == "development_reform"
    assert xiangyang["org_id"] != shiyan["org_id"]


def test_an_unknown_place_is_one_issue_and_a_null_id_never_an_error() -> None:
    nowhere = tuple(i._replace(place="乌有之乡") for i in made.indicators())
    frames = to_frames([made.document()], [made.mentions(indicators=nowhere)])
    assert frames["indicators"].get_column("place_id").null_count() == len(nowhere)
    issue = row(frames, "issues", code="place.unknown")
    assert (issue["severity"], issue["table"]) == ("warning", "indicators")
    assert issue["key"] == frames["indicators"].row(0, named=True)["indicator_id"]
    assert "乌有之乡" in issue["message"]
    assert validate(frames) == []
    assert set(frames["targets"].get_column("place")) == {"乌有之乡"}


def test_a_period_that_cannot_be_read_is_an_issue_and_has_no_days() -> None:
    odd = (made.indicators()[1]._replace(period="某年"),)
    frames = to_frames([made.document()], [made.mentions(indicators=odd, numerals=())])
    cells = frames["indicators"].row(0, named=True)
    assert (cells["period"], cells["period_start"], cells["period_end"]) == ("某年", None, None)
    assert row(frames, "issues", code="period.unreadable")["key"] == cells["indicator_id"]


def test_issues_of_ingest_and_extraction_are_rows_that_point_at_theirs() -> None:
    at = made.at("60个")
    issues = (
        Issue("warning", "odd", "odd", "indicators", at[0], at[0], at[1]),
        Issue("info", "odd", "odd again", None, None, at[0], at[1]),
        Issue("info", "end_missing", "no end", "tasks", made.TASK_1, made.TASK_1),
        Issue("info", "no_such_row", "nothing there", "tasks", 1),
    )
    frames = to_frames([made.document()], [made.mentions(issues=issues)])
    found = {cells["issue_id"].partition(":")[2]: cells for cells in frames["issues"].iter_rows(named=True)}
    assert list(found) == [
        "x0.status_inferred",
        f"x{at[0]}.odd.0",
        f"x{at[0]}.odd.1",
        f"x{made.TASK_1}.end_missing",
        "x1.no_such_row",
    ]
    assert found["x0.status_inferred"]["key"] == made.DOC_ID
    assert found[f"x{at[0]}.odd.0"]["key"] == f"{made.DOC_ID}:i{at[0]}"
    assert found[f"x{made.TASK_1}.end_missing"]["end"] == made.TASK_1
    assert found["x1.no_such_row"]["key"] is None
    assert row(frames, "documents")["n_issues"] == 5


def test_the_view_has_a_wide_row_for_each_target(frames: Frames) -> None:
    assert frames["targets"].height == 4
    assert row(frames, "documents")["n_targets"] == 4
    cells = row(frames, "targets", as_written="110个")
    expected = {
        "plan_year": 2023,
        "province": "湖北省",
        "parent_place": "湖北省",
        "value": 110.0,
        "unit_label_en": "count",
        "comparator_label_zh": "等于",
        "hedged": False,
        "thresholds": "亿元以上",
        "task_title": "扩大投资",
        "section_heading": "工业",
        "lead_org": "襄阳市发改委",
        "lead_org_function": "development_reform",
        "n_orgs": 3,
        "due_on": DECEMBER,
        "source_url": "https://example.org/a",
    }
    assert {name: cells[name] for name in expected} == expected


def test_only_aim_expect_and_stretch_hedge(frames: Frames) -> None:
    assert row(frames, "targets", modality="aim")["hedged"] is True
    assert frames["targets"].filter(pl.col("hedged")).height == 1


def test_a_target_without_task_or_responsible_body_keeps_its_row() -> None:
    alone = (made.indicators()[1]._replace(task=None, section=None),)
    frames = to_frames([made.document()], [made.mentions(indicators=alone, numerals=())])
    cells = frames["targets"].row(0, named=True)
    assert (cells["task_title"], cells["lead_org"], cells["n_orgs"]) == (None, None, 0)


def test_a_plan_of_several_years_has_no_plan_year() -> None:
    plan = made.document(plan_start=date(2021, 1, 1), plan_end=date(2025, 12, 31))
    frames = to_frames([plan], [made.mentions()])
    assert frames["targets"].get_column("plan_year").null_count() == frames["targets"].height


def test_a_quarantined_document_has_a_row_but_no_text() -> None:
    bad = made.document(text="", parse_state="quarantined", encoding=None, content_end=0)
    frames = to_frames([bad], [])
    assert frames["documents"].height == 1
    assert frames["texts"].height == frames["indicators"].height == frames["targets"].height == 0
    assert validate(frames) == []


def test_no_documents_give_empty_tables() -> None:
    frames = to_frames([], [])
    assert frames["documents"].height == 0
    assert validate(frames) == []


def test_rows_are_the_same_in_whatever_order_documents_come() -> None:
    other = "d-fedcba9876543210"
    documents = [made.document(), made.document(doc_id=other, path="files/0.txt")]
    mentions = [made.mentions(), made.mentions(doc_id=other)]
    one, two = to_frames(documents, mentions), to_frames(documents[::-1], mentions[::-1])
    assert all(one[name].equals(two[name]) for name in TABLES)
    assert one["documents"].get_column("doc_id").to_list() == [other, made.DOC_ID]


def test_rows_with_other_columns_than_declared_are_refused() -> None:
    with pytest.raises(TypeError, match=r"rows of texts have other columns: \['words'\]"):
        to_frame("texts", [{"doc_id": "d", "text": "", "words": 1}])
