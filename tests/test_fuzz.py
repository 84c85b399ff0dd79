"""No text whatever makes extraction raise or hang, and whatever it reads is where it says it is."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract import extract
from pipeline.model import Mentions
from tests import reading
from tests.test_examples import cases

WORDS = (
    "一、", "(一)", "（二）", "1.", "2、", "3。", "4", "①", "⑴", "一是", "二是", "第一,", "第十章 ",
    "——", "▲", "■", "责任单位:", "牵头单位：", "配合单位", "责任人:", "【责任单位】", "完成时限:",
    "序号", "工作任务", "责任单位", "进度安排", "(", ")", "（", "）", "〔", "〕", "[", "]", "“", "”",
    "《", "》", "|", "、", ",", "，", ",,", "。", ";", "；", ":", "：", "\n", "\n\n", "\r\n", "\t",
    "  ", "\u3000", "\u200b", "\u00a0", "\ufeff", "\x00", "\ufffd", "\ud800", "😀", "𠀀", "0", "1",
    "7.5", "12%", "１２％", "1,250", "99999999999999999999", "0.00001", "3‰", "零", "十", "百", "万",
    "亿", "半", "两", "三分之二", "八成", "翻两番", "多", "余", "近", "约", "以上", "以内", "左右",
    "不低于", "达到", "超", "至", "到", "-", "—", "~", "+", "×", "由", "从", "分别", "其中", "和", "第",
    "前", "位", "期", "号", "个", "家", "元", "亿元", "公里", "个百分点", "2023年", "0年", "13月",
    "6月底前", "2月30日", "年底前", "上半年", "三季度末", "三年内", "每季度末月20日前", "报送",
    "9999年", "确保", "力争", "预期目标是:", "冲刺", "增长", "下降", "新建", "完成", "推进", "持续推进",
    "去年", "工作回顾", "指导思想", "地区生产总值", "襄阳市", "十堰市发改委", "市经信局",
    "各县(市、区)人民政府", "东津新区(经开区)管委会", "枣阳市\n", "規上工業", "萬億", "kW", "GW",
    "乡镇\t造林(亩)\n", "合计", "桃林镇", "名称 数量 名称 数量\n", "过去五年", "今后五年", "“十四五”时期", "建设年限:",
    "2024-2026年", "民国", "114年", "2024-25年度", "11.3年", "已建成", "会议强调,要", "此次", "截至6月底", "港元",
    "24小时", "PM2.5", "5G", "N", "X0处", "=1+1", "http://", "<table>", "\\", "%s", "{}",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(WORDS), max_size=60).map("".join)
DOC_TYPES = st.sampled_from(
    ("work_plan", "government_report", "work_list", "breakdown", "five_year_plan", "news")
)
HOSTILE = {
    "opening brackets": "(", "closing brackets": ")", "full-width brackets": "（",
    "square brackets": "[", "lenticular brackets": "【", "quotation marks": "“", "book titles": "《",
    "digits": "1", "full-width digits": "１", "decimal points": "1.", "thousands commas": "1,000,",
    "Chinese ones": "一", "tens": "十", "myriads": "万", "numerals with a unit": "三个",
    "numbers with a unit": "3个", "list commas": "、", "commas": ",", "full stops": "。",
    "ordinals": "第", "ordinal numerals": "第一", "line ends": "\n", "spaces": " ",
    "no-break spaces": "\u00a0", "zero-width spaces": "\u200b", "dashes": "—", "pipes": "|",
    "triangles": "▲", "markers on lines": "1.\n", "headings on lines": "一、\n", "short lines": "甲\n",
    "items in a line": "一是二是", "labels": "责任单位:", "deadline labels": "完成时限:",
    "open labels": "(责任单位:", "unlabelled brackets": "(甲局牵头", "verbs of responsibility": "牵头",
    "units": "市发改委、", "places": "襄阳市、", "classes": "各有关部门、", "modality cues": "力争",
    "comparators": "不低于", "hedges": "以上", "more": "余", "dates": "2023年6月", "years": "2023年",
    "months": "6月底前", "ongoing": "持续推进", "ranges": "1-", "sums": "+1", "parts": "其中",
    "from": "由1家", "respectively": "分别", "percentages": "增长1%", "joined percentages": "1%、",
    "undertakings in one clause": "力争100亿元、", "amounts in steps": "1亿2000万", "signs": "至-1%",
    "goals": "预期目标是", "percent signs": "%", "letters": "a", "traditional characters": "億",
    "emoji": "😀", "nothing printable": "\x00", "table headers": "序号\n工作任务\n责任单位\n",
    "rows of pipes": "|1|2|\n", "titles": "《甲》", "places on lines": "枣阳市\n",
}  # fmt: skip
MOST_CUT = 12  # characters an example loses, one after the other
GUARD_SECONDS = 20
SHORT, LONG = 4_000, 16_000
GENEROUS = 2.5  # linear time may take so many times its share; quadratic time takes four times
FLOOR_SECONDS = 0.1  # below this a measurement says nothing


class TooLongError(Exception):
    """Raised by the alarm."""


@contextmanager
def guard(seconds: int) -> Iterator[None]:
    """Stop what hangs; pytest's main thread may set an alarm on every system the project runs on."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    previous = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, previous)


