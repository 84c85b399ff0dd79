"""croissant.json: the release as Croissant 1.1, which is JSON-LD in the words of schema.org too."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pipeline.publish.facts import NAME, Facts, citation, homepage, identifier
from pipeline.publish.files import media_type
from pipeline.publish.sums import sha256
from schemas import TABLES, VOCABULARIES, Column, Table, Term

FILE = "croissant.json"

TYPES = {
    "string": "sc:Text",
    "int32": "sc:Integer",
    "int64": "sc:Integer",
    "float64": "sc:Float",
    "bool": "sc:Boolean",
    "date32": "sc:Date",
}

# The context of the Croissant 1.1 specification, appendix 1.
CONTEXT: dict[str, Any] = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    **{
        name: f"cr:{name}"
        for name in (
            "arrayShape", "citeAs", "column", "containedIn", "equivalentProperty", "extract", "field",
            "fileProperty", "fileObject", "fileSet", "format", "includes", "isArray", "isLiveDataset",
            "jsonPath", "key", "md5", "parentField", "path", "recordSet", "references", "regex", "repeated",
            "replace", "samplingRate", "separator", "source", "subField", "transform",
        )
    },
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "description": {"@container": "@language"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "name": {"@container": "@language"},
    "rai": "http://mlcommons.org/croissant/RAI/",
    "sc": "https://schema.org/",
}  # fmt: skip


def croissant(facts: Facts, folder: Path) -> dict[str, Any]:
    """Return the description of the data files in `folder`; records are read from the Parquet files."""
    authored = facts.release
    names = [f"{name}.{kind}" for kind in ("parquet", "csv") for name in TABLES]
    names += [f"{NAME}.{kind}" for kind in ("sqlite", "xlsx")]
    return {
        "@context": CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "@id": identifier(facts),
        "name": authored.title,
        "alternateName": [NAME, authored.title_zh],
        "description": authored.description,
        "version": facts.version,
        "url": homepage(facts),
        **({"license": authored.licence_url} if authored.licence else {}),
        "creator": [_agent(name) for name in authored.authors],
        "publisher": _agent(authored.publisher),
        "datePublished": authored.date.isoformat(),
        "inLanguage": ["zh", "en"],
        "keywords": list(authored.keywords),
        "citeAs": citation(facts),
        "isLiveDataset": False,
        "distribution": [_file(folder / name) for name in names],
        "recordSet": [
            *(_record_set(table) for table in TABLES.values()),
            *(_vocabulary(name, terms) for name, terms in VOCABULARIES.items()),
        ],
    }


def _agent(name: str) -> dict[str, Any]:
    return {"@type": "sc:Person" if "," in name else "sc:Organization", "name": name}


def _file(path: Path) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": path.name,
        "name": path.name,
        "contentUrl": path.name,
        "contentSize": f"{path.stat().st_size} B",
        "encodingFormat": media_type(path.name),
        "sha256": sha256(path),
    }


def _record_set(table: Table) -> dict[str, Any]:
    # In words: the reference library joins on every `references` between files, and so loses the rows
    # that have none. datapackage.json has the keys for programs.
    references = {key.column: f"{key.table}.{key.reference}" for key in table.foreign_keys}
    return {
        "@type": "cr:RecordSet",
        "@id": table.name,
        "name": table.name,
        "description": {"en": table.description_en, "zh": table.description_zh},
        "key": {"@id": f"{table.name}/{table.primary_key}"},
        "field": [_field(table, column, references) for column in table.columns],
    }


def _field(table: Table, column: Column, references: Mapping[str, str]) -> dict[str, Any]:
    field: dict[str, Any] = {
        "@type": "cr:Field",
        "@id": f"{table.name}/{column.name}",
        "name": column.name,
        "description": {"en": column.description_en, "zh": column.description_zh},
        "dataType": TYPES[column.dtype],
        "source": {
            "fileObject": {"@id": f"{table.name}.parquet"},
            "extract": {"column": column.name},
        },
    }
    if column.vocabulary is not None:
        field["references"] = {"field": {"@id": f"vocabulary/{column.vocabulary}/code"}}
    elif column.name in references:
        key = references[column.name]
        field["description"] = {
            "en": f"{column.description_en} Refers to {key}.",
            "zh": f"{column.description_zh}引用 {key}。",
        }
    return field


def _vocabulary(name: str, terms: tuple[Term, ...]) -> dict[str, Any]:
    """Return a vocabulary as an enumeration whose records stand in the description itself."""
    stem = f"vocabulary/{name}"
    columns = ("code", "label_zh", "label_en")
    return {
        "@type": "cr:RecordSet",
        "@id": stem,
        "name": stem,
        "description": f"The codes of the vocabulary {name}.",
        "dataType": "sc:Enumeration",
        "key": {"@id": f"{stem}/code"},
        "field": [
            {"@type": "cr:Field", "@id": f"{stem}/{column}", "name": column, "dataType": "sc:Text"}
            for column in columns
        ],
        "data": [{f"{stem}/{column}": getattr(term, column) for column in columns} for term in terms],
    }
