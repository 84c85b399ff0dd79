"""quality/quality.md: the same as quality.json, for a person to read, in English and then in Chinese."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline import lexicon
from pipeline.evaluate.score import F1_FIELDS, FAULTS, FIELDS
from pipeline.publish.facts import Facts
from pipeline.publish.markdown import cell, table
from pipeline.validate.tally import Tally
from schemas import labels

FILE = "quality.md"

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Words:
    """The page's own words in one language."""

    title: str
    intro: str
    accuracy: str
    no_gold: str
    gold: str
    fields: tuple[str, ...]
    measures: Mapping[str, str]
    kinds: str
    faults: Mapping[str, str]
    rules: str
    rule_columns: tuple[str, ...]
    coverage: str
    numerals: tuple[str, ...]
    shares: tuple[str, str, str]
    names: Mapping[str, str]
    targets: str
    tasks: str
    responsibilities: str
    all_kinds: str
    issues: str
    issue_columns: tuple[str, ...]
    none: str
    checks: str
    checks_intro: str
    check_columns: tuple[str, ...]


_EN = _Words(
    title="Quality",
    intro="quality.json holds the same for programs.",
    accuracy="Accuracy on gold",
    no_gold="Not measured: the release was built without gold readings.",
    gold="Gold is what a person read in {gold} of the {all} documents, from the text alone. The rules were made with "
    "such documents in view, so expect less in others. Score is F1 where precision and recall are given, else the "
    "share of the matched rows that is right; CONTRIBUTING.md of the repository tells how each is counted.",
    fields=("field", "score", "precision", "recall", "right", "gold", "built"),
    measures={
        "quantity": "quantities found", "value": "value, comparator and unit", "target": "targets, value right",
        "role": "role", "metric": "metric, by its characters", "measure": "measure", "modality": "modality",
        "place": "place", "period": "period", "tasks": "tasks found", "responsibilities": "responsibilities",
        "deadlines": "deadlines, type and last day right", "deadlines_found": "deadlines found",
        "other": "class of the other numerals",
    },
    kinds="By kind of document",
    faults={"unexplained": "numerals that no rule explains", "spans": "spans that are not as written"},
    rules="By rule",
    rule_columns=("rule", "reads", "rows", "on no gold row", "role right", "value right"),
    coverage="Coverage",
    numerals=("class of numeral", "rows", "share"),
    shares=("rows that have", "rows", "share"),
    names={
        "metric_id": "a metric of the vocabulary", "place_id": "a known place", "si_value": "a value in the SI unit",
        "period": "a period", "task": "a task", "deadline": "a deadline", "due_date": "a last day",
        "responsible_unit": "a responsible unit", "hedged": "a hedge (aim, expect, stretch)", "target": "a target",
        "function": "an organisation of known function",
    },
    targets="Targets",
    tasks="Tasks",
    responsibilities="Responsibilities",
    all_kinds="all",
    issues="Issues",
    issue_columns=("severity", "code", "rows", "documents"),
    none="None.",
    checks="Checks",
    checks_intro="A release is published only when no row breaks any of these.",
    check_columns=("check", "holds that", "examined", "failures"),
)  # fmt: skip
_ZH = _Words(
    title="质量",
    intro="供程序读取的同一内容见 quality.json。",
    accuracy="对照人工标注的准确度",
    no_gold="未测量：本版构建时没有人工标注。",
    gold="人工标注由人只看原文读出，涵盖 {all} 份文件中的 {gold} 份。规则是参照这类文件编写的，用于其他文件时准确度会低一些。"
    "列出精确率与召回率者，得分为 F1；其余为匹配行中正确者所占的比例。各项算法见代码库的 CONTRIBUTING.md。",
    fields=("项目", "得分", "精确率", "召回率", "正确", "标注", "数据"),
    measures={
        "quantity": "找到的数量", "value": "数值、比较与单位", "target": "目标（数值正确）", "role": "角色",
        "metric": "指标名称（按字符）", "measure": "度量方式", "modality": "语气", "place": "地方", "period": "时期",
        "tasks": "找到的任务", "responsibilities": "责任单位", "deadlines": "期限（类型与最晚日正确）",
        "deadlines_found": "找到的期限", "other": "其他数字的类别",
    },
    kinds="按文件类型",
    faults={"unexplained": "没有规则能解释的数字", "spans": "与原文不符的起止"},
    rules="按规则",
    rule_columns=("规则", "识别内容", "行数", "标注中没有", "角色正确", "数值正确"),
    coverage="覆盖",
    numerals=("数字类别", "行数", "比例"),
    shares=("具有下列内容的行", "行数", "比例"),
    names={
        "metric_id": "受控指标代码", "place_id": "已识别的地方", "si_value": "统一单位的数值", "period": "时期",
        "task": "任务", "deadline": "期限", "due_date": "最晚日", "responsible_unit": "责任单位",
        "hedged": "留有余地的语气（力争、预期、冲刺）", "target": "目标", "function": "职能已识别的单位",
    },
    targets="目标",
    tasks="任务",
    responsibilities="责任",
    all_kinds="全部",
    issues="问题",
    issue_columns=("程度", "代码", "行数", "文件数"),
    none="无。",
    checks="检查",
    checks_intro="任何一行不符合以下任何一条，数据都不会发布。",
    check_columns=("检查", "内容", "检查数", "不符合"),
)  # fmt: skip


