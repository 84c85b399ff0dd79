"""quality/: how right a release is on gold, what it covers, its issues and its checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline import build, progress
from pipeline.evaluate import evaluate, evaluate_frames
from pipeline.evaluate.gold import GoldError, gold_files
from pipeline.evaluate.report import as_plain
from pipeline.normalize.rows import Frames, to_frames
from pipeline.publish.facts import Facts
from pipeline.publish.quality import quality, share
from pipeline.validate import CHECKS
from pipeline.validate.tally import tally
from tests import factories as made
from tests.conftest import ROOT, MakeRaw
from tests.publish.conftest import VERSION

GOLD = ROOT / "tests" / "gold"


@pytest.fixture(scope="module", name="measured")
def _measured(frames: Frames, facts: Facts) -> dict[str, Any]:
    return quality(frames, facts)


def test_the_accuracy_is_that_of_clgc_evaluate_by_field_kind_and_rule(real: Path) -> None:
    told = json.loads((real / "quality" / "quality.json").read_text("utf-8"))["accuracy"]
    scores = as_plain(evaluate(gold_files(GOLD), real), by_rule=True)
    assert told["fields"] == scores["total"]
    assert told["document_kinds"] == scores["kinds"]
    assert told["by_document"] == scores["documents"]
    assert [{k: v for k, v in rule.items() if k != "role"} for rule in told["rules"]] == scores["rules"]
    assert (told["gold_documents"], told["documents"]) == (2, 2)


def test_built_tables_score_as_the_release_made_of_them(real: Path, real_frames: Frames) -> None:
    assert evaluate_frames(GOLD, real_frames) == evaluate(gold_files(GOLD), real)


def test_without_gold_the_accuracy_is_null_and_the_page_says_so(folder: Path) -> None:
    assert json.loads((folder / "quality" / "quality.json").read_text("utf-8"))["accuracy"] is None
    page = (folder / "quality" / "quality.md").read_text("utf-8")
    assert "built without gold readings" in page
    assert "本版构建时没有人工标注" in page


def test_gold_of_a_document_that_was_not_built_stops_and_names_it(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": "一、重点任务\n1.新建学校3所。\n".encode()})
    with pytest.raises(GoldError, match=r"000\.jsonl:1: no document of sha256"):
        build.build(raw, tmp_path / "out", VERSION, progress.silent, gold=GOLD)
    assert not (tmp_path / "out").exists()


def test_numerals_are_counted_by_class(measured: dict[str, Any]) -> None:
    numerals = measured["coverage"]["numerals"]
    assert numerals["rows"] == 11
    assert numerals["class"]["quantity"] == {"rows": 7, "share": 0.6364}
    assert numerals["class"]["unexplained"] == {"rows": 0, "share": 0.0}
    assert sum(part["rows"] for part in numerals["class"].values()) == 11


def test_targets_and_tasks_are_counted_by_what_they_have(measured: dict[str, Any]) -> None:
    targets, tasks = measured["coverage"]["targets"], measured["coverage"]["tasks"]
    assert targets["rows"] == 4
    assert targets["deadline"] == {"rows": 4, "share": 1.0}
    assert targets["responsible_unit"] == {"rows": 3, "share": 0.75}
    assert targets["hedged"] == {"rows": 1, "share": 0.25}
    assert targets["document_kinds"]["work_list"]["rows"] == 4
    assert tasks["rows"] == 2
    assert tasks["due_date"] == {"rows": 1, "share": 0.5}
    assert tasks["target"] == {"rows": 2, "share": 1.0}


def test_issues_are_counted_by_code_the_gravest_first(frames: Frames, facts: Facts) -> None:
    def issue(at: int, severity: str, code: str) -> dict[str, Any]:
        return {"issue_id": str(at), "doc_id": f"d-{at % 2}", "severity": severity, "code": code,
                "message": ""}  # fmt: skip

    rows = [issue(0, "info", "a"), issue(1, "info", "b"), issue(2, "info", "b"), issue(3, "error", "c")]
    issues = pl.DataFrame(rows, schema=frames["issues"].schema)
    found = quality({**frames, "issues": issues}, facts)["issues"]
    assert [(one["code"], one["rows"], one["documents"]) for one in found] == [
        ("c", 1, 1),
        ("b", 2, 2),
        ("a", 1, 1),
    ]


def test_nothing_has_a_share_of_nothing(facts: Facts) -> None:
    assert share(0, 0) is None
    measured = quality(to_frames([], []), facts)
    assert measured["coverage"]["targets"]["metric_id"] == {"rows": 0, "share": None}


def test_every_check_of_the_build_is_told_with_what_it_examined(frames: Frames, real: Path) -> None:
    counted = {one.check: one.examined for one in tally(frames)}
    assert len(counted) == len(CHECKS) + 1  # and the schema
    assert counted["unique"] == sum(frame.height for frame in frames.values())
    assert counted["digits_covered"] == 11  # 14.45 is two runs of digits, 亿 is none
    assert counted["view_complete"] == frames["targets"].height
    page = (real / "quality" / "quality.md").read_text("utf-8")
    assert all(page.count(f"| `{check}` |") == 2 for check in counted)


def test_the_page_says_in_both_languages_what_quality_json_says(real: Path) -> None:
    page = (real / "quality" / "quality.md").read_text("utf-8")
    told = json.loads((real / "quality" / "quality.json").read_text("utf-8"))
    target = told["accuracy"]["fields"]["target"]
    assert f"| targets, value right | {target['f1']:.3f} |" in page
    assert f"| 目标（数值正确） | {target['f1']:.3f} |" in page
    met = told["coverage"]["targets"]["metric_id"]
    assert f"| a metric of the vocabulary | {met['rows']} | {met['share']:.3f} |" in page
    assert f"| 受控指标代码 | {met['rows']} | {met['share']:.3f} |" in page
    assert all(f"| `{rule['rule_id']}` |" in page for rule in told["accuracy"]["rules"])


def test_a_rule_is_told_with_its_role(real: Path) -> None:
    rules = json.loads((real / "quality" / "quality.json").read_text("utf-8"))["accuracy"]["rules"]
    assert all(rule["role"] == rule["rule_id"].split(".")[1] for rule in rules)


def test_a_quarantined_document_is_counted_and_costs_nothing(facts: Facts) -> None:
    set_aside = made.document(parse_state="quarantined", text="", encoding=None, content_end=0, bytes=3)
    measured = quality(to_frames([set_aside], []), facts)
    assert measured["coverage"]["documents"]["parse_state"] == {"quarantined": 1}
