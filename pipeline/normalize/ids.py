"""Ids of rows: document, a letter for the table, offset of the row's first character (data-model rule 4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

LETTERS = {
    "sections": "s",
    "tasks": "t",
    "responsibilities": "r",
    "deadlines": "d",
    "indicators": "i",
    "numerals": "n",
}
"""Table → the letter of its ids."""


def row_id(doc_id: str, table: str, offset: int) -> str:
    """Return the id of the row of `table` that starts at `offset`."""
    return f"{doc_id}:{LETTERS[table]}{offset}"


def optional_id(doc_id: str, table: str, offset: int | None) -> str | None:
    """Return `row_id`, or None where there is no row to refer to."""
    return None if offset is None else row_id(doc_id, table, offset)


def distinct(ids: Sequence[str], positions: Sequence[int] | None = None) -> list[str]:
    """Return `ids` with a dot and a position behind each that occurs more than once.

    The position is the one given where these tell the rows of an id apart, else the rank in the list.
    """
    shared = {name for name, count in Counter(ids).items() if count > 1}
    members: dict[str, list[int]] = {name: [] for name in shared}
    for index, name in enumerate(ids):
        if name in shared:
            members[name].append(index)
    result = list(ids)
    for name, indices in members.items():
        given = [positions[index] for index in indices] if positions is not None else []
        chosen = given if len(set(given)) == len(indices) else list(range(len(indices)))
        for index, position in zip(indices, chosen, strict=True):
            result[index] = f"{name}.{position}"
    return result
