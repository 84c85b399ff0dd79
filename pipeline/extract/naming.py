"""What the quantities of a sentence measure, named together: lists, breakdowns, 分别, thresholds, from–to."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.extract.around import Around
from pipeline.extract.context import words_beside
from pipeline.extract.metric_lists import distribute, share_tail
from pipeline.extract.metric_words import Places, strip_leading, strip_trailing
from pipeline.extract.metrics import Metric, read_metric
from pipeline.extract.project_names import FEATURES, bracketed_project, of_project, without_size
from pipeline.extract.quantity import SHARES
from pipeline.extract.table_values import Value


def name_metrics(reads: list[Around], tied: list[bool], linked: bool, places: Places) -> list[Metric]:
    """Name what each quantity measures; thresholds are part of the name they define, not a border of it.

    `tied` tells which are written side by side with the one before, `linked` whether any is a threshold or part.
    """
    first = reads[0]
    if len(reads) == 1 and not linked and not first.column:
        metric = read_metric(first, first, None, places)
        return [_specified(first, first, metric, places) if first.role.name in _SPECIFIED else metric]
    bounded = linked and any(read.role.name == "threshold" for read in reads)
    metrics: list[Metric] = []
    previous: Metric | None = None
    previous_end = 0
    base: Metric | None = None
    listed = projects = False
    for i, read in enumerate(reads):
        role = read.role.name
        specified = role in _SPECIFIED
        if specified and read.role.rule_id in _TELLS_OF_A_PROJECT:
            projects = True
        if bounded and role == "threshold":
            metrics.append(_threshold_metric(read))
            continue
        if read.column:
            metrics.append(_column_metric(read.column))
            continue
        seen = _between(reads, i, previous_end) if bounded else read
        # from–to: the second value is of what the first was
        metric = base if base and seen.left == previous_end else read_metric(read, seen, previous, places)
        if specified and metric is not base:
            metric = _specified(read, seen, metric, places)
        metrics.append(metric)
        if metric.listed:
            listed = True
        if role == "baseline":
            base = metric
        else:
            base, previous = None, metric
        previous_end = read.quantity.end
    if projects:
        metrics = _of_named_project(reads, metrics)
    if listed:
        metrics = _share_tails(reads, metrics)
    if linked:
        metrics = _parts_named(reads, metrics)
    return _distributed(reads, metrics, tied) if True in tied else metrics


_TELLS_OF_A_PROJECT = FEATURES | {"role.scope.total_investment"}
_OF_THE_ROW = re.compile(
    r"(?:[0-9]{4}年?|[上去本今当]年|上一年)?(?:年度|度|规划)?(?:目标|完成|实际|计划|预期|预计|任务|指标|要求|现状|规划|基期|基数|基准){0,3}(?:值|数|量|数量)?$"
)
# The year that a column is of is its period, no part of a name.
_OF_TIME = re.compile(r"^(?:截至|截止|至)?[0-9]{4}(?:(?=年度[一-龥])|年度?)?[底末]?")
_LONGEST_SUBJECT = 20


_DIGIT = re.compile("[0-9]")


def _column_metric(value: Value) -> Metric:
    """Name a bare number of a table: by its row, and by its column where that says what is measured (总投资)."""
    row = value.subject.removeprefix("其中").lstrip(":")
    row = without_size(row) if _DIGIT.search(row) else row
    if value.metric:
        return Metric(value.metric.removeprefix("其中").lstrip(":")[:60], "", row, False)
    label = "" if _OF_THE_ROW.match(value.label) else _OF_TIME.sub("", value.label)
    subject = row if len(row) <= _LONGEST_SUBJECT or not label else ""
    return Metric((subject + label)[:60], "", subject, False)


def _specified(read: Around, seen: Around, metric: Metric, places: Places) -> Metric:
    """Name what is told of a project in brackets by it, and the rate of a subsidy by what is given."""
    if read.bracket and read.role.rule_id in _TELLS_OF_A_PROJECT:
        owner = bracketed_project(read.text, read.clause[0], read.bracket[0])
        words = metric.bare or strip_trailing(strip_leading(seen.before, places)[0])
        return metric.named(owner + words) if owner and words else metric
    if read.role.rule_id == "role.context.capacity":
        made, plant = _MAKES.search(read.before), _PLANT.fullmatch(read.after)
        return metric.named(made.group() + plant["made"]) if made and plant else metric
    if read.quantity.kind == "ratio" and read.role.rule_id == "role.context.subsidy":
        given = _GIVEN.match(read.after)
        return metric.named(metric.text.removesuffix("按") + given[1]) if given else metric
    return metric


_SPECIFIED = frozenset(("context", "scope"))
# What a plant that is named by its size makes in a year: 某某公司年产5万吨铝板项目.
_MAKES = re.compile(r"[年日](?:产|出栏|加工|屠宰|存栏|处理)$")
_PLANT = re.compile(
    r"(?P<made>[一-龥]{1,14}?)(?:生态|标准化|规模化|现代化)?(?:养殖|加工|生产|种植|屠宰)?(?:项目|基地|生产线|工程|园区?)(?:[一二三]期)?"
)
# A rate is of the subsidy that it is given as (按投资额的10%给予补助).
_GIVEN = re.compile(r"的?(?:比例|标准)?(?:给予|予以)?(补助|补贴|奖励|奖补|贴息|补偿|资助)")


def _between(reads: list[Around], i: int, previous_end: int) -> Around:
    """Cut the words around a quantity anew where thresholds are no border."""
    read = reads[i]
    text, quantity = read.text, read.quantity
    following = next((r.quantity.start for r in reads[i + 1 :] if r.role.name != "threshold"), len(text))
    left, right = words_beside(quantity, read.clause, read.bracket, previous_end, following)
    before, after = text[left : quantity.start], text[quantity.end : right]
    if (before, after) == (read.before, read.after):
        return read
    return replace(read, left=left, before=before, after=after)


_OF_PROJECT = re.compile(
    r"(?P<name>[^,。;]{4,28}(?:项目|工程|基地|产业园|园区|电站|生产线))(?:计划)?(?:总投资|投资|占地(?:面积)?)$"
)


def _of_named_project(reads: list[Around], metrics: list[Metric]) -> list[Metric]:
    """Name what a sentence goes on to tell of the project that it begins with (某某项目总投资2亿元,占地60亩,年产5万吨)."""
    named = list(metrics)
    name = ""
    for i, read in enumerate(reads):
        if read.role.name in ("threshold", "breakdown"):
            continue
        if name:
            feature = read.role.rule_id in FEATURES
            named[i] = metrics[i].named(of_project(metrics[i].text, metrics[i].bare, name, feature))
        elif read.role.rule_id in _TELLS_OF_A_PROJECT:
            match = _OF_PROJECT.fullmatch(metrics[i].text)
            name = match["name"].rpartition("的")[2] if match else ""
    return named


_NEWLY = re.compile(r"(?:新认定|新增|新设立?|新培育|新建|增长|下降)$")
_GROWTH_END = re.compile(r"(?:增长|下降|减少|提高|增加|压减|改善)$")
_EACH_ALONE = re.compile(
    r"[,;\s]*(?:同比|比上年|较上年|年均|同口径|累计|共)*分别(?:同比|比上年|年均|同口径)*(?P<growth>增长|下降|提高|增加)?(?:达到|为)?$"
)


def _distributed(reads: list[Around], metrics: list[Metric], tied: list[bool]) -> list[Metric]:
    """Give the values behind 分别 each its own subject (城乡居民收入分别增长5%和7%)."""
    shared = list(metrics)
    begin = 0
    while begin < len(tied):
        stop = begin + 1
        while stop < len(tied) and tied[stop]:
            stop += 1
        count = stop - begin
        if count > 1:
            before = shared[begin - count : begin] if begin >= count else []
            for i, name in enumerate(_names_of_run(reads[begin], metrics[begin].text, before, count)):
                shared[begin + i] = metrics[begin + i].named(name)
        begin = stop
    return shared


def _names_of_run(read: Around, first: str, before: list[Metric], count: int) -> list[str]:
    """Name the values of one run: by the members of its subject, or by the `before` they speak of again.

    全年接待游客6000万人次、实现旅游收入400亿元,分别增长15%、18%: the growth of what was named before.
    """
    alone = _EACH_ALONE.match(read.before) if before else None
    if alone:
        return [_NEWLY.sub("", metric.text) + (alone["growth"] or "") for metric in before]
    subject, _, each = first.partition("分别")
    if not each:
        growth = _GROWTH_END.search(subject)
        each = growth.group() if growth else ""
        subject = subject[: len(subject) - len(each)]
    parts = distribute(subject, count)
    return [part + each for part in parts] if parts else [first.replace("分别", "")] * count


_NAMED_BY_WHOLE = frozenset(
    f"role.breakdown.{rule}" for rule in ("part", "share", "bracket", "listed", "rest")
)
_REST = re.compile(r"^(?:其余|余下|剩余)的?|^含")
_PLACE_ALONE = re.compile(r"[一-龥]{1,5}(?:街道|镇|乡|县|区|市|旗)")


def _parts_named(reads: list[Around], metrics: list[Metric]) -> list[Metric]:
    """Name a breakdown by its whole and its part; the whole's noun is not said twice."""
    named = list(metrics)
    for i, read in enumerate(reads):
        if read.role.rule_id not in _NAMED_BY_WHOLE:
            continue
        shared = read.quantity.unit in SHARES
        whole = next(
            (
                j
                for j in range(i - 1, -1, -1)
                if reads[j].role.name not in ("breakdown", "threshold")
                and (shared or reads[j].quantity.unit == read.quantity.unit)
            ),
            None,
        )
        if whole is None:
            continue
        part, around = metrics[i].text, metrics[whole]
        part = _REST.sub("", part)
        # (其中:长寨街道204套): whose part it is, not what it counts
        if not part or _PLACE_ALONE.fullmatch(part):
            named[i] = metrics[i].named(around.text)
            continue
        if part in around.verb:  # 新建和改造农田5万亩,其中新建2万亩
            named[i] = metrics[i].named(part + around.subject)
            continue
        if part[-2:] == around.text[-2:] or part.startswith(around.verb or "\n"):
            text = part if part.startswith(around.verb) else around.verb + part
        else:
            text = around.text + part
        named[i] = metrics[i].named(text)
    return named


