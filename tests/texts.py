"""A folder of plain text files as documents, read as `clgc ingest` reads files of which nothing is stated."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.ingest import SourceFile, read_document
from pipeline.model import Document


def read_folder(folder: Path) -> list[Document]:
    """Return a document for each .txt file under `folder`, sorted by path."""
    return [_read(path) for path in sorted(folder.rglob("*.txt"))]


def _read(path: Path) -> Document:
    data = path.read_bytes()
    source = SourceFile(
        collection="texts",
        path=path.name,
        location=path,
        sha256=hashlib.sha256(data).hexdigest(),
        title=None,
        url=None,
        place=None,
        plan_period=None,
        doc_type=None,
        published=None,
        retrieved=None,
        status=None,
        source_kind=None,
        issuer=None,
        text_rights=None,
    )
    return read_document(source, data)
