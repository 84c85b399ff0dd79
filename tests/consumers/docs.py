"""The questions and their answers in docs/: `python -m tests.consumers.docs --write` fills them in.

A page has a pair of marks for each question, `<!-- question NAME -->` and `<!-- /question -->`; what stands
between them is made from the SQL and from what DuckDB answers. Without `--write` the command only tells which
page is stale.
"""

from __future__ import annotations

import re
import sys
from functools import partial
from pathlib import Path

import click

from pipeline.publish.markdown import cell, table
from tests.conftest import ROOT
from tests.consumers.engines import ENGINES, QUESTIONS

PAGES = (ROOT / "docs" / "using-the-data.md", ROOT / "docs" / "using-the-data.zh.md")
_PART = re.compile(r"(<!-- question (\w+) -->\n).*?(<!-- /question -->)", re.DOTALL)


def filled(page: str, release: Path) -> str:
    """Return `page` with every question answered from `release`.

    Raises click.ClickException for a question that has no SQL.
    """
    return _PART.sub(partial(_part, release), page)


def _part(release: Path, match: re.Match[str]) -> str:
    start, name, end = match.groups()
    if name not in QUESTIONS:
        raise click.ClickException(f"no question is called {name}; there are {', '.join(sorted(QUESTIONS))}")
    found = ENGINES["duckdb"](release, QUESTIONS[name])
    answer = table(found.columns, [[cell(value) for value in row] for row in found.rows])
    return f"{start}```sql\n{QUESTIONS[name]}```\n\n{answer}\n{end}"


@click.command()
@click.argument(
    "release",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT / "processed/latest",
)
@click.option("--write", is_flag=True, help="Write the pages; without it, only tell which are stale.")
def main(release: Path, write: bool) -> None:
    """Answer the questions of docs/ from RELEASE, which is processed/latest unless told."""
    stale = {page: filled(page.read_text("utf-8"), release) for page in PAGES}
    stale = {page: text for page, text in stale.items() if text != page.read_text("utf-8")}
    for page, text in stale.items():
        if write:
            page.write_text(text, "utf-8", newline="\n")
        click.echo(f"{page.relative_to(ROOT)} {'is written' if write else 'is stale'}")
    sys.exit(bool(stale) and not write)


if __name__ == "__main__":
    main()
