"""What would stop a build at its end stops it at once, before the collections are read."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest

from pipeline import build
from pipeline.publish import output_folder
from tests.conftest import ROOT, MakeRaw
from tests.test_cli import PLAN, assert_stopped, clgc


@pytest.mark.parametrize("inside", ["", "processed", "made-up/processed"])
def test_an_output_folder_inside_the_collections_is_refused_at_once(make_raw: MakeRaw, inside: str) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    result = clgc("build", "--raw", raw, "--out", raw / inside)
    assert_stopped(result, 2, f"lies in {raw}: ", "--out")
    assert [path.name for path in raw.iterdir()] == ["made-up"]
    assert_stopped(clgc("ingest", "--raw", raw, "--work", raw / "work"), 2, f"lies in {raw}: ", "--work")


@pytest.mark.parametrize("name", ["2026.11.0", "latest"])
def test_collections_inside_a_release_are_refused_at_once(
    make_raw: MakeRaw, tmp_path: Path, name: str
) -> None:
    out = tmp_path / "out"
    (out / "2026.11.0").mkdir(parents=True)
    (out / "latest").symlink_to("2026.11.0")
    raw = make_raw({"a.txt": PLAN.encode()}).rename(out / "2026.11.0" / "raw")
    result = clgc("build", "--raw", raw, "--out", out, "--version", name.replace("latest", "2026.11.1"))
    assert_stopped(result, 2, f"{raw} lies in a release of {out}")


def nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    def read(*_: Any) -> None:
        raise AssertionError("the collections were read first")

    monkeypatch.setattr(build, "ingest_sources", read)
    monkeypatch.setattr(build, "validate", read)


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        ("busy", 1, "another build"),
        ("unwritable", 1, "cannot write to"),
        ("epoch", 2, "SOURCE_DATE_EPOCH is 'yesterday'"),
        ("in the way", 1, "latest is no link to a release"),
        ("gold", 1, "bad.jsonl is no gold file"),
        ("other gold", 1, "the collections that were built"),
    ],
)
def test_what_would_stop_the_publishing_stops_a_build_before_anything_is_read(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str, code: int, words: str
) -> None:
    nothing_is_read(monkeypatch)
    raw, out = make_raw({"a.txt": PLAN.encode()}), tmp_path / "new" / "out"
    more: list[str | Path] = []
    if fault == "unwritable":
        (tmp_path / "new").write_text("a file", "utf-8")
    if fault == "epoch":
        monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    if fault == "in the way":
        (out / "latest").mkdir(parents=True)
    if fault == "gold":
        (tmp_path / "bad.jsonl").write_text("{", "utf-8")
        more = ["--gold", tmp_path / "bad.jsonl"]
    if fault == "other gold":
        more = ["--gold", ROOT / "tests" / "gold"]
    with output_folder(out) if fault == "busy" else nullcontext():
        assert_stopped(clgc("build", "--raw", raw, "--out", out, *more), code, words)
    assert fault in ("unwritable", "in the way") or not (tmp_path / "new").exists()


def test_what_would_stop_the_publishing_stops_publish_before_the_tables_are_checked(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = tmp_path / "work"
    assert clgc("ingest", "--raw", make_raw({"a.txt": PLAN.encode()}), "--work", work).exit_code == 0
    nothing_is_read(monkeypatch)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    result = clgc("publish", "--work", work, "--out", tmp_path / "out")
    assert_stopped(result, 2, "SOURCE_DATE_EPOCH is 'yesterday'")
