"""What the machine refuses is told as that, with the file and what to do, never as a fault of the program."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pipeline import build
from tests.conftest import ROOT, MakeRaw
from tests.releases import FIRST, SECOND, published
from tests.test_cli import PLAN, assert_stopped, clgc


@pytest.fixture
def out(tmp_path: Path) -> Path:
    published(tmp_path / "out")
    published(tmp_path / "out", SECOND)
    return tmp_path / "out"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_standard_output_that_takes_no_more_is_told_once(out: Path) -> None:
    code = "from pipeline.cli import main; main()"
    command = [sys.executable, "-c", code, "diff", str(out / FIRST), str(out / SECOND)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            command, cwd=out, env=environment, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: cannot write to standard output (No space left on device): ")
    assert done.stderr.count("\n") == 1


def test_a_folder_for_changes_that_cannot_be_made_is_named_with_the_remedy(out: Path) -> None:
    (out / "file").write_text("in the way", "utf-8")
    result = clgc("diff", "--to", out / "file" / "changes", out / FIRST, out / SECOND)
    assert_stopped(result, 1, f"cannot write to {out / 'file' / 'changes'} (Not a directory)", "--to")
    assert "fault in clgc" not in result.stderr


def test_a_file_that_the_system_refuses_is_no_fault_of_the_program(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: Any) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), "/some/file")

    monkeypatch.setattr(build, "read_collections", refused)
    raw = make_raw({"a.txt": PLAN.encode()})
    result = clgc("build", "--raw", raw, "--out", tmp_path / "out")
    assert_stopped(result, 1, "/some/file: Permission denied")
    assert "fault in clgc" not in result.stderr
