"""Numerals that are part of a name, an ordinal or the layout, told from quantities by what touches them."""

from __future__ import annotations

import re
from string import ascii_letters

from pipeline.extract.lexicon import LABELS, LABELS_AFTER, UNITS, cues
from pipeline.extract.lines import line_before
from pipeline.extract.words import matches_from

# A scan for one opening mark is many times as quick as one for any of them. None of these holds another of its kind.
_QUOTED, _TITLE, _BRACKETED = map(
    re.compile, (r"“[^“”\n]{0,24}”", r"《[^《》\n]{0,80}》", r"\[[^\[\]\n]{0,12}\]")
)
_PLAN_ITEMS = re.compile(
    r"(?:余|多)?[件项个](?=[重主具年省市县区惠民为利便群实任工子])(?:重点|主要|具体|年度|省级|市级|省|市|县|区|重大)?"
    r"(?:惠民|民生|为民|利民|便民|惠企|群众身边|民心)*"
    r"(?:实事|任务|工作(?!日|站|室|坊|组)|民心工程|民生工程|民生项目|子(?:项目|任务|项))"
)
_ITEM_HEADS, _CIRCLE_HEADS = frozenset("余多件项个"), frozenset("分小公")
_CIRCLE = re.compile(r"(?:分钟|小时|公里)[一-龥“”]{0,12}?(?:圈|热线)|[一-龥]{0,6}热线")
_HOTLINE = re.compile("热线")
_URL = re.compile(r"[A-Za-z][A-Za-z0-9./:_-]*$")
_BARE_YEAR = re.compile(r"(?:19|20)[0-9]{2}")
_COUNTING_VERB = re.compile(
    r"(?:打造|建设|新建|建成|创建|组建|设立|举办|引进|培育|新增|完成|改造|实施|开通|开工|建立|成立|争创|创成|命名|认定|新改建|改扩建|"
    r"形成|推出|获批|增加|增设|修建|布局|落户|签约|建|达到|达|超过|突破|不少于|至少|最少|各|近|约|每\w{1,4}|覆盖[一-龥]{0,4})$"
)

_span = re.Match.span
_LONGEST_MARKED = 82
_MARKS = [b"\x01" * length for length in range(_LONGEST_MARKED + 1)]


def mark_names(text: str) -> bytearray:
    """Mark the characters inside short quotations, book titles and square brackets: numerals there are names."""
    marks = bytearray(len(text) + 1)
    until = 0
    spans = [*map(_span, _QUOTED.finditer(text)), *map(_span, matches_from("《", _TITLE, text))]
    spans += map(_span, matches_from("[", _BRACKETED, text))
    spans.sort()
    for start, end in spans:
        if start >= until:
            marks[start:end] = _MARKS[end - start]
            until = end
    return marks


def before_hotlines(text: str) -> frozenset[int]:
    """Return the offsets that 热线 stands at or up to six characters behind."""
    found = matches_from("热", _HOTLINE, text)
    return frozenset(match.start() - far for match in found for far in range(7))


def name_class(
    text: str, start: int, end: int, after: str, names: bytearray, hotlines: frozenset[int]
) -> str | None:
    """Return the class of the digits at `start:end`, before `after`, that belong to a name or an order, else None.

    `names` are those of `mark_names`, `hotlines` the offsets of `before_hotlines`.
    """
    before = text[start - 1] if start else ""
    if before == "第":
        return None if ranks(text, start, end) else "ordinal"
    if names[start]:
        if after == "]" and _NUMBERED_ITEM.fullmatch(line_before(text, start)):
            return "marker"
        dated = before == "·" and after == "]" and is_year(text, start, end)  # a heading: [成绩单·2024]
        return "date" if dated else "label"
    if before in _CODE_SIGNS or (after in _CODE_SIGNS and _runs_on(text, end, after)):
        return "label"
    if (
        before == "("
        and _COUNTED_ITEMS.match(text, end)
        and _GROUP.search(text, max(0, start - 5), start - 1)
    ):
        return "label"
    if after in LABELS.heads:
        form = LABELS.at(text, end)
        if form and not (form == "期" and _held(text, start)):
            return LABELS_AFTER[form]
    if after in "-~至" and after and _STAGES.match(text, end) and not _held(text, start):
        return "ordinal"
    if after in _ITEM_HEADS and _PLAN_ITEMS.match(text, end):
        return "label"
    if before in _PART_ENDS and _IN_ALL.match(text, end) and _IN_PARTS.search(text, max(0, start - 8), start):
        return "label"
    if (after in _CIRCLE_HEADS or end in hotlines) and _CIRCLE.match(text, end):
        return "label"
    return "label" if before == "-" and text[start - 2 : start - 1] in _LETTERS else None


