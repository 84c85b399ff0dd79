"""What a row of a table by place begins with: a place, a unit, or the word for the total; and what its cells hold."""

from __future__ import annotations

import re

from pipeline.extract.table_columns import BLANK, FIGURE, INDEX, NUMBER, unit_word

LEAD_LABEL = re.compile(
    r"(?:各|责任|实施|承担|任务)?(?:乡镇?|镇乡?|镇街|街镇|街道|镇办|乡办|县区?|区县|县市区?|市区|市县区?|市州|州市|地市|盟市|地区|旗县区?"
    r"|村居?|社区|园区|片区|辖区|区域|行政区划?|行政村|农场|地方|单位|部门)"
    r"(?:街道|\([一-龥、]{1,10}\))?区?(?:名称?|别)?"
)
"""What a header writes over the names of places or units."""
_OF_UNITS = re.compile(r"单位|部门")
_PLACE = re.compile(
    r"[一-龥]{1,10}(?:[省市县区旗州盟镇乡村]|街道|街道办|办事处|管委会|政府|社区|苏木|[农林牧渔]场)(?:\([一-龥、]{1,10}\))?"
)
# Classes of places, and what is built in them, end like places; old market towns are named like them (杨市镇).
_NO_PLACE = re.compile(
    r"[一-龥]{0,8}(?:城镇|农村|乡村|乡镇|镇村|集镇|小镇|县城|城市|超市|都市|门市|夜市|县市|县区|区县|市区|城区|街区|小区|校区|景区|厂区|山区|库区"
    r"|病区|服务区|保护区|功能区|(?:城中|示范|试点|重点|整治|提升|精品|中心|美丽|空心|脱贫|行政|自然|传统|特色|达标|新)村"
    r"|(?:特色|重点|中心|建制|示范|美丽|经济强|民族|卫生|文明|生态|达标|贫困)[镇乡县市区]|(?:[省县区](?:乡|镇|街道))|[全各每本该])"
    r"|(?:[一-龥]{3,8}|[全各每本该城中])?市(?:乡|镇|街道)"
)
_TOTAL = re.compile(
    r"(?:[省市县区州旗镇乡村]|全[省市县区州旗镇乡村])?(?:合计|总计|共计|总数|总量)|全[省市县区州旗镇乡村]"
)
_OWN = re.compile(r"小计|[省市县区州镇]本级|[省市县区州]直(?:单位|部门)?|其他|其它")
_LOOSE = re.compile(r"[一-龥][一-龥()、·]{1,19}")
_SEAT = re.compile(r"(?:街道)?办事处$|(?:人民)?政府$|管委会$|管理委员会$|街道办$|\([一-龥、]*\)$")


def is_total(words: str) -> bool:
    """Tell the word for the sum of all rows (合计, 全县)."""
    return _TOTAL.fullmatch(words) is not None


def leads(words: str, loose: bool) -> bool:
    """Tell what may begin a row: a place, a total, and where the header says so (`loose`) any name."""
    if loose and _LOOSE.fullmatch(words):
        return True
    if _OWN.fullmatch(words) or is_total(words):
        return True
    return is_place(words)


def is_place(words: str) -> bool:
    """Tell the name of a place by how it ends, whatever it is called."""
    return _PLACE.fullmatch(words) is not None and _NO_PLACE.fullmatch(words) is None


def is_township(words: str) -> bool:
    """Tell the name of a township or street (石桥镇, 江滨街道)."""
    return words.endswith(("镇", "乡", "街道")) and is_place(words)


def place_in(words: str, label: str) -> str | None:
    """Return the place that a row is of, None for a total or what is no place; the seat of its office is left out."""
    if is_total(words) or _OWN.fullmatch(words):
        return None
    if (not label or _OF_UNITS.search(label)) and not is_place(words):
        return None
    place = _SEAT.sub("", words)
    return place + "街道" if words.endswith(("街道办事处", "街道办")) else place


_BOUND_BEHIND = re.compile(r"(?:以上|以下|左右|以内)$")
_WRITTEN = re.compile(
    rf"(?!(?:19|20)[0-9]{{2}}年)(?:≥|≤|约|不低于|不少于|不超过)?{FIGURE}(?:[-~至]{FIGURE})?(?P<unit>[一-龥%/²]{{1,10}})"
)


def is_figure(words: str) -> bool:
    """Tell a cell that holds one number or range, its unit behind it or not."""
    if INDEX.fullmatch(words) or NUMBER.fullmatch(words):
        return True
    written = _WRITTEN.fullmatch(words)
    return written is not None and unit_word(_BOUND_BEHIND.sub("", written["unit"])) is not None


def is_blank(words: str) -> bool:
    """Tell a cell that holds nothing, or a dash for nothing."""
    return not words or BLANK.fullmatch(words) is not None
