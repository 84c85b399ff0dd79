"""Organisations: resolved names → a stable id, the canonical name of the body, its kind, function and place.

`function` is the same code for every place's 发改委, so that places compare (lexicon `org_functions`).
`aliases` are other names of the one body a place has; `related` are bodies of that function which are not
that body (predecessors, hospitals, banks): they share the function and keep an id of their own.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.normalize.places import Place, common_words, find_place, place_by_id, simplify

NO_PLACE = "X"  # stands for the place in the id of an organisation whose place is not known
_CLASS = re.compile(
    r"各|相关|有关|其他|所属|(?:牵头|责任|主管|成员|参与|配合|行业|职能|组成|直属|驻[\u4e00-\u9fff]{0,3})(?:单位|部门)"
    r"|县\(市[、,]?区\)|(?:单位|部门)$"
)
_BARE_CLASS = re.compile(
    r"^(?:县|市|区|开发区|园区|乡镇|镇街|街道|乡镇\(街道\)|新区)*(?:人民政府|政府|管委会|办事处)?$"
)
_ENTERPRISE = re.compile(
    r"(?:公司|集团|国投|城投|建投|交投|产投|文旅投|投资|控股|股份|工厂|厂|电厂|电网|石油|石化)$"
)
_INSTITUTION = re.compile(r"(?:中心|院|馆|站|所|社|校|台|团|队)$")
_DEPARTMENT = re.compile(r"(?:局|厅|委|委员会|办|办公室|处|部|署|总局)$")


@dataclass(frozen=True, slots=True)
class Organization:
    """An organisation; `place_id` is None where its name tells no place, `function` where none fits."""

    org_id: str
    name: str
    canonical_name: str
    name_en: str | None
    kind: str
    function: str | None
    place_id: str | None


@dataclass(frozen=True, slots=True)
class _Function:
    code: str
    canonical_name: str
    name_en: str
    kind: str
    is_the_body: bool


def _function(row: dict[str, str], is_the_body: bool) -> _Function:
    return _Function(row["function"], row["canonical_name"], row["name_en"], row["kind"], is_the_body)


@cache
def _functions() -> dict[str, _Function]:
    """Return name of a body without its place → function."""
    found: dict[str, _Function] = {}
    for row in lexicon.read("org_functions"):
        names = [(name, False) for name in row["related"].split("|") if name]
        if (row["canonical_name"], False) not in names:
            names += [(name, True) for name in (row["canonical_name"], *row["aliases"].split("|")) if name]
        for name, is_the_body in names:
            found.setdefault(name, _function(row, is_the_body))
    return found


@cache
def _patterns() -> tuple[tuple[str, str, _Function], ...]:
    """Return (words before the place, words after it, function) of names that stand around a place."""
    found = []
    for row in lexicon.read("org_functions"):
        for pattern in filter(None, row["patterns"].split("|")):
            before, after = pattern.split("*")
            is_the_body = row["canonical_name"] not in row["related"].split("|")
            found.append((before, after, _function(row, is_the_body)))
    return tuple(sorted(found, key=lambda item: -len(item[0] + item[1])))


@cache
def org_suffixes() -> tuple[str, ...]:
    """Return the names of bodies without their place, longest first, for splitting shared heads."""
    return tuple(sorted(_functions(), key=lambda name: (-len(name), name)))


@lru_cache(maxsize=65536)
def resolve_organization(name: str, within: str | None) -> Organization:
    """Return the organisation of a resolved name; `within` is the id of the place its document speaks of.

    The id is `<place_id>-<function>` for the one body of that function in its place, else `<place_id>-x` and
    the first 8 hex digits of the SHA-256 of the name, so it never changes; an unknown place is written X.
    """
    text = re.sub(r"[\s“”\"‘’]", "", unicodedata.normalize("NFKC", name))
    if _CLASS.search(text) or (_BARE_CLASS.match(text) and not _is_nearest(text, within)):
        return _class(name, text, within)
    known = _known_body(name, text, within) or _known_body(name, simplify(text), within)
    return known or _other(name, text, within)


def _is_nearest(text: str, within: str | None) -> bool:
    """Tell whether a name without a place (市政府) means the unit around `within`, not a class."""
    return text[1:] in _functions() and find_place(text[0], within) is not None


def _known_body(name: str, text: str, within: str | None) -> Organization | None:
    """Read a name as place + body (襄阳市发改委) or as words around a place (国网襄阳供电公司)."""
    functions = _functions()
    for cut in range(len(text)):
        function = functions.get(text[cut:])
        if function is None:
            continue
        head = text[:cut]
        place = find_place(head, within) if head else _own(within)
        if place is not None or not head:
            return _body(name, text[cut:], function, place)
    for before, after, function in _patterns():
        middle = text.removeprefix(before).removesuffix(after)
        if middle and text == before + middle + after:
            place = find_place(middle, within)
            if place is not None:
                return _body(name, before + after, function, place)
    return None


def _own(within: str | None) -> Place | None:
    return place_by_id(within) if within else None


def _body(name: str, own_name: str, function: _Function, place: Place | None) -> Organization:
    place_id = place.place_id if place else None
    if not function.is_the_body:
        org_id = _hashed_id(own_name, place_id)
        return Organization(org_id, name, own_name, None, function.kind, function.code, place_id)
    english = function.name_en
    if place is not None and place.kind == "province" and not place.name.endswith("市"):
        english = re.sub("Bureau$", "Department", english)
    return Organization(
        org_id=f"{place_id or NO_PLACE}-{function.code}",
        name=name,
        canonical_name=function.canonical_name,
        name_en=f"{english} of {place.name_en}" if place and place.name_en else english,
        kind=function.kind,
        function=function.code,
        place_id=place_id,
    )


def _hashed_id(text: str, place_id: str | None) -> str:
    return f"{place_id or NO_PLACE}-x{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _class(name: str, text: str, within: str | None) -> Organization:
    """Return a class of organisations (各县(市、区)人民政府): one row, with the function its bodies share."""
    place, rest = (None, text) if _BARE_CLASS.match(text) else _leading_place(text, within)
    place = place or _own(within)
    place_id = place.place_id if place else None
    function = _function_of_tail(rest)
    code = function.code if function else None
    return Organization(_hashed_id(rest, place_id), name, rest, None, "class", code, place_id)


def _other(name: str, text: str, within: str | None) -> Organization:
    """Return an organisation that is not the one body of a function: its id is made of its own name."""
    place, rest = _leading_place(text, within)
    place_id = place.place_id if place else None
    org_id = _hashed_id(rest, place_id)
    function = _function_of_tail(rest)
    kind = _kind_of_tail(rest)
    if function is not None and (kind != "enterprise" or function.kind == kind):
        return Organization(org_id, name, rest, None, function.kind, function.code, place_id)
    return Organization(org_id, name, rest, None, kind, None, place_id)


def _leading_place(text: str, within: str | None) -> tuple[Place | None, str]:
    """Return the longest place a name starts with, and the rest of it (never empty)."""
    for cut in range(min(len(text) - 2, 20), 0, -1):
        head = text[:cut]
        if cut == 1 and head not in "省市县区州旗":
            break
        place = None if head in common_words() else find_place(head, within)
        if place is not None and place.kind != "country":
            return place, text[cut:]
    return None, text


def _function_of_tail(text: str) -> _Function | None:
    functions = _functions()
    return next((functions[text[cut:]] for cut in range(len(text) - 1) if text[cut:] in functions), None)


def _kind_of_tail(text: str) -> str:
    if _ENTERPRISE.search(text):
        return "enterprise"
    if _DEPARTMENT.search(text):
        return "department"
    return "institution" if _INSTITUTION.search(text) else "other"
