"""The command line: help, pages that name its commands, exit codes, one clear message and no traceback."""

from __future__ import annotations

import hashlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipeline import build, progress
from pipeline.cli import main
from pipeline.publish import output_folder, sums
from tests import releases as made
from tests.conftest import ROOT, MakeRaw

PLAN = "某县2023年工作清单\n一、重点任务\n1.新建学校3所。（责任单位：县教育局，完成时限：2023年12月）\n"
COMMANDS = sorted(main.commands)


def clgc(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def help_of(name: str) -> str:
    return clgc(name, "--help").stdout


def pages() -> str:
    return "".join(
        (ROOT / name).read_text("utf-8")
        for name in ("README.md", "README.zh.md", "CONTRIBUTING.md", "RELEASING.md")
    )


def assert_stopped(result: Result, code: int, *words: str) -> None:
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    for word in words:
        assert word in result.stderr
    assert result.stdout == ""


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_says_what_it_does_and_gives_an_example(name: str) -> None:
    assert main.commands[name].get_short_help_str(limit=200).endswith(".")
    assert re.search(rf"Examples?:\n +clgc {name}\b|Examples?:\n.*\n? +.*clgc {name}\b", help_of(name))


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_uses_only_options_that_the_command_has(name: str) -> None:
    for line in re.findall(rf"clgc {name}\b.*", help_of(name)):
        known = {option for parameter in main.commands[name].params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", line)) <= known


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_says_what_it_is_for(name: str) -> None:
    options = [p for p in main.commands[name].params if isinstance(p, click.Option)]
    assert options
    assert all(option.help for option in options)


def test_the_readme_names_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `clgc ([a-z]+)`", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert named == set(COMMANDS)
    assert set(re.findall(r"`clgc ([a-z]+)", pages())) <= set(COMMANDS)


def test_the_readme_names_every_table_and_no_other() -> None:
    from schemas import TABLES

    readme = (ROOT / "README.md").read_text("utf-8").partition("## The tables")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)`", readme, re.MULTILINE) == list(TABLES)


def test_help_comes_without_loading_the_data_libraries() -> None:
    code = (
        "import sys; from click.testing import CliRunner; from pipeline.cli import main\n"
        "assert CliRunner().invoke(main, ['build', '--help']).exit_code == 0\n"
        "print([name for name in ('polars', 'pandera', 'pyarrow', 'opencc') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["bild"],
        ["build", "--fast"],
        ["build", "--raw", "no-such-folder"],
        ["evaluate", "no-such-release", "--gold", "tests/gold"],
        ["evaluate"],
    ],
)
def test_a_wrong_call_ends_with_2_and_says_how_to_get_help(arguments: list[str]) -> None:
    assert_stopped(clgc(*arguments), 2, "Error: ")


def test_a_version_that_is_none_ends_with_2_and_shows_the_form(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    result = clgc("build", "--raw", raw, "--out", tmp_path / "out", "--version", "latest")
    assert_stopped(result, 2, "'latest'", "2026.11.0")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("name", "missing"), [("extract", "ingest"), ("normalize", "ingest"), ("validate", "normalize")]
)
def test_a_stage_run_too_early_ends_with_2_and_names_what_is_missing(
    tmp_path: Path, name: str, missing: str
) -> None:
    assert_stopped(clgc(name, "--work", tmp_path), 2, f"{tmp_path / missing}", "first")


def test_a_wrong_sha256_ends_with_1_names_the_file_and_writes_nothing(
    make_raw: MakeRaw, tmp_path: Path
) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    (raw / "made-up" / "files" / "a.txt").write_text("changed", "utf-8")
    out = tmp_path / "out"
    assert_stopped(clgc("build", "--raw", raw, "--out", out), 1, "a.txt", "sha256")
    assert not out.exists()


def test_an_output_folder_that_cannot_be_made_ends_with_1(make_raw: MakeRaw, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    out = tmp_path / "file" / "out"
    result = clgc("build", "--raw", make_raw({"a.txt": PLAN.encode()}), "--out", out)
    assert_stopped(result, 1, str(tmp_path / "file"))


def test_a_second_build_at_the_same_time_ends_with_1(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw, out = make_raw({"a.txt": PLAN.encode()}), tmp_path / "out"
    with output_folder(out):
        assert_stopped(clgc("build", "--raw", raw, "--out", out), 1, "another build", str(out))
    assert not (out / "latest").exists()


def test_an_unforeseen_fault_ends_with_1_and_shows_its_place_only_when_asked(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise ZeroDivisionError("a rule divided by nothing")

    monkeypatch.setattr(build, "extract", broken)
    raw = make_raw({"a.txt": PLAN.encode()})
    arguments = ("build", "--raw", raw, "--out", tmp_path / "out")
    assert_stopped(clgc(*arguments), 1, "ZeroDivisionError: a rule divided by nothing", "--debug")
    assert "Traceback" in clgc("--debug", *arguments).stderr


def test_broken_rows_end_with_1_are_told_in_short_and_are_not_published(
    make_raw: MakeRaw, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "validate", lambda _frames: [f"tasks.title: fault {n}" for n in range(1, 31)])
    out = tmp_path / "out"
    result = clgc("build", "--raw", make_raw({"a.txt": PLAN.encode()}), "--out", out)
    assert_stopped(result, 1, "30 faults", "tasks.title: fault 20\n", "… and 10 more")
    assert "fault 21" not in result.stderr
    assert not (out / "latest").exists()


def test_an_undecodable_document_is_set_aside_and_the_rest_is_published(
    make_raw: MakeRaw, tmp_path: Path
) -> None:
    raw = make_raw({"a.txt": PLAN.encode(), "b.txt": b"\x81\xff\xff" * 40})
    result = clgc("build", "--raw", raw, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "b.txt" in result.stderr
    assert "Traceback" not in result.output
    documents = pl.read_parquet(tmp_path / "out" / "latest" / "documents.parquet")
    assert sorted(documents.get_column("parse_state")) == ["ok", "quarantined"]


@pytest.mark.parametrize("command", ["build", "ingest"])
def test_documents_that_are_set_aside_are_named_with_their_collection(
    make_raw: MakeRaw, tmp_path: Path, command: str
) -> None:
    raw = make_raw({"a.txt": b"%PDF-1.4"})
    shutil.copytree(raw / "made-up", raw / "other")
    write_document(raw / "other", b"%PDF-1.5")
    to = ("--out", tmp_path / "out") if command == "build" else ("--work", tmp_path / "work")
    result = clgc(command, "--raw", raw, *to)
    assert result.exit_code == 1
    assert "the rest is done: made-up/files/a.txt, other/files/a.txt. The issues" in result.stderr


def write_document(collection: Path, content: bytes) -> None:
    """Make `content` the only document of a collection."""
    (collection / "files" / "a.txt").write_bytes(content)
    (collection / "documents.csv").write_text(
        f"file,sha256\na.txt,{hashlib.sha256(content).hexdigest()}\n", "utf-8"
    )


@pytest.mark.parametrize("command", ["build", "ingest"])
def test_collections_without_any_document_are_refused_and_nothing_is_published(
    make_raw: MakeRaw, tmp_path: Path, command: str
) -> None:
    to = ("--out", tmp_path / "to") if command == "build" else ("--work", tmp_path / "to")
    assert_stopped(clgc(command, "--raw", make_raw({}), *to), 1, "nothing to publish")
    assert not (tmp_path / "to").exists()


@pytest.mark.parametrize("command", ["build", "ingest"])
def test_an_empty_collection_beside_a_full_one_is_warned_of(
    make_raw: MakeRaw, tmp_path: Path, command: str
) -> None:
    raw = make_raw({})
    shutil.copytree(raw / "made-up", raw / "full")
    write_document(raw / "full", PLAN.encode())
    to = ("--out", tmp_path / "to") if command == "build" else ("--work", tmp_path / "to")
    result = clgc(command, "--raw", raw, *to)
    assert result.exit_code == 0, result.output
    assert re.findall("^Warning: .*", result.stderr, re.MULTILINE) == [
        f"Warning: {raw / 'made-up'} lists no document; nothing of it is in the tables"
    ]


def test_an_empty_document_ends_with_0_and_leaves_an_issue(make_raw: MakeRaw, tmp_path: Path) -> None:
    result = clgc("build", "--raw", make_raw({"a.txt": b""}), "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    latest = tmp_path / "out" / "latest"
    assert pl.read_parquet(latest / "tasks.parquet").is_empty()
    assert not pl.read_parquet(latest / "issues.parquet").is_empty()


def test_a_build_ends_with_a_summary_of_what_was_made_and_where(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    result = clgc("build", "--raw", raw, "--out", tmp_path / "out", "--version", "2026.11.7")
    assert result.exit_code == 0, result.output
    said = dict(re.findall(r"^(\w+) {2,}(.*)$", result.stdout, re.MULTILINE))
    assert said["documents"] == "1"
    assert said["tasks"] == "1"
    assert said["targets"] == "1"
    assert said["indicators"] == "1: 1 target"
    assert "info" in said["issues"]
    assert said["files"] == str(tmp_path / "out" / "2026.11.7")
    assert re.fullmatch(r"[0-9.]+ s", said["took"])


def test_the_stages_run_alone_make_the_same_tables_as_a_build(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw, work = make_raw({"a.txt": PLAN.encode()}), tmp_path / "work"
    whole, steps = tmp_path / "whole", tmp_path / "steps"
    results = [
        clgc("build", "--raw", raw, "--out", whole),
        clgc("ingest", "--raw", raw, "--work", work),
        clgc("extract", "--work", work),
        clgc("normalize", "--work", work),
        clgc("validate", "--work", work),
        clgc("publish", "--work", work, "--out", steps),
    ]
    assert [result.exit_code for result in results] == [0] * 6, [result.output for result in results]
    made, stepwise = whole / "latest", steps / "latest"
    assert sums.files(made) == sums.files(stepwise)
    assert all((made / name).read_bytes() == (stepwise / name).read_bytes() for name in sums.files(made))


def test_other_content_for_a_published_version_ends_with_1_and_replace_overwrites_it(
    make_raw: MakeRaw, tmp_path: Path
) -> None:
    raw, out = make_raw({"a.txt": PLAN.encode()}), tmp_path / "out"
    assert clgc("build", "--raw", raw, "--out", out).exit_code == 0
    listing = raw / "made-up" / "documents.csv"
    listing.write_text(listing.read_text("utf-8").replace("file,", "title,file,").replace("a.txt", "T,a.txt"))
    stopped = clgc("build", "--raw", raw, "--out", out)
    assert_stopped(stopped, 1, "published", "documents: 1 changed (", "--replace", "release.toml")
    assert clgc("build", "--raw", raw, "--out", out, "--replace").exit_code == 0
    assert pl.read_parquet(out / "latest" / "documents.parquet").get_column("title").to_list() == ["T"]


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two releases, of which the second reads one indicator otherwise."""
    out = tmp_path_factory.mktemp("releases")
    made.published(out)
    made.published(out, made.SECOND, made.with_indicator(1, role="scope"), after=made.FIRST)
    return out


def test_diff_tells_tables_columns_and_causes(releases: Path) -> None:
    result = clgc("diff", releases / made.FIRST, releases / "latest")
    assert result.exit_code == 0
    assert result.stdout == (releases / made.SECOND / "changes" / "CHANGES.md").read_text("utf-8")


def test_diff_lists_rows_and_writes_tables_when_asked(releases: Path, tmp_path: Path) -> None:
    result = clgc("diff", "--rows", "--to", tmp_path / "to", releases / made.FIRST, releases / made.SECOND)
    assert "changed (pipeline)\n  role: target → scope\n" in result.stdout
    cells = pl.read_parquet(tmp_path / "to" / "cells.parquet")
    assert cells.equals(pl.read_parquet(releases / made.SECOND / "changes" / "cells.parquet"))


def test_diff_of_a_folder_that_is_no_release_ends_with_1(releases: Path, tmp_path: Path) -> None:
    assert_stopped(clgc("diff", releases / made.FIRST, tmp_path), 1, "is no release")


def test_verify_says_that_a_release_is_sound(releases: Path, tmp_path: Path) -> None:
    result = clgc("verify", releases / "latest", "--raw", tmp_path)
    assert result.exit_code == 1
    assert result.stdout.startswith(f"{tmp_path}/made-up/files/a.txt: the raw file of ")
    shutil.copytree(releases / made.SECOND, tmp_path / made.SECOND)
    done = run("verify", made.SECOND, folder=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{made.SECOND} is sound; ")


def test_verify_lists_faults_and_ends_with_1(releases: Path, tmp_path: Path) -> None:
    shutil.copytree(releases / made.SECOND, tmp_path / made.SECOND)
    (tmp_path / made.SECOND / "notes.txt").write_text("mine", "utf-8")
    done = run("verify", made.SECOND, folder=tmp_path)
    assert done.returncode == 1
    assert done.stdout == "notes.txt: the file is extra: SHA256SUMS does not list it\n"
    assert done.stderr == f"Error: 1 fault in {made.SECOND}\n"


def test_announce_refuses_a_release_that_the_release_file_does_not_name(releases: Path) -> None:
    assert_stopped(clgc("announce", releases / made.SECOND), 1, "which release.toml names")


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from pipeline.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_build_scored_on_gold_tells_how_and_gold_of_another_document_stops_it(
    make_raw: MakeRaw, tmp_path: Path
) -> None:
    gold = ROOT / "tests" / "gold"
    result = clgc("build", "--raw", ROOT / "raw", "--out", tmp_path / "out", "--gold", gold)
    assert result.exit_code == 0, result.output
    told = json.loads((tmp_path / "out" / "latest" / "quality" / "quality.json").read_text("utf-8"))
    assert told["accuracy"]["fields"]["tasks"]["f1"] == 1.0
    raw = make_raw({"a.txt": PLAN.encode()})
    result = clgc("build", "--raw", raw, "--out", tmp_path / "other", "--gold", gold)
    assert_stopped(result, 1, "000.jsonl", "the collections that were built")


def test_mentions_of_other_documents_are_not_normalized(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw, work = make_raw({"a.txt": PLAN.encode()}), tmp_path / "work"
    assert clgc("ingest", "--raw", raw, "--work", work).exit_code == 0
    (work / "extract").mkdir()
    (work / "extract" / "mentions.jsonl").write_text("", "utf-8")
    assert_stopped(clgc("normalize", "--work", work), 2, "other documents", "clgc extract")


def test_without_a_terminal_each_stage_says_one_plain_line(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    stderr = clgc("build", "--raw", raw, "--out", tmp_path / "out").stderr
    assert re.findall(r"^(\w+) +1 of 1, [0-9.]+ s$", stderr, re.MULTILINE) == [
        "ingest",
        "extract",
        "normalize",
        "validate",
        "publish",
    ]
    assert "\r" not in stderr
    assert "\x1b" not in stderr


def test_a_long_stage_says_a_line_now_and_then(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(progress, "SECONDS_BETWEEN_LINES", 0.0)
    with progress.lines("extract", 2) as step:
        step()
        step()
    assert re.sub(r", [0-9.]+ s", "", capsys.readouterr().err).split("\n") == [
        "extract    1 of 2",
        "extract    2 of 2",
        "extract    2 of 2",
        "",
    ]


def test_on_a_terminal_a_stage_draws_a_bar() -> None:
    code = "from pipeline import progress\nwith progress.shown()('extract', 2) as step: step(); step()"
    reader, writer = pty.openpty()
    environment = {**os.environ, "TERM": "xterm"}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, stderr=writer, env=environment, check=True)
    os.close(writer)
    drawn = os.read(reader, 10_000).decode()
    os.close(reader)
    assert "extract" in drawn
    assert "2/2" in drawn


def test_the_program_itself_ends_with_the_exit_code_and_a_message(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "build", "--raw", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ")
    assert str(tmp_path) in done.stderr
    assert "Traceback" not in done.stderr


def test_the_example_of_the_readme_prints_what_the_readme_shows(tmp_path: Path) -> None:
    example = re.search(
        r"<!-- example -->\n```python\n(.*?)```\n\n```\n(.*?)```\n<!-- /example -->",
        (ROOT / "README.md").read_text("utf-8"),
        re.DOTALL,
    )
    assert example
    build.build(ROOT / "raw", tmp_path / "processed", "2026.11.0", progress.silent)
    command = [sys.executable, "-X", "utf8", "-c", example[1]]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.strip() == example[2].strip()
