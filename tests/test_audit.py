"""The arithmetic audit: what a document's numbers contradict is told, what rounding and hedges allow is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.audit import audit
from pipeline.audit.precision import possible_values
from pipeline.extract import extract
from pipeline.model import Indicator, Issue
from pipeline.normalize.rows import to_frames
from pipeline.validate import validate
from tests import factories as made


@dataclass(frozen=True, slots=True)
class Said:
    """A quantity of a made-up sentence: its words, the number in them, its value and how it compares."""

    words: str
    number: str
    value: str
    unit: str = "count"
    role: str = "target"
    comparator: str = "eq"
    high: str | None = None
    measure: str = "quantity"
    metric: str = "引进项目"
    rule_id: str = "role.breakdown.part"
    period: str = "2023"


def told(*pieces: str | Said) -> tuple[str, tuple[Indicator, ...]]:
    """Return the sentence of `pieces` and its indicators: a breakdown is of the first, a threshold of the last."""
    text = ""
    rows: list[Indicator] = []
    for piece in pieces:
        if isinstance(piece, Said):
            rows.append(_indicator(piece, len(text), rows))
        text += piece.words if isinstance(piece, Said) else piece
    last = rows[-1].numeral_start
    return text, tuple(row._replace(qualifies=last) if row.role == "threshold" else row for row in rows)


def _indicator(said: Said, start: int, before: list[Indicator]) -> Indicator:
    low, high = Decimal(said.value), Decimal(said.high or said.value)
    return made.indicator("110个", "110", None, None)._replace(
        numeral_start=start + said.words.index(said.number),
        start=start,
        end=start + len(said.words),
        role=said.role,
        metric=said.metric,
        measure=said.measure,
        comparator=said.comparator,
        value_low=None if said.comparator in ("le", "lt") else low,
        value_high=None if said.comparator in ("ge", "gt") else high,
        unit=said.unit,
        number_as_written=said.number,
        part_of=before[0].numeral_start if said.role == "breakdown" else None,
        rule_id=said.rule_id,
        period=said.period,
    )


def found(*pieces: str | Said) -> tuple[Issue, ...]:
    text, rows = told(*pieces)
    return audit(text, rows)


def read(sentence: str) -> list[tuple[str, str]]:
    document = made.document(f"某县2023年工作清单\n一、重点任务\n1.{sentence}\n")
    return [(issue.code, issue.message) for issue in audit(document.text, extract(document).indicators)]


def part(words: str, number: str, value: str | None = None, **more: str) -> Said:
    return Said(words, number, value or number, role="breakdown", **more)


WHOLE = Said("110个", "110", "110")
CONTRADICTIONS = [
    ("引进项目110个，其中制造业60个、服务业55个。", "audit.breakdown_sum", "60个 + 55个 = 115 exceed the whole 110个"),
    ("引进项目110个，其中制造业60个、服务业40个，其余5个。", "audit.breakdown_sum", "= 105 differ from the whole 110个"),
    ("推进35个项目建设(甲市13+乙市12+丙市8)。", "audit.breakdown_sum", "13 + 12 + 8 = 33 differ from the whole 35个"),
    ("改造危桥5座(东坪镇3座、西坪镇3座)。", "audit.breakdown_sum", "3座 + 3座 = 6 exceed the whole 5座"),
    ("新建中心5家：东坪镇3家、西坪镇3家。", "audit.breakdown_sum", "3家 + 3家 = 6 exceed the whole 5家"),
    ("建设道路310公里，其中提档升级360公里。", "audit.threshold_above_whole", "360公里 is larger than the whole 310公里"),
    ("高新技术企业由668家增加到1041家，增长75.8%。", "audit.growth_contradiction", "is 55.84 %, not 75.8%"),
    ("高新技术企业由100家增加到120家，净增30家。", "audit.growth_contradiction", "is 20, not 30家"),
    ("绿化率由35%提高到40%，提高8个百分点。", "audit.growth_contradiction", "is 5, not 8个百分点"),
    ("打造面积1000亩以上园区占地面积500亩。", "audit.threshold_above_whole", "1000亩以上 is above"),
    ("建设10—8个园区。", "audit.range_reversed", "10—8个 runs from 10 down to 8"),
]  # fmt: skip
AGREEMENTS = [
    "引进项目110个，其中制造业60个、服务业40个。",
    "引进项目110余个，其中制造业60个、服务业55个。",
    "引进项目110个左右，其中制造业60个、服务业55个。",
    "引进项目110个以上，其中制造业60个、服务业55个。",
    "推进35个项目建设(甲市13+乙市12+丙市10)。",
    "新增就业1.2万人，其中农民工7000人、大学生5100人。",
    "建设道路310公里，其中提档升级160公里。",
    "地区生产总值增长6%，其中第一产业增长4%，第三产业增长7%。",
    "高新技术企业由668家增加到1041家，增长55.8%。",
    "高新技术企业由668家增加到1000家以上，增长60%。",
    "地区生产总值由5000亿元增加到6000亿元，增长6%。",
    "高新技术企业由100家增加到200家，年均增长15%。",
    "绿化率由35%提高到40%，提高5个百分点。",
    "亿元以上项目完成投资5000万元。",
    "总投资5亿元以上项目完成投资3亿元。",
    "建设8—10个园区。",
    "建设8—8个园区。",
    "计划投资12亿元(一季度2亿元，上半年6.5亿元，三季度末9.6亿元)。",
    "新增泊位2200个(公共泊位60%、充电泊位50%)。",
]


@pytest.mark.parametrize(("sentence", "code", "words"), CONTRADICTIONS)
def test_a_contradiction_is_told_with_the_numbers_as_written_and_computed(
    sentence: str, code: str, words: str
) -> None:
    issues = read(sentence)
    assert [issue for issue, _ in issues] == [code]
    assert words in issues[0][1]


@pytest.mark.parametrize("sentence", AGREEMENTS)
def test_numbers_that_agree_as_far_as_they_are_written_are_left_alone(sentence: str) -> None:
    assert read(sentence) == []


def test_an_issue_points_at_the_whole_and_spans_all_its_numbers() -> None:
    text, rows = told("引进项目", WHOLE, "，其中甲", part("60个", "60"), "、乙", part("55个", "55"), "。")
    (issue,) = audit(text, rows)
    assert (issue.severity, issue.table, issue.key) == ("warning", "indicators", rows[0].numeral_start)
    assert text[issue.start : issue.end] == "110个，其中甲60个、乙55个"


def test_parts_of_a_part_are_not_added_to_the_parts() -> None:
    nested = part("60个", "60"), "(含重点", part("50个", "50"), ")、乙", part("45个", "45")
    assert found("引进项目", WHOLE, "，其中甲", *nested, "。") == ()
    further = part("60个", "60"), "，其中重点", part("55个", "55")
    assert found("引进项目", WHOLE, "，其中甲", *further, "。") == ()


def test_a_level_that_contradicts_the_level_of_the_year_before_is_told() -> None:
    def level(words: str, number: str, value: str, role: str, period: str) -> Said:
        return Said(words, number, value, "CNY", role, metric="社会消费品零售总额", period=period)

    before = level("200亿元", "200亿", "20000000000", "achieved", "2022")
    after = level("达到250亿元", "250亿", "25000000000", "target", "2023")
    growth = Said("10%", "10", "10", "percent", measure="growth_rate", metric="社会消费品零售总额增长")
    (issue,) = found("去年社会消费品零售总额", before, "。今年", after, "、增长", growth, "。")
    assert (issue.code, issue.message) == (
        "audit.growth_contradiction",
        "from 200亿元 to 达到250亿元 is 25 %, not 10%",
    )
    assert found("去年", before, "。今年", after, "、同口径增长", growth, "。") == ()
    assert found("去年", before, "。今年", after, "、比2020年增长", growth, "。") == ()
    assert found("去年", before, before, "。今年", after, "、增长", growth, "。") != ()
    other = replace(before, value="21000000000", words="210亿元", number="210亿")
    assert found("去年", before, other, "。今年", after, "、增长", growth, "。") == ()
    older = replace(before, period="2020")
    assert found("2020年", older, "。今年", after, "、增长", growth, "。") == ()


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        (Said("110个", "110", "110"), "110", "110"),
        (Said("3.2万人", "3.2万", "32000"), "31500", "32500"),
        (Said("310公里", "310", "310", "km"), "309.5", "310.5"),
        (Said("5300多万元", "5300多万", "53000000", "CNY", comparator="approx_ge"), "52995000", "54000000"),
        (Said("近300家", "300", "300", comparator="approx_le"), "200", "300"),
        (Said("5.5%左右", "5.5", "5.5", "percent", comparator="approx"), "4.95", "6.05"),
        (Said("8—10个", "8—10", "8", comparator="range", high="10"), "8", "10"),
        (Said("3-5万元", "3-5万", "30000", "CNY", comparator="range", high="50000"), "25000", "55000"),
        (Said("５.５％", "５.５", "5.5", "percent"), "5.45", "5.55"),
        (Said("1,470.5亩", "1,470.5", "1470.5", "mu"), "1470.45", "1470.55"),
        (Said("三成", "三", "30", "percent"), "25", "35"),
        (Said("十二所", "十二", "12"), "12", "12"),
    ],
)
def test_a_number_is_as_exact_as_it_is_written(said: Said, low: str, high: str) -> None:
    _, (row,) = told(said)
    assert possible_values(row) == (Fraction(low), Fraction(high))


def test_an_open_bound_leaves_its_side_open() -> None:
    _, (least,) = told(Said("450亿元以上", "450亿", "45000000000", "CNY", comparator="ge"))
    _, (most,) = told(Said("5%以内", "5", "5", "percent", comparator="le"))
    assert possible_values(least)[1] is None
    assert possible_values(most) == (None, Fraction("5.5"))


def rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


AMOUNT = st.decimals(min_value=Decimal("0.001"), max_value=Decimal(9999), places=3)


@given(
    amounts=st.lists(AMOUNT, min_size=2, max_size=6),
    places=st.lists(st.integers(0, 3), min_size=7, max_size=7),
)
def test_parts_written_with_rounding_never_contradict_their_whole(
    amounts: list[Decimal], places: list[int]
) -> None:
    def written(value: Decimal, digits: int, role: str) -> Said:
        number = str(rounded(value, digits))
        return Said(f"{number}公里", number, number, "km", role, rule_id="role.breakdown.sum")

    whole = written(sum(amounts, Decimal(0)), places[0], "target")
    parts = [
        written(amount, digits, "breakdown") for amount, digits in zip(amounts, places[1:], strict=False)
    ]
    listed = [piece for item in parts for piece in ("+甲", item)]
    assert found("建设道路", whole, "(", *listed, ")") == ()


@given(base=st.integers(1, 10**6), level=st.integers(1, 10**6), places=st.integers(0, 2))
def test_a_growth_rate_written_with_rounding_never_contradicts_its_levels(
    base: int, level: int, places: int
) -> None:
    rate = str(rounded(Decimal(abs(level - base) * 100) / base, places))
    verb, measure = ("增长", "growth_rate") if level >= base else ("下降", "reduction")
    growth = Said(f"{rate}%", rate, rate, "percent", measure=measure)
    sentence = (
        Said(f"{base}家", str(base), str(base), role="baseline"),
        "增加到",
        Said(f"{level}家", str(level), str(level)),
    )
    assert found("企业由", *sentence, "，", verb, growth, "。") == ()


def test_a_range_written_backwards_is_published_in_order_with_an_issue() -> None:
    document = made.document("某县2023年工作清单\n一、重点任务\n1.建设10—8个园区，改造5—5个小区。\n")
    frames = to_frames([document], [extract(document)])
    assert [str(failure) for failure in validate(frames)] == []
    cells = frames["indicators"].row(0, named=True)
    assert (cells["value_low"], cells["value_high"], cells["as_written"]) == (8.0, 10.0, "10—8个")
    issue = frames["issues"].filter(code="audit.range_reversed").row(0, named=True)
    assert issue["key"] == cells["indicator_id"]
