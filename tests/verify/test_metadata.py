"""Metadata and database of a release that are out of step with its rows are named, each with what is off."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from pipeline.publish.files import write_sums
from pipeline.verify.database import database_faults
from pipeline.verify.metadata import first_difference, metadata_faults
from pipeline.verify.tables import read_tables
from tests.releases import FIRST
from tests.verify.damage import by_file, edited


def out_of_step(folder: Path) -> dict[str, list[str]]:
    return by_file(metadata_faults(folder, read_tables(folder)[0]))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda package: package.update(version="2026.10.0"), "the version is 2026.10.0, the folder is"),
        (lambda package: package["resources"].pop(0), "the resource targets is missing"),
        (
            lambda package: package["resources"][1].update(rows=3),
            "resource documents: rows is 3, the table has 1",
        ),
        (lambda package: package["resources"][1].update(bytes=3), "resource documents: bytes is 3"),
        (
            lambda package: package["resources"][1].update(hash="sha256:0"),
            "resource documents: hash is sha256:0",
        ),
        (lambda package: package["resources"][1].update(path="../x.csv"), "its file ../x.csv is not there"),
        (lambda package: package["resources"][1].update(name="moods"), "no table bears that name"),
        (lambda package: package["resources"][1]["schema"]["fields"].pop(), "schema.fields is "),
        (
            lambda package: package["resources"][1]["schema"]["fields"][6].update(type="string"),
            'schema.fields[6].type is "string", not "integer"',
        ),
        (
            lambda package: package["resources"][1]["schema"].pop("foreignKeys"),
            "schema.foreignKeys is missing",
        ),
        (
            lambda package: package["sources"].pop(),
            "the source sha256:0123456789abcdef… of a document is missing",
        ),
        (lambda package: package.update(resources="none"), "the resource targets is missing"),
    ],
)
def test_a_datapackage_out_of_step_is_named(
    folder: Path, change: Callable[[dict[str, object]], object], message: str
) -> None:
    edited(folder, "datapackage.json", change)
    assert any(message in told for told in out_of_step(folder)["datapackage.json"])


def test_a_datapackage_that_is_no_json_is_named(folder: Path) -> None:
    (folder / "datapackage.json").write_text("{", "utf-8")
    write_sums(folder)
    assert "it cannot be read as JSON" in out_of_step(folder)["datapackage.json"][0]


@pytest.mark.parametrize("name", ["croissant.json", ".zenodo.json", "quality/quality.json"])
def test_another_version_in_other_metadata_is_named(folder: Path, name: str) -> None:
    edited(folder, name, lambda content: content.update(version="2026.10.0"))
    assert out_of_step(folder)[name] == ["the version is 2026.10.0, datapackage.json says 2019.1.0"]


def test_another_version_in_the_citation_is_named(folder: Path) -> None:
    path = folder / "CITATION.cff"
    path.write_text(path.read_text("utf-8").replace(FIRST, "2026.10.0"), "utf-8")
    write_sums(folder)
    assert out_of_step(folder)["CITATION.cff"] == ["the version is 2026.10.0, datapackage.json says 2019.1.0"]


def test_a_hash_of_croissant_out_of_step_is_named(folder: Path) -> None:
    (folder / "clgc.xlsx").write_bytes(b"other")
    write_sums(folder)
    assert "sha256 of clgc.xlsx is" in out_of_step(folder)["croissant.json"][0]


@pytest.mark.parametrize(
    ("found", "expected", "where"),
    [
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 2}]}, None),
        ({"a": [1, {"b": 2}]}, {"a": [1, {"b": 3}]}, ".a[1].b is 2, not 3"),
        ({"a": 1}, {"a": 1, "b": 2}, ".b is missing"),
        ({"a": 1, "b": 2}, {"a": 1}, ".b is extra"),
        ({"a": True}, {"a": 1}, ".a is true, not 1"),
        ([1], [1, 2], " is [1], not [1, 2]"),
    ],
)
def test_the_first_difference_of_two_json_values_is_told(found: object, expected: object, where: str) -> None:
    assert first_difference(found, expected) == where


def executed(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / "clgc.sqlite")) as database:
        database.execute(statement)
        database.commit()
    write_sums(folder)


def of_database(folder: Path) -> dict[str, list[str]]:
    return by_file(database_faults(folder, read_tables(folder)[0]))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("UPDATE metrics SET label_en = 'x' WHERE metric_id = 'gdp'", "row gdp of metrics differs"),
        ("INSERT INTO places VALUES ('Z-x', 'x', null, 'county', null, null)", "row Z-x of places is extra"),
        ("DELETE FROM texts", "row d-0123456789abcdef of texts is missing"),
        ("DROP VIEW targets", "the table targets is missing"),
    ],
)
def test_a_database_of_other_rows_is_named(folder: Path, statement: str, message: str) -> None:
    executed(folder, statement)
    assert message in of_database(folder)["clgc.sqlite"][0]


def test_a_database_with_a_broken_key_is_named(folder: Path) -> None:
    executed(folder, "UPDATE tasks SET section_id = 'nowhere'")
    assert any("refers to a row that sections has not" in told for told in of_database(folder)["clgc.sqlite"])
