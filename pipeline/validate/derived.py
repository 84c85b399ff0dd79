"""Checks that columns made from other columns agree with them."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from pipeline.normalize.dates import Bounds, bounds
from pipeline.validate.failure import Failure, Frames, Sources, failure_at

_COUNTS = {"n_tasks": "tasks", "n_indicators": "indicators", "n_targets": "targets", "n_issues": "issues"}


def period_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield indicators whose period days are not those of their EDTF period.

    A period that cannot be read has no days; an issue tells of it.
    """
    for row in frames["indicators"].iter_rows(named=True):
        expected = _days(row["period"])
        if (row["period_start"], row["period_end"]) != (expected or (None, None)):
            message = f"the days of period {row['period']!r} are {row['period_start']} to {row['period_end']}"
            remedy = "make them with pipeline.normalize.dates.bounds"
            yield failure_at(
                origin, "indicators", "period_start", row, "indicator_id", "period_days", message, remedy
            )


def deadline_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield deadlines whose EDTF cannot be read or whose latest day is another than its last.

    A recurring instruction to report ends with the plan period, whatever its expression says.
    """
    for row in frames["deadlines"].iter_rows(named=True):
        days = _days(row["edtf"])
        if days is None:
            message = f"{row['edtf']!r} is no EDTF this data uses"
        elif row["event"] != "report" and row["latest"] != days[1]:
            message = f"{row['edtf']!r} ends on {days[1]}, latest is {row['latest']}"
        else:
            continue
        column = "edtf" if days is None else "latest"
        remedy = "mend the deadline rule; pipeline.normalize.dates tells the forms"
        yield failure_at(origin, "deadlines", column, row, "deadline_id", "deadline_days", message, remedy)


def count_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield documents whose counts are not those of their rows."""
    for column, table in _COUNTS.items():
        counted = frames[table].group_by("doc_id", maintain_order=True).len("counted")
        rows = frames["documents"].join(counted, on="doc_id", how="left", maintain_order="left")
        wrong = rows.filter(pl.col(column) != pl.col("counted").fill_null(0))
        for row in wrong.iter_rows(named=True):
            message = f"{column} is {row[column]}, {table} has {row['counted'] or 0} rows of the document"
            remedy = "count in pipeline.normalize.document_rows"
            yield failure_at(origin, "documents", column, row, "doc_id", "count", message, remedy)


def view_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield targets that the view lacks and rows of the view that are no targets."""
    targets = frames["indicators"].filter(pl.col("role") == "target")
    for table, rows, others in (
        ("indicators", targets, frames["targets"]),
        ("targets", frames["targets"], targets),
    ):
        odd = rows.join(others.select("indicator_id"), on="indicator_id", how="anti", maintain_order="left")
        for row in odd.iter_rows(named=True):
            message = "the target is not in the view" if table == "indicators" else "the row is no target"
            remedy = "make the view anew with pipeline.normalize.targets"
            yield failure_at(
                origin, table, "indicator_id", row, "indicator_id", "view_complete", message, remedy
            )


def _days(edtf: str | None) -> Bounds | None:
    if edtf is None:
        return None
    try:
        return bounds(edtf)
    except ValueError:
        return None
