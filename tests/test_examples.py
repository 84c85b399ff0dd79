"""The classes of written forms as a specification: tests/examples and tests/counterexamples.

Each file there is one class of forms; tests/examples/README.md says what its words mean. A reading that a
file states is complete: a row too many fails as a row too few does.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import extract
from pipeline.model import Document, Mentions
from tests import reading

HERE = Path(__file__).parent
FILE_KEYS = {"class", "doc_type", "place", "year", "until", "through_ingest", "example", "counterexample"}
KEYS = {
    "name", "text", "why", "doc_type", "place", "year", "until", "bytes", "through_ingest",
    "quantities", "tasks", "responsibilities", "deadlines", "sections", "numerals", "issues", "encoding", "parse_state",
}  # fmt: skip
QUANTITY = {
    "surface", "role", "value", "low", "high", "comparator", "unit", "modality", "measure", "metric", "place", "period",
    "part_of", "qualifies",
}  # fmt: skip
TASK = {"title", "first", "last", "marker"}
RESPONSIBILITY = {"role", "org", "expansion"}
DEADLINE = {"surface", "type", "edtf", "latest", "event", "year_basis", "task"}
SECTION = {"heading", "kind", "marker"}

Row = dict[str, Any]


@cache
def cases() -> tuple[Row, ...]:
    found: list[Row] = []
    for kind in ("example", "counterexample"):
        for path in sorted((HERE / f"{kind}s").rglob("*.toml")):
            content = tomllib.loads(path.read_text("utf-8"))
            assert set(content) <= FILE_KEYS, f"{path.name}: {set(content) - FILE_KEYS}"
            defaults = {
                key: content[key] for key in content if key not in ("class", "example", "counterexample")
            }
            name = path.relative_to(HERE / f"{kind}s").with_suffix("").as_posix()
            found += [{**defaults, **row, "file": name, "kind": kind} for row in content[kind]]
    return tuple(found)


def sentence(case: Row) -> str:
    return f"{case['file']}: {case['name']}"


def document_of(case: Row) -> Document:
    stated = {key: case[key] for key in ("doc_type", "place", "year") if key in case}
    if "bytes" in case or case.get("through_ingest"):
        return reading.document_of_bytes(bytes_of(case), **stated)
    return reading.document(case["text"], **stated, until=case.get("until"))


def bytes_of(case: Row) -> bytes:
    """The file's bytes: `gb18030`, `utf-8-sig`, …, or `utf-8 as gbk` for a text decoded and encoded wrongly."""
    written, _, misread = case.get("bytes", "utf-8").partition(" as ")
    data = str(case["text"]).encode(written)
    return data.decode(misread, errors="replace").encode("utf-8") if misread else data


@pytest.mark.parametrize("case", cases(), ids=sentence)
def test_example(case: Row) -> None:
    document = document_of(case)
    mentions = extract(document)
    got = {name: READERS[name](document, mentions) for name in READERS if name in case}
    wrong = [line for name in got for line in differences(name, got[name], case[name])]
    codes = {issue.code for issue in (*document.issues, *mentions.issues)}
    wrong += [f"the issue {code} is missing" for code in case.get("issues", []) if code not in codes]
    wrong += [
        f"the digits {run} are not accounted for once" for run in reading.unaccounted(document.text, mentions)
    ]
    if document.parse_state != case.get("parse_state", "ok"):
        wrong.append(f"the document is {document.parse_state}")
    assert not wrong, "\n".join([f"{case['text']!r}: {case['why']}", *wrong])


def differences(name: str, got: Any, wanted: Any) -> list[str]:
    """Say what was read otherwise than the example states; what a row of it does not state may be anything."""
    if isinstance(wanted, str):
        return [] if got == wanted else [f"{name}: {wanted} is expected, {got} was read"]
    if isinstance(wanted, dict):
        read = {key: got.get(key, "nothing") for key in wanted}
        return [
            f"{key}: {wanted[key]} is expected, {read[key]} was read"
            for key in wanted
            if read[key] != wanted[key]
        ]
    if len(got) != len(wanted):
        words = [next(iter(row.values())) for row in got]
        return [f"{len(wanted)} {name} are expected, {len(got)} were read: {words}"]
    return [
        f"{name} {number} ({next(iter(row.values()))}): {key} {row[key]!r} is expected, {read[key]!r} was read"
        for number, (read, row) in enumerate(zip(got, wanted, strict=True), 1)
        for key in row
        if edge(key, read[key], row[key]) != row[key]
    ]


