"""Mentions of all documents as the published tables.

Rows stand in the order of their documents (collection, path) and inside a document in the order of the text,
whatever order the documents come in; the tables referred to stand in the order of their keys or lexicons.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import polars as pl

from pipeline import lexicon
from pipeline.model import Document, Mentions
from pipeline.normalize.document_rows import Row, Rows, document_rows
from pipeline.normalize.names import Names
from pipeline.normalize.organizations import Organization
from pipeline.normalize.places import Place, place_by_id
from pipeline.normalize.targets import targets_view
from schemas import TABLES
from schemas.as_polars import polars_schema

Frames = dict[str, pl.DataFrame]

# Inside a document rows follow the text; what shares a start keeps the order extraction gave it.
_ORDER = {
    "sections": ("start", "level"),
    "tasks": ("start",),
    "responsibilities": ("start", "seq"),
    "deadlines": ("start",),
    "indicators": ("start",),
    "numerals": ("start",),
}


def to_frames(documents: Sequence[Document], mentions: Iterable[Mentions]) -> Frames:
    """Return every published table, columns and types as `schemas.TABLES` declares them.

    `mentions` may lack documents (a quarantined one) and come in any order.
    """
    of_document = {mention.doc_id: mention for mention in mentions}
    rows: Rows = {name: [] for name in TABLES}
    names: list[Names] = []
    for document in sorted(documents, key=lambda document: (document.collection, document.path)):
        own_rows, own_names = document_rows(
            document, of_document.get(document.doc_id, _none(document.doc_id))
        )
        for table, own in own_rows.items():
            rows[table].extend(in_text_order(table, own))
        names.append(own_names)
    organizations = _organizations(names)
    rows["organizations"] = [_organization_row(organizations[key]) for key in sorted(organizations)]
    places = _with_ancestors(_places(names, organizations.values()))
    rows["places"] = [_place_row(places[key]) for key in sorted(places)]
    rows["metrics"] = _lexicon_rows("metrics")
    rows["units"] = _lexicon_rows("units")
    frames = {name: to_frame(name, rows[name]) for name in TABLES if name != "targets"}
    view = {"targets": targets_view(frames), **frames}
    return {name: view[name] for name in TABLES}


def to_frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    """Return `rows` as a frame of the declared columns and types; TypeError where a cell does not fit."""
    schema = polars_schema(TABLES[table])
    for row in rows[:1]:
        if row.keys() != set(schema):
            raise TypeError(f"rows of {table} have other columns: {sorted(row.keys() ^ set(schema))}")
    return pl.DataFrame(rows, schema=schema, strict=True)


def in_text_order(table: str, rows: list[Row]) -> list[Row]:
    """Return a document's rows in the order of its text."""
    columns = _ORDER.get(table)
    return sorted(rows, key=lambda row: [row[column] for column in columns]) if columns else rows


def _none(doc_id: str) -> Mentions:
    return Mentions(doc_id, (), (), (), (), (), (), ())


def _organizations(names: Sequence[Names]) -> dict[str, Organization]:
    """Return id → organisation, under the name that the first document uses."""
    found: dict[str, Organization] = {}
    for of_document in names:
        for organization in of_document.organizations.values():
            found.setdefault(organization.org_id, organization)
    return found


def _places(names: Sequence[Names], organizations: Iterable[Organization]) -> dict[str, Place]:
    """Return id → place of every place that a row refers to."""
    found: dict[str, Place] = {}
    for of_document in names:
        own = [of_document.document_place] if of_document.document_place else []
        for place in (*own, *of_document.places.values()):
            found.setdefault(place.place_id, place)
    for organization in organizations:
        place_id = organization.place_id
        if place_id is not None and place_id not in found:
            place_of = place_by_id(place_id)
            if place_of is not None:
                found[place_id] = place_of
    return found


def _with_ancestors(places: dict[str, Place]) -> dict[str, Place]:
    found = dict(places)
    for place in places.values():
        parent_id = place.parent_place_id
        while parent_id is not None and parent_id not in found:
            parent = place_by_id(parent_id)
            if parent is None:
                break
            found[parent_id] = parent
            parent_id = parent.parent_place_id
    return found


def _place_row(place: Place) -> Row:
    return {name: getattr(place, name) for name in TABLES["places"].names}


def _organization_row(organization: Organization) -> Row:
    return {name: getattr(organization, name) for name in TABLES["organizations"].names}


def _lexicon_rows(table: str) -> list[Row]:
    """Return a table that is published as the lexicon has it, blanks as null."""
    columns = TABLES[table].names
    return [{column: row[column] or None for column in columns} for row in lexicon.read(table)]
