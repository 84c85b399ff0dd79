"""What stands over a table: its title, which says what its numbers are of (2023年各乡镇造林任务分解表), and its units."""

from __future__ import annotations

import re

from pipeline.extract.lines import Line
from pipeline.extract.table_columns import unit_word

_LONGEST = 80
_PLACE = r"[一-龥]{2,9}?[省市县区州旗镇乡](?=[0-9全各])"
_EACH = r"各[一-龥]{0,2}[省市县区州旗镇乡村街][^0-9,。]{0,2}?(?:\([一-龥、]+\)|街道|区)?"
_FRONT = re.compile(
    rf"(?:附?[件表][0-9一二三四五六七八九十]*[:、. ]*)?(?:{_PLACE})?(?:(?:19|20)[0-9]{{2}}年(?:度)?)?"
    rf"(?:{_PLACE})?(?:全[省市县区州旗])?(?:{_EACH})?(?:(?:19|20)[0-9]{{2}}年(?:度)?)?"
)
_END = re.compile(
    r"(?:年度|工作|建设)?(?:目标|任务|计划|指标|责任)+(?:数|量)?(?:分解|分配|安排|下达|细化|一览|明细|汇总|情况)*表?$"
    r"|(?:分解|分配|安排|下达|一览|明细|汇总)+(?:情况)?表?$"
)
_UNIT = re.compile(r"\(?(?:计量)?单位:[^()]*\)?$|\([^()]{1,6}\)$|(?:具体)?(?:分解|分配|安排)?(?:如下)?:$")


def named_by(title: str) -> str:
    """Return what the title of a table says that its numbers are of ("" where it says nothing of it)."""
    if len(title) > _LONGEST:
        return ""
    words = _UNIT.sub("", "".join(title.split()).strip("|"))
    cut, front = _END.search(words), _FRONT.match(words)
    return words[front.end() if front else 0 : cut.start()] if cut else ""


def names_table(text: str, line: Line) -> bool:
    """Tell the title of a table."""
    return text[line.end - 1] == "表" and named_by(text[line.start : line.end]) != ""


_GIVEN_UNITS = re.compile(r"单位:([^()\n]{1,16})\)?$")
_UNITS_ABOVE = re.compile(rf"\(?(?:计量)?{_GIVEN_UNITS.pattern}")


def gives_units(text: str, line: Line) -> bool:
    """Tell a line that gives the units of a table."""
    return _UNITS_ABOVE.match(text, line.start, line.end) is not None


def units_above(text: str, before: list[Line]) -> tuple[str, ...]:
    """Return the units that a line above the header gives for the whole table (单位:个、亿元)."""
    for line in before[-2:]:
        match = _GIVEN_UNITS.search(text, line.start, line.end)
        if match:
            return tuple(word for word in re.split(r"[、,/ ]", match.group(1)) if unit_word(word))
    return ()
