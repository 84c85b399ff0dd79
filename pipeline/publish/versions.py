"""A published version never changes: what stands in its way, and which release it is compared with."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from pipeline import release
from pipeline.errors import PublishedError, ReleaseError, UsageError
from pipeline.publish import sums
from pipeline.publish.changes import shown
from pipeline.publish.compare import Changes, compare
from pipeline.publish.read import read_release
from pipeline.release import Release

_FILES_SHOWN = 8
_COLUMNS_SHOWN = 4


def find_predecessor(
    out: Path, version: str, named: str | None, authored: Release | None = None
) -> Path | None:
    """Return the release in `out` that `version` is to be compared with, None where there is none.

    `named` must be there, else UsageError. Without it the predecessor that `authored` names is taken (by
    default CLGC's own release.toml), for its version alone and where `out` has it.
    """
    if named is None:
        authored = authored or release.read()
        if version != authored.data_version or not authored.predecessor:
            return None
        folder = out / authored.predecessor
        return folder if folder.is_dir() else None
    if release.check_version(named) == version:
        raise UsageError(f"{version} cannot be its own predecessor: name the release before it")
    if not (out / named).is_dir():
        raise UsageError(f"{out / named} is not there, so {version} cannot be compared with it")
    return out / named


def check_replaceable(target: Path, made: Path, *, replace: bool) -> None:
    """Raise PublishedError unless `made` may take the place of the release `target`, which differs from it.

    It may with `replace`, as work in progress, as long as git has no commit of it.
    """
    if not replace:
        raise PublishedError("\n".join(_refusal(target, made)))
    if is_committed(target):
        raise PublishedError(
            f"{target} is committed, so it stays as it is, --replace or not: {_bump(target.name)}"
        )


def is_committed(folder: Path) -> bool:
    """Whether the last commit of the git repository around `folder` holds it; no git, no commit."""
    command = ["git", "ls-tree", "--name-only", "HEAD", "--", folder.name]
    try:
        shown = subprocess.run(command, cwd=folder.parent, capture_output=True, text=True, check=False)
    except OSError:
        return False
    return shown.returncode == 0 and bool(shown.stdout.strip())


def next_version(version: str) -> str:
    """Return `version` with its last number one higher: 2026.11.0 → 2026.11.1."""
    numbers = re.match(r"([0-9]+\.[0-9]+)\.([0-9]+)", version)
    return f"{numbers[1]}.{int(numbers[2]) + 1}" if numbers else version


def _refusal(target: Path, made: Path) -> Iterator[str]:
    """Yield the lines that say what differs from the published release and what to do."""
    yield f"{target} is published and a published version never changes; this build gives other content:"
    yield from (f"  {line}" for line in differences(target, made))
    if _altered(target):
        yield f"  The folder no longer fits its own {sums.NAME}: `clgc verify {target}` tells what was altered."
    yield f"To publish this content, {_bump(target.name)}"
    yield "To look at it first, build into another folder and compare: clgc build --out build/draft --replace"
    yield f"  && clgc diff {target} build/draft/{target.name}"
    yield "Work in progress of your own, which nobody has cited yet, may be overwritten with --replace."


def _bump(version: str) -> str:
    """Return what to do to publish other content than that of `version`."""
    after = next_version(version)
    return (
        f'give it a version of its own: in pipeline/release.toml data_version = "{after}", '
        f'predecessor = "{version}", then `make release` (RELEASING.md tells more); '
        f"or, for collections of your own, --version {after} --predecessor {version} "
        "(data_version and predecessor in a release.toml beside them)."
    )


def differences(target: Path, made: Path) -> Iterator[str]:
    """Yield a line for each table whose rows differ, then one for each way in which files do."""
    try:
        yield from _rows(compare(read_release(target), read_release(made)))
    except ReleaseError as error:
        yield f"rows cannot be compared: {error}"
    old, new = sums.files(target), sums.files(made)
    differing = {name for name in old & new if (target / name).read_bytes() != (made / name).read_bytes()}
    for what, names in (("files differ", differing), ("new files", new - old), ("files gone", old - new)):
        if names:
            yield f"{what}: {_some(names)}"


def _rows(changes: Changes) -> Iterator[str]:
    if not changes:
        yield "no row differs"
    for row in changes.summary.iter_rows(named=True):
        told = [f"{row[what]:,} {what}" for what in ("added", "removed", "changed") if row[what]]
        told += [
            f"{what.replace('_', ' ')}: {row[what]}"
            for what in ("columns_added", "columns_removed")
            if row[what]
        ]
        if told:
            yield f"{row['table']}: {', '.join(told)}{_cells(changes, row['table'])}"


def _cells(changes: Changes, table: str) -> str:
    """Return which columns of changed rows differ most, with the first cell as an example."""
    cells = changes.cells.filter(table=table, change="changed")
    if cells.is_empty():
        return ""
    counts = cells.group_by("column").len("cells").sort("cells", "column", descending=[True, False])
    columns = [f"{column} {count:,}" for column, count in counts.head(_COLUMNS_SHOWN).iter_rows()]
    first = cells.row(0, named=True)
    step = f"{first['column']} {shown(first['old'])} → {shown(first['new'])}"
    return f" ({', '.join(columns)}; first {first['key']} {step})"


def _some(names: set[str]) -> str:
    more = len(names) - _FILES_SHOWN
    return ", ".join(sorted(names)[:_FILES_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _altered(folder: Path) -> bool:
    """Whether the folder has checksums that its files no longer fit."""
    listing = folder / sums.NAME
    if not listing.is_file():
        return False
    listed, _ = sums.read_sums(listing)
    return any(
        not (folder / name).is_file() or sums.sha256(folder / name) != value for name, value in listed.items()
    )
