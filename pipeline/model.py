"""The plain data that the stages hand to each other before it becomes frames.

Offsets are 0-based, half-open and count Unicode code points of the decoded text (data-model rule 2).
A mention is known by the offset it starts at until ids are made, last of all, in `pipeline.normalize`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Document:
    """One raw file, decoded, with what its collection states and what ingest inferred."""

    doc_id: str
    collection: str
    path: str
    sha256: str
    media_type: str
    encoding: str | None
    bytes: int
    text: str
    title: str | None
    doc_type: str
    status: str
    issuer: str | None
    place_id: str | None
    place: str | None
    plan_start: date | None
    plan_end: date | None
    published_on: date | None
    retrieved_on: date | None
    source_url: str | None
    source_kind: str
    text_rights: str | None
    content_start: int
    content_end: int
    furniture: tuple[Span, ...]
    parse_state: str
    issues: tuple[Issue, ...]


# What many are made of is a tuple, which is made several times faster than an instance of a frozen class.
class Section(NamedTuple):
    """A heading, place block or part of a document; `parent` is the start offset of the section around it."""

    start: int
    end: int
    parent: int | None
    level: int
    ordinal_path: str | None
    marker: str | None
    heading: str | None
    kind: str
    place: str | None


class Task(NamedTuple):
    """One thing a plan undertakes; `statement` is its own words without the bracket of units and deadline."""

    start: int
    end: int
    section: int | None
    seq: int
    ordinal_path: str | None
    marker: str | None
    title: str
    statement: str
    place: str | None
    stage: str


@dataclass(frozen=True, slots=True)
class Responsibility:
    """One organisation that carries a task; `position` tells apart distributed names that share a span."""

    task: int
    seq: int
    position: int
    role: str
    org_name: str
    as_written: str
    expansion: str
    start: int
    end: int


class Deadline(NamedTuple):
    """A deadline expression; `earliest` and `latest` are bounds, never more exact than the source."""

    task: int | None
    as_written: str
    type: str
    event: str
    edtf: str
    earliest: date | None
    latest: date | None
    year_basis: str
    start: int
    end: int


class Indicator(NamedTuple):
    """One quantity mention; `numeral_start` is the offset its id is made of.

    `qualifies` and `part_of` are the numeral_start of the target that a threshold defines and of the
    whole that a breakdown is part of. Values are exact decimals in the base unit.
    """

    numeral_start: int
    start: int
    end: int
    task: int | None
    section: int | None
    seq: int
    role: str
    metric: str
    measure: str
    comparator: str
    modality: str
    modality_cue: str | None
    value_low: Decimal | None
    value_high: Decimal | None
    unit: str
    number_as_written: str
    unit_as_written: str | None
    period: str | None
    period_basis: str | None
    place: str | None
    place_basis: str | None
    qualifies: int | None
    part_of: int | None
    quote: str
    rule_id: str
    confidence: float


class Numeral(NamedTuple):
    """One numeral of the text and the class that accounts for it."""

    start: int
    end: int
    cls: str
    indicator: int | None
    deadline: int | None


@dataclass(frozen=True, slots=True)
class Issue:
    """Something a reader of the data must know; `key` is the start offset of the row it concerns."""

    severity: str
    code: str
    message: str
    table: str | None = None
    key: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything extraction read in one document."""

    doc_id: str
    sections: tuple[Section, ...]
    tasks: tuple[Task, ...]
    responsibilities: tuple[Responsibility, ...]
    deadlines: tuple[Deadline, ...]
    indicators: tuple[Indicator, ...]
    numerals: tuple[Numeral, ...]
    issues: tuple[Issue, ...]
