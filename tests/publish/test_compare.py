"""Two releases, row by row: what came, what went, what changed, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from pipeline.errors import ReleaseError
from pipeline.model import Issue
from pipeline.normalize.rows import Frames, to_frames
from pipeline.publish.compare import Changes, compare
from schemas import TABLES
from schemas.as_pandera import pandera_model
from schemas.changes import CHANGES
from tests import factories as made
from tests.releases import OTHER_ID, changed, frames, of_mentions, two_documents, with_indicator

WHOLE = 1  # 110个, the target of the made-up document
WHOLE_ID = f"{made.DOC_ID}:i{made.at('110个')[0]}"


def rows(changes: Changes, **of: Any) -> list[tuple[str, str, str, str]]:
    return changes.rows.filter(**of).select("table", "key", "change", "cause").rows()


def cells(changes: Changes, **of: Any) -> dict[str, tuple[str | None, str | None]]:
    found = changes.cells.filter(**of)
    return {column: (old, new) for column, old, new in found.select("column", "old", "new").iter_rows()}


def summary(changes: Changes, table: str) -> dict[str, Any]:
    return changes.summary.row(by_predicate=pl.col("table") == table, named=True)


def test_a_release_does_not_differ_from_itself() -> None:
    changes = compare(frames(), frames())
    assert not changes
    assert changes.rows.is_empty()
    assert changes.cells.is_empty()
    assert changes.summary.get_column("table").to_list() == list(TABLES)


@pytest.mark.parametrize("name", CHANGES)
def test_the_tables_of_changes_are_as_declared(name: str) -> None:
    changes = compare(with_indicator(WHOLE, role="scope"), two_documents())
    frame: pl.DataFrame = getattr(changes, name)
    assert frame.height
    pandera_model(CHANGES[name]).validate(frame, lazy=True)
    assert frame.get_column(CHANGES[name].primary_key).is_unique().all()


@pytest.mark.parametrize(
    ("what", "read_now"),
    [
        ("its role", {"role": "scope"}),
        ("its right edge", {"end": made.at("110个")[1] - 1, "as_written": None}),
        ("its left edge", {"start": made.at("项目110个")[0]}),
        ("its measure", {"measure": "increment"}),
        ("its value", {"value_low": Decimal(111), "value_high": Decimal(111)}),
    ],
)
def test_an_id_follows_a_value_when_another_thing_is_read_of_it(what: str, read_now: dict[str, Any]) -> None:
    read_now.pop("as_written", None)
    changes = compare(frames(), with_indicator(WHOLE, **read_now))
    assert rows(changes, table="indicators") == [("indicators", WHOLE_ID, "changed", "pipeline")], what
    assert not rows(changes, table="numerals")


def test_an_id_follows_a_numeral_when_its_class_changes() -> None:
    numerals = tuple(
        numeral._replace(cls="ordinal") if numeral.cls == "marker" else numeral for numeral in made.numerals()
    )
    changes = compare(frames(), of_mentions(numerals=numerals))
    assert {row[2:] for row in rows(changes)} == {("changed", "pipeline")}
    of_numerals = changes.cells.filter(table="numerals")
    assert set(of_numerals.select("column", "old", "new").rows()) == {("class", "marker", "ordinal")}


def test_an_id_follows_a_task_when_its_end_changes() -> None:
    first, second = made.tasks()
    changes = compare(frames(), of_mentions(tasks=(first._replace(end=first.end - 1), second)))
    assert rows(changes, table="tasks") == [
        ("tasks", f"{made.DOC_ID}:t{first.start}", "changed", "pipeline"),
    ]
    assert cells(changes, table="tasks").keys() == {"text", "end"}


def test_a_changed_cell_has_its_old_and_new_value() -> None:
    changes = compare(frames(), with_indicator(WHOLE, role="scope", metric="引进工业项目", place=None))
    found = cells(changes, table="indicators")
    assert found["role"] == ("target", "scope")
    assert found["metric"] == ("引进项目", "引进工业项目")
    assert found["place"] == ("襄阳市", None)
    assert summary(changes, "indicators")["changed"] == 1
    assert summary(changes, "indicators")["cells"] == len(found)


def test_a_target_that_is_none_any_more_leaves_the_view_with_its_old_cells() -> None:
    changes = compare(frames(), with_indicator(WHOLE, role="scope"))
    assert rows(changes, table="targets") == [("targets", WHOLE_ID, "removed", "pipeline")]
    found = cells(changes, table="targets")
    assert found["value_low"] == ("110.0", None)
    assert "indicator_id" not in found


def test_values_are_written_as_in_csv() -> None:
    before = frames()
    after = changed(
        before,
        "indicators",
        value_high=pl.lit(0.1),
        period_end=pl.date(2024, 2, 29),
        seq=pl.lit(7, pl.Int32),
    )
    found = cells(compare(before, after), table="indicators", key=WHOLE_ID)
    assert found["value_high"] == ("110.0", "0.1")
    assert found["period_end"] == ("2023-12-31", "2024-02-29")
    assert found["seq"][1] == "7"


def test_the_old_values_and_the_changes_give_the_new_release() -> None:
    before, after = frames(), with_indicator(WHOLE, role="scope", metric="引进工业项目")
    changes = compare(before, after)
    for name, table in TABLES.items():
        assert replayed(before[name], changes, name, table.primary_key) == as_text(
            after[name], table.primary_key
        )


def as_text(frame: pl.DataFrame, key: str) -> dict[str, dict[str, str | None]]:
    return {row[key]: row for row in frame.cast(pl.String).iter_rows(named=True)}


def replayed(
    before: pl.DataFrame, changes: Changes, table: str, key: str
) -> dict[str, dict[str, str | None]]:
    result = as_text(before, key)
    for row in changes.rows.filter(table=table).iter_rows(named=True):
        if row["change"] == "removed":
            del result[row["key"]]
        elif row["change"] == "added":
            result[row["key"]] = {**dict.fromkeys(before.columns), key: row["key"]}
    for cell in changes.cells.filter(table=table).iter_rows(named=True):
        if cell["key"] in result:
            assert result[cell["key"]][cell["column"]] == cell["old"]
            result[cell["key"]][cell["column"]] = cell["new"]
    return result


def test_the_rows_of_a_new_document_come_from_the_source_and_have_no_cells() -> None:
    changes = compare(frames(), two_documents())
    assert {row[2:] for row in rows(changes)} == {("added", "source")}
    assert changes.rows.get_column("doc_id").unique().to_list() == [OTHER_ID]
    assert changes.cells.is_empty()
    assert summary(changes, "documents")["by_source"] == 1


def test_the_rows_of_a_document_that_went_are_removed() -> None:
    changes = compare(two_documents(), frames())
    assert {row[2:] for row in rows(changes)} == {("removed", "source")}


def test_other_bytes_at_the_same_path_are_a_document_gone_and_one_come() -> None:
    other = made.document(doc_id=OTHER_ID, sha256="fedcba9876543210" * 4)
    after = to_frames([other], [replace(made.mentions(), doc_id=OTHER_ID)])
    changes = compare(frames(), after)
    assert {row[2:] for row in rows(changes)} == {("added", "source"), ("removed", "source")}
    assert summary(changes, "tasks")["added"] == summary(changes, "tasks")["removed"] == 2


def test_what_the_collection_states_otherwise_is_told_as_the_cause() -> None:
    after = to_frames([made.document(title="襄阳市2023年重点工作清单")], [made.mentions()])
    changes = compare(frames(), after)
    assert rows(changes, table="documents") == [("documents", made.DOC_ID, "changed", "listing")]
    assert cells(changes, table="documents").keys() == {"title"}
    assert set(changes.rows.get_column("cause")) == {"listing"}


def test_what_is_inferred_otherwise_is_a_change_of_the_pipeline() -> None:
    inferred = Issue(
        "info", "metadata.inferred", "title is blank in the collection; 'x' was read", "documents"
    )
    before = to_frames([made.document(issues=(inferred,))], [made.mentions()])
    after = to_frames([made.document(title="襄阳市清单", issues=(inferred,))], [made.mentions()])
    assert set(compare(before, after).rows.get_column("cause")) == {"pipeline"}


def test_what_is_inferred_no_more_but_not_stated_either_is_a_change_of_the_pipeline() -> None:
    inferred = Issue(
        "info", "metadata.inferred", "title is blank in the collection; 'x' was read", "documents"
    )
    before = to_frames([made.document(issues=(inferred,))], [made.mentions()])
    after = to_frames([made.document(title=None, issues=())], [made.mentions()])
    assert set(compare(before, after).rows.get_column("cause")) == {"pipeline"}


def without_responsible_unit() -> Frames:
    return of_mentions(responsibilities=made.responsibilities()[:2])


def test_an_organisation_newly_read_in_an_old_document_is_due_to_the_pipeline() -> None:
    changes = compare(without_responsible_unit(), frames())
    (row,) = rows(changes, table="organizations")
    assert row[2:] == ("added", "pipeline")
    assert cells(changes, table="organizations")["name"] == (None, "谷城县人民政府")


def test_an_organisation_of_a_new_document_alone_is_due_to_the_source() -> None:
    whole = replace(made.mentions(), doc_id=OTHER_ID)
    lesser = made.mentions(responsibilities=made.responsibilities()[:2])
    other = made.document(doc_id=OTHER_ID, path="files/b.txt", sha256="fedcba9876543210" * 4)
    changes = compare(without_responsible_unit(), to_frames([made.document(), other], [lesser, whole]))
    assert [row[2:] for row in rows(changes, table="organizations")] == [("added", "source")]
    assert [row[2:] for row in rows(changes, table="places")] == [("added", "source")]


def test_a_metric_is_of_the_lexicon_whatever_refers_to_it() -> None:
    after = changed(frames(), "metrics", definition_en=pl.lit("other"))
    changes = compare(frames(), after)
    assert set(changes.rows.get_column("cause")) == {"pipeline"}
    assert summary(changes, "metrics")["changed"] == after["metrics"].height


def test_the_order_of_rows_is_no_change() -> None:
    turned = {name: frame.reverse() for name, frame in frames().items()}
    assert not compare(frames(), turned)


def test_changes_stand_in_the_order_of_tables_keys_and_columns_whatever_the_order_of_rows() -> None:
    after = with_indicator(WHOLE, role="scope", metric="引进工业项目")
    changes = compare(frames(), after)
    again = compare({n: f.reverse() for n, f in frames().items()}, {n: f.reverse() for n, f in after.items()})
    assert changes.rows.equals(again.rows)
    assert changes.cells.equals(again.cells)
    assert list(dict.fromkeys(changes.rows.get_column("table"))) == ["targets", "documents", "indicators"]
    order = [TABLES["indicators"].names.index(column) for column in cells(changes, table="indicators")]
    assert order == sorted(order)


def test_a_column_that_only_one_release_has_is_named() -> None:
    before = {**frames(), "tasks": frames()["tasks"].drop("stage").with_columns(mood=pl.lit("good"))}
    changes = compare(before, frames())
    assert changes
    assert (summary(changes, "tasks")["columns_added"], summary(changes, "tasks")["columns_removed"]) == (
        "stage",
        "mood",
    )
    assert changes.rows.is_empty()


def test_a_table_that_only_one_release_has_comes_or_goes_whole() -> None:
    before = {name: frame for name, frame in frames().items() if name != "deadlines"}
    before["moods"] = pl.DataFrame({"mood_id": ["m1"], "mood": ["good"]})
    changes = compare(before, frames())
    assert summary(changes, "deadlines")["added"] == frames()["deadlines"].height
    assert rows(changes, table="moods") == [("moods", "m1", "removed", "pipeline")]


def test_a_column_of_another_type_is_compared_as_written() -> None:
    before = changed(frames(), "tasks", seq=pl.col("seq").cast(pl.Int64))
    assert not compare(before, frames())


def test_a_release_without_the_key_of_a_table_cannot_be_compared() -> None:
    before = {**frames(), "tasks": frames()["tasks"].drop("task_id")}
    with pytest.raises(ReleaseError, match="tasks has no column task_id"):
        compare(before, frames())
