"""The codebook names every table, column, code, unit, metric and rule, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline import lexicon
from pipeline.normalize.rows import Frames
from pipeline.publish.markdown import cell, table
from schemas import TABLES, VOCABULARIES
from schemas.changes import CHANGES

LANGUAGES = ("zh", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_and_column_is_explained(folder: Path, language: str) -> None:
    page = (folder / f"codebook.{language}.md").read_text("utf-8")
    for one in (*TABLES.values(), *CHANGES.values()):
        assert getattr(one, f"description_{language}") in page
        for column in one.columns:
            assert f"| `{column.name}` | {getattr(column, f'title_{language}')} | {column.dtype} |" in page
            assert cell(getattr(column, f"description_{language}")) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_unit_metric_and_rule_is_explained(folder: Path, frames: Frames, language: str) -> None:
    page = (folder / f"codebook.{language}.md").read_text("utf-8")
    for terms in VOCABULARIES.values():
        for term in terms:
            assert f"| `{term.code}` | {getattr(term, f'label_{language}')} |" in page
    for name, key in (("units", "unit"), ("metrics", "metric_id")):
        for row in frames[name].iter_rows(named=True):
            assert f"| `{row[key]}` | {cell(row[f'label_{language}'])} |" in page
    for rule in lexicon.read("rules"):
        assert f"| `{rule['rule_id']}` |" in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_link_of_a_page_leads_to_a_place_in_it(folder: Path, language: str) -> None:
    page = (folder / f"codebook.{language}.md").read_text("utf-8")
    assert set(re.findall(r"\]\(#([^)]+)\)", page)) <= set(re.findall(r'<a id="([^"]+)">', page))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_a_table_has_the_cells_of_its_head(folder: Path, language: str) -> None:
    page = (folder / f"codebook.{language}.md").read_text("utf-8")
    for block in page.split("\n\n"):
        if block.startswith("| "):
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, block[:200]


def test_a_table_of_markdown_escapes_what_would_break_it() -> None:
    assert cell("a|b\nc <d>") == "a\\|b c &lt;d>"
    assert cell(None) == ""
    assert table(("x",), [("1",)]) == "| x |\n| --- |\n| 1 |"
