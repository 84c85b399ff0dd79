"""Quantities in their sentences → indicators: role, metric, measure, modality, period, place and links."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from pipeline.extract.clean import Clean, as_written, source_characters, unfold
from pipeline.extract.context import Boundaries, Context, read_context, recut
from pipeline.extract.metrics import Metric, distribute, read_metric, share_tail, strip_leading
from pipeline.extract.modality import read_modality
from pipeline.extract.periods import read_period
from pipeline.extract.places import named_place, place_names
from pipeline.extract.quantity import Quantity, bounds, joined
from pipeline.extract.roles import Around, Role, confidences, read_role, share_roles
from pipeline.model import Indicator

_PAST_YEAR = re.compile(r"(?<![比较由从自与])((?:19|20)[0-9]{2})年(?!的|底的|末的|相比|以前|前|底前)")
_FRONT_VERBS = re.compile(r"^(?:支持|助力|巩固|争取|运营|规范|规范运营|建设|打造|培育|提升)+")
_AT_LEAST = re.compile(r"(不少于|不低于|至少|不超过|不高于|最高|最多)[一-龥“”]{1,12}$")
_AT_LEAST_CODES = {
    "不少于": "ge",
    "不低于": "ge",
    "至少": "ge",
    "不超过": "le",
    "不高于": "le",
    "最高": "le",
    "最多": "le",
}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all quantities of a document, and how to find what is not."""

    text: str
    raw: str
    cleaned: Clean
    boundaries: Boundaries
    plan_year: int
    plan_period: str
    within: str | None
    part_at: Callable[[int], str]
    task_at: Callable[[int], int | None]
    section_at: Callable[[int], int | None]
    place_at: Callable[[int], tuple[str | None, str | None]]
    in_units: Callable[[int], bool]


@dataclass(frozen=True, slots=True)
class _Read:
    quantity: Quantity
    context: Context
    role: Role
    part: str


def read_indicators(quantities: list[Quantity], around: Surroundings) -> list[Indicator]:
    """Read all quantities of a text, a sentence at a time."""
    rows: list[Indicator] = []
    begin = 0
    while begin < len(quantities):
        stop = begin + 1
        sentence = read_context(
            around.text, around.boundaries, quantities[begin], 0, len(around.text)
        ).sentence
        while stop < len(quantities) and quantities[stop].numeral < sentence[1]:
            stop += 1
        rows.extend(_read_sentence(quantities[begin:stop], around, len(rows)))
        begin = stop
    return rows


def _read_sentence(quantities: list[Quantity], around: Surroundings, seq: int) -> list[Indicator]:
    reads = _read_roles(quantities, around)
    metrics = _read_metrics(reads, around)
    written = source_characters(around.raw, around.cleaned, *reads[0].context.sentence)
    rows: list[Indicator] = []
    for i, (read, metric) in enumerate(zip(reads, metrics, strict=True)):
        rows.append(_indicator(read, metric, around, written, seq + i))
    return _link(rows)


def _read_roles(quantities: list[Quantity], around: Surroundings) -> list[_Read]:
    reads: list[_Read] = []
    for i, quantity in enumerate(quantities):
        previous = quantities[i - 1] if i else None
        following = quantities[i + 1] if i + 1 < len(quantities) else None
        context = read_context(
            around.text,
            around.boundaries,
            quantity,
            previous.end if previous else 0,
            following.start if following else len(around.text),
        )
        part = around.part_at(quantity.start)
        role = read_role(
            Around(
                text=around.text,
                quantity=quantity,
                context=context,
                part=part,
                plan=part != "review",
                listed_units=around.in_units(quantity.numeral),
                next_quantity=following if following and following.start <= context.clause[1] else None,
                previous_quantity=previous,
                previous_role=reads[-1].role.name if reads else None,
                earlier_units=frozenset(r.quantity.unit for r in reads if r.role.name != "threshold"),
                head=_head(around, context, quantity),
            )
        )
        reads.append(_Read(quantity, context, role, part))
    tied = [bool(i) and joined(around.text, quantities[i - 1], quantities[i]) for i in range(len(quantities))]
    shared = share_roles([r.role for r in reads], tied)
    return [
        read if read.role is role else replace(read, role=role)
        for read, role in zip(reads, shared, strict=True)
    ]


def _head(around: Surroundings, context: Context, quantity: Quantity) -> str:
    """The words of its clause before a quantity; a past year in its sentence stands for 去年."""
    words = around.text[context.clause[0] : quantity.start]
    years = [int(m.group(1)) for m in _PAST_YEAR.finditer(around.text, context.sentence[0], quantity.start)]
    if years and years[-1] < around.plan_year and "规划" not in words:
        return "去年" + words
    return words


