"""Every check fails on the row that breaks it, and says where the row is and what to do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from pipeline.normalize.rows import Frames, to_frames
from pipeline.validate import CHECKS, Failure, validate
from pipeline.validate.failure import sources
from pipeline.validate.models import SHAPE
from schemas import TABLES
from tests import factories as made

OTHER = "d-fedcba9876543210"
Doctor = Callable[[Frames], Frames]


@pytest.fixture(scope="module")
def frames() -> Frames:
    documents = [made.document(), made.document(doc_id=OTHER, path="files/b.txt")]
    return to_frames(documents, [made.mentions(), made.mentions(doc_id=OTHER)])


def cells(table: str, where: pl.Expr, /, **changes: object) -> Doctor:
    """Return a doctor that puts `changes` in the first row where `where` holds."""

    def doctor(frames: Frames) -> Frames:
        frame = frames[table]
        first = where & (where.cast(pl.Int32).cum_sum() == 1)
        changed = frame.with_columns(
            pl.when(first).then(pl.lit(value, frame.schema[name])).otherwise(pl.col(name)).alias(name)
            for name, value in changes.items()
        )
        assert not changed.equals(frame), "the doctor changed nothing"
        return {**frames, table: changed}

    return doctor


def frame(table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> Doctor:
    return lambda frames: {**frames, table: change(frames[table])}


def word(value: str) -> pl.Expr:
    return pl.col("as_written") == value


ANY = pl.col("doc_id") == made.DOC_ID
WHOLE = f"{made.DOC_ID}:i{made.at('110个')[0]}"
RANGE = word("8—10个")

COUNTEREXAMPLES: dict[str, tuple[Doctor, str, str]] = {
    "a table is missing": (
        lambda frames: {name: frame for name, frame in frames.items() if name != "units"},
        "table_missing",
        "units: the table is not there",
    ),
    "a column is missing": (
        frame("tasks", lambda f: f.drop("title")),
        "column_in_dataframe",
        "tasks.title: the column is missing",
    ),
    "a column is not declared": (
        frame("tasks", lambda f: f.with_columns(mood=pl.lit("good"))),
        "column_in_schema",
        "tasks.mood: the column is not declared",
    ),
    "columns stand in another order": (
        frame("texts", lambda f: f.select("text", "doc_id")),
        "column_ordered",
        "the column stands in another place than declared",
    ),
    "a type is another": (
        frame("tasks", lambda f: f.with_columns(pl.col("start").cast(pl.Int32))),
        "dtype",
        "tasks.start: the type is Int32, not Int64",
    ),
    "a needed value is missing": (
        cells("tasks", ANY, title=None),
        "not_nullable",
        "tasks.title: the value is missing",
    ),
    "a code is in no vocabulary": (
        cells("indicators", word("110个"), role="wish"),
        "value",
        "indicators.role: 'wish' is none of target, threshold",
    ),
    "a number is below its bound": (
        cells("documents", ANY, bytes=-1),
        "value",
        "documents.bytes: '-1' is below 0",
    ),
    "a number is above its bound": (
        cells("indicators", RANGE, confidence=1.5),
        "value",
        "indicators.confidence: '1.5' is above 1",
    ),
    "a number is not finite": (
        cells("indicators", RANGE, value_high=float("inf")),
        "value",
        "indicators.value_high: 'inf' is not a finite number",
    ),
    "a primary key is there twice": (
        frame("tasks", lambda f: pl.concat([f, f.head(1)])),
        "unique",
        f"the primary key '{made.DOC_ID}:t{made.TASK_1}' is not unique",
    ),
    "a reference leads nowhere": (
        cells("indicators", RANGE, unit="cubit"),
        "reference",
        "'cubit' is no unit of units",
    ),
    "a task is not there": (
        cells("responsibilities", ANY, task_id=f"{made.DOC_ID}:t99"),
        "reference",
        "is no task_id of tasks",
    ),
    "a place is not there": (
        cells("tasks", ANY, place_id="CN-999999"),
        "reference",
        "'CN-999999' is no place_id of places",
    ),
    "a link leads into another document": (
        cells("indicators", word("60个"), part_of_indicator_id=WHOLE.replace(made.DOC_ID, OTHER)),
        "same_document",
        "belongs to another document, made-up/files/b.txt",
    ),
    "a span is empty": (
        cells("deadlines", ANY, end=made.at("2023年12月")[0]),
        "span_in_order",
        "the span is empty or runs backwards",
    ),
    "at least has a high value": (
        cells("indicators", word("110个"), comparator="ge"),
        "lower_bound_only",
        "ge and gt have a low value and no high one",
    ),
    "more than has no low value": (
        cells("indicators", word("110个"), comparator="gt", value_low=None),
        "lower_bound_only",
        "ge and gt have a low value and no high one",
    ),
    "at most has a low value": (
        cells("indicators", word("110个"), comparator="le"),
        "upper_bound_only",
        "le and lt have a high value and no low one",
    ),
    "equal has two values": (
        cells("indicators", word("110个"), value_high=111.0),
        "equal_bounds",
        "one value as both bounds",
    ),
    "about lacks a bound": (
        cells("indicators", word("12%左右"), value_high=None),
        "equal_bounds",
        "one value as both bounds",
    ),
    "a range runs backwards": (
        cells("indicators", RANGE, value_low=11.0),
        "range_in_order",
        "a range has both values, the low one not above the high one",
    ),
    "a threshold has a modality": (
        cells("indicators", word("亿元以上"), modality="assure"),
        "modality_of_targets",
        "only a target has a modality",
    ),
    "a target qualifies another": (
        cells("indicators", RANGE, qualifies_indicator_id=WHOLE),
        "threshold_qualifies",
        "only a threshold qualifies another indicator",
    ),
    "a target is part of another": (
        cells("indicators", RANGE, part_of_indicator_id=WHOLE),
        "breakdown_is_part",
        "only a breakdown is part of another indicator",
    ),
    "a period runs backwards": (
        cells("indicators", RANGE, period_start=date(2024, 1, 1)),
        "period_in_order",
        "the period ends before it starts",
    ),
    "a period has other days than it says": (
        cells("indicators", RANGE, period="2024"),
        "period_days",
        "the days of period '2024' are 2023-01-01 to 2023-12-31",
    ),
    "a deadline's days run backwards": (
        cells("deadlines", ANY, earliest=date(2024, 1, 1)),
        "bounds_in_order",
        "earliest day is after its latest",
    ),
    "a dated deadline has no last day": (
        cells("deadlines", ANY, latest=None),
        "ongoing_has_no_end",
        "or another has none",
    ),
    "an ongoing deadline ends": (
        cells("deadlines", pl.col("type") == "ongoing", latest=date(2023, 12, 31)),
        "ongoing_has_no_end",
        "an ongoing deadline has a latest day",
    ),
    "a deadline ends on another day than its expression": (
        cells("deadlines", ANY, edtf="2023-11"),
        "deadline_days",
        "'2023-11' ends on 2023-11-30, latest is 2023-12-31",
    ),
    "a deadline's expression cannot be read": (
        cells("deadlines", ANY, edtf="岁末"),
        "deadline_days",
        "'岁末' is no EDTF this data uses",
    ),
    "a due date has no type": (
        cells("tasks", pl.col("due_on").is_not_null(), deadline_type=None),
        "due_date_has_type",
        "a due date without a deadline type",
    ),
    "words stand elsewhere": (
        cells("indicators", word("60个"), as_written="六十个"),
        "as_written",
        "the text there is '60个', not '六十个'",
    ),
    "a task's text is not the source's": (
        cells("tasks", ANY, text="扩大投资"),
        "as_written",
        "not '扩大投资'",
    ),
    "a span leaves the text": (
        cells("sections", ANY, end=9999),
        "span_in_text",
        f"the span ends at 9999, the text at {len(made.TEXT)}",
    ),
    "a heading is not in its section": (
        cells("sections", ANY, heading="农业"),
        "verbatim",
        "'农业' does not occur inside the row's span",
    ),
    "a title is not in its task": (
        cells("tasks", ANY, title="扩大消费"),
        "verbatim",
        "'扩大消费' does not occur",
    ),
    "a number is not in its words": (
        cells("indicators", word("60个"), number_as_written="六十"),
        "verbatim",
        "'六十' does not occur inside the row's span",
    ),
    "a quote is not in the text": (
        cells("indicators", word("60个"), quote="其中制造业六十个"),
        "verbatim",
        "does not occur in the text",
    ),
    "a digit run is in no numeral": (
        frame("numerals", lambda f: f.filter(~(ANY & word("2023")))),
        "digits_covered",
        "the digits '2023' are in no row of numerals",
    ),
    "a numeral covers part of a digit run": (
        cells("numerals", word("2023"), as_written="202", end=made.at("2023")[0] + 3),
        "digits_covered",
        "the digits '2023' are in no row of numerals",
    ),
    "two numerals overlap": (
        frame("numerals", lambda f: pl.concat([f, overlapping(f)])),
        "numerals_apart",
        "the numeral overlaps the one before it",
    ),
    "a quantity has no indicator": (
        cells("numerals", word("60"), indicator_id=None),
        "quantity_has_indicator",
        "a numeral of class quantity belongs to no indicator",
    ),
    "a deadline's numeral has no deadline": (
        cells("numerals", word("2023"), deadline_id=None),
        "deadline_is_linked",
        "a numeral of class deadline belongs to no deadline",
    ),
    "a numeral lies outside its indicator": (
        cells("numerals", word("60"), indicator_id=WHOLE),
        "inside_owner",
        f"the numeral lies outside the words of {WHOLE}",
    ),
    "an indicator has no numeral": (
        cells("numerals", word("60"), indicator_id=None, **{"class": "label"}),
        "has_numeral",
        "the indicator has no row in numerals",
    ),
    "a count is wrong": (
        cells("documents", ANY, n_tasks=7),
        "count",
        "n_tasks is 7, tasks has 2 rows of the document",
    ),
    "a target is not in the view": (
        frame("targets", lambda f: f.filter(pl.col("indicator_id") != WHOLE)),
        "view_complete",
        "indicators.indicator_id: the target is not in the view",
    ),
    "the view has a row that is no target": (
        cells("indicators", word("110个"), role="scope"),
        "view_complete",
        "targets.indicator_id: the row is no target",
    ),
    "hedged contradicts the modality": (
        cells("targets", word("110个"), hedged=True),
        "hedged_by_modality",
        "hedged contradicts the modality",
    ),
    "a plan runs backwards": (
        cells("documents", ANY, plan_end=date(2022, 12, 31)),
        "plan_in_order",
        "the plan period ends before it starts",
    ),
    "the content leaves the text": (
        cells("documents", ANY, content_end=9999),
        "content_in_text",
        "the content does not lie inside the text",
    ),
    "a unit has a factor into nothing": (
        cells("units", pl.col("unit") == "ha", si_unit=None),
        "factor_with_unit",
        "a factor needs an SI unit",
    ),
    "an issue's span lacks its end": (
        cells("issues", ANY, start=3),
        "span_whole_and_in_order",
        "the span lacks an end or runs backwards",
    ),
    "an issue's key has no table": (
        cells("issues", ANY, table=None),
        "key_has_table",
        "there is a key without a table",
    ),
}


def overlapping(numerals: pl.DataFrame) -> pl.DataFrame:
    """Return a numeral that begins inside 14.45."""
    inside = numerals.filter(ANY & word("14.45"))
    start = made.at("14.45")[0] + 3
    return inside.with_columns(
        pl.lit(f"{made.DOC_ID}:n{start}").alias("numeral_id"),
        pl.lit(start, pl.Int64).alias("start"),
        pl.lit("45").alias("as_written"),
    )


def found_by(check: str, frames: Frames) -> list[Failure]:
    """Return the failures of `frames`; the models, which take a while, run only for what they find."""
    if check in {*SHAPE, "value"}:
        return validate(frames)
    return [failure for run in CHECKS for failure in run(frames, sources(frames))]


def test_sound_rows_have_no_failures(frames: Frames) -> None:
    assert validate(frames) == []


@pytest.mark.parametrize("name", COUNTEREXAMPLES)
def test_a_broken_row_is_found(frames: Frames, name: str) -> None:
    doctor, check, message = COUNTEREXAMPLES[name]
    failures = [failure for failure in found_by(check, doctor(frames)) if failure.check == check]
    assert any(message in str(failure) for failure in failures), [str(failure) for failure in failures]
    assert all(failure.remedy for failure in failures)


def test_every_declared_row_check_has_a_counterexample() -> None:
    shown = {check for _, check, _ in COUNTEREXAMPLES.values()}
    assert {check.name for table in TABLES.values() for check in table.checks} <= shown


def test_a_failure_names_table_column_row_document_offset_and_words(frames: Frames) -> None:
    doctored = cells("indicators", word("60个"), as_written="六十个")(frames)
    [failure] = validate(doctored)
    start = made.at("60个")[0]
    assert failure == Failure(
        table="indicators",
        column="as_written",
        check="as_written",
        message="the text there is '60个', not '六十个'",
        remedy="mend the rule that gave the offsets; the source's words are never changed",
        key=f"{made.DOC_ID}:i{start}",
        document="made-up/files/a.txt",
        start=start,
        quote="项目110个,其中制造业60个,力争固定资产投资增长1",
    )
    assert str(failure) == (
        "indicators.as_written: the text there is '60个', not '六十个' "
        f"[row {made.DOC_ID}:i{start}, made-up/files/a.txt, offset {start}, "
        "“项目110个,其中制造业60个,力争固定资产投资增长1”]; "
        "mend the rule that gave the offsets; the source's words are never changed"
    )


def test_every_failing_row_is_told(frames: Frames) -> None:
    doctored = frame("indicators", lambda f: f.with_columns(quote=pl.lit("无")))(frames)
    assert len(validate(doctored)) == frames["indicators"].height


def test_full_width_digits_are_digits_too() -> None:
    text = "建设１２个园区。"
    frames = to_frames([made.document(text=text)], [])
    [failure] = validate(frames)
    assert (failure.check, failure.start, failure.document) == ("digits_covered", 2, "made-up/files/a.txt")
