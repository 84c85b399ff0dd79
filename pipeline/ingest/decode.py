"""Bytes → text. An encoding is taken only when the bytes are strictly valid in it and read as Chinese.

The text is what the bytes say, line ends and all; a byte order mark is no part of it, which `encoding` tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from pipeline.model import Issue

# A format that is not plain text, by its first bytes.
_FORMATS = (
    (b"%PDF", "a PDF file", "application/pdf"),
    (b"PK\x03\x04", "a DOCX, XLSX or ZIP file", "application/zip"),
    (b"\xd0\xcf\x11\xe0", "an old DOC or XLS file", "application/x-ole-storage"),
    (b"{\\rtf", "an RTF file", "application/rtf"),
    (b"\x1f\x8b", "a gzip file", "application/gzip"),
    (b"7z\xbc\xaf", "a 7z archive", "application/x-7z-compressed"),
    (b"Rar!", "a RAR archive", "application/vnd.rar"),
    (b"\x89PNG", "a PNG picture", "image/png"),
    (b"\xff\xd8\xff", "a JPEG picture", "image/jpeg"),
    (b"GIF8", "a GIF picture", "image/gif"),
)
# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32-le", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32-be", "utf-32"),
    (b"\xff\xfe", "utf-16-le", "utf-16"),
    (b"\xfe\xff", "utf-16-be", "utf-16"),
)
# Share of the non-ASCII characters that are common hanzi or Chinese punctuation. Right readings are above
# 0.95, Big5 read as GB18030 and the other way round below 0.7.
_PLAUSIBLE = 0.85
# A long sample is enough to tell encodings apart.
_SAMPLE = 20_000
# What the frequent UTF-8 sequences (，。、“的在中是一) become when read as GBK; rare in real text.
_TELLTALE = re.compile("[锛銆鈥鐨鍦涓鏄浜鍙鏈绗骞鎴瀹]")
_TELLTALE_SHARE = 0.04
_TELLTALE_KINDS = 3
_TELLTALE_COUNT = 10  # fewer may be the place names of one sentence
_HANZI = re.compile("[㐀-鿿]")
# U+FFFD, and what U+FFFD becomes when it is read as GBK.
_LOST = re.compile("\ufffd+|(?:锟斤拷|锟斤|斤拷)+")
# A web page, by what it begins with once it is decoded; a comment may stand above.
_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--(?:(?!-->).)*-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_OPENING = 2_000
_TEXT = "text/plain"


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, or "" with the reason in `issues` when `parse_state` is quarantined.

    `encoding` is None when there is nothing to decode; a `+` joins the two steps of a mended double encoding.
    """

    text: str
    encoding: str | None
    media_type: str
    parse_state: str
    issues: tuple[Issue, ...]


def decode(data: bytes, name: str) -> Decoded:
    """Read `data` as text; `name` is the file's, for the messages. Never raises."""
    if not data:
        return Decoded("", None, _TEXT, "ok", (empty_issue(name),))
    for magic, what, media_type in _FORMATS:
        if data.startswith(magic):
            return _unread(name, what, media_type)
    for mark, codec, label in _MARKS:
        if data.startswith(mark):
            try:
                return _read(data[len(mark) :].decode(codec), label, name)
            except UnicodeDecodeError as error:
                at = len(mark) + error.start
                tried = f"it has the byte order mark of {codec.upper()} but breaks at byte {at}"
                return _undecodable(name, tried)
    if (nul := data.find(0)) >= 0:
        what = "a binary file, or UTF-16 without a byte order mark"
        return _undecodable(name, f"it has a NUL byte at byte {nul}: {what}")
    return _without_mark(data, name)


def empty_issue(name: str) -> Issue:
    """Tell that a document has nothing in it to extract from."""
    return Issue("warning", "document.empty", f"{name} has no content; nothing was read from it", "documents")


def _without_mark(data: bytes, name: str) -> Decoded:
    try:
        return _read(data.decode("utf-8"), "utf-8", name)
    except UnicodeDecodeError as error:
        broken = error.start
    reads: list[tuple[float, str, str]] = []
    failed = []
    for codec in ("gb18030", "big5"):
        try:
            text = data.decode(codec)
        except UnicodeDecodeError as error:
            failed.append(f"nor {codec.upper()} (byte {error.start})")
        else:
            reads.append((plausibility(text), codec, text))
            failed.append(f"and read as {codec.upper()} it is not Chinese")
    share, codec, text = max(
        reads, key=lambda read: read[0], default=(0.0, "", "")
    )  # of equals the first: GB18030
    if share >= _PLAUSIBLE:
        return _read(text, codec, name)
    why = ", ".join([f"it is not UTF-8 (byte 0x{data[broken]:02x} at byte {broken})", *failed])
    return _undecodable(name, why)


