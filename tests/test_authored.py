"""Whose release it is: that of RAW/release.toml, CLGC's for its own collections, else nobody's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline import release
from pipeline.authored import describe, notice
from pipeline.cli import main
from pipeline.errors import CollectionError
from pipeline.verify import verify
from tests.conftest import ROOT, MakeRaw

PLAN = "某县2023年工作清单\n一、重点任务\n1.新建学校3所。（责任单位：县教育局，完成时限：2023年12月）\n"
OWN = """
data_version = "2027.1.0"
title = "Plans of Made-up County"
title_zh = "虚县规划"
description = "What Made-up County plans."
description_zh = "虚县的规划。"
keywords = ["plans"]
date = 2027-01-31
authors = ["Li, Hua", "Institute of Plans"]
publisher = "Institute of Plans"
licence = "ODbL-1.0"
licence_url = "https://opendatacommons.org/licenses/odbl/1-0/"
"""
PAGES = ("CITATION.cff", ".zenodo.json", "datacite.json", "datapackage.json", "croissant.json", "LICENSE.md")


@pytest.fixture
def raw(make_raw: MakeRaw) -> Path:
    return make_raw({"a.txt": PLAN.encode()})


def own(raw: Path, text: str = OWN) -> Path:
    (raw / "release.toml").write_text(text, "utf-8")
    return raw


def clgc(*arguments: str | Path) -> str:
    result = CliRunner().invoke(main, [str(argument) for argument in arguments])
    assert result.exit_code == 0, result.output
    return result.stderr


def by_stages(raw: Path, out: Path) -> None:
    work = out.parent / "work"
    clgc("ingest", "--raw", raw, "--work", work)
    clgc("extract", "--work", work)
    clgc("normalize", "--work", work)
    clgc("publish", "--work", work, "--out", out)


def said(folder: Path) -> str:
    return "".join((folder / name).read_text("utf-8") for name in PAGES)


def test_a_release_of_ones_own_collections_bears_what_their_release_file_says(
    raw: Path, tmp_path: Path
) -> None:
    told = clgc("build", "--raw", own(raw), "--out", tmp_path / "out")
    folder = tmp_path / "out" / "2027.1.0"
    assert "bears no name" not in told
    assert verify(folder, raw) == []
    assert json.loads((folder / "datapackage.json").read_text("utf-8"))["title"] == "Plans of Made-up County"
    assert "CC-BY" not in said(folder)
    assert "CLGC" not in said(folder)
    assert "ODbL-1.0, whose terms stand at https://opendatacommons.org" in said(folder)


def test_without_a_release_file_the_tables_of_others_bear_no_name_and_no_licence(
    raw: Path, tmp_path: Path
) -> None:
    told = clgc("build", "--raw", raw, "--out", tmp_path / "out")
    folder = tmp_path / "out" / "latest"
    assert f"write {raw / 'release.toml'}" in told
    assert verify(folder, raw) == []
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    assert package["title"] == "Commitments read from Made-up plans"
    assert "licenses" not in package
    assert package["contributors"][0] == {"title": "Unnamed", "roles": ["creator"]}
    assert "CC-BY" not in said(folder)
    assert "CLGC" not in said(folder)


@pytest.mark.parametrize("text", [None, OWN])
def test_the_stages_run_alone_make_the_same_release_as_a_build(
    raw: Path, tmp_path: Path, text: str | None
) -> None:
    if text is not None:
        own(raw, text)
    clgc("build", "--raw", raw, "--out", tmp_path / "out")
    by_stages(raw, tmp_path / "staged")
    for name in (*PAGES, "SHA256SUMS"):
        one, other = (tmp_path / out / "latest" / name for out in ("out", "staged"))
        assert one.read_bytes() == other.read_bytes()


def test_the_collections_of_the_repository_are_those_the_release_file_speaks_of() -> None:
    assert {path.name for path in (ROOT / "raw").iterdir() if path.is_dir()} == release.FOUNDING
    assert describe(ROOT / "raw") == release.read()
    assert notice(ROOT / "raw") is None


def test_a_named_pipe_as_release_file_is_refused_without_waiting_for_it(raw: Path) -> None:
    os.mkfifo(raw / "release.toml")
    with pytest.raises(CollectionError) as stopped:
        describe(raw)
    assert "release.toml: not a plain file" in str(stopped.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title =", "titel =", "titel is no key of a release: the keys are data_version, predecessor, title"),
        ('title = "Plans of Made-up County"', "", "title is missing: write a text on one line"),
        ('["Li, Hua", "Institute of Plans"]', '"Li"', "authors is 'Li': write a list of names"),
        ('["Li, Hua", "Institute of Plans"]', "[]", "authors is []: write a list of names"),
        ("2027-01-31", '"2027-01-31"', "date is '2027-01-31': write a day without quotes"),
        ('"2027.1.0"', "2027.1", "data_version is 2027.1: write a version in quotes"),
        ("ODbL-1.0", "Open licence", "licence is 'Open licence': write an SPDX identifier"),
        ("https://opendatacommons.org/licenses/odbl/1-0/", "", "licence_url is empty though"),
        ("date =", 'schema_version = "9.0.0"\ndate =', "schema_version is '9.0.0', this program makes"),
        ("date =", 'doi = "https://doi.org/x"\ndate =', "doi is 'https://doi.org/x': write a DOI"),
        ("date =", "date", "it is no TOML in UTF-8"),
    ],
)
def test_a_faulty_release_file_is_refused_with_its_key_and_the_remedy(
    raw: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(CollectionError) as stopped:
        describe(own(raw, OWN.replace(old, new, 1)))
    assert f"{raw / 'release.toml'}: {message}" in str(stopped.value)


def test_the_release_file_of_this_repository_may_be_a_pattern_for_others(raw: Path) -> None:
    text = (ROOT / "pipeline" / "release.toml").read_text("utf-8")
    assert describe(own(raw, text)) == release.read()
