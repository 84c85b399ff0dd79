"""The whole flow in one place: raw → documents → mentions → frames → checked → a release.

`build` runs it in memory; `pipeline.stages` runs one step at a time from what the step before left on disk.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from pipeline import release
from pipeline.authored import describe
from pipeline.errors import UsageError, ValidationError
from pipeline.evaluate import check_gold, evaluate_frames
from pipeline.extract import extract
from pipeline.ingest import SourceFile, ingest_sources, read_collections
from pipeline.ingest.about import Collection, read_about
from pipeline.model import Document, Mentions
from pipeline.normalize.rows import to_frames
from pipeline.progress import Progress
from pipeline.publish import output_folder, publish_held, refuse_in_the_way
from pipeline.publish.facts import gather
from pipeline.publish.folder import LATEST
from pipeline.publish.versions import find_predecessor
from pipeline.release import Release
from pipeline.validate import validate

Frames = dict[str, pl.DataFrame]

# A broken rule can fail on every row; a person reads the first ones.
FAILURES_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build made, for the person who ran it."""

    documents: int
    quarantined: tuple[str, ...]
    tasks: int
    targets: int
    indicators: Mapping[str, int]
    issues: Mapping[str, int]
    release: Path
    seconds: float


@dataclass(frozen=True, slots=True)
class Sources:
    """What a release tells beyond its rows: what was authored, its collections, the gold it is scored on."""

    authored: Release
    collections: tuple[Collection, ...] = ()
    gold: Path | None = None


def build(
    raw: Path,
    out: Path,
    version: str | None,
    progress: Progress,
    *,
    gold: Path | None = None,
    predecessor: str | None = None,
    replace: bool = False,
) -> Summary:
    """Make release `version` of every collection under `raw` in `out/<version>`; `out/latest` is the greatest.

    What the release says of itself, and `version` where it is None, comes from RAW/release.toml; without that
    file, from the packaged one for CLGC's own collections, else it bears no name and no licence.
    `gold` is a folder of gold readings that the release is scored on. `predecessor` is the version in `out`
    that the release is compared with, by default the one in that release.toml; `replace` overwrites other content
    of that version, for work in progress.
    Raises a ClgcError whose message says what to do; the last release stays whole then.
    """
    started = time.monotonic()
    authored = describe(raw)
    version = release.check_version(authored.data_version if version is None else version)
    refuse_inside(raw, out, version)
    before = find_predecessor(out, version, predecessor, authored)
    # Held from here: a second build, or a folder that cannot be written, stops before anything is read.
    with output_folder(out):
        foreseen(out, version, authored)
        sources = read_collections(raw)
        if gold is not None:
            check_gold(gold, {source.sha256 for source in sources})
        documents = ingested(sources, progress)
        mentions = extracted(documents, progress)
        frames = normalized(documents, mentions, progress)
        checked(frames, progress)
        about = Sources(authored, tuple(read_about(raw)), gold)
        folder = published(frames, out, version, progress, about=about, predecessor=before, replace=replace)
    return summarise(frames, folder, time.monotonic() - started)


def refuse_inside(raw: Path, out: Path, version: str) -> None:
    """Raise UsageError where releases would stand among the collections, or collections in a release."""
    source, target = raw.resolve(), out.resolve()
    if target.is_relative_to(source):
        raise UsageError(
            f"{out} lies in {raw}: the next build would read its releases as collections; "
            "choose a folder outside of it with --out"
        )
    if any(source.is_relative_to((out / name).resolve()) for name in (version, LATEST)):
        raise UsageError(f"{raw} lies in a release of {out}: keep collections outside of it, with --raw")


def foreseen(out: Path, version: str, authored: Release) -> None:
    """Raise at once what would stop the publishing of a release after everything was read."""
    release.moment(authored)
    refuse_in_the_way(out, version)


def ingested(sources: Sequence[SourceFile], progress: Progress) -> list[Document]:
    """Read and decode every document of the collections."""
    with progress("ingest", len(sources)) as step:
        return ingest_sources(sources, on_document=lambda _doc_id: step())


def extracted(documents: Sequence[Document], progress: Progress) -> list[Mentions]:
    """Read the mentions out of every document."""
    mentions = []
    with progress("extract", len(documents)) as step:
        for document in documents:
            mentions.append(extract(document))
            step()
    return mentions


def normalized(documents: list[Document], mentions: list[Mentions], progress: Progress) -> Frames:
    """Turn mentions into the published tables."""
    with progress("normalize", 1) as step:
        frames = to_frames(documents, mentions)
        step()
    return frames


def checked(frames: Frames, progress: Progress) -> None:
    """Check schemas, keys, spans and cross-checks; ValidationError names what broke."""
    with progress("validate", 1) as step:
        failures = validate(frames)
        step()
    if failures:
        more = len(failures) - FAILURES_SHOWN
        shown = [str(failure) for failure in failures[:FAILURES_SHOWN]]
        head = f"{len(failures)} faults in the built tables, so nothing is published:"
        raise ValidationError([head, *shown, *([f"… and {more} more"] if more > 0 else [])])


def published(
    frames: Frames,
    out: Path,
    version: str,
    progress: Progress,
    *,
    about: Sources,
    predecessor: Path | None = None,
    replace: bool = False,
) -> Path:
    """Write the release in the folder that the caller holds and return where it is."""
    with progress("publish", 1) as step:
        scores = evaluate_frames(about.gold, frames) if about.gold else None
        facts = gather(version, about.collections, scores, about.authored)
        folder = publish_held(frames, out, version, facts=facts, predecessor=predecessor, replace=replace)
        step()
    return folder


def summarise(frames: Frames, folder: Path, seconds: float) -> Summary:
    """Count what a person wants to know of a build."""
    documents = frames["documents"]
    quarantined = documents.filter(pl.col("parse_state") == "quarantined")
    return Summary(
        documents=documents.height,
        quarantined=tuple(quarantined.select(pl.format("{}/{}", "collection", "path")).to_series()),
        tasks=frames["tasks"].height,
        targets=frames["targets"].height,
        indicators=_counts(frames["indicators"], "role"),
        issues=_counts(frames["issues"], "severity"),
        release=folder,
        seconds=seconds,
    )


def report(summary: Summary) -> str:
    """Say `summary` in lines for a person."""
    indicators = sum(summary.indicators.values())
    lines = [
        f"documents   {summary.documents:,}",
        f"tasks       {summary.tasks:,}",
        f"targets     {summary.targets:,}",
        f"indicators  {indicators:,}{_listed(summary.indicators)}",
        f"issues      {sum(summary.issues.values()):,}{_listed(summary.issues)}",
        f"files       {summary.release}",
        f"took        {summary.seconds:.1f} s",
    ]
    return "\n".join(lines)


def _counts(frame: pl.DataFrame, column: str) -> dict[str, int]:
    counted = frame.group_by(column).len().sort("len", column, descending=[True, False])
    return dict(counted.iter_rows())


def _listed(counts: Mapping[str, int]) -> str:
    return ": " + ", ".join(f"{count:,} {name}" for name, count in counts.items()) if counts else ""
