"""Lines of the clean text with the marker, level and kind that their form shows."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

_CN = "一二三四五六七八九十"
_FORMAL = "壹贰叁参肆伍陆柒捌玖拾"
"""The numerals that head the chapters of programmes in Taiwan."""
_DIGITS = "0123456789"
# Level, the characters that a marker of it may begin with, and its pattern.
MARKERS: tuple[tuple[float, str, re.Pattern[str]], ...] = (
    (0, "第", re.compile(rf"第[{_CN}百]{{1,4}}(?:编|章|部分|篇)[\s:、]*")),
    (0.9, "第", re.compile(rf"第[{_CN}百]{{1,4}}节[\s:、]*")),
    (0.9, _FORMAL, re.compile(rf"[{_FORMAL}]{{1,2}}、\s*")),
    (1, "第", re.compile(rf"第[{_CN}百]{{1,4}}条[\s:、]*")),
    (1, _CN, re.compile(rf"[{_CN}]{{1,3}}(?:、|\.|\s(?=\S))\s*")),
    (2, "(", re.compile(rf"\(\s*[{_CN}]{{1,3}}\s*\)[、.\s]*")),
    (2, "专", re.compile(r"专栏\s*[0-9一二三四五六七八九十]{1,2}[\s:、]*")),
    (
        3,
        f"第{_CN}",
        re.compile(rf"(?:第[{_CN}]{{1,3}}(?:[,、]|\s(?=\S))|[{_CN}]{{1,3}}(?:是|要)(?![一-龥]?[否非]))\s*"),
    ),
    (
        4,
        _DIGITS,
        re.compile(r"[0-9]{1,3}(?:[.、。:](?:(?![0-9])|(?=[0-9]{1,4}[年月日]))|\s+(?=[^\s0-9%])|$)\s*"),
    ),
    (3.5, "[", re.compile(rf"\[[一-龥]{{0,4}}(?:项目|实事|任务|事项)\s*[{_CN}0-9]{{1,3}}\]\s*")),
    (4, "▲项", re.compile(rf"▲?\s*项目\s*[{_CN}0-9]{{1,3}}[:、]\s*")),
    (
        4,
        "★▍◎●实N",
        re.compile(rf"[★▍◎●]?\s*(?:(?:项目|实事)\s*[{_CN}0-9]{{1,3}}|N[Oo]\.?\s*[0-9]{{1,2}})[:、.\s]\s*"),
    ),
    (
        5,
        f"({_DIGITS}",
        re.compile(r"\(\s*(?:[0-9]{1,3}|[a-z]|[ivx]{2,4})\s*\)[、.\s]*|[0-9]{1,3}\)\s*"),
    ),
    (6, "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛", re.compile(r"[①-⑳⑴-⒇⒈-⒛]\s*")),
    (7, "■▲●◆★□◇▪•·✦-", re.compile(r"[■▲●◆★□◇▪•·✦]\s*|-{2,}\s*")),
)
_BY_HEAD = {
    head: tuple((level, pattern) for level, heads, pattern in MARKERS if head in heads)
    for head in {head for _, heads, _ in MARKERS for head in heads}
}
BARE_MARKER = re.compile(r"([0-9]{1,3})(?=[一-龥“])")
UNMARKED = 99
THEME_LEVEL = 2
"""Markers up to this level, 一、 and (一), head themes."""
SPOKEN_LEVEL = 3
"""The level of 一是, 二是."""
ITEM_LEVEL = 4
"""The level of the markers of items, 1. and the like; those above head what is told as well as what is planned."""
NUMBERED_LEVEL = 5
"""Markers up to this level number what they mark."""
SYMBOL_LEVEL = 7
"""The level of the lines that a symbol marks."""
_NEAR = 40
LABEL_WORDS = (
    r"(?:牵头|主要|第一|总|具体)?(?:责任|负责|配合|牵头|主办|承办|协办|落实|实施|参与|参加|协同|协作|主管|包抓|完成|办理|责任落实|包联|权责|主责)"
    r"(?:单位|部门|机关|政策局|科室|领导|人|主体|县领导|市领导|股室|处室|时限|时间|期限|地区|分工|区县|县区|乡镇)|完成时限|时间节点|时限要求|办结时限|进度安排|完成期限|"
    r"建设性质|建设规模(?:及内容|及主要内容)?|建设内容(?:及规模)?|总投资|(?:20[0-9]{2}年)?(?:年度)?计划投资|年度目标|工作目标|目标任务|推进时限|时间要求|时限|计划安排|责任人"
)
# A look at one character tells most lines, which are of words, from labels.
_LABEL_HEADS = frozenset("[(▲* \t牵主第总具责负配承协落实参包完办时进建2年计工目推权")
LABEL_LINE = re.compile(rf"[\[(▲*]?\s*(?:{LABEL_WORDS})\s*(?:\]|[\])]?\s*[:\s])")


def is_label(text: str, start: int, end: int) -> bool:
    """Tell a line that begins with the label of units, a deadline or the like."""
    return text[start] in _LABEL_HEADS and LABEL_LINE.match(text, start, end) is not None


@dataclass(slots=True)
class Line:
    """A line without its outer spaces; `body` is where the text after the marker starts."""

    start: int
    end: int
    body: int
    level: float
    marker: str | None


def line_before(text: str, offset: int) -> str:
    """Return what stands before `offset` in its line, of much only the end: enough to tell a marker or a row."""
    near = text[max(0, offset - _NEAR) : offset]
    return near[near.rfind("\n") + 1 :]


def read_lines(
    text: str, written: list[str], start: int, end: int, furniture: list[tuple[int, int]]
) -> list[Line]:
    """Return the lines `written` in a text that lie in `start:end`, neither blank nor furniture, markers recognised.

    The spans of `furniture` are in order and apart.
    """
    lines = []
    begins = [begin for begin, _ in furniture]
    following = 0
    for whole in written:
        first, following = following, following + len(whole) + 1
        if first < start or following > end:
            first = max(first, start)
            whole = text[first : min(following - 1, end)]
        words = whole.strip(_OUTER)
        if not words:
            continue
        if whole[0] in _OUTER:
            first += len(whole) - len(whole.lstrip(_OUTER))
        around = bisect_right(begins, first) - 1
        if around < 0 or furniture[around][1] < first + len(words):
            lines.append(_line(words, first))
    return _accept_bare_markers(text, lines)


_OUTER = " \u200b"


def _line(words: str, start: int) -> Line:
    end = start + len(words)
    for level, pattern in _BY_HEAD.get(words[0], ()):
        match = pattern.match(words)
        if match and (match.end() < len(words) or level == ITEM_LEVEL):
            return Line(start, end, start + match.end(), level, match.group().strip())
    return Line(start, end, start, UNMARKED, None)


def _accept_bare_markers(text: str, lines: list[Line]) -> list[Line]:
    """Read `1开展…` as marked where the number continues a series of the lines around it."""
    candidates = {}
    for i, line in enumerate(lines):
        if line.level == UNMARKED:
            bare = text[line.start] in _DIGITS and BARE_MARKER.match(text, line.start, line.end)
            if bare:
                candidates[i] = int(bare.group(1))
        elif line.level == 4 and line.marker and line.marker[0].isdigit():
            candidates[i] = int(re.match(r"[0-9]+", line.marker).group())  # type: ignore[union-attr]
    ordered = sorted(candidates)
    accepted = list(lines)
    for before, this, after in zip([None, *ordered], ordered, [*ordered[1:], None], strict=False):
        line = lines[this]
        continues = (before is not None and candidates[before] + 1 == candidates[this]) or (
            after is not None and candidates[this] + 1 == candidates[after]
        )
        if (
            line.level == UNMARKED
            and continues
            and not re.match(r"[0-9]+[年月日个家亿万]", text[line.start : line.end])
        ):
            digits = BARE_MARKER.match(text, line.start).group()  # type: ignore[union-attr]
            accepted[this] = Line(line.start, line.end, line.start + len(digits), 4, digits)
    return accepted
