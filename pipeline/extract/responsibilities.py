"""Responsible units: the organisations that the spans of `unit_fields.py` name, shared heads given to each."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from pipeline.extract.unit_fields import Field, clauses_of, pieces_of

_MARKED = re.compile(r"\((?:牵头|牵头单位|配合|配合单位|主办)\)$")
_GENERIC = re.compile(
    r"(?:^|[一-龥]*)(?:各|其他|其它|其余|相关|有关|所有|全体|牵头|责任).*(?:县|市|区|镇|乡|村|街道|政府|部门|单位|委|办|局|企业|管委会|院校|学校|机构|社区|州)|(?:牵头|责任|成员)(?:单位|部门)$"
)
_ANAPHORIC = re.compile(
    r"(?:各)?(?:有关|相关|各责任|各成员|各|其他|其他有关|其他相关)(?:责任)?(?:单位|部门|市直单位|成员单位|县直单位|方面)$|^(?:其他|等)?(?:有关|相关)(?:单位|部门)"
)
_BARE_PLACE = re.compile(r"^(?:省|市|区|县|州|旗|镇|乡)(?=[一-龥])")
_PERSON_TITLE = re.compile(r"^[一-龥]{2,4}$")


@dataclass(frozen=True, slots=True)
class Unit:
    """One organisation named as carrying a task; `position` tells apart names that share a span."""

    start: int
    end: int
    role: str
    name: str
    expansion: str
    position: int = 0


@dataclass(frozen=True, slots=True)
class Person:
    """A named person, who is no organisation: reported as an issue only."""

    start: int
    end: int


_Member = tuple[int, int, str, str]
"""A place that shares the organisation of the last name of its list: its span, its name, its role."""


@dataclass(frozen=True, slots=True)
class Names:
    """What responsibilities need to know of the lexicon: full place names, organisation endings, typos."""

    places: frozenset[str]
    short_places: dict[str, str]
    endings: tuple[str, ...]
    typos: dict[str, str]


def read_units(text: str, field: Field, names: Names) -> tuple[list[Unit], list[Person]]:
    """Split a field into organisations, heads distributed and a bare 市 resolved; persons apart.

    A bare 市 is resolved only from its own list (annotation.md).
    """
    clauses = clauses_of(text, field.start, field.end) if field.role != "person" else []
    if clauses and (len(clauses) > 1 or clauses[0].end < field.end):
        own = [part for clause in clauses for part in _before_comma(text, field.role, clause)]
        parts = [read_units(text, clause, names) for clause in own if clause.end < field.end]
        if parts:
            return [u for units, _ in parts for u in units], [p for _, persons in parts for p in persons]
    pieces = pieces_of(text, field.start, field.end)
    if field.role == "person":
        return [], [Person(a, b) for a, b in pieces if text[a:b].strip()]
    units: list[Unit] = []
    persons: list[Person] = []
    group: list[_Member] = []
    shared: list[tuple[str, str]] = []
    head: str | None = None
    previous = field.start
    seats = _shared_seats(text, pieces)
    for start, end in pieces:
        raw = text[start:end]
        joined = text[previous:start]
        previous = end
        role, size = _own_role(raw, joined, field.role)
        raw, end = raw[:size], start + size
        if start in seats:
            units.append(Unit(start, end, role, raw + seats[start], "distributed"))
            continue
        name = _mended(raw, names)
        place = _leading_place(name, names)
        if place and place == name and _is_place_only(text, end, field.end):
            group.append((start, end, names.short_places.get(name, name), role))
            continue
        if group and "、" in joined:
            units.extend(_distribute(group, text, start, end, role, names))
            head = place if place else None
            shared = [(p, own) for _, _, p, own in group] + ([(place, role)] if place else [])
            group = []
            continue
        goes_on = units and units[-1].expansion in ("distributed", "anaphoric") and "、" in joined
        if (
            goes_on
            and len(shared) > 1
            and not place
            and not _GENERIC.match(name)
            and _ends_as_org(name, names)
        ):
            units.extend(_spread(shared, name, start, end))
            continue
        shared = []
        if _is_person(name, names) and not _in_list_of_offices(text, field, name):
            persons.append(Person(start, end))
            continue
        units, head = _append_plain(units, head, place, name, start, end, role)
    return _with_seats(text, units), persons


def _own_role(words: str, joined: str, role: str) -> tuple[str, int]:
    """Return the role that a name is marked with, in a bracket behind it or by a sign before, and the name's length."""
    marked = _MARKED.search(words)
    if marked:
        return "lead" if "牵头" in marked.group() else "cooperate", marked.start()
    return "lead" if "▲" in joined or "★" in joined or "☆" in joined else role, len(words)


