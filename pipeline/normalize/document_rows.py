"""One document's mentions as rows of the published tables: ids made, names resolved, values converted.

A row is a dict by column name; `pipeline.normalize.rows` puts the rows of all documents into frames.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from pipeline.audit import audit
from pipeline.model import Deadline, Document, Indicator, Issue, Mentions, Responsibility, Task
from pipeline.normalize import ids, units
from pipeline.normalize.dates import Bounds, bounds
from pipeline.normalize.metrics import find_metric
from pipeline.normalize.names import Names, resolve_names

Row = dict[str, Any]
Rows = dict[str, list[Row]]

# Of a task's deadlines the one of the task itself: what it is to reach before what it passes on the way.
_OWN_EVENTS = ({"complete", "in_use", "none"}, {"start", "sign"})


@dataclass(frozen=True, slots=True)
class Read:
    """A document with its mentions, the names in them resolved and the ids that are shared told apart."""

    document: Document
    mentions: Mentions
    names: Names
    responsibility_ids: tuple[str, ...]
    deadline_ids: tuple[str, ...]

    def place_id(self, name: str | None) -> str | None:
        """Return the id of the place called `name` in this document."""
        place = self.names.places.get(name) if name else None
        return place.place_id if place else None


def document_rows(document: Document, mentions: Mentions) -> tuple[Rows, Names]:
    """Return the rows of one document by table, and the places and organisations they refer to."""
    names = resolve_names(document, mentions)
    read = Read(document, mentions, names, _responsibility_ids(mentions), _deadline_ids(mentions))
    rows: Rows = {
        "sections": section_rows(read),
        "tasks": task_rows(read),
        "responsibilities": responsibility_rows(read),
        "deadlines": deadline_rows(read),
        "indicators": indicator_rows(read),
        "numerals": numeral_rows(read),
        "issues": issue_rows(read),
        "texts": text_rows(document),
    }
    rows["documents"] = [document_row(document, rows)]
    return rows, names


def document_row(document: Document, rows: Rows) -> Row:
    """Return the row of the document itself, with counts of its other rows."""
    dropped = {"text", "furniture", "issues"}
    kept = {f.name: getattr(document, f.name) for f in fields(document) if f.name not in dropped}
    return kept | {
        "chars": len(document.text),
        "n_tasks": len(rows["tasks"]),
        "n_indicators": len(rows["indicators"]),
        "n_targets": sum(row["role"] == "target" for row in rows["indicators"]),
        "n_issues": len(rows["issues"]),
    }


def text_rows(document: Document) -> list[Row]:
    """Return the decoded text; a quarantined document has none."""
    if document.parse_state == "quarantined":
        return []
    return [{"doc_id": document.doc_id, "text": document.text}]


def section_rows(read: Read) -> list[Row]:
    """Return a row a section."""
    doc_id = read.document.doc_id
    return [
        {
            "section_id": ids.row_id(doc_id, "sections", section.start),
            "doc_id": doc_id,
            "parent_section_id": ids.optional_id(doc_id, "sections", section.parent),
            "level": section.level,
            "ordinal_path": section.ordinal_path,
            "marker": section.marker,
            "heading": section.heading,
            "kind": section.kind,
            "place_id": read.place_id(section.place),
            "start": section.start,
            "end": section.end,
        }
        for section in read.mentions.sections
    ]


def task_rows(read: Read) -> list[Row]:
    """Return a row a task, with its own deadline."""
    document = read.document
    deadlines: dict[int, list[Deadline]] = {}
    for deadline in read.mentions.deadlines:
        if deadline.task is not None:
            deadlines.setdefault(deadline.task, []).append(deadline)

    def row(task: Task) -> Row:
        deadline_type, due_on = own_deadline(deadlines.get(task.start, []))
        return {
            "task_id": ids.row_id(document.doc_id, "tasks", task.start),
            "doc_id": document.doc_id,
            "section_id": ids.optional_id(document.doc_id, "sections", task.section),
            "seq": task.seq,
            "ordinal_path": task.ordinal_path,
            "marker": task.marker,
            "title": task.title,
            "text": document.text[task.start : task.end],
            "statement": task.statement,
            "place_id": read.place_id(task.place),
            "place": task.place,
            "stage": task.stage,
            "deadline_type": deadline_type,
            "due_on": due_on,
            "start": task.start,
            "end": task.end,
        }

    return [row(task) for task in read.mentions.tasks]


def own_deadline(deadlines: Sequence[Deadline]) -> tuple[str | None, date | None]:
    """Return type and last day of a task's own deadline, (None, None) without one.

    A deadline for completion or use counts before one for a start or signing on the way there; instructions
    about reporting never count. Of several, the one that ends last is the task's.
    """
    for events in _OWN_EVENTS:
        own = [deadline for deadline in deadlines if deadline.event in events]
        dated = [(deadline.latest, deadline.type) for deadline in own if deadline.latest is not None]
        if dated:
            latest, kind = max(dated, key=lambda bound: bound[0])
            return kind, latest
        if own:
            return own[0].type, None
    return None, None


def responsibility_rows(read: Read) -> list[Row]:
    """Return a row a task × organisation."""
    doc_id = read.document.doc_id

    def row(responsibility_id: str, responsibility: Responsibility) -> Row:
        organization = read.names.organizations[(responsibility.task, responsibility.org_name)]
        return {
            "responsibility_id": responsibility_id,
            "task_id": ids.row_id(doc_id, "tasks", responsibility.task),
            "doc_id": doc_id,
            "seq": responsibility.seq,
            "role": responsibility.role,
            "org_id": organization.org_id,
            "org_name": responsibility.org_name,
            "as_written": responsibility.as_written,
            "expansion": responsibility.expansion,
            "start": responsibility.start,
            "end": responsibility.end,
        }

    return [row(*pair) for pair in zip(read.responsibility_ids, read.mentions.responsibilities, strict=True)]


def deadline_rows(read: Read) -> list[Row]:
    """Return a row a deadline expression."""
    doc_id = read.document.doc_id
    return [
        {
            "deadline_id": deadline_id,
            "doc_id": doc_id,
            "task_id": ids.optional_id(doc_id, "tasks", deadline.task),
            "as_written": deadline.as_written,
            "type": deadline.type,
            "event": deadline.event,
            "edtf": deadline.edtf,
            "earliest": deadline.earliest,
            "latest": deadline.latest,
            "year_basis": deadline.year_basis,
            "start": deadline.start,
            "end": deadline.end,
        }
        for deadline_id, deadline in zip(read.deadline_ids, read.mentions.deadlines, strict=True)
    ]


def indicator_rows(read: Read) -> list[Row]:
    """Return a row a quantity mention, with its values in both units and the days of its period."""
    doc_id = read.document.doc_id

    def row(indicator: Indicator) -> Row:
        period_start, period_end = period_bounds(indicator.period)
        return {
            "indicator_id": ids.row_id(doc_id, "indicators", indicator.numeral_start),
            "doc_id": doc_id,
            "task_id": ids.optional_id(doc_id, "tasks", indicator.task),
            "section_id": ids.optional_id(doc_id, "sections", indicator.section),
            "seq": indicator.seq,
            "role": indicator.role,
            "metric": indicator.metric,
            "metric_id": find_metric(indicator.metric, indicator.unit, indicator.measure),
            "measure": indicator.measure,
            "comparator": indicator.comparator,
            "modality": indicator.modality,
            "modality_cue": indicator.modality_cue,
            **value_cells(indicator),
            "number_as_written": indicator.number_as_written,
            "unit_as_written": indicator.unit_as_written,
            "as_written": read.document.text[indicator.start : indicator.end],
            "period": indicator.period,
            "period_start": period_start,
            "period_end": period_end,
            "period_basis": indicator.period_basis,
            "place_id": read.place_id(indicator.place),
            "place": indicator.place,
            "place_basis": indicator.place_basis,
            "qualifies_indicator_id": ids.optional_id(doc_id, "indicators", indicator.qualifies),
            "part_of_indicator_id": ids.optional_id(doc_id, "indicators", indicator.part_of),
            "quote": indicator.quote,
            "start": indicator.start,
            "end": indicator.end,
            "rule_id": indicator.rule_id,
            "confidence": indicator.confidence,
        }

    return [row(indicator) for indicator in read.mentions.indicators]


def value_cells(indicator: Indicator) -> Row:
    """Return the value columns: as stated and in the one unit of the dimension, each rounded once.

    A range written backwards (10—8个) has its bounds in order here; the audit says that it was.
    """
    low, high = in_order(indicator)
    return {
        "value_low": units.to_float(low),
        "value_high": units.to_float(high),
        "unit": indicator.unit,
        "si_low": units.to_si(low, indicator.unit),
        "si_high": units.to_si(high, indicator.unit),
        "si_unit": units.si_unit(indicator.unit),
    }


def in_order(indicator: Indicator) -> tuple[Decimal | None, Decimal | None]:
    """Return the bounds of `indicator`, the lower one first."""
    low, high = indicator.value_low, indicator.value_high
    return (high, low) if low is not None and high is not None and low > high else (low, high)


def period_bounds(period: str | None) -> Bounds:
    """Return the days of `period`; both None when there is none or it cannot be read (an issue says so)."""
    try:
        return bounds(period) if period else (None, None)
    except ValueError:
        return None, None


def numeral_rows(read: Read) -> list[Row]:
    """Return a row a numeral."""
    document = read.document
    deadlines = _first_ids(read.mentions.deadlines, read.deadline_ids)
    return [
        {
            "numeral_id": ids.row_id(document.doc_id, "numerals", numeral.start),
            "doc_id": document.doc_id,
            "start": numeral.start,
            "end": numeral.end,
            "as_written": document.text[numeral.start : numeral.end],
            "class": numeral.cls,
            "indicator_id": ids.optional_id(document.doc_id, "indicators", numeral.indicator),
            "deadline_id": None
            if numeral.deadline is None
            else deadlines.get(numeral.deadline, ids.row_id(document.doc_id, "deadlines", numeral.deadline)),
        }
        for numeral in read.mentions.numerals
    ]


def issue_rows(read: Read) -> list[Row]:
    """Return a row an issue: those of ingest, extraction, the arithmetic audit and normalisation, in this order."""
    doc_id = read.document.doc_id
    issues = (
        *read.document.issues,
        *read.mentions.issues,
        *audit(read.document.text, read.mentions.indicators),
        *read.names.issues,
        *(_period_issue(i) for i in read.mentions.indicators if _unreadable(i.period)),
    )
    stems = [f"{doc_id}:x{_offset(issue)}.{issue.code}" for issue in issues]
    keys = _keys(read)
    return [
        {
            "issue_id": issue_id,
            "doc_id": doc_id,
            "severity": issue.severity,
            "code": issue.code,
            "message": issue.message,
            "table": issue.table,
            "key": keys(issue),
            "start": issue.start,
            "end": issue.start if issue.end is None else issue.end,
        }
        for issue_id, issue in zip(ids.distinct(stems), issues, strict=True)
    ]


def _offset(issue: Issue) -> int:
    return next((offset for offset in (issue.start, issue.key) if offset is not None), 0)


def _keys(read: Read) -> Callable[[Issue], str | None]:
    """Return a function that finds the primary key of the row an issue concerns."""
    doc_id, mentions = read.document.doc_id, read.mentions
    known: dict[str, dict[int, str]] = {
        "sections": {s.start: ids.row_id(doc_id, "sections", s.start) for s in mentions.sections},
        "tasks": {t.start: ids.row_id(doc_id, "tasks", t.start) for t in mentions.tasks},
        "responsibilities": _first_ids(mentions.responsibilities, read.responsibility_ids),
        "deadlines": _first_ids(mentions.deadlines, read.deadline_ids),
        "indicators": {
            offset: ids.row_id(doc_id, "indicators", i.numeral_start)
            for i in reversed(mentions.indicators)
            for offset in (i.start, i.numeral_start)
        },
        "numerals": {n.start: ids.row_id(doc_id, "numerals", n.start) for n in mentions.numerals},
    }

    def key(issue: Issue) -> str | None:
        if issue.table in ("documents", "texts"):
            return doc_id
        if issue.table is None or issue.key is None:
            return None
        return known.get(issue.table, {}).get(issue.key)

    return key


def _first_ids(mentions: Sequence[Deadline | Responsibility], row_ids: Sequence[str]) -> dict[int, str]:
    """Return start offset → id, of rows that share a start the first."""
    firsts: dict[int, str] = {}
    for mention, row_id in zip(mentions, row_ids, strict=True):
        firsts.setdefault(mention.start, row_id)
    return firsts


def _responsibility_ids(mentions: Mentions) -> tuple[str, ...]:
    stems = [ids.row_id(mentions.doc_id, "responsibilities", r.start) for r in mentions.responsibilities]
    return tuple(ids.distinct(stems, [r.position for r in mentions.responsibilities]))


def _deadline_ids(mentions: Mentions) -> tuple[str, ...]:
    return tuple(
        ids.distinct([ids.row_id(mentions.doc_id, "deadlines", d.start) for d in mentions.deadlines])
    )


def _unreadable(period: str | None) -> bool:
    return bool(period) and period_bounds(period) == (None, None)


def _period_issue(indicator: Indicator) -> Issue:
    return Issue(
        severity="warning",
        code="period.unreadable",
        message=f"the period {indicator.period!r} is no EDTF this data uses; its days are left empty",
        table="indicators",
        key=indicator.numeral_start,
        start=indicator.start,
        end=indicator.end,
    )
