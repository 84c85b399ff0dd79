"""What is said of a release around it: the version in the pages, a section of CHANGELOG.md, a tag's message.

Every step may be run again: what is there already stays, words that a person wrote above all.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import polars as pl

from pipeline import release
from pipeline.errors import ReleaseError, UsageError
from pipeline.publish.changes import FOLDER
from pipeline.publish.datapackage import FILE as PACKAGE
from pipeline.publish.read import read_table

CHANGELOG = "CHANGELOG.md"
TAG_MESSAGE = "tag-message.txt"
HEADINGS = ("Data", "Added", "Changed", "Fixed")
"""Of a section of the changelog; the first is filled from `changes/`, the others by a person."""

# Where pages name the version or its year, as a pattern of which the group is that.
_VERSION = r"([0-9]{4}\.[0-9]+\.[0-9]+)\b"
_SAID = (
    ("pyproject.toml", r'(?m)^version = "([^"]+)"', "version"),
    ("README.md", rf"(?<!-)version {_VERSION}", "version"),
    ("README.md", r"contributors \(([0-9]{4})\)", "year"),
    ("README.zh.md", rf"(?<!-)(?:version|版本) ?{_VERSION}", "version"),
    ("README.zh.md", r"contributors \(([0-9]{4})\)", "year"),
    ("LICENSE-DATA", rf"(?<!-)version {_VERSION}", "version"),
)
# What a release holds and the root of the repository shows as well, for those who look there.
_ROOT_COPIES = ("CITATION.cff", ".zenodo.json")


def announce(folder: Path, root: Path, work: Path) -> list[Path]:
    """Tell of the release in `folder` in the pages under `root`; return the files that were written.

    The message of the tag goes to `work`. Raises ReleaseError when `folder` is another version than
    release.toml names, for the pages speak of that one, or is of somebody else's collections, and UsageError
    when `root` is not the root of the repository; nothing is written then.
    """
    version = release.read().data_version
    if folder.resolve().name != version:
        raise ReleaseError(f"{folder} is not {version}, which release.toml names: build that one first")
    if _title(folder) != release.read().title:
        raise ReleaseError(f"{folder} is no release of {release.read().title}: the pages speak of that alone")
    missing = [
        name for name in (CHANGELOG, *dict.fromkeys(said[0] for said in _SAID)) if not (root / name).is_file()
    ]
    if missing:
        raise UsageError(f"{', '.join(missing)} not here: run it in the root of the repository")
    written = [*stamp(root), *_copied(folder, root)]
    told = list(told_changes(folder))
    changelog = root / CHANGELOG
    page = with_section(changelog.read_text("utf-8"), title(), told)
    if page != changelog.read_text("utf-8"):
        changelog.write_text(page, "utf-8", newline="\n")
        written.append(changelog)
    work.mkdir(parents=True, exist_ok=True)
    message = work / TAG_MESSAGE
    message.write_text(tag_message(page), "utf-8", newline="\n")
    return [*written, message]


def _title(folder: Path) -> str | None:
    """Return the title that the release in `folder` bears; ReleaseError when it tells none."""
    path = folder / PACKAGE
    try:
        return str(json.loads(path.read_text("utf-8"))["title"])
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise ReleaseError(f"{path} tells no title ({error}): build the release again") from error


def title() -> str:
    """Return the heading of the release's section in the changelog, without the marks before it."""
    authored = release.read()
    return f"{authored.data_version} (schema {authored.schema_version})"


def stamp(root: Path) -> list[Path]:
    """Put version and year of the release where pages under `root` name them; return the files that changed."""
    authored = release.read()
    facts = {"version": authored.data_version, "year": str(authored.date.year)}
    changed = []
    for name, pattern, fact in _SAID:
        path = root / name
        text = path.read_text("utf-8") if path.is_file() else ""
        stamped = re.sub(pattern, partial(_with_group, facts[fact]), text)
        if stamped != text:
            path.write_text(stamped, "utf-8", newline="\n")
            changed.append(path)
    return list(dict.fromkeys(changed))


def _with_group(value: str, match: re.Match[str]) -> str:
    """Return what `match` found with its group as `value`."""
    return match[0].replace(match[1], value)


def with_section(page: str, heading: str, told: list[str]) -> str:
    """Return the changelog `page` with a skeleton under `heading` above the newest section.

    A page that has the heading already is returned as it is: its words are a person's.
    """
    if f"## {heading}\n" in page:
        return page
    parts = [f"## {heading}", f"### {HEADINGS[0]}", "\n".join(f"- {line}" for line in told)]
    for name in HEADINGS[1:]:
        parts += [f"### {name}", "- "]
    section = "\n\n".join(parts) + "\n"
    head, mark, rest = page.partition("\n## ")
    return f"{head.rstrip()}\n\n{section}\n{mark.lstrip()}{rest}" if mark else f"{head.rstrip()}\n\n{section}"


def told_changes(folder: Path) -> Iterator[str]:
    """Yield what the release says of the one before it, a sentence a table that differs."""
    path = folder / FOLDER / "summary.parquet"
    before = release.read().predecessor
    if not before or not path.is_file():
        yield "The first release."
        return
    summary = read_table(path)
    differing = summary.filter(pl.sum_horizontal("added", "removed", "changed") > 0)
    place = f"`processed/{folder.resolve().name}/{FOLDER}/`"
    if differing.is_empty():
        yield f"No row differs from {before}."
        return
    yield f"Compared with {before}; {place} lists every row and cell with the cause."
    for row in differing.iter_rows(named=True):
        counts = ", ".join(f"{row[name]:,} {name}" for name in ("added", "removed", "changed") if row[name])
        yield f"`{row['table']}`: {counts}."


def tag_message(page: str) -> str:
    """Return the message of the release's tag: its title, then its section of the changelog `page`."""
    section = page.partition(f"## {title()}\n")[2].partition("\n## ")[0]
    return f"{release.read().title} {title()}\n\n{section.strip()}\n"


def _copied(folder: Path, root: Path) -> Iterator[Path]:
    for name in _ROOT_COPIES:
        source, target = folder / name, root / name
        if source.is_file() and not (target.is_file() and target.read_bytes() == source.read_bytes()):
            shutil.copyfile(source, target)
            yield target
