"""Checks that the texts of a release are the raw files, decoded."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.ingest.decode import decode
from pipeline.verify.fault import Fault

Frames = Mapping[str, pl.DataFrame]


def source_faults(frames: Frames, raw: Path) -> list[Fault]:
    """Return the documents whose raw file under `raw` is missing, has other bytes or reads otherwise.

    With the texts proven, so is every span: each row is checked against its text already.
    """
    if not {"documents", "texts"} <= frames.keys():
        return []
    texts = dict(frames["texts"].select("doc_id", "text").iter_rows())
    faults = []
    for row in frames["documents"].iter_rows(named=True):
        name = f"{row['collection']}/{row['path']}"
        message = _fault(row, raw / name, texts.get(row["doc_id"]))
        if message is not None:
            faults.append(Fault(f"{raw}/{name}", message))
    return faults


def _fault(row: Mapping[str, Any], path: Path, text: str | None) -> str | None:
    try:
        data = path.read_bytes()
    except OSError as error:
        return f"the raw file of {row['doc_id']} cannot be read ({error.strerror})"
    digest = hashlib.sha256(data).hexdigest()
    if digest != row["sha256"]:
        return f"sha256 is {digest[:16]}…, {row['doc_id']} was read from {str(row['sha256'])[:16]}…"
    if row["doc_id"] != f"d-{digest[:16]}" or row["bytes"] != len(data):
        return f"doc_id or bytes of {row['doc_id']} are not those of the raw file"
    decoded = decode(data, path.name)
    if decoded.parse_state == "ok" and decoded.text != text:
        return f"its text is not that of {row['doc_id']} in texts, from offset {_first_difference(decoded.text, text)}"
    return None


def _first_difference(one: str, other: str | None) -> int:
    pairs = zip(one, other or "", strict=False)
    same = next((place for place, (left, right) in enumerate(pairs) if left != right), None)
    return min(len(one), len(other or "")) if same is None else same
