"""The scoring protocol on made-up rows, every figure counted by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import UsageError
from pipeline.evaluate import error_fields, report_text
from pipeline.evaluate.compare import Built, Count, character_f1, fold, same_number
from pipeline.evaluate.gold import gold_files, read_gold
from pipeline.evaluate.report import as_json, rule_table, total
from pipeline.evaluate.score import FIELDS, DocumentScore, score

TEXT = (
    "1.引进亿元以上项目12个,力争产值增长5%以上。(责任单位:甲局、乙局)完成时限:2023年6月\n"
    "2.新建学校3所,持续推进。(责任单位:丙局)\n"
)
SHA = "ab" * 32
Row = dict[str, Any]


def at(surface: str) -> int:
    """Return where the surface stands in TEXT."""
    assert TEXT.count(surface) == 1
    return TEXT.index(surface)


def gold_indicator(surface: str, **fields: Any) -> Row:
    row = {
        "kind": "indicator", "start": at(surface), "surface": surface, "role": "target", "value_low": "12",
        "value_high": "12", "comparator": "eq", "unit": "count", "classifier": "个", "measure": "quantity",
        "modality": "none", "metric": "引进项目", "period": "2023", "place": "某市",
    }  # fmt: skip
    return row | fields


def indicator(surface: str, **fields: Any) -> Row:
    """Return what was built at the surface, right for `gold_indicator` unless said otherwise."""
    row = gold_indicator(surface) | {"end": at(surface) + len(surface), "rule_id": "role.target.verb"}
    return row | {"as_written": surface, "value_low": 12.0, "value_high": 12.0} | fields


def gold_task(start: int, end: int) -> Row:
    return {"kind": "task", "start": start, "end": end, "title": "引进项目"}


def task(start: int, end: int) -> Row:
    return {"start": start, "end": end, "text": TEXT[start:end]}


def gold_organisation(task_start: int, org: str, role: str = "responsible") -> Row:
    return {
        "kind": "responsibility", "task_start": task_start, "role": role, "org": org, "expansion": "direct"
    }  # fmt: skip


def organisation(task_start: int, org: str, role: str = "responsible") -> Row:
    return {"task_start": task_start, "role": role, "org_name": org, "start": task_start, "end": task_start}


def gold_deadline(surface: str, kind: str, latest: str | None) -> Row:
    return {
        "kind": "deadline", "start": at(surface), "surface": surface, "task_start": None, "type": kind,
        "edtf": "2023", "latest": latest, "event": "complete",
    }  # fmt: skip


def deadline(surface: str, kind: str, latest: date | None) -> Row:
    start = at(surface)
    return {
        "start": start,
        "end": start + len(surface),
        "as_written": surface,
        "type": kind,
        "latest": latest,
    }


def numeral(start: int, end: int, cls: str) -> Row:
    return {"start": start, "end": end, "class": cls, "as_written": TEXT[start:end]}


def explained() -> list[Row]:
    """Return a numeral row for each digit run of TEXT, the list numbers as markers."""
    spans = [(at(word), at(word) + len(word)) for word in ("12", "5", "2023", "6", "3所")]
    rows = [numeral(start, end, "quantity") for start, end in spans]
    return [numeral(0, 1, "marker"), numeral(at("2.新"), at("2.新") + 1, "marker"), *rows]


def write_gold(folder: Path, rows: Iterable[Row], name: str = "made_up") -> Path:
    head = {"kind": "document", "name": name, "sha256": SHA, "title": "清单"}
    path = folder / f"{name}.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in (head, *rows))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(name="scored")
def _scored(tmp_path: Path) -> Any:
    def scored(gold: Iterable[Row], text: str = TEXT, **built: list[Row]) -> DocumentScore:
        tables: dict[str, Any] = {
            name: built.get(name, [])
            for name in ("indicators", "tasks", "responsibilities", "deadlines", "numerals")
        }
        [read] = read_gold([write_gold(tmp_path, gold)])
        return score(read, Built(doc_type="work_list", text=text, **tables))

    return scored


def fields_of(document: DocumentScore) -> list[str]:
    return [mismatch.field for mismatch in document.mismatches if mismatch.field != "unexplained"]


def test_an_indicator_matches_when_it_covers_the_gold_numeral(scored: Any) -> None:
    gold = [gold_indicator("12个"), gold_indicator("5%以上"), gold_indicator("3所")]
    built = [
        indicator("项目12个"),  # begins before the numeral and covers it
        indicator("5%以上", start=at("5%以上") + 1),  # begins one character too late
        indicator("6月"),  # no quantity at all
    ]
    document = scored(gold, indicators=built)
    quantity = document.counts["quantity"]
    assert (quantity.right, quantity.gold, quantity.built) == (1, 3, 3)
    assert quantity.precision == quantity.recall == quantity.score == pytest.approx(1 / 3)
    assert fields_of(document).count("quantity") == 4  # two missed, two spurious


def test_an_end_on_the_numeral_does_not_cover_it(scored: Any) -> None:
    start = at("12个")
    assert scored(
        [gold_indicator("12个")], indicators=[indicator("12个", start=start - 2, end=start)]
    ).counts["quantity"] == Count(0, 1, 1)


def test_a_wide_row_over_two_numerals_matches_one_of_them(scored: Any) -> None:
    gold = [gold_indicator("12个"), gold_indicator("5%以上")]
    wide = indicator("12个", end=at("5%以上") + 4)
    assert scored(gold, indicators=[wide]).counts["quantity"] == Count(1, 2, 1)
    both = scored(gold, indicators=[wide, indicator("12个")]).counts["quantity"]
    assert both == Count(2, 2, 2)  # the narrow one takes 12个 and leaves 5% to the wide one


def test_a_value_is_right_when_both_bounds_the_comparator_and_the_unit_are(scored: Any) -> None:
    surfaces = ("亿元以上", "12个", "5%以上", "2023年", "3所")
    gold = [gold_indicator(surface) for surface in surfaces]
    built = [
        indicator(surfaces[0]),
        indicator(surfaces[1], comparator="ge"),
        indicator(surfaces[2], value_high=None),
        indicator(surfaces[3], value_low=13.0),
        indicator(surfaces[4], unit="percent"),
    ]
    document = scored(gold, indicators=built)
    assert document.counts["value"].score == pytest.approx(1 / 5)
    assert fields_of(document).count("value") == 4


def test_accuracies_are_over_matched_rows_only(scored: Any) -> None:
    gold = [gold_indicator("12个"), gold_indicator("5%以上"), gold_indicator("3所")]
    built = [
        indicator("12个"),
        indicator("3所", role="scope", measure="share", modality="aim", period="2024"),
    ]
    counts = scored(gold, indicators=built).counts
    for field in ("role", "measure", "modality", "period"):
        assert counts[field] == Count(1, 2, 2)
    assert counts["place"] == counts["value"] == Count(2, 2, 2)


def test_a_target_counts_when_both_sides_say_target_and_the_value_is_right(scored: Any) -> None:
    surfaces = ("亿元以上", "12个", "5%以上", "3所")
    gold = [gold_indicator(surface) for surface in surfaces[:3]]
    gold.append(gold_indicator(surfaces[3], role="scope"))
    built = [
        indicator(surfaces[0]),  # right
        indicator(surfaces[1], value_low=1.0),  # a target with a wrong value: wrong on both sides
        indicator(surfaces[2], role="scope"),  # a target missed
        indicator(surfaces[3]),  # a scope taken for a target
    ]
    document = scored(gold, indicators=built)
    assert document.counts["target"] == Count(1, 3, 3)
    assert document.counts["target"].score == pytest.approx(1 / 3)
    assert fields_of(document).count("target") == 3


def test_places_compare_after_folding_widths(scored: Any) -> None:
    gold = [gold_indicator("12个", place="某新区(经开区)"), gold_indicator("3所", place="某新区")]
    built = [indicator("12个", place="某新区（经开区）"), indicator("3所", place="某市")]
    assert scored(gold, indicators=built).counts["place"] == Count(1, 2, 2)


def test_a_metric_scores_by_its_bag_of_characters(scored: Any) -> None:
    gold = [gold_indicator("12个", metric="引进项目"), gold_indicator("3所", metric="新建学校")]
    built = [indicator("12个", metric="引进 “项目”"), indicator("3所", metric="学校")]
    # 1 for the first; for the second 2 shared characters of 4 and of 2: 2·2/6
    assert scored(gold, indicators=built).counts["metric"].score == pytest.approx((1 + 2 / 3) / 2)


@pytest.mark.parametrize(
    ("gold", "built", "points"),
    [
        ("项目", "项目", 1),
        ("ＧＤＰ增长", "GDP,增 长", 1),
        ("项目", "", 0),
        ("", None, 1),
        ("增增长", "增长", 4 / 5),
        ("甲乙", "丙丁", 0),
    ],
)
def test_character_f1(gold: str, built: str | None, points: float) -> None:
    assert character_f1(gold, built) == pytest.approx(points)


def test_numbers_are_equal_beyond_the_rounding_of_a_float() -> None:
    assert same_number("0.1", 0.1)
    assert same_number("900000000000", Decimal("9E+11"))
    assert not same_number("144500", 144500.1)
    assert not same_number("0", None)
    assert same_number(None, None)


def test_tasks_match_within_three_characters_at_both_ends(scored: Any) -> None:
    second = at("新建学校")
    gold = [gold_task(2, 30), gold_task(second, second + 20)]
    assert scored(gold, tasks=[task(5, 33), task(second, second + 20)]).counts["tasks"] == Count(2, 2, 2)
    document = scored(gold, tasks=[task(6, 30), task(second, second + 24), task(second, second + 21)])
    assert document.counts["tasks"] == Count(1, 2, 3)
    assert fields_of(document) == ["tasks"] * 3


def test_a_responsibility_is_right_by_task_role_and_name(scored: Any) -> None:
    second = at("新建学校")
    gold = [
        gold_task(2, 30), gold_task(second, second + 20), gold_organisation(2, "各县(市、区)人民政府"),
        gold_organisation(2, "乙局"), gold_organisation(second, "丙局"),
    ]  # fmt: skip
    tasks = [task(4, 60), task(second, second + 20)]  # the first starts within 3 though its end is wrong
    built = [
        organisation(4, "各县（市、区）人民政府"),
        organisation(4, "乙局", role="lead"),  # another role
        organisation(second, "丙局"),
        organisation(second, "乙局"),  # of another task
    ]
    document = scored(gold, tasks=tasks, responsibilities=built)
    assert document.counts["responsibilities"] == Count(2, 3, 4)
    assert fields_of(document).count("responsibilities") == 3


def test_a_responsibility_of_a_task_that_is_not_there_is_wrong(scored: Any) -> None:
    gold = [gold_task(2, 30), gold_organisation(2, "甲局")]
    built = [organisation(6, "甲局")]
    assert scored(gold, tasks=[task(6, 30)], responsibilities=built).counts["responsibilities"] == Count(
        0, 1, 1
    )


def test_a_deadline_is_right_by_overlap_type_and_latest_day(scored: Any) -> None:
    gold = [gold_deadline("2023年6月", "during", "2023-06-30"), gold_deadline("持续推进", "ongoing", None)]
    right = scored(
        gold,
        deadlines=[deadline("年6月", "during", date(2023, 6, 30)), deadline("持续推进", "ongoing", None)],
    )
    assert right.counts["deadlines"] == Count(2, 2, 2)
    wrong = scored(
        gold,
        deadlines=[
            deadline("2023年6月", "by", date(2023, 6, 30)),
            deadline("持续推进", "ongoing", date(2023, 12, 31)),
            deadline("完成时限", "by", None),
        ],
    )
    assert wrong.counts["deadlines"] == Count(0, 2, 3)
    assert wrong.counts["deadlines_found"] == Count(2, 2, 3)
    assert wrong.counts["deadlines_found"].score == pytest.approx(4 / 5)
    assert fields_of(wrong) == ["deadlines"] * 3


def test_other_numerals_are_scored_by_class_over_the_gold_rows(scored: Any) -> None:
    gold = [
        {"kind": "other", "start": 0, "surface": "1", "class": "marker"},
        {"kind": "other", "start": at("2.新"), "surface": "2", "class": "marker"},
        {"kind": "other", "start": at("6月"), "surface": "6", "class": "date"},
    ]
    built = [numeral(0, 1, "marker"), numeral(at("2.新"), at("2.新") + 1, "ordinal")]
    document = scored(gold, numerals=built)
    assert document.counts["other"] == Count(1, 3, 3)
    assert fields_of(document) == ["other", "other"]


def test_unexplained_numerals_and_digits_without_a_row_are_counted(scored: Any) -> None:
    rows = explained()
    assert scored([], numerals=rows).faults["unexplained"] == 0
    assert scored([], numerals=rows[1:]).faults["unexplained"] == 1
    assert scored([], numerals=[*rows[1:], numeral(0, 1, "unexplained")]).faults["unexplained"] == 1


def test_a_row_that_is_not_what_its_span_says_is_counted(scored: Any) -> None:
    built = [indicator("12个"), indicator("3所", as_written="3 所")]
    document = scored([], indicators=built, tasks=[{"start": 0, "end": 4, "text": TEXT[:5]}])
    assert document.faults["spans"] == 2


def test_the_rule_table_counts_a_spurious_row_as_wrong(scored: Any) -> None:
    gold = [gold_indicator("12个"), gold_indicator("5%以上", role="scope")]
    built = [indicator("12个"), indicator("5%以上"), indicator("3所"), indicator("6月", rule_id="role.other")]
    assert rule_table([scored(gold, indicators=built)]) == [
        {"rule_id": "role.target.verb", "support": 3, "spurious": 1, "role_precision": 0.3333,
         "value_precision": 0.6667},
        {"rule_id": "role.other", "support": 1, "spurious": 1, "role_precision": 0.0, "value_precision": 0.0},
    ]  # fmt: skip


def test_the_total_adds_rows_not_percentages(scored: Any) -> None:
    large = scored([gold_indicator(s) for s in ("12个", "5%以上", "3所")], indicators=[indicator("12个")])
    small = scored([gold_indicator("12个")], indicators=[indicator("12个")])
    assert total([large, small])["quantity"] == Count(2, 4, 2)


def test_the_same_scores_give_the_same_json_with_every_field(scored: Any) -> None:
    document = scored([gold_indicator("12个")], indicators=[indicator("12个")])
    written = as_json([document], by_rule=True)
    assert written == as_json([document], by_rule=True)
    read = json.loads(written)
    assert list(read) == ["total", "kinds", "documents", "rules"]
    assert list(read["total"]) == [*FIELDS, "unexplained", "spans"]
    assert read["total"]["quantity"]["f1"] == 1.0
    assert read["total"]["tasks"]["f1"] is None
    assert read["kinds"]["work_list"]["value"] == {"accuracy": 1.0, "right": 1, "of": 1}


def test_a_mismatch_is_one_line_with_its_offset_quote_both_readings_and_rule(scored: Any) -> None:
    document = scored([gold_indicator("12个", role="scope")], indicators=[indicator("12个")])
    text = report_text([document], by_rule=False, fields=["role"])
    assert text.startswith(
        "## role: 1\n"
        "made_up 10  1.引进亿元以上项目【12个】,力争产值增长5%以  scope → target  [role.target.verb]\n"
    )


def test_an_unknown_error_field_is_wrong_usage() -> None:
    assert error_fields("role, value") == ["role", "value"]
    assert "unexplained" in error_fields("all")
    with pytest.raises(UsageError, match="unknown field rolle"):
        error_fields("rolle")


def test_widths_are_folded_and_nothing_else() -> None:
    assert fold("１２％（、）") == "12%(、)"
    assert fold(None) == ""


def test_the_founding_gold_scored_against_itself_is_perfect() -> None:
    golds = read_gold(gold_files(Path(__file__).parent / "gold" / "founding"))
    assert [(len(gold.tasks), len(gold.responsibilities)) for gold in golds] == [(55, 229), (60, 0)]
    for gold in golds:
        # The text only serves quotes and spans here; blank will do.
        document = score(gold, _as_built(gold))
        assert {field for field, count in document.counts.items() if count.score not in (1.0, None)} == set()


def _as_built(gold: Any) -> Built:
    def spans(rows: Iterable[Any]) -> list[Any]:
        return [{**row, "end": row["start"] + len(row["surface"])} for row in rows]

    return Built(
        doc_type="work_list",
        text="",
        indicators=spans(gold.indicators),
        tasks=gold.tasks,
        responsibilities=[{**row, "org_name": row["org"]} for row in gold.responsibilities],
        deadlines=spans(gold.deadlines),
        numerals=spans(gold.others),
    )
