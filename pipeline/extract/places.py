"""Whose value it is: places named in headings, clauses and lists, and the places of responsible units."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from pipeline.extract.metric_words import Places, owner
from pipeline.extract.place_rows import is_place
from pipeline.normalize.places import find_place, full_name, place_pattern_names, scan_names

_BLOCK = re.compile(
    r"^[一-龥]{2,12}(?:省|市|县|区|旗|自治州|新区|开发区|高新区|经开区|管委会|镇|乡|街道|林区)(?:\([一-龥]{2,10}\))?(?:管委会|人民政府)?$"
)
_NOT_PLACE = re.compile(
    r"建设|推进|打造|发展|加快|全面|做好|管理|社区|小区|片区$|园区|示范区$|景区|校区|灾区|地区$|城区|市区|辖区|集市|城市$|超市|都市"
)
_ZONE = re.compile(
    r"[一-龥]{2,8}?(?:新区|高新区|经开区|开发区|科技城|科学城|城市群|都市圈|农谷|示范区|试验区|自贸区|综保区|工业园区|产业园)(?:\([一-龥]{2,8}\))?"
)


_IN_BRACKETS = re.compile(r"\([^)]*\)$")
_UNIT_END = re.compile(r"(?:县|区|市|旗|镇|乡|街道|新区|开发区|高新区|经开区)(?:\(.*\))?(?:管委会)?$")


def place_of_line(line: str, within: str | None, marked: bool) -> str | None:
    """Return the place a line names when it holds nothing else (a place block), as written; or several known ones.

    Behind a marker (一、保康县) only a place that is known counts: 一、聚焦工业强县 is a theme.
    """
    words = line.strip(" :*#")
    if "、" in words:
        return words if _names_several(words, within) else None
    if not _BLOCK.match(words):
        return None
    known = find_place(words, within) or find_place(_IN_BRACKETS.sub("", words), within)
    if known is not None:
        return words
    if marked or _NOT_PLACE.search(words) or len(words) > 10:
        return None
    return words if _UNIT_END.search(words) else None


def _names_several(words: str, within: str | None) -> bool:
    """Tell known places listed with nothing else (樊城区、襄城区), under which stands what they do together."""
    parts = words.split("、") if words[-1:] in _LISTED_ENDS else []
    return bool(parts) and all(_is_known(part, within) for part in parts)


def _is_known(words: str, within: str | None) -> bool:
    place = find_place(words, within) if _UNIT_END.search(words) else None
    return place is not None and (place.kind != "functional_zone" or words.endswith(_ZONE_ENDS))


_ZONE_ENDS = ("新区", "开发区", "高新区", "经开区")


_LISTED_ENDS = frozenset("市县区旗")


@lru_cache(maxsize=256)
def place_names(within: str | None) -> Places:
    """Return the place names safe to read at the front of a clause in a document of `within`."""
    return Places.of((scan_names(within) if within else place_pattern_names()["full"]) | _regions())


@cache
def _regions() -> frozenset[str]:
    return frozenset(n for n in place_pattern_names()["full"] if len(n) >= 3 and n[-1] in "省市圈群")


def named_place(words: str, within: str | None, places: Places) -> str | None:
    """Return the full name of the place that begins `words` and owns the value after it, or None.

    A place that only begins another name (新沂港, 临淄至临沂高速) owns nothing.
    """
    if words[0] in places.heads and words[:2] in places.sizes and (size := owner(words, 0, places)):
        return full_name(words[:size], within) or words[:size]
    # Most words have no letter that the name of a zone ends with.
    if not (
        "区" in words or "城" in words or "园" in words or "圈" in words or "群" in words or "谷" in words
    ):
        return None
    zone = _ZONE.match(words) if _ZONE_WORD.search(words, 3, 12) else None
    known = zone is not None and (find_place(zone.group(), within) is not None or len(zone.group()) <= 6)
    return zone.group() if zone and known and not _NOT_ZONE.search(zone.group()) else None


# The words that the name of a zone ends with, told by their last two characters.
_ZONE_WORD = re.compile(
    r"区(?<=[新开发范验贸保园]区)|城(?<=[技学]城)|群(?<=市群)|圈(?<=市圈)|谷(?<=农谷)|园(?<=业园)"
)
_NOT_ZONE = re.compile(
    r"推进|建设|打造|支持|加快|国家|省级|市级|实施|推动|运营|规范|开展|新增|培育|提升|[0-9]|个|各|全"
)


@lru_cache(maxsize=256)
def zone_in_heading(heading: str, within: str | None) -> str | None:
    """Return the zone a heading is about (打造东津新区城市新中心 → 东津新区), or None."""
    found = _ZONE.search(heading) if _ZONE_WORD.search(heading, 2) else None
    while found:
        for begin in range(found.start(), found.end() - 3):
            name = heading[begin : found.end()]
            place = find_place(name, within)
            if (
                place is not None
                and place.kind == "functional_zone"
                and not name.startswith(("高新区", "经开区", "开发区"))
            ):
                return name
        found = _ZONE.search(heading, found.end())
    return None


_SEAT = re.compile(
    r"(?P<place>[一-龥]{2,10}(?:[镇乡]|街道|开发区|高新区|新区|园区|林场|农场))(?:人民政府|政府|管委会|管理委员会|办事处|党工委)"
)


def seat_of(org_name: str) -> str | None:
    """Return the township or zone whose government an organisation is (城关镇人民政府 → 城关镇), itself if it is one."""
    match = _SEAT.fullmatch(org_name)
    if match:
        return match["place"]
    return org_name if org_name[-1:] in ("镇", "乡") and is_place(org_name) else None


def prefecture_of(org_name: str) -> str | None:
    """Return the full place name that begins an organisation's resolved name, or None."""
    for size in range(min(len(org_name), 12), 1, -1):
        if org_name[:size] in place_pattern_names()["full"]:
            return org_name[:size]
    return None
