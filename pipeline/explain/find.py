"""A row of a release by its id, with the rows of the same document around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.errors import ClgcError, UsageError
from pipeline.normalize.ids import LETTERS
from schemas import TABLES

Row = dict[str, Any]

_TABLES = {letter: table for table, letter in LETTERS.items()} | {"x": "issues"}
_ID = re.compile(r"(?P<doc>d-[0-9a-f]+):(?P<letter>[a-z])(?P<offset>[0-9]+)(?:\.[\w.]+)?")
_DOCUMENT = re.compile(r"d-[0-9a-f]+")
_NEAREST = 5


@dataclass(frozen=True)
class Found:
    """A row with its table, its release and its document; rows of other tables are read when asked for."""

    release: Path
    table: str
    row: Row

    @property
    def row_id(self) -> str:
        """The id of the row."""
        return str(self.row[TABLES[self.table].primary_key])

    @cached_property
    def document(self) -> Row:
        """The row of the document."""
        return self.rows("documents")[0]

    @cached_property
    def text(self) -> str:
        """The decoded text that spans refer to; empty where the document could not be decoded."""
        rows = self.rows("texts")
        return str(rows[0]["text"]) if rows else ""

    def rows(self, table: str) -> list[Row]:
        """Return the rows of `table` that belong to the document, in its order."""
        return read(self.release, table, "doc_id", self.row["doc_id"])

    def one(self, table: str, key: str | None) -> Row | None:
        """Return the row of `table` whose primary key is `key`."""
        rows = read(self.release, table, TABLES[table].primary_key, key) if key else []
        return rows[0] if rows else None


def find(release: Path, row_id: str) -> Found:
    """Return the row `row_id` of a release, a document's too; ClgcError tells what is near when there is none.

    UsageError when `row_id` is no id at all.
    """
    if _DOCUMENT.fullmatch(row_id):
        return _document(release, row_id)
    parts = _ID.fullmatch(row_id)
    table = _TABLES.get(parts["letter"]) if parts else None
    if parts is None or table is None:
        forms = ", ".join(f"{letter} {name}" for letter, name in _TABLES.items())
        raise UsageError(
            f"{row_id!r} is no row id: write <doc_id>:<letter><offset>, such as d-0123456789abcdef:i120, "
            f"or the <doc_id> of a document alone; the letters are {forms}"
        )
    key = TABLES[table].primary_key
    rows = read(release, table, key, row_id)
    if rows:
        return Found(release, table, rows[0])
    raise ClgcError(_unknown(release, table, row_id, parts["doc"], int(parts["offset"])))


def _document(release: Path, doc_id: str) -> Found:
    rows = read(release, "documents", "doc_id", doc_id)
    if not rows:
        raise ClgcError(_no_document(release, doc_id))
    return Found(release, "documents", rows[0])


def _no_document(release: Path, doc_id: str) -> str:
    known = pl.scan_parquet(release / "documents.parquet").select("doc_id", "title").collect()
    some = ", ".join(f"{name} ({title})" for name, title in known.head(_NEAREST).rows())
    return f"no document {doc_id} in {release}, which holds {known.height}: {some}"


def read(release: Path, table: str, column: str, value: object) -> list[Row]:
    """Return the rows of a table whose `column` holds `value`; ClgcError when the release lacks the table."""
    path = release / f"{table}.parquet"
    try:
        return pl.scan_parquet(path).filter(pl.col(column) == value).collect().to_dicts()
    except (OSError, pl.exceptions.PolarsError) as error:
        raise ClgcError(f"{path} cannot be read ({error}): name a release with --release") from error


def _unknown(release: Path, table: str, row_id: str, doc_id: str, offset: int) -> str:
    own = read(release, table, "doc_id", doc_id)
    key = TABLES[table].primary_key
    if not own:
        if not read(release, "documents", "doc_id", doc_id):
            return _no_document(release, doc_id)
        return f"no row {row_id} in {release}: its document has no row of {table}"
    nearest = sorted(own, key=lambda row: (abs(_offset(row[key]) - offset), _offset(row[key])))[:_NEAREST]
    listed = "\n".join(
        f"  {row[key]}  {_words(row)}" for row in sorted(nearest, key=lambda row: row["start"])
    )
    return f"no row {row_id} in {release}; the nearest in {table} are\n{listed}"


def _offset(row_id: str) -> int:
    parts = _ID.fullmatch(row_id)
    return int(parts["offset"]) if parts else 0


def _words(row: Row) -> str:
    words = row.get("as_written") or row.get("title") or row.get("heading") or row.get("message") or ""
    return " ".join(str(words)[:40].split())
