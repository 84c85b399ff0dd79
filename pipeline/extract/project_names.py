"""The project that a task is about: its name stands before what is said of it (总投资, 建筑面积 …)."""

from __future__ import annotations

import re

from pipeline.extract.metric_words import NOWHERE, strip_leading, verb_of

_LONGEST = 28
_NAME = re.compile(
    rf"(?P<name>[^,。;:、()\n|\t]{{4,{_LONGEST}}}+)(?:\([^()\n]{{1,12}}\)){{0,2}}(?=[。:;,\n|\t]|$)"
)
# What the name of something built ends with.
_BUILT = re.compile(
    r"(?:项目|工程|园|园区|基地|中心|厂|线|段|桥|院|校|学校|楼|馆|路|公路|高速|铁路|水库|电站|水厂|广场|小区|港|码头|机场|市场|综合体|"
    r"一体化|改建|新建|迁建|扩建|改扩建|续建|改造|利用)$"
)
# What is said of a project and means nothing without it.
_SAID_OF = re.compile(
    r"(?:静态|估算|概算|预计|计划|项目|工程|批复|建设|年度|本年|当年|今年|累计|已|到位|完成|总|固定资产)*(?:投资额?|概算|预算|工期)"
    r"|(?:总)?(?:占地|用地|建筑|规划用地)(?:总)?面积|占地|(?:编制|设)?床位|全长|路线全长|(?:路基|路面|红线)?宽度?|设计(?:速度|时速|流量|库容)"
)


def project_name(text: str, start: int, end: int) -> str | None:
    """Return the name that a task begins with where it is that of something built, else None.

    A name that begins with a verb (推进…项目) is what is done, not a project.
    """
    match = _NAME.match(text, start, min(end, start + 2 * _LONGEST))
    name = match["name"].strip() if match else ""
    if not _BUILT.search(name):
        return None
    told = strip_leading(name, NOWHERE)[0]
    return None if told != name or verb_of(name) else name


def of_project(metric: str, name: str | None) -> str:
    """Name what is said of a project by it, where the words alone would not tell whose it is."""
    return name + metric if name and _SAID_OF.fullmatch(metric) else metric
