"""Places as data: the units of GB/T 2260, the zones of the lexicon, and every name they are known by.

Source of the units: `pipeline/vendor/gbt2260`. Read once, on first use, into dictionaries.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources

from pipeline import lexicon

COUNTRY = "CN"
LEVEL = {"country": 0, "province": 1, "prefecture": 2}  # every other kind is at county level or below
_SUFFIX = re.compile(r"(?:特别行政区|自治区|地区|林区|特区|新区|省|市|盟|县|区|旗)$")
_AUTONOMOUS = re.compile(r"(?:自治州|自治县|自治旗)$")
_NATIONS = (
    "维吾尔族|维吾尔|哈萨克族|哈萨克|柯尔克孜族|柯尔克孜|达斡尔族|乌孜别克族|塔吉克族|塔吉克|鄂温克族|鄂伦春族|"
    "俄罗斯族|蒙古族|蒙古|布依族|朝鲜族|土家族|哈尼族|傈僳族|拉祜族|东乡族|纳西族|景颇族|仫佬族|布朗族|撒拉族|"
    "毛南族|仡佬族|锡伯族|锡伯|阿昌族|普米族|德昂族|保安族|裕固族|独龙族|各族|回族|藏族|苗族|彝族|壮族|满族|侗族|"
    "瑶族|白族|傣族|黎族|佤族|畲族|水族|土族|羌族|怒族|京族"
)
_NATION_TAIL = re.compile(rf"(?:{_NATIONS})+$")
_AUTONOMOUS_SHORT = {"自治州": "州", "自治县": "县", "自治旗": "旗"}


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of GB/T 2260, a zone or a cluster; `last_seen` (YYYY-MM) marks a former unit."""

    place_id: str
    name: str
    name_en: str | None
    kind: str
    gbt2260: str | None
    parent_place_id: str | None
    last_seen: str | None = None


@dataclass(frozen=True, slots=True)
class Index:
    """All places by id and by name; `former` holds the names a standing unit bore before."""

    by_id: dict[str, Place]
    full: dict[str, list[Place]]
    short: dict[str, list[Place]]
    zones: dict[str, list[Place]]
    former: dict[str, list[str]]


def short_forms(name: str) -> tuple[str, ...]:
    """Return the short forms of a full name, longest first, never one character.

    恩施土家族苗族自治州 → 恩施自治州, 恩施州, 恩施; 襄阳市 → 襄阳; 忠县 → none.
    """
    autonomous = _AUTONOMOUS.search(name)
    forms: tuple[str, ...]
    if autonomous:
        stem = _NATION_TAIL.sub("", name[: autonomous.start()])
        forms = (stem + autonomous.group(), stem + _AUTONOMOUS_SHORT[autonomous.group()], stem)
    else:
        stem = _SUFFIX.sub("", name)
        if "族" in stem:
            stem = _NATION_TAIL.sub("", stem)
        forms = (stem,) if stem else ()
    return tuple(form for form in forms if len(form) >= 2 and form != name)


@cache
def index() -> Index:
    """Return the index of all places, made on the first call."""
    made = Index({}, {}, {}, {}, {})
    _add_country(made)
    path = resources.files("pipeline.vendor.gbt2260").joinpath("units.csv")
    lines = path.read_text(encoding="utf-8").splitlines()
    for code, name, name_en, kind, parent, last_seen in list(csv.reader(lines))[1:]:
        _add_unit(made, code, name, name_en, kind, parent, last_seen)
    for row in lexicon.read("place_aliases"):
        _enter(made.short, row["alias"], made.by_id[row["place_id"]])
    for row in lexicon.read("zones"):
        _add_zone(made, row)
    return made


def _add_country(made: Index) -> None:
    country = Place(COUNTRY, "中华人民共和国", "People's Republic of China", "country", None, None)
    made.by_id[COUNTRY] = country
    made.full[country.name] = [country]


def _add_unit(
    made: Index, code: str, name: str, name_en: str, kind: str, parent: str, last_seen: str
) -> None:
    place_id = f"CN-{code}"
    known = made.by_id.get(place_id)
    if known is None:
        parent_id = COUNTRY if parent == COUNTRY else f"CN-{parent}"
        known = Place(place_id, name, name_en, kind, code, parent_id, last_seen or None)
        made.by_id[place_id] = known
    else:
        made.former.setdefault(place_id, []).append(name)
    _enter(made.full, name, known)
    for form in short_forms(name):
        _enter(made.short, form, known)


def _add_zone(made: Index, row: dict[str, str]) -> None:
    zone = Place(row["zone_id"], row["name"], row["name_en"] or None, row["kind"], None, row["parent"])
    made.by_id[zone.place_id] = zone
    for name in (row["name"], *filter(None, row["aliases"].split("|"))):
        _enter(made.zones, bare(name), zone)


def _enter(names: dict[str, list[Place]], name: str, place: Place) -> None:
    named = names.setdefault(name, [])
    if place not in named:
        named.append(place)


def bare(name: str) -> str:
    """Return a zone's name without quotation marks and spaces."""
    return re.sub(r"[“”\"\s‘’]", "", name)