def quality_page(quality: Plain, tallies: Iterable[Tally], facts: Facts) -> str:
    """Return the page of `quality`, what `pipeline.publish.quality` gives."""
    tallies = list(tallies)
    heads = {"en": facts.release.title, "zh": facts.release.title_zh}
    blocks: list[str] = []
    for language, words in (("en", _EN), ("zh", _ZH)):
        blocks += [f"# {words.title}: {heads[language]} {facts.version}", words.intro]
        blocks += [f"## {words.accuracy}", *_accuracy(quality["accuracy"], words, language)]
        blocks += [f"## {words.coverage}", *_coverage(quality["coverage"], words, language)]
        blocks += [f"## {words.issues}", _issues(quality["issues"], words, language)]
        blocks += [
            f"## {words.checks}",
            words.checks_intro,
            _checks(quality["checks"], tallies, words, language),
        ]
    return "\n\n".join(blocks) + "\n"


def _accuracy(accuracy: Plain | None, words: _Words, language: str) -> Iterator[str]:
    if accuracy is None:
        yield words.no_gold
        return
    yield words.gold.format(gold=accuracy["gold_documents"], all=accuracy["documents"])
    yield table(words.fields, (_field(name, accuracy["fields"][name], words) for name in FIELDS))
    yield "\n".join(f"- {words.faults[name]}: {accuracy['fields'][name]}" for name in FAULTS)
    yield f"### {words.kinds}"
    kinds = accuracy["document_kinds"]
    said = labels("doc_type", language)
    rows = ((words.measures[name], *(_score(scores[name]) for scores in kinds.values())) for name in FIELDS)
    yield table((words.fields[0], *(said[kind] for kind in kinds)), rows)
    yield f"### {words.rules}"
    reads = {rule["rule_id"]: rule[f"description_{language}"] for rule in lexicon.read("rules")}
    yield table(words.rule_columns, (_rule(rule, reads) for rule in accuracy["rules"]))


def _field(name: str, score: Plain, words: _Words) -> tuple[str, ...]:
    said = words.measures[name]
    if name in F1_FIELDS:
        shares = (score["f1"], score["precision"], score["recall"])
        return said, *map(_share, shares), f"{score['right']:g}", str(score["gold"]), str(score["built"])
    return said, _share(score["accuracy"]), "", "", f"{score['right']:g}", str(score["of"]), str(score["of"])


def _score(score: Plain) -> str:
    return _share(score.get("f1", score.get("accuracy")))


def _rule(rule: Plain, reads: Mapping[str, str]) -> tuple[str, ...]:
    name = rule["rule_id"]
    counts = (str(rule["support"]), str(rule["spurious"]))
    return (
        f"`{name}`",
        cell(reads.get(name)),
        *counts,
        *map(_share, (rule["role_precision"], rule["value_precision"])),
    )


def _coverage(coverage: Plain, words: _Words, language: str) -> Iterator[str]:
    said = labels("numeral_class", language)
    classes = coverage["numerals"]["class"].items()
    yield table(words.numerals, ((said[name], *_part(part)) for name, part in classes))
    kinds = labels("doc_type", language)
    for name, title in (("targets", words.targets), ("tasks", words.tasks)):
        covered = coverage[name]
        columns = {words.all_kinds: covered, **{kinds[k]: v for k, v in covered["document_kinds"].items()}}
        yield f"### {title}: {covered['rows']:,}"
        yield table(
            (words.shares[0], words.shares[1], *columns), _share_rows(columns, words.names.__getitem__)
        )
    covered = coverage["responsibilities"]
    yield f"### {words.responsibilities}: {covered['rows']:,}"
    yield table(words.shares, [(words.names["function"], *_part(covered["function"]))])


def _share_rows(columns: Mapping[str, Plain], called: Callable[[str], str]) -> Iterator[tuple[str, ...]]:
    first = next(iter(columns.values()))
    for name, part in first.items():
        if name not in ("rows", "document_kinds"):
            yield (
                called(name),
                f"{part['rows']:,}",
                *(_share(column[name]["share"]) for column in columns.values()),
            )


def _issues(issues: Iterable[Plain], words: _Words, language: str) -> str:
    said = labels("severity", language)
    rows = [
        (said[row["severity"]], f"`{row['code']}`", f"{row['rows']:,}", f"{row['documents']:,}")
        for row in issues
    ]
    return table(words.issue_columns, rows) if rows else words.none


def _checks(checks: Iterable[Plain], tallies: Iterable[Tally], words: _Words, language: str) -> str:
    holds = {one.check: getattr(one, f"holds_{language}") for one in tallies}
    rows = (
        (f"`{row['check']}`", holds[row["check"]], f"{row['examined']:,}", str(row["failures"]))
        for row in checks
    )
    return table(words.check_columns, rows)


def _part(part: Plain) -> tuple[str, str]:
    return f"{part['rows']:,}", _share(part["share"])


def _share(share: float | None) -> str:
    return "–" if share is None else f"{share:.3f}"
