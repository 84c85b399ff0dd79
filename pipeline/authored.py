"""What a build says of its release: RAW/release.toml, the packaged one for CLGC's own collections, else no name.

Whoever builds tables of collections of their own publishes something of their own: neither CLGC's title nor its
authors nor its licence may stand on it unless they say so.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline import release
from pipeline.errors import CollectionError, UsageError
from pipeline.ingest.about import Collection, read_about
from pipeline.ingest.authored import AuthoredError, read_toml
from pipeline.release import Release

FILE = "release.toml"
UNNAMED = "Unnamed"

_TITLES_SHOWN = 3
_OPTIONAL = {"predecessor": "", "doi": "", "url": ""}
_REMEDY = "pipeline/release.toml of CLGC shows the form"


def describe(raw: Path) -> Release:
    """Return what a release of the collections under `raw` says of itself.

    CollectionError names every fault of RAW/release.toml. Collections that cannot be read are ingest's to tell.
    """
    path = raw / FILE
    if path.exists():
        return _read(path)
    try:
        collections = read_about(raw)
    except (OSError, ValueError):
        collections = []
    if {collection.name for collection in collections} == release.FOUNDING:
        return release.read()
    return _unnamed(collections)


def notice(raw: Path) -> str | None:
    """Return what to do where nothing says whose release the tables of `raw` are, else None."""
    if describe(raw).authors != (UNNAMED,):
        return None
    return (
        f"The release bears no name of yours and no licence: write {raw / FILE} "
        "(title, authors, licence; README.md tells the keys) and build again."
    )


def _unnamed(collections: list[Collection]) -> Release:
    titles = [collection.title or collection.name for collection in collections]
    more = len(titles) - _TITLES_SHOWN
    shown = "; ".join(titles[:_TITLES_SHOWN]) or "collections"
    return replace(
        release.read(),
        predecessor="",
        title=f"Commitments read from {shown}" + (f" and {more} more" if more > 0 else ""),
        title_zh=f"由下列文件集读出的承诺：{shown}" + (f"，以及另外 {more} 个" if more > 0 else ""),
        authors=(UNNAMED,),
        publisher=UNNAMED,
        licence="",
        licence_url="",
        doi="",
        url="",
    )


def _read(path: Path) -> Release:
    try:
        table = read_toml(path)
    except AuthoredError as error:
        raise CollectionError([f"{path}: it is no TOML in UTF-8 ({error}): {_REMEDY}"]) from error
    faults = [f"{path}: {fault}" for fault in _faults(table)]
    if faults:
        raise CollectionError(faults)
    lists = {name: tuple(table[name]) for name in ("authors", "keywords")}
    own = {"schema_version": release.read().schema_version}
    return Release(**{**_OPTIONAL, **table, **lists, **own})


def _faults(table: Mapping[str, Any]) -> Iterator[str]:
    """Yield what is wrong with the table of a release file, each with its key and the remedy."""
    for key in table:
        if key not in (*_CHECKS, "schema_version"):
            yield f"{key} is no key of a release: the keys are {', '.join(_CHECKS)}"
    for key, (check, wanted) in _CHECKS.items():
        if key not in table and key not in _OPTIONAL:
            yield f"{key} is missing: write {wanted}"
        elif key in table and not check(table[key]):
            yield f"{key} is {table[key]!r}: write {wanted}"
    known = release.read().schema_version
    if table.get("schema_version", known) != known:
        yield f"schema_version is {table['schema_version']!r}, this program makes {known!r}: leave the key out"
    if table.get("licence") and not table.get("licence_url"):
        yield "licence_url is empty though there is a licence: write where its text stands"


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and "\n" not in value


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


def _is_version(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(release.check_version(value))
    except UsageError:
        return False


def _is_day(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _fits(pattern: str) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and re.fullmatch(pattern, value) is not None


_WEB = r"https?://[^\s\"<>]+"
_SENTENCE = (_is_text, "a text on one line, in quotes")
# Of every key: whether a value is sound, and what to write instead of one that is not.
_CHECKS: dict[str, tuple[Callable[[object], bool], str]] = {
    "data_version": (_is_version, 'a version in quotes, such as "2026.11.0"'),
    "predecessor": (
        lambda value: value == "" or _is_version(value),
        'the version before it in quotes, or "" for the first',
    ),
    "title": _SENTENCE,
    "title_zh": _SENTENCE,
    "description": _SENTENCE,
    "description_zh": _SENTENCE,
    "keywords": (_is_list, 'a list of words, such as ["China", "work plans"]'),
    "date": (_is_day, "a day without quotes, such as 2026-11-22"),
    "authors": (_is_list, 'a list of names, such as ["Li, Hua", "Institute of Plans"]'),
    "publisher": _SENTENCE,
    "licence": (
        _fits(r"[A-Za-z0-9._-]*"),
        'an SPDX identifier such as "CC-BY-4.0", or "" where none is granted',
    ),
    "licence_url": (_fits(rf"(?:{_WEB})?"), 'the web address of its text, or "" where none is granted'),
    "doi": (_fits(r"(?:10\.[0-9]{4,9}/[^\s\"<>]+)?"), 'a DOI such as "10.5281/zenodo.1", or ""'),
    "url": (_fits(rf"(?:{_WEB})?"), 'a web address about the data, or ""'),
}
