"""The command line: one command a stage, and `build` for all of them.

Heavy imports stand inside the commands, so that `clgc --help` answers at once. Results go to standard
output, progress and errors to standard error. Exit codes: 0 done; 1 the data or the machine stopped it;
2 called wrongly.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from pipeline import progress, release
from pipeline.errors import ClgcError

Command = TypeVar("Command", bound=Callable[..., Any])


class Group(click.Group):
    """A group whose commands end with one clear message instead of a traceback."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the commands in the order of the flow."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; say what stopped it on standard error and give its exit code."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except ClgcError as error:
            _show_traceback(ctx, error)
            _fail(ctx, str(error), error.exit_code)
        except BrokenPipeError:  # the reader of a pipe has enough: click ends quietly
            raise
        except Exception as error:
            _show_traceback(ctx, error)
            hint = "This is a fault in clgc; `clgc --debug …` shows where."
            _fail(ctx, f"{type(error).__name__}: {error}\n{hint}", 1)


def _show_traceback(ctx: click.Context, error: Exception) -> None:
    if ctx.params.get("debug"):
        click.echo("Traceback (most recent call last):", err=True)
        click.echo("".join(traceback.format_tb(error.__traceback__)), err=True, nl=False)


def _fail(ctx: click.Context, message: str, code: int) -> None:
    click.echo(f"Error: {message}", err=True)
    ctx.exit(code)


def raw_option(command: Command) -> Command:
    """Add `--raw DIR`."""
    kind = click.Path(exists=True, file_okay=False, path_type=Path)
    return click.option(
        "--raw", type=kind, default="raw", show_default=True, help="Folder of collections to read."
    )(command)


def out_option(command: Command) -> Command:
    """Add `--out DIR`."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(
        "--out", type=kind, default="processed", show_default=True, help="Folder that holds the releases."
    )(command)


def work_option(command: Command) -> Command:
    """Add `--work DIR`."""
    kind = click.Path(file_okay=False, path_type=Path)
    return click.option(
        "--work",
        type=kind,
        default="build",
        show_default=True,
        help="Folder where stages leave their results.",
    )(command)


def version_option(command: Command) -> Command:
    """Add `--version V`."""
    return click.option(
        "--version",
        metavar="V",
        default=lambda: release.read().data_version,
        show_default="the one in pipeline/release.toml",
        help="Version of the release, YEAR.MONTH.MICRO.",
    )(command)


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
def build_command(raw: Path, out: Path, version: str) -> None:
    """Make and publish every table of the collections in --raw.

    Reads DIR/<collection>/collection.toml, documents.csv and files/; writes a release to
    OUT/<version>/ and points OUT/latest at it. Blank metadata is inferred, and said so in the issues
    table. A document that cannot be decoded is set aside, the rest is published, and the exit code is 1.

    \b
    Examples:
      clgc build
      clgc build --raw my-collections --out my-tables --version 2026.11.1
    """
    from pipeline import build

    summary = build.build(raw, out, version, progress.shown())
    click.echo(build.report(summary))
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
    click.echo(f"{len(documents)} documents → {work / 'ingest'}")
    end_on_quarantine([document.path for document in documents if document.parse_state == "quarantined"])


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
    click.echo(f"{tasks} tasks, {indicators} indicators → {work / 'extract'}")


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
    click.echo(f"{len(frames)} tables → {work / 'normalize'}")


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
    click.echo(f"{sum(frame.height for frame in frames.values())} rows in {len(frames)} tables are sound")


@main.command("publish")
@work_option
@out_option
@version_option
def publish_command(work: Path, out: Path, version: str) -> None:
    """Check the tables again and write them as a release.

    \b
    Example:
      clgc publish --out processed --version 2026.11.0
    """
    from pipeline import stages

    click.echo(stages.run_publish(work, out, version, progress.shown()))


@main.command("evaluate")
@click.argument(
    "release_folder", metavar="RELEASE", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
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

    click.echo(evaluate.run(gold, release_folder, json_out, by_rule=by_rule, errors=errors))


def end_on_quarantine(paths: Sequence[str]) -> None:
    """End with exit code 1 when documents were set aside, naming them."""
    if paths:
        click.echo(f"Set aside, the rest is done: {', '.join(paths)}. The issues table says why.", err=True)
        click.get_current_context().exit(1)
