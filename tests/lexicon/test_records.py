"""Every record of the lexicon is well-formed, stands once, and its example does what the record says."""

from __future__ import annotations

import csv
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from pipeline import lexicon
from pipeline.extract.clean import fold
from pipeline.extract.lines import read_lines
from pipeline.extract.outline import heading_kind
from pipeline.model import Indicator, Mentions
from pipeline.normalize.metrics import find_metric
from pipeline.normalize.organizations import resolve_organization
from schemas.vocabularies import codes
from tests import reading

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "pipeline" / "lexicon"
NAMES = sorted(path.stem for path in FOLDER.glob("*.csv"))
Row = dict[str, str]

FORMS = {
    "comparators": "text", "cues": "text", "title_words": "word", "typos": "written", "unit_forms": "form",
    "place_aliases": "alias", "place_common_words": "word",
}  # fmt: skip
PATTERNS = {"doc_types": "pattern", "furniture": "pattern", "headings": "pattern"}
MAY_BE_BLANK = {
    "cues": {"code"}, "labels": {"counterexample"}, "org_functions": {"aliases", "related", "patterns"},
    "units": {"factor_to_si", "si_unit", "ucum"}, "zones": {"aliases"},
}  # fmt: skip


def rows(name: str) -> list[Row]:
    return list(lexicon.read(name))


def shown(row: Row) -> str:
    return "-".join([*row.values()][:2])


@cache
def described() -> dict[str, tuple[list[str], list[str]]]:
    """What CONTRIBUTING.md says of each file: its columns, and those in bold, which no two records share."""
    text = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
    lines = re.findall(r"^\| `(\w+)\.csv` \| ([^|]*) \|", text, re.M)
    return {
        name: (re.findall(r"`(\w+)`", columns), re.findall(r"\*\*`(\w+)`\*\*", columns))
        for name, columns in lines
    }


def test_contributing_describes_every_file_of_the_lexicon_and_no_other() -> None:
    assert sorted(described()) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_file_has_the_columns_that_contributing_describes(name: str) -> None:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        records = list(csv.reader(handle))
    assert records[0] == described()[name][0]
    assert [record for record in records if len(record) != len(records[0])] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_record_stands_once(name: str) -> None:
    keys = Counter(tuple(row[column] for column in described()[name][1]) for row in rows(name))
    assert [key for key, count in keys.items() if count > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_record_is_filled_in_and_has_an_example(name: str) -> None:
    needed = set(described()[name][0]) - MAY_BE_BLANK.get(name, set())
    assert "example" in needed
    assert [row for row in rows(name) if not all(row[column] for column in needed)] == []
    assert [row for row in rows(name) if any(str(cell) != str(cell).strip() for cell in row.values())] == []


@pytest.mark.parametrize("name", FORMS)
def test_an_example_contains_its_form(name: str) -> None:
    assert [row for row in rows(name) if row[FORMS[name]] not in row["example"]] == []


@pytest.mark.parametrize("name", PATTERNS)
def test_an_example_matches_its_pattern(name: str) -> None:
    read_as = without_marker if name == "headings" else fold
    examples = [(row[PATTERNS[name]], read_as(row["example"]).replace(" ", "")) for row in rows(name)]
    assert [
        (pattern, example) for pattern, example in examples if not re.search(pattern, example, re.I)
    ] == []


@cache
def read(text: str, doc_type: str = "work_plan") -> Mentions:
    return reading.read(text, doc_type)


def indicators(example: str) -> tuple[Indicator, ...]:
    return read(f"{example}。").indicators


@pytest.mark.parametrize("row", rows("comparators"), ids=shown)
def test_a_comparator_is_read_from_its_example(row: Row) -> None:
    assert row["comparator"] in codes("comparator")
    assert [i.comparator for i in indicators(row["example"])] == [row["comparator"]]


@pytest.mark.parametrize("row", rows("unit_forms"), ids=shown)
def test_a_form_of_a_unit_is_read_from_its_example(row: Row) -> None:
    found = [(i.unit, i.unit_as_written) for i in indicators(row["example"])]
    assert found == [(row["unit"], row["form"])]


def with_a_form() -> list[Row]:
    """The units that texts write; the rest are what others are converted to (joule, watt)."""
    return [
        row
        for row in rows("units")
        if row["unit"] in {form["unit"] for form in rows("unit_forms")} | {"rank", "index"}
    ]


@pytest.mark.parametrize("row", with_a_form(), ids=shown)
def test_a_unit_is_read_from_its_example(row: Row) -> None:
    assert [i.unit for i in indicators(row["example"])] == [row["unit"]]


def test_every_form_has_a_unit_and_every_unit_a_form_or_a_unit_converted_to_it() -> None:
    units = {row["unit"] for row in rows("units")}
    assert {row["unit"] for row in rows("unit_forms")} <= units
    assert {row["si_unit"] for row in rows("units")} <= units | {""}
    converted_to = {row["si_unit"] for row in rows("units") if row["si_unit"] != row["unit"]}
    assert units - {row["unit"] for row in with_a_form()} - converted_to == set()


def numerals(text: str) -> dict[str, str]:
    """The class of each numeral of a text by its characters."""
    return {text[n.start : n.end]: n.cls for n in read(text).numerals}


@pytest.mark.parametrize("row", rows("labels"), ids=shown)
def test_a_word_makes_the_number_of_its_example_part_of_a_name(row: Row) -> None:
    beside = {"after": rf"([0-9.]+){re.escape(row['text'])}", "before": rf"{re.escape(row['text'])}([0-9.]+)"}
    number = re.search(beside[row["side"]], row["example"])
    assert number
    assert numerals(f"{row['example']}。")[number[1]] == row["class"]


@pytest.mark.parametrize("row", [row for row in rows("labels") if row["counterexample"]], ids=shown)
def test_a_counterexample_is_a_quantity_or_another_name(row: Row) -> None:
    number = re.search(r"[0-9.]+", row["counterexample"])
    assert number
    assert numerals(f"{row['counterexample']}。")[number.group()] == "quantity"


@pytest.mark.parametrize("row", rows("headings"), ids=shown)
def test_a_heading_opens_the_part_that_its_record_says(row: Row) -> None:
    assert heading_kind(without_marker(row["example"])) == row["kind"]


def without_marker(heading: str) -> str:
    text = fold(heading)
    [line] = read_lines(text, [text], 0, len(text), [])
    return text[line.body : line.end]


@pytest.mark.parametrize("row", rows("typos"), ids=shown)
def test_a_misprint_is_mended_in_the_name_and_kept_in_the_text(row: Row) -> None:
    text = f"1.新建公园6个。(责任单位:{row['example']})"
    [unit] = read(text).responsibilities
    assert (unit.as_written, unit.org_name) == (
        row["example"],
        row["example"].replace(row["written"], row["meant"]),
    )
    assert resolve_organization(unit.org_name, None).function != "other"


def of_kind(kind: str) -> list[Row]:
    return [row for row in rows("cues") if row["kind"] == kind]


@pytest.mark.parametrize("row", of_kind("modality"), ids=shown)
def test_a_cue_of_modality_is_read_from_its_example(row: Row) -> None:
    assert row["code"] in codes("modality")
    assert [(i.modality, i.modality_cue) for i in indicators(row["example"])] == [(row["code"], row["text"])]


@pytest.mark.parametrize("row", of_kind("event"), ids=shown)
def test_an_event_is_read_from_its_example(row: Row) -> None:
    assert row["code"] in codes("deadline_event")
    assert [d.event for d in read(f"1.推进会展中心建设,{row['example']}。").deadlines] == [row["code"]]


@pytest.mark.parametrize("row", of_kind("stage"), ids=shown)
def test_a_stage_is_read_from_its_example(row: Row) -> None:
    assert row["code"] in codes("stage")
    assert [task.stage for task in read(f"1.{row['example']}。").tasks] == [row["code"]]


def test_every_kind_of_cue_is_asked_for_by_a_rule() -> None:
    source = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "pipeline" / "extract").rglob("*.py"))
    )
    asked = re.findall(r"(?:cues|cue_codes|cue_words|pattern|alternation)\(([\w\"', ]*)", source)
    asked += re.findall(r"\[\"kind\"\] == (\"\w+\")", source)
    kinds = {row["kind"] for row in rows("cues")}
    assert kinds - set(re.findall(r"[\"'](\w+)[\"']", " ".join(asked))) == set()


