"""A published version never changes: what a build of other content says, and what may be overwritten."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from pipeline import release
from pipeline.errors import PublishedError, UsageError
from pipeline.publish import publish
from pipeline.publish.versions import find_predecessor, is_committed, next_version
from tests.releases import FIRST, SECOND, published, with_indicator


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusal(out: Path, *, replaced: bool = False) -> str:
    before = contents(out / FIRST)
    with pytest.raises(PublishedError) as stopped:
        publish(with_indicator(1, role="scope"), out, FIRST, replace=replaced)
    assert contents(out / FIRST) == before
    assert sorted(path.name for path in out.iterdir() if path.name != ".git") == [FIRST, "latest"]
    assert stopped.value.exit_code == 1
    return str(stopped.value)


def test_the_same_content_again_changes_nothing(tmp_path: Path) -> None:
    before = published(tmp_path).stat()
    after = published(tmp_path).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_other_content_is_refused_and_the_tables_rows_and_files_that_differ_are_named(tmp_path: Path) -> None:
    published(tmp_path)
    message = refusal(tmp_path)
    assert f"{tmp_path / FIRST} is published and a published version never changes" in message
    assert "targets: 1 removed" in message
    assert "role target → scope" in message
    assert "files differ: " in message
    assert "clgc.sqlite" in message


def test_a_refusal_says_how_to_publish_other_content(tmp_path: Path) -> None:
    published(tmp_path)
    message = refusal(tmp_path)
    assert f'data_version = "{SECOND}", predecessor = "{FIRST}"' in message
    assert f"--version {SECOND} --predecessor {FIRST}" in message
    assert "--replace" in message


def test_a_refusal_tells_when_only_files_differ(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (folder / "documents.csv").write_text("altered", "utf-8")
    with pytest.raises(PublishedError, match="no row differs") as stopped:
        published(tmp_path)
    assert "files differ: documents.csv" in str(stopped.value)
    assert "clgc verify" in str(stopped.value)


def test_a_release_that_cannot_be_read_is_refused_all_the_same(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (folder / "documents.parquet").write_bytes(b"no parquet")
    with pytest.raises(PublishedError, match="rows cannot be compared"):
        published(tmp_path)


def test_work_in_progress_may_be_replaced(tmp_path: Path) -> None:
    published(tmp_path)
    folder = publish(with_indicator(1, role="scope"), tmp_path, FIRST, replace=True)
    assert pl.read_parquet(folder / "indicators.parquet").filter(role="scope").height == 1


def git(folder: Path, *arguments: str) -> None:
    names = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *names, *arguments], cwd=folder, check=True, capture_output=True)


def test_a_committed_release_is_not_even_replaced(tmp_path: Path) -> None:
    published(tmp_path)
    git(tmp_path, "init")
    assert not is_committed(tmp_path / FIRST)
    git(tmp_path, "add", ".")
    assert not is_committed(tmp_path / FIRST)
    git(tmp_path, "commit", "-m", "release")
    assert is_committed(tmp_path / FIRST)
    message = refusal(tmp_path, replaced=True)
    assert "is committed, so it stays as it is" in message
    assert f'data_version = "{SECOND}"' in message


def test_outside_of_a_repository_nothing_is_committed(tmp_path: Path) -> None:
    assert not is_committed(published(tmp_path))


@pytest.mark.parametrize(
    ("version", "after"),
    [("2026.11.0", "2026.11.1"), ("2026.1.9", "2026.1.10"), ("2026.11.0-rc.1", "2026.11.1")],
)
def test_the_next_version_is_one_higher(version: str, after: str) -> None:
    assert next_version(version) == after


def authored(monkeypatch: pytest.MonkeyPatch, version: str, predecessor: str) -> None:
    made = replace(release.read(), data_version=version, predecessor=predecessor)
    monkeypatch.setattr(release, "read", lambda: made)


def test_the_predecessor_is_the_one_the_release_file_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authored(monkeypatch, SECOND, FIRST)
    assert find_predecessor(tmp_path, SECOND, None) is None
    published(tmp_path)
    assert find_predecessor(tmp_path, SECOND, None) == tmp_path / FIRST


def test_the_release_file_names_no_predecessor_of_another_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authored(monkeypatch, SECOND, FIRST)
    published(tmp_path)
    assert find_predecessor(tmp_path, "2027.1.0", None) is None


def test_a_first_release_has_no_predecessor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authored(monkeypatch, FIRST, "")
    assert find_predecessor(tmp_path, FIRST, None) is None


def test_a_predecessor_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=rf"{FIRST} is not there"):
        find_predecessor(tmp_path, SECOND, FIRST)
    with pytest.raises(UsageError, match="its own predecessor"):
        find_predecessor(tmp_path, FIRST, FIRST)
    with pytest.raises(UsageError, match="is no release version"):
        find_predecessor(tmp_path, FIRST, "../other")
