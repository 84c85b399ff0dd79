"""A release appears whole or not at all, one build at a time, and leaves nothing half-written."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.errors import LockedError, OutputError
from pipeline.normalize.rows import to_frames
from pipeline.publish import output_folder, publish, sums
from pipeline.publish.folder import write_release
from schemas import TABLES
from tests import factories as made


def writes(content: str, name: str = "documents.csv") -> Callable[[Path], None]:
    def write(folder: Path) -> None:
        (folder / name).write_text(content, "utf-8")

    return write


def release(out: Path, version: str, content: str = "one", *, replace: bool = False) -> Path:
    with output_folder(out):
        return write_release(out, version, writes(content), replace=replace)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_release_has_every_table_twice_and_its_folder_nothing_else_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "new" / "processed"
    folder = publish(to_frames([made.document()], [made.mentions()]), out, "2026.11.0")
    assert folder == out / "2026.11.0"
    assert {f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")} <= set(names(folder))
    assert names(out) == ["2026.11.0", "latest"]


def test_latest_is_a_relative_link_to_the_last_release(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0")
    release(tmp_path, "2026.11.1")
    assert (tmp_path / "latest").readlink() == Path("2026.11.1")
    assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "one"
    assert names(tmp_path) == ["2026.11.0", "2026.11.1", "latest"]


@pytest.mark.parametrize(
    ("versions", "last"),
    [
        (("2026.11.5", "2026.11.4"), "2026.11.5"),
        (("2026.9.0", "2026.11.0", "2026.9.1"), "2026.11.0"),
        (("2026.11.0", "2026.11.0-rc.2"), "2026.11.0"),
        (("2026.11.0-rc.2", "2026.11.0-rc.10"), "2026.11.0-rc.10"),
    ],
)
def test_an_older_release_made_late_does_not_move_the_link_to_the_last(
    tmp_path: Path, versions: tuple[str, ...], last: str
) -> None:
    for version in versions:
        folder = release(tmp_path, version)
        (folder / sums.NAME).write_text("", "utf-8")
    assert (tmp_path / "latest").readlink() == Path(last)


def test_an_older_release_that_is_replaced_does_not_move_the_link_to_the_last(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.4")
    (release(tmp_path, "2026.11.5") / sums.NAME).write_text("", "utf-8")
    release(tmp_path, "2026.11.4", "two", replace=True)
    assert (tmp_path / "latest").readlink() == Path("2026.11.5")


def test_a_folder_that_is_no_release_is_never_the_last(tmp_path: Path) -> None:
    (tmp_path / "2027.1.0").mkdir()
    release(tmp_path, "2026.11.0")
    assert (tmp_path / "latest").readlink() == Path("2026.11.0")


def test_the_same_rows_give_the_same_bytes(tmp_path: Path) -> None:
    frames = to_frames([made.document()], [made.mentions()])
    one, two = publish(frames, tmp_path / "one", "2026.11.0"), publish(frames, tmp_path / "two", "2026.11.0")
    assert sums.files(one) == sums.files(two)
    assert all((one / name).read_bytes() == (two / name).read_bytes() for name in sums.files(one))


def test_a_release_of_the_same_bytes_stays_untouched(tmp_path: Path) -> None:
    before = release(tmp_path, "2026.11.0").stat()
    after = release(tmp_path, "2026.11.0").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_work_in_progress_of_other_bytes_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0")
    release(tmp_path, "2026.11.0", "two", replace=True)
    assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "two"
    assert names(tmp_path) == ["2026.11.0", "latest"]


def test_a_failed_write_leaves_the_last_release_whole_and_no_traces(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0")

    def fail(folder: Path) -> None:
        (folder / "documents.csv").write_text("half", "utf-8")
        raise RuntimeError("stopped half-way")

    with pytest.raises(RuntimeError, match="half-way"), output_folder(tmp_path):
        write_release(tmp_path, "2026.11.0", fail)
    assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "one"
    assert names(tmp_path) == ["2026.11.0", "latest"]


def test_what_a_killed_build_left_is_cleared_away(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0")
    half = tmp_path / ".partial-new-2026.11.1"
    half.mkdir()
    (half / "documents.csv").write_text("half", "utf-8")
    (tmp_path / ".partial-latest").symlink_to("2026.11.1")
    (tmp_path / ".build.lock").touch()
    release(tmp_path, "2026.11.0")
    assert names(tmp_path) == ["2026.11.0", "latest"]


def test_a_release_set_aside_by_a_killed_build_comes_back(tmp_path: Path) -> None:
    (release(tmp_path, "2026.11.0")).rename(tmp_path / ".partial-old-2026.11.0")
    with output_folder(tmp_path):
        assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "one"
    assert names(tmp_path) == ["2026.11.0", "latest"]


def test_an_old_release_whose_successor_is_in_place_goes_for_good(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0", "two")
    old = tmp_path / ".partial-old-2026.11.0"
    old.mkdir()
    with output_folder(tmp_path):
        assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "two"
    assert not old.exists()


def test_a_build_killed_at_any_step_leaves_a_release_that_the_next_build_finishes(tmp_path: Path) -> None:
    release(tmp_path, "2026.11.0")
    script = """
