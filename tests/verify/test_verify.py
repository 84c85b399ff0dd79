"""`clgc verify` names every kind of damage to a release, and finds nothing in a sound one."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import polars as pl
import pytest

from pipeline import build, progress
from pipeline.errors import ReleaseError
from pipeline.publish.files import write_sums
from pipeline.verify import Fault, extent, shown, verify
from pipeline.verify.tables import read_tables
from schemas import TABLES
from tests.conftest import MakeRaw
from tests.releases import FIRST, SECOND
from tests.verify.damage import edited, faults, flip, rewritten


@pytest.mark.parametrize("version", [FIRST, SECOND])
def test_a_sound_release_has_no_faults(sound: Path, version: str) -> None:
    assert verify(sound / version) == []


def test_the_link_to_the_last_release_may_be_verified(sound: Path) -> None:
    assert verify(sound / "latest") == []


@pytest.mark.parametrize("name", ["documents.parquet", "texts.csv", "clgc.sqlite", "clgc.xlsx", "LICENSE.md"])
def test_one_flipped_bit_is_named(folder: Path, name: str) -> None:
    flip(folder / name, (folder / name).stat().st_size // 2)
    assert any("its bytes were altered: sha256 " in message for message in faults(folder)[name])


@pytest.mark.parametrize(
    "name", ["documents.parquet", "texts.csv", "datapackage.json", "prov.json", "codebook.en.md"]
)
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert "the file is missing: SHA256SUMS lists it" in faults(folder)[name]


@pytest.mark.parametrize("name", ["documents.parquet", "texts.csv", "datapackage.json", "prov.json"])
def test_a_file_that_is_missing_from_the_checksums_too_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    write_sums(folder)
    assert "missing" in faults(folder)[name][0]


@pytest.mark.parametrize("name", ["notes.txt", "quality/notes.txt", ".hidden"])
def test_an_extra_file_is_named(folder: Path, name: str) -> None:
    (folder / name).write_text("mine", "utf-8")
    assert faults(folder) == {name: ["the file is extra: SHA256SUMS does not list it"]}


def test_a_link_in_the_place_of_a_file_is_named(folder: Path, tmp_path: Path) -> None:
    (folder / "LICENSE.md").rename(tmp_path / "LICENSE.md")
    (folder / "LICENSE.md").symlink_to(tmp_path / "LICENSE.md")
    assert faults(folder) == {"LICENSE.md": ["the file is a link; a release holds its own bytes"]}


def test_missing_checksums_are_named(folder: Path) -> None:
    (folder / "SHA256SUMS").unlink()
    assert list(faults(folder)) == ["SHA256SUMS"]


@pytest.mark.parametrize("line", ["nonsense", f"{'0' * 64}  ../outside", f"{'0' * 64}  /etc/passwd"])
def test_a_line_of_the_checksums_that_is_none_is_named(folder: Path, line: str) -> None:
    with (folder / "SHA256SUMS").open("a") as handle:
        handle.write(line + "\n")
    assert f"the line {line!r} is no checksum" in faults(folder)["SHA256SUMS"][0]


def test_an_extra_row_in_the_csv_is_named(folder: Path) -> None:
    path = folder / "units.csv"
    path.write_text(path.read_text("utf-8") + "ell,埃尔,ell,length,1,m,\n", "utf-8")
    write_sums(folder)
    found = faults(folder)
    rows = pl.read_parquet(folder / "units.parquet").height
    assert f"it has {rows + 1} rows, units.parquet has {rows}" in found["units.csv"]
    assert any(message.startswith("resource units: hash is") for message in found["datapackage.json"])
    assert "sha256 of units.csv is" in found["prov.json"][0]


def test_an_extra_row_in_parquet_and_csv_is_named(folder: Path) -> None:
    extra = {"unit": "ell", "label_zh": "埃尔", "label_en": "ell", "dimension": "length"}
    rewritten(folder, "units", lambda frame: pl.concat([frame, pl.DataFrame([extra])], how="diagonal"))
    found = faults(folder)
    assert any(message.startswith("resource units: rows is") for message in found["datapackage.json"])
    assert found["clgc.sqlite"] == ["row ell of units is missing, compared with units.parquet"]


def test_a_changed_cell_in_the_csv_is_named_with_its_row_and_both_values(folder: Path) -> None:
    path = folder / "indicators.csv"
    path.write_text(path.read_text("utf-8").replace(",mu,", ",ha,", 1), "utf-8")
    write_sums(folder)
    (message,) = faults(folder)["indicators.csv"]
    assert message.startswith("row 6 (d-0123456789abcdef:i")
    assert message.endswith("unit is 'ha', indicators.parquet has 'mu'")


def test_an_empty_cell_for_a_null_is_named(folder: Path) -> None:
    path = folder / "documents.csv"
    path.write_text(path.read_text("utf-8").replace("final,,", 'final,"",', 1), "utf-8")
    write_sums(folder)
    assert "issuer is '', documents.parquet has None" in faults(folder)["documents.csv"][0]


def test_a_csv_that_is_none_is_named(folder: Path) -> None:
    (folder / "tasks.csv").write_bytes(b"\xff\xfe\x00")
    write_sums(folder)
    assert faults(folder)["tasks.csv"]


def test_a_broken_foreign_key_is_named(folder: Path) -> None:
    rewritten(folder, "indicators", lambda frame: frame.with_columns(place_id=pl.lit("CN-999999")))
    messages = " ".join(faults(folder)["indicators.parquet"])
    assert "'CN-999999' is no place_id of places" in messages


def test_a_key_that_two_rows_share_is_named(folder: Path) -> None:
    rewritten(folder, "tasks", lambda frame: pl.concat([frame, frame.head(1)]))
    assert any("is not unique" in message for message in faults(folder)["tasks.parquet"])


def test_a_word_outside_its_vocabulary_is_named(folder: Path) -> None:
    rewritten(folder, "tasks", lambda frame: frame.with_columns(stage=pl.lit("dream")))
    assert any("tasks.stage: 'dream' is none of" in message for message in faults(folder)["tasks.parquet"])


def test_a_span_that_is_not_as_written_is_named(folder: Path) -> None:
    rewritten(folder, "indicators", lambda frame: frame.with_columns(as_written=pl.col("as_written") + "!"))
    assert any("the text there is '亿元以上'" in message for message in faults(folder)["indicators.parquet"])


def test_a_text_that_was_altered_breaks_its_spans(folder: Path) -> None:
    rewritten(folder, "texts", lambda frame: frame.with_columns(text=" " + pl.col("text")))
    assert any("the text there is" in message for message in faults(folder)["deadlines.parquet"])


def test_a_column_of_another_type_is_named(folder: Path) -> None:
    frame = pl.read_parquet(folder / "tasks.parquet").with_columns(pl.col("seq").cast(pl.Int64))
    frame.write_parquet(folder / "tasks.parquet")
    write_sums(folder)
    messages = faults(folder)["tasks.parquet"]
    assert "column seq is int64, declared as int32 without nulls" in messages


def test_a_column_too_many_is_named(folder: Path) -> None:
    pl.read_parquet(folder / "units.parquet").with_columns(mood=1).write_parquet(folder / "units.parquet")
    write_sums(folder)
    assert faults(folder)["units.parquet"][0].startswith("the columns are unit, label_zh")


def test_a_parquet_file_that_says_other_things_of_itself_is_named(folder: Path) -> None:
    frame = pl.read_parquet(folder / "units.parquet")
    frame.write_parquet(folder / "units.parquet")
    write_sums(folder)
    assert "the table says other things of itself than schemas/ does" in faults(folder)["units.parquet"]


def test_changes_that_are_not_those_of_the_two_releases_are_named(later: Path) -> None:
    shutil.copytree(later, later.parent / FIRST, dirs_exist_ok=True)
    found = faults(later)
    assert {name for name in found if name.startswith("changes/")} == {
        f"changes/{name}.parquet" for name in ("summary", "rows", "cells")
    }
    assert "it is not what a comparison with 2019.1.0 gives" in found["changes/rows.parquet"][0]


def test_a_changed_cell_of_the_changes_is_named(later: Path) -> None:
    path = later / "changes" / "cells.csv"
    path.write_text(path.read_text("utf-8").replace("target,scope", "target,context", 1), "utf-8")
    write_sums(later)
    assert "new is 'context', cells.parquet has 'scope'" in faults(later)["changes/cells.csv"][0]


def test_a_missing_table_of_changes_is_named(later: Path) -> None:
    (later / "changes" / "rows.parquet").unlink()
    write_sums(later)
    assert list(faults(later)) == ["changes/rows.parquet"]


def test_a_release_alone_is_verified_without_the_one_before_it(later: Path) -> None:
    shutil.rmtree(later.parent / FIRST)
    assert verify(later) == []


def test_a_folder_under_another_name_is_verified_as_well(folder: Path) -> None:
    assert verify(folder.rename(folder.parent / "download")) == []


def test_a_folder_that_holds_no_release_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="is no release"):
        verify(tmp_path)


def test_a_release_of_another_schema_is_checked_by_its_files_alone(folder: Path) -> None:
    edited(folder, "datapackage.json", lambda package: package.update(schema_version="0.9.0"))
    assert verify(folder) == []
    assert "schema 0.9.0" in extent(folder, None)
    flip(folder / "LICENSE.md", 3)
    assert list(faults(folder)) == ["LICENSE.md"]


def test_no_damage_of_a_parquet_file_ends_the_check(folder: Path) -> None:
    path, chance = folder / "deadlines.parquet", random.Random(1)
    whole = path.read_bytes()
    for _ in range(40):
        path.write_bytes(whole)
        flip(path, chance.randrange(len(whole)))
        frames, _ = read_tables(folder)
        assert frames.keys() >= TABLES.keys() - {"deadlines"}
    assert "its bytes were altered" in faults(folder)["deadlines.parquet"][0]


def test_many_faults_of_a_file_are_told_in_short() -> None:
    lines = list(shown([Fault("a.csv", f"fault {number}") for number in range(25)] + [Fault("b.csv", "one")]))
    assert lines[19:] == ["a.csv: fault 19", "a.csv: … and 5 more", "b.csv: one"]


PLAN = "某县2023年工作清单\n一、重点任务\n1.新建学校3所。（责任单位：县教育局，完成时限：2023年12月）\n"


def test_texts_are_compared_with_the_raw_files(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": PLAN.encode(), "b.txt": PLAN.encode("gb18030")})
    build.build(raw, tmp_path / "out", FIRST, progress.silent)
    release = tmp_path / "out" / FIRST
    assert verify(release, raw) == []
    files = raw / "made-up" / "files"
    (files / "b.txt").unlink()
    (files / "a.txt").write_text(PLAN.replace("3所", "4所"), "utf-8")
    told = {Path(fault.where).name: fault.message for fault in verify(release, raw)}
    assert told["a.txt"].startswith("sha256 is ")
    assert "cannot be read (No such file or directory)" in told["b.txt"]


def test_a_text_that_the_raw_file_does_not_read_as_is_named(make_raw: MakeRaw, tmp_path: Path) -> None:
    raw = make_raw({"a.txt": PLAN.encode()})
    build.build(raw, tmp_path / "out", FIRST, progress.silent)
    release = tmp_path / "out" / FIRST
    rewritten(release, "texts", lambda frame: frame.with_columns(text=pl.col("text") + "\n"))
    told = [fault.message for fault in verify(release, raw) if fault.where.endswith("a.txt")]
    assert told[0].endswith(f"in texts, from offset {len(PLAN)}")
