"""Scores for people (tables, a line a mismatch) and for programs (JSON)."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pipeline.evaluate.compare import Count, Mismatch
from pipeline.evaluate.score import F1_FIELDS, FAULTS, FIELDS, DocumentScore

Cells = Sequence[str]

LISTED = tuple(field for field in FIELDS if field not in ("target", "deadlines_found")) + FAULTS
"""The fields whose mismatches `all` lists; those of the target score are in quantity, value and role too."""

HEADS = {
    "quantity": "quant", "metric": "metric", "modality": "modal", "responsibilities": "respons",
    "deadlines": "deadl", "deadlines_found": "d.found", "unexplained": "unexpl",
}  # fmt: skip


def total(documents: Iterable[DocumentScore]) -> dict[str, Count]:
    """Return the counts of several documents added up, by field."""
    sums = dict.fromkeys(FIELDS, Count())
    for document in documents:
        for field, count in document.counts.items():
            sums[field] += count
    return sums


def by_kind(documents: Sequence[DocumentScore]) -> dict[str, list[DocumentScore]]:
    """Return the documents of each kind, the kinds in alphabetical order."""
    kinds = sorted({document.kind for document in documents})
    return {kind: [document for document in documents if document.kind == kind] for kind in kinds}


def faults(documents: Iterable[DocumentScore]) -> dict[str, int]:
    """Return how many numerals are unexplained and how many spans are wrong."""
    sums = dict.fromkeys(FAULTS, 0)
    for document in documents:
        for name, number in document.faults.items():
            sums[name] += number
    return sums


def rule_table(documents: Iterable[DocumentScore]) -> list[dict[str, Any]]:
    """Return for each rule how often it was used, how often on no gold row, and how often it was right.

    Precision is over all uses, those that match no gold row included.
    """
    uses = [use for document in documents for use in document.rules]
    rows = []
    for rule, support in sorted(Counter(use.rule_id for use in uses).items()):
        of_rule = [use for use in uses if use.rule_id == rule]
        rows.append(
            {
                "rule_id": rule,
                "support": support,
                "spurious": sum(not use.matched for use in of_rule),
                "role_precision": round(sum(use.role_right for use in of_rule) / support, 4),
                "value_precision": round(sum(use.value_right for use in of_rule) / support, 4),
            }
        )
    return sorted(rows, key=lambda row: (-int(row["support"]), row["rule_id"]))


def as_json(documents: Sequence[DocumentScore], by_rule: bool) -> str:
    """Return the scores as JSON with keys in a fixed order and numbers rounded to four places."""
    return json.dumps(as_plain(documents, by_rule), ensure_ascii=False, indent=2) + "\n"


def as_plain(documents: Sequence[DocumentScore], by_rule: bool) -> dict[str, Any]:
    """Return the scores as plain data with keys in a fixed order and numbers rounded to four places."""
    result: dict[str, Any] = {
        "total": _plain(total(documents), faults(documents)),
        "kinds": {kind: _plain(total(some), faults(some)) for kind, some in by_kind(documents).items()},
        "documents": [
            {"name": d.name, "sha256": d.sha256, "kind": d.kind, **_plain(d.counts, d.faults)}
            for d in sorted(documents, key=lambda d: (d.name, d.sha256))
        ],
    }
    if by_rule:
        result["rules"] = rule_table(documents)
    return result


def total_lines(documents: Sequence[DocumentScore]) -> list[str]:
    """Return the table of the total, a line a field."""
    head = ("total", "score", "precision", "recall", "right", "gold", "built")
    rows: list[Cells] = [head]
    for field, count in total(documents).items():
        parts = (count.precision, count.recall) if field in F1_FIELDS else ()
        shown = [_share(part) for part in (count.score, *parts)] + ["", ""] * (not parts)
        rows.append((field, *shown, f"{count.right:g}", str(count.gold), str(count.built)))
    rows += [(name, "", "", "", str(number), "", "") for name, number in faults(documents).items()]
    return _aligned(rows)


def document_lines(documents: Sequence[DocumentScore]) -> list[str]:
    """Return the table with a line a document kind, then a line a document (F1 or accuracy)."""
    rows: list[Cells] = [("", *(HEADS.get(field, field) for field in (*FIELDS, *FAULTS)))]
    for kind, some in by_kind(documents).items():
        rows.append(_scores(kind, total(some), faults(some)))
    for document in documents:
        rows.append(_scores(document.name, document.counts, document.faults))
    return _aligned(rows)


def rule_lines(documents: Sequence[DocumentScore]) -> list[str]:
    """Return the table of the rules, the most used first."""
    rows: list[Cells] = [("rule", "support", "spurious", "role", "value")]
    for row in rule_table(documents):
        role, value = _share(row["role_precision"]), _share(row["value_precision"])
        rows.append((row["rule_id"], str(row["support"]), str(row["spurious"]), role, value))
    return _aligned(rows)


def error_lines(documents: Sequence[DocumentScore], fields: Sequence[str]) -> list[str]:
    """Return every mismatch of the fields, grouped by field: document, offset, quote, gold → built, rule."""
    lines = []
    every = [mismatch for document in documents for mismatch in document.mismatches]
    for field in fields:
        found = sorted((m for m in every if m.field == field), key=lambda m: (m.document, m.start))
        lines.append(f"## {field}: {len(found)}")
        lines += [_mismatch_line(mismatch) for mismatch in found]
    return lines


def _mismatch_line(m: Mismatch) -> str:
    rule = f"  [{m.rule_id}]" if m.rule_id else ""
    return f"{m.document} {m.start}  {m.quote}  {m.gold} → {m.built}{rule}"


def _plain(counts: Mapping[str, Count], wrong: Mapping[str, int]) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for field in FIELDS:
        count = counts[field]
        right = round(count.right, 4)
        if field in F1_FIELDS:
            plain[field] = {
                "f1": _rounded(count.score),
                "precision": _rounded(count.precision),
                "recall": _rounded(count.recall),
                "right": right,
                "gold": count.gold,
                "built": count.built,
            }
        else:
            plain[field] = {"accuracy": _rounded(count.score), "right": right, "of": count.gold}
    return {**plain, **{name: wrong[name] for name in FAULTS}}


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def _share(share: float | None) -> str:
    return "-" if share is None else f"{share:.3f}"


def _scores(name: str, counts: Mapping[str, Count], wrong: Mapping[str, int]) -> Cells:
    shares = (_share(counts[field].score) for field in FIELDS)
    return (name, *shares, *(str(wrong[fault]) for fault in FAULTS))


def _aligned(rows: Sequence[Cells]) -> list[str]:
    """Pad the cells to columns, the first to the left; a wide character takes two places on a screen."""
    widths = [max(_width(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        first = row[0] + " " * (widths[0] - _width(row[0]))
        rest = (" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:], strict=True))
        lines.append("  ".join((first, *rest)).rstrip())
    return lines


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)
