"""What a collection says of itself: title, publisher, licence and language of its collection.toml."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import CollectionError
from pipeline.ingest.authored import AuthoredError, read_toml


@dataclass(frozen=True, slots=True)
class Collection:
    """One folder of raw/ and what was authored about it; None where it says nothing."""

    name: str
    title: str | None
    publisher: str | None
    licence: str | None
    language: str | None
    notes: str | None


def read_about(raw: Path) -> list[Collection]:
    """Return what every collection under `raw` says of itself, by name.

    `read_collections` has found the folders sound before.
    """
    folders = sorted(path for path in raw.iterdir() if path.is_dir() and not path.name.startswith("."))
    return [_read(folder) for folder in folders]


def _read(folder: Path) -> Collection:
    try:
        stated = read_toml(folder / "collection.toml")
    except AuthoredError as error:
        raise CollectionError([str(error)]) from None

    def said(*keys: str) -> str | None:
        values = (stated.get(key) for key in keys)
        return next((value.strip() for value in values if isinstance(value, str) and value.strip()), None)

    return Collection(
        name=folder.name,
        title=said("title"),
        publisher=said("publisher"),
        licence=said("licence", "license"),
        language=said("language"),
        notes=said("notes"),
    )
