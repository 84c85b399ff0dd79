"""The scoring protocol: plain gold rows against plain built rows of one document.

Nothing here knows of files or frames. A built row is a mapping with the column names of the data model,
a responsibility and a deadline with the `task_start` of their task; a missing column counts as null.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.evaluate.compare import (
    Built,
    Count,
    Mismatch,
    Pairs,
    character_f1,
    deadline_words,
    fold,
    gold_span,
    met,
    mismatch,
    nearest,
    same_value,
    value_words,
)
from pipeline.evaluate.gold import Gold, Row, Span

TOLERANCE = 3
"""How many characters the start and the end of a task may be off."""

DIGITS = re.compile("[0-9０-９]+")
"""An Arabic digit run, each of which some numeral must account for."""

F1_FIELDS = ("quantity", "target", "tasks", "responsibilities", "deadlines", "deadlines_found")
SAME_FIELDS = ("role", "measure", "modality", "place", "period")
FIELDS = (
    "quantity", "value", "target", "role", "metric", "measure", "modality", "place", "period",
    "tasks", "responsibilities", "deadlines", "deadlines_found", "other",
)  # fmt: skip
"""What is scored, in the order it is shown."""

FAULTS = ("unexplained", "spans")
"""What is only counted and should be 0: numerals no rule explains, spans that are not as written."""


@dataclass(frozen=True, slots=True)
class RuleUse:
    """One built indicator: the rule that made it, and whether its role and value are right."""

    rule_id: str
    matched: bool
    role_right: bool
    value_right: bool


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """The counts, faults, rule uses and mismatches of one document."""

    name: str
    sha256: str
    kind: str
    counts: dict[str, Count]
    faults: dict[str, int]
    rules: tuple[RuleUse, ...]
    mismatches: tuple[Mismatch, ...]


Part = tuple[dict[str, Count], list[Mismatch]]


def score(gold: Gold, built: Built) -> DocumentScore:
    """Score one document by the protocol."""
    pairs = match_indicators(gold.indicators, built.indicators)
    parts = (
        score_quantities(gold, built, pairs),
        score_fields(gold, built, pairs),
        score_targets(gold, built, pairs),
        score_tasks(gold, built),
        score_responsibilities(gold, built),
        score_deadlines(gold, built),
        score_others(gold, built),
    )
    counts = {field: count for part, _ in parts for field, count in part.items()}
    faults, faulty = find_faults(gold, built)
    mismatches = [miss for _, found in parts for miss in found] + faulty
    return DocumentScore(
        name=gold.name,
        sha256=gold.sha256,
        kind=built.doc_type,
        counts={field: counts[field] for field in FIELDS},
        faults=faults,
        rules=tuple(rule_uses(built.indicators, pairs)),
        mismatches=tuple(sorted(mismatches, key=lambda m: (m.document, m.start))),
    )


def match_indicators(golds: Sequence[Row], builts: Sequence[Row]) -> Pairs:
    """Pair each gold row with a built row that covers its numeral, each built row at most once.

    Of several the shortest is taken: a wide row that swallows two numerals is right for one of them at most.
    """
    free = sorted(builts, key=lambda row: (row["end"] - row["start"], row["start"]))
    pairs: Pairs = []
    for gold in golds:
        at = next((i for i, row in enumerate(free) if row["start"] <= gold["start"] < row["end"]), None)
        if at is not None:
            pairs.append((gold, free.pop(at)))
    return pairs


def score_quantities(gold: Gold, built: Built, pairs: Pairs) -> Part:
    """Count the mentions found, missed and made up."""
    met_gold, met_built = met(pairs)
    missed = [
        mismatch(
            "quantity", gold, built, gold_span(row, built.text), value_words(row) + f" {row['role']}", "-"
        )
        for row in gold.indicators
        if id(row) not in met_gold
    ]
    spurious = [
        mismatch("quantity", gold, built, _span(row), "-", value_words(row) + f" {row.get('role')}", row)
        for row in built.indicators
        if id(row) not in met_built
    ]
    return {"quantity": Count(len(pairs), len(gold.indicators), len(built.indicators))}, missed + spurious


def score_fields(gold: Gold, built: Built, pairs: Pairs) -> Part:
    """Count value, role, metric, measure, modality, place and period over the matched rows."""
    right: dict[str, float] = dict.fromkeys(("value", "metric", *SAME_FIELDS), 0)
    wrong: list[Mismatch] = []
    for known, row in pairs:
        compared = {
            "value": (float(same_value(known, row)), value_words(known), value_words(row)),
            "metric": (character_f1(known["metric"], row.get("metric")), *_both(known, row, "metric")),
        }
        for field in SAME_FIELDS:
            said, read = _both(known, row, field)
            compared[field] = (float(said == read), said, read)
        for field, (points, said, read) in compared.items():
            right[field] += points
            if points < 1:
                note = f" {points:.2f}" if field == "metric" else ""
                wrong.append(mismatch(field, gold, built, _span(row), said, read + note, row))
    return {field: Count(points, len(pairs), len(pairs)) for field, points in right.items()}, wrong


def score_targets(gold: Gold, built: Built, pairs: Pairs) -> Part:
    """Count the targets of both sides whose value is right."""
    partner = {id(known): row for known, row in pairs} | {id(row): known for known, row in pairs}
    targets = [row for row in gold.indicators if row["role"] == "target"]
    read = [row for row in built.indicators if row.get("role") == "target"]
    right = 0
    wrong: list[Mismatch] = []
    for known in targets:
        row = partner.get(id(known))
        if row is not None and row.get("role") == "target" and same_value(known, row):
            right += 1
        else:
            got = "-" if row is None else f"{row.get('role')} {value_words(row)}"
            said = f"target {value_words(known)}"
            span = gold_span(known, built.text)
            wrong.append(mismatch("target", gold, built, span, said, got, row))
    for row in read:
        other = partner.get(id(row))
        if other is None or other["role"] != "target":
            said = "-" if other is None else f"{other['role']} {value_words(other)}"
            wrong.append(mismatch("target", gold, built, _span(row), said, f"target {value_words(row)}", row))
    return {"target": Count(right, len(targets), len(read))}, wrong


def score_tasks(gold: Gold, built: Built) -> Part:
    """Count the tasks whose start and end are each within the tolerance."""

    def distance(known: Row, row: Row) -> int | None:
        starts, ends = abs(known["start"] - row["start"]), abs(known["end"] - row["end"])
        return starts + ends if max(starts, ends) <= TOLERANCE else None

    pairs = nearest(gold.tasks, built.tasks, distance)
    met_gold, met_built = met(pairs)
    wrong = [
        mismatch("tasks", gold, built, _head(row), f"{row['start']}-{row['end']}", "-")
        for row in gold.tasks
        if id(row) not in met_gold
    ]
    wrong += [
        mismatch("tasks", gold, built, _head(row), "-", f"{row['start']}-{row['end']}")
        for row in built.tasks
        if id(row) not in met_built
    ]
    return {"tasks": Count(len(pairs), len(gold.tasks), len(built.tasks))}, wrong


def score_responsibilities(gold: Gold, built: Built) -> Part:
    """Count the rows equal in task, role and resolved name; a task is the same when it starts within 3."""

    def distance(known: Row, row: Row) -> int | None:
        apart: int = abs(known["start"] - row["start"])
        return apart if apart <= TOLERANCE else None

    same = {row["start"]: known["start"] for known, row in nearest(gold.tasks, built.tasks, distance)}
    # A negative key never meets a gold task: the row belongs to a task that the gold does not have.
    wanted = Counter((row["task_start"], row["role"], fold(row["org"])) for row in gold.responsibilities)
    read = Counter(
        (same.get(row["task_start"], -1 - row["task_start"]), row["role"], fold(row["org_name"]))
        for row in built.responsibilities
    )
    wrong: list[Mismatch] = []
    for task, role, org in (wanted - read).elements():
        wrong.append(mismatch("responsibilities", gold, built, (task, task + 8), f"{role} {org}", "-"))
    for key, role, org in (read - wanted).elements():
        task = key if key >= 0 else -1 - key
        wrong.append(mismatch("responsibilities", gold, built, (task, task + 8), "-", f"{role} {org}"))
    return {"responsibilities": Count((wanted & read).total(), wanted.total(), read.total())}, wrong


def score_deadlines(gold: Gold, built: Built) -> Part:
    """Count the deadlines that overlap (found) and those whose type and latest day are right too."""
    spans = {id(row): gold_span(row, built.text) for row in gold.deadlines}

    def distance(known: Row, row: Row) -> int | None:
        start, end = spans[id(known)]
        if min(end, row["end"]) <= max(start, row["start"]):
            return None
        penalty = 0 if deadline_words(known) == deadline_words(row) else 10**6
        apart: int = abs(start - row["start"]) + abs(end - row["end"])
        return penalty + apart

    pairs = nearest(gold.deadlines, built.deadlines, distance)
    met_gold, met_built = met(pairs)
    right = sum(deadline_words(known) == deadline_words(row) for known, row in pairs)
    wrong = [
        mismatch("deadlines", gold, built, _span(row), deadline_words(known), deadline_words(row))
        for known, row in pairs
        if deadline_words(known) != deadline_words(row)
    ]
    wrong += [
        mismatch("deadlines", gold, built, spans[id(row)], deadline_words(row), "-")
        for row in gold.deadlines
        if id(row) not in met_gold
    ]
    wrong += [
        mismatch("deadlines", gold, built, _span(row), "-", deadline_words(row))
        for row in built.deadlines
        if id(row) not in met_built
    ]
    sizes = len(gold.deadlines), len(built.deadlines)
    return {"deadlines": Count(right, *sizes), "deadlines_found": Count(len(pairs), *sizes)}, wrong


def score_others(gold: Gold, built: Built) -> Part:
    """Count the class of the numerals that are no quantity and no deadline, over all gold `other` rows."""
    right = 0
    wrong: list[Mismatch] = []
    for known in gold.others:
        at = known["start"]
        found = (row for row in built.numerals if row["start"] <= at < row["end"])
        read = next((str(row["class"]) for row in found), "-")
        if read == known["class"]:
            right += 1
        else:
            span = gold_span(known, built.text)
            wrong.append(mismatch("other", gold, built, span, known["class"], read))
    return {"other": Count(right, len(gold.others), len(gold.others))}, wrong


def find_faults(gold: Gold, built: Built) -> tuple[dict[str, int], list[Mismatch]]:
    """Count the digit runs no rule explains and the rows whose span is not what they say stands there."""
    unexplained = [
        mismatch("unexplained", gold, built, (row["start"], row["end"]), "-", "unexplained")
        for row in built.numerals
        if row["class"] == "unexplained"
    ]
    covered = {at for row in built.numerals for at in range(row["start"], row["end"])}
    unexplained += [
        mismatch("unexplained", gold, built, run.span(), "-", "no row in numerals")
        for run in DIGITS.finditer(built.text)
        if not covered.issuperset(range(*run.span()))
    ]
    spans = [
        mismatch("spans", gold, built, (row["start"], row["end"]), written[:30], str(row[column])[:30])
        for rows, column in (
            (built.tasks, "text"),
            (built.indicators, "as_written"),
            (built.responsibilities, "as_written"),
            (built.deadlines, "as_written"),
            (built.numerals, "as_written"),
        )
        for row in rows
        if column in row and (written := built.text[row["start"] : row["end"]]) != row[column]
    ]
    return {"unexplained": len(unexplained), "spans": len(spans)}, unexplained + spans


def rule_uses(indicators: Iterable[Row], pairs: Pairs) -> list[RuleUse]:
    """Tell for each built indicator whether its rule was right; one that matches nothing is wrong."""
    partner = {id(row): known for known, row in pairs}
    uses = []
    for row in indicators:
        known = partner.get(id(row))
        role = known is not None and known["role"] == row.get("role")
        value = known is not None and same_value(known, row)
        uses.append(RuleUse(str(row.get("rule_id") or "none"), known is not None, role, value))
    return uses


def _both(known: Row, row: Row, field: str) -> tuple[str, str]:
    return fold(known[field]) or "-", fold(row.get(field)) or "-"


def _span(row: Row) -> Span:
    return row["start"], row["end"]


def _head(row: Row) -> Span:
    return row["start"], min(row["end"], row["start"] + 12)
