"""Places: names as documents write them, resolved to units, zones and clusters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.normalize.place_index import index, short_forms
from pipeline.normalize.places import (
    ancestors,
    find_place,
    full_name,
    is_within,
    place_by_id,
    place_pattern_names,
    scan_names,
    zone_place,
)

XIANGYANG = "CN-420600"
UNITS = [place for place in index().by_id.values() if place.gbt2260]
STANDING = [place for place in UNITS if place.last_seen is None]


def id_of(name: str, within: str | None = None) -> str | None:
    place = find_place(name, within)
    return place.place_id if place else None


def test_every_id_is_the_key_of_its_place_and_ascii() -> None:
    assert all(key == place.place_id and key.isascii() for key, place in index().by_id.items())


def test_every_parent_exists_and_leads_to_the_country() -> None:
    for place in index().by_id.values():
        assert place.place_id == "CN" or ancestors(place.place_id)[-1] == "CN", place


def test_all_provinces_and_about_3200_units_stand() -> None:
    assert sum(place.kind == "province" for place in STANDING) == 34
    assert len(STANDING) > 3200


def test_every_unit_has_a_name_in_english() -> None:
    assert all(place.name_en and place.name_en.replace("ü", "u").isascii() for place in UNITS)


@given(st.sampled_from(STANDING))
def test_a_full_name_with_its_parent_as_hint_is_the_unit_itself(place) -> None:  # type: ignore[no-untyped-def]
    assert id_of(place.name, place.parent_place_id) == place.place_id


@given(st.sampled_from(STANDING))
def test_a_full_name_with_its_province_as_hint_is_the_unit_itself_or_ambiguous(place) -> None:  # type: ignore[no-untyped-def]
    province = (place.place_id, *ancestors(place.place_id))[-2]
    found = find_place(place.name, province)
    assert found is None or found == place or (found.name == place.name and found.kind != "district")


@given(st.sampled_from(UNITS))
def test_no_short_form_is_a_single_character(place) -> None:  # type: ignore[no-untyped-def]
    assert all(len(form) >= 2 for form in short_forms(place.name))


@given(st.text(max_size=12), st.sampled_from([None, XIANGYANG, "CN-420683", "Z-xiangyang-mea", "CN"]))
def test_no_text_makes_the_lookup_raise(name: str, within: str | None) -> None:
    find_place(name, within)


@pytest.mark.parametrize("row", lexicon.read("place_aliases"), ids=lambda row: row["alias"])
def test_an_alias_of_the_lexicon_is_found(row: dict[str, str]) -> None:
    assert row["alias"] in row["example"]
    assert id_of(row["alias"]) == row["place_id"]


@pytest.mark.parametrize("row", lexicon.read("zones"), ids=lambda row: row["zone_id"])
def test_a_zone_of_the_lexicon_is_found_under_its_example(row: dict[str, str]) -> None:
    name, _, within = row["example"].partition("@")
    assert id_of(name, within or None) == row["zone_id"]
    assert place_by_id(row["parent"]) is not None


@pytest.mark.parametrize("row", lexicon.read("place_common_words"), ids=lambda row: row["word"])
def test_a_common_word_is_never_scanned_for_as_a_place(row: dict[str, str]) -> None:
    assert row["word"] in row["example"]
    assert row["word"] not in place_pattern_names()["short"]


@pytest.mark.parametrize(
    ("name", "within", "place_id"),
    [
        ("襄阳", None, XIANGYANG),
        ("襄陽市", None, XIANGYANG),
        ("襄阳 市", None, XIANGYANG),
        ("襄樊市", None, XIANGYANG),
        ("恩施州", None, "CN-422800"),
        ("长阳县", None, "CN-420528"),
        ("北京", None, "CN-110000"),
        ("臺灣省", None, "CN-710000"),
        ("乾县", None, "CN-610424"),
        ("神农架", None, "CN-429021"),
        ("浦东", None, "CN-310115"),
        ("吉林", None, "CN-220000"),
        ("朝阳", None, "CN-211300"),
        ("朝阳区", "CN-110000", "CN-110105"),
        ("朝阳区", "CN-220100", "CN-220104"),
        ("鼓楼区", "CN-320106", "CN-320106"),
        ("江北区", "CN-500000", "CN-500105"),
        ("湖北省襄阳市襄州区", None, "CN-420607"),
        ("河南郑州", None, "CN-410100"),
        ("随州", XIANGYANG, "CN-421300"),
        ("全市", "CN-420683", "CN-420683"),
        ("市", "CN-420607", XIANGYANG),
        ("“襄十随神”城市群", None, "Z-xssy"),
        ("东津新区（经开区）", XIANGYANG, "Z-xiangyang-dongjin"),
        ("高新区", XIANGYANG, "Z-xiangyang-gaoxin"),
        ("襄阳高新技术产业开发区", None, "Z-xiangyang-gaoxin"),
    ],
)
def test_a_name_is_found_short_long_traditional_or_with_a_hint(
    name: str, within: str | None, place_id: str
) -> None:
    assert id_of(name, within) == place_id


@pytest.mark.parametrize(
    "name", ["朝阳区", "鼓楼区", "高新区", "全市", "市", "忠", "江北区", "某某县", "", "张三"]
)
def test_an_ambiguous_or_unknown_name_without_a_hint_is_no_place(name: str) -> None:
    assert find_place(name) is None


def test_a_bare_zone_name_makes_a_zone_of_the_place_around_it() -> None:
    zone = find_place("经开区", "CN-420625")
    assert zone is not None
    assert zone == zone_place("谷城经济技术开发区", "CN-420625") or zone.place_id.startswith("Z-420625-")
    assert (zone.kind, zone.parent_place_id, zone.gbt2260) == ("functional_zone", "CN-420625", None)
    assert is_within(zone.place_id, XIANGYANG)


def test_a_zone_has_one_id_under_its_bare_and_its_full_name() -> None:
    names = ["高新区", "谷城高新区", "谷城县高新区", "谷城县高新技术产业开发区"]
    assert len({zone_place(name, "CN-420625").place_id for name in names}) == 1


def test_a_bare_zone_name_in_a_city_cluster_is_no_place() -> None:
    assert find_place("高新区", "Z-xiangyang-mea") is None


@pytest.mark.parametrize(
    ("name", "within", "full"),
    [
        ("襄阳", None, "襄阳市"),
        ("襄樊", None, "襄樊市"),
        ("恩施州", None, "恩施土家族苗族自治州"),
        ("内蒙古", None, "内蒙古自治区"),
        ("东津新区", XIANGYANG, "东津新区"),
        ("襄十随神", None, "襄十随神城市群"),
        ("朝阳区", None, None),
    ],
)
def test_a_full_name_spells_a_short_one_out(name: str, within: str | None, full: str | None) -> None:
    assert full_name(name, within) == full


def test_scan_names_hold_the_districts_of_their_own_place_only() -> None:
    assert {"樊城", "樊城区", "襄州", "枣阳市", "十堰"} <= scan_names(XIANGYANG)
    assert "海淀" not in scan_names(XIANGYANG)


def test_ids_of_made_zones_tell_their_ancestors_without_being_looked_up() -> None:
    assert ancestors("Z-420625-00000000") == ("CN-420625", XIANGYANG, "CN-420000", "CN")
