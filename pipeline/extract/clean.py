"""The text as extraction reads it: widths and traditional characters folded, invisible characters left out.

Folding is one character for one character, so offsets hold. Where characters are left out (zero-width
spaces, line ends in the middle of a hard-wrapped sentence), `origin` says where each remaining character
stood in the decoded text, and every span is carried back before it leaves extraction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import opencc

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PUNCTUATION = {
    "\u3000": " ",
    "\u00a0": " ",
    "\t": " ",
    "、": "、",
    "。": "。",
    "﹪": "%",
    "〜": "~",
    "∼": "~",
    "–": "-",
    "—": "-",
    "―": "-",
    "‐": "-",
    "‑": "-",
    "−": "-",
    "─": "-",
    "﹣": "-",
    "〔": "[",
    "〕": "]",
    "【": "[",
    "】": "]",
    "［": "[",
    "］": "]",
    "〇": "零",
    "○": "零",
    "「": "“",
    "」": "”",
    "『": "“",
    "』": "”",
    "﹐": ",",
    "﹑": "、",
    "丶": "、",
    "∶": ":",
    "\r": "\n",
}
_PUNCTUATION |= {chr(code): " " for code in (*range(0x2000, 0x200B), 0x202F, 0x205F)}
_FOLD = str.maketrans(_PUNCTUATION) | _HALF
_TRADITIONAL = re.compile(r"[國區縣縂總發實業產務進開關設會萬億個項條戶為標歷與於後處們這東書長門車學電農體]")
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")
_BROKEN = re.compile(
    r"(?<=[\u4e00-\u9fff0-9,、%])\n(?=[,;。、%])|(?<=[\u4e00-\u9fff])\n(?=[0-9.]{1,6}%?\n[,;。])"
    r"|(?<=[\u4e00-\u9fff])\n(?=[\u4e00-\u9fff]{1,12}\))"
    r"|(?<=[0-9])\n(?=%|公里|平方|个|万|亿|亩|元|吨|家|户|人|项|处|座|所|条)"
)
_HARD_WRAP = re.compile(r"(?<=[\u4e00-\u9fff0-9,、])\n(?=[\u4e00-\u9fff0-9%])")


@dataclass(frozen=True, slots=True)
class Clean:
    """Folded text; `origin[i]` is the offset of character i in the decoded text, None when unchanged."""

    text: str
    origin: tuple[int, ...] | None


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simplify(character: str) -> str:
    simple = str(_converter().convert(character))
    return simple if len(simple) == 1 else character


def fold(text: str) -> str:
    """Return `text` with full-width forms, dashes, brackets and traditional characters folded, length kept."""
    folded = text.translate(_FOLD)
    if _TRADITIONAL.search(folded):
        folded = folded.translate({ord(c): _simplify(c) for c in set(folded) if "\u4e00" <= c <= "\u9fff"})
    return folded


def clean(text: str) -> Clean:
    """Fold `text` and leave out what hides words: invisible characters and line ends of hard-wrapped prose."""
    folded = fold(text)
    drop = {m.start() for m in _INVISIBLE.finditer(folded)}
    drop.update(m.start() for m in _BROKEN.finditer(folded) if _open_bracket(folded, m.start()))
    drop.update(_mid_sentence(folded))
    if _is_hard_wrapped(folded):
        drop.update(m.start() for m in _HARD_WRAP.finditer(folded))
    if not drop:
        return Clean(folded, None)
    origin = tuple(i for i in range(len(folded)) if i not in drop)
    return Clean("".join(folded[i] for i in origin), origin)


def _open_bracket(folded: str, position: int) -> bool:
    """A line end before a bracket's end breaks a word only when the bracket was opened on the line before."""
    line = folded[folded.rfind("\n", 0, position) + 1 : position]
    if folded[position - 1].isdigit() and folded[position + 1] not in ",;。、":
        return bool(re.search(r"[\u4e00-\u9fff]", line))
    if folded[position + 1] in ",;。、%0123456789":
        return True
    return line.count("(") > line.count(")")


_MID = re.compile(r"[,;。][^\n。;:]*[\u4e00-\u9fff]\n(?=[\u4e00-\u9fff][^\n]{0,40}[0-9][^\n]*[,。;)])")


def _mid_sentence(folded: str) -> list[int]:
    """Find line ends in the middle of a sentence: no full stop before, figures and a full stop behind."""
    found = []
    for match in _MID.finditer(folded):
        rest = folded[match.end() : match.end() + 12]
        if not re.match(
            r"[一二三四五六七八九十]{1,3}[、是]|.{0,8}(?:单位|部门|时限|时间|目标|责任)|[^\n]*(?:局|委|办|厅|政府)[\n、,]",
            rest,
        ):
            found.append(match.end() - 1)
    return found


def _is_hard_wrapped(folded: str) -> bool:
    """Tell prose wrapped at a fixed width (as PDF text is) from prose with a paragraph a line."""
    lines = [line for line in folded.split("\n") if line.strip()]
    if len(lines) < 12:
        return False
    widths = sorted(len(line) for line in lines)
    wide = widths[int(len(widths) * 0.9)]
    full = sum(1 for line in lines if wide - 3 <= len(line) <= wide)
    unfinished = sum(1 for line in lines if len(line) >= wide - 3 and line[-1] not in "。;!?:)”")
    return 15 <= wide <= 60 and full > len(lines) * 0.4 and unfinished > full * 0.6


def restore(clean_text: Clean, start: int, end: int) -> tuple[int, int]:
    """Carry a span of the clean text back to the decoded text."""
    if clean_text.origin is None or end <= start:
        return start, end
    return clean_text.origin[start], clean_text.origin[end - 1] + 1


def as_written(raw: str, clean_text: Clean, start: int, end: int) -> str:
    """Return the source's own characters of a span of the clean text, what cleaning left out included."""
    first, last = restore(clean_text, start, end)
    return raw[first:last]


def source_characters(raw: str, clean_text: Clean, start: int, end: int) -> dict[int, str]:
    """Map the folded characters of a clean span to those the source writes there, for `unfold`."""
    source = (
        raw[start:end] if clean_text.origin is None else "".join(raw[i] for i in clean_text.origin[start:end])
    )
    folded = clean_text.text[start:end]
    if source == folded:
        return {}
    return {ord(f): s for f, s in set(zip(folded, source, strict=True)) if f != s}


def unfold(words: str, written: dict[int, str]) -> str:
    """Write `words`, made of folded characters, with the source's own (`source_characters`)."""
    return words.translate(written) if written else words
