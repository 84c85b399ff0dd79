"""Extraction: one document's text → everything it says that counts. A pure function, run on every core."""

from __future__ import annotations

import gc

from pipeline.extract import assemble, clean
from pipeline.model import Document, Mentions


def extract(document: Document) -> Mentions:
    """Read one document; no I/O, no clock, no state. A quarantined or empty document gives nothing.

    Spans refer to `document.text`: `text[start:end]` is what each row writes.
    """
    if document.parse_state != "ok" or not document.text or document.text.isspace():
        return Mentions(document.doc_id, (), (), (), (), (), (), ())
    # Nothing that is read refers back to what it was read from, so there are no cycles to look for meanwhile.
    collects = gc.isenabled()
    gc.disable()
    try:
        return assemble.read(document, clean.clean(document.text))
    finally:
        if collects:
            gc.enable()


__all__ = ["extract"]
