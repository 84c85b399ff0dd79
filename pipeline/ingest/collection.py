"""raw/<collection>/ → the files it lists, their bytes, names, vocabularies and dates checked.

Every fault of every collection is found before anything is reported, so that one run shows all to mend.
"""

from __future__ import annotations

import hashlib
import re
import stat
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath

from pipeline.errors import CollectionError
from pipeline.ingest.authored import is_utf8, printable
from pipeline.ingest.listing import OPTIONAL, Row, read_rows
from pipeline.ingest.period import FIRST_YEAR, LAST_YEAR, parse_period
from pipeline.ingest.stated import read_stated
from schemas.vocabularies import codes

MAX_BYTES = 20_000_000
"""A plan is text; a file above this is a scan, an archive or a mistake."""

# What file managers and git leave behind (.DS_Store, .gitkeep) is no document.
_HIDDEN = re.compile(r"(?:^|/)\.")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_WEB_ADDRESS = re.compile(r"https?://[^\s/?#<>\"]+(?:[/?#][^\s<>\"]*)?", re.IGNORECASE)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One listed file: where it is and what its collection states of it (None where it states nothing).

    `path` is relative to the collection's folder (`files/…`), `location` is where this machine has it.
    """

    collection: str
    path: str
    location: Path
    sha256: str
    title: str | None
    url: str | None
    place: str | None
    plan_period: str | None
    doc_type: str | None
    published: date | None
    retrieved: date | None
    status: str | None
    source_kind: str | None
    issuer: str | None
    text_rights: str | None


def read_collections(raw: Path) -> list[SourceFile]:
    """Return every file listed under `raw`, sorted by collection, then path.

    Raises CollectionError with one message a fault, each naming the file, the line and the remedy.
    """
    folders, faults = _collection_folders(raw)
    sources: list[SourceFile] = []
    for folder in folders:
        listed, found = _read_collection(folder)
        sources += listed
        faults += found
    sources.sort(key=lambda source: (source.collection, source.path))
    faults += same_bytes(sources)
    if not faults and not sources:
        faults = [
            f"{raw}: no collection lists a document, so there is nothing to publish; add rows and files"
        ]
    if faults:
        raise CollectionError(faults)
    return sources


def empty_collections(raw: Path) -> list[Path]:
    """Return the collections under `raw` that list no document; `read_collections` has found all sound before."""
    folders, _ = _collection_folders(raw)
    return [folder for folder in folders if not read_rows(folder / "documents.csv")[0]]


def same_bytes(sources: Iterable[SourceFile]) -> list[str]:
    """Name the files that would share one doc_id, which is made of the first 16 hex digits of the sha256."""
    first: dict[str, SourceFile] = {}
    faults = []
    for source in sources:
        other = first.setdefault(source.sha256[:16], source)
        if other is not source:
            faults.append(
                f"{_named(source)} holds the same bytes as {_named(other)} (sha256 {source.sha256[:16]}…): "
                "a document is known by its bytes, keep one of them and delete the other's row and file"
            )
    return faults


def _named(source: SourceFile) -> str:
    return f"{source.collection}/{source.path}"


def _collection_folders(raw: Path) -> tuple[list[Path], list[str]]:
    if not raw.is_dir():
        return [], [f"{raw}: no such folder; it should hold a folder for each collection"]
    folders = sorted(p for p in raw.iterdir() if p.is_dir() and not p.name.startswith("."))
    if not folders:
        return [], [f"{raw}: no collection in it; make <name>/collection.toml, documents.csv and files/"]
    faults = [
        f"{printable(folder)}: the name of this folder is not UTF-8; rename it"
        for folder in folders
        if not is_utf8(folder.name)
    ]
    return [folder for folder in folders if is_utf8(folder.name)], faults


def _read_collection(folder: Path) -> tuple[list[SourceFile], list[str]]:
    about = folder / "collection.toml"
    stated, faults = read_stated(about)
    rows, row_faults = read_rows(folder / "documents.csv")
    faults += row_faults
    sources = []
    lines: dict[str, int] = {}
    for row in rows:
        source, found = _read_row(folder, row, stated.defaults)
        faults += found
        name = _file_name(folder, row.cells["file"])
        if name in lines:
            faults.append(f"{row.where}: {name} is listed on line {lines[name]} already; keep one row")
        elif name:
            lines[name] = row.line
            if source is not None:
                sources.append(source)
    if not row_faults:  # a row that could not be read may be the one that lists a file
        faults += _unlisted(folder, lines)
        if stated.documents not in (None, len(lines)):
            faults.append(
                f"{about}: [expected] documents = {stated.documents}, but documents.csv lists {len(lines)}; "
                "add what is missing, take out what is too much, or mend the number"
            )
    return sources, faults


def _read_row(folder: Path, row: Row, defaults: Mapping[str, str]) -> tuple[SourceFile | None, list[str]]:
    stated = {column: row.cells.get(column, "") or defaults.get(column, "") for column in OPTIONAL}
    location, faults = _locate(folder, row)
    faults += _check_bytes(location, row)
    faults += _check_codes(row, stated)
    published, retrieved = (_parse_date(row, column, stated, faults) for column in ("published", "retrieved"))
    if stated["url"] and not _WEB_ADDRESS.fullmatch(stated["url"]):
        faults.append(
            f"{row.where}: url {stated['url']!r} is not a web address; "
            "write it with http:// or https:// before it, or leave it blank"
        )
    if stated["plan_period"] and parse_period(stated["plan_period"]) is None:
        faults.append(
            f"{row.where}: plan_period {stated['plan_period']!r} is not a period; "
            "write 2023, 2021/2025 or 2023-01/2023-06"
        )
    if faults or location is None:
        return None, faults
    source = SourceFile(
        collection=folder.name,
        path=f"files/{_file_name(folder, row.cells['file'])}",
        location=location,
        sha256=row.cells["sha256"].lower(),
        title=stated["title"] or None,
        url=stated["url"] or None,
        place=stated["place"] or None,
        plan_period=stated["plan_period"] or None,
        doc_type=stated["doc_type"] or None,
        published=published,
        retrieved=retrieved,
        status=stated["status"] or None,
        source_kind=stated["source_kind"] or None,
        issuer=stated["issuer"] or None,
        text_rights=stated["text_rights"] or None,
    )
    return source, []


def _file_name(folder: Path, written: str) -> str:
    """Return the name relative to files/; a leading `files/` says the same and is taken off."""
    name = PurePosixPath(written)
    if len(name.parts) > 1 and name.parts[0] == "files" and not (folder / "files" / "files").is_dir():
        name = PurePosixPath(*name.parts[1:])
    return str(name) if written else ""


def _locate(folder: Path, row: Row) -> tuple[Path | None, list[str]]:
    """Find the listed file; it must be a plain file inside the collection's files/ after following links."""
    written = row.cells["file"]
    if not written:
        return None, [f"{row.where}: the file cell is empty; name a file of {folder / 'files'}"]
    name = PurePosixPath(_file_name(folder, written))
    if "\0" in written or "\\" in written or name.is_absolute() or ".." in name.parts:
        return None, [
            f"{row.where}: {written!r} leaves the collection; write the file's name relative to files/"
        ]
    files = folder / "files"
    location = files / name
    try:
        inside = location.resolve().is_relative_to(folder.resolve() / "files")
        mode = location.stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        return None, [f"{row.where}: {location} is missing; put the file back or delete its row"]
    except (OSError, RuntimeError) as error:  # a loop of links, a name too long, no permission
        return None, [f"{row.where}: {location} cannot be read: {error}"]
    if not inside:
        return None, [
            f"{row.where}: {location} is a link out of the collection's files/; put the file itself there"
        ]
    if not stat.S_ISREG(mode):
        return None, [f"{row.where}: {location} is not a plain file; list the files themselves"]
    return location, []


