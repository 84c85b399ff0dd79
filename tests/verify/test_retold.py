"""A release whose checksums were written anew to fit the damage is found out by what its own facts and rows tell."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import build, progress, release
from pipeline.publish.files import write_sums
from pipeline.verify import retold, verify
from pipeline.verify.files import RELEASE_FILES
from tests.conftest import MakeRaw
from tests.releases import FIRST, SECOND
from tests.verify.damage import edited, faults, flip

PLAN = "某县2023年工作清单\n一、重点任务\n1.新建学校3所。（责任单位：县教育局，完成时限：2023年12月）\n"
TOLD_ANEW = sorted(name for name in RELEASE_FILES if name.endswith((".md", ".json", ".cff")))
DESCRIPTIONS = (
    "CITATION.cff",
    "datacite.json",
    ".zenodo.json",
    "croissant.json",
    "prov.json",
    "datapackage.json",
)


@pytest.fixture
def of_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the releases be those of a program that may have worded things otherwise."""
    monkeypatch.setattr(retold, "made_by_this_program", lambda _: False)


@pytest.mark.parametrize("name", [*TOLD_ANEW, "clgc.xlsx", "clgc.sqlite", "units.csv"])
def test_a_file_that_every_release_has_is_missed_though_the_checksums_do_not_list_it(
    folder: Path, name: str
) -> None:
    (folder / name).unlink()
    write_sums(folder)
    assert name in faults(folder)


@pytest.mark.parametrize("name", ["evil.exe", "quality/notes.md", "changes/more.csv"])
def test_a_file_that_no_release_has_is_extra_though_the_checksums_list_it(folder: Path, name: str) -> None:
    (folder / name).write_text("mine", "utf-8")
    write_sums(folder)
    assert faults(folder) == {name: ["the file is extra: no release has such a file"]}


@pytest.mark.parametrize("name", [*TOLD_ANEW, "clgc.xlsx"])
def test_a_flipped_bit_is_named_though_the_checksums_fit_it(folder: Path, name: str) -> None:
    flip(folder / name, int((folder / name).stat().st_size * 0.6))
    write_sums(folder)
    assert verify(folder)


@pytest.mark.parametrize("mode", ["this program", "another program"])
@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_junk_in_a_description_is_named_whichever_program_made_it(
    folder: Path, name: str, mode: str, request: pytest.FixtureRequest
) -> None:
    if mode == "another program":
        request.getfixturevalue("of_another_program")
    (folder / name).write_text("junk", "utf-8")
    write_sums(folder)
    assert name in faults(folder)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda package: package.update(licenses=[]), "it does not tell what the release is"),
        (lambda package: package.update(created="yesterday"), "it does not tell what the release is"),
        (lambda package: package.update(contributors="me"), "it does not tell what the release is"),
        (lambda package: package.update(id="urn:x"), "the id is urn:x, that of this version is"),
        (lambda package: package.update(mood="good"), ".mood is extra"),
        (lambda package: package["resources"][0].update(title="Other"), 'resources[0].title is "Other", not'),
    ],
)
def test_a_data_package_that_does_not_say_what_the_release_is_is_named(
    folder: Path, change: Callable[[dict[str, object]], object], message: str
) -> None:
    edited(folder, "datapackage.json", change)
    assert message in faults(folder)["datapackage.json"][0]


@pytest.mark.usefixtures("of_another_program")
@pytest.mark.parametrize(
    "change",
    [
        lambda package: package.update(title="Other"),
        lambda package: package["licenses"][0].update(name="CC0-1.0"),
        lambda package: package["contributors"][0].update(title="Somebody"),
    ],
)
def test_another_title_licence_or_author_is_out_of_step_whichever_program_made_it(
    folder: Path, change: Callable[[dict[str, object]], object]
) -> None:
    edited(folder, "datapackage.json", change)
    assert {"CITATION.cff", ".zenodo.json", "datacite.json", "LICENSE.md"} <= faults(folder).keys()


@pytest.mark.usefixtures("of_another_program")
def test_a_release_that_another_program_worded_otherwise_is_sound(sound: Path, folder: Path) -> None:
    assert verify(sound / SECOND) == []
    for name in ("codebook.en.md", "quality/quality.md", "LICENSE.md"):
        path = folder / name
        path.write_text(path.read_text("utf-8") + "\nWorded otherwise.\n", "utf-8")
    edited(folder, "datacite.json", lambda content: content.update(formats=[]))
    assert verify(folder) == []


def test_numbers_of_the_quality_that_are_not_those_of_the_tables_are_named(folder: Path) -> None:
    def other(content: dict[str, object]) -> None:
        content["coverage"]["documents"]["rows"] = 7  # type: ignore[index]

    edited(folder, "quality/quality.json", other)
    assert "coverage.documents.rows is 7, not 1" in faults(folder)["quality/quality.json"][0]


def test_scores_that_are_none_are_named(folder: Path) -> None:
    edited(folder, "quality/quality.json", lambda content: content.update(accuracy={"fields": 1}))
    assert faults(folder)["quality/quality.json"] == ["its numbers have not the shape that a page is made of"]


def test_a_licence_page_that_leaves_out_a_collection_is_named(make_raw: MakeRaw, tmp_path: Path) -> None:
    build.build(make_raw({"a.txt": PLAN.encode()}), tmp_path / "out", FIRST, progress.silent)
    folder = tmp_path / "out" / FIRST
    assert verify(folder) == []
    page = (folder / "LICENSE.md").read_text("utf-8")
    (folder / "LICENSE.md").write_text(page.replace("| made-up |", "| other |"), "utf-8")
    write_sums(folder)
    assert faults(folder)["LICENSE.md"] == ["its collections do not name made-up"]


def test_a_release_with_a_doi_and_a_moment_of_its_own_is_sound(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authored = replace(release.read(), doi="10.5281/zenodo.1", url="https://doi.org/10.5281/zenodo.1")
    monkeypatch.setattr(release, "read", lambda: authored)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    build.build(make_raw({"a.txt": PLAN.encode()}), tmp_path / "out", FIRST, progress.silent)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert verify(tmp_path / "out" / FIRST) == []
