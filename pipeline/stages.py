"""Each stage alone: it reads what the stage before left in the work folder and leaves its own result.

    <work>/ingest/documents.jsonl, collections.jsonl, release.jsonl
                                     → <work>/extract/mentions.jsonl
                                     → <work>/normalize/<table>.parquet → a release

Everything under the work folder may be deleted at any time.
"""

from __future__ import annotations

from pathlib import Path

import polars as pl

from pipeline import build, release, store
from pipeline.authored import describe
from pipeline.errors import OutputError, StageError, UsageError
from pipeline.evaluate import check_gold
from pipeline.ingest import read_collections
from pipeline.ingest.about import Collection, read_about
from pipeline.model import Document, Mentions
from pipeline.progress import Progress
from pipeline.publish import output_folder
from pipeline.publish.versions import find_predecessor
from pipeline.release import Release
from schemas import TABLES


def run_ingest(raw: Path, work: Path, progress: Progress) -> list[Document]:
    """Decode the collections under `raw` into the work folder."""
    authored = describe(raw)
    if work.resolve().is_relative_to(raw.resolve()):
        raise UsageError(f"{work} lies in {raw}: choose a folder outside of the collections with --work")
    documents = build.ingested(read_collections(raw), progress)
    store.write(_release(work), [authored])
    store.write(_collections(work), read_about(raw))
    store.write(_documents(work), documents)
    return documents


def run_extract(work: Path, progress: Progress) -> list[Mentions]:
    """Read mentions out of the ingested documents."""
    mentions = build.extracted(store.read(Document, _documents(work)), progress)
    store.write(_mentions(work), mentions)
    return mentions


def run_normalize(work: Path, progress: Progress) -> build.Frames:
    """Turn extracted mentions into tables."""
    documents = store.read(Document, _documents(work))
    mentions = store.read(Mentions, _mentions(work))
    if [document.doc_id for document in documents] != [mention.doc_id for mention in mentions]:
        raise StageError(f"{_mentions(work)} was made from other documents: run `clgc extract` again")
    frames = build.normalized(documents, mentions, progress)
    _write_frames(work, frames)
    return frames


def run_validate(work: Path, progress: Progress) -> build.Frames:
    """Check the normalized tables and return them."""
    frames = _read_frames(work)
    build.checked(frames, progress)
    return frames


def run_publish(
    work: Path,
    out: Path,
    version: str | None,
    progress: Progress,
    *,
    gold: Path | None = None,
    predecessor: str | None = None,
    replace: bool = False,
) -> Path:
    """Check the normalized tables, publish them as a release scored on `gold` and return its folder.

    What the release says of itself, and `version` where it is None, is what ingest found for its collections.
    """
    (authored,) = store.read(Release, _release(work))
    version = release.check_version(authored.data_version if version is None else version)
    before = find_predecessor(out, version, predecessor, authored)
    about = build.Sources(authored, tuple(store.read(Collection, _collections(work))), gold)
    with output_folder(out):
        build.foreseen(out, version, authored)
        if gold is not None:
            check_gold(gold)
        frames = run_validate(work, progress)
        return build.published(
            frames, out, version, progress, about=about, predecessor=before, replace=replace
        )


def _release(work: Path) -> Path:
    return work / "ingest" / "release.jsonl"


def _collections(work: Path) -> Path:
    return work / "ingest" / "collections.jsonl"


def _documents(work: Path) -> Path:
    return work / "ingest" / "documents.jsonl"


def _mentions(work: Path) -> Path:
    return work / "extract" / "mentions.jsonl"


def _table(work: Path, name: str) -> Path:
    return work / "normalize" / f"{name}.parquet"


def _write_frames(work: Path, frames: build.Frames) -> None:
    for name, frame in frames.items():
        path = _table(work, name)
        partial = path.with_suffix(".part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            frame.write_parquet(partial)
            partial.replace(path)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _read_frames(work: Path) -> build.Frames:
    frames = {}
    for name in TABLES:
        path = _table(work, name)
        try:
            frames[name] = pl.read_parquet(path)
        except FileNotFoundError:
            raise StageError(f"{path} is not there: run `clgc normalize` first") from None
        except pl.exceptions.PolarsError as error:
            raise StageError(f"{path} cannot be read ({error}): run `clgc normalize` again") from error
    return frames
