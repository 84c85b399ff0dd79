"""Checks that every page and description of a release says what its own facts and rows say.

What can be made anew is made anew and compared: word for word where this very program and lexicon made the
release. Pages of another program may word things otherwise, so of those only the facts are compared: version,
title, authors, licence, dates.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from pipeline.publish import (
    citation,
    codebook,
    croissant,
    datapackage,
    licence,
    provenance,
    quality,
    quality_page,
)
from pipeline.publish.changes import FOLDER as CHANGES_FOLDER
from pipeline.publish.changes import NOTHING, PAGE, section
from pipeline.publish.compare import Changes
from pipeline.publish.facts import Facts
from pipeline.publish.facts import citation as cited
from pipeline.publish.files import MEDIA_TYPES
from pipeline.publish.read import read_table
from pipeline.publish.workbook import FILE as WORKBOOK
from pipeline.validate.tally import tally
from pipeline.verify.fault import Fault
from pipeline.verify.metadata import first_difference
from pipeline.verify.origin import made_by_this_program, read_facts
from schemas.changes import CHANGES

Frames = Mapping[str, pl.DataFrame]

QUALITY = f"{quality.FOLDER}/{quality.FILE}"
QUALITY_PAGE = f"{quality.FOLDER}/{quality_page.FILE}"
CHANGES_PAGE = f"{CHANGES_FOLDER}/{PAGE}"

# What a description made by another program must still say alike.
_FACTS_OF: dict[str, tuple[str, ...]] = {
    datapackage.FILE: ("title", "version", "licenses", "contributors", "created"),
    citation.ZENODO_FILE: ("title", "creators", "license", "publication_date", "version"),
    citation.DATACITE_FILE: ("doi", "creators", "titles", "publisher", "dates", "version", "rightsList"),
    croissant.FILE: ("name", "version", "license", "creator", "publisher", "datePublished", "citeAs"),
    provenance.FILE: ("activity",),
    QUALITY: ("version", "schema_version", "date"),
}
# The pages of the collections are not in the tables: their names are, and those are compared.
_COLLECTIONS = re.compile(r"## Collections 文件集\n\n\|[^\n]*\n\| ---[^\n]*\n((?:\|[^\n]*\n)+)\n")


def retold_faults(folder: Path, frames: Frames, faulted: set[str]) -> list[Fault]:
    """Return the files that do not say what the release's own facts and rows say.

    `frames` are sound. Files of `faulted` are passed over: what is wrong with them is told already.
    """
    facts = read_facts(folder)
    if isinstance(facts, Fault):
        return [] if facts.where in faulted else [facts]
    exact = made_by_this_program(folder)
    faults = [
        Fault(name, message)
        for name, message in (
            *_described(folder, frames, facts, exact),
            *_paged(folder, frames, facts, exact),
        )
    ]
    faults += [Fault(WORKBOOK, message) for message in _packed(folder / WORKBOOK)]
    return [fault for fault in faults if fault.where not in faulted and (folder / fault.where).is_file()]


def _described(folder: Path, frames: Frames, facts: Facts, exact: bool) -> Iterator[tuple[str, str]]:
    """Yield the JSON files that differ from what they would be if made anew, and where."""
    documents = frames["documents"]
    made: dict[str, Callable[[], Mapping[str, Any]]] = {
        citation.ZENODO_FILE: lambda: citation.zenodo(facts, documents),
        citation.DATACITE_FILE: lambda: citation.datacite(facts, documents, MEDIA_TYPES.values()),
        provenance.FILE: lambda: provenance.provenance(frames, facts, folder),
        datapackage.FILE: lambda: datapackage.data_package(frames, facts, folder),
        croissant.FILE: lambda: croissant.croissant(facts, folder),
        QUALITY: lambda: quality.quality(frames, facts),
    }
    for name, make in made.items():
        found = _read(folder / name)
        if not isinstance(found, dict):
            yield name, "it is no JSON object"
            continue
        try:
            expected = json.loads(json.dumps(make(), ensure_ascii=False))
        except OSError:  # a data file is gone, which is told already
            continue
        if name == QUALITY:  # scored on gold, which the release does not hold
            expected["accuracy"] = found.get("accuracy")
        where = first_difference(*(one if exact else _picked(one, name) for one in (found, expected)))
        if where is not None:
            yield name, f"it is out of step with {datapackage.FILE} and the tables: {where.lstrip()}"


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def _picked(content: Mapping[str, Any], name: str) -> dict[str, Any]:
    facts = {key: content[key] for key in _FACTS_OF[name] if key in content}
    if isinstance(facts.get("rightsList"), list):  # the licence stands first, behind it only words
        facts["rightsList"] = facts["rightsList"][:1]
    return facts


def _paged(folder: Path, frames: Frames, facts: Facts, exact: bool) -> Iterator[tuple[str, str]]:
    """Yield the pages that differ from what they would be if made anew, and the first line that does."""
    licence_page, problem = _without_collections(_text(folder / licence.FILE), frames["documents"])
    if problem is not None:
        yield licence.FILE, problem
    pages = {
        citation.CFF_FILE: (_text(folder / citation.CFF_FILE), citation.citation_cff(facts)),
        licence.FILE: (licence_page, licence.licence_page(facts, frames["documents"])),
        QUALITY_PAGE: (_text(folder / QUALITY_PAGE), _quality_page(folder, frames, facts)),
        CHANGES_PAGE: (_text(folder / CHANGES_PAGE), _changes_page(folder, facts)),
        **{
            codebook.file(language): (
                _text(folder / codebook.file(language)),
                codebook.codebook(frames, facts, language),
            )
            for language in codebook.LANGUAGES
        },
    }
    for name, (found, expected) in pages.items():
        if expected is None:
            if name == QUALITY_PAGE:
                yield QUALITY, "its numbers have not the shape that a page is made of"
        elif not exact:
            yield from ((name, message) for message in _misstated(name, found, expected, facts))
        elif found != expected:
            yield name, f"it is out of step with {datapackage.FILE} and the tables: {_line(found, expected)}"


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", errors="replace") if path.is_file() else ""


def _without_collections(page: str, documents: pl.DataFrame) -> tuple[str, str | None]:
    """Return the licence page without what collections say of themselves, and what is wrong with their names."""
    match = _COLLECTIONS.search(page)
    if match is None:
        return page, None
    told = sorted(row.removeprefix("| ").partition(" |")[0] for row in match[1].splitlines())
    rest = page[: match.start()] + page[match.end() :]
    held = sorted(documents.get_column("collection").unique())
    missing = ", ".join(name for name in held if name not in told)
    return rest, f"its collections do not name {missing}" if missing else None


def _quality_page(folder: Path, frames: Frames, facts: Facts) -> str | None:
    """Return the page of the numbers in quality.json; None where they have not the shape of such numbers."""
    try:
        return quality_page.quality_page(_read(folder / QUALITY), tally(frames), facts)
    except (LookupError, TypeError, ValueError, AttributeError):
        return None


def _changes_page(folder: Path, facts: Facts) -> str | None:
    """Return the page of the tables in `changes/`; None where they cannot be read."""
    inside = folder / CHANGES_FOLDER
    title = re.match(r"# Changes from (\S+) to ", _text(inside / PAGE))
    before = title[1] if title else NOTHING
    try:
        frames = {name: read_table(inside / f"{name}.parquet") for name in CHANGES}
        return section(Changes(**frames), before, facts.version)
    except Exception:  # damage of any kind, which the checks of the tables have told
        return None


def _misstated(name: str, found: str, expected: str, facts: Facts) -> Iterator[str]:
    """Yield what a page of another program does not say of the facts."""
    if name == citation.CFF_FILE:
        keys = ("title:", "version:", "date-released:", "license:", "doi:", "  - name:", "  - family-names:")
        needed = [line for line in expected.splitlines() if line.startswith(keys)]
        stray = [
            line for line in found.splitlines() if not re.fullmatch(r" *(?:- )?(?:[a-z-]+:.*|\".*\")", line)
        ]
        yield from (f"the line {line[:60]!r} is none of a citation file" for line in stray[:1])
    else:
        needed = [expected.partition("\n")[0].rpartition(" ")[2]]  # the version, last word of the title
        needed += [cited(facts)] if name == licence.FILE else []
    yield from (f"it does not say {line!r}" for line in needed if line not in found)


def _line(found: str, expected: str) -> str:
    """Return the first line in which two pages differ."""
    ours, theirs = found.split("\n"), expected.split("\n")
    at = next(
        (at for at, (one, other) in enumerate(zip(ours, theirs, strict=False)) if one != other),
        min(len(ours), len(theirs)),
    )
    shown = [f"{lines[at][:60]!r}" if at < len(lines) else "its end" for lines in (ours, theirs)]
    return f"line {at + 1} is {shown[0]}, not {shown[1]}"


def _packed(path: Path) -> Iterator[str]:
    """Yield how the workbook is no whole zip file; its cells are not compared with the tables."""
    try:
        with zipfile.ZipFile(path) as packed:
            broken = packed.testzip()
    except FileNotFoundError:
        return
    except Exception as error:  # zipfile ends in many ways on damage
        yield f"it cannot be read as a workbook: {error}"
        return
    if broken is not None:
        yield f"its part {broken} is damaged"