# What stands before the last of a list of townships or zones is named like it: 古城、石门镇人民政府.
_SEATED = re.compile(
    r"(?![省市县区州旗]|各|相关|有关|其他|所有)[一-龥]{2,8}?"
    r"(?P<seat>(?:镇|乡|街道)(?:人民政府|政府|办事处|党委)?|"
    r"(?:旅游度假区|度假区|经济开发区|开发区|高新区|经开区|工业园区|产业园区|工业园|产业园|园区|新区|风景区|林场)(?:管委会|管理委员会))"
)
_STEM = re.compile(
    r"(?![省市县区州旗]|各|相关|有关|其他|所有)[一-龥]{2,4}(?<![镇乡村场社局委办部会司院站处队所厂区县市州旗])"
)


def _shared_seats(text: str, pieces: list[tuple[int, int]]) -> dict[int, str]:
    """Find the bare names that share what follows the last of their list, and that, by where they begin.

    In 古城、景村、石门镇人民政府 each is a town; 石门镇人民政府 itself shares nothing more.
    """
    shared: dict[int, str] = {}
    for i in range(len(pieces) - 1, 0, -1):
        seat = _SEATED.fullmatch(text, *pieces[i]) if text[pieces[i][1] - 1] in _SEAT_ENDS else None
        at = i - 1
        while seat and at >= 0 and text[pieces[at][1] : pieces[at + 1][0]] in ("、", "和", "及"):
            if not _STEM.fullmatch(text, *pieces[at]):
                break
            shared[pieces[at][0]] = seat["seat"]
            shared[pieces[i][0]] = ""
            at -= 1
    return shared


_SEAT_ENDS = frozenset("镇乡道府处委会")
_TOWNSHIP = re.compile(r"[一-龥]{1,6}(?:[镇乡]|街道)")
_SEAT = re.compile(r"[一-龥]{1,6}?(?P<kind>[镇乡]|街道)(?P<seat>人民政府|政府|办事处|党委)")


def _with_seats(text: str, units: list[Unit]) -> list[Unit]:
    """Give the townships before the last of a list what its government is called (甲镇、乙镇人民政府)."""
    shared = list(units)
    for i in range(len(units) - 1, 0, -1):
        seat, before = _SEAT.fullmatch(shared[i].name), shared[i - 1]
        if (
            seat
            and before.expansion == "direct"
            and _TOWNSHIP.fullmatch(before.name)
            and before.name.endswith("街道") == (seat["kind"] == "街道")
            and text[before.end : shared[i].start] in ("、", "和", "及")
        ):
            shared[i - 1] = replace(before, name=before.name + seat["seat"], expansion="distributed")
            shared[i] = replace(shared[i], expansion="distributed")
    return shared


def _before_comma(text: str, role: str, clause: Field) -> list[Field]:
    """In a labelled list a role word reaches back to the comma: 责任单位:甲局,乙局配合."""
    comma = text.rfind(",", clause.start, clause.end)
    if comma < 0 or clause.role == role:
        return [clause]
    return [Field(role, clause.start, comma), Field(clause.role, comma + 1, clause.end)]


def _append_plain(
    units: list[Unit], head: str | None, place: str | None, name: str, start: int, end: int, role: str
) -> tuple[list[Unit], str | None]:
    """Add one name; a bare 市 takes the place of the name before it in the same list.

    A department without any place has the head that the list writes once (市财政局、水利局).
    """
    bare = _BARE_PLACE.match(name)
    if _DEPARTMENT.fullmatch(name) and not place:
        shared = _written_once(units)
        if shared:
            return [*units, Unit(start, end, role, shared + name, "distributed")], head
    if bare and head and head.endswith(bare.group()) and not place:
        return [*units, Unit(start, end, role, head + name[1:], "distributed")], head
    if _ANAPHORIC.search(name):
        return [*units, Unit(start, end, role, name, "anaphoric")], head
    if _GENERIC.match(name) or name in ("开发区管委会",):
        return [*units, Unit(start, end, role, name, "generic")], head
    return [*units, Unit(start, end, role, name, "direct")], place or head


