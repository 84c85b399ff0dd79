"""The same inputs give the same bytes: on other machines, and for the release that is committed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pipeline import build, progress, release
from pipeline.publish import sums
from pipeline.verify import shown, verify
from pipeline.verify.files import file_faults
from tests.conftest import ROOT, MakeRaw
from tests.releases import FIRST, SECOND

PLAN = "某县2023年工作清单\n一、重点任务\n1.新建学校3所。（责任单位：县教育局，完成时限：2023年12月）\n"
PROCESSED = ROOT / "processed"

# Two machines as different as one can be made: hash seeds, time zones, languages, cores.
HERE = {"PYTHONHASHSEED": "0", "TZ": "Asia/Shanghai", "LANG": "zh_CN.UTF-8", "LC_ALL": "zh_CN.UTF-8"}
THERE = {"PYTHONHASHSEED": "4711", "TZ": "America/St_Johns", "LANG": "C", "LC_ALL": "C"}
CORES = ({"POLARS_MAX_THREADS": "1"}, {"POLARS_MAX_THREADS": "4"})


def contents(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in sorted(sums.files(folder))}


def assert_same(one: Path, other: Path) -> None:
    ours, theirs = contents(one), contents(other)
    assert ours.keys() == theirs.keys()
    differing = [name for name in ours if ours[name] != theirs[name]]
    assert not differing, f"{one} and {other} differ; other content wants another version (RELEASING.md)"


def releases() -> list[str]:
    """Return the versions that git holds under processed/, or that stand there where there is no git."""
    try:
        command = ["git", "ls-files", "-z", "processed"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return sorted(path.parent.name for path in PROCESSED.glob(f"[0-9]*/{sums.NAME}"))
    return sorted({path.split("/")[1] for path in listed.split("\0") if path.endswith(f"/{sums.NAME}")})


COMMITTED = releases()
needs_releases = pytest.mark.skipif(not COMMITTED, reason="no release is committed yet")


def built_elsewhere(
    command: list[str | Path], folder: Path, environment: Mapping[str, str]
) -> subprocess.Popen[str]:
    folder.mkdir()
    inherited = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    return subprocess.Popen(
        command,
        cwd=folder,
        env={**inherited, "PYTHONPATH": str(ROOT), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def test_two_machines_make_the_same_bytes_of_every_file(make_raw: MakeRaw, tmp_path: Path) -> None:
    small = make_raw({"a.txt": PLAN.encode()})
    code = (
        "import sys; from pathlib import Path; from pipeline import build, progress\n"
        "small, raw, gold, first, second = sys.argv[1:]\n"
        "out = Path('processed')\n"
        "build.build(Path(small), out, first, progress.silent)\n"
        "build.build(Path(raw), out, second, progress.silent, gold=Path(gold), predecessor=first)\n"
    )
    command: list[str | Path] = [
        sys.executable,
        "-c",
        code,
        small,
        ROOT / "raw",
        ROOT / "tests" / "gold",
        FIRST,
        SECOND,
    ]
    one_core: list[str | Path] = ["taskset", "-c", "0"] if shutil.which("taskset") else []
    here, there = tmp_path / "here", tmp_path / "elsewhere" / "there"
    there.parent.mkdir()
    running = [
        built_elsewhere([*one_core, *command], here, HERE | CORES[0]),
        built_elsewhere(command, there, THERE | CORES[1]),
    ]
    for process in running:
        said, _ = process.communicate(timeout=300)
        assert process.returncode == 0, said
    for version in (FIRST, SECOND):
        assert_same(here / "processed" / version, there / "processed" / version)
    assert (here / "processed" / SECOND / "changes").is_dir()


@needs_releases
def test_a_build_makes_the_committed_release_byte_for_byte(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    authored = release.read()
    if authored.data_version not in COMMITTED:
        pytest.skip(f"{authored.data_version} is in preparation: it is not committed yet")
    out = tmp_path / "processed"
    if authored.predecessor:
        shutil.copytree(PROCESSED / authored.predecessor, out / authored.predecessor)
    gold = ROOT / "tests" / "gold"
    build.build(ROOT / "raw", out, authored.data_version, progress.silent, gold=gold)
    assert_same(out / authored.data_version, PROCESSED / authored.data_version)


@needs_releases
@pytest.mark.parametrize("version", COMMITTED)
def test_no_file_of_a_committed_release_ever_changes(version: str) -> None:
    assert list(shown(file_faults(PROCESSED / version))) == []


@needs_releases
def test_the_committed_release_of_the_release_file_is_sound() -> None:
    version = release.read().data_version
    if version not in COMMITTED:
        pytest.skip(f"{version} is in preparation: it is not committed yet")
    assert list(shown(verify(PROCESSED / version, ROOT / "raw"))) == []


@needs_releases
def test_latest_is_a_relative_link_to_the_newest_release() -> None:
    known = {
        *COMMITTED,
        release.read().data_version,
    }  # the one in preparation stands there before it is committed
    standing = [version for version in known if (PROCESSED / version).is_dir()]
    newest = max(standing, key=lambda version: tuple(int(number) for number in version.split(".")))
    link = PROCESSED / "latest"
    assert link.is_symlink()
    assert link.readlink() == Path(newest)


@needs_releases
def test_the_predecessor_of_the_release_file_is_committed() -> None:
    assert release.read().predecessor in ("", *COMMITTED)
