"""`clgc explain`: for any row its passage, fields, rule, lexicon records, siblings and issues."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.explain import explain
from pipeline.explain.passage import passage
from pipeline.extract import extract
from pipeline.ingest import ingest
from pipeline.model import Issue
from pipeline.normalize.rows import to_frames
from schemas import TABLES
from tests import factories as made
from tests.conftest import ROOT

MARKS = ("⟦", "⟧")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [
        made.indicators()[0],
        *(row._replace(rule_id="role.target.undertaken") for row in made.indicators()[1:]),
    ]
    whole = made.at("110")[0]
    issue = Issue("warning", "made_up.doubt", "a made-up doubt", "indicators", whole, whole, whole + 3)
    frames = to_frames([made.document()], [made.mentions(indicators=tuple(rows), issues=(issue,))])
    folder = tmp_path_factory.mktemp("release")
    for name, frame in frames.items():
        frame.write_parquet(folder / f"{name}.parquet")
    return folder


def of(letter: str, words: str) -> str:
    return f"{made.DOC_ID}:{letter}{made.at(words)[0]}"


def clgc(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["explain", *(str(argument) for argument in arguments)])


def part(explained: str, name: str) -> list[str]:
    """Return the lines under the heading `name`."""
    for block in explained.split("\n\n"):
        first, *lines = block.split("\n")
        if first == name:
            return [line.strip() for line in lines]
    return []


def test_the_words_of_a_row_are_marked_in_their_sentence(release: Path) -> None:
    shown = part(explain(release, of("i", "110个")), "passage")
    assert shown == ["引进亿元以上项目⟦110个⟧,其中制造业60个,力争固定资产投资增长12%左右,建设8—10个园区。"]


def test_every_field_is_told_as_written_or_as_understood(release: Path) -> None:
    shown = explain(release, of("i", "110个"))
    told = {line.split()[0] for name in ("as written", "as understood") for line in part(shown, name)}
    unsaid = {"indicator_id", "doc_id", "start", "end", "rule_id", "confidence"}
    assert told == set(TABLES["indicators"].names) - unsaid
    assert any(
        line.startswith("role ") and "target (目标, target)" in line for line in part(shown, "as understood")
    )
    assert any(line.split() == ["number_as_written", "110"] for line in part(shown, "as written"))


def test_the_rule_is_told_in_both_languages_with_its_confidence(release: Path) -> None:
    name, meant, example = part(explain(release, of("i", "12%左右").replace("左右", "")), "rule")
    assert name == "role.target.undertaken, confidence 0.9"
    assert "a value the plan undertakes" in meant
    assert "承诺" in meant
    assert example.startswith("for example")


def test_a_rule_of_another_version_is_said_to_be_unknown(release: Path) -> None:
    assert part(explain(release, of("i", "亿元以上")), "rule") == [
        "made_up (this version of clgc has no such rule)"
    ]


@pytest.mark.parametrize(
    ("row", "record"),
    [
        (("i", "110个"), "unit_forms: 个 → count"),
        (("i", "亿元以上"), "comparators: 以上 after the number → ge"),
        (("i", "12%左右"), "comparators: 左右 after the number → approx"),
        (("i", "12%左右"), "cues: 力争 → aim (modality)"),
        (("i", "12%左右"), "→ fixed_asset_investment_growth, as in"),
        (("i", "14.45万亩"), "units: mu 亩"),
        (("i", "110个"), "places: CN-420600 襄阳市"),
        (("i", "亿元以上"), "metric_aliases: none reads '引进项目' in CNY"),
        (("r", "谷城县人民政府"), "org_functions: 人民政府 → government"),
    ],
)
def test_the_lexicon_records_that_took_part_are_named(
    release: Path, row: tuple[str, str], record: str
) -> None:
    assert any(record in line for line in part(explain(release, of(*row)), "lexicon"))


def test_links_and_siblings_are_listed_with_their_ids(release: Path) -> None:
    shown = explain(release, of("i", "110个"))
    assert part(shown, "linked") == [
        f"its part {of('i', '60个')}  breakdown  60个  引进项目",
        f"its threshold {of('i', '亿元以上')}  threshold  亿元以上  引进项目",
    ]
    assert any(line.startswith(of("i", "8—10个")) for line in part(shown, "in the same sentence"))
    assert any("2023年12月" in line for line in part(shown, "deadlines of the task"))
    assert len(part(shown, "responsible for the task")) == 3
    assert part(explain(release, of("i", "60个")), "linked")[0].startswith(f"part of {of('i', '110个')}")


def test_issues_on_the_row_are_told(release: Path) -> None:
    assert part(explain(release, of("i", "110个")), "issues") == ["warning made_up.doubt: a made-up doubt"]
    assert part(explain(release, of("i", "14.45万亩")), "issues") == []


@pytest.mark.parametrize(
    "table", ["sections", "tasks", "responsibilities", "deadlines", "indicators", "numerals", "issues"]
)
def test_every_row_of_every_table_with_a_span_can_be_explained(release: Path, table: str) -> None:
    frame = pl.read_parquet(release / f"{table}.parquet")
    assert not frame.is_empty()
    for row_id in frame.get_column(TABLES[table].primary_key):
        assert row_id in explain(release, row_id)


def test_a_numeral_names_the_row_it_belongs_to(release: Path) -> None:
    shown = explain(release, of("n", "110"))
    assert part(shown, "belongs to") == [f"{of('i', '110个')}  target  110个  引进项目"]


def test_an_unknown_offset_ends_with_1_and_names_the_nearest_rows(release: Path) -> None:
    start = made.at("110个")[0]
    result = clgc(f"{made.DOC_ID}:i{start + 1}", "--release", release)
    assert result.exit_code == 1
    assert "Traceback" not in result.output
    assert f"{made.DOC_ID}:i{start}  110个" in result.stderr


def test_an_unknown_document_ends_with_1_and_names_some_that_are_there(release: Path) -> None:
    result = clgc("d-ffffffffffffffff:i1", "--release", release)
    assert result.exit_code == 1
    assert made.DOC_ID in result.stderr


@pytest.mark.parametrize(
    "row_id", ["110", "d-0123456789abcdeg", "d-0123456789abcdef:z1", "d-0123456789abcdef:i"]
)
def test_what_is_no_id_ends_with_2_and_shows_the_form(release: Path, row_id: str) -> None:
    result = clgc(row_id, "--release", release)
    assert result.exit_code == 2
    assert "d-0123456789abcdef:i120" in result.stderr


def test_a_folder_that_is_no_release_ends_with_1(tmp_path: Path) -> None:
    result = clgc(of("i", "110个"), "--release", tmp_path)
    assert result.exit_code == 1
    assert "--release" in result.stderr


def test_on_a_terminal_the_words_are_coloured(release: Path) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()", "explain", of("i", "110个")]
    reader, writer = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    done = subprocess.run(
        [*command, "--release", str(release)], cwd=ROOT, stdout=writer, env=environment, check=True
    )
    os.close(writer)
    drawn = os.read(reader, 100_000).decode()
    os.close(reader)
    assert done.returncode == 0
    assert "\x1b[1;30;43m110个\x1b[0m" in drawn
    assert "⟦" not in drawn


def test_a_long_passage_is_cut_at_both_ends_and_in_the_middle() -> None:
    text = "甲" * 1000
    assert passage(text, 500, 501, MARKS) == "…" + "甲" * 120 + "⟦甲⟧" + "甲" * 120 + "…"
    assert passage(text, 0, 1000, MARKS) == "⟦" + "甲" * 160 + " … " + "甲" * 160 + "⟧"
    assert passage("甲。乙丙丁\n戊", 3, 4, MARKS) == "乙⟦丙⟧丁"


def test_the_example_of_the_help_is_a_row_of_the_founding_documents() -> None:
    example = re.search(r"clgc explain (d-[0-9a-f]{16}):i([0-9]+)", clgc("--help").stdout)
    assert example
    document = next(d for d in ingest(ROOT / "raw") if d.doc_id == example[1])
    assert int(example[2]) in {row.numeral_start for row in extract(document).indicators}


def test_the_id_of_a_document_shows_its_row_and_what_was_read_in_it(release: Path) -> None:
    result = clgc("d-0123456789abcdef", "--release", release)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("document d-0123456789abcdef\n")
    assert "parse_state" in result.stdout
    tasks = pl.read_parquet(release / "tasks.parquet").filter(doc_id="d-0123456789abcdef").height
    assert re.search(rf"^  tasks +{tasks}$", result.stdout, re.MULTILINE)


def test_a_document_that_the_release_does_not_hold_ends_with_1_and_names_those_it_holds(
    release: Path,
) -> None:
    result = clgc("d-00", "--release", release)
    assert result.exit_code == 1
    assert "no document d-00" in result.stderr
    assert "d-0123456789abcdef" in result.stderr