def _check_bytes(location: Path | None, row: Row) -> list[str]:
    stated = row.cells["sha256"]
    if not _SHA256.fullmatch(stated):
        return [f"{row.where}: sha256 {stated!r} is not 64 hex digits; write the output of sha256sum"]
    if location is None:
        return []
    try:
        size = location.stat().st_size
        if size > MAX_BYTES:
            return [
                f"{row.where}: {location} has {size:,} bytes, more than {MAX_BYTES:,}; "
                "a document is a text file, split it or leave it out"
            ]
        with location.open("rb") as handle:
            found = hashlib.file_digest(handle, "sha256").hexdigest()
    except OSError as error:
        return [f"{row.where}: {location} cannot be read: {error.strerror}"]
    if found != stated.lower():
        return [
            f"{row.where}: {location} has sha256 {found}, but documents.csv says {stated}; "
            "raw files never change: restore the file, or, if this is a new version, list it under a new name"
        ]
    return []


def _check_codes(row: Row, stated: Mapping[str, str]) -> list[str]:
    return [
        f"{row.where}: {column} {stated[column]!r} is none of {', '.join(codes(column))}"
        for column in ("doc_type", "status", "source_kind")
        if stated[column] and stated[column] not in codes(column)
    ]


def _parse_date(row: Row, column: str, stated: Mapping[str, str], faults: list[str]) -> date | None:
    written = stated[column]
    if not written:
        return None
    try:
        day = date.fromisoformat(written) if _ISO_DATE.fullmatch(written) else None
    except ValueError:
        day = None
    if day is None:
        wrong = "is not a date; write it as 2023-05-23 or leave it blank"
    elif not FIRST_YEAR <= day.year <= LAST_YEAR:  # never today's date: a build is the same on every day
        wrong = f"is not between {FIRST_YEAR} and {LAST_YEAR}; mend the year or leave it blank"
    else:
        return day
    faults.append(f"{row.where}: {column} {written!r} {wrong}")
    return None


def _unlisted(folder: Path, lines: Mapping[str, int]) -> list[str]:
    files = folder / "files"
    if not files.is_dir():
        return [] if lines else [f"{files}: missing; make it and put the documents in it"]
    names = (
        path.relative_to(files).as_posix()
        for path in sorted(files.rglob("*"))
        if path.is_symlink() or not path.is_dir()
    )
    return [
        f"{files / name}: not listed in documents.csv; add a row with its sha256 or take it out"
        if is_utf8(name)
        else f"{printable(files / name)}: the name of this file is not UTF-8; rename it and list it"
        for name in names
        if name not in lines and not _HIDDEN.search(name)
    ]
