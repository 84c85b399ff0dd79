"""What kind of thing a paragraph says by its words: a heading run in, a label, an announcement, an exhortation."""

from __future__ import annotations

import re

from pipeline.extract.lines import ITEM_LEVEL, UNMARKED, Line, is_label
from pipeline.extract.outline import FINAL, UNIT_LINE
from pipeline.extract.parts import states_goals

_OPENS_EXHORTATION = frozenset("“十今实完做确设上以这全各同过回一五当与在我让艰征奋新只")
_EXHORTATION = re.compile(
    r"^“?十[一二三四五六]五”?(?:时期|期间),?是|^今年政府工作的总体|^(?:实现|完成|做好|确定|设定)?(?:上述|以上|这些|全年|今年)(?:的)?(?:目标|任务|各项|工作|指标)|^各位(?:代表|委员|同志)|^同志们|^(?:过去|回顾|一年来|五年来)|"
    r"^(?:当前|与此同时|在看到|同时,我们|我们(?:也|要|坚信|清醒|将始终)|让我们|今年是|做好.{0,12}工作,|艰难|征程|奋进|新征程|只要)"
)
# What these begin with is looked at first: few lines do.
CLOSING = re.compile(r"^各位(?:代表|委员)|^同志们[,!:]|^让我们|^附件|^附[:注]|^备?注[:释]|^名词解释")
_IN_FORCE = re.compile(
    r"(?:本|以上)[一-龥]{0,10}(?:措施|办法|意见|政策|方案|规定|细则|通知|要点)[^。,]{0,12}(?:施行|实施|执行)"
)
_ANNOUNCEMENT = re.compile(
    r"(?:各|区|县|市|省)?[^,。]{0,12}(?:单位|部门|机构|督查室|政府办)要(?:[^。]{0,12}(?:高度重视|加强|切实)|[^。]{0,30}(?:绩效|考评|考核|督查|报送))|"
    r"经[^。]{2,20}(?:同意|研究)[^。]{0,12}现将|为[^。]{4,60}(?:根据|现将|结合|制定|经研究)|请各|各(?:责任)?单位"
)
_OPENS_ANNOUNCEMENT = frozenset("请各区县市省为经")
_ANNOUNCED = re.compile(
    r"(?:做好|抓好|抓实|突出|推进|实施).{0,12}(?:以下|如下|下列|[0-9一二三四五六七八九十]+(?:个)?方面|[0-9一二三四五六七八九十]+项).{0,12}[。:]$"
)


# A line of words alone that does not end as the names of units and persons do.
_NO_UNIT = re.compile(
    r"[\u4e00-\u9fff“”]{5,29}[^局委办府心司部院会厅团道镇乡位门队站所馆校社处科室行组区县市村业户人等。;:,、)]"
)


def labelled(paragraphs: list[Line], text: str) -> list[bool]:
    """Tell which lines are labels of units and deadlines, or units that stand one a line under such a label."""
    flags: list[bool] = []
    label = False
    for line in paragraphs:
        under = label and UNIT_LINE.fullmatch(text, line.start, line.end) is not None
        label = under or is_label(text, line.start, line.end)
        flags.append(label)
    return flags


def without_headings(paragraphs: list[Line], text: str) -> list[Line]:
    """Leave out the notes and the headings of what follows behind the labels of an item: no unit is named like them."""
    flags = labelled(paragraphs, text)
    end = len(flags)
    while end > 1 and any(flags) and _NOTE.match(text, paragraphs[end - 1].start):
        end -= 1
    while end and any(flags[: end - 1]) and not flags[end - 1]:
        if not _NO_UNIT.fullmatch(text, paragraphs[end - 1].start, paragraphs[end - 1].end):
            break
        end -= 1
    return paragraphs[:end]


def goals_listed(paragraphs: list[Line], text: str, first: int) -> int:
    """Count the short lines, each with a figure and no full stop, behind a line with a colon that announces goals."""
    line = paragraphs[first]
    if not states_goals(text[line.start : line.end], _SHORT):
        return 0
    count = 0
    for goal in paragraphs[first + 1 :]:
        short = goal.end - goal.start <= _SHORT and text[goal.end - 1] not in "。:"
        if not short or not _DIGIT.search(text, goal.start, goal.end):
            break
        count += 1
    return count if count > 1 else 0


_SHORT = 60
_DIGIT = re.compile(r"[0-9]")


def comes_into_force(line: Line, text: str) -> bool:
    """Tell the paragraph that says when a document comes into force (本措施自印发之日起施行)."""
    return text[line.start] in "本以" and _IN_FORCE.match(text, line.start, line.end) is not None


