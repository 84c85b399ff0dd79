"""What is written in any of its forms is read back equal: quantities, deadlines and lists of units.

The words round them are neutral, so that what differs between two examples is the form alone.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extract.numbers import read_chinese
from tests import reading

WIDE = str.maketrans("0123456789.,%-():;", "０１２３４５６７８９．，％－（）：；")
UNITS = {
    "个": "count", "家": "count", "座": "count", "人次": "count", "元": "CNY", "美元": "USD", "公里": "km", "亩": "mu",
    "平方米": "m2", "立方米": "m3", "吨": "t", "斤": "jin", "千瓦": "kW", "千瓦时": "kWh", "小时": "hour",
    "个工作日": "workday", "标箱": "TEU", "%": "percent", "‰": "permille", "个百分点": "pp", "倍": "fold",
    "元/月": "CNY_per_month", "微克/立方米": "ug_m3",
}  # fmt: skip
PURE = ("%", "‰", "个百分点", "倍", "小时", "个工作日", "元/月", "微克/立方米")
COUNTED = ("座", "家", "公里", "亩", "处", "所")
BEHIND = {"以上": "ge", "以内": "le", "以下": "le", "左右": "approx", "上下": "approx"}
BEFORE = {
    "达到": "ge", "达": "ge", "不低于": "ge", "不少于": "ge", "超过": "gt", "超": "gt", "突破": "gt", "高于": "gt",
    "逾": "gt", "不超过": "le", "不高于": "le", "低于": "lt", "约": "approx", "近": "approx_le",
}  # fmt: skip
EARLY = {"至少": "ge", "不少于": "ge", "不超过": "le"}
MULTIPLIERS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "千": 10**3}


@dataclass(frozen=True)
class Written:
    """A quantity as it is written and as it is to be read."""

    text: str
    surface: str
    low: Decimal | None
    high: Decimal | None
    comparator: str
    unit: str


def bounds(comparator: str, low: Decimal, high: Decimal) -> tuple[Decimal | None, Decimal | None]:
    return (low if comparator not in ("le", "lt") else None), (
        high if comparator not in ("ge", "gt") else None
    )


def chinese(number: int) -> str:
    """Write an integer below 10**8 in Chinese: 120 → 一百二十, 10 → 十, 10203 → 一万零二百零三."""
    if number >= 10**4:
        rest = number % 10**4
        zero = "零" if 0 < rest < 1000 else ""
        tail = chinese(rest) if rest else ""
        return chinese(number // 10**4) + "万" + zero + ("一" if tail.startswith("十") else "") + tail
    written, gap = "", False
    for value, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // value % 10
        if digit:
            written += ("零" if gap and written else "") + "零一二三四五六七八九"[digit] + unit
        gap = digit == 0
    return written.removeprefix("一") if written.startswith("一十") else written


@st.composite
def numbers(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A number in Arabic digits: plain, with thousands commas, or with decimals."""
    if draw(st.booleans()):
        value = draw(st.integers(2, 9_999_999))
        return (f"{value:,}" if draw(st.booleans()) else str(value)), Decimal(value)
    value = draw(st.integers(11, 99_999))
    places = draw(st.sampled_from((1, 2)))
    decimal = Decimal(value).scaleb(-places)
    return str(decimal), decimal


@st.composite
def arabic_quantities(draw: st.DrawFn) -> Written:
    number, value = draw(numbers())
    unit = draw(st.sampled_from(sorted(UNITS)))
    multiplier = draw(st.sampled_from([""] if unit in PURE else sorted(MULTIPLIERS)))
    if multiplier == "千" and unit.startswith("千"):
        multiplier = ""
    more = draw(st.sampled_from(("", "", "", "余", "多"))) if value == int(value) and unit not in PURE else ""
    amount = value * MULTIPLIERS[multiplier]
    written = f"{number}{more}{multiplier}{unit}"
    wide = draw(st.booleans())
    place = draw(st.sampled_from(("none", "behind", "before", "early")))
    before, behind, comparator = "", "", "approx_ge" if more else "eq"
    metric = "全市相关指标总量"
    if place == "behind":
        behind = draw(st.sampled_from(sorted(BEHIND)))
        comparator = BEHIND[behind]
    elif place == "before":
        before = draw(st.sampled_from(sorted(BEFORE)))
        comparator = BEFORE[before]
    elif place == "early" and not more:
        cue = draw(st.sampled_from(sorted(EARLY)))
        comparator, metric = EARLY[cue], f"全年{cue}新增相关项目"
    surface = before + (written.translate(WIDE) if wide else written) + behind
    low, high = bounds(comparator, amount, amount)
    return Written(f"{metric}{surface}。", surface, low, high, comparator, UNITS[unit])


