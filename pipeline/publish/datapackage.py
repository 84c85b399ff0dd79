"""datapackage.json: the CSV files as a Data Package v2, each with the Table Schema of its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.publish.facts import NAME, Facts, homepage, identifier
from pipeline.publish.sums import sha256
from schemas import TABLES, VOCABULARIES, Column, ForeignKey, Table, codes

FILE = "datapackage.json"

PROFILE = "https://datapackage.org/profiles/2.0"
TYPES = {
    "string": "string",
    "int32": "integer",
    "int64": "integer",
    "float64": "number",
    "bool": "boolean",
    "date32": "date",
}


def data_package(frames: Mapping[str, pl.DataFrame], facts: Facts, folder: Path) -> dict[str, Any]:
    """Return the descriptor of the CSV files in `folder`, which hold the rows of `frames`."""
    authored = facts.release
    page = homepage(facts)
    return {
        "$schema": f"{PROFILE}/datapackage.json",
        "name": NAME,
        "id": identifier(facts),
        "title": authored.title,
        "title_zh": authored.title_zh,
        "description": authored.description,
        "description_zh": authored.description_zh,
        **({"homepage": page} if page.startswith("http") else {}),
        "version": facts.version,
        "schema_version": authored.schema_version,
        "created": facts.moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        **(
            {"licenses": [{"name": authored.licence, "path": authored.licence_url}]}
            if authored.licence
            else {}
        ),
        "contributors": [
            *({"title": name, "roles": ["creator"]} for name in authored.authors),
            {"title": authored.publisher, "roles": ["publisher"]},
        ],
        "keywords": list(authored.keywords),
        "sources": list(_sources(frames["documents"])),
        "resources": [
            _resource(table, frames[name].height, folder / f"{name}.csv") for name, table in TABLES.items()
        ],
    }


def table_schema(table: Table) -> dict[str, Any]:
    """Return the Table Schema of `table`: fields, constraints and keys."""
    schema: dict[str, Any] = {
        "$schema": f"{PROFILE}/tableschema.json",
        "fields": [_field(table, column) for column in table.columns],
        "primaryKey": [table.primary_key],
        "missingValues": [""],
    }
    if table.foreign_keys:
        schema["foreignKeys"] = [_reference(table, key) for key in table.foreign_keys]
    return schema


def _sources(documents: pl.DataFrame) -> Iterator[dict[str, str]]:
    """Yield where each raw file came from, its bytes named by their sha256."""
    for row in documents.iter_rows(named=True):
        name = row["title"] or row["path"]
        source = {"title": str(name), "version": f"sha256:{row['sha256']}"}
        if (row["source_url"] or "").startswith(("http://", "https://")):
            source["path"] = row["source_url"]
        yield source


def _resource(table: Table, rows: int, path: Path) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": path.name,
        "title": table.title_en,
        "title_zh": table.title_zh,
        "description": table.description_en,
        "description_zh": table.description_zh,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{sha256(path)}",
        "rows": rows,
        "dialect": {"header": True, "delimiter": ",", "quoteChar": '"', "doubleQuote": True},
        "schema": table_schema(table),
    }


def _field(table: Table, column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "type": TYPES[column.dtype],
        "title": column.title_en,
        "title_zh": column.title_zh,
        "description": column.description_en,
        "description_zh": column.description_zh,
        "source": column.source,
    }
    if column.unit is not None:
        field["unit"] = column.unit
    if column.vocabulary is not None:
        field["vocabulary"] = column.vocabulary
        field["categories"] = [
            {"value": term.code, "label": term.label_en, "label_zh": term.label_zh}
            for term in VOCABULARIES[column.vocabulary]
        ]
    constraints = _constraints(table, column)
    return field | ({"constraints": constraints} if constraints else {})


def _constraints(table: Table, column: Column) -> dict[str, Any]:
    """Return what a validator checks of the column; not every one reads `categories`, so codes stand here too."""
    constraints: dict[str, Any] = {}
    if not column.nullable:
        constraints["required"] = True
    if column.name == table.primary_key:
        constraints["unique"] = True
    if column.vocabulary is not None:
        constraints["enum"] = list(codes(column.vocabulary))
    for name in ("minimum", "maximum"):
        bound = getattr(column, name)
        if bound is not None:
            constraints[name] = bound
    return constraints


def _reference(table: Table, key: ForeignKey) -> dict[str, Any]:
    # A reference to the table itself names no resource.
    other = {} if key.table == table.name else {"resource": key.table}
    return {"fields": [key.column], "reference": {**other, "fields": [key.reference]}}
