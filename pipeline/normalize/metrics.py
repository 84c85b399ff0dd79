"""Metrics: the words of a metric, with its unit and measure → one id of the vocabulary, or None.

A metric is mapped only when a record of the lexicon (`metric_aliases`) reads the whole of its words and allows
its measure and unit, and no second metric does: a level and its growth rate are two metrics.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

from pipeline import lexicon
from pipeline.normalize.places import place_pattern_names, simplify

_QUOTES = re.compile(r"[\s“”\"‘’《》]")
_SCOPE = re.compile(
    r"^(?:全省|全市|全县|全区|全州|全盟|全旗|全国|我省|我市|我县|我区|我州|本市|全年|年度|今年|当年|年均|"
    r"力争|确保|预计|实现|完成|达到|保持)+(?!.{0,1}$)"
)
_ABOVE_SIZE = re.compile(r"规模以上|规模(?=工业)|规上")
_BASIS = re.compile(
    r"(?:按)?(?:同口径|可比口径|可比价格?|不变价格?)(?:计算)?|同比|环比|比上年|较上年|年均|平均|名义|"
    r"实际(?=增)|累计(?=增)"
)
_GROWTH = re.compile(r"(?:增长率|增长速度|增长|增速|增幅|涨幅|上涨|提高|增加|预期|目标)+$")
_REDUCTION = re.compile(r"(?:下降率|降低率|降幅|下降|降低|减少|压减|削减|降)+$")
_TAIL = re.compile(r"(?:目标任务|任务|目标|达到|达|控制|保持|稳定|继续|总体)+$")


@lru_cache(maxsize=65536)
def find_metric(metric: str, unit: str, measure: str) -> str | None:
    """Return the id of the metric that these words name in this unit and measure, None when none is sure.

    `unit` and `measure` are codes of the data model. Place words before the metric (全市, 襄阳市) do not count.
    """
    text = _plain(metric)
    return _find(text, unit, measure) or _find(simplify(text), unit, measure)


def alias_records(metric: str, unit: str, measure: str) -> list[dict[str, str]]:
    """Return the records of `metric_aliases` by which `find_metric` reads these words, none where it does not."""
    metric_id = find_metric(metric, unit, measure)
    readings = {
        words for text in (_plain(metric), simplify(_plain(metric))) for words in _readings(text, measure)
    }
    return [
        row
        for row in lexicon.read("metric_aliases")
        if row["metric_id"] == metric_id
        and _allows(row, unit, measure)
        and any(re.fullmatch(row["pattern"], words) for words in readings)
    ]


def _find(text: str, unit: str, measure: str) -> str | None:
    for words in _readings(text, measure):
        found = _match(words, unit, measure)
        if found:
            return next(iter(found)) if len(found) == 1 else None
    return None


def _plain(metric: str) -> str:
    text = _QUOTES.sub("", unicodedata.normalize("NFKC", metric))
    return _ABOVE_SIZE.sub("规上", text)


def _readings(text: str, measure: str) -> list[str]:
    """Return the wordings to try, the fullest first: as it is, without basis and change words, without place."""
    readings = [text]
    for start in (text, _without_place(text)):
        readings += [start, _stem(start, measure), _stem(_SCOPE.sub("", start), measure)]
    return list(dict.fromkeys(filter(None, readings)))


def _stem(text: str, measure: str) -> str:
    words = _BASIS.sub("", text)
    change = {"growth_rate": _GROWTH, "increment": _GROWTH, "reduction": _REDUCTION}.get(measure)
    if change is not None:
        words = change.sub("", words)
    return _TAIL.sub("", words)


def _without_place(text: str) -> str:
    names = place_pattern_names()
    plain = _SCOPE.sub("", text)
    for cut in range(min(len(plain) - 2, 12), 1, -1):
        if plain[:cut] in names["full"] or plain[:cut] in names["short"]:
            return plain[cut:]
    return plain


def _match(words: str, unit: str, measure: str) -> set[str]:
    return {metric_id for pattern, metric_id in _records(unit, measure) if pattern.fullmatch(words)}


@cache
def _records(unit: str, measure: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """Return the patterns of metrics that may have this unit and measure, compiled when first asked for."""
    return tuple(
        (re.compile(row["pattern"]), row["metric_id"])
        for row in lexicon.read("metric_aliases")
        if _allows(row, unit, measure)
    )


def _allows(row: dict[str, str], unit: str, measure: str) -> bool:
    return unit in row["unit"].split("|") and measure in row["measure"].split("|")
