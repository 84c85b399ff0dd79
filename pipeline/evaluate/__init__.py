"""Gold rows against built rows: how right a release is, by the scoring protocol in CONTRIBUTING.

An indicator matches a gold row when it covers the gold numeral. `value` is right when value_low, value_high,
comparator and unit all are; `target` counts the rows with role target on both sides and the value right;
`metric` is a character F1; role, measure, modality, place and period are accuracies over the matched rows.
Tasks match by start and end within 3 characters, responsibilities by task, role and name, deadlines by
overlap, type and latest day; numerals that are no quantity by their class.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import OutputError, UsageError
from pipeline.evaluate import report
from pipeline.evaluate.gold import gold_files, read_gold
from pipeline.evaluate.score import DocumentScore, score

if TYPE_CHECKING:
    import polars as pl

_COLLECTIONS = "the collections that were built"

__all__ = ["DocumentScore", "check_gold", "error_fields", "evaluate", "evaluate_frames", "report_text", "run"]


def evaluate(files: Iterable[Path], release: Path) -> list[DocumentScore]:
    """Score a release on gold files, a score a document, in the order of the files.

    Raises GoldError (exit code 1), naming file and line, for gold that cannot be scored, and UsageError
    (2) when `release` is no release.
    """
    from pipeline.evaluate.built import read_built  # polars: only needed when there is a release to read

    golds = read_gold(files)
    builts = read_built(golds, release)
    return [score(gold, built) for gold, built in zip(golds, builts, strict=True)]


def evaluate_frames(gold: Path, frames: Mapping[str, pl.DataFrame]) -> list[DocumentScore]:
    """Score built tables, before they are a release, on a gold folder (or one gold file).

    Raises GoldError as `evaluate` does.
    """
    from pipeline.evaluate.built import find_built

    golds = read_gold(gold_files(gold))
    builts = find_built(golds, frames, _COLLECTIONS)
    return [score(one, built) for one, built in zip(golds, builts, strict=True)]


def check_gold(gold: Path, sha256s: Container[str] | None = None) -> None:
    """Raise GoldError, as `evaluate_frames` does, for gold that cannot be read or is of other documents.

    `sha256s` are those of the documents, None where they are not known yet.
    """
    from pipeline.evaluate.built import check_known

    golds = read_gold(gold_files(gold))
    if sha256s is not None:
        check_known(golds, sha256s, _COLLECTIONS)


def run(
    gold: Path,
    release: Path,
    json_out: Path | None = None,
    by_rule: bool = False,
    errors: str | None = None,
) -> str:
    """Score a release on a gold folder (or one gold file) and return the report to print.

    `errors` is a comma-separated list of fields, or `all`: their mismatches are listed first, so that the
    totals are what a terminal shows last. Writes the scores to `json_out` when given.
    """
    fields = error_fields(errors)
    documents = evaluate(gold_files(gold), release)
    if json_out is not None:
        try:
            json_out.parent.mkdir(parents=True, exist_ok=True)
            json_out.write_text(report.as_json(documents, by_rule), encoding="utf-8")
        except OSError as error:
            raise OutputError(f"cannot write {json_out}: {error.strerror or error}") from error
    return report_text(documents, by_rule, fields)


def report_text(documents: Sequence[DocumentScore], by_rule: bool, fields: Sequence[str]) -> str:
    """Return the mismatches of the fields, the rule table if wanted, the documents and the total as text."""
    blocks = [report.error_lines(documents, fields)] if fields else []
    if by_rule:
        blocks.append(report.rule_lines(documents))
    blocks += [report.document_lines(documents), report.total_lines(documents)]
    return "\n\n".join("\n".join(block) for block in blocks)


def error_fields(errors: str | None) -> list[str]:
    """Return the fields of a comma-separated list, every one for `all`; UsageError for an unknown name."""
    if not errors:
        return []
    if errors == "all":
        return list(report.LISTED)
    fields = [field.strip() for field in errors.split(",") if field.strip()]
    known = (*report.LISTED, "target")
    unknown = [field for field in fields if field not in known]
    if unknown:
        raise UsageError(f"unknown field {', '.join(unknown)}; known are all, {', '.join(known)}")
    return fields
