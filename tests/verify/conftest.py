"""Releases to be damaged: copies of a sound one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.releases import FIRST, SECOND, published, with_indicator


@pytest.fixture(scope="session")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, the second compared with the first."""
    out = tmp_path_factory.mktemp("sound")
    published(out)
    published(out, SECOND, with_indicator(1, role="scope"), after=FIRST)
    return out


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy of the first release, to be damaged."""
    return shutil.copytree(sound / FIRST, tmp_path / FIRST)


@pytest.fixture
def later(sound: Path, tmp_path: Path) -> Path:
    """A copy of the second release, beside the first, to be damaged."""
    shutil.copytree(sound, tmp_path / "processed", symlinks=True)
    return tmp_path / "processed" / SECOND
