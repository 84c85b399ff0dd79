"""What several tests need: the shared folder, and small made-up collections."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parent.parent

# The same examples on every run; `make test` must not fail by chance. To look for new ones:
# HYPOTHESIS_PROFILE=search python -m pytest tests/test_round_trips.py tests/test_fuzz.py
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", derandomize=False, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

MakeRaw = Callable[[Mapping[str, bytes]], Path]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of material beside the repository that may not be in it; absent on most machines."""
    folder = ROOT.parent / "shared"
    if not folder.is_dir():
        pytest.skip("../shared is not on this machine")
    return folder


@pytest.fixture
def make_raw(tmp_path: Path) -> MakeRaw:
    """Return a function that writes a collections folder with one collection of the given files."""

    def make(files: Mapping[str, bytes]) -> Path:
        folder = tmp_path / "raw" / "made-up"
        (folder / "files").mkdir(parents=True)
        (folder / "collection.toml").write_text('title = "Made-up plans"\nlicence = "CC0-1.0"\n', "utf-8")
        rows = ["file,sha256"]
        for name, content in files.items():
            (folder / "files" / name).write_bytes(content)
            rows.append(f"{name},{hashlib.sha256(content).hexdigest()}")
        (folder / "documents.csv").write_text("\n".join(rows) + "\n", "utf-8")
        return tmp_path / "raw"

    return make