import os, sys
from pathlib import Path
from pipeline.publish import output_folder
from pipeline.publish.folder import write_release

out, steps = Path(sys.argv[1]), int(sys.argv[2])
done = 0

def dying(call):
    def wrapped(*arguments, **options):
        global done
        done += 1
        if done > steps:
            os.kill(os.getpid(), 9)
        return call(*arguments, **options)
    return wrapped

for name in ("mkdir", "rename", "symlink_to", "replace", "write_text", "unlink"):
    setattr(Path, name, dying(getattr(Path, name)))
with output_folder(out):
    write = lambda folder: (folder / "documents.csv").write_text("two", "utf-8")
    write_release(out, "2026.11.0", write, replace=True)
"""
    for steps in range(40):
        ran = subprocess.run([sys.executable, "-c", script, str(tmp_path), str(steps)], check=False)
        with output_folder(tmp_path):
            assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") in ("one", "two")
        assert names(tmp_path) == ["2026.11.0", "latest"]
        if ran.returncode == 0:
            break
        release(tmp_path, "2026.11.0", replace=True)
    else:
        pytest.fail("the build never ended")
    assert steps > 4
    assert (tmp_path / "latest" / "documents.csv").read_text("utf-8") == "two"


def test_a_second_build_at_the_same_time_is_told_so(tmp_path: Path) -> None:
    with output_folder(tmp_path):
        with pytest.raises(LockedError, match=r"another build is writing to .* wait until it ends"):
            release(tmp_path, "2026.11.0")
        assert names(tmp_path) == [".build.lock"]
    release(tmp_path, "2026.11.0")


def test_a_build_that_failed_lets_the_lock_go(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="stop"), output_folder(tmp_path):
        raise RuntimeError("stop")
    release(tmp_path, "2026.11.0")


def test_a_file_where_the_folder_should_be_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "processed").write_text("")
    with pytest.raises(OutputError, match=r"cannot write to .*processed \(File exists\)"):
        release(tmp_path / "processed", "2026.11.0")


def test_a_build_that_writes_nothing_leaves_no_folder(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="stop"), output_folder(tmp_path / "processed"):
        raise RuntimeError("stop")
    assert names(tmp_path) == []


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_a_clear_error(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match=r"cannot write to .* \(Permission denied\): choose a folder"):
            release(tmp_path, "2026.11.0")
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_below_a_file_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match=r"cannot write to .* \(Not a directory\)"):
        release(tmp_path / "file" / "processed", "2026.11.0")


def test_files_that_no_build_wrote_are_not_destroyed(tmp_path: Path) -> None:
    folder = release(tmp_path, "2026.11.0")
    (folder / "my-notes.txt").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match=r"holds what no build wrote \(my-notes.txt\)"):
        release(tmp_path, "2026.11.0", "two")
    assert names(folder) == ["documents.csv", "my-notes.txt"]
    assert (folder / "documents.csv").read_text("utf-8") == "one"
    assert names(tmp_path) == ["2026.11.0", "latest"]


def test_a_folder_called_latest_is_not_destroyed(tmp_path: Path) -> None:
    (tmp_path / "latest").mkdir()
    with pytest.raises(OutputError, match="latest is no link to a release"):
        release(tmp_path, "2026.11.0")
    assert names(tmp_path) == ["latest"]


def test_a_link_where_the_release_should_be_is_not_followed(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    out = tmp_path / "out"
    out.mkdir()
    (out / "2026.11.0").symlink_to(elsewhere)
    with pytest.raises(OutputError, match="is no folder of a release"):
        release(out, "2026.11.0")
    assert names(elsewhere) == []
