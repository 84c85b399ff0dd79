"""The SQLite database: the same rows, whole keys, codes that are checked, and `targets` as a view."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from pipeline.errors import OutputError
from pipeline.normalize.rows import Frames
from pipeline.publish.database import PAGE_BYTES, WRITTEN_BY, write_database
from pipeline.publish.facts import Facts
from schemas import TABLES
from tests import factories as made
from tests import releases

STORED = [name for name in TABLES if name != "targets"]


@pytest.fixture
def database(folder: Path, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the made-up database that a test may write to."""
    path = tmp_path / "copy.sqlite"
    path.write_bytes((folder / "clgc.sqlite").read_bytes())
    with closing(sqlite3.connect(path)) as opened:
        opened.execute("PRAGMA foreign_keys = ON")
        yield opened


def rows(path: Path, table: str) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    with closing(sqlite3.connect(path)) as opened:
        cursor = opened.execute(f'SELECT * FROM "{table}"')
        return tuple(column[0] for column in cursor.description), cursor.fetchall()


def plain(frame: pl.DataFrame) -> list[tuple[Any, ...]]:
    dates = [
        pl.col(name).dt.to_string("%Y-%m-%d") for name, dtype in frame.schema.items() if dtype == pl.Date
    ]
    return [
        tuple(int(value) if isinstance(value, bool) else value for value in row)
        for row in frame.with_columns(dates).iter_rows()
    ]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_the_rows_and_types_of_the_parquet_file(
    real: Path, real_frames: Frames, name: str
) -> None:
    columns, found = rows(real / "clgc.sqlite", name)
    assert columns == TABLES[name].names
    assert found == plain(real_frames[name])
    for row, expected in zip(found, plain(real_frames[name]), strict=True):
        assert [type(value) for value in row] == [type(value) for value in expected]


def test_the_view_gives_the_rows_of_targets_where_things_are_missing_or_many(
    facts: Facts, tmp_path: Path
) -> None:
    """Two thresholds, a task that nobody or only a cooperating unit carries, an unknown place, no task."""
    whole = made.indicators()[1]
    indicators = [
        *made.indicators(),
        made.indicators()[0]._replace(numeral_start=whole.numeral_start + 1, start=whole.start + 1,
                end=whole.end, qualifies=whole.numeral_start),
        made.indicators()[3]._replace(numeral_start=0, start=0, end=1, task=None, place="某乡", period=None),
    ]  # fmt: skip
    cooperating = [replace(one, role="cooperate") for one in made.responsibilities()]
    last = [replace(one, seq=9 - one.seq) for one in made.responsibilities()]
    for number, responsibilities in enumerate((made.responsibilities(), cooperating, last, ())):
        frames = releases.of_mentions(indicators=tuple(indicators), responsibilities=tuple(responsibilities))
        path = tmp_path / f"{number}.sqlite"
        write_database(frames, facts, path)
        assert rows(path, "targets")[1] == plain(frames["targets"])
        assert frames["targets"].get_column("thresholds").str.contains("；").any()


def test_targets_is_a_view_and_the_rest_are_tables(folder: Path) -> None:
    found = dict(rows_of(folder, "SELECT name, type FROM sqlite_schema WHERE type IN ('table', 'view')"))
    assert found == {**dict.fromkeys([*STORED, "codes", "columns"], "table"), "targets": "view"}


@pytest.mark.parametrize("name", STORED)
def test_a_table_has_its_primary_and_foreign_keys(folder: Path, name: str) -> None:
    table = TABLES[name]
    info = rows_of(folder, f'PRAGMA table_info("{name}")')
    assert [row[1] for row in info if row[5]] == [table.primary_key]
    assert {row[1] for row in info if row[3]} == {c.name for c in table.columns if not c.nullable}
    keys = rows_of(folder, f'PRAGMA foreign_key_list("{name}")')
    assert {(row[3], row[2], row[4]) for row in keys} == {
        (key.column, key.table, key.reference) for key in table.foreign_keys
    }


def test_every_foreign_key_has_an_index(folder: Path) -> None:
    for name in STORED:
        indexed = {
            row[2]
            for index in rows_of(folder, f'PRAGMA index_list("{name}")')
            for row in rows_of(folder, f'PRAGMA index_info("{index[1]}")')
        }
        assert {key.column for key in TABLES[name].foreign_keys} <= indexed


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE indicators SET role = 'goal'", "CHECK"),
        ("UPDATE indicators SET confidence = 1.5", "CHECK"),
        ("UPDATE indicators SET comparator = 'ge', value_high = 1", "lower_bound_only"),
        ("UPDATE documents SET plan_start = '2023-13-01'", "CHECK"),
        ("UPDATE documents SET collection = NULL", "NOT NULL"),
        ("UPDATE indicators SET task_id = 'nowhere'", "FOREIGN KEY"),
        ("INSERT INTO units SELECT * FROM units LIMIT 1", "UNIQUE"),
    ],
)
def test_a_row_that_breaks_a_rule_is_refused(
    database: sqlite3.Connection, statement: str, fault: str
) -> None:
    with pytest.raises(sqlite3.IntegrityError, match=fault):
        database.execute(statement)


def test_rows_with_a_broken_key_become_no_database(frames: Frames, facts: Facts, tmp_path: Path) -> None:
    broken = releases.changed(frames, "tasks", section_id=pl.lit("nowhere"))
    with pytest.raises(sqlite3.IntegrityError, match="foreign keys"):
        write_database(broken, facts, tmp_path / "a.sqlite")


def test_the_file_is_whole_and_its_header_says_nothing_of_who_wrote_it(folder: Path, facts: Facts) -> None:
    assert rows_of(folder, "PRAGMA integrity_check") == [("ok",)]
    assert rows_of(folder, "PRAGMA foreign_key_check") == []
    assert rows_of(folder, "PRAGMA journal_mode") == [("delete",)]
    header = (folder / "clgc.sqlite").read_bytes()[:100]
    assert struct.unpack(">H", header[16:18]) == (PAGE_BYTES,)
    assert header[18:20] == b"\x01\x01"  # no write-ahead log
    change, cookie, valid, version = (int.from_bytes(header[at : at + 4], "big") for at in (24, 40, 92, 96))
    assert (change, cookie, valid, version) == (1, 1, 1, WRITTEN_BY)
    assert rows_of(folder, "PRAGMA user_version") == [(10_000,)]
    assert facts.release.schema_version == "1.0.0"


def test_the_same_rows_give_the_same_bytes(frames: Frames, facts: Facts, tmp_path: Path) -> None:
    write_database(frames, facts, tmp_path / "one")
    write_database(frames, facts, tmp_path / "two")
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_columns_and_codes_are_explained_in_both_languages(folder: Path) -> None:
    said = "SELECT title_zh, title_en FROM columns WHERE \"table\" = 'tasks' AND \"column\" = 'due_on'"
    assert rows_of(folder, said) == [("到期日", "Due on")]
    coded = "SELECT label_zh FROM codes WHERE vocabulary = 'role' AND code = 'target'"
    assert rows_of(folder, coded) == [("目标",)]


def rows_of(folder: Path, statement: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "clgc.sqlite")) as opened:
        return opened.execute(statement).fetchall()


def test_a_database_that_cannot_be_written_is_told(frames: Frames, facts: Facts, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"cannot write .*nowhere/a\.sqlite"):
        write_database(frames, facts, tmp_path / "nowhere" / "a.sqlite")
