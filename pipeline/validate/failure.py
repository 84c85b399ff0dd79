"""What a check found wrong, said so that a person finds the row and the words in the source."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

Row = Mapping[str, Any]
Frames = Mapping[str, pl.DataFrame]

_AROUND = 12
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class Failure:
    """One row (or one column, or one table) that breaks one check.

    `check` is a stable name, `message` says what is wrong, `remedy` what to do; `document` is the raw file's
    collection and path, `start` the offset in its text and `quote` the words there, None where the check has no such thing.
    """

    table: str
    column: str | None
    check: str
    message: str
    remedy: str
    key: str | None = None
    document: str | None = None
    start: int | None = None
    quote: str | None = None

    def __str__(self) -> str:
        """Return the failure as one line for a person."""
        where = f"{self.table}.{self.column}" if self.column else self.table
        place = [f"row {self.key}"] if self.key else []
        place += [self.document] if self.document else []
        place += [f"offset {self.start}"] if self.start is not None else []
        place += [f"“{self.quote}”"] if self.quote else []
        at = f" [{', '.join(place)}]" if place else ""
        return f"{where}: {self.message}{at}; {self.remedy}"


@dataclass(frozen=True, slots=True)
class Sources:
    """The path (collection first) and the text of every document, by doc_id."""

    paths: Mapping[str, str]
    texts: Mapping[str, str]


def sources(frames: Frames) -> Sources:
    """Return where the rows came from, as far as the frames tell."""
    collections = _pairs(frames, "documents", "collection")
    paths = _pairs(frames, "documents", "path")
    return Sources(
        {doc_id: f"{collections.get(doc_id)}/{path}" for doc_id, path in paths.items()},
        _pairs(frames, "texts", "text"),
    )


def failure_at(
    origin: Sources, table: str, column: str | None, row: Row, key: str, check: str, message: str, remedy: str
) -> Failure:
    """Return a failure of `row`, with document, offset and words looked up; `key` names its key column."""
    doc_id, start = row.get("doc_id"), row.get("start")
    text = origin.texts.get(doc_id) if doc_id is not None else None
    return Failure(
        table,
        column,
        check,
        message,
        remedy,
        key=None if row.get(key) is None else str(row[key]),
        document=origin.paths.get(doc_id) if doc_id is not None else None,
        start=start,
        quote=_quote(text, start, row.get("end")),
    )


def _quote(text: str | None, start: int | None, end: int | None) -> str | None:
    if text is None or start is None:
        return None
    stop = start if end is None else min(end, start + _LONGEST)
    return " ".join(text[max(0, start - _AROUND) : max(stop, start) + _AROUND].split()) or None


def _pairs(frames: Frames, table: str, column: str) -> dict[str, str]:
    frame = frames.get(table)
    if frame is None or not {"doc_id", column} <= set(frame.columns):
        return {}
    pairs = zip(frame.get_column("doc_id"), frame.get_column(column), strict=True)
    return {doc_id: value for doc_id, value in pairs if isinstance(doc_id, str) and isinstance(value, str)}
