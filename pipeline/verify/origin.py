"""The facts that a release was made from, read back out of its own datapackage.json."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pipeline import release
from pipeline.publish.citation import CFF_FILE
from pipeline.publish.datapackage import FILE
from pipeline.publish.facts import Facts, identifier, lexicon_sha256, uuids
from pipeline.publish.provenance import FILE as PROVENANCE
from pipeline.publish.quality import FILE as QUALITY
from pipeline.publish.quality import FOLDER
from pipeline.release import Release
from pipeline.verify.fault import Fault

_DOI = "https://doi.org/"


def read_facts(folder: Path) -> Facts | Fault:
    """Return the facts of the release in `folder`, or what keeps its datapackage.json from telling them.

    The date stands in quality.json alone, for `created` is the moment of SOURCE_DATE_EPOCH where that is set.
    """
    try:
        package = json.loads((folder / FILE).read_text("utf-8"))
        moment = datetime.strptime(package["created"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        facts = Facts(_release(folder, package, moment.date()), _text(package, "version"), moment)
        # CLGC itself may have had another title when it made the release: either UUID may be right.
        ids = (identifier(facts), *uuids(facts))
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        return Fault(FILE, f"it does not tell what the release is: {type(error).__name__}: {error}")
    if package["id"] not in ids:
        return Fault(FILE, f"the id is {package['id']}, that of this version is {identifier(facts)}")
    return facts


def made_by_this_program(folder: Path) -> bool:
    """Whether prov.json names this program's version and lexicon: only then are the same words to be expected."""
    try:
        prov = json.loads((folder / PROVENANCE).read_text("utf-8"))
        program = prov["agent"]["clgc:program"]["clgc:version"]
        lexicon = prov["entity"]["clgc:lexicon"]["clgc:sha256"]
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return bool(program == release.read().data_version and lexicon == lexicon_sha256())


def _release(folder: Path, package: Mapping[str, Any], created: date) -> Release:
    """Return what was authored; an exception where the package does not say it in its shape."""
    identity, page = _text(package, "id"), str(package.get("homepage", ""))
    roles = [(_text(one, "title"), one["roles"]) for one in package["contributors"]]
    (publisher,) = [name for name, held in roles if held == ["publisher"]]
    licence = {}  # a release without a licence does not have the key
    if "licenses" in package:
        (licence,) = package["licenses"]
    return Release(
        data_version=_text(package, "version"),
        predecessor="",
        schema_version=_text(package, "schema_version"),
        title=_text(package, "title"),
        title_zh=_text(package, "title_zh"),
        description=_text(package, "description"),
        description_zh=_text(package, "description_zh"),
        keywords=tuple(map(str, package["keywords"])),
        date=_date(folder, created),
        authors=tuple(name for name, held in roles if held == ["creator"]),
        publisher=publisher,
        licence=_text(licence, "name") if licence else "",
        licence_url=_text(licence, "path") if licence else "",
        doi=identity.removeprefix(_DOI) if identity.startswith(_DOI) else "",
        url=page if page != identity or _states_url(folder) else "",
    )


def _text(record: Mapping[str, Any], name: str) -> str:
    value = record[name]
    if not isinstance(value, str) or not value:
        raise ValueError(f"{name} is {value!r}, no text")
    return value


def _date(folder: Path, created: date) -> date:
    try:
        return date.fromisoformat(json.loads((folder / FOLDER / QUALITY).read_text("utf-8"))["date"])
    except (OSError, ValueError, LookupError, TypeError):
        return created


def _states_url(folder: Path) -> bool:
    """Whether the citation has a `url:` of its own, which may be that of the DOI."""
    path = folder / CFF_FILE
    return path.is_file() and "\nurl: " in path.read_text("utf-8", errors="replace")
