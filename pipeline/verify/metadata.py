"""Checks that the metadata of a release are in step with its data: datapackage.json and what repeats it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

import polars as pl

from pipeline import release
from pipeline.errors import UsageError
from pipeline.publish import sums
from pipeline.publish.croissant import FILE as CROISSANT
from pipeline.publish.datapackage import FILE, table_schema
from pipeline.publish.provenance import FILE as PROVENANCE
from pipeline.verify.fault import Fault
from schemas import TABLES

Frames = Mapping[str, pl.DataFrame]

# Where other files say the version, as a pattern of which the group is the version.
_VERSIONS = {
    "CITATION.cff": r'(?m)^version: "?([^"\n]+)"?$',
    ".zenodo.json": r'(?m)^  "version": "([^"]+)"',
    "datacite.json": r'(?m)^\s*"version": "([^"]+)"',
    CROISSANT: r'(?m)^  "version": "([^"]+)"',
    "quality/quality.json": r'(?m)^  "version": "([^"]+)"',
}


def schema_version(folder: Path) -> str | None:
    """Return the schema version that the release says it has, None when it says none."""
    package, _ = _read(folder / FILE)
    version = package.get("schema_version")
    return version if isinstance(version, str) else None


def metadata_faults(folder: Path, frames: Frames) -> list[Fault]:
    """Return where the metadata say other things than the files and rows do."""
    package, problem = _read(folder / FILE)
    if problem is not None:
        return [Fault(FILE, problem)]
    version = str(package.get("version"))
    told = [*_version(folder, version), *_resources(folder, package, frames), *_sources(package, frames)]
    faults = [Fault(FILE, message) for message in told]
    faults += [Fault(CROISSANT, message) for message in _distribution(folder)]
    faults += [Fault(PROVENANCE, message) for message in _provenance(folder, frames)]
    for name, pattern in _VERSIONS.items():
        path = folder / name
        match = re.search(pattern, path.read_text("utf-8", errors="replace")) if path.is_file() else None
        if match is not None and match[1] != version:
            faults.append(Fault(name, f"the version is {match[1]}, {FILE} says {version}"))
    return faults


def _read(path: Path) -> tuple[dict[str, Any], str | None]:
    """Return the JSON object in `path` and None, or an empty one and what is wrong with the file."""
    try:
        content = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}, "the file is missing"
    except (OSError, ValueError) as error:
        return {}, f"it cannot be read as JSON: {error}"
    return (content, None) if isinstance(content, dict) else ({}, "it is no JSON object")


def _version(folder: Path, version: str) -> Iterator[str]:
    """Yield a version other than the folder's, where the folder bears one as its name."""
    name = folder.resolve().name
    try:
        release.check_version(name)
    except UsageError:
        return
    if version != name:
        yield f"the version is {version}, the folder is {name}"


def _resources(folder: Path, package: Mapping[str, Any], frames: Frames) -> Iterator[str]:
    """Yield resources whose file, size, hash, rows or schema are not those of the release."""
    resources = _objects(package.get("resources"))
    names = [resource.get("name") for resource in resources]
    yield from (f"the resource {name} is missing" for name in TABLES if name not in names)
    for resource in resources:
        yield from (
            f"resource {resource.get('name')}: {told}" for told in _resource(folder, resource, frames)
        )


def _resource(folder: Path, resource: Mapping[str, Any], frames: Frames) -> Iterator[str]:
    path = folder / str(resource.get("path"))
    if not _holds(folder, str(resource.get("path"))):
        yield f"its file {resource.get('path')} is not there"
        return
    size, digest = path.stat().st_size, f"sha256:{sums.sha256(path)}"
    if resource.get("bytes") != size:
        yield f"bytes is {resource.get('bytes')}, {path.name} has {size}"
    if resource.get("hash") != digest:
        yield f"hash is {str(resource.get('hash'))[:23]}…, {path.name} has {digest[:23]}…"
    name = str(resource.get("name"))
    if name in frames and resource.get("rows") != frames[name].height:
        yield f"rows is {resource.get('rows')}, the table has {frames[name].height}"
    if name in TABLES:
        where = first_difference(resource.get("schema"), json.loads(json.dumps(table_schema(TABLES[name]))))
        if where is not None:
            yield f"schema{where}, compared with the declaration in schemas/"
    else:
        yield "no table bears that name"


def first_difference(found: Any, expected: Any) -> str | None:
    """Return where two values of JSON first differ and how, as `.fields[3].type is …, not …`."""
    if isinstance(found, dict) and isinstance(expected, dict):
        for key in (*expected, *(key for key in found if key not in expected)):
            if key not in found or key not in expected:
                return f".{key} is {'missing' if key not in found else 'extra'}"
            where = first_difference(found[key], expected[key])
            if where is not None:
                return f".{key}{where}"
        return None
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        steps = (first_difference(left, right) for left, right in zip(found, expected, strict=True))
        return next((f"[{place}]{where}" for place, where in enumerate(steps) if where is not None), None)
    if type(found) is type(expected) and found == expected:
        return None
    return f" is {_short(found)}, not {_short(expected)}"


def _sources(package: Mapping[str, Any], frames: Frames) -> Iterator[str]:
    """Yield raw files that the package names and no document was read from, and the other way round."""
    if "documents" not in frames:
        return
    told = {str(source.get("version")) for source in _objects(package.get("sources"))}
    read = {f"sha256:{value}" for value in frames["documents"].get_column("sha256")}
    yield from (f"the source {value[:23]}… is no document" for value in sorted(told - read))
    yield from (f"the source {value[:23]}… of a document is missing" for value in sorted(read - told))


def _distribution(folder: Path) -> Iterator[str]:
    """Yield files whose hash in croissant.json is not theirs."""
    croissant, problem = _read(folder / CROISSANT)
    if problem is not None:
        yield problem
    for item in _objects(croissant.get("distribution")):
        name, digest = str(item.get("contentUrl")), item.get("sha256")
        if digest is None:
            continue
        if not _holds(folder, name):
            yield f"its file {name} is not there"
        elif sums.sha256(folder / name) != digest:
            yield f"sha256 of {name} is {str(digest)[:16]}…, not that of the file"


def _provenance(folder: Path, frames: Frames) -> Iterator[str]:
    """Yield tables and raw files of which prov.json tells other hashes than they have."""
    prov, problem = _read(folder / PROVENANCE)
    if problem is not None:
        yield problem
        return
    entities = prov.get("entity")
    known = entities if isinstance(entities, dict) else {}
    for name in TABLES:
        found = known.get(f"clgc:{name}")
        entity = found if isinstance(found, dict) else {}
        for kind in ("parquet", "csv"):
            path, told = folder / f"{name}.{kind}", entity.get(f"clgc:{kind}_sha256")
            if path.is_file() and told != sums.sha256(path):
                yield f"sha256 of {path.name} is {str(told)[:16]}…, not that of the file"
    documents = frames["documents"].get_column("sha256") if "documents" in frames else ()
    yield from (
        f"the raw file {value[:16]}… is missing" for value in documents if f"sha256:{value}" not in known
    )


def _holds(folder: Path, name: str) -> bool:
    """Whether `name` is a file of the release, by its path inside it."""
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and (folder / path).is_file()


def _objects(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _short(value: object) -> str:
    told = json.dumps(value, ensure_ascii=False, default=str)
    return told if len(told) <= 60 else told[:59] + "…"
