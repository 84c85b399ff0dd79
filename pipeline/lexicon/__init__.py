"""Language knowledge as data: one CSV a subject, each record with an example that the tests run."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib import resources


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """Return the records of `pipeline/lexicon/<name>.csv` in file order, cells stripped of nothing."""
    path = resources.files(__name__).joinpath(f"{name}.csv")
    return tuple(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
