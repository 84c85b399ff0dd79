"""Small made-up releases, and frames that differ from each other in one thing, for tests of what compares them."""

from __future__ import annotations

import atexit
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from pipeline.model import Document
from pipeline.normalize.rows import Frames, to_frames
from pipeline.publish import publish
from tests import factories as made

# No real release bears these.
FIRST, SECOND = "2019.1.0", "2019.1.1"
OTHER_ID = "d-fedcba9876543210"


def frames() -> Frames:
    """Return the tables of the made-up document."""
    return to_frames([made.document()], [made.mentions()])


def with_indicator(index: int, **changes: object) -> Frames:
    """Return the tables in which one indicator of the made-up document is read otherwise."""
    indicators = list(made.indicators())
    indicators[index] = indicators[index]._replace(**changes)  # type: ignore[arg-type]
    return of_mentions(indicators=tuple(indicators))


def of_mentions(**changes: object) -> Frames:
    """Return the tables of the made-up document when other things are read in it."""
    return to_frames([made.document()], [made.mentions(**changes)])


def other_document() -> Document:
    """Return a second document: the same text at another path."""
    return made.document(doc_id=OTHER_ID, path="files/b.txt", sha256="fedcba9876543210" * 4)


def two_documents() -> Frames:
    """Return the tables of both documents."""
    return to_frames(
        [made.document(), other_document()], [made.mentions(), replace(made.mentions(), doc_id=OTHER_ID)]
    )


def published(out: Path, version: str = FIRST, of: Frames | None = None, after: str | None = None) -> Path:
    """Publish made-up tables as `version` in `out`, compared with the release `after` there."""
    if of is None and after is None and not (out / version).exists():
        return _copied(_default(version), out)
    before = None if after is None else out / after
    return publish(frames() if of is None else of, out, version, predecessor=before)


@cache
def _default(version: str) -> Path:
    """Return the release of the made-up document as `version`, made once for all tests."""
    kept = TemporaryDirectory()
    atexit.register(kept.cleanup)
    return publish(frames(), Path(kept.name), version)


def _copied(release: Path, out: Path) -> Path:
    shutil.copytree(release, out / release.name)
    (out / "latest").unlink(missing_ok=True)
    (out / "latest").symlink_to(release.name)
    return out / release.name


def changed(rows: Frames, table: str, **columns: pl.Expr) -> Frames:
    """Return `rows` with some columns of a table made anew."""
    return {**rows, table: rows[table].with_columns(**columns)}
