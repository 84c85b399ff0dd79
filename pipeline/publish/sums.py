"""SHA256SUMS read back: which files a release says it has, and what their bytes hash to."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath

NAME = "SHA256SUMS"

_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
_CHUNK = 1 << 20


def read_sums(path: Path) -> tuple[dict[str, str], list[str]]:
    """Return file → sha256 as the lines of `path` say, and the lines that say nothing sound.

    A sound line is what `sha256sum` writes: 64 hexadecimal digits, two spaces, a path inside the folder,
    named once.
    """
    sums: dict[str, str] = {}
    odd = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        match = _LINE.fullmatch(line)
        if match is None or match[2] in sums or not _inside(match[2]):
            odd.append(line)
        else:
            sums[match[2]] = match[1]
    return sums, odd


def sha256(path: Path) -> str:
    """Return the sha256 of a file's bytes, in hexadecimal; it is read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as handle:
        while piece := handle.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def files(folder: Path) -> set[str]:
    """Return every file of `folder` by its path inside it, in POSIX form; a link counts as a file."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    }


def _inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\\" not in name
