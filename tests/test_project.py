"""The files around the code say the same thing: versions, dependencies, commands, licences."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from pipeline import release
from pipeline.errors import UsageError
from tests.conftest import ROOT

PAGES = [path.relative_to(ROOT).as_posix() for path in sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])]
LOCKS = ("base", "dev", "consumers", "croissant")


def text(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def project() -> dict[str, object]:
    table: dict[str, object] = tomllib.loads(text("pyproject.toml"))["project"]
    return table


def listed(name: str) -> set[str]:
    lines = text(f"requirements/{name}.in").splitlines()
    return {line.strip() for line in lines if line.strip() and line[0] not in "#-"}


def test_the_version_is_the_same_wherever_it_is_said() -> None:
    version = release.read().data_version
    assert project()["version"] == version
    assert f'version: "{version}"' in text("CITATION.cff")
    assert f'date-released: "{release.read().date}"' in text("CITATION.cff")
    assert f"version {version}" in text("README.md")
    assert f"version {version}" in text("README.zh.md")
    assert f"version {version}" in text("LICENSE-DATA")
    assert f"## {version} (schema {release.read().schema_version})" in text("CHANGELOG.md")


def test_the_licence_of_the_tables_is_the_same_wherever_it_is_said() -> None:
    licence, url = release.read().licence, release.read().licence_url
    assert f"license: {licence}" in text("CITATION.cff")
    assert licence in text("LICENSE-DATA")
    assert url in text("LICENSE-DATA")


@pytest.mark.parametrize("version", ["2026.11.0", "2026.1.12", "2026.11.0-rc.1"])
def test_a_calendar_version_may_name_a_release(version: str) -> None:
    assert release.check_version(version) == version


@pytest.mark.parametrize("version", ["", "latest", "1.0", "../2026.11.0", "2026.11.0/x", "2026.11.0\n", ".."])
def test_anything_else_may_not_name_a_release(version: str) -> None:
    with pytest.raises(UsageError, match=r"YEAR\.MONTH\.MICRO"):
        release.check_version(version)


def test_the_locks_start_from_what_the_project_needs() -> None:
    needed = project()
    extras = needed["optional-dependencies"]
    assert isinstance(extras, dict)
    assert isinstance(needed["dependencies"], list)
    assert listed("base") == {*needed["dependencies"], "setuptools", "wheel"}
    assert listed("dev") == set(extras["dev"])


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_hashes_and_the_lock_names_no_index_or_path(name: str) -> None:
    lock = text(f"requirements/{name}.txt")
    assert not re.search(r"://|^\s*-|file:|/", re.sub(r"--hash=sha256:[0-9a-f]{64}", "", lock), re.MULTILINE)
    for requirement in re.split(r"\n(?=\S)", lock.strip()):
        assert re.match(r"[a-z0-9-]+==\S+ ", requirement)
        assert "--hash=sha256:" in requirement


@pytest.mark.parametrize(("part", "whole"), [("base", "dev"), ("dev", "consumers")])
def test_a_lock_that_builds_on_another_holds_it_at_the_same_versions(part: str, whole: str) -> None:
    inner, outer = (
        set(re.findall(r"^\S+==\S+", text(f"requirements/{name}.txt"), re.MULTILINE))
        for name in (part, whole)
    )
    assert inner <= outer


def test_make_lists_every_target_with_what_it_does() -> None:
    shown = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony
    assert re.findall(r"^  make ([a-z-]+) +\S", shown, re.MULTILINE) == phony[1].split()


@pytest.mark.parametrize("page", ["README.md", "README.zh.md", "CONTRIBUTING.md", "RELEASING.md"])
def test_every_make_command_of_a_page_exists(page: str) -> None:
    targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", text(page), re.MULTILINE))
    assert named
    assert named <= targets


def test_ci_runs_the_test_command_of_the_readme() -> None:
    assert "make test " in text("README.md")
    assert text(".ci/run").rstrip().endswith("exec make test")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_a_page_to_a_file_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", text(page)):
        assert target.startswith("https://") or (ROOT / page).parent.joinpath(target).exists(), target


def test_contributing_names_every_file_of_the_lexicon_and_no_other() -> None:
    files = {path.name for path in (ROOT / "pipeline" / "lexicon").glob("*.csv")}
    named = set(re.findall(r"`(\w+\.csv)`", text("CONTRIBUTING.md"))) - {"documents.csv"}
    assert named == files


def test_a_release_takes_at_most_ten_steps_and_the_upload_is_one_of_them() -> None:
    steps = re.findall(r"^[0-9]+\. ", text("RELEASING.md"), re.MULTILINE)
    assert [int(step[:-2]) for step in steps] == list(range(1, len(steps) + 1))
    assert len(steps) <= 10
    assert "Zenodo" in text("RELEASING.md")
