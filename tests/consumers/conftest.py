"""The releases that the consumers open, each made once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from pipeline import build, progress
from tests import releases
from tests.conftest import ROOT
from tests.consumers.engines import AWKWARD


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of raw/."""
    out = tmp_path_factory.mktemp("opened") / "processed"
    return build.build(ROOT / "raw", out, releases.FIRST, progress.silent).release


@pytest.fixture(scope="session")
def awkward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with a document for each awkward text, which is its title."""
    frames = releases.frames()
    documents = pl.concat([frames["documents"]] * len(AWKWARD)).with_columns(
        doc_id=pl.Series([f"d-{number:016x}" for number in range(len(AWKWARD))]),
        title=pl.Series(AWKWARD, dtype=pl.String),
    )
    empty = {name: frame.clear() for name, frame in frames.items()}
    kept = {**empty, "places": frames["places"], "documents": documents}
    return releases.published(tmp_path_factory.mktemp("awkward"), of=kept)
