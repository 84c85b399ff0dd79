"""What a collection leaves blank, read from text, page and file name; each guess is told in an issue.

What the collection states is never overruled. What nothing tells stays blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.ingest import clues
from pipeline.ingest.collection import SourceFile
from pipeline.ingest.locate import Located, find_document_place
from pipeline.ingest.page import Page
from pipeline.ingest.period import parse_period
from pipeline.model import Issue
from pipeline.normalize.places import find_place


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata columns of `documents` that may be inferred, with the issues that tell which were."""

    title: str | None
    doc_type: str
    status: str
    issuer: str | None
    place_id: str | None
    place: str | None
    plan_start: date | None
    plan_end: date | None
    published_on: date | None
    issues: tuple[Issue, ...]


def complete(source: SourceFile, page: Page) -> Metadata:
    """Return the metadata of a document: as stated, else as its page tells, else blank."""
    issues: list[Issue] = []
    title = source.title or _told("title", clues.find_title(page), issues)
    doc_type = source.doc_type or _told("doc_type", clues.find_doc_type(page, title), issues) or "other"
    place, place_id = _place(source, page, title, issues)
    issuer = source.issuer or _told("issuer", clues.find_issuer(page, title, doc_type, place), issues)
    status = source.status or _told("status", clues.find_status(page, title), issues) or "unknown"
    written = source.plan_period
    if written is None:
        written = _told("plan_period", clues.find_plan_period(page, title, doc_type), issues)
    period = parse_period(written) if written else None
    published = source.published
    if published is None and (dated := clues.find_published(page)) is not None:
        published = dated[0]
        _told("published", (published.isoformat(), dated[1]), issues)
    if published is not None and source.retrieved is not None and published > source.retrieved:
        message = (
            f"published {published} is after retrieved {source.retrieved}: a page is not fetched before it is "
            "there; mend the date that is wrong in documents.csv"
        )
        issues.append(Issue("warning", "metadata.contradictory", message, "documents"))
    for column, value in (("title", title), ("place", place), ("plan_period", period)):
        if value is None:
            message = (
                f"{column} is neither stated nor to be read from the document; state it in documents.csv"
            )
            issues.append(Issue("warning", "metadata.missing", message, "documents"))
    return Metadata(
        title=title,
        doc_type=doc_type,
        status=status,
        issuer=issuer,
        place_id=place_id,
        place=place,
        plan_start=period[0] if period else None,
        plan_end=period[1] if period else None,
        published_on=published,
        issues=tuple(issues),
    )


def _told(column: str, clue: clues.Clue | None, issues: list[Issue]) -> str | None:
    """Return the value of a clue and note that it was inferred, and from what."""
    if clue is None:
        return None
    value, where = clue
    message = f"{column} is blank in the collection; {value!r} was read from {where}"
    issues.append(Issue("info", "metadata.inferred", message, "documents"))
    return value


def _place(
    source: SourceFile, page: Page, title: str | None, issues: list[Issue]
) -> tuple[str | None, str | None]:
    if source.place is not None:
        stated = find_place(source.place)
        if stated is not None:
            return stated.name, stated.place_id
        message = f"place {source.place!r} is not known, or several places bear that name; write it in full"
        issues.append(Issue("warning", "place.unknown", message, "documents"))
        return source.place, None
    found: Located | None = find_document_place(page, title, source.issuer)
    if found is None:
        return None, None
    place, where = found
    _told("place", (place.name, where), issues)
    return place.name, place.place_id
