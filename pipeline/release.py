"""What a release of CLGC says of itself: versions, title, authors, date, licence (`release.toml` beside this).

Of collections of anybody else `pipeline.authored` tells.
"""

from __future__ import annotations

import os
import re
import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

from pipeline.errors import UsageError

_WORDS = r"[0-9A-Za-z][0-9A-Za-z-]*(?:\.[0-9A-Za-z][0-9A-Za-z-]*)*"
# A month has no leading zero, as SemVer wants it; what stands behind - or + is words between points.
_VERSION = re.compile(
    rf"([0-9]{{4}})\.([1-9]|1[0-2])\.(0|[1-9][0-9]*)(?:-(?P<draft>{_WORDS}))?(?:\+(?P<build>{_WORDS}))?"
)

FOUNDING = frozenset({"founding-documents"})
"""The collections of raw/ that release.toml speaks of: a release of any other is somebody else's."""


@dataclass(frozen=True, slots=True)
class Release:
    """The authored facts of a release, `licence` empty where none is granted.

    `date` stands for the clock, so that equal inputs give equal bytes.
    """

    data_version: str
    predecessor: str
    schema_version: str
    title: str
    title_zh: str
    description: str
    description_zh: str
    keywords: tuple[str, ...]
    date: date
    authors: tuple[str, ...]
    publisher: str
    licence: str
    licence_url: str
    doi: str
    url: str


def moment(authored: Release | None = None) -> datetime:
    """Return what stands for the clock in every file: SOURCE_DATE_EPOCH where it is set, else the date.

    The date is that of `authored`, by default CLGC's own. In UTC. UsageError when SOURCE_DATE_EPOCH is no number of seconds.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.combine((authored or read()).date, time(), UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        message = f"SOURCE_DATE_EPOCH is {epoch!r}: give whole seconds since 1970, or leave it unset"
        raise UsageError(message) from None


@cache
def read() -> Release:
    """Return the authored release facts."""
    table: dict[str, Any] = tomllib.loads(
        resources.files("pipeline").joinpath("release.toml").read_text("utf-8")
    )
    return Release(**{**table, "authors": tuple(table["authors"]), "keywords": tuple(table["keywords"])})


def check_version(version: str) -> str:
    """Return `version` if it may name a release (`2026.11.0`, `2026.11.0-rc.1`), else raise UsageError."""
    if _VERSION.fullmatch(version):
        return version
    raise UsageError(
        f"{version!r} is no release version: write YEAR.MONTH.MICRO, such as 2026.11.0 or 2026.11.0-rc.1"
    )


def order(version: str) -> tuple[Any, ...]:
    """Return what sorts versions as SemVer does: a draft (`-rc.1`) before its release, numbers as numbers.

    UsageError when `version` names no release.
    """
    parts = _VERSION.fullmatch(check_version(version))
    assert parts is not None
    draft = parts["draft"]
    words = [(0, int(word), "") if word.isdigit() else (1, 0, word) for word in (draft or "").split(".")]
    return (
        *(int(parts[at]) for at in (1, 2, 3)),
        draft is None,
        words if draft else [],
        parts["build"] or "",
    )
