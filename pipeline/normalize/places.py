"""Places: names as documents write them → units of GB/T 2260, functional zones and city clusters.

A name may be short, long or in traditional characters. Where several places bear it, the place a document
speaks of (`within`) decides; where that does not, the higher unit, and else nothing: no match is forced.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from pipeline import lexicon
from pipeline.normalize.place_index import COUNTRY, LEVEL, Place, bare, index, short_forms

if TYPE_CHECKING:
    import opencc

__all__ = [
    "Place",
    "ancestors",
    "common_words",
    "document_place",
    "find_place",
    "full_name",
    "is_within",
    "place_by_id",
    "place_pattern_names",
    "scan_names",
    "simplify",
    "zone_place",
]

_SELF_WORDS = re.compile(r"^(?:全|我|本|此)?([省市县区州盟旗])$")
_ZONE_SUFFIX = re.compile(
    r"(?:开发区|高新区|经开区|农高区|新区|示范区|试验区|实验区|保税区|综保区|自贸区|自贸片区|片区|管理区|"
    r"风景区|风景名胜区|度假区|合作区|功能区|集聚区|聚集区|园区|工业园|产业园|科技园|物流园|科技城|科学城|新城|都市圈|城市圈|城市群|经济圈|经济带)$"
)
_TOWNSHIP_SUFFIX = re.compile(r"(?:镇|乡|街道|街道办事处|苏木)$")
_CLUSTER_SUFFIX = re.compile(r"(?:圈|城市群|经济带)$")
_BARE_ZONE = re.compile(
    r"^(?:国家级?|省级)?"
    r"(?:高新|经开|经济|经济技术|高新技术|高新技术产业|综合|综|自贸|工业|产业|科技|农高|旅游|风景|管理|示范|城市)?"
    r"(?:开发区|新区|区|保税区|保区|片区|园区|园)$"
)
_ZONE_WORDS = (
    ("高新技术产业开发区", "高新区"),
    ("高新技术开发区", "高新区"),
    ("经济技术开发区", "经开区"),
    ("综合保税区", "综保区"),
    ("自由贸易试验区", "自贸区"),
)
_made: dict[str, Place] = {}  # what zone_place made, by id; the same call makes the same place anywhere
_ZONE_EN = {
    "高新区": "High-tech Industrial Development Zone",
    "经开区": "Economic and Technological Development Zone",
    "经济开发区": "Economic Development Zone",
    "开发区": "Development Zone",
    "综保区": "Comprehensive Bonded Zone",
    "保税区": "Bonded Zone",
    "自贸区": "Pilot Free Trade Zone",
    "工业园区": "Industrial Park",
    "工业园": "Industrial Park",
    "新区": "New Area",
}


def place_by_id(place_id: str) -> Place | None:
    """Return the place of an id, None when unknown; a zone of `zone_place` is known once it was made."""
    return index().by_id.get(place_id) or _made.get(place_id)


def ancestors(place_id: str) -> tuple[str, ...]:
    """Return the ids of the places around `place_id`, nearest first; () for an unknown id."""
    found: list[str] = []
    parent = _parent(place_id)
    while parent is not None and parent not in found:
        found.append(parent)
        parent = _parent(parent)
    return tuple(found)


def _parent(place_id: str) -> str | None:
    known = place_by_id(place_id)
    if known is not None:
        return known.parent_place_id
    made = re.match(r"^Z-(CN|[0-9]{6})-[0-9a-f]{8}$", place_id)  # an id made by zone_place carries its parent
    if made is None:
        return None
    return COUNTRY if made.group(1) == COUNTRY else f"CN-{made.group(1)}"


def is_within(inner: str, outer: str) -> bool:
    """Tell whether the place `inner` is `outer` or lies in it."""
    return inner == outer or outer in ancestors(inner)


@lru_cache(maxsize=65536)
def find_place(name: str, within: str | None = None) -> Place | None:
    """Return the place that `name` means, or None when it is unknown or ambiguous.

    `within` is the id of the place the document (or the block of it) speaks of: places inside it come first,
    then those around it, its siblings, and those of its province. A zone's bare name (高新区) means the zone
    of `within`, 全市 or 市 the nearest unit of that kind; 襄阳市襄州区 is read in parts.
    """
    text = _clean(name)
    if not text:
        return None
    return _find(text, within) or _find_simplified(text, within)


def _clean(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name)
    return re.sub(r"[\s“”\"‘’]", "", folded)


def _find(name: str, within: str | None) -> Place | None:
    places = index()
    anaphor = _SELF_WORDS.match(name)
    if anaphor:
        return _nearest_of_kind(anaphor.group(1), within)
    if name in places.full:
        return _choose(places.full[name], within)
    zone = _known_zone(name, within)
    if zone is not None:
        return zone
    if name in places.short:
        return _choose(places.short[name], within)
    if name.endswith("地区") and name[:-2] in places.short:  # 襄阳地区: the area, read as the unit
        return _choose(places.short[name[:-2]], within)
    return _find_in_parts(name, within) or _bare_zone(name, within)


def _find_simplified(name: str, within: str | None) -> Place | None:
    simple = simplify(name)
    return _find(simple, within) if simple != name else None


def simplify(name: str) -> str:
    """Return a name in simplified characters; a name that GB 2312 can write is so already."""
    try:
        name.encode("gb2312")
    except UnicodeEncodeError:
        pass
    else:
        return name
    return "".join(_simple_character(character) for character in name)


@cache
def _simple_character(character: str) -> str:
    """Return the simplified form of one character; opencc is loaded for the first name not known as it is."""
    if not "\u4e00" <= character <= "\u9fff":
        return character
    simple = str(_converter().convert(character))
    return simple if len(simple) == 1 else character


@cache
def _converter() -> opencc.OpenCC:
    import opencc

    return opencc.OpenCC("t2s")


def _nearest_of_kind(word: str, within: str | None) -> Place | None:
    """Return the nearest unit at or around `within` whose name ends with `word` (全市 in 枣阳市)."""
    if within is None:
        return None
    for place_id in (within, *ancestors(within)):
        place = place_by_id(place_id)
        is_zone = place is not None and place.kind == "functional_zone" and word == "区"
        if place is not None and (is_zone or place.name.endswith(word)):
            return place
    return None


def _known_zone(name: str, within: str | None) -> Place | None:
    """Return the zone of the lexicon called `name`; a bare name counts only for a zone of `within` itself."""
    candidates = index().zones.get(bare(name), [])
    if _BARE_ZONE.match(name):
        candidates = [z for z in candidates if within in (z.place_id, z.parent_place_id)]
    return _choose(candidates, within) if candidates else None


def _choose(candidates: list[Place], within: str | None) -> Place | None:
    if len(candidates) == 1:
        return candidates[0]
    if within is not None:
        scored = [(_relation(place, within), place) for place in candidates]
        best = max(score for score, _ in scored)
        if best > 0:
            near = [place for score, place in scored if score == best]
            standing = [place for place in near if place.last_seen is None]
            return _highest(standing or near)
    return _highest(candidates)


def _relation(place: Place, within: str) -> int:
    around = (within, *ancestors(within))
    chain = (place.place_id, *ancestors(place.place_id))
    if place.place_id == within:
        return 5
    if within in chain:
        return 4
    if place.place_id in around and place.place_id != COUNTRY:
        return 3
    shared = [p for p in around if p in chain and p != COUNTRY]
    if not shared:
        return 0
    nearest = place_by_id(shared[0])
    return 2 if nearest is not None and nearest.kind != "province" else 1


def _highest(candidates: list[Place]) -> Place | None:
    """Return the one candidate of the highest level, None when two share it."""
    top = min(LEVEL.get(place.kind, 3) for place in candidates)
    highest = [place for place in candidates if LEVEL.get(place.kind, 3) == top]
    return highest[0] if len(highest) == 1 else None


def _find_in_parts(name: str, within: str | None) -> Place | None:
    """Read a name that starts with the place around it: 湖北省襄阳市, 襄阳高新区, 河南郑州."""
    for cut in range(len(name) - 2, 1, -1):
        head, rest = name[:cut], name[cut:]
        if head not in index().full and head not in index().short:
            continue
        outer = find_place(head, within)
        if outer is None or _SELF_WORDS.match(rest):
            continue
        inner = find_place(rest, outer.place_id)
        if inner is not None and outer.place_id in ancestors(inner.place_id):
            return inner
    return None


def _bare_zone(name: str, within: str | None) -> Place | None:
    """Return the zone that a zone's name means in `within`; a cluster or the country has no such zones."""
    if within is None or not _ZONE_SUFFIX.search(name) or _CLUSTER_SUFFIX.search(name):
        return None
    place = place_by_id(within)
    if place is not None and place.kind in {"city_cluster", "country"}:
        return None
    return zone_place(name, within)


