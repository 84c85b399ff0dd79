"""Words that are no part of a metric's name, taken off its front and its end: joins, times, cues, places, verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline import lexicon
from pipeline.extract.lexicon import alternation, cue_words
from pipeline.extract.words import Endings, Words

_TIME = (
    r"(?:截?至|截止到?|到|自|从|于|由)?(?:(?:19|20)?[0-9]{2,4}(?:-[0-9]{2})?年(?:度(?:或?[以之]前)?|或?[以之]前|底前?(?:建成的)?|末|前|以来|第[一二三四1-4]季度?)?(?:[0-9]{1,2}月(?:[0-9]{1,2}日|底|末)?(?:前)?)?"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日|底|末)?前?|[“”]?十[一二三四五六]五[”]?(?:规划)?(?:时期|期间|末)?|[三五]年(?=累计|共|计划|完成)|[0-9]{1,2}[-至][0-9]{1,2}月"
    r"|(?:今年|明年)(?:第[一二三四1-4]季度?|[0-9]{1,2}月起)|上一个?(?:财政)?年度|(?:未来|今后)[0-9一二三四五六七八九十两]{1,2}年内?)"
)
_TIME_AT = re.compile(_TIME)
_TIME_HEADS = frozenset("截到至自从于由上0123456789“”十三五未今明")
_SPACES = frozenset(character for character in map(chr, range(0x3001)) if character.isspace())
_JOINS = frozenset("、和及与并,|(:且而") | _SPACES
_LONG_JOINS = ("以及", "其中")
_LONG_JOIN_HEADS = frozenset("以其")
_DROPPED = Words(cue_words("modality", "place_word", "time_word", "adverb", "light_verb"))
_KEPT = Words(cue_words("kept"))
"""Words that begin like something to drop but name what is measured (新增, 固定资产, 高新技术 …)."""
_KEY = re.compile(rf"重点(?=(?:{alternation('verb')}))")
"""What 重点 says of a verb is dropped; 重点项目 is a name."""
_DECOR = re.compile(r"(?:[一二三四五六七八九十]+是|[0-9]+[.、]|\([一二三四五六七八九十]+\))(?=[一-龥])")
_DECOR_HEADS = frozenset("一二三四五六七八九十0123456789")
_NO_WORD_HEADS = _LONG_JOIN_HEADS.union(_TIME_HEADS, "重")
"""The characters that a longer join, a time or 重点 begins with."""
_HEADS = _JOINS.union(_NO_WORD_HEADS, _DECOR_HEADS, _DROPPED.heads)
"""The characters that words begin with which `strip_leading` drops."""
_NOT_OWNER = re.compile(
    r"港|站|机场|至|大|路|高速|铁|学|医|湖|河|江|山|岛|桥|线|-|古|段|市场|号|中|南|北|东|西|电厂|电站|核电|热电|水库|煤矿|油田"
)
_TAILS = Endings(cue_words("tail") | set("[、,和:("))
"""The words that `strip_trailing` takes off."""
_TIME_END = re.compile(rf"{_TIME}$")
_TIME_ENDS = frozenset("年度底末前来月三四五六”")
TRAILING = _TIME_ENDS.union(_TAILS.tails)
"""The characters that words end with which `strip_trailing` takes off."""
_JOINS_ALONE = ("、", "和", ",", "其中")


def _bare(code: str) -> frozenset[str]:
    words = [r["text"] for r in lexicon.read("cues") if r["kind"] == "bare" and r["code"] == code]
    return frozenset(word + end for word in words for end in ("", "幅度", "率", "速度"))


GROWTH, ATTRIBUTES = _bare("growth"), _bare("attribute")
BARE = GROWTH | ATTRIBUTES
"""The bare measures of each kind and of both, with what may stand behind them."""


@dataclass(frozen=True, slots=True)
class Places:
    """Names of places, their first characters, and their lengths by their first two, longest first."""

    names: frozenset[str]
    heads: frozenset[str]
    sizes: dict[str, tuple[int, ...]]

    @classmethod
    def of(cls, names: frozenset[str]) -> Places:
        """Index names of 2 to 12 characters."""
        sizes: dict[str, set[int]] = {}
        for name in names:
            if 2 <= len(name) <= 12:
                sizes.setdefault(name[:2], set()).add(len(name))
        longest_first = {start: tuple(sorted(found, reverse=True)) for start, found in sizes.items()}
        return cls(names, frozenset(start[0] for start in sizes), longest_first)


_VERBS = Words(cue_words("verb"))
VERB_HEADS = frozenset(_VERBS.heads)
"""The characters that verbs begin with."""
NOWHERE = Places.of(frozenset())


def strip_leading(words: str, places: Places) -> tuple[str, bool]:
    """Take joins, times, cues, places, adverbs and light verbs off the front; 完成投资 keeps its verb.

    Return what is left, and whether a place stood on the way to it.
    """
    position, size, placed = 0, len(words), False
    heads, kept, owners = _HEADS, _KEPT.heads, places.heads
    while position < size:
        letter = words[position]
        known = letter in heads
        owning = letter in owners and words[position : position + 2] in places.sizes
        if not (known or owning) or (letter in kept and _is_kept(words, position)):
            break
        if owning and (place := owner(words, position, places)):
            placed = True
            if position + place < size:
                position += place + (2 if words.startswith("地区", position + place) else 0)
                continue
        end = _dropped_end(words, position) if known else position
        if end == position:
            break
        if end == size:
            rest = words[position:]
            return (rest if rest in GROWTH and rest not in _JOINS_ALONE else ""), placed
        position = end
    return words[position:] if position else words, placed


def _is_kept(words: str, position: int) -> bool:
    if _KEPT.at(words, position) is None:
        return False
    return words[position] != "重" or _KEY.match(words, position) is None


def _dropped_end(words: str, position: int) -> int:
    """Return where the join, time or word to drop that stands at `position` ends; `position` where there is none."""
    letter = words[position]
    if letter in _JOINS:
        return position + 1
    if letter in _NO_WORD_HEADS:
        if letter in _LONG_JOIN_HEADS and words.startswith(_LONG_JOINS, position):
            return position + 2
        pattern = _TIME_AT if letter in _TIME_HEADS else _KEY if letter == "重" else None
        match = pattern.match(words, position) if pattern else None
        if match:
            return match.end()
    word = _DROPPED.at(words, position) if letter in _DROPPED.heads else None
    if word:
        return position + len(word)
    match = _DECOR.match(words, position) if letter in _DECOR_HEADS else None
    return match.end() if match else position


def owner(words: str, begin: int, places: Places) -> int:
    """Return the length of the place at `begin` that owns what follows (新沂市…); 0 where it names it (新沂港)."""
    sizes = places.sizes.get(words[begin : begin + 2])
    if sizes is None:
        return 0
    for size in sizes:
        if words[begin : begin + size] in places.names and begin + size <= len(words):
            return 0 if _NOT_OWNER.match(words, begin + size) else size
    return 0


def verb_of(words: str) -> str:
    """Return the longest verb that `words` begin with, "" without one."""
    return (_VERBS.at(words, 0) or "") if words and words[0] in _VERBS.heads else ""


def strip_trailing(words: str) -> str:
    """Take comparators of movement (达到, 增加到, 控制在 …) and joins off the end."""
    while words and words[-1] in TRAILING:
        start = _tail_start(words)
        if start == len(words) or (start == 0 and len(words) <= 2 and words in GROWTH):
            return words
        if not start:
            return words if words in GROWTH else ""
        words = words[:start]
    return words


def _tail_start(words: str) -> int:
    """Return where the longest tail of `words` begins, their length where there is none."""
    start = len(words)
    tail = _TAILS.before(words, start)
    if tail:
        start -= len(tail)
    time = _TIME_END.search(words) if words[-1] in _TIME_ENDS else None
    return min(start, time.start()) if time else start


SHORT = 6
"""A name of no more characters has nothing beside it."""


def without_asides(front: str, places: Places) -> str:
    """Leave out who will do it, by when, and the theme that an aim stands behind.

    房屋局会确保轮候时间 → 轮候时间, 宿舍计划于2028年或以前提供 → 宿舍计划提供, 招商引资力争新签约 → 新签约.
    """
    front = _BY_WHEN.sub("", front) if "年" in front else front
    who = _WHO_WILL.match(front)
    if who:
        return strip_leading(front[who.end() :], places)[0]
    aim = front.find("力争", 1)
    rest = front[aim + 2 :] if aim > 0 else ""
    return rest if rest and verb_of(rest) not in ("", rest) else front


_WHO_WILL = re.compile(r"[一-龥]{1,8}[局署厅处府院](?:会|将会|将)(?=[一-龥])")
_BY_WHEN = re.compile(
    r"(?:会|将)?[在于](?:20)?[0-9]{2,4}(?:-[0-9]{2})?年(?:度|[0-9]{1,2}月|第?[一二三四]季度?)?底?(?:或?[以之]前|前|内)(?:分阶段|分批)?"
)
