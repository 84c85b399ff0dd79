"""raw/ → documents: checked collections, decoded text, content, page furniture, metadata."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from pipeline.errors import CollectionError
from pipeline.ingest.collection import SourceFile, empty_collections, read_collections
from pipeline.ingest.decode import decode, empty_issue
from pipeline.ingest.doubts import doubts
from pipeline.ingest.furniture import find_furniture
from pipeline.ingest.metadata import complete
from pipeline.ingest.page import read_page
from pipeline.model import Document

__all__ = ["SourceFile", "empty_collections", "ingest", "ingest_sources", "read_collections", "read_document"]


def ingest(raw: Path, on_document: Callable[[str], None] | None = None) -> list[Document]:
    """Return every document of every collection under `raw`, sorted by collection, then path.

    `on_document` is called with the doc_id after each. A file that cannot be decoded becomes a quarantined
    document with its reason; CollectionError is raised, before anything is read, when a collection is faulty.
    """
    return ingest_sources(read_collections(raw), on_document)


def ingest_sources(
    sources: Iterable[SourceFile], on_document: Callable[[str], None] | None = None
) -> list[Document]:
    """Return the documents of files that `read_collections` found sound, as `ingest` does."""
    documents = []
    for source in sources:
        document = read_document(source, _bytes(source))
        documents.append(document)
        if on_document is not None:
            on_document(document.doc_id)
    return documents


def read_document(source: SourceFile, data: bytes) -> Document:
    """Make the document of one file's bytes; pure, never raises on any bytes."""
    name = f"{source.collection}/{source.path}"
    decoded = decode(data, name)
    layout = find_furniture(decoded.text)
    page = read_page(source.path, decoded.text, layout)
    found = complete(source, page)
    issues = decoded.issues
    empty = decoded.parse_state == "ok" and not page.content
    if empty and not any(issue.code == "document.empty" for issue in issues):
        issues += (empty_issue(name),)
    issues += tuple(doubts(decoded.text, name, layout.content_start, layout.content_end))
    if decoded.parse_state == "quarantined" or empty:
        found = replace(found, issues=tuple(i for i in found.issues if i.code != "metadata.missing"))
    return Document(
        doc_id=f"d-{source.sha256[:16]}",
        collection=source.collection,
        path=source.path,
        sha256=source.sha256,
        media_type=decoded.media_type,
        encoding=decoded.encoding,
        bytes=len(data),
        text=decoded.text,
        title=found.title,
        doc_type=found.doc_type,
        status=found.status,
        issuer=found.issuer,
        place_id=found.place_id,
        place=found.place,
        plan_start=found.plan_start,
        plan_end=found.plan_end,
        published_on=found.published_on,
        retrieved_on=source.retrieved,
        source_url=source.url,
        source_kind=source.source_kind or "unknown",
        text_rights=source.text_rights,
        content_start=layout.content_start,
        content_end=layout.content_end,
        furniture=layout.furniture,
        parse_state=decoded.parse_state,
        issues=issues + found.issues,
    )


def _bytes(source: SourceFile) -> bytes:
    """Read a file again; it must still be the one that was checked."""
    try:
        data = source.location.read_bytes()
    except OSError as error:
        raise CollectionError([f"{source.location} cannot be read: {error.strerror}"]) from error
    if hashlib.sha256(data).hexdigest() != source.sha256:
        raise CollectionError([f"{source.location} changed while it was read; run the build again"])
    return data