@pytest.mark.parametrize("row", rows("rules"), ids=lambda row: row["rule_id"])
def test_a_rule_gives_its_role_to_its_example(row: Row) -> None:
    assert row["role"] in codes("role")
    assert 0 < float(row["confidence"]) <= 1
    given = {(i.rule_id, i.role) for i in in_place(row)}
    assert (row["rule_id"], row["role"]) in given


def in_place(row: Row) -> tuple[Indicator, ...]:
    """The quantities of a rule's example, set where the rule looks: a list of units, a review, a table, a plan."""
    example, rule = row["example"], row["rule_id"]
    if rule == "role.scope.units":
        return read(f"1.培育产业链。(责任单位:市经信局、{example})").indicators
    if rule in ("role.achieved.review", "role.scope.in_progress"):
        return read(f"一、2022年工作回顾\n{example}。\n", "government_report").indicators
    if rule == "role.context.outside_plan":
        return read(
            f"一、2023年工作安排\n新建公园6个。\n二、名词解释\n{example}。\n", "government_report"
        ).indicators
    if rule == "role.context.measure":
        return read(f"1.{example}。", "policy_measures").indicators
    if rule.endswith(".column"):
        return read(f"{example}\n").indicators
    return indicators(example)


def test_every_rule_of_the_code_has_a_record_and_every_record_a_rule() -> None:
    source = "\n".join(
        path.read_text("utf-8") for path in sorted((ROOT / "pipeline" / "extract").rglob("*.py"))
    )
    in_code = set(re.findall(r"\"(role\.[a-z_]+\.[a-z_]+)\"", source))
    assert in_code == {row["rule_id"] for row in rows("rules")}


@pytest.mark.parametrize("row", rows("metrics"), ids=lambda row: row["metric_id"])
def test_the_example_of_a_metric_is_read_and_mapped_to_it(row: Row) -> None:
    found = [
        find_metric(i.metric, i.unit, i.measure) for i in indicators(row["example"]) if i.role != "threshold"
    ]
    assert found == [row["metric_id"]]