_LETTERS = frozenset(ascii_letters)
_CODE_SIGNS = _LETTERS.union("_/+×")
"""What makes the digits behind it part of a code, a formula or a Latin word (A4, 5+2), and mostly those before it."""
NAMED_BEHIND = _CODE_SIGNS.union("第(-")
NAMED_BEFORE = _CODE_SIGNS.union(LABELS.heads, "-~至", _ITEM_HEADS, _CIRCLE_HEADS)
"""What stands before or behind digits that `name_class` may give a class outside names and before no hotline."""
_HELD = re.compile(
    r"(?:班|讲座|讲堂|课堂|沙龙|论坛|培训|活动|简报|专栏|节目)(?:不少于|不低于|至少|超过?|达到?|约|近|[0-9]{1,3}[-~至])?$"
)
_STAGES = re.compile(r"[-~至][0-9]{1,2}期")


def _held(text: str, start: int) -> bool:
    """Tell what is held or printed so many times (培训班8期) from a stage of building (项目2期)."""
    return _HELD.search(text, max(0, start - 8), start) is not None


_NUMBERED_ITEM = re.compile(r"\[[一-龥]{0,4}(?:项目|实事|任务|事项)\s*")


def _runs_on(text: str, end: int, after: str) -> bool:
    """Tell the sign or letter behind digits that makes them part of a code (3D, 5+2) from one of a sum or a unit."""
    if after in _LETTERS:
        return not _unit_letters(text, end)
    return after in "+×" and text[end + 1 : end + 2] in _BEHIND_SIGN


# How many items a document has in its parts: 共4个方面22项.
_IN_PARTS = re.compile(r"[0-9一二三四五六七八九十](?:个)?(?:方面|大类|部分|板块|领域|类)$")
_PART_ENDS = frozenset("面类分块域")
_IN_ALL = re.compile(r"项(?=[,。;)\n]|具体|重点|任务|工作|$)")
# How many items a heading or a sum has under it: 产业发展类(2个), 合计(5项).
_COUNTED_ITEMS = re.compile(r"[个项件篇]\)(?=\n|\s|$)")
_GROUP = re.compile(r"(?:合计|总计|小计|类|项目|工程|任务|领域)$")
_BEHIND_SIGN = tuple("0123456789NXnx")


_RANKED = re.compile(
    r"(?:居|列|位|排名|排|升至|全[国省市]|世界|全球|[一-龥]{2,4}[省市区]|第[0-9]{1,3}[、和])第$"
)


def ranks(text: str, start: int, end: int) -> bool:
    """Tell a place in a ranking (第3位, 全国第4) from an ordinal (第3批)."""
    if text[end : end + 1] in ("位", "名") and text[end : end + 2] not in ("名单", "位数"):
        return True
    following = text[end : end + 1] if text[end : end + 2] != "和第" else ","
    return bool(_RANKED.search(text[max(0, start - 6) : start])) and following in (
        ",",
        "。",
        ";",
        "、",
        "的",
        ")",
        "",
    )


def is_year(text: str, start: int, end: int) -> bool:
    """Tell digits that are a year by their form."""
    return bool(_BARE_YEAR.fullmatch(text, start, end))


_REFERS = ("专栏", "附表", "附图", "见表", "见图")
_NAMES_ANNEX = ("附件", "表", "图")


def leftover_class(text: str, start: int, end: int) -> str:
    """Return the class of digits that carry no unit: marker, date, furniture, label, else unexplained."""
    lead = line_before(text, start)
    after = text[end : end + 1]
    opening = lead.strip(" (（[#*|▲")
    if opening in _NAMES_ANNEX:
        return "label"
    if opening in ("", "项目") and (
        after in (".", "、", ")", " ", "\t", "\n", "。", ":", ",", "|") or not after or _is_hanzi(after)
    ):
        return "marker"
    if after in (".", "、", ")") and after and (not lead or text[start - 1] in "。;:!?( ,"):
        return "marker"
    if is_year(text, start, end):
        return "date"
    if lead.endswith(_REFERS):
        return "label"
    if end - start >= 7 or text[start - 1 : start] in ("-", "№") or after == "-":
        return "furniture"
    if _URL.search(text[max(0, start - 60) : start]):
        return "furniture"
    if after == "年" or text[start - 1 : start] in ("X", "x"):
        return "label"
    if after in (":", "×", "/", "*") or text[start - 1 : start] in (":", "×", "/", "*", "-"):
        return "label"
    if end - start >= 3 and "." not in text[start:end]:
        return "label"
    inside = _is_hanzi(text[start - 1 : start]) and _is_hanzi(after)
    if inside and not _COUNTING_VERB.search(text[max(0, start - 6) : start]):
        return "label"
    return "unexplained"