def sound(text: str, mentions: Mentions) -> None:
    """Every row lies inside the text, and every digit is accounted for once."""
    written = [
        *((row.start, row.end, row.as_written) for row in mentions.responsibilities),
        *((row.start, row.end, row.as_written) for row in mentions.deadlines),
    ]
    spans = [
        *((row.start, row.end) for row in mentions.tasks),
        *((row.start, row.end) for row in mentions.indicators),
        *((row.start, row.end) for row in mentions.numerals),
        *((start, end) for start, end, _ in written),
    ]
    assert [span for span in spans if not 0 <= span[0] < span[1] <= len(text)] == []
    assert [row for row in written if text[row[0] : row[1]] != row[2]] == []
    assert all(row.start <= row.numeral_start < row.end for row in mentions.indicators)
    starts = [row.numeral_start for row in mentions.indicators]
    assert len(set(starts)) == len(starts)
    assert reading.unaccounted(text, mentions) == []


@given(TEXTS, DOC_TYPES)
@settings(max_examples=1000)
def test_no_words_of_plans_in_any_order_break_extraction(text: str, doc_type: str) -> None:
    sound(text, reading.read(text, doc_type))


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_no_characters_at_all_break_extraction(text: str) -> None:
    sound(text, reading.read(text))


@pytest.mark.parametrize("kept", [slice(None, -1), slice(1, None)], ids=["end", "beginning"])
def test_no_example_that_loses_its_end_or_its_beginning_breaks_extraction(kept: slice) -> None:
    for case in cases():
        text = str(case["text"])
        for _ in range(min(len(text) - 1, MOST_CUT)):
            text = text[kept]
            sound(text, reading.read(text, case.get("doc_type", "work_plan")))


@pytest.mark.parametrize(
    "text",
    [
        "023.13年",
        "0.023.13年",
        "82024年1月至2023年2月",
        "投资:4.2月底前",
        "2月025年内",
        "完成2.3年内",
        "1.13季度末",
        "每季度末0日前报送",
        "每年0月0日前报送",
        "2023年3月-2025年13月",
    ],
)
def test_digits_that_look_like_part_of_a_date_are_accounted_for_once(text: str) -> None:
    sound(text, reading.read(text))


def seconds(text: str, doc_type: str = "work_plan") -> float:
    """Processor time of one extraction, which other programs do not stretch."""
    with guard(GUARD_SECONDS):
        started = time.process_time()
        sound(text, reading.read(text, doc_type))
        return time.process_time() - started