@st.composite
def ranges(draw: st.DrawFn) -> Written:
    first = draw(st.integers(1, 999))
    second = draw(st.integers(first + 1, 1999))
    unit = draw(st.sampled_from(sorted(UNITS)))
    multiplier = draw(st.sampled_from([""] if unit in PURE else ["", "万", "亿"]))
    mark = draw(st.sampled_from(("-", "—", "~", "～", "至")))
    twice = draw(st.booleans())
    head = multiplier + unit if twice else ""
    surface = f"{first}{head}{mark}{second}{multiplier}{unit}"
    if draw(st.booleans()):
        surface = surface.translate(WIDE)
    factor = MULTIPLIERS[multiplier]
    low, high = Decimal(first * factor), Decimal(second * factor)
    return Written(f"全市相关指标总量{surface}。", surface, low, high, "range", UNITS[unit])


@st.composite
def chinese_quantities(draw: st.DrawFn) -> Written:
    value = draw(st.one_of(st.integers(2, 99), st.integers(100, 9_999_999)))
    unit = draw(st.sampled_from(COUNTED))
    written = "两" if value == 2 else chinese(value)
    more = draw(st.sampled_from(("", "", "余", "多"))) if value >= 10 and value % 10 == 0 else ""
    behind = draw(st.sampled_from(("", "", "以上", "左右"))) if not more else ""
    comparator = BEHIND.get(behind, "approx_ge" if more else "eq")
    surface = f"{written}{more}{unit}{behind}"
    low, high = bounds(comparator, Decimal(value), Decimal(value))
    return Written(f"新建公共设施{surface}。", surface, low, high, comparator, UNITS.get(unit, "count"))


@st.composite
def ratios(draw: st.DrawFn) -> Written:
    """成, N分之M, 番 and ranks: what their unit makes of the number."""
    tenth, whole = draw(st.integers(2, 9)), draw(st.sampled_from((2, 4, 5, 8, 10, 20)))
    part, times, rank = draw(st.integers(1, whole - 1)), draw(st.integers(1, 5)), draw(st.integers(1, 99))
    digits = "零一二三四五六七八九"
    metric, surface, value, unit = draw(
        st.sampled_from(
            (
                ("线上办件占比达到", f"{digits[tenth]}成", Decimal(tenth * 10), "percent"),
                ("线上办件占比达到", f"{tenth}成", Decimal(tenth * 10), "percent"),
                (
                    "线上办件占比达到",
                    f"{chinese(whole)}分之{chinese(part)}",
                    Decimal(part * 100) / whole,
                    "percent",
                ),
                ("工业总产值翻", f"{digits[times]}番" if times != 2 else "两番", Decimal(2**times), "fold"),
                ("营商环境进入全省", f"第{rank}位", Decimal(rank), "rank"),
            )
        )
    )
    if metric.endswith("达到"):
        return Written(f"{metric}{surface}。", f"达到{surface}", value, None, "ge", unit)
    return Written(f"{metric}{surface}。", surface, value, value, "eq", unit)


def check(written: Written) -> None:
    mentions = reading.read(written.text)
    assert [
        (written.text[i.start : i.end], i.value_low, i.value_high, i.comparator, i.unit)
        for i in mentions.indicators
    ] == [(written.surface, written.low, written.high, written.comparator, written.unit)]
    assert reading.unaccounted(written.text, mentions) == []
    assert mentions.indicators[0].role == "target"


@given(arabic_quantities())
@settings(max_examples=400)
def test_a_quantity_in_arabic_digits_is_read_as_it_was_written(written: Written) -> None:
    check(written)