def plausibility(text: str) -> float:
    """Return the share of the non-ASCII characters that Chinese texts are made of; 0 when there is none."""
    foreign = [char for char in text[:_SAMPLE] if char > "\x7f"]
    return sum(char in _common() for char in foreign) / len(foreign) if foreign else 0.0


@cache
def _common() -> frozenset[str]:
    """Level 1 hanzi of GB 2312 and of Big5, with the punctuation and full-width forms of Chinese text."""
    level1 = {
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xD8)
        for low in range(0xA1, 0xFF)
    }
    big5 = {
        bytes((high, low)).decode("big5", "ignore")
        for high in range(0xA4, 0xC7)
        for low in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    }
    signs = {chr(code) for code in (*range(0x3000, 0x3020), *range(0xFF00, 0xFF5F), *range(0x2460, 0x249C))}
    return frozenset(level1 | big5 | signs | set("·—–‘’“”…‰℃±×÷■▲●★◆□\xa0©²³㎡")) - {""}


def _read(text: str, encoding: str, name: str) -> Decoded:
    """Finish a valid reading: mend what is certain, say what is lost."""
    if _HTML.match(text[:_OPENING]):
        return _unread(name, "HTML", "text/html")
    mended_from = _mend(text)
    issues: list[Issue] = []
    if mended_from is not None:
        mended, through = mended_from
        message = (
            f"{name} was UTF-8 that was read as {through.upper()} and saved again; "
            "every character went back without a loss, so it was read as meant"
        )
        issues.append(Issue("warning", "document.mojibake_mended", message, "documents"))
        text, encoding = mended, f"{encoding}+{through}"
    elif _telltales(text) >= _TELLTALE_COUNT:
        message = (
            f"{name} is UTF-8 that was read as GBK and saved again, and characters were lost; "
            "fetch the source anew and list the new file"
        )
        return _quarantined(Issue("error", "document.mojibake", message, "documents"), _TEXT)
    if lost := _LOST.search(text):
        count = sum(1 for _ in _LOST.finditer(text))
        message = f"{name} has lost characters in {count} places; values there may be incomplete"
        issues.append(
            Issue("warning", "document.lost_characters", message, "documents", None, lost.start(), lost.end())
        )
    if not text.strip():
        issues.append(empty_issue(name))
    return Decoded(text, encoding, _TEXT, "ok", tuple(issues))


def _telltales(text: str) -> int:
    """Count what tells of UTF-8 read as GBK; 0 when it is too thin to tell."""
    sample = text[:_SAMPLE]
    found = _TELLTALE.findall(sample)
    hanzi = len(_HANZI.findall(sample))
    return len(found) if len(set(found)) >= _TELLTALE_KINDS and len(found) >= _TELLTALE_SHARE * hanzi else 0


def _mend(text: str) -> tuple[str, str] | None:
    """Undo UTF-8 read as something else, if all of it goes back without a loss and is Chinese then.

    Return the text and the encoding that it was read as.
    """
    if _telltales(text):
        tried: tuple[str, ...] = ("gb18030",)
    elif not _HANZI.search(text[:_SAMPLE]):
        tried = ("latin-1", "cp1252")
    else:
        return None
    for codec in tried:
        try:
            back = text.encode(codec).decode("utf-8")
        except UnicodeError:
            continue
        if plausibility(back) >= _PLAUSIBLE:
            return back, codec
    return None


def _unread(name: str, what: str, media_type: str) -> Decoded:
    message = f"{name} is {what}, which is not read yet; save its text as a UTF-8 .txt file and list that"
    return _quarantined(Issue("error", "document.format_unread", message), media_type)


def _undecodable(name: str, why: str) -> Decoded:
    message = f"{name} cannot be decoded: {why}; save it as UTF-8 and list the new file"
    return _quarantined(
        Issue("error", "document.undecodable", message, "documents"), "application/octet-stream"
    )


def _quarantined(issue: Issue, media_type: str) -> Decoded:
    return Decoded("", None, media_type, "quarantined", (issue,))