def zone_place(name: str, parent: str | None) -> Place:
    """Return the zone, cluster or township `name` of the unit `parent` (an id; None: the country).

    A zone of the lexicon is returned as it is. Otherwise the id is `Z-<code of the parent>-<8 hex digits>`,
    of the SHA-256 of the name without its parent's name and with 高新技术产业开发区 read as 高新区: it never
    changes, and 襄阳高新区 and 高新区 of 襄阳市 are one. The kind is told by the last word.
    """
    unit = _unit_around(parent or COUNTRY)
    text = _clean(name)
    key = _zone_key(text, unit)
    for candidate in (text, key):
        known = [z for z in index().zones.get(candidate, []) if z.parent_place_id == unit.place_id]
        if known:
            return known[0]
    code = unit.place_id.removeprefix("CN-")
    digest = hashlib.sha256(f"{unit.place_id}/{key}".encode()).hexdigest()[:8]
    shown = _short_name(unit) + text if _BARE_ZONE.match(text) else text
    english = _ZONE_EN.get(key)
    made = Place(
        place_id=f"Z-{code}-{digest}",
        name=shown,
        name_en=f"{_stem_en(unit)} {english}" if english else None,
        kind=_zone_kind(text),
        gbt2260=None,
        parent_place_id=unit.place_id,
    )
    return _made.setdefault(made.place_id, made)


