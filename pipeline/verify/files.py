"""Checks that a release has the files it lists, byte for byte, and no others."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish import sums
from pipeline.verify.fault import Fault


def file_faults(folder: Path) -> list[Fault]:
    """Return files that are missing, altered, or not listed in SHA256SUMS, and lines that list nothing."""
    listing = folder / sums.NAME
    if not listing.is_file():
        return [Fault(sums.NAME, "the file is missing, so nothing tells whether the others are whole")]
    listed, odd = sums.read_sums(listing)
    faults = [
        Fault(sums.NAME, f"the line {line[:100]!r} is no checksum of a file in the release") for line in odd
    ]
    faults += [fault for name in sorted(listed) if (fault := _fault(folder, name, listed[name])) is not None]
    for name in sorted(sums.files(folder) - listed.keys() - {sums.NAME}):
        faults.append(Fault(name, f"the file is extra: {sums.NAME} does not list it"))
    return faults


def _fault(folder: Path, name: str, expected: str) -> Fault | None:
    path = folder / name
    if path.is_symlink():
        return Fault(name, "the file is a link; a release holds its own bytes")
    if not path.is_file():
        return Fault(name, f"the file is missing: {sums.NAME} lists it")
    found = sums.sha256(path)
    if found == expected:
        return None
    return Fault(name, f"its bytes were altered: sha256 {found[:16]}…, {sums.NAME} says {expected[:16]}…")
