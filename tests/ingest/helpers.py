"""Made-up collections in a temporary folder."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from pipeline.errors import CollectionError
from pipeline.ingest import SourceFile, read_collections


@dataclass
class Raw:
    """A raw folder being made: `add` writes one collection, `faults` reads all and returns what is wrong."""

    root: Path
    collections: list[Path] = field(default_factory=list)

    def add(
        self,
        files: Mapping[str, bytes],
        rows: list[dict[str, str]] | None = None,
        toml: str = 'title = "Made up"\n',
        name: str = "made-up",
    ) -> Path:
        folder = self.root / name
        (folder / "files").mkdir(parents=True)
        (folder / "collection.toml").write_text(toml, encoding="utf-8")
        for file, content in files.items():
            path = folder / "files" / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        listed = [row_of(file, content) for file, content in files.items()] if rows is None else rows
        columns = list(dict.fromkeys(["file", "sha256", *(key for row in listed for key in row)]))
        with (folder / "documents.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, columns, lineterminator="\n")
            writer.writeheader()
            writer.writerows(listed)
        self.collections.append(folder)
        return folder

    def faults(self) -> list[str]:
        with pytest.raises(CollectionError) as caught:
            read_collections(self.root)
        return caught.value.messages

    def only_fault(self) -> str:
        faults = self.faults()
        assert len(faults) == 1, faults
        return faults[0]


def row_of(file: str, content: bytes, **cells: str) -> dict[str, str]:
    return {"file": file, "sha256": hashlib.sha256(content).hexdigest(), **cells}


def source_of(
    data: bytes,
    path: str = "files/a.txt",
    *,
    title: str | None = None,
    place: str | None = None,
    plan_period: str | None = None,
    doc_type: str | None = None,
    published: date | None = None,
    retrieved: date | None = None,
) -> SourceFile:
    return SourceFile(
        collection="made-up",
        path=path,
        location=Path(path),
        sha256=hashlib.sha256(data).hexdigest(),
        title=title,
        url=None,
        place=place,
        plan_period=plan_period,
        doc_type=doc_type,
        published=published,
        retrieved=retrieved,
        status=None,
        source_kind=None,
        issuer=None,
        text_rights=None,
    )
