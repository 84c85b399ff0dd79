"""Faulty collections: each kind of fault is named with its file and line, and all are told at once."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from pipeline.ingest import collection, read_collections
from pipeline.ingest.period import parse_period
from tests.ingest.helpers import Raw, row_of

TEXT = "新建学校5所。\n".encode()
OTHER = "新建医院2座。\n".encode()


def rename_to_bytes(path: Path, name: bytes) -> None:
    """Give a file or folder a name that is no text; a file system that takes none has no such fault."""
    try:
        os.rename(path, os.path.join(os.fsencode(path.parent), name))  # noqa: PTH104, PTH118
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")


def test_a_listed_file_is_returned_with_what_the_collection_states(raw: Raw) -> None:
    row = row_of("a.txt", TEXT, place="襄阳", published="2023-05-23", status="draft", plan_period="2023")
    raw.add({"a.txt": TEXT}, [row])
    (source,) = read_collections(raw.root)
    assert (source.collection, source.path, source.place) == ("made-up", "files/a.txt", "襄阳")
    assert source.published == date(2023, 5, 23)
    assert (source.status, source.title, source.doc_type) == ("draft", None, None)


def test_collections_and_files_come_in_order(raw: Raw) -> None:
    raw.add({"b.txt": b"1", "a.txt": b"2"}, name="second")
    raw.add({"z.txt": b"3"}, name="first")
    assert [(s.collection, s.path) for s in read_collections(raw.root)] == [
        ("first", "files/z.txt"),
        ("second", "files/a.txt"),
        ("second", "files/b.txt"),
    ]


def test_the_founding_documents_are_sound() -> None:
    sources = read_collections(Path(__file__).parents[2] / "raw")
    assert len([s for s in sources if s.collection == "founding-documents"]) == 2


def test_a_wrong_sha256_stops_the_build_and_names_the_file_and_both_sums(raw: Raw) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", OTHER)])
    fault = raw.only_fault()
    assert "documents.csv, line 2" in fault
    assert "a.txt" in fault
    assert row_of("a.txt", TEXT)["sha256"] in fault
    assert row_of("a.txt", OTHER)["sha256"] in fault


@pytest.mark.parametrize("written", ["", "abc", "g" * 64, "0" * 63])
def test_a_sha256_that_is_none_is_told(raw: Raw, written: str) -> None:
    raw.add({"a.txt": TEXT}, [{"file": "a.txt", "sha256": written}])
    assert "64 hex digits" in raw.only_fault()


def test_an_upper_case_sha256_is_the_same(raw: Raw) -> None:
    row = row_of("a.txt", TEXT)
    raw.add({"a.txt": TEXT}, [{**row, "sha256": row["sha256"].upper()}])
    assert read_collections(raw.root)[0].sha256 == row["sha256"]


def test_a_missing_file_is_named(raw: Raw) -> None:
    raw.add({}, [row_of("gone.txt", TEXT)])
    assert "gone.txt is missing" in raw.only_fault()


def test_a_file_listed_twice_is_named_with_both_lines(raw: Raw) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT), row_of("files/a.txt", TEXT)])
    fault = raw.only_fault()
    assert "line 3" in fault
    assert "listed on line 2 already" in fault


def test_a_file_that_is_not_listed_is_named(raw: Raw) -> None:
    raw.add({"a.txt": TEXT, "sub/b.txt": OTHER}, [row_of("a.txt", TEXT)])
    fault = raw.only_fault()
    assert "sub/b.txt" in fault
    assert "not listed" in fault


def test_hidden_files_of_file_managers_are_no_documents(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "files" / ".DS_Store").write_bytes(b"x")
    (raw.root / ".git").mkdir()
    assert len(read_collections(raw.root)) == 1


def test_a_file_may_lie_in_a_subfolder_and_be_written_with_files_before_it(raw: Raw) -> None:
    raw.add({"2023/a.txt": TEXT}, [row_of("files/2023/a.txt", TEXT)])
    assert read_collections(raw.root)[0].path == "files/2023/a.txt"


@pytest.mark.parametrize(
    ("column", "written"), [("doc_type", "plan"), ("status", "Final"), ("source_kind", "web")]
)
def test_an_unknown_code_is_told_with_those_that_are_known(raw: Raw, column: str, written: str) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, **{column: written})])
    fault = raw.only_fault()
    assert f"{column} {written!r} is none of" in fault
    assert "unknown" in fault or "other" in fault


def test_an_unknown_column_is_told(raw: Raw) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, publisher="x")])
    fault = raw.only_fault()
    assert "line 1: column 'publisher' is not known" in fault


def test_a_missing_needed_column_is_told(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "documents.csv").write_text("file,title\na.txt,x\n", encoding="utf-8")
    assert "column sha256 is missing" in raw.only_fault()


def test_a_column_that_stands_twice_is_told(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "documents.csv").write_text("file,sha256,title,title\n", encoding="utf-8")
    assert "column title stands twice" in raw.only_fault()


@pytest.mark.parametrize("written", ["../a.txt", "x/../../a.txt", "/etc/passwd", "..\\a.txt", ".."])
def test_a_name_that_leaves_the_collection_is_refused(raw: Raw, written: str) -> None:
    raw.add({}, [row_of(written, TEXT)])
    assert "leaves the collection" in raw.only_fault()


def test_a_link_out_of_the_collection_is_refused(raw: Raw, tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_bytes(TEXT)
    folder = raw.add({}, [row_of("a.txt", TEXT)])
    (folder / "files" / "a.txt").symlink_to(outside)
    assert "link out of the collection" in raw.only_fault()


def test_a_link_to_another_file_of_the_collection_outside_of_files_is_refused(raw: Raw) -> None:
    folder = raw.add({}, [row_of("a.txt", TEXT)])
    (folder / "files" / "a.txt").symlink_to("../collection.toml")
    assert "link out of the collection's files/" in raw.only_fault()


def test_a_link_within_files_is_followed(raw: Raw) -> None:
    folder = raw.add({"sub/.a.txt": TEXT}, [row_of("a.txt", TEXT)])
    (folder / "files" / "a.txt").symlink_to("sub/.a.txt")
    assert read_collections(raw.root)[0].path == "files/a.txt"


def test_a_files_folder_that_links_out_is_refused(raw: Raw, tmp_path: Path) -> None:
    outside = tmp_path / "elsewhere"
    outside.mkdir()
    (outside / "a.txt").write_bytes(TEXT)
    folder = raw.add({}, [row_of("a.txt", TEXT)])
    (folder / "files").rmdir()
    (folder / "files").symlink_to(outside, target_is_directory=True)
    assert any("link out of the collection" in fault for fault in raw.faults())


def test_a_loop_of_links_is_told(raw: Raw) -> None:
    folder = raw.add({}, [row_of("a.txt", TEXT)])
    (folder / "files" / "a.txt").symlink_to(folder / "files" / "a.txt")
    assert any("a.txt" in fault for fault in raw.faults())


def test_a_named_pipe_is_refused_without_waiting_for_it(raw: Raw) -> None:
    folder = raw.add({}, [row_of("a.txt", TEXT)])
    os.mkfifo(folder / "files" / "a.txt")
    assert "not a plain file" in raw.only_fault()


@pytest.mark.parametrize("name", ["collection.toml", "documents.csv"])
def test_a_named_pipe_in_place_of_a_file_that_people_write_is_refused_without_waiting(
    raw: Raw, name: str
) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / name).unlink()
    os.mkfifo(folder / name)
    assert f"{name}: not a plain file" in raw.only_fault()


def test_a_folder_listed_as_a_file_is_refused(raw: Raw) -> None:
    folder = raw.add({}, [row_of("sub", TEXT)])
    (folder / "files" / "sub").mkdir()
    assert "not a plain file" in raw.only_fault()


def test_a_file_beyond_the_limit_is_refused(raw: Raw, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(collection, "MAX_BYTES", 10)
    raw.add({"a.txt": TEXT})
    assert "more than 10" in raw.only_fault()


def test_a_missing_documents_csv_is_told(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "documents.csv").unlink()
    assert "documents.csv: missing" in raw.only_fault()


def test_a_missing_collection_toml_is_told(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "collection.toml").unlink()
    assert "collection.toml: missing" in raw.only_fault()


def test_a_missing_files_folder_is_told(raw: Raw) -> None:
    folder = raw.add({}, [])
    (folder / "files").rmdir()
    assert "files: missing" in raw.only_fault()


@pytest.mark.parametrize("content", [b"title = ", b"a = 1\na = 2\n", b"\xff\xfe"])
def test_a_collection_toml_that_cannot_be_read_is_told(raw: Raw, content: bytes) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "collection.toml").write_bytes(content)
    assert "collection.toml" in raw.only_fault()


@pytest.mark.parametrize(
    ("content", "told"),
    [("a = " + "[" * 5000, "nested too deeply"), ("a = " + "9" * 5000, "a number has too many digits")],
    ids=["deep", "long"],
)
def test_a_collection_toml_beyond_what_can_be_read_is_a_fault_of_that_file(
    raw: Raw, content: str, told: str
) -> None:
    raw.add({"a.txt": TEXT}, toml=content)
    fault = raw.only_fault()
    assert "collection.toml: " in fault
    assert told in fault


def test_a_folder_whose_name_is_not_utf8_is_named_in_characters_that_can_be_shown(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    rename_to_bytes(folder, b"c\xff")
    fault = raw.only_fault()
    assert fault.endswith("c\\xff: the name of this folder is not UTF-8; rename it")
    assert fault.isprintable()


def test_a_file_whose_name_is_not_utf8_is_named_in_characters_that_can_be_shown(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT, "b.txt": OTHER}, [row_of("a.txt", TEXT)])
    rename_to_bytes(folder / "files" / "b.txt", b"b\xff.txt")
    fault = raw.only_fault()
    assert "b\\xff.txt: the name of this file is not UTF-8; rename it" in fault
    assert fault.isprintable()


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b"file,sha256,title\n" + "襄阳".encode("gbk"), "not UTF-8"),
        (b'file,sha256\n"a.txt"x,y\n', "line 2: not CSV"),
        (b'file,sha256\n"a.txt,y\n', "line 2: not CSV"),
        (b"file;sha256\na.txt;x\n", "documents.csv is separated by semicolons: save it as CSV with commas"),
        (b'"file";"title";"sha256"\r\n"a";"b";"x"\r\n', "is separated by semicolons"),
        (
            b"file\ttitle\tsha256\na.txt\t\tx\n",
            "documents.csv is separated by tabs: save it as CSV with commas",
        ),
        (
            "file,sha256\n襄阳.txt,x\n".encode("utf-16"),
            "documents.csv is not UTF-8 (byte 0): save it as CSV UTF-8",
        ),
        (
            b"file,sha256\na.txt,x\nb.txt," + b"x" * 131_073,
            "line 3: a cell has more than 131,072 characters; shorten",
        ),
        (b"file,sha256\na.txt,x,y\n", "line 2: 3 cells"),
        (b"file,sha256\na.txt\n", "line 2: 1 cells"),
    ],
)
def test_a_documents_csv_that_cannot_be_read_is_told_in_one_line(raw: Raw, content: bytes, told: str) -> None:
    folder = raw.add({"a.txt": TEXT})
    (folder / "documents.csv").write_bytes(content)
    fault = raw.only_fault()
    assert "documents.csv" in fault
    assert told in fault


def test_a_documents_csv_with_a_bom_and_crlf_is_read(raw: Raw) -> None:
    folder = raw.add({"a.txt": TEXT})
    content = (folder / "documents.csv").read_text(encoding="utf-8")
    (folder / "documents.csv").write_bytes(b"\xef\xbb\xbf" + content.replace("\n", "\r\n").encode() + b"\r\n")
    assert len(read_collections(raw.root)) == 1


def test_a_cell_of_several_lines_does_not_shift_the_line_that_is_named(raw: Raw) -> None:
    rows = [row_of("a.txt", TEXT, text_rights="one\ntwo\nthree"), row_of("b.txt", OTHER, status="x")]
    raw.add({"a.txt": TEXT, "b.txt": OTHER}, rows)
    assert "documents.csv, line 5" in raw.only_fault()


@pytest.mark.parametrize("written", ["2023", "2023-5-3", "2023-02-30", "23/05/2023", "yesterday"])
@pytest.mark.parametrize("column", ["published", "retrieved"])
def test_a_bad_date_is_told(raw: Raw, column: str, written: str) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, **{column: written})])
    assert f"{column} {written!r} is not a date" in raw.only_fault()


@pytest.mark.parametrize("written", ["9999-12-31", "2101-01-01", "1948-12-31", "0023-05-03"])
@pytest.mark.parametrize("column", ["published", "retrieved"])
def test_a_date_of_no_plausible_year_is_told_with_the_years_that_are(
    raw: Raw, column: str, written: str
) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, **{column: written})])
    assert f"{column} '{written}' is not between 1949 and 2100" in raw.only_fault()


@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "www.example.org/a",
        "ftp://example.org/a",
        "https://",
        "http:///a",
        "https://a b",
    ],
)
def test_a_url_that_is_no_web_address_is_refused(raw: Raw, written: str) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, url=written)])
    assert f"url {written!r} is not a web address; write it with http:// or https://" in raw.only_fault()


@pytest.mark.parametrize("written", ["https://www.example.org", "HTTP://例子.cn:80/工作/a.html?b=1&c=[2]#d"])
def test_a_web_address_is_kept_as_written(raw: Raw, written: str) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, url=written)])
    assert read_collections(raw.root)[0].url == written


@pytest.mark.parametrize("written", ["23", "2025/2021", "2023-13", "2023/", "2023年", "1066", "２０２３"])
def test_a_bad_plan_period_is_told(raw: Raw, written: str) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", TEXT, plan_period=written)])
    assert "is not a period" in raw.only_fault()


@pytest.mark.parametrize(
    ("written", "bounds"),
    [
        ("2023", (date(2023, 1, 1), date(2023, 12, 31))),
        ("2021/2025", (date(2021, 1, 1), date(2025, 12, 31))),
        ("2024-01/2024-02", (date(2024, 1, 1), date(2024, 2, 29))),
        ("2023-06-15", (date(2023, 6, 15), date(2023, 6, 15))),
    ],
)
def test_a_plan_period_has_a_first_and_a_last_day(written: str, bounds: tuple[date, date]) -> None:
    assert parse_period(written) == bounds


def test_defaults_fill_blank_cells_and_no_others(raw: Raw) -> None:
    rows = [row_of("a.txt", TEXT, status=""), row_of("b.txt", OTHER, status="final")]
    toml = (
        'title = "Collection"\nsource_kind = "repost"\n[defaults]\nstatus = "draft"\nretrieved = 2024-01-02\n'
    )
    raw.add({"a.txt": TEXT, "b.txt": OTHER}, rows, toml)
    first, second = read_collections(raw.root)
    assert (first.status, second.status) == ("draft", "final")
    assert (first.source_kind, first.retrieved, first.title) == ("repost", date(2024, 1, 2), None)


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('[defaults]\npublisher = "x"\n', "publisher"),
        ("[defaults]\nstatus = [1]\n", "status is neither text nor a date"),
        ('defaults = "draft"\n', "defaults is not a table"),
        ('[default]\nstatus = "draft"\n', "did you mean [defaults]"),
    ],
)
def test_faulty_defaults_are_told(raw: Raw, toml: str, told: str) -> None:
    raw.add({"a.txt": TEXT}, toml=toml)
    assert told in raw.only_fault()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ('titel = "x"\n', "key 'titel' is not known; did you mean title? the keys are title, publisher, "),
        ('colour = "x"\n', "key 'colour' is not known; the keys are "),
        ('[collection]\ntitle = "x"\n', "table [collection] is not known; the keys are "),
        ("title = 3\n", "title is not text; write it in quotes"),
        ('licence = ["a"]\n', "licence is not text; write it in quotes"),
        ("[[notes]]\n", "notes is not text; write it in quotes"),
        (f"plan_period = 0x{'f' * 5000}\n", "plan_period is neither text nor a date"),
    ],
    ids=lambda value: value[:20],
)
def test_a_key_of_collection_toml_that_would_be_dropped_is_refused(raw: Raw, toml: str, told: str) -> None:
    raw.add({"a.txt": TEXT}, toml=toml)
    assert f"collection.toml: {told}" in raw.only_fault()


def test_the_keys_that_a_collection_says_of_itself_and_of_its_files_are_accepted(raw: Raw) -> None:
    about = "".join(f'{key} = "x"\n' for key in ("title", "publisher", "licence", "language", "notes"))
    raw.add({"a.txt": TEXT}, toml=f"{about}plan_period = 2023\n[expected]\ndocuments = 1\n")
    assert read_collections(raw.root)[0].plan_period == "2023"


@pytest.mark.parametrize("number", [0, 1, 3])
def test_another_number_of_documents_than_expected_is_told_with_both_numbers(raw: Raw, number: int) -> None:
    raw.add({"a.txt": TEXT, "b.txt": OTHER}, toml=f"[expected]\ndocuments = {number}\n")
    assert f"[expected] documents = {number}, but documents.csv lists 2; " in raw.only_fault()


@pytest.mark.parametrize(
    ("toml", "told"),
    [
        ("expected = 2\n", "expected is not a table"),
        ("[expected]\ntasks = 2\n", "[expected] has 'tasks', which is none of documents"),
        ('[expected]\ndocuments = "1"\n', "documents is not a number of documents"),
        ("[expected]\ndocuments = true\n", "documents is not a number of documents"),
        ("[expected]\ndocuments = -1\n", "documents is not a number of documents"),
    ],
)
def test_an_expectation_that_cannot_be_checked_is_refused(raw: Raw, toml: str, told: str) -> None:
    raw.add({"a.txt": TEXT}, toml=toml)
    assert told in raw.only_fault()


def test_the_same_bytes_in_two_collections_are_told(raw: Raw) -> None:
    raw.add({"a.txt": TEXT}, name="one")
    raw.add({"b.txt": TEXT}, name="two")
    fault = raw.only_fault()
    assert "one/files/a.txt" in fault
    assert "two/files/b.txt" in fault


def test_a_raw_folder_that_is_missing_or_empty_is_told(raw: Raw) -> None:
    assert "no collection in it" in raw.only_fault()
    raw.root.rmdir()
    assert "no such folder" in raw.only_fault()


def test_all_faults_of_all_collections_are_told_together(raw: Raw) -> None:
    raw.add({"a.txt": TEXT}, [row_of("a.txt", OTHER, status="x"), row_of("gone.txt", TEXT)], name="one")
    folder = raw.add({"b.txt": OTHER}, [], name="two")
    (folder / "collection.toml").unlink()
    assert len(raw.faults()) == 5