def run_in_heading(words: str) -> str:
    """Return the heading of a line that goes on in prose: its first sentence; else the whole line."""
    stop = words.find("。")
    return words[:stop] if 0 < stop < len(words) - 1 else words


_NOTE = re.compile(r"(?:备?注|说明|附注)[:释]")
_OPENS_ASIDE = frozenset("备注说附各同让名")
_SHORT_CLOSING = 40


def is_aside(words: str) -> bool:
    """Tell a note below a table or a list, which says how to read them, and a short line that closes a document."""
    return words[0] in _OPENS_ASIDE and bool(
        _NOTE.match(words) or (len(words) < _SHORT_CLOSING and CLOSING.match(words))
    )


def exhorts(words: str) -> bool:
    """Tell a paragraph that speaks to those who listen, or of the plan as a whole."""
    return words[0] in _OPENS_EXHORTATION and _EXHORTATION.match(words) is not None


_NUMBERED = re.compile(r"(?:备?注|(?:填表|有关|编制)?说明|附注):\s*(?:$|1[.、]|\(1\)|①|⑴)")


def without_notes(text: str, lines: list[Line]) -> list[Line]:
    """Leave out the numbered lines of a note below a table or list (说明: 1.…): they say how to read it."""
    kept: list[Line] = []
    noted = False
    for line in lines:
        if noted and ITEM_LEVEL <= line.level < UNMARKED:
            continue
        noted = text[line.start] in _NOTE_HEADS and _NUMBERED.match(text, line.start, line.end) is not None
        kept.append(line)
    return kept


_NOTE_HEADS = frozenset("备注填有编说附")


def stands_behind(item: Line, paragraph: Line, text: str) -> bool:
    """Tell a paragraph that closes the document behind its last item, a full sentence: a note, or what units are to send.

    An item that names its units at its end is complete: what follows and names none is no part of it.
    """
    if text[item.end - 1] not in FINAL:
        return False
    words = text[paragraph.start : paragraph.end]
    if _NOTE.match(words) is not None or words.startswith("请各"):
        return True
    return (
        words[-1] in FINAL
        and names_units(text, item)
        and not is_label(text, paragraph.start, paragraph.end)
        and not names_units(text, paragraph)
    )


_UNITS_AT_END = re.compile(
    r"(?:[。;(\[]|^)(?:牵头|责任|主办|配合|承办|落实)(?:责任)?(?:单位|部门|科室):[^。\n]{2,200}[)\]]?。?$"
    r"|[(\[][^。\n]{2,160}(?:牵头|负责|配合|落实)[)\]]。?$"
)


def names_units(text: str, line: Line) -> bool:
    """Tell a line that ends with the units that carry what it says, in brackets or as its last sentence."""
    begin, end = max(line.start, line.end - _LONGEST_UNITS), line.end
    if text.rfind(":", begin, end) < 0 and text[end - 1] not in ")]" and text[end - 2] not in ")]":
        return False
    return _UNITS_AT_END.search(text, begin, end) is not None


_LONGEST_UNITS = 220


def announces(words: str) -> bool:
    """Tell a paragraph that only says what follows it or whom it concerns."""
    if words[:1] in _OPENS_ANNOUNCEMENT and _ANNOUNCEMENT.match(words):
        return True
    near = words[-16:]  # where the words that announce what follows must stand
    if not ("下" in near or "项" in near or "方面" in near):
        return False
    return bool(_ANNOUNCED.search(words, max(0, len(words) - _ANNOUNCED_LENGTH)))


_ANNOUNCED_LENGTH = 60
"""In so many characters at its end a paragraph announces what follows it."""


UNITS_IN_BRACKETS = re.compile(
    r"[(\[](?:牵头|责任|主办|配合|承办|落实|负责|权责|主责)(?:责任)?(?:单位|部门|机关|政策局)?[:]"
)


def is_preamble(words: str) -> bool:
    """Tell one sentence without figures or goals: it only opens a section of several paragraphs."""
    return words.find("。") == len(words) - 1 and not (_FIGURE.search(words) or states_goals(words, 160))


_FIGURE = re.compile(r"[0-9](?:%|[万亿]|[个家项亩人户条座所件处]|公里|平方)")


def closing_from(paragraphs: list[Line], text: str) -> int:
    """Return the index of the first paragraph that closes a document (各位代表!…), their number where none does."""
    closes = (i for i, p in enumerate(paragraphs) if CLOSING.match(text[p.start : p.end]))
    return next(closes, len(paragraphs))
