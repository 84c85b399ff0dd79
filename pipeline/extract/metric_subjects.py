"""What a value that does not name itself is of: what the words before it speak of, or the plan of what was named before."""

from __future__ import annotations

import re

from pipeline.extract.around import Around
from pipeline.extract.metric_words import Places, strip_leading, strip_trailing

_VALUE = re.compile(r"[0-9][百千万亿]*(?:[一-龥%]{1,3}|[a-zA-Z²³㎡]{1,6})?$")
_BLANKED = re.compile(r"\s+[万亿]*(?:元|人|吨|亩|%)?$")
_MADE = re.compile(
    r",(?:设立|组建|成立|发起|建设|新建|启动|打造)(?P<what>[一-龥“”]{2,20}(?:基金|项目|工程|中心|园区|产业园|基地))[,、]$"
)


def made_between(a: Around) -> str:
    """Return what the clause right before founds or builds, where it has no number (设立产业基金,总规模5亿元)."""
    before = a.previous
    made = _MADE.search(a.text, before.quantity.end, a.clause[0]) if before is not None else None
    return made["what"] if made else ""


def subject_before(words: str, places: Places) -> str:
    """Return what the last clause of `words`, those of a sentence before a clause, speaks of."""
    if words[-1:] == ":" and _LABELS.search(words):
        return ""
    clause = words.rstrip(",;:。").rpartition(",")[2]
    if _VALUE.search(clause):
        return ""  # 总投资12亿元,年度投资: what has a value of its own is no subject of another
    return strip_trailing(_BLANKED.sub("", strip_leading(clause, places)[0]))[-24:] if clause else ""


# What labels the contents of a project says of none.
_LABELS = re.compile(
    r"(?:^|[,;。])(?:主要|项目|工程)?(?:建设|工程|项目|年度)?(?:规模|内容|目标|任务|情况)(?:[及和与]?(?:主要)?(?:内容|规模|任务))?:$"
)


def against_plan(a: Around) -> str | None:
    """Return how a value is measured against the plan of what was named before: 为年度计划的101%, 超时序进度4个百分点."""
    unit, before = a.quantity.unit, a.before
    if unit == "percent" and before.endswith("的"):
        match = _SHARE_OF_PLAN.fullmatch(before)
    elif unit == "pp" and before.endswith(_PLANS):
        match = _BEYOND_PLAN.fullmatch(before)
    else:
        return None
    return match["against"] if match else None


_PLANS = ("计划", "进度", "目标", "任务")
_PLANNED = r"(?:年度|全年|年初|预期|时序|序时|计划)?(?:计划|进度|目标任务|任务|目标)"
_SHARE_OF_PLAN = re.compile(rf"[, ]?(?P<against>(?:为|占|达|完成|是){_PLANNED})的")
_BEYOND_PLAN = re.compile(rf"[, ]?(?P<against>(?:超过?|快于|高于|低于|慢于|超出){_PLANNED})")
