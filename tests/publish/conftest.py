"""A made-up release, and the release of raw/ scored on gold, each made once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import build, progress, release
from pipeline.ingest.about import Collection
from pipeline.normalize.rows import Frames
from pipeline.publish import publish
from pipeline.publish.facts import Facts, gather
from pipeline.publish.read import read_release
from tests import releases
from tests.conftest import ROOT

VERSION = release.read().data_version


@pytest.fixture(scope="session")
def facts() -> Facts:
    return gather(VERSION, [Collection("made-up", "Made-up | plans", None, "CC0-1.0", "zh", None)])


@pytest.fixture(scope="session")
def frames() -> Frames:
    return releases.frames()


@pytest.fixture(scope="session")
def folder(frames: Frames, facts: Facts, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The made-up release."""
    return publish(frames, tmp_path_factory.mktemp("made-up"), VERSION, facts=facts)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release of raw/."""
    out = tmp_path_factory.mktemp("real")
    return build.build(ROOT / "raw", out, VERSION, progress.silent, gold=ROOT / "tests" / "gold").release


@pytest.fixture(scope="session")
def real_frames(real: Path) -> Frames:
    return read_release(real)
