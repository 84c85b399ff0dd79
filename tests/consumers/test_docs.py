"""docs/ shows what really comes out: its code runs as it stands, its answers are those of the release."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from tests.consumers import docs
from tests.consumers.docs import PAGES, filled
from tests.consumers.engines import QUESTIONS
from tests.consumers.expected import EXPECTED

EXAMPLES = re.findall(r"```python\n(.*?)```", PAGES[0].read_text("utf-8"), re.DOTALL)


def page(path: Path) -> str:
    return path.read_text("utf-8")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_shows_the_answers_of_the_release_of_raw(release: Path, path: Path) -> None:
    assert filled(page(path), release) == page(path), "run: python -m tests.consumers.docs --write RELEASE"


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_a_page_asks_every_question_once(path: Path) -> None:
    assert sorted(re.findall(r"<!-- question (\w+) -->", page(path))) == sorted(QUESTIONS)


def test_both_languages_have_the_same_code_answers_and_parts() -> None:
    for pattern in (r"```\w+\n.*?```", r"<!-- question .*?<!-- /question -->"):
        english, chinese = (re.findall(pattern, page(path), re.DOTALL) for path in PAGES)
        assert english == chinese
    levels = [re.findall(r"^#+ ", page(path), re.MULTILINE) for path in PAGES]
    assert levels[0] == levels[1]
    code = [
        set(re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", page(path), flags=re.DOTALL)))
        for path in PAGES
    ]
    assert code[0] == code[1]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda code: re.findall(r"import (\w+)", code)[-1])
def test_a_python_example_runs_as_it_stands_and_tells_who_signs_most(release: Path, example: str) -> None:
    command = [sys.executable, "-X", "utf8", "-c", example]
    folder = release.parent.parent
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=True)
    told = EXPECTED["investment"](release).get_column("place").to_list()
    found = [done.stdout.index(place) for place in told]
    assert found == sorted(found)


def test_a_question_without_sql_is_told(release: Path) -> None:
    with pytest.raises(click.ClickException, match="no question is called weather; there are carriers, due"):
        filled("<!-- question weather -->\n<!-- /question -->", release)


def test_the_command_tells_of_a_stale_page_and_writes_it_only_when_asked(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "page.md"
    stale.write_text("<!-- question hedged -->\n<!-- /question -->\n", "utf-8")
    monkeypatch.setattr(docs, "PAGES", (stale,))
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    runs = [CliRunner().invoke(docs.main, [*options, str(release)]) for options in ([], ["--write"], [])]
    assert [run.exit_code for run in runs] == [1, 0, 0]
    assert [run.output for run in runs] == ["page.md is stale\n", "page.md is written\n", ""]
    assert "| targets |" in page(stale)
