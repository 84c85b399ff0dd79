"""The files that a person writes of collections, collection.toml and documents.csv, release.toml, as text and as TOML.

Whatever keeps one from being read is an AuthoredError, whose message names the file and the remedy.
"""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any


class AuthoredError(Exception):
    """A file that a person wrote cannot be read."""


def read_text(path: Path, *, missing: str, save_as: str) -> str:
    """Return the text of the file at `path`, a BOM left out; `missing` and `save_as` are the remedies."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):  # a named pipe would keep the build waiting for ever
            raise AuthoredError(f"{path}: not a plain file; put the file itself there")
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise AuthoredError(f"{path}: missing; {missing}") from None
    except UnicodeDecodeError as error:
        raise AuthoredError(f"{path} is not UTF-8 (byte {error.start}): save it as {save_as}") from None
    except OSError as error:
        raise AuthoredError(f"{path}: cannot be read: {error.strerror}") from None


def read_toml(path: Path) -> dict[str, Any]:
    """Return the keys of the collection.toml, or the release.toml, at `path`."""
    text = read_text(path, missing="write one, if only with title, publisher and licence", save_as="UTF-8")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise AuthoredError(f"{path}: not TOML: {error}") from None
    except RecursionError:
        raise AuthoredError(f"{path}: brackets are nested too deeply; write each key on a line") from None
    except ValueError:  # Python reads no number of more than 4,300 digits
        raise AuthoredError(f"{path}: a number has too many digits to be read; write it in quotes") from None


def is_utf8(name: str) -> bool:
    """Tell whether a name that the file system gave is valid UTF-8."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def printable(path: Path) -> str:
    r"""Return `path` with the bytes that are not UTF-8 as `\xff`, so that any terminal can show it."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")
