"""prov.json: from the raw bytes to each table, in W3C PROV-JSON.

Every raw file is an entity named by its sha256, every table another; one activity, the build, used the
first and the lexicon and generated the second. `clgc:rows` tells how many rows of a table stem from a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline import release
from pipeline.publish.facts import NAME, Facts, identifier, lexicon_sha256
from pipeline.publish.sums import sha256
from schemas import TABLES

FILE = "prov.json"

_PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "sha256": "urn:sha256:",
}
_BUILD = "clgc:build"
_PROGRAM = "clgc:program"
_LEXICON = "clgc:lexicon"
_PUBLISHER = "clgc:publisher"


def provenance(frames: Mapping[str, pl.DataFrame], facts: Facts, folder: Path) -> dict[str, Any]:
    """Return where the rows of `frames` came from; `folder` holds them as Parquet and CSV files."""
    raw = _raw_entities(frames["documents"])
    tables = _table_entities(frames, folder)
    lexicon = {_LEXICON: {"prov:label": "pipeline/lexicon", "clgc:sha256": lexicon_sha256()}}
    return {
        "prefix": {**_PREFIXES, NAME: f"{identifier(facts)}#"},
        "entity": {**raw, **lexicon, **tables},
        "activity": {_BUILD: _activity(facts)},
        "agent": _agents(facts),
        "wasAssociatedWith": {
            "_:runs": {"prov:activity": _BUILD, "prov:agent": _PROGRAM},
            "_:publishes": {"prov:activity": _BUILD, "prov:agent": _PUBLISHER},
        },
        "used": {
            f"_:used{at}": {"prov:activity": _BUILD, "prov:entity": entity}
            for at, entity in enumerate([*raw, _LEXICON])
        },
        "wasGeneratedBy": {
            f"_:made{at}": {"prov:entity": entity, "prov:activity": _BUILD}
            for at, entity in enumerate(tables)
        },
        "wasDerivedFrom": _derivations(frames, raw),
    }


def _activity(facts: Facts) -> dict[str, Any]:
    return {
        "prov:label": f"clgc build, data {facts.version}",
        # The moment stands for the clock: equal inputs give equal bytes.
        "prov:endTime": _typed(facts.moment.strftime("%Y-%m-%dT%H:%M:%SZ"), "xsd:dateTime"),
        "clgc:data_version": facts.version,
        "clgc:schema_version": facts.release.schema_version,
    }


def _agents(facts: Facts) -> dict[str, Any]:
    return {
        _PROGRAM: {
            "prov:type": _typed("prov:SoftwareAgent", "xsd:QName"),
            "prov:label": NAME,
            "clgc:version": release.read().data_version,
        },
        _PUBLISHER: {
            "prov:type": _typed("prov:Organization", "xsd:QName"),
            "prov:label": facts.release.publisher,
        },
    }


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"$": value, "type": kind}


def _raw_entities(documents: pl.DataFrame) -> dict[str, Any]:
    """Return an entity a raw file, in the order of `documents`."""
    return {
        f"sha256:{row['sha256']}": {
            "prov:label": f"raw/{row['collection']}/{row['path']}",
            "clgc:doc_id": row["doc_id"],
            "clgc:sha256": row["sha256"],
            "clgc:bytes": row["bytes"],
            "clgc:media_type": row["media_type"],
            "clgc:parse_state": row["parse_state"],
            **({"clgc:source_url": row["source_url"]} if row["source_url"] else {}),
            **({"clgc:retrieved_on": row["retrieved_on"].isoformat()} if row["retrieved_on"] else {}),
        }
        for row in documents.iter_rows(named=True)
    }


def _table_entities(frames: Mapping[str, pl.DataFrame], folder: Path) -> dict[str, Any]:
    return {
        f"clgc:{name}": {
            "prov:label": name,
            "clgc:rows": frames[name].height,
            "clgc:parquet_sha256": sha256(folder / f"{name}.parquet"),
            "clgc:csv_sha256": sha256(folder / f"{name}.csv"),
        }
        for name in TABLES
    }


def _derivations(frames: Mapping[str, pl.DataFrame], raw: Mapping[str, Any]) -> dict[str, Any]:
    """Return which table stems from which raw file or from the lexicon, and with how many rows."""
    entities = {entity["clgc:doc_id"]: name for name, entity in raw.items()}
    found = [
        {
            "prov:generatedEntity": f"clgc:{name}",
            "prov:usedEntity": entities.get(source, source),
            "prov:activity": _BUILD,
            "clgc:rows": rows,
        }
        for name in TABLES
        for source, rows in _sources(frames, name)
    ]
    return {f"_:derived{at}": derivation for at, derivation in enumerate(found)}


def _sources(frames: Mapping[str, pl.DataFrame], name: str) -> Iterator[tuple[str, int]]:
    """Yield doc_id and rows of each document that a table has rows of; the lexicon where it has no doc_id."""
    frame = frames[name]
    if name == "organizations":  # named in documents, spelt out by the lexicon
        frame = frames["responsibilities"].unique(["doc_id", "org_id"], maintain_order=True)
    if "doc_id" in frame.columns:
        yield from frame.get_column("doc_id").value_counts().sort("doc_id").iter_rows()
    if "doc_id" not in TABLES[name].names:
        yield _LEXICON, frames[name].height
