"""Texts read the way `clgc build` reads them, for the examples, the round trips and the tests of the lexicon."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

from pipeline.extract import extract
from pipeline.ingest import SourceFile, read_document
from pipeline.model import Document, Mentions
from pipeline.normalize.places import find_place

YEAR = 2023
PLACE = "襄阳市"
DIGITS = re.compile("[0-9０-９]+")


def document(
    text: str, doc_type: str = "work_plan", place: str = PLACE, year: int = YEAR, until: int | None = None
) -> Document:
    """Return a document of which everything is content."""
    found = find_place(place)
    return Document(
        doc_id="d-0123456789abcdef", collection="made-up", path="files/a.txt", sha256="0123456789abcdef" * 4,
        media_type="text/plain", encoding="utf-8", bytes=len(text.encode(errors="surrogatepass")), text=text,
        title=None, doc_type=doc_type, status="final", issuer=None,
        place_id=found.place_id if found else None, place=place,
        plan_start=date(year, 1, 1), plan_end=date(until or year, 12, 31), published_on=None,
        retrieved_on=None, source_url=None, source_kind="unknown", text_rights=None,
        content_start=0, content_end=len(text), furniture=(), parse_state="ok", issues=(),
    )  # fmt: skip


def document_of_bytes(
    data: bytes, doc_type: str | None = None, place: str = PLACE, year: int = YEAR
) -> Document:
    """Return the document that ingest makes of a file's bytes, encoding and page furniture found."""
    source = SourceFile(
        collection="made-up", path="files/a.txt", location=Path("files/a.txt"),
        sha256=hashlib.sha256(data).hexdigest(), title=None, url=None, place=place,
        plan_period=str(year), doc_type=doc_type, published=None, retrieved=None, status=None,
        source_kind=None, issuer=None, text_rights=None,
    )  # fmt: skip
    return read_document(source, data)


def read(text: str, doc_type: str = "work_plan") -> Mentions:
    """Extract from a text of 襄阳市's plan of 2023."""
    return extract(document(text, doc_type))


def unaccounted(text: str, mentions: Mentions) -> list[str]:
    """Return the Arabic digit runs of `text` that lie in no numeral, or in several."""
    covered = [0] * (len(text) + 1)
    for numeral in mentions.numerals:
        for offset in range(numeral.start, numeral.end):
            covered[offset] += 1
    return [
        match.group()
        for match in DIGITS.finditer(text)
        if any(covered[offset] != 1 for offset in range(*match.span()))
    ]
