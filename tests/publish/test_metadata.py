"""The metadata of a release against the official schemas, which stand in pipeline/vendor/schemas."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import polars as pl
import pytest
import yaml

from pipeline import release
from pipeline.normalize.rows import Frames
from pipeline.publish import publish
from pipeline.publish.citation import citation_cff, datacite, zenodo
from pipeline.publish.datapackage import table_schema
from pipeline.publish.facts import Facts
from schemas import TABLES, VOCABULARIES, codes
from tests import releases
from tests.conftest import ROOT
from tests.publish.conftest import VERSION

SCHEMAS = ROOT / "pipeline" / "vendor" / "schemas"


def faults(content: Any, schema: str) -> list[str]:
    """Return what the vendored schema finds wrong with `content`."""
    rules = json.loads((SCHEMAS / schema).read_text("utf-8"))
    validator = jsonschema.validators.validator_for(rules)
    checks = validator(rules, format_checker=validator.FORMAT_CHECKER)
    return [f"{list(error.path)}: {error.message[:300]}" for error in checks.iter_errors(content)]


def read(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))


def authored(facts: Facts, **changes: Any) -> Facts:
    return replace(facts, release=replace(facts.release, **changes))


# Data Package


def test_datapackage_json_is_a_data_package(real: Path) -> None:
    assert faults(read(real / "datapackage.json"), "datapackage/datapackage-2.0.json") == []


def test_the_schema_of_data_packages_finds_a_fault(real: Path) -> None:
    package = read(real / "datapackage.json")
    package["resources"][0]["schema"]["fields"][0]["constraints"]["required"] = "yes"
    del package["resources"][1]["path"]
    assert len(faults(package, "datapackage/datapackage-2.0.json")) == 2


def test_frictionless_finds_every_csv_valid_with_its_keys(real: Path) -> None:
    report = frictionless.Package(str(real / "datapackage.json")).validate()
    assert report.valid, report.to_summary()
    assert [task.name for task in report.tasks] == list(TABLES)


@pytest.mark.parametrize(
    ("table", "column", "value", "fault"),
    [
        ("tasks", "section_id", "nowhere", "foreign-key"),
        ("places", "parent_place_id", "nowhere", "foreign-key"),
        ("tasks", "task_id", "same", "primary-key"),
        ("indicators", "role", "goal", "constraint-error"),
        ("tasks", "title", "", "constraint-error"),
        ("tasks", "due_on", "end of year", "type-error"),
        ("indicators", "confidence", "1.5", "constraint-error"),
    ],
)
def test_frictionless_finds_a_csv_that_breaks_the_schema(
    folder: Path, frames: Frames, tmp_path: Path, table: str, column: str, value: str, fault: str
) -> None:
    package = read(folder / "datapackage.json")
    for resource in package["resources"]:
        (tmp_path / resource["path"]).write_bytes((folder / resource["path"]).read_bytes())
        del resource["hash"], resource["bytes"]
    broken = frames[table].with_columns(pl.lit(value).alias(column))
    broken.write_csv(tmp_path / f"{table}.csv")
    (tmp_path / "datapackage.json").write_text(json.dumps(package), "utf-8")
    report = frictionless.Package(str(tmp_path / "datapackage.json")).validate()
    assert fault in {error.type for task in report.tasks if task.name == table for error in task.errors}


def test_a_resource_says_the_size_and_the_checksum_of_its_file(folder: Path, frames: Frames) -> None:
    for resource in read(folder / "datapackage.json")["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert resource["rows"] == frames[resource["name"]].height


@pytest.mark.parametrize("name", TABLES)
def test_a_table_schema_says_what_the_declaration_says(name: str) -> None:
    table, schema = TABLES[name], table_schema(TABLES[name])
    assert schema["primaryKey"] == [table.primary_key]
    assert len(schema.get("foreignKeys", [])) == len(table.foreign_keys)
    for field, column in zip(schema["fields"], table.columns, strict=True):
        assert field["name"] == column.name
        assert (field["title"], field["title_zh"]) == (column.title_en, column.title_zh)
        assert field.get("unit") == column.unit
        constraints = field.get("constraints", {})
        assert constraints.get("required", False) is not column.nullable
        assert constraints.get("enum") == (list(codes(column.vocabulary)) if column.vocabulary else None)


# Citation


def test_citation_cff_is_a_citation_file(real: Path) -> None:
    content = yaml.safe_load((real / "CITATION.cff").read_text("utf-8"))
    assert faults(content, "cff/cff-1.2.0.json") == []
    assert content["version"] == VERSION
    assert str(content["date-released"]) == release.read().date.isoformat()


def test_a_person_a_doi_and_an_awkward_title_are_cited_soundly(facts: Facts) -> None:
    other = authored(
        facts, authors=("Li, Hua", "某研究院"), doi="10.5281/zenodo.1", url="https://example.org/clgc",
        title='A "title": with # and — signs',
    )  # fmt: skip
    content = yaml.safe_load(citation_cff(other))
    assert faults(content, "cff/cff-1.2.0.json") == []
    assert content["authors"] == [{"family-names": "Li", "given-names": "Hua"}, {"name": "某研究院"}]
    assert content["title"] == other.release.title
    assert content["doi"] == "10.5281/zenodo.1"
    assert content["url"] == "https://example.org/clgc"


def test_datacite_json_is_datacite_4(real: Path) -> None:
    assert faults(read(real / "datacite.json"), "datacite/datacite-4.5.json") == []


def test_datacite_tells_persons_from_bodies_and_has_the_doi_once_there_is_one(
    facts: Facts, frames: Frames
) -> None:
    other = authored(facts, authors=("Li, Hua", "某研究院"), doi="10.5281/zenodo.1")
    content = datacite(other, frames["documents"], ["text/csv"])
    assert faults(content, "datacite/datacite-4.5.json") == []
    assert [creator["nameType"] for creator in content["creators"]] == ["Personal", "Organizational"]
    assert content["doi"] == "10.5281/zenodo.1"
    assert "doi" not in datacite(facts, frames["documents"], [])


def test_the_schema_of_datacite_finds_a_fault(real: Path) -> None:
    content = read(real / "datacite.json")
    content["types"]["resourceTypeGeneral"] = "Tables"
    assert faults(content, "datacite/datacite-4.5.json")


# What Zenodo's documentation of a deposit asks of a data set, and the codes it knows.
ZENODO = {
    "type": "object",
    "additionalProperties": False,
    "required": ["title", "upload_type", "description", "creators", "access_right", "license"],
    "properties": {
        "title": {"type": "string", "minLength": 3},
        "upload_type": {"const": "dataset"},
        "description": {"type": "string", "minLength": 3},
        "creators": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["name"],
                "additionalProperties": False,
                "properties": {name: {"type": "string"} for name in ("name", "affiliation", "orcid", "gnd")},
            },
        },
        "access_right": {"enum": ["open", "embargoed", "restricted", "closed"]},
        "license": {"type": "string", "pattern": "^[a-z0-9.-]+$"},
        "keywords": {"type": "array", "items": {"type": "string"}},
        "language": {"type": "string", "pattern": "^[a-z]{3}$"},
        "publication_date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "version": {"type": "string"},
        "notes": {"type": "string"},
        "related_identifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["identifier", "relation"],
                "additionalProperties": False,
                "properties": {
                    "identifier": {"type": "string"},
                    "relation": {"enum": ["isDerivedFrom", "isNewVersionOf", "isSupplementTo", "cites"]},
                    "scheme": {"enum": ["doi", "url", "urn"]},
                    "resource_type": {"type": "string"},
                },
            },
        },
    },
}


def test_zenodo_json_is_what_zenodo_reads(real: Path) -> None:
    content = read(real / ".zenodo.json")
    assert list(jsonschema.Draft202012Validator(ZENODO).iter_errors(content)) == []
    assert content["version"] == VERSION


def test_only_web_addresses_become_related_identifiers(facts: Facts, frames: Frames) -> None:
    documents = pl.concat([frames["documents"]] * 3).with_columns(
        source_url=pl.Series(["https://b.example", "file:a.txt", "https://b.example"])
    )
    found = zenodo(facts, documents)["related_identifiers"]
    assert [one["identifier"] for one in found] == ["https://b.example"]


@pytest.mark.parametrize("name", ["CITATION.cff", ".zenodo.json"])
def test_the_file_at_the_root_is_that_of_the_release(real: Path, name: str) -> None:
    """To mend it: `make all`, then copy the file from processed/latest."""
    assert (ROOT / name).read_text("utf-8") == (real / name).read_text("utf-8")


# Croissant and schema.org


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a JSON-LD document but its context."""
    if isinstance(value, dict):
        yield value
        for key, part in value.items():
            if key not in ("@context", "data"):
                yield from nodes(part)
    elif isinstance(value, list):
        for part in value:
            yield from nodes(part)


