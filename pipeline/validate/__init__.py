"""Checks of built rows: a row that breaks one stops the build, for it is a fault of the pipeline.

What is odd in a source is no failure: it is an issue, published with the data.
"""

from __future__ import annotations

from pipeline.validate.derived import count_failures, deadline_failures, period_failures, view_failures
from pipeline.validate.failure import Failure, Frames, sources
from pipeline.validate.keys import key_failures, reference_failures
from pipeline.validate.models import SHAPE, model_failures, row_failures
from pipeline.validate.words import numeral_failures, owner_failures, span_failures, verbatim_failures

CHECKS = (
    key_failures,
    reference_failures,
    row_failures,
    span_failures,
    verbatim_failures,
    numeral_failures,
    owner_failures,
    period_failures,
    deadline_failures,
    count_failures,
    view_failures,
)
"""Every check between rows, in the order in which failures are told."""


def validate(frames: Frames) -> list[Failure]:
    """Return everything wrong with `frames`, an empty list when they may be published.

    Where a table, column, type or needed value is missing only the models' findings are returned, for the
    other checks read these columns. `str(failure)` names table, column, row, document, offset and words.
    """
    origin = sources(frames)
    failures = list(model_failures(frames, origin))
    if any(failure.check in SHAPE for failure in failures):
        return failures
    for check in CHECKS:
        failures.extend(check(frames, origin))
    return failures


__all__ = ["CHECKS", "Failure", "validate"]