def _read_metrics(reads: list[_Read], around: Surroundings) -> list[Metric]:
    """Name what each quantity measures; thresholds are part of the name they define, not a border of it."""
    metrics: list[Metric] = []
    previous: Metric | None = None
    previous_end = 0
    base: Metric | None = None
    for i, read in enumerate(reads):
        if read.role.name == "threshold":
            metrics.append(_threshold_metric(read))
            continue
        following = next(
            (r.quantity.start for r in reads[i + 1 :] if r.role.name != "threshold"), len(around.text)
        )
        context = recut(around.text, read.quantity, read.context, previous_end, following)
        # from–to: the second value is of what the first was
        follows = base is not None and context.left == previous_end
        metric = base if follows and base else _named(read, context, previous, around)
        metrics.append(metric)
        base = metric if read.role.name == "baseline" else None
        previous = metric if base is None else previous
        previous_end = read.quantity.end
    return _distributed(reads, _parts_named(reads, _share_tails(reads, metrics)), around.text)


def _named(read: _Read, context: Context, previous: Metric | None, around: Surroundings) -> Metric:
    clause_before = around.text[context.sentence[0] : context.clause[0]].rstrip(",;:。").split(",")[-1]
    return read_metric(read.quantity, context, previous, place_names(around.within), clause_before)


def _distributed(reads: list[_Read], metrics: list[Metric], text: str) -> list[Metric]:
    """Give the values behind 分别 each its own subject (城乡居民收入分别增长5%和7%)."""
    shared = list(metrics)
    begin = 0
    while begin < len(reads):
        stop = begin + 1
        while stop < len(reads) and joined(text, reads[stop - 1].quantity, reads[stop].quantity):
            stop += 1
        count, first = stop - begin, metrics[begin].text
        if count > 1:
            growth = re.search(r"(?:分别)?((?:增长|下降|减少|提高|增加|压减|改善)?)$", first)
            subject = first[: growth.start()] if growth else first
            parts = distribute(subject.removesuffix("分别"), count)
            for i in range(count):
                name = parts[i] + growth.group(1) if parts and growth else first.replace("分别", "")
                shared[begin + i] = replace(metrics[begin + i], text=name)
        begin = stop
    return shared


def _parts_named(reads: list[_Read], metrics: list[Metric]) -> list[Metric]:
    """Name a breakdown by its whole and its part; the whole's noun is not said twice."""
    named = list(metrics)
    for i, read in enumerate(reads):
        if read.role.rule_id != "role.breakdown.part":
            continue
        whole = next(
            (
                j
                for j in range(i - 1, -1, -1)
                if reads[j].role.name not in ("breakdown", "threshold")
                and reads[j].quantity.unit == read.quantity.unit
            ),
            None,
        )
        if whole is None:
            continue
        part, around = metrics[i].text, metrics[whole]
        if part[-2:] == around.text[-2:] or part.startswith(around.verb or "\n"):
            text = part if part.startswith(around.verb) else around.verb + part
        else:
            text = around.text + part
        named[i] = replace(metrics[i], text=text)
    return named


def _threshold_metric(read: _Read) -> Metric:
    """The bounded quantity if it is named before (产值亿元以上), else the noun it bounds (亿元以上项目 → 项目)."""
    named = re.search(
        r"(?:年?(?:主营业务收入|销售收入|营业收入|营收|收入|产值|投资额?|总投资|税收|纳税额?|年产值|集体经济收入|人口|面积|库容|装机))$",
        read.context.before,
    )
    if named:
        text = re.sub(r"^(?:力争|全年|引进|培育|新增|年度)+", "", read.context.before)
        words = text[-12:] if len(text) <= 8 else named.group()
        return Metric(words, "", words, False)
    noun = re.split(
        r"[,;。、和(]|达到|突破|占比|达|免费|接种|提供|占|通", re.sub(r"^的", "", read.context.after)
    )[0]
    return Metric(noun[:20], "", noun, False)


def _share_tails(reads: list[_Read], metrics: list[Metric]) -> list[Metric]:
    """Find runs of N-unit-noun members joined by 、 or 和 and let them share the tail of the last."""
    run: list[int] = []
    for i, read in enumerate(reads):
        if read.role.name == "threshold":
            continue
        joined = run and metrics[i].listed and read.context.clause == reads[run[-1]].context.clause
        if not joined:
            metrics = share_tail(metrics, run)
            run = []
        if read.context.after[:1] and read.context.after[0] not in ",。;、)和及与":
            run.append(i)
        else:
            metrics = share_tail(metrics, run) if len(run) > 1 else metrics
            run = []
    return share_tail(metrics, run)


def read_measure(quantity: Quantity, before: str, metric: str) -> str:
    """Return how a value measures: growth_rate, reduction, share, increment, rank or quantity (annotation.md)."""
    words = metric + before[-14:]
    if quantity.unit == "rank":
        return "rank"
    near = before[-10:] + metric[-6:]
    if quantity.unit in ("percent", "permille"):
        if re.search(r"下降|缩减|压减|降低|减少|降幅|压缩|下调|削减|精简", near) and "增长" not in near[-4:]:
            return "reduction"
        if re.search(r"增长|增速|增幅|涨幅|增加|上涨|同比(?:提高|增)|增收", near) and not re.search(
            r"贡献率|占.{0,12}比重?$", metric[-8:]
        ):
            return "growth_rate"
        if re.search(r"(?:提高|提升|超)$|超.{0,8}目标$", before.strip()):
            return "increment"
        return "share"
    if quantity.unit == "pp":
        return "reduction" if re.search(r"下降|降低|减少|回落|低于|收窄", near) else "increment"
    if quantity.unit == "fold":
        return "growth_rate" if re.search(r"增长(?:近|约|超)?$|增加$", before.strip()) else "quantity"
    if re.search(r"增加到|增长到|增至|增加至|扩大到|提高到|达到", before[-6:]):
        return "quantity"
    if re.search(r"新增|净增|新增加|增加|(?:增长|提高|提升|扩大|上升)$", words):
        return "increment"
    return "quantity"