@pytest.mark.parametrize("repeated", HOSTILE.values(), ids=list(HOSTILE))
def test_time_grows_no_faster_than_a_repetition(repeated: str) -> None:
    short, long = (seconds(repeated * (length // len(repeated))) for length in (SHORT, LONG))
    assert long < GENEROUS * LONG / SHORT * max(short, FLOOR_SECONDS), f"{short:.2f} s, then {long:.2f} s"


def test_time_grows_no_faster_than_the_dated_tasks_of_a_list() -> None:
    item = "1.建设5个\n责任单位:市发改委\n完成时限:3月底前\n"
    short, long = seconds(item * 500), seconds(item * 8000)
    assert long < GENEROUS * 16 * max(short, FLOOR_SECONDS), f"{short:.2f} s, then {long:.2f} s"


@pytest.mark.parametrize(
    ("opening", "repeated", "doc_type"),
    [
        ("", "桃林镇 3 4 任务表\n", "breakdown"),
        ("", "桃林镇\t3\t4\t目标任务分解表\n", "breakdown"),
        ("", "乡镇\n单位\n桃林镇\n3\n", "breakdown"),
        ("1.南环线工程,建设年限:2024-2026年,", "投资3亿元,", "work_list"),
        ("1.南环线工程", "建设年限:2024年", "work_list"),
        ("过去五年:\n", "\n·", "government_report"),
        ("一、工作回顾\n", "这五年:\n(一)乙\n", "government_report"),
        ("", "期限:甲", "work_list"),
        ("", "完成时限:2023年6月,", "work_list"),
        ("", "今年,完成5个,已建成3个,力争6个。\n", "news"),
    ],
)
def test_time_grows_no_faster_than_what_is_repeated_behind_an_opening(
    opening: str, repeated: str, doc_type: str
) -> None:
    short, long = (
        seconds(opening + repeated * (length // len(repeated)), doc_type) for length in (12_000, 48_000)
    )
    assert long < GENEROUS * 4 * max(short, FLOOR_SECONDS), f"{short:.2f} s, then {long:.2f} s"


@pytest.mark.parametrize("repeated", ["力争100亿元、", "增长5%和", "12公里", "100 km "])
def test_a_quote_stays_short_in_text_without_stops(repeated: str) -> None:
    found = reading.read(repeated * 1000).indicators
    assert len(found) >= 500
    assert max(len(row.quote) for row in found) <= 2 * 1000  # a number over a cut joins two stretches


@pytest.mark.parametrize("character", ["(", "（", "1", "一", "、", "第", "“", "\n", "|", "\u200b"])
def test_a_hundred_thousand_times_one_character_does_not_hang_extraction(character: str) -> None:
    seconds(character * 100_000)


@pytest.mark.parametrize(
    ("opening", "inner", "closing"),
    [("(", "责任单位:市发改委", ")"), ("“", "3个", "”"), ("(", "1", ")"), ("[", "甲", "]")],
)
def test_deep_nesting_does_not_hang_extraction(opening: str, inner: str, closing: str) -> None:
    text = "1.新建公园" + opening * 5_000 + inner + closing * 5_000 + "3个。"
    with guard(GUARD_SECONDS):
        sound(text, extract(reading.document(text)))


def test_markers_of_every_level_may_be_nested_without_end() -> None:
    levels = ("第一章 甲", "一、乙", "(一)丙", "1.丁", "(1)戊", "①己")
    text = "\n".join(levels * 1_000)
    with guard(GUARD_SECONDS):
        sound(text, reading.read(text))


def test_time_grows_with_the_length_of_a_plan() -> None:
    task = "1.新建公园3个,改造厕所5座。(责任单位:市发改委、市财政局;完成时限:2023年6月)\n"
    short, long = seconds(task * 100), seconds(task * 400)
    assert long < GENEROUS * 4 * max(short, FLOOR_SECONDS), (
        f"{short:.2f} s for 100 tasks, {long:.2f} s for 400"
    )