def test_croissant_json_has_what_croissant_and_schema_org_require(real: Path) -> None:
    content = read(real / "croissant.json")
    assert content["@type"] == "sc:Dataset"
    assert content["@context"]["@vocab"] == content["@context"]["sc"] == "https://schema.org/"
    assert content["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    for needed in ("name", "url", "license", "creator", "datePublished", "distribution", "recordSet"):
        assert content[needed]
    assert 50 <= len(content["description"]) <= 5000  # what search engines take
    assert content["version"] == VERSION
    assert all(agent["@type"] in ("sc:Organization", "sc:Person") for agent in content["creator"])


def test_every_id_is_unique_and_every_reference_leads_to_one(real: Path) -> None:
    content = read(real / "croissant.json")
    declared = [node["@id"] for node in nodes(content) if "@id" in node and len(node) > 1]
    assert len(declared) == len(set(declared))
    referred = {node["@id"] for node in nodes(content) if set(node) == {"@id"}}
    assert referred <= set(declared)
    assert not any(" " in one for one in declared)


def test_every_file_of_the_tables_is_there_with_its_checksum(real: Path) -> None:
    files = {one["@id"]: one for one in read(real / "croissant.json")["distribution"]}
    assert set(files) == {
        *(f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")), "clgc.sqlite", "clgc.xlsx",
    }  # fmt: skip
    for name, one in files.items():
        content = (real / one["contentUrl"]).read_bytes()
        assert one["sha256"] == hashlib.sha256(content).hexdigest(), name
        assert one["contentSize"] == f"{len(content)} B"


def test_every_table_and_vocabulary_is_a_record_set_with_its_key(real: Path) -> None:
    sets = {one["@id"]: one for one in read(real / "croissant.json")["recordSet"]}
    assert list(sets) == [*TABLES, *(f"vocabulary/{name}" for name in VOCABULARIES)]
    for name, table in TABLES.items():
        assert [field["name"] for field in sets[name]["field"]] == list(table.names)
        assert sets[name]["key"] == {"@id": f"{name}/{table.primary_key}"}
        assert {field["source"]["extract"]["column"] for field in sets[name]["field"]} == set(table.names)
    for name, terms in VOCABULARIES.items():
        told = [record[f"vocabulary/{name}/code"] for record in sets[f"vocabulary/{name}"]["data"]]
        assert told == [term.code for term in terms]


def test_a_field_of_codes_refers_to_its_vocabulary_and_a_key_names_its_table(real: Path) -> None:
    sets = {one["@id"]: one for one in read(real / "croissant.json")["recordSet"]}
    fields = {field["name"]: field for field in sets["indicators"]["field"]}
    assert fields["role"]["references"] == {"field": {"@id": "vocabulary/role/code"}}
    assert fields["task_id"]["description"]["en"].endswith(" Refers to tasks.task_id.")
    assert fields["task_id"]["description"]["zh"].endswith("引用 tasks.task_id。")


# Provenance


def test_provenance_names_only_what_it_declares(real: Path) -> None:
    content = read(real / "prov.json")
    entities, activities, agents = (set(content[kind]) for kind in ("entity", "activity", "agent"))
    known = {"prov:entity": entities, "prov:usedEntity": entities, "prov:generatedEntity": entities,
             "prov:activity": activities, "prov:agent": agents}  # fmt: skip
    relations = ("used", "wasGeneratedBy", "wasDerivedFrom", "wasAssociatedWith")
    for relation in (one for kind in relations for one in content[kind].values()):
        for role, name in relation.items():
            assert name in known.get(role, {name}), (role, name)
    prefixes = {name.split(":")[0] for name in entities | activities | agents}
    assert prefixes <= set(content["prefix"])


def test_provenance_leads_from_the_raw_bytes_to_every_table(real: Path, real_frames: Frames) -> None:
    content = read(real / "prov.json")
    for row in real_frames["documents"].iter_rows(named=True):
        raw = content["entity"][f"sha256:{row['sha256']}"]
        bytes_of = (ROOT / raw["prov:label"]).read_bytes()
        assert raw["clgc:sha256"] == hashlib.sha256(bytes_of).hexdigest()
        assert raw["clgc:doc_id"] == row["doc_id"]
    made = {one["prov:entity"] for one in content["wasGeneratedBy"].values()}
    assert made == {f"clgc:{name}" for name in TABLES}
    derived = list(content["wasDerivedFrom"].values())
    for name, table in TABLES.items():
        entity = content["entity"][f"clgc:{name}"]
        assert entity["clgc:csv_sha256"] == hashlib.sha256((real / f"{name}.csv").read_bytes()).hexdigest()
        if "doc_id" in table.names:
            rows = [one["clgc:rows"] for one in derived if one["prov:generatedEntity"] == f"clgc:{name}"]
            assert sum(rows) == real_frames[name].height == entity["clgc:rows"]


def test_provenance_names_the_program_and_the_lexicon(real: Path) -> None:
    content = read(real / "prov.json")
    assert content["agent"]["clgc:program"]["clgc:version"] == release.read().data_version
    assert len(content["entity"]["clgc:lexicon"]["clgc:sha256"]) == 64
    assert content["activity"]["clgc:build"]["clgc:schema_version"] == release.read().schema_version


def test_every_vendored_schema_has_its_licence_and_is_told_of() -> None:
    page = (SCHEMAS / "README.md").read_text("utf-8")
    for path in SCHEMAS.rglob("*.json"):
        assert f"`{path.relative_to(SCHEMAS).as_posix()}`" in page
        assert (path.parent / "LICENSE").is_file()


def test_a_release_of_no_document_is_sound_too(facts: Facts, tmp_path: Path) -> None:
    from pipeline.normalize.rows import to_frames

    made = publish(to_frames([], []), tmp_path, VERSION, facts=facts)
    assert faults(read(made / "datapackage.json"), "datapackage/datapackage-2.0.json") == []
    assert faults(read(made / "datacite.json"), "datacite/datacite-4.5.json") == []
    assert releases.frames().keys() == TABLES.keys()
