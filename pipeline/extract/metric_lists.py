"""Metrics of lists: the subject of 分别 split into its members, the tail of the last member given to all."""

from __future__ import annotations

import re

from pipeline.extract.metric_words import verb_of
from pipeline.extract.metrics import Metric

_NOUN_TAILS = re.compile(
    r"(?:项目建设|工程建设|改造提升工程|改造提升|升级改造|改造|建设|整治|治理|修复|升级|更新|培训|创建|培育|活动|工程|项目|服务|试点|企业|任务)$"
)
_MEASURED = re.compile(
    r"(?:全产业链产值|增加值|可支配收入|产值|收入|投资|面积|使用量|产量|销量|吞吐量|覆盖率|普及率|利用率|处理率|率|标准|增速|总额|余额|费用?|消费|"
    r"人次|里程|规模|能力|数|额|量|值)$"
)


_MEMBER_END = re.compile(r"(?:[、和与]|(?<![普涉惠以])及)(?![^(]*\))")
_RATE_OF = re.compile(r"(?:治理|处理|覆盖|普及|利用|合格|达标|供应|保障|入户|建成|普惠|回收)(?:率|面|量)$")


_SECTORS = re.compile(r"产业(?:增加值)?(?:结构|比例|比重|比|占比)$")


def distribute(front: str, count: int) -> list[str] | None:
    """Split the subject of 分别 into `count` subjects: 一产、二产、三产增加值 → 一产增加值, 二产增加值, 三产增加值.

    三次产业结构 is of three sectors; 城乡 is 城镇 and 农村 (annotation.md). None when the subject does not have as many members.
    """
    if count == 2 and "城乡" in front:
        return [front.replace("城乡", "城镇"), front.replace("城乡", "农村")]
    if count == 3 and _SECTORS.search(front):
        return [front + sector for sector in ("第一产业", "第二产业", "第三产业")]
    if count == 2 and "产销量" in front:
        return [front.replace("产销量", "产量"), front.replace("产销量", "销量")]
    parts = [part for part in _MEMBER_END.split(front) if part]
    if len(parts) != count or count < 2:
        return None
    first, last = parts[0], parts[-1]
    if _MEASURED.search(first):
        rate = _RATE_OF.search(last)
        return [part + rate.group() if rate and not _MEASURED.search(part) else part for part in parts]
    toward = "对" if first[0] == "对" and last[0] != "对" else ""  # 对俄、韩出口: to both
    tail = _shared_tail([head.removeprefix(toward) for head in parts[:-1]], last)
    verb = verb_of(first)
    lead = toward or (verb if len(verb) < len(first) and first != last else "")
    return [
        (lead if i and not part.startswith(lead) else "") + part + tail for i, part in enumerate(parts[:-1])
    ] + [(lead if not last.startswith(lead) else "") + last]


def _shared_tail(heads: list[str], last: str) -> str:
    """Find where the shared end of the last member begins."""
    at = last.find(heads[0][-1], 1)
    if 0 < at < len(last) - 1 and len({head[-1] for head in heads}) == 1 and at <= len(heads[0]) + 2:
        return last[at + 1 :]
    sizes = {len(head) for head in heads}
    if len(sizes) == 1 and len(heads[0]) <= 4 and len(last) > len(heads[0]):
        return last[len(heads[0]) :]
    measured = _MEASURED.search(last)
    return measured.group() if measured else ""


_GRADED = re.compile(r"[一-龥]{1,3}级(.+)$")


def share_tail(metrics: list[Metric], members: list[int]) -> list[Metric]:
    """Give a noun's tail to the members listed before it (66个老旧小区、60条背街小巷改造: both are 改造)."""
    if len(members) < 2:
        return metrics
    tail = _NOUN_TAILS.search(metrics[members[-1]].text)
    shared = list(metrics)
    for member in members[:-1]:
        metric = shared[member]
        graded = _GRADED.search(metrics[members[-1]].text) if metric.text.endswith("级") else None
        if graded:
            name = metric.text + graded.group(1)
            shared[member] = Metric(name, metric.verb, metric.subject + graded.group(1), metric.listed)
        elif tail and not _NOUN_TAILS.search(metric.text):
            shared[member] = Metric(
                metric.text + tail.group(), metric.verb, metric.subject + tail.group(), metric.listed
            )
    return shared
