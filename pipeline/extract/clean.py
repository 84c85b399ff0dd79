"""The text as extraction reads it: widths and traditional characters folded, invisible characters left out.

Folding is one character for one character, so offsets hold. Where characters are left out (zero-width
spaces, line ends in the middle of a hard-wrapped sentence), `dropped` says where they stood in the decoded
text, and every span is carried back before it leaves extraction.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, pairwise

import opencc

from pipeline.extract.lines import line_before

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PUNCTUATION = {
    "\u3000": " ",
    "\u00a0": " ",
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
_PUNCTUATION |= dict.fromkeys("\x0b\x0c\x85\u2028\u2029", "\n")
_PUNCTUATION |= {chr(code): " " for code in (*range(0x2000, 0x200B), 0x202F, 0x205F)}
_FOLD = {chr(code): chr(half) for code, half in _HALF.items()}
_FOLD |= {written: folded for written, folded in _PUNCTUATION.items() if written not in _FOLD}
_TRADITIONAL_LETTERS = "國區縣縂總發實業產務進開關設會萬億個項條戶為標歷與於後處們這東書長門車學電農體"
_INVISIBLE_RANGES = "\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\x00-\x08\x0e-\x1f"
_COMMON = "，：；（）％"
"""What nearly every text needs folded: replaced without looking for it first."""
_ODD = re.compile("[" + re.escape("".join(_FOLD)) + _TRADITIONAL_LETTERS + _INVISIBLE_RANGES + "]")
_TRADITIONAL = frozenset(_TRADITIONAL_LETTERS)
_INVISIBLE = re.compile(f"[{_INVISIBLE_RANGES}]")
# These begin with the line end itself; what stands before it is looked back for.
_BROKEN = re.compile(
    r"\n(?:(?<=[\u4e00-\u9fff0-9,、%]\n)(?=[,;。、])|(?<=[\u4e00-\u9fff]\n)(?=[0-9.]{1,6}%?\n[,;。])"
    r"|(?<=[\u4e00-\u9fff]\n)(?=[\u4e00-\u9fff]{1,12}\))"
    r"|(?<=[0-9]\n)(?=%|公里|平方|个|万|亿|亩|元|吨|家|户|人|项|处|座|所|条))"
)
_UNIT_HEADS = "%百千万亿个家项名人元年月日亩户套座条处公平辆吨"
_OPENS_LINE = re.compile(
    r"\s|[(\[]?[一二三四五六七八九十0-9]{1,3}[)\]、.]|第[一二三四五六七八九十]{1,3}[章节条]|[①-⑳■▲●◆★△◇□▪•·✦-]|[^\n]{0,8}(?:单位|部门|时限|目标):"
)
# A space that typesetting leaves before a number in prose or behind it (给予 100 万元), or between the thousands of
# one, as Hong Kong sets them (30 000個).
_TYPESET_SPACE = re.compile(
    rf" (?:(?<=[\u4e00-\u9fff、,(] )(?=[0-9]+(?: [0-9]{{3}})*(?:\.[0-9]+)?[ \n]?[{_UNIT_HEADS}])"
    rf"|(?<=[0-9] )(?:(?=[{_UNIT_HEADS}余多])"
    r"|(?<![0-9]{4} )(?=[0-9]{3}(?![0-9.%])(?: ?[0-9]{3})* ?[\u4e00-\u9fff])))"
)
# A number that follows a word without a space is in running text, no cell: 不少於1 130間.
_RUNNING = re.compile(r"[\u4e00-\u9fff][0-9]{1,3}$")
_PROSE = re.compile(r"[,。;]")
_CELL_EDGE = re.compile(r"[\u4e00-\u9fff。] +[\u4e00-\u9fff]")
_MID = re.compile(
    rf"\n(?<=[\u4e00-\u9fff]\n)(?=[\u4e00-\u9fff][^\n]{{0,40}}[0-9][^\n]*[,。;)]|[0-9]+(?:\.[0-9]+)?[{_UNIT_HEADS}][^\n\t|]*[,。;])"
)
# A numbered heading of two clauses without a figure, which no verb ends that wants an object.
_HEADS_LINE = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))[^0-9。;:\n]{4,40}$"
    r"(?<!推动)(?<!推进)(?<!加快)(?<!实现)(?<!完成)(?<!新建)(?<!新增)(?<!打造)(?<!培育)(?<!确保)(?<!力争)(?<!全年)(?<!开展)(?<!实施)(?<![的和与及为在对以到])"
)
_LONGER = 10
"""Text that is wrapped has no line after another that is so many characters longer."""
_OPENS_ITEM = re.compile(
    r"[一二三四五六七八九十]{1,3}[、是\s]|(?:备?注|说明|附注?|联系人):|[0-9]{1,3}[.、)][^0-9]|.{0,8}(?:单位|部门|时限|时间|目标|责任)|[^\n]*(?:局|委|办|厅|政府)[\n、,]"
)
# The lines of Windows end in two characters, the last one of a page in a form feed too.
_DOUBLED_END = re.compile(r"\r(?=\n)|\f(?<=\n\f)")
_HANZI = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Clean:
    """Folded text and its lines; `dropped` are the offsets in the decoded text of what was left out of it, in order.

    `gaps` are the offsets in `text` before which they were. `folded` are characters of the text that may have been
    written otherwise; `words_kept` tells that none of them is a letter or a digit.
    """

    text: str
    lines: list[str]
    dropped: tuple[int, ...]
    gaps: tuple[int, ...]
    folded: frozenset[str]
    words_kept: bool


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


@cache
def _simplify(character: str) -> str:
    simple = str(_converter().convert(character))
    return simple if len(simple) == 1 else character


def fold(text: str) -> str:
    """Return `text` with full-width forms, dashes, brackets and traditional characters folded, length kept."""
    return _fold(text)[0]


def _fold(text: str) -> tuple[str, frozenset[str], set[str]]:
    """Fold `text`; return the characters it was folded to, and the rare ones that were found in it."""
    folded = text
    for written in _COMMON:
        folded = folded.replace(written, _FOLD[written])
    odd = set(_ODD.findall(folded))
    for written in odd & _FOLD.keys():
        folded = folded.replace(written, _FOLD[written])
    made = {_FOLD[written] for written in (*_COMMON, *(odd & _FOLD.keys()))}
    if odd & _TRADITIONAL:
        simple = {c: _simplify(c) for c in set(folded) if "\u4e00" <= c <= "\u9fff"}
        folded = folded.translate({ord(c): s for c, s in simple.items()})
        made.update(s for c, s in simple.items() if s != c)
    return folded, frozenset(made), odd


def clean(text: str) -> Clean:
    """Fold `text` and leave out what hides words: invisible characters and line ends of hard-wrapped prose."""
    folded, made, odd = _fold(text)
    ends_doubled = "\r" in odd or "\f" in odd
    doubled = [m.start() for m in _DOUBLED_END.finditer(text)] if ends_doubled else []
    if not doubled:
        return _clean(folded, made, odd)
    cleaned = _clean(*_fold(_without(text, doubled)))
    gaps = _gaps(doubled)
    dropped = sorted([*doubled, *(at + bisect_right(gaps, at) for at in cleaned.dropped)])
    return replace(cleaned, dropped=tuple(dropped), gaps=_gaps(dropped))


def _clean(folded: str, made: frozenset[str], odd: set[str]) -> Clean:
    """Leave out of a folded text what hides words; `made` and `odd` are those of `_fold`."""
    lines = folded.split("\n")
    if "\t" in folded:
        lines = list(map(_spaced, lines))
        folded = "\n".join(lines)
    invisible = odd - _FOLD.keys() - _TRADITIONAL
    drop = {m.start() for m in _INVISIBLE.finditer(folded)} if invisible else set()
    drop.update(at for at in _unfinished_ends(lines) if _is_broken(folded, at) or _mid_sentence(folded, at))
    drop.update(_wrapped_ends(lines))
    drop.update(_typeset_spaces(folded))
    kept = not any(map(str.isalnum, made))
    dropped = sorted(drop)
    if dropped:
        folded = _without(folded, dropped)
        lines = folded.split("\n")
    return Clean(folded, lines, tuple(dropped), _gaps(dropped), made, kept)


def _spaced(line: str) -> str:
    """A tab alone in its line is a space; several are the edges of cells."""
    return line if line.count("\t") > 1 else line.replace("\t", " ")


def _without(folded: str, dropped: list[int]) -> str:
    """Leave the characters at the offsets `dropped` out of `folded`."""
    begins = [0, *(offset + 1 for offset in dropped)]
    return "".join(folded[begin:end] for begin, end in zip(begins, [*dropped, len(folded)], strict=True))


def _gaps(dropped: list[int]) -> tuple[int, ...]:
    return tuple(offset - i for i, offset in enumerate(dropped))


def _unfinished_ends(lines: list[str]) -> list[int]:
    """Return the offsets of the line ends that no full stop stands before, nor another line end."""
    found = []
    end = -1
    for line in lines[:-1]:
        end += len(line) + 1
        if line and line[-1] != "。":
            found.append(end)
    return found


def _is_broken(folded: str, position: int) -> bool:
    """Tell a line end that breaks a word.

    One before a bracket's end does only when the bracket was opened on the line before.
    """
    if not _BROKEN.match(folded, position):
        return False
    line = folded[folded.rfind("\n", 0, position) + 1 : position]
    if folded[position - 1].isdigit() and folded[position + 1] not in ",;。、":
        return bool(_HANZI.search(line)) and not _is_row(line)
    if folded[position + 1] in ",;。、%0123456789":
        return True
    return line.count("(") > line.count(")")


_LONGEST_INDEX = 5
_INDEX_ALONE = re.compile(r"(?<=\n)[0-9]{1,3}\n$")


def _mid_sentence(folded: str, end: int) -> bool:
    """Tell a line end in the middle of a sentence: no full stop before, figures and a full stop behind."""
    if not _MID.match(folded, end):
        return False
    line = folded.rfind("\n", 0, end) + 1
    if _INDEX_ALONE.search(folded, max(0, line - _LONGEST_INDEX), line):
        return False  # a cell of a table with a cell a line
    stop = max(folded.rfind(mark, line, end) for mark in "。;:")
    if stop < 0 and _HEADS_LINE.match(folded, line, end) and _is_longer(folded, line, end):
        return False
    goes_on = (stop >= 0 and folded[stop] in ";。") or folded.find(",", max(line, stop), end) >= 0
    return goes_on and not _OPENS_ITEM.match(folded[end + 1 : end + 13])


def _is_longer(folded: str, line: int, end: int) -> bool:
    """Tell a line whose next one is so much longer that it was not wrapped."""
    following = folded.find("\n", end + 1)
    return (following if following >= 0 else len(folded)) - end > end - line + _LONGER


_WRAPPED = range(15, 61)
"""How long the lines of prose wrapped at a fixed width are."""
_RAGGED = 6
_FINISHED = "。;!?:)”|"


def _wrap_width(lines: list[str]) -> int:
    """Return the width at which prose is wrapped (as PDF text is), 0 where a paragraph stands on a line.

    Most lines of wrapped prose end in mid-sentence, and near one width; hardly any is longer.
    """
    long = [length for length in map(len, lines) if length >= _WRAPPED.start]
    unbroken = len([length for length in long if length >= _WRAPPED.stop])
    if unbroken > len(long) * _MOST_UNBROKEN:
        return 0
    unfinished = Counter(len(line) for line in lines if len(line) in _WRAPPED and line[-1] not in _FINISHED)
    count = unfinished.total()
    if 2 * sum(_ENDS_IN_QUANTITY.search(line) is not None for line in lines) > count:
        return 0  # each says what it says in full, as posters do
    if count < _FEWEST or count < len(long) * 0.5 or len(long) < sum(map(bool, lines)) * 0.5:
        return 0
    width = max(unfinished, key=lambda w: (sum(unfinished[w - i] for i in range(_RAGGED)), w))
    near = sum(unfinished[width - i] for i in range(_RAGGED))
    return width if near >= count * 0.5 else 0


# 新增停车位1500个, 增长6%左右
_ENDS_IN_QUANTITY = re.compile(
    r"[0-9][万亿]?(?:%|[\u4e00-\u9fff]|万?亿?平方米|公里|万?人次|[μ微].{2,6})(?:以上|以内|左右)?$"
)
_FEWEST = 8
_MOST_UNBROKEN = 0.2


_FEWEST_CELLS = 3
_FIGURES = frozenset("-0123456789.,")
_ENDS_IN_FIGURES = re.compile(r"(?: {1,4}[-0-9.,]{1,12}){2,3}$")
"""How a row with single spaces between its cells ends."""


def _is_row(line: str) -> bool:
    """Tell a row of a table, which ends with its line whatever its last cell says."""
    if "\t" in line or ("|" in line and line.count("|") > 1):
        return True
    if " " not in line:
        return False
    words = line.strip(" ")
    wide = "  " in words and len([cell for cell in words.split("  ") if cell.strip()]) >= _FEWEST_CELLS
    return wide or (line[-1] in _FIGURES and _ENDS_IN_FIGURES.search(line) is not None)


def _is_unbroken(lines: list[str]) -> bool:
    """Tell a text that is not wrapped, as most are, by as many long lines as it takes, without a look at all others."""
    long = [line for line in lines if len(line) >= _WRAPPED.start]
    unbroken = (
        line
        for line in long
        if len(line) >= _WRAPPED.stop and not _is_row(line) and len(line.strip()) >= _WRAPPED.stop
    )
    return next(islice(unbroken, int(len(long) * _MOST_UNBROKEN), None), None) is not None


def _wrapped_ends(lines: list[str]) -> list[int]:
    """Find the ends of lines that were wrapped: full lines without a full stop, whose next line opens nothing."""
    if _is_unbroken(lines):
        return []
    width = _wrap_width([line.strip() for line in lines if not _is_row(line)])
    if not width:
        return []
    found, position, joined = [], 0, False
    for line, following in pairwise(lines):
        position += len(line) + 1
        # lost characters leave a line of prose short; a heading is short as well
        full = len(line) >= width - _RAGGED
        prose = full or joined or ("," in line and not _OPENS_LINE.match(line))
        unfinished = bool(line and following) and line[-1] not in _FINISHED
        unfinished = unfinished and not (_is_row(line) or _is_row(following))
        joined = prose and unfinished and not _OPENS_LINE.match(following)
        if joined:
            found.append(position - 1)
    return found


def _typeset_spaces(folded: str) -> list[int]:
    """Find the spaces that typesetting leaves round numbers in prose; those between cells of a row stay."""
    found = []
    end, prose = 0, False
    for match in _TYPESET_SPACE.finditer(folded):
        at = match.start()
        if at >= end:
            end, prose = _line_around(folded, at)
        within = folded[at - 1].isdigit() and folded[at + 1].isdigit()
        running = within and _RUNNING.search(folded, max(0, at - 4), at) is not None
        if (prose or running) and line_before(folded, at).strip("0123456789.、() "):
            found.append(at)
    return found


def _line_around(folded: str, offset: int) -> tuple[int, bool]:
    """Return where the line around `offset` ends and whether it is prose: no row of cells."""
    begin, end = folded.rfind("\n", 0, offset) + 1, folded.find("\n", offset)
    end = end if end >= 0 else len(folded)
    line = folded[begin:end]
    in_row = "|" in line or "\t" in line
    return end, not in_row and len(_PROSE.findall(line)) > 2 * len(_CELL_EDGE.findall(line))


def restore(clean_text: Clean, start: int, end: int) -> tuple[int, int]:
    """Carry a span of the clean text back to the decoded text."""
    gaps = clean_text.gaps
    if not gaps or end <= start:
        return start, end
    return start + bisect_right(gaps, start), end + bisect_right(gaps, end - 1)


def restored(clean_text: Clean, offset: int) -> int:
    """Carry an offset of the clean text back to the decoded text."""
    return offset + bisect_right(clean_text.gaps, offset)


def to_clean(clean_text: Clean, offset: int) -> int:
    """Carry an offset of the decoded text into the clean text."""
    return offset - bisect_left(clean_text.dropped, offset)


def as_written(raw: str, clean_text: Clean, start: int, end: int) -> str:
    """Return the source's own characters of a span of the clean text, what cleaning left out included."""
    first, last = restore(clean_text, start, end)
    return raw[first:last]


def written_characters(words: str, raw: str, clean_text: Clean, start: int, end: int) -> dict[int, str]:
    """Map the folded characters of `words` to those the source writes for them in a clean span, for `unfold`."""
    text = clean_text.text
    written: dict[int, str] = {}
    folded = clean_text.folded
    for character in folded if len(folded) < len(words) else folded.intersection(words):
        if character not in words:
            continue
        at = text.find(character, start, end)
        while at >= 0:
            source = raw[restored(clean_text, at)]
            if source != character:
                written[ord(character)] = source
                break
            at = text.find(character, at + 1, end)
    return written


def unfold(words: str, raw: str, clean_text: Clean, start: int, end: int) -> str:
    """Write `words`, read in a clean span, with the characters that the source has there."""
    if clean_text.words_kept and words.isalnum():
        return words
    written = written_characters(words, raw, clean_text, start, end)
    return words.translate(written) if written else words
