"""README.zh.md says what README.md says: the same code, output, names, numbers, tables and links."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from tests.conftest import ROOT

ENGLISH, CHINESE = ((ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh.md"))


def code(page: str) -> list[str]:
    """Return the fenced blocks without the comments of commands, which are translated."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    return [re.sub(r" +# .*", "", body) if kind == "sh" else body for kind, body in blocks]


def example(page: str) -> list[str]:
    return re.findall(r"<!-- example -->\n(.*)\n<!-- /example -->", page, re.DOTALL)


def names(page: str) -> Counter[str]:
    """Return the words set as code outside of the blocks, and how often each stands there."""
    return Counter(
        re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", page, flags=re.MULTILINE | re.DOTALL))
    )


def tables(page: str) -> list[tuple[list[str], int]]:
    """Return of every row of a table what it is about, if that is code or a number, and how many cells it has."""
    rows = re.findall(r"^\|(.*)\|$", page, re.MULTILINE)
    return [(re.findall(r"`[^`]+`|^ \d ", row.split("|")[0]), row.count("|")) for row in rows]


def links(page: str) -> list[str]:
    """Return where the links lead, whatever the language; the first leads to the other language."""
    return [target.replace(".zh.md", ".md") for target in re.findall(r"\]\(([^)]+)\)", page)][1:]


def parts(page: str) -> list[str]:
    return re.findall(r"^(?:#+ |- |> )", page, re.MULTILINE)


def quotations(page: str) -> list[str]:
    return re.findall(r"^> .*", page, re.MULTILINE)


def figures(page: str) -> Counter[str]:
    return Counter(re.findall(r"\d[\d,.]*\d", page))


@pytest.mark.parametrize("what", [code, example, names, tables, links, parts, quotations, figures])
def test_both_readmes_have_the_same(what: Callable[[str], object]) -> None:
    assert what(ENGLISH)
    assert what(ENGLISH) == what(CHINESE)


def test_each_readme_links_to_the_other_and_to_the_guide_in_its_language() -> None:
    assert "[中文](README.zh.md)" in ENGLISH
    assert "[English](README.md)" in CHINESE
    assert "](docs/using-the-data.md)" in ENGLISH
    assert "](docs/using-the-data.zh.md)" in CHINESE
    assert "docs/using-the-data.zh.md" not in ENGLISH
