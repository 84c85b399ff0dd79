"""What may name a release, and which of two versions is the later one."""

from __future__ import annotations

import pytest

from pipeline.errors import UsageError
from pipeline.release import check_version, order


@pytest.mark.parametrize(
    "version", ["2026.1.0", "2026.12.10", "2026.11.0-rc.1", "2026.11.0-draft", "2026.11.0-rc.1+build.7"]
)
def test_a_year_a_month_a_number_and_a_suffix_name_a_release(version: str) -> None:
    assert check_version(version) == version


@pytest.mark.parametrize(
    "version",
    [
        "2026.13.0",
        "2026.0.0",
        "2026.01.0",
        "2026.11.01",
        "2026.11.0-..",
        "2026.11.0-",
        "2026.11.0-rc..1",
        "2026.11.0-rc/1",
        "2026.11",
        "latest",
        "",
        "2026.11.0\n",
        "../2026.11.0",
    ],
)
def test_anything_else_names_none(version: str) -> None:
    with pytest.raises(UsageError, match="is no release version"):
        check_version(version)


def test_versions_sort_by_number_and_a_draft_stands_before_its_release() -> None:
    in_order = [
        "2025.12.9",
        "2026.2.0",
        "2026.11.0-alpha",
        "2026.11.0-rc.2",
        "2026.11.0-rc.10",
        "2026.11.0",
    ]
    assert sorted(sorted(in_order), key=order) == in_order
