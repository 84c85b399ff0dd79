"""The title over a table: what it says that the numbers below are of (2023年各乡镇造林任务分解表)."""

from __future__ import annotations

import re

from pipeline.extract.lines import Line

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
