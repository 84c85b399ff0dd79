"""The published tables: one declaration a table, the one truth for names, types, keys and meanings.

`TABLES` lists them in the order of the codebook. `schemas.as_pandera`, `schemas.as_polars` and
`schemas.as_arrow` make from a declaration what those libraries need; only they import them.
"""

from __future__ import annotations

from schemas.documents import DOCUMENTS, SECTIONS, TEXTS
from schemas.indicators import INDICATORS, NUMERALS
from schemas.reference import ISSUES, METRICS, PLACES, UNITS
from schemas.table import Check, Column, ForeignKey, Table
from schemas.targets import TARGETS
from schemas.tasks import DEADLINES, ORGANIZATIONS, RESPONSIBILITIES, TASKS
from schemas.vocabularies import VOCABULARIES, Term, codes, labels

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        TARGETS,
        DOCUMENTS,
        TEXTS,
        SECTIONS,
        TASKS,
        RESPONSIBILITIES,
        ORGANIZATIONS,
        PLACES,
        DEADLINES,
        INDICATORS,
        NUMERALS,
        METRICS,
        UNITS,
        ISSUES,
    )
}
"""Table name → declaration, in the order in which a reader meets them."""

__all__ = [
    "TABLES",
    "VOCABULARIES",
    "Check",
    "Column",
    "ForeignKey",
    "Table",
    "Term",
    "codes",
    "labels",
]
