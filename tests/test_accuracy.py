"""What the extraction must reach on the gold readings, built as `clgc build` builds them.

The thresholds are those the project holds itself to; `clgc evaluate --errors all` lists every miss.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from pipeline import progress
from pipeline.build import build
from pipeline.evaluate import DocumentScore, evaluate, report_text
from pipeline.evaluate.gold import gold_files, read_gold
from pipeline.evaluate.report import faults, total

ROOT = Path(__file__).parent.parent
FOUNDING_GOLD = ROOT / "tests" / "gold" / "founding"
VERSION = "2026.11.0"

FOUNDING = {
    "quantity": 0.99, "value": 0.98, "role": 0.97, "target": 0.97, "metric": 0.90, "modality": 0.95,
    "place": 0.97, "period": 0.97, "tasks": 1.0, "responsibilities": 0.99, "deadlines": 0.98, "other": 0.97,
}  # fmt: skip
REPORTS = {"quantity": 0.97, "target": 0.95, "role": 0.95, "value": 0.98, "metric": 0.88}


@pytest.fixture(scope="module", name="founding")
def _founding(tmp_path_factory: pytest.TempPathFactory) -> list[DocumentScore]:
    out = tmp_path_factory.mktemp("founding")
    summary = build(ROOT / "raw", out, VERSION, progress.silent)
    return evaluate(gold_files(FOUNDING_GOLD), summary.release)


@pytest.fixture(scope="module", name="reports")
def _reports(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> list[DocumentScore]:
    passages = shared / "gold" / "reports"
    if not passages.is_dir():
        pytest.skip("../shared/gold/reports is not on this machine")
    folder = tmp_path_factory.mktemp("reports")
    write_collection(passages, folder / "raw" / "reports")
    summary = build(folder / "raw", folder / "out", VERSION, progress.silent)
    return evaluate(gold_files(passages), summary.release)


def write_collection(passages: Path, folder: Path) -> None:
    """Write a collection of the passages, with what the head of each gold file says of its document."""
    (folder / "files").mkdir(parents=True)
    (folder / "collection.toml").write_text('title = "Passages of work reports"\n', encoding="utf-8")
    with (folder / "documents.csv").open("w", encoding="utf-8", newline="") as handle:
        rows = csv.writer(handle)
        rows.writerow(["file", "sha256", "title", "place", "plan_period", "doc_type", "issuer"])
        for gold in read_gold(gold_files(passages)):
            name = f"{gold.path.stem}.txt"
            (folder / "files" / name).write_bytes((passages / name).read_bytes())
            stated = (str(gold.document[key] or "") for key in ("title", "place", "plan_period"))
            rows.writerow([name, gold.sha256, *stated, "government_report", gold.document["issuer"] or ""])


def check(documents: list[DocumentScore], field: str, least: float) -> None:
    reached = total(documents)[field].score
    assert reached is not None, f"no row to score {field} on"
    listed = [] if field == "deadlines_found" else [field]
    assert reached >= least, (
        f"{field} {reached:.4f} is below {least}\n{report_text(documents, False, listed)}"
    )


@pytest.mark.parametrize(("field", "least"), FOUNDING.items())
def test_the_founding_documents_reach(founding: list[DocumentScore], field: str, least: float) -> None:
    check(founding, field, least)


def test_the_founding_documents_have_55_and_60_tasks(founding: list[DocumentScore]) -> None:
    tasks = {document.name: document.counts["tasks"] for document in founding}
    assert {name: (count.right, count.built) for name, count in tasks.items()} == {
        "000": (55, 55),
        "001": (60, 60),
    }


def test_the_founding_gold_has_its_responsibilities_and_ongoing_deadlines() -> None:
    rows = [json.loads(line) for line in (FOUNDING_GOLD / "000.jsonl").read_text("utf-8").splitlines()]
    assert sum(row["kind"] == "responsibility" for row in rows) == 229
    assert sum(row["kind"] == "deadline" and row["type"] == "ongoing" for row in rows) == 40


def test_every_numeral_of_the_founding_documents_is_explained_and_every_span_is_as_written(
    founding: list[DocumentScore],
) -> None:
    assert faults(founding) == {"unexplained": 0, "spans": 0}, report_text(
        founding, False, ["unexplained", "spans"]
    )


@pytest.mark.parametrize(("field", "least"), REPORTS.items())
def test_passages_of_work_reports_reach(reports: list[DocumentScore], field: str, least: float) -> None:
    check(reports, field, least)


def test_every_numeral_of_the_passages_is_explained(reports: list[DocumentScore]) -> None:
    assert faults(reports) == {"unexplained": 0, "spans": 0}, report_text(
        reports, False, ["unexplained", "spans"]
    )
