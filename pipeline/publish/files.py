"""The files of a release: their media types, and SHA256SUMS, which names them all."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from pipeline.publish import sums
from pipeline.publish.facts import write_text

MEDIA_TYPES = {
    ".parquet": "application/x-parquet",  # not the registered one: what Croissant's reference library reads
    ".csv": "text/csv",
    ".sqlite": "application/vnd.sqlite3",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def media_type(name: str) -> str:
    """Return the media type of a data file by its ending; KeyError for any other file."""
    return MEDIA_TYPES[PurePosixPath(name).suffix]


def write_sums(folder: Path) -> None:
    """Write the sha256 of every other file of `folder` to SHA256SUMS, by name, as `sha256sum -c` reads them.

    It comes last: a file written later would not be in it.
    """
    names = sorted(sums.files(folder) - {sums.NAME})
    lines = [f"{sums.sha256(folder / name)}  {name}\n" for name in names]
    write_text(folder / sums.NAME, "".join(lines))
