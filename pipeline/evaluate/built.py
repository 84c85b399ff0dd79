"""The built side of a score: the documents of a release as plain rows."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from pathlib import Path

import polars as pl

from pipeline.errors import UsageError
from pipeline.evaluate.compare import Built
from pipeline.evaluate.gold import Gold, GoldError, Row, misplaced

TABLES = ("documents", "texts", "tasks", "responsibilities", "deadlines", "indicators", "numerals")


def read_built(golds: Sequence[Gold], release: Path) -> list[Built]:
    """Return what the release has of each gold document, in the order of `golds`.

    `release` is a folder of tables, or the folder that holds its `latest`; UsageError when it is none.
    Raises what `find_built` raises.
    """
    return find_built(golds, _read_tables(release), str(release))


def find_built(golds: Sequence[Gold], frames: Mapping[str, pl.DataFrame], where: str) -> list[Built]:
    """Return what `frames` have of each gold document, in the order of `golds`; `where` names their origin.

    Raises GoldError naming the gold file whose document the frames do not hold or whose offsets do not fit
    its text.
    """
    ids = dict(frames["documents"].select("sha256", "doc_id").iter_rows())
    check_known(golds, ids, where)
    builts = [built_document(frames, ids[gold.sha256]) for gold in golds]
    faults = [
        fault for gold, built in zip(golds, builts, strict=True) for fault in misplaced(gold, built.text)
    ]
    if faults:
        raise GoldError(faults)
    return builts


def check_known(golds: Sequence[Gold], known: Container[str], where: str) -> None:
    """Raise GoldError unless every gold document is one of the sha256 `known`; `where` names their origin."""
    faults = [
        f"{gold.path}:{gold.document['line']}: no document of sha256 {gold.sha256} in {where}"
        for gold in golds
        if gold.sha256 not in known
    ]
    if faults:
        raise GoldError(faults)


def _read_tables(release: Path) -> dict[str, pl.DataFrame]:
    folder = release if (release / "documents.parquet").is_file() else release / "latest"
    missing = [name for name in TABLES if not (folder / f"{name}.parquet").is_file()]
    if missing:
        names = ", ".join(f"{name}.parquet" for name in missing)
        raise UsageError(f"{release} is no release: it has no {names}")
    return {name: pl.read_parquet(folder / f"{name}.parquet") for name in TABLES}


def built_document(frames: Mapping[str, pl.DataFrame], doc_id: str) -> Built:
    """Return the rows of one document out of the tables of a release."""
    of_document = pl.col("doc_id") == doc_id

    def rows(table: str) -> list[Row]:
        return [dict(row) for row in frames[table].filter(of_document).sort("start").iter_rows(named=True)]

    tasks = rows("tasks")
    starts = {row["task_id"]: row["start"] for row in tasks}

    def with_task(table: str) -> list[Row]:
        return [{**row, "task_start": starts.get(row["task_id"])} for row in rows(table)]

    return Built(
        doc_type=str(frames["documents"].filter(of_document).item(0, "doc_type")),
        text=str(frames["texts"].filter(of_document).item(0, "text")),
        indicators=rows("indicators"),
        tasks=tasks,
        responsibilities=with_task("responsibilities"),
        deadlines=with_task("deadlines"),
        numerals=rows("numerals"),
    )
