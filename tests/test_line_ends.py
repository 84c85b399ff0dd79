"""Whatever ends its lines, a text says the same."""

from __future__ import annotations

import pytest

from pipeline.model import Mentions
from tests import reading

WRAPPED = (
    "政府工作报告\n"
    "今年,我们要抓好以下工作:新改建农村公路三百二十公里以上,新增城镇就业5.2万\n"
    "人,城镇登记失业率控制在4%以内,完成固定资产投资120亿元以上,同比增长8%左右,其\n"
    "中工业投资60亿元。\n"
    "1.新建社区食堂20家。\n责任单位:市民政局\n完成时限:2023年11月底前\n"
)
ENDS = {"Windows": "\r\n", "old Macs": "\r", "pages": "\n\f"}


def said(mentions: Mentions) -> list[object]:
    """What was read, offsets and line ends left out."""
    return [
        [(row.metric, row.role, row.value_low, row.value_high, row.unit) for row in mentions.indicators],
        [row.title for row in mentions.tasks],
        [row.org_name for row in mentions.responsibilities],
        [(row.type, row.edtf) for row in mentions.deadlines],
    ]


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_line_ends_change_nothing_that_is_read(end: str) -> None:
    plain = reading.read(WRAPPED)
    assert [len(plain.indicators), len(plain.responsibilities), len(plain.deadlines)] == [7, 1, 1]
    assert said(reading.read(WRAPPED.replace("\n", end))) == said(plain)


@pytest.mark.parametrize("end", ENDS.values(), ids=list(ENDS))
def test_spans_stay_those_of_the_text_whatever_ends_its_lines(end: str) -> None:
    text = WRAPPED.replace("\n", end)
    for row in reading.read(text).deadlines:
        assert text[row.start : row.end] == row.as_written == "2023年11月底前"
