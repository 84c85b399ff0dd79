"""How the release is cited and deposited: CITATION.cff, .zenodo.json and datacite.json, of one truth."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

import polars as pl

from pipeline.publish.facts import Facts, homepage
from pipeline.release import Release

CFF_FILE = "CITATION.cff"
ZENODO_FILE = ".zenodo.json"
DATACITE_FILE = "datacite.json"

_MESSAGE = "If you use these data, please cite the version you used."
_RIGHTS = (
    "The licence covers the tables. The source documents, and the passages of them that the tables repeat, "
    "keep the rights they have: see LICENSE.md."
)
_NO_LICENCE = (
    "No licence is stated for the tables. The source documents, and the passages of them that the tables repeat, "
    "keep the rights they have: see LICENSE.md."
)


def citation_cff(facts: Facts) -> str:
    """Return CITATION.cff (Citation File Format 1.2.0)."""
    authored = facts.release
    lines = [
        "cff-version: 1.2.0",
        f"message: {_scalar(_MESSAGE)}",
        "type: dataset",
        f"title: {_scalar(authored.title)}",
        f"abstract: {_scalar(authored.description)}",
        "authors:",
        *(line for name in authored.authors for line in _cff_author(name)),
        f"version: {_scalar(facts.version)}",
        f"date-released: {_scalar(authored.date.isoformat())}",
        *([f"license: {authored.licence}"] if authored.licence else []),
        *([f"doi: {authored.doi}"] if authored.doi else []),
        *([f"url: {_scalar(authored.url)}"] if authored.url else []),
        "keywords:",
        *(f"  - {_scalar(word)}" for word in authored.keywords),
    ]
    return "\n".join(lines) + "\n"


def zenodo(facts: Facts, documents: pl.DataFrame) -> dict[str, Any]:
    """Return .zenodo.json: the metadata of a deposit at Zenodo, which sets the DOI itself."""
    authored = facts.release
    return {
        "title": authored.title,
        "upload_type": "dataset",
        "description": f"<p>{escape(authored.description, False)}</p><p>{escape(authored.description_zh, False)}</p>",
        "creators": [{"name": name} for name in authored.authors],
        **(
            {"access_right": "open", "license": authored.licence.lower()}
            if authored.licence
            else {"access_right": "closed"}
        ),
        "keywords": list(authored.keywords),
        "language": "zho",
        "publication_date": authored.date.isoformat(),
        "version": facts.version,
        "notes": _RIGHTS if authored.licence else _NO_LICENCE,
        "related_identifiers": [
            {"identifier": url, "relation": "isDerivedFrom", "scheme": "url"}
            for url in source_urls(documents)
        ],
    }


def datacite(facts: Facts, documents: pl.DataFrame, media_types: Iterable[str]) -> dict[str, Any]:
    """Return the metadata of the release in DataCite 4.5; without `doi` until there is one."""
    authored = facts.release
    page = homepage(facts)
    return {
        **({"doi": authored.doi} if authored.doi else {}),
        **({"url": page} if page.startswith("http") else {}),
        "types": {"resourceType": "Dataset", "resourceTypeGeneral": "Dataset"},
        "creators": [_datacite_creator(name) for name in authored.authors],
        "titles": [
            {"title": authored.title, "lang": "en"},
            {"title": authored.title_zh, "lang": "zh", "titleType": "TranslatedTitle"},
        ],
        "publisher": {"name": authored.publisher},
        "publicationYear": str(authored.date.year),
        "dates": [{"date": authored.date.isoformat(), "dateType": "Issued"}],
        "subjects": [{"subject": word, "lang": "en"} for word in authored.keywords],
        "language": "zh",
        "version": facts.version,
        "formats": sorted(set(media_types)),
        "rightsList": _datacite_rights(authored),
        "descriptions": [
            {"description": authored.description, "descriptionType": "Abstract", "lang": "en"},
            {"description": authored.description_zh, "descriptionType": "Abstract", "lang": "zh"},
        ],
        "relatedIdentifiers": [
            {
                "relatedIdentifier": url,
                "relatedIdentifierType": "URL",
                "relationType": "IsDerivedFrom",
            }
            for url in source_urls(documents)
        ],
        "schemaVersion": "http://datacite.org/schema/kernel-4",
    }


def source_urls(documents: pl.DataFrame) -> list[str]:
    """Return the web addresses that the documents came from, each once, in order."""
    urls = documents.get_column("source_url").drop_nulls().unique().sort()
    return [url for url in urls if url.startswith(("http://", "https://"))]


def split_name(name: str) -> tuple[str, str] | None:
    """Return family and given name of a person ("Li, Hua"); None for a body, whose name has no comma."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return (family, given) if comma else None


def _cff_author(name: str) -> Iterator[str]:
    person = split_name(name)
    if person is None:
        yield f"  - name: {_scalar(name)}"
    else:
        yield f"  - family-names: {_scalar(person[0])}"
        yield f"    given-names: {_scalar(person[1])}"


def _datacite_rights(authored: Release) -> list[dict[str, str]]:
    if not authored.licence:
        return [{"rights": _NO_LICENCE}]
    licence = {
        "rights": authored.licence,
        "rightsUri": authored.licence_url,
        "rightsIdentifier": authored.licence,
        "rightsIdentifierScheme": "SPDX",
    }
    return [licence, {"rights": _RIGHTS}]


def _datacite_creator(name: str) -> dict[str, str]:
    person = split_name(name)
    if person is None:
        return {"name": name, "nameType": "Organizational"}
    return {"name": name, "nameType": "Personal", "familyName": person[0], "givenName": person[1]}


def _scalar(text: str) -> str:
    """Return `text` as a YAML scalar: a JSON string is one."""
    return json.dumps(text, ensure_ascii=False)
