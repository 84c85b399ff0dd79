"""quality/quality.json: how right the release is on gold, what it covers, its issues, and the checks it passed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from pipeline import lexicon
from pipeline.evaluate.report import as_plain
from pipeline.publish.facts import Facts
from pipeline.validate.tally import tally
from schemas import codes

FOLDER = "quality"
FILE = "quality.json"

Frames = Mapping[str, pl.DataFrame]

# What a target or a task may have, and the condition on its row that says so.
TARGET_SHARES: dict[str, pl.Expr] = {
    "metric_id": pl.col("metric_id").is_not_null(),
    "place_id": pl.col("place_id").is_not_null(),
    "si_value": pl.col("si_low").is_not_null() | pl.col("si_high").is_not_null(),
    "period": pl.col("period").is_not_null(),
    "task": pl.col("task_id").is_not_null(),
    "deadline": pl.col("deadline_type").is_not_null(),
    "responsible_unit": pl.col("lead_org_id").is_not_null(),
    "hedged": pl.col("hedged"),
}
TASK_SHARES: dict[str, pl.Expr] = {
    "deadline": pl.col("deadline_type").is_not_null(),
    "due_date": pl.col("due_on").is_not_null(),
    "responsible_unit": pl.col("carried"),
    "target": pl.col("has_target"),
}


def quality(frames: Frames, facts: Facts) -> dict[str, Any]:
    """Return the quality of `frames` as plain data: accuracy (None without gold), coverage, issues, checks."""
    return {
        "version": facts.version,
        "schema_version": facts.release.schema_version,
        "date": facts.release.date.isoformat(),
        "accuracy": _accuracy(frames, facts),
        "coverage": {
            "documents": _documents(frames["documents"]),
            "numerals": _numerals(frames["numerals"]),
            "targets": _by_kind(frames, frames["targets"], TARGET_SHARES),
            "tasks": _by_kind(frames, _tasks(frames), TASK_SHARES),
            "responsibilities": _organizations(frames),
        },
        "issues": list(_issues(frames["issues"])),
        # A table that breaks a check is not published, so these are the things that passed.
        "checks": [{"check": t.check, "examined": t.examined, "failures": 0} for t in tally(frames)],
    }


def _accuracy(frames: Frames, facts: Facts) -> dict[str, Any] | None:
    if facts.scores is None:
        return None
    plain = as_plain(facts.scores, by_rule=True)
    roles = {rule["rule_id"]: rule["role"] for rule in lexicon.read("rules")}
    rules = [{"rule_id": r["rule_id"], "role": roles.get(r["rule_id"]), **r} for r in plain.pop("rules")]
    return {
        "gold_documents": len(facts.scores),
        "documents": frames["documents"].height,
        "fields": plain["total"],
        "document_kinds": plain["kinds"],
        "rules": rules,
        "by_document": plain["documents"],
    }


def share(part: int, whole: int) -> float | None:
    """Return part of whole, rounded to four places; None of nothing."""
    return round(part / whole, 4) if whole else None


def _documents(documents: pl.DataFrame) -> dict[str, Any]:
    return {
        "rows": documents.height,
        "parse_state": _counted(documents, "parse_state", "parse_state"),
        "doc_type": _counted(documents, "doc_type", "doc_type"),
        "characters": int(documents.get_column("chars").sum()),
    }


def _counted(frame: pl.DataFrame, column: str, vocabulary: str) -> dict[str, int]:
    """Return how many rows have each code that occurs, in the order of the vocabulary."""
    counts = dict(frame.get_column(column).value_counts().iter_rows())
    return {code: counts[code] for code in codes(vocabulary) if code in counts}


def _numerals(numerals: pl.DataFrame) -> dict[str, Any]:
    counts = _counted(numerals, "class", "numeral_class")
    return {
        "rows": numerals.height,
        "class": {
            code: {"rows": counts.get(code, 0), "share": share(counts.get(code, 0), numerals.height)}
            for code in codes("numeral_class")
        },
    }


def _tasks(frames: Frames) -> pl.DataFrame:
    """Return the tasks with their document's kind, and whether a unit carries them and a target is in them."""
    carried = frames["responsibilities"].get_column("task_id").unique()
    aimed = frames["targets"].get_column("task_id").drop_nulls().unique()
    kinds = frames["documents"].select("doc_id", "doc_type")
    return (
        frames["tasks"]
        .join(kinds, on="doc_id", how="left", maintain_order="left")
        .with_columns(
            pl.col("task_id").is_in(carried.implode()).alias("carried"),
            pl.col("task_id").is_in(aimed.implode()).alias("has_target"),
        )
    )


def _by_kind(frames: Frames, rows: pl.DataFrame, shares: Mapping[str, pl.Expr]) -> dict[str, Any]:
    """Return the shares over all rows, then over those of each kind of document that has any."""
    kinds = _counted(frames["documents"], "doc_type", "doc_type")
    parts = {kind: rows.filter(pl.col("doc_type") == kind) for kind in kinds}
    return {
        **_shares(rows, shares),
        "document_kinds": {kind: _shares(part, shares) for kind, part in parts.items() if part.height},
    }


def _shares(rows: pl.DataFrame, shares: Mapping[str, pl.Expr]) -> dict[str, Any]:
    met = rows.select(expression.sum().alias(name) for name, expression in shares.items()).row(0, named=True)
    told = {
        name: {"rows": int(count or 0), "share": share(int(count or 0), rows.height)}
        for name, count in met.items()
    }
    return {"rows": rows.height, **told}


def _organizations(frames: Frames) -> dict[str, Any]:
    """Return how many responsibilities have an organisation whose function is known, so that places compare."""
    known = frames["organizations"].filter(pl.col("function").is_not_null()).get_column("org_id")
    rows = frames["responsibilities"]
    met = rows.filter(pl.col("org_id").is_in(known.implode())).height
    return {"rows": rows.height, "function": {"rows": met, "share": share(met, rows.height)}}


def _issues(issues: pl.DataFrame) -> Iterator[dict[str, Any]]:
    """Yield the issues by code, the gravest and most frequent first."""
    order = {severity: at for at, severity in enumerate(codes("severity"))}
    counted = issues.group_by("severity", "code").agg(
        pl.len().alias("rows"), pl.col("doc_id").n_unique().alias("documents")
    )
    rows = counted.iter_rows(named=True)
    yield from sorted(rows, key=lambda row: (order[row["severity"]], -row["rows"], row["code"]))
