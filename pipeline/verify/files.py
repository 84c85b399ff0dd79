"""Checks that a release has the files it lists, byte for byte, and the ones every release has, and no others."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish import (
    changes,
    citation,
    codebook,
    croissant,
    database,
    datapackage,
    licence,
    provenance,
    quality,
    quality_page,
    sums,
    workbook,
)
from pipeline.verify.fault import Fault
from schemas import TABLES
from schemas.changes import CHANGES

RELEASE_FILES = frozenset(
    {
        *(f"{name}.{kind}" for name in TABLES for kind in ("parquet", "csv")),
        *(f"{changes.FOLDER}/{name}.{kind}" for name in CHANGES for kind in ("parquet", "csv")),
        *(codebook.file(language) for language in codebook.LANGUAGES),
        *(f"{quality.FOLDER}/{name}" for name in (quality.FILE, quality_page.FILE)),
        *(citation.CFF_FILE, citation.ZENODO_FILE, citation.DATACITE_FILE),
        *(one.FILE for one in (croissant, database, datapackage, licence, provenance, workbook)),
        f"{changes.FOLDER}/{changes.PAGE}",
        sums.NAME,
    }
)
"""Every file of a release of this schema, by its path inside it: all must be there, and no other may be."""


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


def content_faults(folder: Path) -> list[Fault]:
    """Return the files that every release has and this one has not, and those that no release has.

    SHA256SUMS may agree with the folder all the same: whoever alters a release can write it anew.
    """
    found = sums.files(folder)
    return [
        *(Fault(name, "the file is missing: every release has it") for name in sorted(RELEASE_FILES - found)),
        *(
            Fault(name, "the file is extra: no release has such a file")
            for name in sorted(found - RELEASE_FILES)
        ),
    ]


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
