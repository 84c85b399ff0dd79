"""Everything a release holds beside its tables, written in an order in which each file can name those before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from pipeline.publish import (
    citation,
    codebook,
    croissant,
    database,
    datapackage,
    licence,
    provenance,
    quality,
    quality_page,
    workbook,
)
from pipeline.publish.facts import Facts, write_json, write_text
from pipeline.publish.files import MEDIA_TYPES
from pipeline.validate.tally import tally

Frames = Mapping[str, pl.DataFrame]


def write_contents(frames: Frames, facts: Facts, folder: Path) -> None:
    """Write workbook, database, quality and metadata to `folder`, where the tables of `frames` are already."""
    workbook.write_workbook(frames, facts, folder / workbook.FILE)
    database.write_database(frames, facts, folder / database.FILE)
    _write_quality(frames, facts, folder / quality.FOLDER)
    _write_pages(frames, facts, folder)
    _write_metadata(frames, facts, folder)


def _write_quality(frames: Frames, facts: Facts, folder: Path) -> None:
    folder.mkdir()
    measured = quality.quality(frames, facts)
    write_json(folder / quality.FILE, measured)
    write_text(folder / quality_page.FILE, quality_page.quality_page(measured, tally(frames), facts))


def _write_pages(frames: Frames, facts: Facts, folder: Path) -> None:
    for language in codebook.LANGUAGES:
        write_text(folder / codebook.file(language), codebook.codebook(frames, facts, language))
    write_text(folder / licence.FILE, licence.licence_page(facts, frames["documents"]))
    write_text(folder / citation.CFF_FILE, citation.citation_cff(facts))


def _write_metadata(frames: Frames, facts: Facts, folder: Path) -> None:
    documents = frames["documents"]
    write_json(folder / citation.ZENODO_FILE, citation.zenodo(facts, documents))
    write_json(folder / citation.DATACITE_FILE, citation.datacite(facts, documents, MEDIA_TYPES.values()))
    write_json(folder / provenance.FILE, provenance.provenance(frames, facts, folder))
    write_json(folder / datapackage.FILE, datapackage.data_package(frames, facts, folder))
    write_json(folder / croissant.FILE, croissant.croissant(facts, folder))
