"""What stands in a release beside its tables: all of it, named in SHA256SUMS, the same bytes every time."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline import release
from pipeline.errors import UsageError
from pipeline.ingest.about import Collection, read_about
from pipeline.normalize.rows import Frames
from pipeline.publish import publish, sums
from pipeline.publish.facts import Facts, citation, gather, homepage, identifier, lexicon_sha256
from schemas import TABLES
from schemas.changes import CHANGES
from tests.conftest import ROOT, MakeRaw
from tests.publish.conftest import VERSION

BESIDE = {
    ".zenodo.json", "CITATION.cff", "LICENSE.md", "SHA256SUMS", "clgc.sqlite", "clgc.xlsx", "codebook.en.md",
    "codebook.zh.md", "croissant.json", "datacite.json", "datapackage.json", "prov.json",
    "quality/quality.json", "quality/quality.md", "changes/CHANGES.md",
}  # fmt: skip
CHANGE_TABLES = {f"changes/{table}.{kind}" for table in CHANGES for kind in ("csv", "parquet")}


def test_a_release_has_every_table_twice_and_what_explains_them(folder: Path) -> None:
    tables = {f"{table}.{kind}" for table in TABLES for kind in ("csv", "parquet")}
    assert sums.files(folder) == tables | BESIDE | CHANGE_TABLES


def test_no_other_file_bears_the_name_of_a_table(folder: Path) -> None:
    stems = {Path(name).stem for name in sums.files(folder) if Path(name).suffix not in (".csv", ".parquet")}
    assert not stems & set(TABLES)


def test_sha256sums_names_every_other_file_by_name_with_its_checksum(folder: Path) -> None:
    lines = [line.split("  ") for line in (folder / sums.NAME).read_text("utf-8").splitlines()]
    listed = {name: digest for digest, name in lines}
    assert list(listed) == sorted(sums.files(folder) - {sums.NAME})
    for name, digest in listed.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_sha256sum_itself_finds_the_release_sound(folder: Path) -> None:
    subprocess.run(["sha256sum", "--check", "--strict", "--quiet", sums.NAME], cwd=folder, check=True)


def test_text_files_end_lines_in_lf_and_name_no_path_of_this_machine(folder: Path) -> None:
    for name in BESIDE - {"clgc.sqlite", "clgc.xlsx"}:
        content = (folder / name).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        assert str(ROOT).encode() not in content
        assert str(folder.parent).encode() not in content


def test_another_time_zone_hash_seed_and_language_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    code = """
import sys
from pathlib import Path
from pipeline.ingest.about import Collection
from pipeline.publish import publish
from pipeline.publish.facts import gather
from tests import releases
version = sys.argv[2]
facts = gather(version, [Collection("made-up", "Made-up | plans", None, "CC0-1.0", "zh", None)])
publish(releases.frames(), Path(sys.argv[1]), version, facts=facts)
"""
    other = {
        "TZ": "Pacific/Kiritimati",
        "PYTHONHASHSEED": "7",
        "LANG": "tr_TR.UTF-8",
        "LC_ALL": "tr_TR.UTF-8",
    }
    environment = {**os.environ, **other}
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), VERSION], cwd=ROOT, env=environment, check=True
    )
    made = tmp_path / VERSION
    assert (made / sums.NAME).read_text() == (folder / sums.NAME).read_text()


def test_source_date_epoch_stands_for_the_clock(
    frames: Frames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = publish(frames, tmp_path, VERSION)
    assert json.loads((made / "datapackage.json").read_text("utf-8"))["created"] == "2023-11-14T22:13:20Z"
    assert "2023-11-14T22:13:20Z" in (made / "prov.json").read_text("utf-8")
    assert b"2023-11-14T22:13:20Z" in (made / "clgc.xlsx").read_bytes()


def test_a_source_date_epoch_that_is_no_number_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(UsageError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        release.moment()


def test_without_a_doi_a_version_has_one_uuid_and_with_it_its_address(facts: Facts) -> None:
    from dataclasses import replace

    assert identifier(facts).startswith("urn:uuid:")
    assert identifier(facts) == identifier(gather(VERSION)) != identifier(gather("2019.1.0"))
    deposited = replace(facts, release=replace(facts.release, doi="10.5281/zenodo.1", url=""))
    assert identifier(deposited) == homepage(deposited) == "https://doi.org/10.5281/zenodo.1"
    assert citation(deposited).endswith(" https://doi.org/10.5281/zenodo.1")


def test_the_lexicon_has_one_checksum() -> None:
    assert lexicon_sha256() == lexicon_sha256()
    assert len(lexicon_sha256()) == 64


def test_the_licence_page_names_every_collection_and_the_rights_of_every_document(real: Path) -> None:
    page = (real / "LICENSE.md").read_text("utf-8")
    assert "| founding-documents |" in page
    assert "the rights stay with the newspaper" in page
    assert release.read().licence_url in page


def test_a_bar_in_a_title_does_not_break_a_table_of_the_licence_page(folder: Path) -> None:
    assert "| made-up | Made-up \\| plans |  | CC0-1.0 |" in (folder / "LICENSE.md").read_text("utf-8")


def test_a_collection_says_what_it_says_of_itself_and_nothing_else(make_raw: MakeRaw) -> None:
    assert read_about(make_raw({"a.txt": b"x"})) == [
        Collection("made-up", "Made-up plans", None, "CC0-1.0", None, None)
    ]
