"""Why a row says what it says: its passage, its fields, the rule and the lexicon behind it, its siblings."""

from __future__ import annotations

from pathlib import Path

from pipeline.explain.find import Found, find
from pipeline.explain.passage import Marks, passage
from pipeline.explain.records import records
from pipeline.explain.show import counts, fields, heading, issues, laid_out, rule
from pipeline.explain.siblings import siblings

PLAIN: Marks = ("⟦", "⟧")
COLOURED: Marks = ("\x1b[1;30;43m", "\x1b[0m")

__all__ = ["COLOURED", "PLAIN", "explain"]


def explain(release: Path, row_id: str, marks: Marks = PLAIN) -> str:
    """Return what the release in `release` knows of the row `row_id`, in lines for a person.

    The span of the row stands between `marks`. A ClgcError names the nearest ids when there is no such row.
    """
    found = find(release, row_id)
    if found.table == "documents":
        return _document(found)
    return laid_out(
        {
            "": heading(found),
            "passage": [passage(found.text, found.row["start"], found.row["end"], marks)],
            "as written": fields(found, written=True),
            "as understood": fields(found, written=False),
            "rule": rule(found),
            "lexicon": records(found),
            **siblings(found),
            "issues": issues(found),
        }
    )


def _document(found: Found) -> str:
    return laid_out(
        {
            "": heading(found)[:1],
            "as written": fields(found, written=True),
            "as understood": fields(found, written=False),
            "rows": counts(found),
            "issues": issues(found),
        }
    )