def edge(key: str, got: Any, wanted: str) -> Any:
    """Of a task's words only the `first` and the `last` are stated."""
    if key == "first":
        return got[: len(wanted)]
    return got[-len(wanted) :] if key == "last" else got


def quantities(document: Document, mentions: Mentions) -> list[Row]:
    text = document.text
    surfaces = {row.numeral_start: text[row.start : row.end] for row in mentions.indicators}
    rows = []
    for row in sorted(mentions.indicators, key=lambda i: i.numeral_start):
        low, high = plain(row.value_low), plain(row.value_high)
        rows.append(
            {
                "surface": text[row.start : row.end],
                "role": row.role,
                "value": low if low == high else f"from {low} to {high}",
                "low": low,
                "high": high,
                "comparator": row.comparator,
                "unit": row.unit,
                "modality": row.modality,
                "measure": row.measure,
                "metric": row.metric,
                "place": row.place,
                "period": row.period,
                "part_of": surfaces.get(row.part_of or -1, "nothing"),
                "qualifies": surfaces.get(row.qualifies or -1, "nothing"),
            }
        )
    return rows


def plain(value: Decimal | None) -> str:
    if value is None:
        return "open"
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def tasks(document: Document, mentions: Mentions) -> list[Row]:
    text = document.text
    return [
        {"title": row.title, "first": words, "last": words, "marker": row.marker}
        for row in mentions.tasks
        for words in [text[row.start : row.end]]
    ]


def responsibilities(_: Document, mentions: Mentions) -> list[Row]:
    return [
        {"role": row.role, "org": row.org_name, "expansion": row.expansion}
        for row in mentions.responsibilities
    ]


def deadlines(document: Document, mentions: Mentions) -> list[Row]:
    titles = {row.start: row.title for row in mentions.tasks}
    return [
        {
            "surface": document.text[row.start : row.end],
            "type": row.type,
            "edtf": row.edtf,
            "latest": row.latest.isoformat() if row.latest else "none",
            "event": row.event,
            "year_basis": row.year_basis,
            "task": titles.get(row.task if row.task is not None else -1, "none"),
        }
        for row in mentions.deadlines
    ]


def sections(_: Document, mentions: Mentions) -> list[Row]:
    return [
        {"heading": row.heading, "kind": row.kind, "marker": row.marker or "none"}
        for row in mentions.sections
    ]


def numerals(document: Document, mentions: Mentions) -> dict[str, str]:
    """The class of every numeral by its characters; several classes of the same characters are joined."""
    classes: dict[str, list[str]] = {}
    for row in mentions.numerals:
        classes.setdefault(document.text[row.start : row.end], []).append(row.cls)
    return {surface: " and ".join(sorted(set(found))) for surface, found in classes.items()}


def encoding(document: Document, _: Mentions) -> str | None:
    return document.encoding


READERS: dict[str, Callable[[Document, Mentions], Any]] = {
    "quantities": quantities,
    "tasks": tasks,
    "responsibilities": responsibilities,
    "deadlines": deadlines,
    "sections": sections,
    "numerals": numerals,
    "encoding": encoding,
}


STATED = {
    "quantities": QUANTITY, "tasks": TASK, "responsibilities": RESPONSIBILITY, "deadlines": DEADLINE, "sections": SECTION
}  # fmt: skip


def files(kind: str) -> set[str]:
    return {case["file"] for case in cases() if case["kind"] == kind}


def test_each_class_has_three_examples_and_a_counterexample() -> None:
    counts = Counter(case["file"] for case in cases() if case["kind"] == "example")
    assert {name: count for name, count in counts.items() if count < 3} == {}
    assert files("example") == files("counterexample")


def test_each_example_says_what_is_expected_and_why_in_known_words() -> None:
    for case in cases():
        assert set(case) <= KEYS | {"file", "kind"}, sentence(case)
        assert case["name"].isascii(), sentence(case)
        assert case["why"], sentence(case)
        assert set(case) & {*READERS, "issues", "parse_state"}, sentence(case)
        for name, keys in STATED.items():
            assert all(set(row) <= keys for row in case.get(name, [])), sentence(case)


def test_names_of_examples_are_not_used_twice() -> None:
    assert [name for name, count in Counter(map(sentence, cases())).items() if count > 1] == []


def test_no_example_is_copied_from_a_source(shared: Path) -> None:
    sources = "".join(path.read_text("utf-8", errors="replace") for path in sorted(shared.rglob("*.txt")))
    lines = {line.strip() for case in cases() for line in case["text"].splitlines() if len(line.strip()) > 20}
    assert [line for line in sorted(lines) if line in sources] == []