_BOUNDED_NAME = re.compile(
    r"(?:年?(?:主营业务收入|销售收入|营业收入|营收|收入|产值|投资额?|总投资|税收|纳税额?|年产值|年?(?:交易|销售|营业|零售)额|集体经济收入|人口|面积|库容|装机))$"
)
_BOUNDED_RATE = re.compile(
    r"(?:进度|占比|比重|比例|(?:完成|开工|投资|合格|达标|办结|覆盖|入住|利用|就业)率)$"
)
# The noun that a bound defines ends where what is said of it begins (老年人|健康管理服务率).
_BOUNDED_NOUN = re.compile(
    r"[一-龥]{0,12}?(?:老年人|老人|人口|人群|儿童|妇女|居民|学生|群众|党员)(?!才|口|力)"
)
_BOUNDED_FRONT = re.compile(r"^(?:其中|力争|全年|引进|引荐|培育|新增|年度|对)+")
_LONGEST_BOUNDED = 12
_BOUNDED_END = re.compile(r"[,;。、和(]|达到|突破|占比|达|免费|接种|提供|占|通")


def _threshold_metric(read: Around) -> Metric:
    """The bounded quantity if it is named before (产值亿元以上), else the noun it bounds (亿元以上项目 → 项目)."""
    rate = _BOUNDED_RATE.search(read.before) if read.quantity.kind == "ratio" else None
    if rate:
        return Metric(rate.group(), "", rate.group(), False)
    named = _BOUNDED_NAME.search(read.before)
    if named:
        text = _BOUNDED_FRONT.sub("", read.before)
        words = text if len(text) <= _LONGEST_BOUNDED and "成为" not in text else named.group()
        return Metric(words, "", words, False)
    noun = _BOUNDED_END.split(read.after.removeprefix("的"), maxsplit=1)[0]
    short = _BOUNDED_NOUN.match(noun)
    noun = short.group() if short else noun
    if not noun and read.role.rule_id == "role.threshold.definition":
        noun = strip_trailing(read.before)  # 龙头企业10亿元以上3家
    return Metric(noun[:20], "", noun, False)


_ACTS_ITSELF = re.compile(r"[一-龥](?:实施|开展|进行|完成|实现|启动)[一-龥]")


def _share_tails(reads: list[Around], metrics: list[Metric]) -> list[Metric]:
    """Find runs of N-unit-noun members joined by 、 or 和 and let them share the tail of the last."""
    run: list[int] = []
    for i, read in enumerate(reads):
        if read.role.name == "threshold":
            continue
        if run and _ACTS_ITSELF.search(read.after):
            run = []  # 100家企业实施智能化改造: a clause of its own shares nothing
        if run and not (metrics[i].listed and read.clause == reads[run[-1]].clause):
            metrics = share_tail(metrics, run)
            run = []
        if read.after and read.after[0] not in ",。;、)和及与":
            run.append(i)
        elif run:
            metrics = share_tail(metrics, run)
            run = []
    return share_tail(metrics, run)