# What 市 or 县 begins may be a head (市政务服务局) or a word (市场监管局, 市政园林局).
_WORD = r"(?!场监|场局|场和|政局|政园林|政公用|政工程|政管理|委|域)"
_DEPARTMENT = re.compile(
    rf"(?!(?:[省市县区州旗镇乡]{_WORD})|[省市县区州旗]委|[一-龥]{{2,8}}分局|各|国家|国网|中国|中央|有关|相关|团|武装|人武|驻)"
    r"[一-龥]{1,10}(?:局|委|办|厅|署|委员会|办公室|残联|妇联|总工会|工商联)|残联|妇联|总工会|工商联"
)
_HEAD = re.compile(rf"[省市县区州旗]{_WORD}(?=[一-龥]{{2}})")
_FULL_HEAD = re.compile(rf"[一-龥]{{2,7}}?[省市县区州旗]{_WORD}")
"""A department of a government by its short name, and the heads that stand before one."""


def _written_once(units: list[Unit]) -> str | None:
    """Return the head of the name before in its list: the 市 it begins with, or its full place."""
    if not units or units[-1].expansion not in ("direct", "distributed"):
        return None
    name = units[-1].name
    bare = _HEAD.match(name)
    if bare:
        return bare.group()
    full = _FULL_HEAD.match(name)
    return full.group() if full and _DEPARTMENT.fullmatch(name, full.end()) else None


def _spread(heads: list[tuple[str, str]], name: str, start: int, end: int) -> list[Unit]:
    """Give a further name of a shared-head list to every head, with its role (A市、B市经信局、文旅局 are four)."""
    return [Unit(start, end, role, head + name, "distributed", i) for i, (head, role) in enumerate(heads)]


def _distribute(group: list[_Member], text: str, start: int, end: int, role: str, names: Names) -> list[Unit]:
    """Give the organisation of the last name to every place before it, each in the role that it is marked with."""
    raw = _mended(text[start:end], names)
    place = _leading_place(raw, names) or ""
    body = raw[len(place) :]
    place = names.short_places.get(place, place)
    expansion = "anaphoric" if _ANAPHORIC.search(body) else "distributed"
    members = [*group, (start, end, place, role)]
    return [Unit(a, b, own, p + body, expansion, 0) for a, b, p, own in members]


def _mended(name: str, names: Names) -> str:
    """Mend the plain misprints of a name (annotation.md)."""
    for written, meant in names.typos.items():
        name = name.replace(written, meant)
    return name


def _leading_place(name: str, names: Names) -> str | None:
    """Return the place a name begins with: known, or shaped like one before an organisation's ending."""
    for size in range(min(len(name), 12), 1, -1):
        if name[:size] in names.places:
            rest = name[size:]
            nested = _leading_place(rest, names) if rest[:1] != "人" else None
            return name[:size] + nested if nested and rest != nested else name[:size]
    return None


def _is_place_only(text: str, end: int, stop: int) -> bool:
    return text[end : end + 1] in ("、", "和", "及", "与", ",") and end < stop


def _ends_as_org(name: str, names: Names) -> bool:
    return any(name.endswith(ending) for ending in names.endings)


def _in_list_of_offices(text: str, field: Field, name: str) -> bool:
    """Tell a short name that ends as another of its list does (运输管理科、水运科)."""
    ends = (name[-1] + "、", name[-1] + ",")
    return name[-1] in "科室股" and any(text.find(end, field.start, field.end) >= 0 for end in ends)


def _is_person(name: str, names: Names) -> bool:
    """Tell a two- or three-character personal name from an organisation's short name."""
    return (
        bool(_PERSON_TITLE.match(name))
        and len(name) <= 3
        and not _ends_as_org(name, names)
        and name[-1] not in "局委办部厅院会司府心站处队校馆行所署联社区县市镇乡村社企业"
    )
