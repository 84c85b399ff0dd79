"""The rows that stand around a row: its whole and parts, its sentence, its task."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.explain.find import Found, Row
from pipeline.explain.passage import sentence

_MOST = 20

Part = tuple[str, str]


def siblings(found: Found) -> dict[str, list[str]]:
    """Return lines a kind of sibling, nearest kinds first."""
    of_table: dict[str, Callable[[Found], dict[str, list[str]]]] = {
        "indicators": _of_indicator,
        "tasks": lambda own: _in_task(own, own.row_id),
        "responsibilities": lambda own: _in_task(own, own.row["task_id"]),
        "deadlines": lambda own: _in_task(own, own.row["task_id"]),
        "numerals": _of_numeral,
        "sections": _of_section,
        "issues": _of_issue,
    }
    return of_table[found.table](found)


def _of_indicator(found: Found) -> dict[str, list[str]]:
    row, own = found.row, found.row_id
    everything = found.rows("indicators")
    linked = {row["part_of_indicator_id"], row["qualifies_indicator_id"]}
    links = [
        *(
            f"{_link(row, other)} {_indicator(other)}"
            for other in everything
            if other["indicator_id"] in linked
        ),
        *(f"its part {_indicator(o)}" for o in everything if o["part_of_indicator_id"] == own),
        *(f"its threshold {_indicator(o)}" for o in everything if o["qualifies_indicator_id"] == own),
    ]
    first, last = sentence(found.text, row["start"], row["end"])
    near = [o for o in everything if first <= o["start"] < last and o["indicator_id"] != own]
    nearby = {other["indicator_id"] for other in near} | {own}
    return {
        "linked": links,
        "in the same sentence": _shortened([_indicator(other) for other in near]),
        **_in_task(found, row["task_id"], nearby),
    }


def _link(row: Row, other: Row) -> str:
    return "part of" if other["indicator_id"] == row["part_of_indicator_id"] else "threshold of"


def _in_task(found: Found, task_id: str | None, known: set[str] | None = None) -> dict[str, list[str]]:
    """Return what else the task holds, without the row itself and the rows `known` already."""
    if task_id is None:
        return {}
    skipped = (known or set()) | {found.row_id}

    def others(table: str, key: str, line: Callable[[Row], str]) -> list[str]:
        rows = (row for row in found.rows(table) if row["task_id"] == task_id and row[key] not in skipped)
        return _shortened([line(row) for row in rows])

    return {
        "indicators of the task": others("indicators", "indicator_id", _indicator),
        "deadlines of the task": others("deadlines", "deadline_id", _deadline),
        "responsible for the task": others("responsibilities", "responsibility_id", _responsibility),
    }


def _of_numeral(found: Found) -> dict[str, list[str]]:
    indicator = found.one("indicators", found.row["indicator_id"])
    deadline = found.one("deadlines", found.row["deadline_id"])
    return {
        "belongs to": [
            *([_indicator(indicator)] if indicator else []),
            *([_deadline(deadline)] if deadline else []),
        ]
    }


def _of_section(found: Found) -> dict[str, list[str]]:
    sections = found.rows("sections")
    tasks = [row for row in found.rows("tasks") if row["section_id"] == found.row_id]
    return {
        "inside": [_section(s) for s in sections if s["section_id"] == found.row["parent_section_id"]],
        "sections in it": _shortened(
            [_section(s) for s in sections if s["parent_section_id"] == found.row_id]
        ),
        "tasks in it": _shortened([f"{row['task_id']}  {_one_line(row['title'])}" for row in tasks]),
    }


def _of_issue(found: Found) -> dict[str, list[str]]:
    return {"about": [f"{found.row['table']} {found.row['key']}"] if found.row["key"] else []}


def _indicator(row: Row) -> str:
    return f"{row['indicator_id']}  {row['role']}  {_one_line(row['as_written'])}  {row['metric']}"


def _deadline(row: Row) -> str:
    return f"{row['deadline_id']}  {row['type']} {row['edtf']}  {_one_line(row['as_written'])}"


def _responsibility(row: Row) -> str:
    return f"{row['responsibility_id']}  {row['role']}  {row['org_name']}"


def _section(row: Row) -> str:
    return f"{row['section_id']}  {row['kind']}  {_one_line(row['heading'] or '')}"


def _one_line(words: str) -> str:
    return " ".join(words.split())


def _shortened(lines: Sequence[str]) -> list[str]:
    more = len(lines) - _MOST
    return [*lines[:_MOST], *([f"… and {more} more"] if more > 0 else [])]
