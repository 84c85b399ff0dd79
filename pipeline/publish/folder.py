"""The folder of releases: one build at a time writes to it, and a release appears in it whole or not at all.

Everything unfinished bears a name that begins with `.partial-`. A build that is killed leaves at most such
names behind; the next one clears them away, and puts back a release that was about to be replaced.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline import release
from pipeline.errors import LockedError, OutputError, UsageError
from pipeline.publish import sums
from pipeline.publish.versions import check_replaceable

LATEST = "latest"
_LOCK = ".build.lock"
_PARTIAL = ".partial-new-"
_REPLACED = ".partial-old-"
_LINK = ".partial-latest"


@contextmanager
def output_folder(out: Path) -> Iterator[Path]:
    """Hold `out` for this build alone, made if need be and cleared of what a killed build left.

    Raises LockedError while another build holds it and OutputError when it cannot be written. A folder made
    for a build that writes nothing goes again.
    """
    made = [folder for folder in (out, *out.parents) if not folder.exists()]
    with _told(out):
        out.mkdir(parents=True, exist_ok=True)
        lock = _lock(out)
    try:
        with _told(out):
            _clear(out)
        yield out
    finally:
        # Unlink before the lock is let go: whoever waits on this file sees that it is no longer the lock.
        (out / _LOCK).unlink(missing_ok=True)
        os.close(lock)
        with suppress(OSError):  # the first that holds something ends it
            for folder in made:
                folder.rmdir()


def write_release(out: Path, version: str, write: Callable[[Path], None], *, replace: bool = False) -> Path:
    """Let `write` fill a folder beside `out/version`, put it in its place and point `out/latest` at the last.

    The last release is the greatest version, so that one of long ago, made again or late, does not move it.

    The caller holds `output_folder(out)`. A release of the same bytes stays untouched; one of other bytes
    raises PublishedError, or gives way with `replace` if it is not committed. Raises OutputError when the
    folder cannot be written or something that is no release stands in the way.
    """
    target, partial = out / version, out / f"{_PARTIAL}{version}"
    refuse_in_the_way(out, version)
    with _told(out):
        partial.mkdir()
        try:
            write(partial)
            _refuse_foreign(target, partial)
            _sync(partial)
            if _same(target, partial):
                shutil.rmtree(partial)
            else:
                if target.exists():
                    check_replaceable(target, partial, replace=replace)
                _put(partial, target, out / f"{_REPLACED}{version}")
        except BaseException:
            shutil.rmtree(partial, ignore_errors=True)
            raise
        _point(out, greatest(out, version))
    return target


def _lock(out: Path) -> int:
    """Return the descriptor that holds the lock of `out`; the system lets it go when the process ends."""
    path = out / _LOCK
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(descriptor)
            message = (
                f"another build is writing to {out}: wait until it ends, or choose another folder with --out"
            )
            raise LockedError(message) from None
        except OSError:
            os.close(descriptor)
            raise
        # A build that ended between our open and our lock has removed the file: lock the new one.
        if path.exists() and os.path.samestat(os.fstat(descriptor), path.stat()):
            return descriptor
        os.close(descriptor)


def _clear(out: Path) -> None:
    """Undo what a killed build left; a release set aside goes back unless its successor is there."""
    for replaced in sorted(out.glob(f"{_REPLACED}*")):
        target = out / replaced.name.removeprefix(_REPLACED)
        if target.exists():
            shutil.rmtree(replaced)
        else:
            replaced.rename(target)
    for partial in sorted(out.glob(f"{_PARTIAL}*")):
        shutil.rmtree(partial)
    (out / _LINK).unlink(missing_ok=True)


def _put(partial: Path, target: Path, replaced: Path) -> None:
    """Move `partial` to `target`; no folder can be renamed over a full one, so the old one steps aside."""
    if target.exists():
        target.rename(replaced)
    partial.rename(target)
    _sync_folder(target.parent)
    if replaced.exists():
        shutil.rmtree(replaced)


def greatest(out: Path, version: str) -> str:
    """Return the greatest version of which `out` holds a release, `version` among them."""
    found = [version]
    for folder in out.iterdir():
        with suppress(UsageError):
            if not folder.is_symlink() and (folder / sums.NAME).is_file():
                found.append(release.check_version(folder.name))
    return max(found, key=release.order)


def _point(out: Path, version: str) -> None:
    link = out / _LINK
    link.symlink_to(version, target_is_directory=True)
    link.replace(out / LATEST)
    _sync_folder(out)


def refuse_in_the_way(out: Path, version: str) -> None:
    """Raise OutputError if something else bears the name of the link or of the release."""
    latest, target = out / LATEST, out / version
    if latest.exists() and not latest.is_symlink():
        raise OutputError(f"{latest} is no link to a release: move it away and build again")
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise OutputError(f"{target} is no folder of a release: move it away and build again")


def _refuse_foreign(target: Path, partial: Path) -> None:
    """Raise OutputError if `target` holds files that no release has: they would be lost."""
    if not target.exists():
        return
    listing = target / sums.NAME
    own = set(sums.read_sums(listing)[0]) if listing.is_file() else set()
    foreign = sorted(sums.files(target) - sums.files(partial) - own)
    if foreign:
        raise OutputError(f"{target} holds what no build wrote ({', '.join(foreign)}): move it away first")


def _same(one: Path, other: Path) -> bool:
    if not one.exists() or sums.files(one) != sums.files(other):
        return False
    return all((one / name).read_bytes() == (other / name).read_bytes() for name in sums.files(one))


def _sync(folder: Path) -> None:
    """Have every file of `folder` on the disk before its name is."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            descriptor = os.open(path, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    """Turn what the system says of an unwritable folder into what a person can do about it."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"cannot write to {out} ({reason}): choose a folder you may write to with --out"
        raise OutputError(message) from error
