"""Bytes of every encoding, and of none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.decode import decode

PLAN = (
    "全市2023年重点工作清单\n1.新建学校5所，完成投资3.5亿元（责任单位：市教育局）。\n"
    "2.推进老旧小区改造，惠及居民1200户。\n"
)
TRADITIONAL = "全縣2023年工作計劃：興建學校5所，完成投資3.5億元，改善環境與交通建設。\n"
HANZI = st.text("新建学校五所完成投资发展经济推进项目改造老旧小区市县区政府工作报告，。", min_size=8)


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "gbk"])
def test_the_text_comes_back_from_its_encoding(codec: str) -> None:
    decoded = decode(PLAN.encode(codec), "a.txt")
    assert decoded.text == PLAN
    assert decoded.encoding == ("utf-8" if codec == "utf-8" else "gb18030")
    assert (decoded.parse_state, decoded.issues, decoded.media_type) == ("ok", (), "text/plain")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_told_in_the_encoding_and_is_no_part_of_the_text(codec: str) -> None:
    decoded = decode(PLAN.encode(codec), "a.txt")
    assert (decoded.text, decoded.encoding) == (PLAN, codec)


def test_utf16_with_the_high_byte_first_is_read() -> None:
    assert decode(b"\xfe\xff" + PLAN.encode("utf-16-be"), "a.txt").text == PLAN


def test_traditional_text_in_big5_is_read() -> None:
    decoded = decode(TRADITIONAL.encode("big5"), "a.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "big5")


def test_traditional_text_in_gb18030_is_not_taken_for_big5() -> None:
    decoded = decode(TRADITIONAL.encode("gb18030"), "a.txt")
    assert (decoded.text, decoded.encoding) == (TRADITIONAL, "gb18030")


def test_line_ends_stay_as_they_are() -> None:
    assert decode(b"a\r\nb\rc\n", "a.txt").text == "a\r\nb\rc\n"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (PLAN.encode() + b"\xe4\xb8", f"byte {len(PLAN.encode())}"),
        (PLAN.encode("gb18030") + b"\xff", f"GB18030 (byte {len(PLAN.encode('gb18030'))})"),
        (b"\xff\xfe\x00", "byte order mark of UTF-16-LE but breaks at byte 2"),
        (b"ab\x00\x01", "NUL byte at byte 2"),
        (PLAN.encode("utf-16-le"), "UTF-16 without a byte order mark"),
        ("Größe überprüfen, Straße für Fußgänger".encode("latin-1"), "not UTF-8"),
    ],
)
def test_undecodable_bytes_are_quarantined_with_offset_and_remedy(data: bytes, told: str) -> None:
    decoded = decode(data, "made-up/files/a.txt")
    (issue,) = decoded.issues
    assert (decoded.text, decoded.encoding, decoded.parse_state) == ("", None, "quarantined")
    assert (issue.severity, issue.code) == ("error", "document.undecodable")
    assert "made-up/files/a.txt" in issue.message
    assert told in issue.message
    assert "save it as UTF-8" in issue.message


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\x03\x04\x14\x00", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC"),
        (b"{\\rtf1\\ansi", "RTF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"\x1f\x8b\x08", "gzip"),
    ],
)
def test_other_formats_are_quarantined_as_not_read_yet(data: bytes, what: str) -> None:
    decoded = decode(data, "a")
    assert decoded.parse_state == "quarantined"
    assert decoded.issues[0].code == "document.format_unread"
    assert what in decoded.issues[0].message


@pytest.mark.parametrize("data", [b"", b" \r\n\t\n", "\u3000\xa0\n".encode(), b"\xef\xbb\xbf"])
def test_an_empty_document_is_read_with_one_issue(data: bytes) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.parse_state == "ok"
    assert [(issue.severity, issue.code) for issue in decoded.issues] == [("warning", "document.empty")]


def test_utf8_read_as_gbk_is_mended_when_nothing_was_lost() -> None:
    # An even number of bytes between ASCII characters, so that GBK had a pair for each.
    text = "二十大精神在全市贯彻，发展工作的重点是新建学校，完成老旧小区的改造工作，" * 2
    garbled = text.encode().decode("gb18030")
    assert garbled != text
    decoded = decode(garbled.encode(), "a.txt")
    assert (decoded.text, decoded.encoding, decoded.parse_state) == (text, "utf-8+gb18030", "ok")
    assert [issue.code for issue in decoded.issues] == ["document.mojibake_mended"]


def test_utf8_read_as_latin1_is_mended() -> None:
    decoded = decode(PLAN.encode().decode("latin-1").encode(), "a.txt")
    assert (decoded.text, decoded.encoding) == (PLAN, "utf-8+latin-1")


def test_utf8_read_as_gbk_with_losses_is_quarantined() -> None:
    garbled = (PLAN * 3).encode().decode("gbk", "replace")
    decoded = decode(garbled.encode(), "a.txt")
    assert (decoded.text, decoded.parse_state) == ("", "quarantined")
    assert decoded.issues[0].code == "document.mojibake"


def test_lost_characters_are_told_and_left_alone() -> None:
    text = "新建学校\ufffd\ufffd所，完成投资锟斤拷亿元。"
    decoded = decode(text.encode(), "a.txt")
    (issue,) = decoded.issues
    assert decoded.text == text
    assert issue.code == "document.lost_characters"
    assert "2 places" in issue.message
    assert issue.start is not None
    assert text[issue.start] == "\ufffd"


@pytest.mark.parametrize("text", ["涓江镇、骞山村、浜河乡的道路", "宜城市", "Only English 12%."])
def test_rare_characters_and_foreign_text_are_no_mojibake(text: str) -> None:
    decoded = decode(text.encode(), "a.txt")
    assert (decoded.text, decoded.parse_state, decoded.issues) == (text, "ok", ())


@pytest.mark.parametrize(
    "head",
    [
        "<!DOCTYPE html>",
        "\n<HTML lang='zh'>",
        "<html>",
        "<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC>",
        "<!-- saved -->\n<html>",
    ],
)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_web_page_is_quarantined_as_not_read_yet_in_any_encoding(head: str, codec: str) -> None:
    decoded = decode(f"{head}<body><p>{PLAN}</p></body></html>".encode(codec), "a.txt")
    assert (decoded.text, decoded.parse_state, decoded.media_type) == ("", "quarantined", "text/html")
    assert decoded.issues[0].code == "document.format_unread"
    assert "a.txt is HTML, which is not read yet; save its text" in decoded.issues[0].message


@pytest.mark.parametrize(
    "text", ["HTML页面改造5个。", "<htmlx>新建学校5所。", "推广<html>技术，新建学校5所。"]
)
def test_a_text_that_names_html_is_no_web_page(text: str) -> None:
    decoded = decode(text.encode(), "a.txt")
    assert (decoded.text, decoded.media_type) == (text, "text/plain")


@given(HANZI)
def test_any_common_text_comes_back_from_gb18030(text: str) -> None:
    assert decode(text.encode("gb18030"), "a.txt").text == text


@given(st.text())
def test_any_text_in_utf8_comes_back_or_is_told(text: str) -> None:
    decoded = decode(text.encode(), "a.txt")
    assert decoded.text == text.removeprefix("\ufeff") or decoded.issues


@given(st.binary())
def test_any_bytes_are_read_or_quarantined_with_a_reason(data: bytes) -> None:
    decoded = decode(data, "a.txt")
    assert decoded.parse_state == "ok" or (decoded.text == "" and decoded.issues[0].severity == "error")
