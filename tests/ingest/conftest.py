"""A raw folder to fill."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ingest.helpers import Raw


@pytest.fixture
def raw(tmp_path: Path) -> Raw:
    root = tmp_path / "raw"
    root.mkdir()
    return Raw(root)
