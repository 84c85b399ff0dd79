"""Gold files: what a person read in a document, one JSON object a line (see CONTRIBUTING, Gold)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.errors import ClgcError
from schemas.vocabularies import codes

Row = Mapping[str, Any]
Span = tuple[int, int]

NEEDED: dict[str, tuple[str, ...]] = {
    "document": ("name", "sha256"),
    "indicator": (
        "start", "surface", "role", "value_low", "value_high", "comparator", "unit",
        "measure", "modality", "metric", "period", "place",
    ),
    "task": ("start", "end", "title"),
    "responsibility": ("task_start", "role", "org"),
    "deadline": ("start", "surface", "task_start", "type", "latest"),
    "other": ("start", "surface", "class"),
}  # fmt: skip

# A slip of the annotator's pen would otherwise be counted as a fault of the extraction.
VOCABULARY: dict[tuple[str, str], tuple[str, ...]] = {
    ("indicator", "role"): codes("role"),
    ("indicator", "comparator"): codes("comparator"),
    ("indicator", "measure"): codes("measure"),
    ("indicator", "modality"): codes("modality"),
    ("responsibility", "role"): codes("responsibility_role"),
    ("deadline", "type"): codes("deadline_type"),
    ("other", "class"): ("marker", "date", "ordinal", "label", "furniture"),
}

OFFSETS = frozenset({"start", "end", "task_start"})
MOST_MESSAGES = 20


class GoldError(ClgcError):
    """Gold files that cannot be scored: every message names its file and line. Exit code 1."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages
        shown = messages[:MOST_MESSAGES]
        if len(messages) > MOST_MESSAGES:
            shown.append(f"and {len(messages) - MOST_MESSAGES} more")
        super().__init__("\n".join(shown))


@dataclass(frozen=True, slots=True)
class Gold:
    """One gold file: its document line and its rows by kind, each with the `line` it stands on."""

    path: Path
    name: str
    sha256: str
    document: Row
    indicators: tuple[Row, ...]
    tasks: tuple[Row, ...]
    responsibilities: tuple[Row, ...]
    deadlines: tuple[Row, ...]
    others: tuple[Row, ...]


def gold_files(path: Path) -> list[Path]:
    """Return the gold files of a folder and the folders in it, sorted, or the one file given.

    Raises GoldError when there is none.
    """
    files = [path] if path.is_file() else sorted(path.rglob("*.jsonl"))
    if not files:
        raise GoldError([f"{path}: no gold file (*.jsonl) here"])
    return files


def read_gold(paths: Iterable[Path]) -> list[Gold]:
    """Read gold files in the order given. Raises GoldError with every fault of every file."""
    golds: list[Gold] = []
    faults: list[str] = []
    seen: dict[str, Path] = {}
    for path in paths:
        rows, wrong = _read_rows(path)
        faults += wrong
        if wrong:
            continue
        gold = _assemble(path, rows)
        if gold.sha256 in seen:
            faults.append(f"{path}:1: {seen[gold.sha256]} is already the gold of this document")
        seen[gold.sha256] = path
        golds.append(gold)
    if faults:
        raise GoldError(faults)
    return golds


def surface_span(text: str, surface: str, start: int) -> Span | None:
    """Return where the surface around the offset `start` stands in the text, or None.

    A surface may begin before `start`, which is that of its first numeral (超过9000亿元).
    """
    at = text.find(surface, max(0, start - len(surface) + 1))
    return (at, at + len(surface)) if surface and 0 <= at <= start else None


def misplaced(gold: Gold, text: str) -> list[str]:
    """Return a message for every gold row whose offsets do not fit the text of its document."""
    spoken = (*gold.indicators, *gold.deadlines, *gold.others)
    messages = [
        f"{gold.path}:{row['line']}: {row['surface']!r} does not stand at {row['start']}; "
        f"the text has {text[row['start'] : row['start'] + 12]!r} there"
        for row in spoken
        if surface_span(text, row["surface"], row["start"]) is None
    ]
    messages += [
        f"{gold.path}:{row['line']}: the task {row['start']}-{row['end']} is not a span of the text"
        for row in gold.tasks
        if not 0 <= row["start"] < row["end"] <= len(text)
    ]
    return messages


def _assemble(path: Path, rows: list[Row]) -> Gold:
    def of(kind: str) -> tuple[Row, ...]:
        found = (row for row in rows if row["kind"] == kind)
        return tuple(sorted(found, key=lambda row: (row.get("start", row.get("task_start")), row["line"])))

    document = rows[0]
    return Gold(
        path=path,
        name=str(document["name"]),
        sha256=str(document["sha256"]),
        document=document,
        indicators=of("indicator"),
        tasks=of("task"),
        responsibilities=of("responsibility"),
        deadlines=of("deadline"),
        others=of("other"),
    )


def _read_rows(path: Path) -> tuple[list[Row], list[str]]:
    """Return the rows of one file and what is wrong with it."""
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        return [], [f"{path}: cannot be read: {error}"]
    rows: list[Row] = []
    faults: list[str] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            faults.append(f"{path}:{number}: not JSON: {error.msg} at column {error.colno}")
            continue
        wrong = list(_row_faults(row, first=not rows))
        faults += [f"{path}:{number}: {fault}" for fault in wrong]
        if isinstance(row, dict):
            rows.append({**row, "line": number})
    if faults and not rows:
        return [], [
            f"{path} is no gold file: no line of it is a JSON object; name a *.jsonl file or a folder of them"
        ]
    if not faults:
        faults += [f"{path}:{fault}" for fault in _file_faults(rows)]
    return rows, faults


def _row_faults(row: Any, first: bool) -> Iterator[str]:
    if not isinstance(row, dict):
        yield "not a JSON object"
        return
    kind = row.get("kind")
    if kind not in NEEDED:
        yield f"unknown kind {kind!r}; known are {', '.join(NEEDED)}"
        return
    if first != (kind == "document"):
        yield "the first line, and no other, is of the kind document"
    missing = [field for field in NEEDED[kind] if field not in row]
    if missing:
        yield f"{kind} without {', '.join(missing)}"
        return
    for field in OFFSETS & set(NEEDED[kind]):
        free = kind == "deadline" and field == "task_start" and row[field] is None
        if not free and (type(row[field]) is not int or row[field] < 0):
            yield f"{field} is {row[field]!r}, not an offset"
    for (of, field), known in VOCABULARY.items():
        if of == kind and row[field] not in known:
            yield f"unknown {field} {row[field]!r}; known are {', '.join(known)}"
    for field in ("value_low", "value_high"):
        if row.get(field) is not None and not _is_decimal(row[field]):
            yield f"{field} is {row[field]!r}, not a decimal"


def _file_faults(rows: list[Row]) -> Iterator[str]:
    if not rows:
        yield "1: empty; the first line is of the kind document"
    tasks = {row["start"] for row in rows if row["kind"] == "task"}
    numerals: set[int] = set()
    for row in rows:
        at = row.get("task_start")
        if at is not None and at not in tasks:
            yield f"{row['line']}: no task starts at {at}"
        if row["kind"] == "indicator":
            if row["start"] in numerals:
                yield f"{row['line']}: a second indicator at {row['start']}"
            numerals.add(row["start"])


def _is_decimal(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False
