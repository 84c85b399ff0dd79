"""What the metadata of a release say beyond its rows: what was authored, and where the rows came from."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib import resources
from pathlib import Path
from typing import Any

from pipeline import release
from pipeline.evaluate.score import DocumentScore
from pipeline.ingest.about import Collection
from pipeline.release import Release

NAME = "clgc"
"""The name of the data set in machine-readable metadata, and of the files that hold every table."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The authored facts, the version that is made, its collections, and its scores (None without gold)."""

    release: Release
    version: str
    moment: datetime
    collections: tuple[Collection, ...] = ()
    scores: tuple[DocumentScore, ...] | None = None


def gather(
    version: str,
    collections: Sequence[Collection] = (),
    scores: Sequence[DocumentScore] | None = None,
    authored: Release | None = None,
) -> Facts:
    """Return the facts of release `version`; the authored ones are those of release.toml unless given."""
    told = None if scores is None else tuple(scores)
    return Facts(authored or release.read(), version, release.moment(authored), tuple(collections), told)


def identifier(facts: Facts) -> str:
    """Return the IRI of this version: its DOI, else a UUID that the same version always has."""
    if facts.release.doi:
        return f"https://doi.org/{facts.release.doi}"
    clgc, own = uuids(facts)
    return clgc if facts.release.title == release.read().title else own


def uuids(facts: Facts) -> tuple[str, str]:
    """Return the UUID that a release of CLGC itself has in this version, and one of other collections."""
    names = (f"{NAME}/{facts.version}", f"{NAME}/{facts.release.title}/{facts.version}")
    clgc, own = (uuid.uuid5(uuid.NAMESPACE_URL, name).urn for name in names)
    return clgc, own


def homepage(facts: Facts) -> str:
    """Return the page about the data set; the IRI of the version where there is none yet."""
    return facts.release.url or identifier(facts)


def citation(facts: Facts) -> str:
    """Return how to cite the release, as one line of text."""
    authored = facts.release
    names = "; ".join(authored.authors)
    doi = f" https://doi.org/{authored.doi}" if authored.doi else ""
    licence = f" {authored.licence}." if authored.licence else ""
    return (
        f"{names} ({authored.date.year}). {authored.title}, version {facts.version} [data set].{licence}{doi}"
    )


def lexicon_sha256() -> str:
    """Return one sha256 over the names and bytes of every file of the lexicon."""
    digest = hashlib.sha256()
    folder = resources.files("pipeline.lexicon")
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.endswith(".csv"):
            content = path.read_bytes()
            digest.update(f"{path.name}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()


def write_text(path: Path, text: str) -> None:
    """Write `text` to `path`: UTF-8, lines end in LF."""
    path.write_text(text, encoding="utf-8", newline="\n")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write `content` to `path` as JSON for people and programs: indented, in the order given."""
    write_text(path, json.dumps(content, ensure_ascii=False, indent=2) + "\n")
