"""What is said of a release around it: versions in the pages, the changelog's section, the tag's message."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import release
from pipeline.announce import announce, told_changes, with_section
from pipeline.errors import ReleaseError, UsageError
from tests.releases import FIRST, SECOND, frames, published, with_indicator

CHANGELOG = f"# Changelog\n\nNewest first.\n\n## {FIRST} (schema 1.0.0)\n\n### Added\n- The first tables.\n"
PAGES = {
    "pyproject.toml": f'[project]\nname = "clgc"\nversion = "{FIRST}"\n',
    "README.md": f"> CLGC contributors (2001), version {FIRST} [data set]. `clgc build --version {FIRST}` stays\n",
    "README.zh.md": f"版本 {FIRST}\n",
    "LICENSE-DATA": f"(CLGC), version {FIRST},\n",
    "CHANGELOG.md": CHANGELOG,
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository whose release file names the second release, with the pages of the first."""
    made = replace(release.read(), data_version=SECOND, predecessor=FIRST)
    monkeypatch.setattr(release, "read", lambda: made)
    for name, text in PAGES.items():
        (tmp_path / name).write_text(text, "utf-8")
    published(tmp_path / "processed")
    published(tmp_path / "processed", SECOND, with_indicator(1, role="scope"), after=FIRST)
    return tmp_path


def told(root: Path) -> set[str]:
    written = announce(root / "processed" / "latest", root, root / "build")
    return {path.relative_to(root).as_posix() for path in written}


def text(root: Path, name: str) -> str:
    return (root / name).read_text("utf-8")


def test_the_pages_name_the_new_version(root: Path) -> None:
    assert told(root) >= {*PAGES, "build/tag-message.txt"}
    for name in ("pyproject.toml", "README.zh.md", "LICENSE-DATA"):
        assert text(root, name) == PAGES[name].replace(FIRST, SECOND)
    year, stays = release.read().date.year, f"`clgc build --version {FIRST}` stays"
    assert text(root, "README.md") == f"> CLGC contributors ({year}), version {SECOND} [data set]. {stays}\n"


def test_the_changelog_gets_a_section_above_the_last_one(root: Path) -> None:
    told(root)
    page = text(root, "CHANGELOG.md")
    assert page.startswith(f"# Changelog\n\nNewest first.\n\n## {SECOND} (schema 1.0.0)\n\n### Data\n\n")
    assert f"- Compared with {FIRST}; `processed/{SECOND}/changes/` lists every row and cell" in page
    assert "- `indicators`: 1 changed." in page
    assert "### Fixed\n\n- \n" in page
    assert page.endswith(CHANGELOG.partition("\n\n## ")[2])


def test_a_second_run_leaves_what_a_person_wrote(root: Path) -> None:
    told(root)
    page = text(root, "CHANGELOG.md").replace("### Fixed\n\n- \n", "### Fixed\n\n- Hedged targets.\n")
    (root / "CHANGELOG.md").write_text(page, "utf-8")
    assert told(root) == {"build/tag-message.txt"}
    assert text(root, "CHANGELOG.md") == page
    assert "- Hedged targets." in text(root, "build/tag-message.txt")


def test_the_tags_message_is_the_title_and_the_section(root: Path) -> None:
    told(root)
    message = text(root, "build/tag-message.txt")
    assert message.startswith(f"{release.read().title} {SECOND} (schema 1.0.0)\n\n### Data\n")
    assert "The first tables" not in message


def test_a_release_other_than_the_release_file_names_is_not_announced(root: Path) -> None:
    with pytest.raises(ReleaseError, match=f"is not {SECOND}, which release.toml names"):
        announce(root / "processed" / FIRST, root, root / "build")
    assert text(root, "CHANGELOG.md") == CHANGELOG


@pytest.mark.parametrize("name", PAGES)
def test_outside_of_the_repository_nothing_is_written(root: Path, name: str) -> None:
    (root / name).unlink()
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    with pytest.raises(UsageError, match=f"{name} not here: run it in the root of the repository"):
        told(root)
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before


def test_a_release_of_somebody_elses_collections_is_not_announced(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authored = replace(release.read(), title="Other tables")
    monkeypatch.setattr(release, "read", lambda: authored)
    with pytest.raises(ReleaseError, match="is no release of Other tables"):
        told(root)
    assert text(root, "CHANGELOG.md") == CHANGELOG


def test_a_changelog_without_sections_gets_its_first() -> None:
    page = with_section("# Changelog\n", "2026.11.0 (schema 1.0.0)", ["The first release."])
    assert page.startswith("# Changelog\n\n## 2026.11.0 (schema 1.0.0)\n\n### Data\n\n- The first release.\n")


def test_the_first_release_is_told_as_the_first(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    authored = replace(release.read(), data_version=FIRST, predecessor="")
    monkeypatch.setattr(release, "read", lambda: authored)
    assert list(told_changes(root / "processed" / FIRST)) == ["The first release."]


def test_a_release_without_changed_rows_says_so(root: Path) -> None:
    published(root / "other")
    same = published(root / "other", SECOND, frames(), after=FIRST)
    assert list(told_changes(same)) == [f"No row differs from {FIRST}."]