@given(ranges())
@settings(max_examples=300)
def test_a_range_is_read_as_it_was_written(written: Written) -> None:
    check(written)


@given(chinese_quantities())
@settings(max_examples=400)
def test_a_quantity_in_chinese_numerals_is_read_as_it_was_written(written: Written) -> None:
    check(written)


@given(ratios())
@settings(max_examples=200)
def test_a_ratio_is_read_as_it_was_written(written: Written) -> None:
    check(written)


@given(st.integers(1, 99_999_999))
@settings(max_examples=300)
def test_a_chinese_numeral_is_read_as_the_number_it_writes(number: int) -> None:
    assert read_chinese(chinese(number)) == number


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (10, "十"),
        (12, "十二"),
        (120, "一百二十"),
        (105, "一百零五"),
        (1010, "一千零一十"),
        (10010, "一万零一十"),
    ],
)
def test_chinese_numerals_are_written_as_people_write_them(number: int, written: str) -> None:
    assert chinese(number) == written


@dataclass(frozen=True)
class Due:
    """A deadline as it is written and as it is to be read; `free` tells that it may stand in a sentence."""

    surface: str
    type: str
    edtf: str
    latest: date | None
    basis: str
    free: bool


def month_end(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


@st.composite
def deadlines(draw: st.DrawFn) -> Due:
    stated = draw(st.booleans())
    year = draw(st.integers(reading.YEAR, reading.YEAR + 4)) if stated else reading.YEAR
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, 28))
    quarter = draw(st.integers(1, 4))
    last = month_end(year, month)
    head, basis = (f"{year}年", "stated") if stated else ("", "inherited")

    def by(surface: str, latest: date) -> Due:
        return Due(head + surface, "by", latest.isoformat(), latest, basis, True)

    forms = [
        Due(f"{head}{month}月", "during", f"{year}-{month:02d}", last, basis, False),
        by(f"{month}月底", last),
        by(f"{month}月底前", last),
        by(f"{month}月末", last),
        by(f"{month}月{day}日前", date(year, month, day)),
        by("上半年", date(year, 6, 30)),
        by("底" if stated else "年底", date(year, 12, 31)),
        by("底前" if stated else "年底前", date(year, 12, 31)),
        by(f"{'一二三四'[quarter - 1]}季度末", month_end(year, quarter * 3)),
    ]
    if not stated:
        span = draw(st.integers(2, 5))
        forms.append(by(f"{'一两三四五'[span - 1]}年内", date(year + span - 1, 12, 31)))
        forms += [Due(w, "ongoing", f"{year}/..", None, basis, False) for w in ("持续推进", "长期坚持")]
    else:
        end, mark = draw(st.integers(year + 1, year + 5)), draw(st.sampled_from(("-", "—", "至")))
        forms.append(
            Due(f"{year}{mark}{end}年", "from_until", f"{year}/{end}", date(end, 12, 31), basis, False)
        )
    return draw(st.sampled_from(forms))


FIELDS = (
    "{marker}建成城市公园。(责任单位:市园林局;完成时限:{due})",
    "{marker}建成城市公园。（责任单位：市园林局；完成时限：{due}）",
    "{marker}建成城市公园。\n责任单位:市园林局\n完成时限:{due}",
    "{marker}建成城市公园。\n完成时间:{due}",
)
SENTENCES = ("{marker}{due}建成城市公园。", "{marker}建设城市公园，{due}完工。")


@given(deadlines(), st.data(), st.sampled_from(("", "1.", "1、", "（一）")), st.booleans())
@settings(max_examples=400)
def test_a_deadline_is_read_as_it_was_written(due: Due, data: st.DataObject, marker: str, wide: bool) -> None:
    template = data.draw(st.sampled_from(FIELDS + SENTENCES if due.free else FIELDS))
    surface = due.surface.translate(WIDE) if wide else due.surface
    text = template.format(marker=marker, due=surface)
    mentions = reading.read(text)
    assert [(text[d.start : d.end], d.type, d.edtf, d.latest, d.year_basis) for d in mentions.deadlines] == [
        (surface, due.type, due.edtf, due.latest, due.basis)
    ]
    assert [d.event for d in mentions.deadlines] == ["none" if due.type == "ongoing" else "complete"]
    assert reading.unaccounted(text, mentions) == []


