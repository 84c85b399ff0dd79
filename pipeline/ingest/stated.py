"""collection.toml → the defaults of its files and the number of documents it expects, every key checked.

At the top stand what the collection says of itself (ABOUT) and columns of documents.csv that every file shares;
the latter may stand under [defaults] instead. [expected] states what must be found.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from pipeline.ingest.authored import AuthoredError, read_toml
from pipeline.ingest.listing import OPTIONAL

ABOUT = ("title", "publisher", "licence", "license", "language", "notes")
TABLES = ("defaults", "expected")
EXPECTED = ("documents",)
_MOST = 10**9
"""No number that a collection states is larger; Python cannot even show one of thousands of digits."""


@dataclass(frozen=True, slots=True)
class Stated:
    """`defaults` is column → the value of blank cells; `documents` is how many files must be listed."""

    defaults: dict[str, str] = field(default_factory=dict)
    documents: int | None = None


def read_stated(path: Path) -> tuple[Stated, list[str]]:
    """Return what the collection.toml at `path` states, and its faults."""
    try:
        content = read_toml(path)
    except AuthoredError as error:
        return Stated(), [str(error)]
    faults = [*_unknown(content), *_no_text(content)]
    defaults = _defaults(content, faults)
    documents = _documents(content.get("expected", {}), faults)
    return Stated(defaults, documents), [f"{path}: {fault}" for fault in faults]


def _unknown(content: Mapping[str, object]) -> Iterator[str]:
    columns = [column for column in OPTIONAL if column not in ABOUT]
    known = [*ABOUT, *columns, *TABLES]
    for key, value in content.items():
        if key not in known:
            what = f"table [{key}]" if isinstance(value, dict) else f"key {key!r}"
            near = difflib.get_close_matches(key, known, n=1, cutoff=0.75)
            meant = "".join(f" did you mean {f'[{name}]' if name in TABLES else name}?" for name in near)
            yield f"{what} is not known;{meant} the keys are {', '.join(known)}"


def _no_text(content: Mapping[str, object]) -> Iterator[str]:
    for key in ABOUT:
        if key in content and not isinstance(content[key], str):
            yield f"{key} is not text; write it in quotes"


def _defaults(content: Mapping[str, object], faults: list[str]) -> dict[str, str]:
    stated = content.get("defaults", {})
    if not isinstance(stated, dict):
        faults.append("defaults is not a table; write [defaults] and a line for each column")
        return {}
    faults += _none_of("defaults", stated, OPTIONAL)
    # At the top, `title` is the collection's own.
    shared = {key: content[key] for key in OPTIONAL if key in content and key not in ABOUT}
    defaults: dict[str, str] = {}
    for key, value in {**shared, **stated}.items():
        if key in OPTIONAL:
            cell = _cell(value)
            if cell is None:
                faults.append(f"{key} is neither text nor a date; write it in quotes")
            else:
                defaults[key] = cell
    return defaults


def _cell(value: object) -> str | None:
    """Return a value as documents.csv would have it; a year may be a bare number."""
    if isinstance(value, (str, date)):
        return str(value).strip()
    return str(value) if _is_number(value) else None


def _is_number(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < _MOST


def _documents(expected: object, faults: list[str]) -> int | None:
    if not isinstance(expected, dict):
        faults.append("expected is not a table; write [expected] and documents = their number under it")
        return None
    faults += _none_of("expected", expected, EXPECTED)
    documents = expected.get("documents")
    if documents is None or (isinstance(documents, int) and _is_number(documents)):
        return documents
    faults.append("[expected] documents is not a number of documents; write it as documents = 2")
    return None


def _none_of(table: str, keys: Iterable[str], known: Iterable[str]) -> list[str]:
    return [f"[{table}] has {key!r}, which is none of {', '.join(known)}" for key in keys if key not in known]
