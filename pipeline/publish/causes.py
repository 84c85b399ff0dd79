"""Why rows differ between two releases: other bytes, another listing of them, or another pipeline.

`extract` reads one document alone, so what became of a document settles the cause for its rows: the same
bytes under the same statements can only have been read otherwise. A row that stands for many documents
(an organisation, a place) has the cause of the documents that refer to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import polars as pl

from schemas import TABLES

Frames = Mapping[str, pl.DataFrame]
Key = tuple[str, str]

SOURCE, LISTING, PIPELINE = "source", "listing", "pipeline"

# Published whole from the lexicon, whatever refers to them.
_OF_LEXICON = ("metrics", "units")
# What documents.csv calls otherwise than `documents` does (pipeline.ingest.metadata).
_LISTED_AS = {"plan_start": "plan_period", "plan_end": "plan_period", "published_on": "published"}
_UNSTATED = (None, "other", "unknown")
_INFERRED = re.compile(r"(\w+) is blank in the collection")


def document_causes(before: Frames, after: Frames) -> dict[str, str]:
    """Return doc_id → the cause of every change in the rows of that document.

    `source` where one release alone has these bytes, `listing` where the collection states other things of
    them, else `pipeline`.
    """
    old, new = _documents(before), _documents(after)
    causes = {}
    for doc_id in {**old, **new}:
        if doc_id not in old or doc_id not in new or old[doc_id]["sha256"] != new[doc_id]["sha256"]:
            causes[doc_id] = SOURCE
        elif _stated(before, old[doc_id]) != _stated(after, new[doc_id]):
            causes[doc_id] = LISTING
        else:
            causes[doc_id] = PIPELINE
    return causes


def shared_causes(before: Frames, after: Frames, documents: Mapping[str, str]) -> dict[tuple[str, Key], str]:
    """Return (change, (table, key)) → cause for the tables whose rows belong to no one document.

    A row that came or went has `source` only where no document that stayed refers to it. A changed row has
    `pipeline` only where every document that refers to it stayed as it was.
    """
    users = {"removed": users_of_rows(before), "added": users_of_rows(after)}
    causes: dict[tuple[str, Key], str] = {}
    for change, of_release in users.items():
        for row, doc_ids in of_release.items():
            causes[change, row] = _first((PIPELINE, LISTING, SOURCE), doc_ids, documents)
    for row in users["removed"].keys() & users["added"].keys():
        doc_ids = users["removed"][row] | users["added"][row]
        causes["changed", row] = _first((SOURCE, LISTING, PIPELINE), doc_ids, documents)
    return causes


def users_of_rows(frames: Frames) -> dict[Key, set[str]]:
    """Return (table, key) → documents that refer to it, for rows that belong to no one document."""
    found: dict[Key, set[str]] = {}
    links: dict[Key, set[Key]] = {}
    for name, frame in frames.items():
        for reference in TABLES[name].foreign_keys if name in TABLES else ():
            if reference.table in _OF_LEXICON or not _shared(reference.table):
                continue
            if reference.column not in frame.columns:
                continue
            owner = TABLES[name].primary_key if _shared(name) else "doc_id"
            pairs = frame.select(reference.column, owner).drop_nulls().unique()
            for target, user in pairs.iter_rows():
                if _shared(name):
                    links.setdefault((name, user), set()).add((reference.table, target))
                else:
                    found.setdefault((reference.table, target), set()).add(user)
    _follow(found, links)
    return found


def _follow(found: dict[Key, set[str]], links: Mapping[Key, Iterable[Key]]) -> None:
    """Let whatever a row refers to be referred to by the documents of that row, all the way up."""
    open_rows = sorted(found)
    while open_rows:
        row = open_rows.pop()
        for target in links.get(row, ()):
            known = found.setdefault(target, set())
            if not found[row] <= known:
                known |= found[row]
                open_rows.append(target)


def _first(order: tuple[str, ...], doc_ids: Iterable[str], documents: Mapping[str, str]) -> str:
    """Return the first cause of `order` that one of the documents has."""
    causes = {documents.get(doc_id, PIPELINE) for doc_id in doc_ids}
    return next((cause for cause in order if cause in causes), PIPELINE)


def _shared(table: str) -> bool:
    return table in TABLES and "doc_id" not in TABLES[table].names


def _documents(frames: Frames) -> dict[str, dict[str, object]]:
    return {row["doc_id"]: row for row in frames["documents"].iter_rows(named=True)}


def _stated(frames: Frames, document: Mapping[str, object]) -> dict[str, object]:
    """Return what the collection itself states of a document: its listing without what was inferred."""
    issues = frames["issues"].filter(doc_id=document["doc_id"], code="metadata.inferred")
    inferred = {match[1] for text in issues.get_column("message") if (match := _INFERRED.match(text))}
    listed = [column.name for column in TABLES["documents"].columns if column.source == "collection"]
    return {
        name: document[name]
        for name in listed
        if document.get(name) not in _UNSTATED and _LISTED_AS.get(name, name) not in inferred
    }