def document_place(name: str, parent: str | None) -> Place:
    """Return the place a document is of where no list has it: see `zone_place`."""
    return zone_place(name, parent)


def _unit_around(place_id: str) -> Place:
    for candidate in (place_id, *ancestors(place_id)):
        place = place_by_id(candidate)
        if place is not None and place.place_id.startswith("CN"):
            return place
    return index().by_id[COUNTRY]


def _zone_key(name: str, unit: Place) -> str:
    for head in (unit.name, *short_forms(unit.name)):
        if name.startswith(head) and len(name) - len(head) >= 2:
            name = name[len(head) :]
            break
    for long, short in _ZONE_WORDS:
        name = name.replace(long, short)
    return name


def _zone_kind(name: str) -> str:
    if _TOWNSHIP_SUFFIX.search(name):
        return "township"
    return "city_cluster" if _CLUSTER_SUFFIX.search(name) else "functional_zone"


def _short_name(unit: Place) -> str:
    forms = short_forms(unit.name)
    return forms[-1] if forms else unit.name


def _stem_en(unit: Place) -> str:
    words = (unit.name_en or "").split(" ")
    return words[0] if len(words) <= 2 else (unit.name_en or "")


def full_name(name: str, within: str | None = None) -> str | None:
    """Return the full name of a place (襄阳 → 襄阳市); a zone keeps the name the document gives it.

    A former name keeps its own full form (襄樊 → 襄樊市); the country is 全国. None when the place is unknown or ambiguous.
    """
    place = find_place(name, within)
    if place is None:
        return None
    text = _clean(name)
    if place.kind == "country":
        return "全国"
    if place.kind in {"functional_zone", "township"}:
        return text
    for former in index().former.get(place.place_id, []):
        if text == former or (text in short_forms(former) and text not in short_forms(place.name)):
            return former
    return place.name


@cache
def place_pattern_names() -> dict[str, frozenset[str]]:
    """Return the names to scan texts for: `full` (units and known zones) and `short` (safe in any text).

    Safe short names are those of provinces, prefectures, counties and county cities of two characters or more
    that are no common words (lexicon `place_common_words`); districts' are safe only where `scan_names` says.
    """
    places = index()
    common = common_words()
    full = {name for name in places.full if len(name) > 2 or name.endswith("县")}
    full |= {name for name in places.zones if not _BARE_ZONE.match(name)}
    short = {
        form
        for form, named in places.short.items()
        if form not in common and any(place.kind != "district" and place.last_seen is None for place in named)
    }
    return {"full": frozenset(full), "short": frozenset(short - full)}


@cache
def common_words() -> frozenset[str]:
    """Return short forms of places that are words of their own (资源, 合作, 平安)."""
    return frozenset(row["word"] for row in lexicon.read("place_common_words"))


@lru_cache(maxsize=256)
def scan_names(within: str) -> frozenset[str]:
    """Return full and short names, common words left out, safe to scan for in a document about `within`.

    They are those of `within`, its parts, its siblings, the units around it and their other children that are
    no districts: 樊城 is a place in a document of 襄阳市.
    """
    around = [place_id for place_id in ancestors(within) if place_id != COUNTRY]
    near = [
        place for place_id in around for place in _children().get(place_id, ()) if place.kind != "district"
    ]
    near += [place for place_id in around if (place := place_by_id(place_id))]
    inside = [place for place in (place_by_id(within),) if place]
    for place in inside:
        inside.extend(_children().get(place.place_id, ()))
    names: set[str] = set()
    for place in (*near, *inside):
        names.add(place.name)
        if place.gbt2260:
            names.update(form for form in short_forms(place.name) if form not in common_words())
    return frozenset(names)


@cache
def _children() -> dict[str, list[Place]]:
    children: dict[str, list[Place]] = {}
    for place in index().by_id.values():
        if place.parent_place_id is not None:
            children.setdefault(place.parent_place_id, []).append(place)
    return children
