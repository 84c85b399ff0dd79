"""Checks against the source: rows stand where they say, and every numeral is accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterator

import polars as pl

from pipeline.validate.failure import Failure, Frames, Sources, failure_at
from schemas import TABLES

DIGITS = re.compile("[0-9０-９]+")
"""A run of Arabic digits, half or full width."""

VERBATIM = {
    "sections": ("heading",),
    "tasks": ("title",),
    "indicators": ("number_as_written",),
}
"""Columns whose words stand inside the row's span, by table."""


def span_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield every row whose span leaves the text or does not hold the words the row says it holds."""
    for name, table in TABLES.items():
        if not {"start", "end", "doc_id"} <= set(table.names):
            continue
        written = next((column for column in ("as_written", "text") if column in table.names), None)
        for row in frames[name].drop_nulls(["start", "end"]).iter_rows(named=True):
            text = origin.texts.get(row["doc_id"], "")
            if row["end"] > len(text):
                message = f"the span ends at {row['end']}, the text at {len(text)}"
                column, check = "end", "span_in_text"
            elif written and text[row["start"] : row["end"]] != row[written]:
                message = f"the text there is {text[row['start'] : row['end']]!r}, not {row[written]!r}"
                column, check = written, "as_written"
            else:
                continue
            remedy = "mend the rule that gave the offsets; the source's words are never changed"
            yield failure_at(origin, name, column, row, table.primary_key, check, message, remedy)


def verbatim_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield every heading, title, number or quote that is not in the words it is taken from."""
    for name, columns in VERBATIM.items():
        for row in frames[name].iter_rows(named=True):
            text = origin.texts.get(row["doc_id"], "")
            for column in columns:
                if row[column] is not None and row[column] not in text[row["start"] : row["end"]]:
                    yield _not_verbatim(origin, name, column, row, "inside the row's span")
    for row in frames["indicators"].iter_rows(named=True):
        if row["quote"] not in origin.texts.get(row["doc_id"], ""):
            yield _not_verbatim(origin, "indicators", "quote", row, "in the text")


def _not_verbatim(origin: Sources, table: str, column: str, row: dict[str, object], where: str) -> Failure:
    message = f"{row[column]!r} does not occur {where}"
    remedy = "take it from the text as it stands"
    return failure_at(origin, table, column, row, TABLES[table].primary_key, "verbatim", message, remedy)


def numeral_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield every Arabic digit run that is not in exactly one numeral, and numerals that overlap."""
    spans: dict[str, list[tuple[int, int]]] = {}
    for doc_id, start, end in frames["numerals"].select("doc_id", "start", "end").iter_rows():
        spans.setdefault(doc_id, []).append((start, end))
    for doc_id, text in origin.texts.items():
        of_document = sorted(spans.get(doc_id, []))
        yield from _overlaps(origin, doc_id, of_document)
        runs = [match.span() for match in DIGITS.finditer(text)]
        for start, end in _uncovered(runs, of_document):
            row = {"doc_id": doc_id, "start": start, "end": end}
            message = f"the digits {text[start:end]!r} are in no row of numerals"
            remedy = "let extraction give them a class, `unexplained` if no rule reads them"
            yield failure_at(origin, "numerals", None, row, "numeral_id", "digits_covered", message, remedy)


def _overlaps(origin: Sources, doc_id: str, spans: list[tuple[int, int]]) -> Iterator[Failure]:
    reach = 0
    for start, end in spans:
        if start < reach:
            row = {"doc_id": doc_id, "start": start, "end": end}
            message = "the numeral overlaps the one before it"
            remedy = "let every digit belong to one numeral"
            yield failure_at(
                origin, "numerals", "start", row, "numeral_id", "numerals_apart", message, remedy
            )
        reach = max(reach, end)


def _uncovered(runs: list[tuple[int, int]], spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the runs that lie in no span; both lists are in order of their starts."""
    position = 0
    for start, end in runs:
        while position < len(spans) and spans[position][1] <= start:
            position += 1
        if position == len(spans) or not (spans[position][0] <= start and end <= spans[position][1]):
            yield start, end


def owner_failures(frames: Frames, origin: Sources) -> Iterator[Failure]:
    """Yield numerals outside the words of their indicator or deadline, and indicators without a numeral."""
    for table, key in (("indicators", "indicator_id"), ("deadlines", "deadline_id")):
        owners = frames[table].select(key, pl.col("start").alias("from"), pl.col("end").alias("to"))
        owned = frames["numerals"].join(owners, on=key, how="inner", maintain_order="left")
        outside = (pl.col("start") < pl.col("from")) | (pl.col("end") > pl.col("to"))
        for row in owned.filter(outside).iter_rows(named=True):
            message = f"the numeral lies outside the words of {row[key]}"
            remedy = "mend the numeral's link, or the span it points to"
            yield failure_at(origin, "numerals", key, row, "numeral_id", "inside_owner", message, remedy)
    known = frames["numerals"].select("indicator_id")
    bare = frames["indicators"].join(known, on="indicator_id", how="anti", maintain_order="left")
    for row in bare.iter_rows(named=True):
        message = "the indicator has no row in numerals"
        remedy = "let extraction give its number (Arabic or Chinese) a numeral of class quantity"
        yield failure_at(origin, "indicators", None, row, "indicator_id", "has_numeral", message, remedy)
