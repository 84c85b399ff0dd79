"""What a release says of the one before it: tables and a page, the same bytes every time."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline.errors import ReleaseError
from pipeline.publish.changes import listing, section, write_changes
from pipeline.publish.compare import compare
from pipeline.publish.read import read_release
from pipeline.publish.tables import write_parquet
from schemas import TABLES, Column, Table, codes
from schemas.changes import CHANGES
from tests.releases import FIRST, SECOND, changed, frames, published, two_documents, with_indicator


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release with one indicator read otherwise than in the release before it."""
    published(tmp_path)
    return published(tmp_path, SECOND, with_indicator(1, role="scope"), after=FIRST)


def test_a_first_release_tells_that_all_its_rows_were_added(tmp_path: Path) -> None:
    changes = published(tmp_path) / "changes"
    assert (changes / "CHANGES.md").read_text("utf-8").startswith("# Changes from nothing to 2019.1.0\n")
    summary = pl.read_parquet(changes / "summary.parquet")
    assert summary.filter(pl.col("added") != pl.col("rows_after")).is_empty()
    assert summary.get_column("rows_before").sum() == 0
    documents = pl.read_parquet(changes / "rows.parquet").filter(table="documents")
    assert documents.select("change", "cause").unique().rows() == [("added", "source")]


def test_a_later_release_tells_its_changes_as_parquet_csv_and_a_page(folder: Path) -> None:
    names = {path.name for path in (folder / "changes").iterdir()}
    assert names == {*(f"{name}.{kind}" for name in CHANGES for kind in ("parquet", "csv")), "CHANGES.md"}
    changes = compare(frames(), with_indicator(1, role="scope"))
    for name in CHANGES:
        assert pl.read_parquet(folder / "changes" / f"{name}.parquet").equals(getattr(changes, name))
        assert pl.read_csv(folder / "changes" / f"{name}.csv").height == getattr(changes, name).height


def test_no_other_file_of_a_release_bears_the_name_of_a_table(folder: Path) -> None:
    for table in TABLES:
        of_table = {path for path in folder.rglob("*") if path.is_file() and path.stem == table}
        assert of_table == {folder / f"{table}.parquet", folder / f"{table}.csv"}


@pytest.mark.parametrize(
    ("table", "column"), [(table, column) for table in CHANGES.values() for column in table.columns]
)
def test_a_column_of_the_changes_says_what_it_is_in_both_languages(table: Table, column: Column) -> None:
    assert column.title_zh, table.name
    assert column.description_zh
    assert column.title_en.isascii()
    assert column.description_en.isascii()
    assert column.source in codes("source")


def test_the_same_two_releases_give_the_same_bytes_of_changes(folder: Path, tmp_path: Path) -> None:
    write_changes(with_indicator(1, role="scope"), folder.parent / FIRST, SECOND, tmp_path / "again")
    for path in (folder / "changes").iterdir():
        assert path.read_bytes() == (tmp_path / "again" / "changes" / path.name).read_bytes()


def test_the_page_names_releases_causes_tables_and_what_became_what(folder: Path) -> None:
    page = (folder / "changes" / "CHANGES.md").read_text("utf-8")
    assert page.startswith(f"# Changes from {FIRST} to {SECOND}\n")
    assert "Documents: 0 added, 0 removed." in page
    assert "because rules, lexicon or program changed" in page
    assert "| `indicators` | 6 | 6 | 0 | 0 | 1 | 1 |" in page
    assert "- `indicators.role`: 1 (target → scope 1)" in page
    assert "No row differs in `texts`, " in page


def test_the_page_of_two_releases_that_are_alike_says_so() -> None:
    page = section(compare(frames(), frames()), FIRST, SECOND)
    assert page == f"# Changes from {FIRST} to {SECOND}\n\nNo row and no column differs.\n"


def test_the_page_tells_of_columns_that_came_and_went() -> None:
    before = {**frames(), "tasks": frames()["tasks"].drop("stage").with_columns(mood=pl.lit("good"))}
    page = section(compare(before, frames()), FIRST, SECOND)
    assert "- `tasks`: columns added: `stage`" in page
    assert "- `tasks`: columns removed: `mood`" in page
    assert "| table |" not in page


def test_the_page_of_new_documents_counts_them() -> None:
    page = section(compare(frames(), two_documents()), FIRST, SECOND)
    assert "Documents: 1 added, 0 removed." in page
    assert "because a document came, went or has other bytes" in page
    assert "Cells that changed" not in page


def test_a_listing_has_a_line_a_row_and_under_it_its_cells() -> None:
    lines = list(listing(compare(frames(), with_indicator(1, role="scope"))))
    place = next(place for place, line in enumerate(lines) if line.startswith("indicators "))
    assert lines[place].endswith(": changed (pipeline)")
    assert lines[place + 1] == "  role: target → scope"
    assert sum(not line.startswith("  ") for line in lines) == 3


def test_a_long_cell_is_listed_on_one_short_line() -> None:
    after = changed(frames(), "texts", text=pl.lit("一\n二" * 100))
    (line,) = [line for line in listing(compare(frames(), after)) if line.startswith("  ")]
    assert len(line) < 150
    assert line.endswith("…")


def test_a_release_of_an_older_schema_can_be_compared(tmp_path: Path) -> None:
    folder = published(tmp_path)
    (folder / "deadlines.parquet").unlink()
    write_parquet(TABLES["units"], frames()["units"].head(3), folder / "units.parquet")
    changes = compare(read_release(folder), frames())
    added = dict(changes.summary.select("table", "added").iter_rows())
    assert added["deadlines"] == 2
    assert added["units"] == frames()["units"].height - 3


def test_a_folder_without_tables_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match=r"is no release: it has no documents\.parquet"):
        read_release(tmp_path)


def test_a_damaged_table_of_the_release_before_is_named(tmp_path: Path) -> None:
    folder = published(tmp_path)
    path = folder / "tasks.parquet"
    path.write_bytes(path.read_bytes()[:-9])
    with pytest.raises(ReleaseError, match=r"tasks\.parquet cannot be read"):
        published(tmp_path, SECOND, after=FIRST)
    assert not (tmp_path / SECOND).exists()
