"""What a release says of the one before it: the folder `changes/`, and the same for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import polars as pl

from pipeline.publish.compare import Changes, Frames, compare
from pipeline.publish.read import read_release
from pipeline.publish.tables import write_csv, write_parquet
from schemas import TABLES, codes
from schemas.changes import CHANGES

FOLDER = "changes"
PAGE = "CHANGES.md"
NOTHING = "nothing"
"""What the first release is compared with."""

# A page is read, not searched: the tables hold the rest.
_COLUMNS_SHOWN = 12
_STEPS_SHOWN = 4
_VALUE_SHOWN = 60


def write_changes(frames: Frames, predecessor: Path | None, version: str, folder: Path) -> None:
    """Write to `folder/changes/` how `frames`, release `version`, differ from the release `predecessor`.

    The first release, which has none, differs from nothing: all its rows are added. Three tables as Parquet
    and CSV and a page in Markdown. ReleaseError when the predecessor cannot be read.
    """
    changes = compare(read_release(predecessor) if predecessor else emptied(frames), frames)
    write_tables(changes, folder / FOLDER)
    page = section(changes, predecessor.name if predecessor else NOTHING, version)
    (folder / FOLDER / PAGE).write_text(page, "utf-8", newline="\n")


def emptied(frames: Frames) -> Frames:
    """Return the tables without a row: what a first release is compared with."""
    return {name: frame.clear() for name, frame in frames.items()}


def write_tables(changes: Changes, folder: Path) -> None:
    """Write the three tables of `changes` to `folder`, made if need be, as Parquet and CSV."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, table in CHANGES.items():
        frame: pl.DataFrame = getattr(changes, name)
        write_parquet(table, frame, folder / f"{name}.parquet")
        write_csv(table, frame, folder / f"{name}.csv")


def section(changes: Changes, before: str, after: str) -> str:
    """Return `changes` as Markdown: documents, a row a table, and the columns that changed most."""
    parts = [f"# Changes from {before} to {after}", *body(changes)]
    return "\n\n".join(parts) + "\n"


def body(changes: Changes) -> Iterator[str]:
    """Yield the paragraphs of a page of changes."""
    if not changes:
        yield "No row and no column differs."
        return
    yield _documents(changes)
    yield _tables(changes.summary)
    columns = _columns(changes.summary)
    if columns:
        yield columns
    if changes.cells.filter(change="changed").height:
        yield _cells(changes.cells.filter(change="changed"))


def listing(changes: Changes) -> Iterator[str]:
    """Yield a line for every row that differs and, indented under it, one for every cell of `cells`."""
    cells = changes.cells.iter_rows(named=True)  # in the order of the rows
    for row in changes.rows.iter_rows(named=True):
        yield f"{row['table']} {row['key']}: {row['change']} ({row['cause']})"
        for cell in islice(cells, row["cells"]):
            yield f"  {cell['column']}: {shown(cell['old'])} → {shown(cell['new'])}"


def _documents(changes: Changes) -> str:
    own = changes.summary.row(by_predicate=pl.col("table") == "documents", named=True)
    causes = {code: int(changes.summary.get_column(f"by_{code}").sum()) for code in codes("cause")}
    told = [f"{count:,} because {_BECAUSE[cause]}" for cause, count in causes.items() if count]
    rows = f"Rows that differ, by cause: {'; '.join(told)}." if told else "No row differs."
    return f"Documents: {own['added']:,} added, {own['removed']:,} removed.\n{rows}"


_BECAUSE = {
    "source": "a document came, went or has other bytes",
    "listing": "the collection states other things of the same bytes",
    "pipeline": "rules, lexicon or program changed",
}


def _tables(summary: pl.DataFrame) -> str:
    lines = [
        "| table | before | after | added | removed | changed | cells |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    counts = ("rows_before", "rows_after", "added", "removed", "changed", "cells")
    same = []
    for row in summary.iter_rows(named=True):
        if row["added"] or row["removed"] or row["changed"]:
            lines.append(f"| `{row['table']}` | {' | '.join(f'{row[name]:,}' for name in counts)} |")
        else:
            same.append(f"`{row['table']}`")
    told = lines if len(lines) > 2 else []
    return "\n".join(
        [*told, *([""] if told else []), *([f"No row differs in {', '.join(same)}."] if same else [])]
    )


def _columns(summary: pl.DataFrame) -> str:
    lines = []
    for row in summary.iter_rows(named=True):
        for name in ("columns_added", "columns_removed"):
            if row[name]:
                columns = ", ".join(f"`{column}`" for column in row[name].split())
                lines.append(f"- `{row['table']}`: {name.replace('_', ' ')}: {columns}")
    return "\n".join(lines)


def _cells(cells: pl.DataFrame) -> str:
    """Return the columns with most changed cells and what most often became what."""
    counts = (
        cells.group_by("table", "column")
        .len("cells")
        .sort("cells", "table", "column", descending=[True, False, False])
    )
    lines = ["Cells that changed, by column:", ""]
    for table, column, count in counts.head(_COLUMNS_SHOWN).iter_rows():
        steps = _steps(cells.filter(table=table, column=column)) if _is_code(table, column) else ""
        lines.append(f"- `{table}.{column}`: {count:,}{steps}")
    if counts.height > _COLUMNS_SHOWN:
        lines.append(f"- and {counts.height - _COLUMNS_SHOWN} more columns")
    return "\n".join(lines)


def _steps(cells: pl.DataFrame) -> str:
    steps = (
        cells.group_by("old", "new").len("cells").sort("cells", "old", "new", descending=[True, False, False])
    )
    told = [
        f"{shown(old)} → {shown(new)} {count:,}" for old, new, count in steps.head(_STEPS_SHOWN).iter_rows()
    ]
    return f" ({', '.join(told)}{', …' if steps.height > _STEPS_SHOWN else ''})"


def _is_code(table: str, column: str) -> bool:
    """Whether the column holds codes, of which the same step is taken often."""
    declared = TABLES.get(table)
    if declared is None or column not in declared.names:
        return False
    return declared.column(column).vocabulary is not None or column in ("metric_id", "unit", "rule_id")


def shown(value: str | None) -> str:
    """Return a cell's value on one line, short, null as `∅`."""
    if value is None:
        return "∅"
    line = " ".join(value.split())
    return line if len(line) <= _VALUE_SHOWN else line[: _VALUE_SHOWN - 1] + "…"
