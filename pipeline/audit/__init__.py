"""Arithmetic that a document's own numbers must satisfy; where they do not, an issue with the numbers.

Parts against their whole, a level against its growth and its base, a threshold against what it defines, a
range against its order. A number counts with the precision it is written in (`precision`), so that rounding
and hedges never make a contradiction. All arithmetic is exact; only messages round.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.audit.bounds import range_issues, threshold_issues
from pipeline.audit.growth import growth_issues
from pipeline.audit.parts import parts_issues
from pipeline.model import Indicator, Issue

__all__ = ["audit"]


def audit(text: str, indicators: Sequence[Indicator]) -> tuple[Issue, ...]:
    """Return what contradicts in one document's indicators, in the order of the text.

    `text` is the decoded text that the indicators' spans refer to. Pure: a document needs no other.
    """
    issues = [
        *parts_issues(text, indicators),
        *growth_issues(text, indicators),
        *threshold_issues(text, indicators),
        *range_issues(text, indicators),
    ]
    return tuple(sorted(issues, key=lambda issue: (issue.start or 0, issue.code, issue.end or 0)))
