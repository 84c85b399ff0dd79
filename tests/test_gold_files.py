"""Gold files and releases as they come from disk: what is wrong with them is named with its place."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.errors import ClgcError, OutputError, UsageError
from pipeline.evaluate import run
from pipeline.evaluate.gold import GoldError, gold_files, misplaced, read_gold, surface_span

TEXT = "1.引进项目12个。\n"
SHA = "ab" * 32
Row = dict[str, Any]


def gold_indicator(**fields: Any) -> Row:
    row = {
        "kind": "indicator", "start": 6, "surface": "12个", "role": "target", "value_low": "12",
        "value_high": "12", "comparator": "eq", "unit": "count", "classifier": "个", "measure": "quantity",
        "modality": "none", "metric": "引进项目", "period": "2023", "place": "某市",
    }  # fmt: skip
    return row | fields


def gold_task(start: int, end: int) -> Row:
    return {"kind": "task", "start": start, "end": end, "title": "引进项目"}


def write_gold(folder: Path, rows: Iterable[Row], name: str = "made_up") -> Path:
    head = {"kind": "document", "name": name, "sha256": SHA, "title": "清单"}
    path = folder / f"{name}.jsonl"
    lines = (json.dumps(row, ensure_ascii=False) for row in (head, *rows))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.fixture(name="release")
def _release(tmp_path: Path) -> Path:
    """Write the tables of a release that read TEXT as the gold does, in the folder `latest` of `out`."""
    known = {"doc_id": "d-1", "as_written": "12个", "start": 6, "end": 9}
    task = {"task_id": "d-1:t2", "doc_id": "d-1", "start": 2, "end": 10, "text": TEXT[2:10]}
    of_task = {"doc_id": "d-1", "task_id": "d-1:t2", "as_written": "引进", "start": 2, "end": 4}
    indicator = {"rule_id": "role.target.verb", "value_low": 12.0, "value_high": 12.0}
    tables: dict[str, list[Row]] = {
        "documents": [{"doc_id": "d-1", "sha256": SHA, "doc_type": "work_list"}],
        "texts": [{"doc_id": "d-1", "text": TEXT}],
        "tasks": [task],
        "responsibilities": [of_task | {"role": "lead", "org_name": "甲局"}],
        "deadlines": [of_task | {"type": "by", "latest": None}],
        "indicators": [gold_indicator() | known | indicator],
        "numerals": [
            {"doc_id": "d-1", "as_written": "1", "start": 0, "end": 1, "class": "marker"},
            {"doc_id": "d-1", "as_written": "12", "start": 6, "end": 8, "class": "quantity"},
        ],
    }
    folder = tmp_path / "out" / "latest"
    folder.mkdir(parents=True)
    for name, rows in tables.items():
        pl.DataFrame(rows).write_parquet(folder / f"{name}.parquet")
    return folder


def test_a_surface_may_begin_before_the_numeral() -> None:
    assert surface_span("产值超过90亿元", "超过90亿元", 4) == (2, 8)
    assert surface_span("产值超过90亿元", "90亿元", 3) is None
    assert surface_span("3个和3个", "3个", 3) == (3, 5)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{not json", "made_up.jsonl:2: not JSON"),
        ("[1]", "made_up.jsonl:2: not a JSON object"),
        ('{"kind": "indicater"}', "made_up.jsonl:2: unknown kind 'indicater'"),
        ('{"kind": "task", "start": 1, "title": ""}', "made_up.jsonl:2: task without end"),
        (
            '{"kind": "task", "start": "1", "end": 2, "title": ""}',
            "made_up.jsonl:2: start is '1', not an offset",
        ),
        ('{"kind": "document", "name": "x", "sha256": ""}', "made_up.jsonl:2: the first line, and no other"),
        ('{"kind": "other", "start": 1, "surface": "1", "class": "x"}', "made_up.jsonl:2: unknown class 'x'"),
        (
            '{"kind": "responsibility", "task_start": 7, "role": "lead", "org": "甲局"}',
            "made_up.jsonl:2: no task starts at 7",
        ),
    ],
)
def test_a_wrong_gold_line_is_named(tmp_path: Path, line: str, message: str) -> None:
    path = write_gold(tmp_path, [])
    path.write_text(path.read_text(encoding="utf-8") + line + "\n", encoding="utf-8")
    with pytest.raises(GoldError) as caught:
        read_gold([path])
    assert message in str(caught.value)
    assert caught.value.exit_code == 1


def test_a_wrong_value_in_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(GoldError, match="value_low is '1,000', not a decimal"):
        read_gold([write_gold(tmp_path, [gold_indicator(value_low="1,000")])])
    with pytest.raises(GoldError, match="jsonl:3: a second indicator at 6"):
        read_gold([write_gold(tmp_path, [gold_indicator(), gold_indicator()])])


def test_two_gold_files_of_one_document_are_named(tmp_path: Path) -> None:
    paths = [write_gold(tmp_path, [], name) for name in ("one", "two")]
    with pytest.raises(GoldError, match=r"two\.jsonl:1: .*one\.jsonl is already the gold"):
        read_gold(paths)


def test_a_gold_file_without_a_document_line_is_named(tmp_path: Path) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(GoldError, match=r"empty\.jsonl:1: empty"):
        read_gold([path])


def test_a_folder_without_gold_is_named(tmp_path: Path) -> None:
    with pytest.raises(ClgcError, match="no gold file"):
        gold_files(tmp_path)


def test_gold_offsets_that_do_not_fit_the_text_are_named(tmp_path: Path) -> None:
    [gold] = read_gold([write_gold(tmp_path, [gold_indicator(start=3), gold_task(0, 9999)])])
    messages = misplaced(gold, TEXT)
    assert len(messages) == 2
    assert "made_up.jsonl:2: '12个' does not stand at 3" in messages[0]
    assert "made_up.jsonl:3: the task 0-9999" in messages[1]


def test_a_release_is_scored_from_its_folder_or_the_one_around_it(tmp_path: Path, release: Path) -> None:
    rows = [gold_indicator(), gold_task(2, 10)]
    rows.append({"kind": "responsibility", "task_start": 2, "role": "lead", "org": "甲局"})
    rows.append({"kind": "other", "start": 0, "surface": "1", "class": "marker"})
    gold = write_gold(tmp_path, rows)
    out = tmp_path / "build" / "scores.json"
    text = run(gold, release, out, by_rule=True, errors="all")
    assert run(tmp_path, release.parent, by_rule=True, errors="all") == text
    assert "role.target.verb        1         0  1.000  1.000" in text
    scores = json.loads(out.read_text(encoding="utf-8"))["total"]
    for field in ("quantity", "target", "tasks", "responsibilities"):
        assert scores[field]["f1"] == 1.0
    for field in ("value", "role", "metric", "measure", "modality", "place", "period", "other"):
        assert scores[field]["accuracy"] == 1.0
    assert (scores["deadlines"]["f1"], scores["unexplained"], scores["spans"]) == (0.0, 0, 0)


def test_gold_of_a_document_that_is_not_in_the_release_is_named(tmp_path: Path, release: Path) -> None:
    gold = write_gold(tmp_path, [])
    gold.write_text(gold.read_text(encoding="utf-8").replace(SHA, "cd" * 32), encoding="utf-8")
    with pytest.raises(GoldError, match=r"made_up\.jsonl:1: no document of sha256 cdcdcd"):
        run(gold, release)


def test_gold_that_does_not_fit_the_text_in_the_release_is_named(tmp_path: Path, release: Path) -> None:
    with pytest.raises(GoldError, match=r"made_up\.jsonl:2: '12个' does not stand at 2"):
        run(write_gold(tmp_path, [gold_indicator(start=2)]), release)


def test_a_folder_that_is_no_release_is_wrong_usage(tmp_path: Path) -> None:
    gold = write_gold(tmp_path, [])
    with pytest.raises(UsageError, match=r"is no release: it has no documents\.parquet") as caught:
        run(gold, tmp_path / "nowhere")
    assert caught.value.exit_code == 2


def test_scores_that_cannot_be_written_say_where(tmp_path: Path, release: Path) -> None:
    gold = write_gold(tmp_path, [])
    with pytest.raises(OutputError, match="cannot write"):
        run(gold, release, gold / "scores.json")


def test_a_file_that_is_no_gold_at_all_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("# A page\n\nof many\nlines\n", encoding="utf-8")
    with pytest.raises(GoldError) as stopped:
        read_gold([path])
    (message,) = stopped.value.messages
    assert message.startswith(f"{path} is no gold file: ")
