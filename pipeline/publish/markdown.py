"""Tables of a Markdown page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a Markdown table; the cells are escaped already (see `cell`)."""
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def cell(value: object) -> str:
    """Return `value` as a cell: nothing for None, no line break and no bare | or < in it."""
    if value is None:
        return ""
    return " ".join(str(value).split()).replace("|", "\\|").replace("<", "&lt;")


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
