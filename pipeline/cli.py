"""The command line: one command a stage, and `build` for all of them.

Heavy imports stand inside the commands, so that `clgc --help` answers at once. Results go to standard
output, progress and errors to standard error. Exit codes: 0 done; 1 the data or the machine stopped it;
2 called wrongly.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from pipeline import progress
from pipeline.console import Group, say
from pipeline.errors import OutputError
from pipeline.options import (
    FOLDER,
    RELEASE,
    gold_option,
    out_option,
    predecessor_option,
    raw_option,
    replace_option,
    version_option,
    work_option,
)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="clgc")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def main(debug: bool) -> None:
    """Turn China's local government plans into tables of what they undertake.

    \b
    Example:
      clgc build --raw raw --out processed

    The stages of a build run alone too, in this order: ingest, extract, normalize, validate, publish.
    """


@main.command("build")
@raw_option
@out_option
@version_option
@gold_option
@predecessor_option
@replace_option
def build_command(
    raw: Path, out: Path, version: str | None, gold: Path | None, predecessor: str | None, replace: bool
) -> None:
    """Make and publish every table of the collections in --raw.

    Reads DIR/<collection>/collection.toml, documents.csv and files/; writes a release to
    OUT/<version>/ and points OUT/latest at the greatest version there. Blank metadata is inferred, and
    said so in the issues table. A document that cannot be decoded is set aside, the rest is published,
    and the exit code is 1.

    DIR/release.toml says whose release it is: title, authors, licence, version, with the keys of
    pipeline/release.toml. Without it a release of collections of your own bears no name and no licence.

    A published version never changes: a build of the same content does nothing, one of other content
    stops with exit code 1 and tells what differs. While a release is still work in progress, --replace
    overwrites it.

    \b
    Examples:
      clgc build
      clgc build --raw my-collections --out my-tables --replace
      clgc build --raw my-collections --out my-tables --version 2026.11.1 --predecessor 2026.11.0
    """
    from pipeline import build

    summary = build.build(
        raw, out, version, progress.shown(), gold=gold, predecessor=predecessor, replace=replace
    )
    say(build.report(summary))
    tell_unnamed(raw)
    warn_of_empty_collections(raw)
    end_on_quarantine(summary.quarantined)


@main.command("ingest")
@raw_option
@work_option
def ingest_command(raw: Path, work: Path) -> None:
    """Check and decode the raw files.

    \b
    Example:
      clgc ingest --raw raw
    """
    from pipeline import stages

    documents = stages.run_ingest(raw, work, progress.shown())
    say(f"{len(documents)} documents → {work / 'ingest'}")
    tell_unnamed(raw)
    warn_of_empty_collections(raw)
    end_on_quarantine([f"{d.collection}/{d.path}" for d in documents if d.parse_state == "quarantined"])


@main.command("extract")
@work_option
def extract_command(work: Path) -> None:
    """Read tasks, units, deadlines and numbers in the documents.

    \b
    Example:
      clgc ingest && clgc extract
    """
    from pipeline import stages

    mentions = stages.run_extract(work, progress.shown())
    tasks = sum(len(document.tasks) for document in mentions)
    indicators = sum(len(document.indicators) for document in mentions)
    say(f"{tasks} tasks, {indicators} indicators → {work / 'extract'}")


@main.command("normalize")
@work_option
def normalize_command(work: Path) -> None:
    """Turn what was read into tables.

    Values, units, dates, places, organisations and metrics get their common form, and rows their ids.

    \b
    Example:
      clgc normalize
    """
    from pipeline import stages

    frames = stages.run_normalize(work, progress.shown())
    say(f"{len(frames)} tables → {work / 'normalize'}")


@main.command("validate")
@work_option
def validate_command(work: Path) -> None:
    """Check columns, vocabularies, keys and spans of the tables.

    \b
    Example:
      clgc validate
    """
    from pipeline import stages

    frames = stages.run_validate(work, progress.shown())
    say(f"{sum(frame.height for frame in frames.values())} rows in {len(frames)} tables are sound")


@main.command("publish")
@work_option
@out_option
@version_option
@gold_option
@predecessor_option
@replace_option
def publish_command(
    work: Path, out: Path, version: str | None, gold: Path | None, predecessor: str | None, replace: bool
) -> None:
    """Check the tables again and write them as a release.

    \b
    Example:
      clgc publish --out processed --version 2026.11.0
    """
    from pipeline import stages

    shown = progress.shown()
    folder = stages.run_publish(
        work, out, version, shown, gold=gold, predecessor=predecessor, replace=replace
    )
    say(folder)


@main.command("evaluate")
@click.argument("release_folder", metavar="RELEASE", type=RELEASE)
@click.option(
    "--gold",
    type=click.Path(exists=True, path_type=Path),
    required=True,
    help="Folder of gold readings (or one gold file) to score against.",
)
@click.option(
    "--json",
    "json_out",
    type=click.Path(dir_okay=False, path_type=Path),
    default="build/evaluation.json",
    show_default=True,
    help="File to write the scores to.",
)
@click.option("--by-rule", is_flag=True, help="Show how often each rule was right.")
@click.option("--errors", metavar="FIELDS", help="List the mismatches of these fields (role,value or all).")
def evaluate_command(
    release_folder: Path, gold: Path, json_out: Path, by_rule: bool, errors: str | None
) -> None:
    """Score a release against gold readings.

    Gold is what a person read in the same documents; CONTRIBUTING.md tells how, and how it is scored.

    \b
    Examples:
      clgc evaluate --gold tests/gold processed/latest
      clgc evaluate --gold tests/gold --errors role,metric processed/latest
    """
    from pipeline import evaluate

    say(evaluate.run(gold, release_folder, json_out, by_rule=by_rule, errors=errors))


@main.command("explain")
@click.argument("row_id", metavar="ID")
@click.option(
    "--release",
    "release_folder",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default="processed/latest",
    show_default=True,
    help="Folder of the release that holds the row.",
)
def explain_command(row_id: str, release_folder: Path) -> None:
    """Show why a row says what it says.

    ID is the id of an indicator, task, responsibility, deadline, numeral, section or issue. Shows its source
    passage with the words marked, its fields as written and as understood, the rule and the lexicon records
    behind it, the rows beside it and the issues on it. The id of a document (d-…) shows its row, how many
    rows were read in it, and its issues.

    \b
    Example:
      clgc explain d-6ffcb27c70a6bbff:i3997
    """
    from pipeline import explain

    on_terminal = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    say(explain.explain(release_folder, row_id, explain.COLOURED if on_terminal else explain.PLAIN))


@main.command("diff")
@click.argument("before", type=RELEASE)
@click.argument("after", type=RELEASE)
@click.option(
    "--rows", is_flag=True, help="List every row that differs, with old and new value of its cells."
)
@click.option(
    "--to",
    type=FOLDER,
    help="Folder to write the changes to as tables, Parquet and CSV.",
)
def diff_command(before: Path, after: Path, rows: bool, to: Path | None) -> None:
    """Tell what changed from one release to another.

    Rows are matched by primary key, and each change has its cause: the source, its listing in the
    collection, or the pipeline.

    \b
    Examples:
      clgc diff processed/2026.11.0 processed/latest
      clgc diff --rows --to build/changes processed/2026.11.0 build/draft/latest
    """
    from pipeline.publish import changes as told
    from pipeline.publish.compare import compare
    from pipeline.publish.read import read_release

    changes = compare(read_release(before), read_release(after))
    if to is not None:
        try:
            told.write_tables(changes, to)
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(
                f"cannot write to {to} ({reason}): choose a folder you may write to with --to"
            ) from error
    names = [folder.resolve().name for folder in (before, after)]
    if names[0] == names[1]:  # a draft of the same version
        names = [str(before), str(after)]
    say(told.section(changes, *names), nl=False)
    if rows:
        say("".join(f"\n{line}" for line in told.listing(changes)))


@main.command("verify")
@click.argument("release_folder", metavar="RELEASE", type=RELEASE)
@click.option(
    "--raw",
    type=RELEASE,
    show_default="raw, where it exists",
    help="Folder of collections to compare the texts with.",
)
def verify_command(release_folder: Path, raw: Path | None) -> None:
    """Check that a release is whole and its metadata are in step with its data.

    Checks checksums, columns, vocabularies, keys, spans, CSV and SQLite against Parquet, metadata and
    changes, and the texts against the raw files. Lists what is wrong, a line each; exit code 1 then.

    \b
    Examples:
      clgc verify processed/latest
      clgc verify --raw my-collections my-tables/2026.11.0
    """
    from pipeline import verify

    behind = raw or (Path("raw") if Path("raw").is_dir() else None)
    faults = verify.verify(release_folder, behind)
    for line in verify.shown(faults):
        say(line)
    if faults:
        click.echo(f"Error: {len(faults):,} fault{'s' * (len(faults) > 1)} in {release_folder}", err=True)
        click.get_current_context().exit(1)
    say(f"{release_folder} is sound; {verify.extent(release_folder, behind)}")


@main.command("announce")
@click.argument("release_folder", metavar="RELEASE", type=RELEASE)
@work_option
def announce_command(release_folder: Path, work: Path) -> None:
    """Tell of a release in CHANGELOG.md and the other pages, and write its tag's message.

    Run it in the root of the repository. RELEASING.md tells when.

    \b
    Example:
      clgc announce processed/latest
    """
    from pipeline.announce import announce

    for path in announce(release_folder, Path(), work):
        say(path)


def tell_unnamed(raw: Path) -> None:
    """Say on standard error that the release bears nobody's name, where that is so, and what to write."""
    from pipeline.authored import notice

    told = notice(raw)
    if told is not None:
        click.echo(told, err=True)


def warn_of_empty_collections(raw: Path) -> None:
    """Say which collections list no document: they are in the release by name only."""
    from pipeline.ingest import empty_collections

    for folder in empty_collections(raw):
        click.echo(f"Warning: {folder} lists no document; nothing of it is in the tables", err=True)


def end_on_quarantine(names: Sequence[str]) -> None:
    """End with exit code 1 when documents were set aside, naming them."""
    if names:
        click.echo(f"Set aside, the rest is done: {', '.join(names)}. The issues table says why.", err=True)
        click.get_current_context().exit(1)
