"""Columns of flattened tables: what a header cell announces, and which column the words of a cell fit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from pipeline.extract.lexicon import UNIT_FORMS

TASK_KINDS = ("task", "detail")
UNIT_KINDS = ("lead", "responsible", "cooperate")
_TOLD_OF = frozenset((*TASK_KINDS, "group", "remark"))
_COUNTED = frozenset(("task", "remark", "group", *UNIT_KINDS))
"""What such a header names is counted in the column where a unit stands behind it (新增“四上”单位(家))."""
# In this order: the first pattern that a header cell matches names its kind.
_KINDS: tuple[tuple[str, str], ...] = (
    ("index", r"序号|编号|项目序号|号"),
    ("person", r".{0,6}(?:领导|责任人|负责人|联系人|包联人)"),
    ("lead", r"(?:主要)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|科室|机关)?"),
    ("cooperate", r"(?:配合|协办|参与|协同|参加|协助)(?:责任)?(?:单位|部门|机关)?"),
    ("unit", r"(?:计量)?单位"),
    (
        "place",
        r"(?:所属|所在|责任|实施)?(?:乡镇?|镇乡|镇街|街镇|街道|县区|区县|县市区?|市州|州市|地市|地区|乡镇街道|镇\(街道\)|乡镇\(街道\)|县\(市、?区\))(?:名称)?"
        r"|(?:建设|项目|实施)(?:地点|所在地|属地)|(?:项目)?(?:所在地|属地)|地点",
    ),
    ("responsible", r".{0,8}(?:单位|部门|主体|科室|处室|业主|[责办任管行]机关)"),
    ("start", r"(?:计划|预计)?(?:开工|启动|开始)(?:时间|日期|年月)"),
    (
        "deadline",
        r"(?:计划|预计)?(?:完成|竣工|完工|办结|投产|建成|推进|工作|进度)?"
        r"(?:时限|时间|期限|日期|年月|进度|时间节点)(?:要求)?|(?:进度|时间|阶段)(?:安排|计划)",
    ),
    ("period", r"(?:建设|实施|项目)?(?:年限|工期|起止年限|起止年月|周期)"),
    ("progress", r".{0,8}(?:进展(?:情况)?|推进情况|完成情况|落实情况|进度情况|形象进度情况)(?:说明)?"),
    ("attribute", r"(?:指标|目标)?属性|(?:指标|目标)(?:性质|类型)"),
    ("score", r"(?:考核|考评|标准|目标|基本)?(?:分值|分数|得分)|权重"),
    ("remark", r"备注|说明|是否.{1,4}"),
    ("group", r"(?:建设|项目|任务|工作)?(?:性质|类别|类型|领域|分类|板块)|隶属"),
    (
        "growth",
        r"(?:“?十[一二三四五]五”?(?:时期|期间)?|[0-9]{4}年?-[0-9]{4}年?|五年|规划期|期间|期内)*"
        r"(?:(?:年均|年平均|累计|平均)(?:增长|增速|增幅|增加|提高|变化|变动|增减)?|增长|增速|增幅)(?:速度|率|值|数)?"
        r"(?:[/或]?[\[(]?(?:五年|5年)?累计(?:增长|增速|增加|提高|变化|值|数)?[\])]?)?",
    ),
    (
        "value",
        r"(?:年度|本年|当年|今年|全年|计划|预期|总|累计|年|至|截至|截止|规划|已|“?十[一二三四五]五”?(?:时期|期间|末)?|[0-9]{4}年?(?:度)?[底末]?)*"
        r"(?:目标值|任务数|任务量|指标值|目标数|计划数|数量|项目个数|个数|投资额?|投资规模|投资概算|投资计划|计划投资|资金|金额|"
        r"完成投资额?|计划投资完成率|完成率|占比)(?:目标)?"
        r"|(?:20[0-9]{2}|19[0-9]{2})年?(?:年)?(?:目标|完成|实际|计划|预期|预计|现状|规划|基期|基数|基准)?(?:值|数|量)?"
        r"|(?:现状|基期|基准|规划|目标|预期|期末|期初|规划期末|规划目标)(?:年)?(?:值|数)|基数",
    ),
    (
        "task",
        r"(?:主要|重点|年度|全年|具体|考核|建设|实事|[0-9]{4}年(?:度)?|阶段|目标|工作|任务|形象|项目|及)*"
        r"(?:工作|任务|目标|事项|项目|实事|内容|举措|措施|名称|指标|要求|规模|标准|安排|进度目标)"
        r"(?:任务|内容|名称|目标|事项|举措|安排|分解|要求|及|和|与|规模|标准|主要|建设)*",
    ),
)
_HEADER = re.compile("|".join(f"(?P<{kind}>^(?:{pattern})$)" for kind, pattern in _KINDS))
_IN_BRACKETS = re.compile(r"\((?:单位:?)?([^()]{1,8})\)$")
_MULTIPLES = "百千万亿"
_TOPIC = re.compile(r"[至截到]{0,2}(?:[0-9]{4}年)?[一-龥“”、/()]{2,14}")


_NAMED = re.compile(r"[一-龥]{2,12}")
"""A name that its unit alone shows to be that of a number (新增学位(个))."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as its header announces it: kind, the words of the header, and the unit in its brackets.

    `place` is whose numbers it holds, `total` tells that they are of all places.
    """

    kind: str
    label: str = ""
    unit: str | None = None
    known: bool = True
    place: str | None = None
    total: bool = False


@lru_cache(maxsize=1024)
def read_column(words: str) -> Column | None:
    """Read a header cell (序号, 责任单位, 总投资(亿元) …), or None for other text."""
    words = "".join(words.split())
    bracket = _IN_BRACKETS.search(words)
    unit = unit_word(bracket.group(1)) if bracket else None
    label = words[: bracket.start()] if bracket and unit else words
    match = _HEADER.match(label)
    if match is None or match.lastgroup is None:
        return Column("value", label, unit) if unit and _NAMED.fullmatch(label) else None
    kind = "value" if unit and match.lastgroup in _COUNTED else match.lastgroup
    return Column(kind, label, unit)


def with_note(words: str, note: str) -> str:
    """Return a header cell with the bracket that stands under it; a note that would hide what it announces is left out.

    总投资 and (万元) are 总投资(万元), 总投资 and (含征地费) are 总投资.
    """
    whole = words + note
    return words if read_column(whole) is None and read_column(words) else whole


_UNIT_BEHIND = re.compile(r"[/,、:](?:单位:?)?([^()/,、:]{1,5})$")


def split_header_unit(label: str) -> tuple[str, str | None]:
    """Part the unit that a header cell ends with, in brackets or behind a stroke, from its name (投资(万元))."""
    for pattern in (_IN_BRACKETS, _UNIT_BEHIND):
        match = pattern.search(label)
        unit = unit_word(match.group(1)) if match else None
        if match and unit:
            return label[: match.start()], unit
    return label, None


def unit_word(words: str) -> str | None:
    """Return `words` where they are a unit, a multiplier before it or not (亿元, 万亩), else None."""
    words = "".join(words.split())
    return words if split_unit(words)[1] or words in _BARE_UNITS else None


_BARE_UNITS = frozenset(("年",))
"""Units only where nothing stands before them; behind digits they date (2.8年, 2023年)."""


def split_unit(written: str) -> tuple[str, str]:
    """Part the multipliers before a unit from it (万千瓦 → 万, 千瓦); the unit is "" where it is none."""
    for at in range(len(written)):
        if written[at:] in UNIT_FORMS:
            return written[:at], written[at:]
        if written[at] not in _MULTIPLES:
            break
    return "", ""


def read_header(cells: list[str]) -> list[Column]:
    """Read the cells of a header as columns; [] when they announce no table.

    A cell of unknown words is a column of text when most of its neighbours are known.
    """
    read = [read_column(words) for words in cells]
    if read[0] is None and len(read) > 1 and (second := read[1]) and second.kind == "index":
        return []  # the title stands over 序号
    known = sum(column is not None for column in read)
    told = sum(column is not None and column.kind not in _TOLD_OF for column in read)
    if known < 3 and not (known == 2 and len(read) == 3):
        return []
    topics = all(c or _TOPIC.fullmatch("".join(w.split())) for c, w in zip(read, cells, strict=True))
    if told < 1 or known * 5 < len(read) * 3 or not topics:
        return []
    columns: list[Column] = []
    for column, words in zip(read, cells, strict=True):
        kind = column.kind if column else "task"
        if kind == "task" and any(c.kind == "task" for c in columns):
            kind = "detail"
        label = column.label if column else "".join(words.split())
        columns.append(Column(kind, label, column.unit if column else None, column is not None))
    return columns


FIGURE = r"[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?"
NUMBER = re.compile(
    r"[\[(]?(?:力争|确保|争取|累计|年均|五年累计|增长|提高|下降|降低|控制在)?"
    r"(?:达到?|超过?|逾|近|不低于|不少于|不超过|不高于|高于|低于|大于|小于|约|突破|[<>≤≥=]{1,2})?"
    rf"-?{FIGURE}%?(?:[-~至]{FIGURE})?(?:%|‰|个百分点|[万亿]?元|[万亿])?"
    r"(?:以上|以下|左右|以内|余|[*①-⑨])?[\])]?"
)
"""A cell that holds a number or a range of numbers, with what bounds it, and no other words."""
BLANK = re.compile(r"[-/]{1,3}|无")
INDEX = re.compile(r"[0-9]{1,3}[.、]?")
GROUP_INDEX = re.compile(r"\(?[一二三四五六七八九十]{1,3}[\)、.]?")
"""What numbers a row that sums a group of rows (一 续建项目 281,600)."""
_MONTH = r"(?:19|20)[0-9]{2}[.年/-](?:[0-9]{1,2}(?:[./-][0-9]{1,2})?月?)?(?:[0-9]{1,2}日)?"
_DATE = re.compile(
    rf"{_MONTH}(?:[-~至到]{_MONTH})?(?:年|底|末|初|中旬|上旬|下旬)?(?:前|之前)?.{{0,6}}"
    r"|[0-9]{1,2}月(?:[0-9]{1,2}日)?(?:底|末|初|中旬|上旬|下旬)?.{0,16}"
    r"|(?:年底|年末|年内|上半年|下半年|第?[一二三四]季度)(?:前|末|底)?.{0,6}|全年"
    r"|持续推进|长期坚持|常态化.{0,4}|持续.{2}|前期",
)
_RANGE = re.compile(rf"(?:19|20)[0-9]{{2}}年?[-~至到](?:19|20)[0-9]{{2}}年?|{_MONTH}[-~至到]{_MONTH}|前期")
_YEAR_MONTH = re.compile(r"(?:19|20)[0-9]{2}\.(?:0?[1-9]|1[0-2])")
_STAGES = re.compile(r"季度|[0-9]月")
_ORG = re.compile(
    r"(?:局|委|办|部|厅|署|院|会|公司|政府|中心|单位|镇|乡|街道|集团|社|站|处|队|校|馆|行|联|工会|法院|园区|部门|"
    r"区镇|县区|高校|调查队|农场|林场|牵头|配合|负责|落实)$"
)
_OF_PLACE = re.compile(
    r"[一-龥]{1,8}(?:[市县区州旗镇乡]|街道|街道办事处|管委会)|全[市县区州旗镇乡]|[市县区]直|[市县区州]本级"
)
_PLACE = re.compile(r"[一-龥]{1,6}[市县区州旗]")
_NAME = re.compile(r"[一-龥]{2,3}(?:[、 ][一-龥]{2,3})*")


def is_units(words: str) -> bool:
    """Tell a cell that lists organisations and nothing else."""
    if len(words) > 160 or "。" in words:
        return False
    parts = re.split(r"[、,;:\s▲]+", re.sub(r"\([^()]*\)", "", words))
    return all(_ORG.search(p) or len(p) < 2 or _PLACE.fullmatch(p) for p in parts if p)


@lru_cache(maxsize=65536)
def fits(words: str, kind: str) -> float:
    """Return how well the words of a cell fit a column of this kind: the higher the better, below 0 badly."""
    looks = _looks(words)
    if looks == "blank":
        return 1.5 if kind in ("value", "growth", "score", "deadline", "start", "period", "remark") else 0.3
    if kind == "index":
        return 5 if INDEX.fullmatch(words) else -5
    if kind == "place":
        return 4.5 if _OF_PLACE.fullmatch(words) else 0.2 if looks in ("label", "person") else -3.0
    if kind in TASK_KINDS:
        best = {"text": 3.0, "label": 2.0, "person": 1.0, "units": 0.5, "unit": 0.3}
        if kind == "detail":
            best |= {"number": 2.5, "date": 1.0}
        return best.get(looks, -1.0)
    if kind == "attribute":
        return 5.0 if words[:2] in ("预期", "约束", "引导") else -2.0
    if kind in ("value", "growth", "score"):
        return {"number": 4.0, "index": 4.0, "date": 0.5}.get(looks, -2.0)
    if kind in UNIT_KINDS:
        return {"units": 4.0, "person": 0.5, "label": 0.2}.get(looks, -2.0)
    if kind in ("deadline", "start", "period"):
        whole = 1.0 if kind == "period" and _RANGE.fullmatch(words) else 0.0
        stages = 1.0 if looks == "text" and _STAGES.search(words) else -2.0
        return {"date": 4.0 + whole, "number": 0.5}.get(looks, stages)
    if kind == "unit":
        return 4.0 if looks == "unit" else -3.0
    if kind == "person":
        return {"person": 4.0, "label": 0.5}.get(looks, -2.0)
    if kind == "group":
        return {"label": 2.5, "person": 2.5, "unit": 0.5}.get(looks, -1.0)
    return {"text": 1.5, "label": 1.0, "person": 0.8}.get(looks, 0.3)


def _looks(words: str) -> str:
    if INDEX.fullmatch(words):
        return "index"
    if _YEAR_MONTH.fullmatch(words):
        return "date"
    if BLANK.fullmatch(words):
        return "blank"
    if _RANGE.fullmatch(words):
        return "date"
    if NUMBER.fullmatch(words):
        return "number"
    if len(words) <= 24 and _DATE.fullmatch(words):
        return "date"
    if unit_word(words) and len(words) <= 4:
        return "unit"
    if is_units(words):
        return "units"
    if _NAME.fullmatch(words):
        return "person"
    return "label" if len(words) <= 6 else "text"
