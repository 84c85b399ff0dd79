"""What a stage leaves on disk is read back as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import store
from pipeline.errors import OutputError, StageError
from pipeline.model import Deadline, Document, Indicator, Mentions, Numeral

st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    note: str | None


@given(st.from_type(Document))
def test_a_document_survives_the_way_through_json(document: Document) -> None:
    assert store.decode(Document, json.loads(json.dumps(store.encode(document)))) == document


@given(
    st.builds(
        Mentions, indicators=st.tuples(st.from_type(Indicator)), deadlines=st.tuples(st.from_type(Deadline))
    )
)
def test_mentions_survive_the_way_through_json(mentions: Mentions) -> None:
    assert store.decode(Mentions, json.loads(json.dumps(store.encode(mentions)))) == mentions


def test_a_decimal_keeps_its_digits_and_a_date_its_day() -> None:
    assert store.encode(Decimal("14.4500")) == "14.4500"
    assert store.decode(Decimal, "14.4500") == Decimal("14.45")
    assert store.decode(date | None, store.encode(date(2023, 12, 31))) == date(2023, 12, 31)


def test_text_with_line_separators_stays_one_row(tmp_path: Path) -> None:
    rows = [Point(1.5, "一\r\n二\u2028三\x0b四"), Point(2, None)]
    store.write(tmp_path / "deep" / "points.jsonl", rows)
    assert store.read(Point, tmp_path / "deep" / "points.jsonl") == rows


def test_a_missing_stage_is_named_and_is_a_wrong_call(tmp_path: Path) -> None:
    with pytest.raises(StageError, match=r"points\.jsonl.*run the stage before") as caught:
        store.read(Point, tmp_path / "points.jsonl")
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("line", ['{"x": "far", "note": null}', '{"x": 1.0}', '{"y": 1.0}', "{", "[]"])
def test_rows_of_another_shape_are_refused(tmp_path: Path, line: str) -> None:
    (tmp_path / "points.jsonl").write_text(line + "\n", "utf-8")
    with pytest.raises(StageError, match="does not fit this version"):
        store.read(Point, tmp_path / "points.jsonl")


def test_a_tuple_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        store.decode(tuple[int, int], [1, 2, 3])


def test_a_folder_that_cannot_be_made_is_an_output_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(OutputError, match="cannot write"):
        store.write(tmp_path / "file" / "points.jsonl", [Point(1, None)])


def test_a_failed_write_leaves_the_last_rows_whole(tmp_path: Path) -> None:
    path = tmp_path / "numerals.jsonl"
    store.write(path, [Numeral(0, 1, "marker", None, None)])

    def broken() -> Iterator[Numeral]:
        yield Numeral(2, 3, "date", None, None)
        raise RuntimeError("stopped midway")

    with pytest.raises(RuntimeError):
        store.write(path, broken())
    assert store.read(Numeral, path) == [Numeral(0, 1, "marker", None, None)]
