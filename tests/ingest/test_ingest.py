"""The stage as a whole: a folder of collections in, documents out."""

from __future__ import annotations

import hashlib
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.errors import CollectionError
from pipeline.extract import extract
from pipeline.ingest import ingest, read_document
from tests.ingest.helpers import Raw, row_of, source_of

PLAN = "襄阳市2023年工作要点\n1.新建学校5所。\n".encode()


def test_documents_come_in_order_and_each_is_announced(raw: Raw) -> None:
    raw.add({"b.txt": PLAN, "a.txt": b"1"}, name="two")
    raw.add({"c.txt": b"2"}, name="one")
    announced: list[str] = []
    documents = ingest(raw.root, announced.append)
    assert [f"{d.collection}/{d.path}" for d in documents] == [
        "one/files/c.txt",
        "two/files/a.txt",
        "two/files/b.txt",
    ]
    assert announced == [d.doc_id for d in documents]


def test_a_document_is_known_by_the_sum_of_its_bytes(raw: Raw) -> None:
    raw.add({"a.txt": PLAN})
    (document,) = ingest(raw.root)
    assert document.sha256 == hashlib.sha256(PLAN).hexdigest()
    assert document.doc_id == f"d-{document.sha256[:16]}"
    assert (document.bytes, document.text) == (len(PLAN), PLAN.decode())


def test_one_bad_document_never_costs_another(raw: Raw) -> None:
    raw.add({"bad.txt": b"\xff\xff\xff", "empty.txt": b"", "good.txt": PLAN, "scan.pdf": b"%PDF-1.4"})
    documents = {d.path: d for d in ingest(raw.root)}
    states = {path: document.parse_state for path, document in documents.items()}
    assert states == {
        "files/bad.txt": "quarantined",
        "files/empty.txt": "ok",
        "files/good.txt": "ok",
        "files/scan.pdf": "quarantined",
    }
    assert [i.code for i in documents["files/bad.txt"].issues] == ["document.undecodable"]
    assert [i.code for i in documents["files/empty.txt"].issues] == ["document.empty"]
    assert documents["files/bad.txt"].text == ""


def test_a_page_without_content_has_one_issue() -> None:
    data = "当前位置:首页\n分享到:\n责任编辑:某甲\n".encode()
    document = read_document(source_of(data), data)
    assert document.content_start == document.content_end
    assert [i.code for i in document.issues if i.severity != "info"] == ["document.empty"]


def doubtful(text: str) -> list[str]:
    """Return the messages that call the document doubtful; each is a warning."""
    document = read_document(source_of(text.encode()), text.encode())
    found = [i for i in document.issues if i.code in ("document.not_chinese", "document.markup")]
    assert {i.severity for i in found} <= {"warning"}
    return [i.message for i in found]


def test_a_document_with_scarcely_any_chinese_in_it_is_doubtful() -> None:
    (message,) = doubtful("hello world 100 km\n" * 50)
    assert "made-up/files/a.txt is scarcely Chinese: 0 of 600 letters are hanzi" in message


@pytest.mark.parametrize(
    "text",
    [
        "Only English 12%.",
        "12 km\n34 t\n" * 5,
        "引进ASML、SAMSUNG、MICROSOFT等世界五百强企业5家以上，形成ICT、AIoT产业集群。" * 3,
    ],
)
def test_foreign_names_and_short_texts_are_not_doubtful(text: str) -> None:
    assert doubtful(text) == []


def test_tags_left_in_a_text_are_doubtful_and_the_first_is_pointed_at() -> None:
    text = "襄阳市2023年工作要点\n<p>新建学校5所。</p><p>新建医院2座。</p><p>修路3公里。</p>\n"
    (message,) = doubtful(text)
    assert "has markup in its text (</p> and 2 more)" in message
    (issue,) = (
        i for i in read_document(source_of(b"", "a"), text.encode()).issues if i.code == "document.markup"
    )
    assert text[issue.start : issue.end] == "</p>"
    assert doubtful(text.replace("</p>", "", 1)) == []


@pytest.mark.parametrize("end", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"])
def test_every_character_that_ends_a_line_parts_lines_and_tasks_and_offsets_stay(end: str) -> None:
    text = "襄阳市2023年工作要点\n一、重点任务\n1.新建学校5所。\n2.新建医院2座。\n3.修路3公里。\n"
    plain, other = (
        read_document(source_of(written.encode()), written.encode())
        for written in (text, text.replace("\n", end))
    )
    assert other.text == plain.text.replace("\n", end)
    assert (other.title, other.content_start, other.content_end) == (plain.title, 0, plain.content_end)
    assert [(task.start, task.end, task.title) for task in extract(other).tasks] == [
        (task.start, task.end, task.title) for task in extract(plain).tasks
    ]
    assert len(extract(plain).tasks) == 3


def test_a_file_that_changes_between_check_and_reading_stops_the_build(
    raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    raw.add({"a.txt": PLAN})
    monkeypatch.setattr(
        Path, "read_bytes", lambda path: b"other" if path.name == "a.txt" else path.open("rb").read()
    )
    with pytest.raises(CollectionError, match="changed while it was read"):
        ingest(raw.root)


def test_a_faulty_collection_stops_before_any_document(raw: Raw) -> None:
    raw.add({"a.txt": PLAN}, name="one")
    raw.add({"b.txt": b"2"}, [row_of("b.txt", b"3")], name="two")
    announced: list[str] = []
    with pytest.raises(CollectionError):
        ingest(raw.root, announced.append)
    assert announced == []


def test_the_founding_documents_have_their_content_and_metadata() -> None:
    first, second = ingest(Path(__file__).parents[2] / "raw")
    assert first.text[first.content_start :].startswith("襄阳都市圈发展2023年重点工作清单")
    assert first.text[: first.content_end].endswith("完成时限:2023年12月)")
    assert second.text[: second.content_end].endswith("实现区城运中心建成并投入使用。")
    assert (first.status, first.place, first.source_kind) == ("draft", "襄阳都市圈", "repost")
    assert (second.status, second.place_id, second.source_kind) == ("final", "CN-420600", "state_media")
    assert not first.issues
    assert not second.issues


def test_the_same_bytes_make_the_same_document() -> None:
    assert read_document(source_of(PLAN), PLAN) == read_document(source_of(PLAN), PLAN)


@settings(max_examples=50, deadline=None)
@given(st.text() | st.text("襄阳市2023年工作要点：:〔〕第三十届在代表政府向|>\n\r。0123456789-"))
def test_no_text_makes_it_raise(text: str) -> None:
    data = text.encode()
    document = read_document(source_of(data), data)
    assert 0 <= document.content_start <= document.content_end <= len(document.text)


@pytest.mark.parametrize(
    "text",
    [
        "襄" * 300_000,
        "2023年" * 100_000,
        "在" * 300_000,
        "代表" * 150_000,
        "责任单位" * 80_000,
        "第十五" * 100_000,
        "市" * 300_000,
    ],
    ids=lambda text: text[:5],
)
def test_a_line_of_a_million_bytes_does_not_hang(text: str) -> None:
    data = text.encode()
    started = time.monotonic()
    read_document(source_of(data), data)
    assert time.monotonic() - started < 20  # a guard against hanging, not a timing
