"""The project that a task is about: its name stands before what is said of it (总投资, 建筑面积 …)."""

from __future__ import annotations

import re

from pipeline.extract.lexicon import UNITS, alternation
from pipeline.extract.metric_words import NOWHERE, strip_leading, verb_of

_LONGEST = 28
_NAME = re.compile(
    rf"(?P<name>[^,。;:、()\n|\t]{{4,{_LONGEST}}}+)(?:\([^()\n]{{1,20}}\)){{0,2}}(?=[。:;,\n|\t]|$)"
)
# What the name of something built ends with; its last letter is looked at first.
_BUILT_ENDS = frozenset("期目程园区地心厂线段桥院校楼馆路速铁库站场港头体化建设造用迁容能")
_BUILT = re.compile(
    r"(?:项目|工程|园|园区|院区|[一二三]期|基地|中心|厂|线|段|桥|院|校|学校|楼|馆|路|公路|高速|铁路|水库|电站|水厂|广场|小区|港|码头|机场|市场|综合体|"
    r"一体化|改建|新建|迁建|扩建|改扩建|续建|改造|利用|搬迁|扩容|扩能|化建设)$"
)
# What is said of a project and means nothing without it.
_SAID_OF = re.compile(
    r"(?:静态|估算|概算|预计|计划|项目|工程|批复|建设|年度|本年|当年|今年|累计|已|到位|完成|总|固定资产)*(?:投资额?|概算|预算|工期|经费)"
    r"|(?:总)?(?:占地|用地|建筑|规划用地)(?:总)?面积|占地|(?:编制|设置?)?床位|停车位|(?:办学|建设|养殖|接待|处理|供水)?规模(?:教学班)?|(?:可)?容纳(?:学生|幼儿|老人|人数|观众)?|学位|总?库容|(?:路基|主体|总)?工程量|(?:路线|道路)?全长|(?:路基|路面|红线|路)?宽度?|设计(?:速度|时速|流量|库容)"
)


def project_name(text: str, start: int, end: int) -> str | None:
    """Return the name that a task begins with where it is that of something built, else None.

    A name that begins with a verb (推进…项目) is what is done, not a project.
    """
    match = _NAME.match(text, start, min(end, start + 2 * _LONGEST))
    name = match["name"].strip() if match else ""
    if name[-1:] not in _BUILT_ENDS or not _BUILT.search(name):
        return None
    name = _OF_ALL.sub("", without_size(name))
    told = strip_leading(name, NOWHERE)[0]
    return None if told != name or verb_of(name) else name


_SIZED = re.compile(r"[0-9](?:[0-9.,]|(?<=[0-9])[百千万亿])*")


_OF_ALL = re.compile(r"^(?:全[省市县区州旗]|本[省市县区州])")
"""Of the whole place: no part of a name."""


def without_size(name: str) -> str:
    """Return what the name of a plant says behind its size: 某某公司年产5万吨铝板项目 is 铝板项目, as no number is named."""
    size = next(iter(reversed(list(_SIZED.finditer(name)))), None)
    unit = UNITS.at(name, size.end()) if size else None
    rest = name[size.end() + len(unit) :] if size and unit else ""
    return rest if len(rest) >= _SHORTEST and _BUILT.search(rest) else name


def bracketed_project(text: str, low: int, bracket: int) -> str | None:
    """Return the name of something built that stands right before an opening bracket: 启动南环线工程(全长9公里)."""
    words = text[max(low, bracket - _LONGEST) : bracket]
    name = strip_leading(_UP_TO_NAME.split(words)[-1], NOWHERE)[0]
    name = name[len(verb_of(name)) :]
    return name if len(name) >= _SHORTEST and _BUILT.search(name) else None


_UP_TO_NAME = re.compile(r"[、,;:。()\n\t|]|推进|启动|加快|确保|抓好")
_SHORTEST = 4


def of_project(metric: str, bare: str, name: str, feature: bool, part: bool = False) -> str:
    """Name what is said of a project by it, where the words alone would not tell whose it is.

    `bare` are the words of a metric that took the subject of the value before it (建桥3座;总投资2亿元); a `feature`
    (年产铝型材6万吨) is always of the project, a `part` of what is said of it as that is.
    """
    if feature:
        words = bare or metric
        named = name[:_ALIKE] in words or words.endswith(name[-_ALIKE:])
        return words if named else name + words
    if part and _SAID_OF.match(metric):
        return name + metric  # 总投资2亿元,其中专项债券1亿元
    if bare.endswith(_OF_THE_WHOLE) and _SAID_OF.fullmatch(bare):
        return name + bare
    return name + metric if _SAID_OF.fullmatch(metric) else metric


FEATURES = frozenset(("role.context.feature", "role.context.capacity"))
"""The rules that tell what a named project is like."""
_ALIKE = 4
"""A metric that begins or ends with so many characters of a name has it already."""
_OF_THE_WHOLE = ("投资", "投资额", "概算", "预算", "工期")
"""What is of a project as a whole, whatever part of it was named before."""
_GROWN = re.compile(
    r"(?:同比|同口径|可比口径|按可比价|比上年|较上年|年均|累计)*(?:增长|下降|增速|增幅|提高|降低|减少|增加|提升)(?:率|幅度)?"
)
_LONGEST_VERBS = 8
_VERBS = re.compile(rf"(?:{alternation('verb')})+")


def row_name(text: str, start: int, end: int) -> str | None:
    """Return what a row of a table is about, as its first cell says without what leads up to it; None if that is long."""
    if end - start > 2 * _LONGEST:
        return None
    words = without_size(text[start:end].strip())
    if words[-1:] == ")":
        words = words.partition("(")[0]
    name = strip_leading(words, NOWHERE)[0]
    return name if 2 <= len(name) <= _LONGEST and not _SEVERAL.search(name) else None


_SEVERAL = re.compile(r"[,。;:、\n]|等|[0-9]")


def of_row(metric: str, name: str, feature: bool) -> str:
    """Name what another cell of a row measures by what the row is about, where its own words do not say it.

    固定资产投资 | 增长8%, 建设高标准农田 | 新建2万亩, 县第二小学迁建工程 | 建筑面积2万平方米; a `feature` never does.
    """
    if feature and _BUILT.search(name):
        return of_project(metric, "", name, feature)
    if not metric or _GROWN.fullmatch(metric):
        return name + metric
    thing = name[len(verb_of(name)) :] or name
    if len(metric) <= _LONGEST_VERBS and _VERBS.fullmatch(metric):
        return thing if thing.endswith(metric) else metric + thing
    return thing + metric if _SAID_OF.fullmatch(metric) else metric
