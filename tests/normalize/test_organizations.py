"""Organisations: resolved names → one id for one body, the function that makes places comparable."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import lexicon
from pipeline.normalize.organizations import org_suffixes, resolve_organization
from schemas.vocabularies import VOCABULARIES

XIANGYANG = "CN-420600"
FUNCTIONS = lexicon.read("org_functions")


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row["function"])
def test_an_example_of_the_lexicon_has_its_function(row: dict[str, str]) -> None:
    assert resolve_organization(row["example"], XIANGYANG).function == row["function"]


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row["function"])
def test_every_alias_of_a_body_is_the_same_organisation(row: dict[str, str]) -> None:
    names = [alias for alias in row["aliases"].split("|") if alias]
    ids = {resolve_organization("襄阳市" + name, None).org_id for name in names}
    assert ids <= {f"{XIANGYANG}-{row['function']}"}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row["function"])
def test_related_bodies_share_the_function_and_keep_ids_of_their_own(row: dict[str, str]) -> None:
    names = [name for name in row["related"].split("|") if name]
    found = [resolve_organization("襄阳市" + name, None) for name in names]
    assert len({organization.org_id for organization in found}) == len(names)
    assert {organization.function for organization in found} <= {row["function"]}


def test_no_name_of_a_body_belongs_to_two_functions() -> None:
    owners: dict[str, str] = {}
    for row in FUNCTIONS:
        for name in {row["canonical_name"], *row["aliases"].split("|"), *row["related"].split("|")} - {""}:
            assert owners.setdefault(name, row["function"]) == row["function"], name


def test_kinds_are_in_their_vocabulary() -> None:
    kinds = {term.code for term in VOCABULARIES["organization_kind"]}
    assert {row["kind"] for row in FUNCTIONS} <= kinds


@pytest.mark.parametrize(
    ("name", "org_id"),
    [
        ("襄阳市发改委", f"{XIANGYANG}-development_reform"),
        ("市发展和改革委员会", f"{XIANGYANG}-development_reform"),
        ("襄阳市卫建委", f"{XIANGYANG}-health"),
        ("襄阳市襄州区人民政府", "CN-420607-government"),
        ("省农业农村厅", "CN-420000-agriculture"),
        ("市委组织部", f"{XIANGYANG}-organization_department"),
        ("团市委", f"{XIANGYANG}-youth_league"),
        ("襄阳市委", f"{XIANGYANG}-party_committee"),
        ("国家税务总局襄阳市税务局", f"{XIANGYANG}-tax"),
        ("人民银行襄阳市分行", f"{XIANGYANG}-central_bank"),
        ("东津新区(经开区)管委会", "Z-xiangyang-dongjin-zone_committee"),
        ("东津新区（经开区）管委会", "Z-xiangyang-dongjin-zone_committee"),
        ("东津新区管委会", "Z-xiangyang-dongjin-zone_committee"),
        ("神农架林区发改委", "CN-429021-development_reform"),
        ("十堰市發改委", "CN-420300-development_reform"),
    ],
)
def test_one_body_has_one_id_however_it_is_named(name: str, org_id: str) -> None:
    assert resolve_organization(name, XIANGYANG).org_id == org_id


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("各县(市、区)人民政府", XIANGYANG),
        ("襄阳市相关县(市、区)人民政府", XIANGYANG),
        ("十堰市相关单位", "CN-420300"),
        ("开发区管委会", XIANGYANG),
        ("襄阳都市圈各规划编制牵头单位", "Z-xiangyang-mea"),
        ("13条先进制造业产业链牵头部门", XIANGYANG),
        ("县人民政府", XIANGYANG),
    ],
)
def test_a_class_stays_one_organisation_of_its_place(name: str, place_id: str) -> None:
    organization = resolve_organization(name, XIANGYANG)
    assert (organization.kind, organization.place_id) == ("class", place_id)


def test_the_government_of_a_county_read_in_that_county_is_no_class() -> None:
    assert resolve_organization("县人民政府", "CN-420625").org_id == "CN-420625-government"


def test_a_firm_without_a_place_in_its_name_has_no_place() -> None:
    organization = resolve_organization("汉江国投", XIANGYANG)
    assert (organization.kind, organization.place_id) == ("enterprise", None)
    assert organization.org_id.startswith("X-x")


def test_two_hospitals_of_one_city_are_two_organisations_of_one_function() -> None:
    one = resolve_organization("襄阳市中心医院", XIANGYANG)
    other = resolve_organization("襄阳市第一人民医院", XIANGYANG)
    assert one.org_id != other.org_id
    assert one.function == other.function == "hospital"


def test_a_short_name_is_spelt_out_and_named_in_english() -> None:
    organization = resolve_organization("襄阳市发改委", None)
    assert organization.canonical_name == "发展和改革委员会"
    assert organization.name_en == "Development and Reform Commission of Xiangyang City"


@given(st.text(max_size=16), st.sampled_from([None, XIANGYANG, "Z-xiangyang-mea"]))
def test_any_text_makes_an_organisation_with_an_ascii_id(name: str, within: str | None) -> None:
    assert resolve_organization(name, within).org_id.isascii()


def test_suffixes_come_longest_first_so_that_the_first_that_fits_is_the_right_one() -> None:
    lengths = [len(suffix) for suffix in org_suffixes()]
    assert lengths == sorted(lengths, reverse=True)
    assert {"发改委", "自然资源和规划局", "人民政府", "管委会"} <= set(org_suffixes())