def _indicator(
    read: _Read, metric: Metric, around: Surroundings, written: dict[int, str], seq: int
) -> Indicator:
    quantity, context, role = read.quantity, read.context, read.role
    comparator = _comparator(quantity, context, role.name)
    low, high = bounds(comparator, quantity.amount, quantity.amount_high)
    modality, cue = (
        read_modality(around.text, context.sentence, context.clause, quantity.start)
        if role.name == "target"
        else ("none", None)
    )
    measure = read_measure(quantity, context.before, metric.text)
    period, period_basis = read_period(
        around.text,
        context.sentence,
        context.clause,
        quantity.start,
        role.name,
        measure,
        around.plan_period,
        read.part,
    )
    place, place_basis = _place(read, around)
    words = partial(as_written, around.raw, around.cleaned)
    return Indicator(
        numeral_start=quantity.numeral,
        start=quantity.start,
        end=quantity.end,
        task=around.task_at(quantity.numeral),
        section=around.section_at(quantity.numeral),
        seq=seq,
        role=role.name,
        metric=unfold(metric.text, written),
        measure=measure,
        comparator=comparator,
        modality=modality,
        modality_cue=cue,
        value_low=low,
        value_high=high,
        unit=quantity.unit,
        number_as_written=words(quantity.numeral, quantity.numeral_end),
        unit_as_written=_unit_words(quantity, around),
        period=period,
        period_basis=period_basis,
        place=place,
        place_basis=place_basis,
        qualifies=None,
        part_of=None,
        quote=words(*context.clause).strip(),
        rule_id=role.rule_id,
        confidence=confidences()[role.rule_id],
    )


def _unit_words(quantity: Quantity, around: Surroundings) -> str | None:
    """The unit as the source writes it; it stands right behind the number, a space between left out."""
    if quantity.unit_written is None:
        return None
    at = around.text.find(quantity.unit_written, quantity.numeral_end, quantity.end)
    if at < 0:
        return quantity.unit_written
    return as_written(around.raw, around.cleaned, at, at + len(quantity.unit_written))


def _comparator(quantity: Quantity, context: Context, role: str) -> str:
    """Past and base values were reached, so 达到 is eq there; a cue before the metric governs an eq."""
    if (
        role in ("achieved", "baseline")
        and quantity.before in ("达到", "达", "高达", "突破性达到")
        and not quantity.after
    ):
        return "eq"
    if role == "threshold" and quantity.grade:
        return "ge"
    if quantity.comparator == "eq":
        early = _AT_LEAST.search(context.before)
        if early:
            return _AT_LEAST_CODES[early.group(1)]
        if re.search(r"控制在$", context.before) and role == "target":
            return "le"
    return quantity.comparator


def _place(read: _Read, around: Surroundings) -> tuple[str | None, str | None]:
    """A place named at the front of the clause owns the value; else the task's, section's or document's."""
    context = read.context
    if read.role.rule_id == "role.breakdown.sum":
        label = re.search(r"[一-龥]{2,8}$", context.before)
        named = named_place(label.group(), around.within) if label else None
        if named:
            return named, "breakdown"
    front = strip_leading(around.text[context.clause[0] : read.quantity.start].lstrip(" "), None)
    front = _FRONT_VERBS.sub("", front)
    if front.startswith("全国"):
        return "全国", "stated"
    named = named_place(front, around.within)
    if named and len(front) > len(named) - 1:
        return named, "stated"
    return around.place_at(read.quantity.numeral)


def _link(rows: list[Indicator]) -> list[Indicator]:
    """Tie thresholds to the target they define and breakdowns to their whole."""
    linked = list(rows)
    for i, row in enumerate(rows):
        if row.role == "threshold":
            target = next((r for r in rows[i + 1 :] if r.role != "threshold"), None) or next(
                (r for r in reversed(rows[:i]) if r.role != "threshold"), None
            )
            linked[i] = replace(row, qualifies=target.numeral_start if target else None)
        elif row.role == "breakdown":
            whole = next(
                (
                    r
                    for r in reversed(rows[:i])
                    if r.role not in ("breakdown", "threshold") and r.unit == row.unit
                ),
                None,
            )
            metric = row.metric
            if whole and row.rule_id == "role.breakdown.sum":
                metric = whole.metric
            linked[i] = replace(
                row,
                part_of=whole.numeral_start if whole else None,
                metric=metric,
                measure=whole.measure if whole else row.measure,
            )
    return linked
