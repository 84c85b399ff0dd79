"""The rows of tables in the shape of their document: tasks, bare numbers, edges, and cells that tell of progress."""

from __future__ import annotations

from bisect import bisect_right

from pipeline.extract.parts import MIXED
from pipeline.extract.shape import Entry, Shape
from pipeline.extract.table_cells import Row

_NO_COUNTS = ("score", "unit")


def add_rows(rows: list[Row], shape: Shape, doc_type: str) -> None:
    """Take the rows of tables in: their tasks, bare numbers, and cells that tell of progress."""
    for row in rows:
        shape.values.update(row.values)
        shape.lasting += row.lasting
        shape.named.extend(row.counted)
        shape.edges.update(edge for _, a, b in row.cells for edge in (a, b + 1))
        for kind, a, b in row.cells:
            if kind in _NO_COUNTS:
                shape.named.append((a, b))
            elif kind == "progress":
                shape.parts += [(a, "told"), (b, "plan")]
        extends = (
            row.sub and not row.marker and shape.entries and shape.entries[-1].start < row.start
        )  # else the last entry stands behind the table
        if extends:
            shape.entries[-1] = shape.entries[-1]._replace(end=row.end)
        elif row.is_task and (doc_type not in MIXED or row.is_carried):
            block = _block_before(shape, row.start)
            shape.entries.append(
                Entry(row.start, row.end, block, row.marker, row.cells, row.title_end, row.words_end)
            )


def _block_before(shape: Shape, offset: int) -> int | None:
    found = bisect_right(shape.blocks, offset, key=lambda block: block.start) - 1
    return found if found >= 0 else None