def chinese_counts(text: str, start: int, end: int, written: str, unit: str, bare: bool) -> bool:
    """Tell whether a Chinese numeral with a unit counts something real.

    Names and slogans (六大, 四个一, 三个方面), structure (八项工作) and 一个 without a verb that makes one are none.
    """
    following = text[end + len(unit) : end + len(unit) + 3]
    before = text[max(0, start - 6) : start]
    if bare:
        return _bare_counts(unit, following, before)
    if (unit in _ONE_LETTER and len(written) == 1) or (unit in ("人", "名") and written in ("一", "两")):
        return False
    if following[:1] in _NUMERAL_OR_QUOTE or cues("structure").match(following):
        return False
    if unit == "期":
        return False  # 二期: a stage
    if unit == "成":
        return following[:1] not in _NO_TENTH
    if unit in _MEASURES:
        return written != "一" or (unit == "番" and before.endswith("翻"))
    if unit in _PLACE_NOUNS:
        return False
    if written in ("一", "半"):
        return (
            unit in ("个", "家", "座", "所", "处")
            and following[:1] not in ("批", "系")
            and (_COUNTING_VERB.search(before) is not None or _counted_last(text, start, following))
            and not _OWNED.match(text[end + len(unit) : end + len(unit) + 8])
        )
    if unit in _SPANS_OF_TIME and following[:2] in _BOUNDS:
        return True
    if len(written) > 1 or following[:1] in _CLAUSE_ENDS or unit in _BUILT:
        return True
    return unit in _LOOSE and bool(_COUNTING_VERB.search(before))


def _counted_last(text: str, start: int, following: str) -> bool:
    """Tell one thing that is made, counted behind its name where a clause ends (新建图书馆一座,)."""
    if following and following[0] not in ",。;\n":
        return False
    return _MADE.search(text, max(0, start - _LONGEST_NAME), start) is not None


_LONGEST_NAME = 24
_MADE = re.compile(r"(?:新建|建成|创建|组建|设立|引进|培育|新增|争创|创成|建设|打造|成立)[^,;。:、\n]{3,}$")
_ONE_LETTER = ("分", "米", "千", "大", "方", "度", "点")
_HEAVY = ("吨", "千瓦", "兆瓦", "吉瓦", "立方米", "千瓦时", "平方米")
_NUMERAL_OR_QUOTE = tuple("一二三四五六七八九十个”")
_NO_TENTH = tuple("立果为效长就员本型都功熟份分交熟")
_CLAUSE_ENDS = tuple(",;。、和及)\n")
_SPANS_OF_TIME = frozenset(("个月", "天", "小时", "个工作日", "分钟"))
_BOUNDS = ("以内", "以上", "以下", "左右")
_PLACE_NOUNS = frozenset("县市区镇乡村校园院省州国馆街企矿港湖河库金银铜")
_BUILT = frozenset("家座所处场台套辆")
_LOOSE = frozenset("个条项件户名块部支")
_OWNED = re.compile(r"[一-龥]{1,6}的")
_MEASURES = frozenset(
    ("倍", "番", "亩", "公里", "平方公里", "平方米", "元", "斤", "吨", "%", "公顷", "千米", "立方米", "千瓦")
)


def _bare_counts(unit: str, following: str, before: str) -> bool:
    """A multiplier without digits counts before 以上/以下 or a thing of that size, or after a comparator."""
    if following[:2] in ("以上", "以下"):
        return unit not in ("年", "岁")
    reached = before[-1:] in ("超", "达", "破", "过", "逾", "近", "约") or before.endswith(
        ("达到", "跨越", "迈上", "站上")
    )
    if unit in _HEAVY:
        return not following.startswith("级")
    if unit in ("名", "户", "人次") and before[-1:] != "家":
        return not following.startswith(("级", "大", "奖"))
    if unit in ("元", "斤", "美元", "亩"):
        return reached or following[:2] in ("项目", "企业", "产业", "大关", "工程", "集群")
    return reached and before[-2:] not in ("通过", "经过")


def _is_hanzi(character: str) -> bool:
    return bool(character) and "\u4e00" <= character <= "\u9fff"


def _unit_letters(text: str, end: int) -> bool:
    form = UNITS.at(text, end)
    if form is None:
        return False
    following = text[end + len(form) : end + len(form) + 1]
    return not (following.isascii() and following.isalpha())