PLACES = ("襄阳市", "十堰市", "随州市", "枣阳市", "谷城县", "樊城区")
DEPARTMENTS = ("发改委", "经信局", "文旅局", "财政局", "教育局", "人民政府", "农业农村局", "卫健委")
CLASSES = {"各县(市、区)人民政府": "generic", "各有关部门": "anaphoric", "相关单位": "anaphoric"}
Carrier = tuple[str, str, str]
BRACKETS = (("(", ")", ";", ":"), ("（", "）", "；", "："), ("[", "]", ";", ":"), ("【", "】", "；", "："))
LABELS = {"牵头单位": "lead", "责任单位": "responsible", "配合单位": "cooperate", "责任部门": "responsible"}


@st.composite
def unit_lists(draw: st.DrawFn, role: str) -> tuple[str, list[Carrier]]:
    """A list of units and what each is read as: whole names, a shared head, a bare 市, and perhaps a class."""
    departments = draw(st.lists(st.sampled_from(DEPARTMENTS), min_size=1, max_size=3, unique=True))
    form = draw(st.sampled_from(("whole", "shared", "bare")))
    separator = "、"
    rows: list[Carrier]
    if form == "shared":
        places = draw(st.lists(st.sampled_from(PLACES), min_size=2, max_size=4, unique=True))
        names = [*places[:-1], places[-1] + departments[0], *departments[1:]]
        rows = [(role, place + each, "distributed") for place in places for each in departments]
    elif form == "bare":
        place = draw(st.sampled_from(("襄阳市", "十堰市", "枣阳市")))
        names = [place + departments[0], *(f"市{each}" for each in departments[1:])]
        rows = [(role, place + departments[0], "direct")]
        rows += [(role, place + each, "distributed") for each in departments[1:]]
    else:
        separator = draw(st.sampled_from(("、", ",", "，")))
        names = [draw(st.sampled_from(PLACES)) + each for each in departments]
        rows = [(role, name, "direct") for name in names]
    if draw(st.booleans()):
        name = draw(st.sampled_from(sorted(CLASSES)))
        names.append(name)
        rows.append((role, name, CLASSES[name]))
    return separator.join(names), rows


@st.composite
def responsibilities(draw: st.DrawFn) -> tuple[str, list[Carrier]]:
    """A task with one or two labelled lists, in a bracket or on lines, or with an unlabelled bracket."""
    body = "1.建成城市公园。"
    layout = draw(st.sampled_from(("bracket", "lines", "unlabelled")))
    if layout == "unlabelled":
        lead, first = draw(unit_lists("lead"))
        other, second = draw(unit_lists("cooperate"))
        left, right = draw(st.sampled_from((("(", ")"), ("（", "）"), ("〔", "〕"), ("[", "]"))))
        return f"{body}{left}{lead}牵头，{other}配合{right}", first + second
    labels = draw(
        st.lists(st.sampled_from(sorted(LABELS)), min_size=1, max_size=2, unique_by=LABELS.__getitem__)
    )
    lists = [draw(unit_lists(LABELS[label])) for label in labels]
    rows = [row for _, found in lists for row in found]
    if layout == "lines":
        return body + "".join(
            f"\n{label}:{names}" for label, (names, _) in zip(labels, lists, strict=True)
        ), rows
    left, right, join, colon = draw(st.sampled_from(BRACKETS))
    inner = join.join(f"{label}{colon}{names}" for label, (names, _) in zip(labels, lists, strict=True))
    return f"{body}{left}{inner}{right}", rows


@given(responsibilities())
@settings(max_examples=400)
def test_a_list_of_units_is_read_as_it_was_written(written: tuple[str, list[Carrier]]) -> None:
    text, rows = written
    mentions = reading.read(text)
    assert sorted((r.role, r.org_name, r.expansion) for r in mentions.responsibilities) == sorted(rows)
    assert all(text[r.start : r.end] == r.as_written for r in mentions.responsibilities)
    assert all(r.org_name == r.as_written for r in mentions.responsibilities if r.expansion == "direct")
    assert [(text[t.start : t.end], t.title) for t in mentions.tasks] == [(text[2:], "建成城市公园")]
