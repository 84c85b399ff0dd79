"""`make bench` runs, names stages that exist, and says what it measured."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests import bench

TEXT = "某县2023年工作清单\n一、重点任务\n1.新建学校3所，引进亿元以上项目1,100个，增长12.5%。\n"


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path


def test_the_plain_scan_finds_every_number_with_a_unit() -> None:
    found = bench.plain_scan([TEXT])
    assert [(value, unit) for _, _, value, unit in found] == [
        (Decimal(3), "所"),
        (Decimal(1100), "个"),
        (Decimal("12.5"), "%"),
    ]
    assert [TEXT[start:end] for start, end, _, _ in found] == ["3所", "1,100个", "12.5%"]


def test_the_bench_prints_sizes_a_ratio_and_the_share_of_every_stage(
    texts: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    bench.main(["--texts", str(texts), "--turns", "2", "--json", str(tmp_path / "out" / "bench.json")])
    printed = capsys.readouterr().out
    assert [line.split()[0] for line in printed.splitlines()] == [
        "texts", "numerals", "plain", "extract", "ratio", "stages",
    ]  # fmt: skip
    assert all(stage in printed for stage in bench.STAGES) or bench.is_compiled()
    measured = json.loads((tmp_path / "out" / "bench.json").read_text("utf-8"))
    assert (measured["documents"], measured["scanned"], len(measured["ratios"])) == (1, 3, 2)


def test_a_folder_without_texts_is_said_to_hold_none(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing to measure"):
        bench.main(["--texts", str(tmp_path)])
