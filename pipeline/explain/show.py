"""The parts of an explanation as lines: document, fields, rule, issues."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline import lexicon
from pipeline.explain.find import Found, Row
from schemas import TABLES, Column, labels

# A task's whole text is its passage; ids and offsets stand in the heading.
_ELSEWHERE = frozenset({"doc_id", "text", "start", "end", "rule_id", "confidence"})
_SINGULAR = {"responsibilities": "responsibility"}


def laid_out(parts: Mapping[str, Sequence[str]]) -> str:
    """Return the parts that have lines, each under its name."""
    blocks = []
    for name, lines in parts.items():
        if lines:
            blocks.append(
                "\n".join(([name] if name else []) + [f"  {line}" if name else line for line in lines])
            )
    return "\n\n".join(blocks)


def heading(found: Found) -> list[str]:
    """Name the row, its document, its section and its task."""
    document = found.document
    about = [document["place"], _year(document), document["doc_type"], document["path"]]
    lines = [
        f"{_SINGULAR.get(found.table, found.table[:-1])} {found.row_id}{_span(found.row)}",
        f"document {document['title'] or '(no title)'} ({', '.join(str(word) for word in about if word)})",
    ]
    section = found.one("sections", found.row.get("section_id"))
    if section:
        lines.append(f"section  {section['ordinal_path']} {section['heading'] or ''} ({section['kind']})")
    task = found.one("tasks", found.row.get("task_id") if found.table != "tasks" else None)
    if task:
        lines.append(f"task     {task['ordinal_path']} {task['title']} ({task['task_id']})")
    return lines


def _span(row: Row) -> str:
    return "" if row.get("start") is None else f", characters {row['start']}–{row['end']}"


def _year(document: Row) -> str | None:
    start, end = document["plan_start"], document["plan_end"]
    if start is None or end is None:
        return None
    return str(start.year) if start.year == end.year else f"{start.year}–{end.year}"


def fields(found: Found, written: bool) -> list[str]:
    """Return the row's fields: the source's own words, or what was understood."""
    key = TABLES[found.table].primary_key
    columns = [c for c in TABLES[found.table].columns if c.name not in _ELSEWHERE and c.name != key]
    chosen = [column for column in columns if (column.source == "text") == written]
    width = max((len(column.name) for column in chosen), default=0)
    return [f"{column.name.ljust(width)}  {_cell(column, found.row[column.name])}" for column in chosen]


def counts(found: Found) -> list[str]:
    """Tell how many rows of each table were read in a document."""
    told = {name: len(found.rows(name)) for name, table in TABLES.items() if "doc_id" in table.names}
    return [
        f"{name.ljust(16)}  {rows:,}" for name, rows in told.items() if name not in ("documents", "texts")
    ]


def _cell(column: Column, value: object) -> str:
    if value is None:
        return "–"
    if column.vocabulary is not None:
        meant = (
            labels(column.vocabulary, "zh").get(str(value)),
            labels(column.vocabulary, "en").get(str(value)),
        )
        return f"{value} ({', '.join(filter(None, meant))})"
    if isinstance(value, float):
        return f"{value:,.10g}" if abs(value) < 1e15 else f"{value:g}"
    return " ".join(str(value).split()) if isinstance(value, str) else str(value)


def rule(found: Found) -> list[str]:
    """Tell the rule that gave an indicator its role, with an example and how far it is trusted."""
    rule_id = found.row.get("rule_id")
    if rule_id is None:
        return []
    record = next((row for row in lexicon.read("rules") if row["rule_id"] == rule_id), None)
    if record is None:
        return [f"{rule_id} (this version of clgc has no such rule)"]
    return [
        f"{rule_id}, confidence {found.row['confidence']:g}",
        f"{record['description_zh']}: {record['description_en']}",
        f"for example {record['example']}",
    ]


def issues(found: Found) -> list[str]:
    """Return the issues on the row, and those whose span touches it."""
    return [
        f"{issue['severity']} {issue['code']}: {issue['message']}"
        for issue in found.rows("issues")
        if issue["issue_id"] != found.row_id and (issue["key"] == found.row_id or _touches(issue, found))
    ]


def _touches(issue: Row, found: Found) -> bool:
    if issue["start"] is None or found.row.get("start") is None or found.table == "sections":
        return False
    return bool(issue["start"] < found.row["end"] and found.row["start"] < issue["end"])
