"""codebook.zh.md and codebook.en.md: every table, column, code, unit, metric and rule, in one language a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from pipeline import lexicon
from pipeline.publish.facts import Facts, citation
from pipeline.publish.markdown import cell, table
from schemas import TABLES, VOCABULARIES, Column, Table, labels
from schemas.changes import CHANGES

LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class _Words:
    """The codebook's own words in one language."""

    title: str
    intro: str
    tables: str
    rows: str
    key: str
    refers: str
    checks: str
    columns: tuple[str, ...]
    yes: str
    column_unit: str
    vocabularies: str
    terms: tuple[str, ...]
    units: str
    unit_columns: tuple[str, ...]
    metrics: str
    metric_columns: tuple[str, ...]
    rules: str
    rule_columns: tuple[str, ...]
    changes: str


# fmt: off
_WORDS = {
    "en": _Words(
        title="Codebook",
        intro="`null` is an empty cell. Offsets count Unicode code points from 0; the end is not included: "
        "`texts.text[start:end]` holds the words that a row stands for. Columns of source `text` are verbatim.",
        tables="Tables",
        rows="rows",
        key="Primary key",
        refers="Refers to",
        checks="No row breaks",
        columns=("column", "title", "type", "null", "unit", "codes", "source", "meaning"),
        yes="yes",
        column_unit="in column `{}`",
        vocabularies="Codes",
        terms=("code", "label", "label (zh)"),
        units="Units",
        unit_columns=("unit", "label", "label (zh)", "dimension", "factor to SI", "SI unit", "UCUM"),
        metrics="Metrics",
        metric_columns=("metric_id", "label", "label (zh)", "definition", "measure", "unit", "domain", "good"),
        rules="Rules that read indicators (`indicators.rule_id`)",
        rule_columns=("rule_id", "role", "confidence", "reads", "example"),
        changes="Changes since the release before (folder `changes/`)",
    ),
    "zh": _Words(
        title="编码手册",
        intro="空单元格即 `null`。位置从 0 起按 Unicode 码点计，不含终点：`texts.text[start:end]` 即该行所指的原文。"
        "来源为“原文文字”的列照录原文。",
        tables="数据表",
        rows="行数",
        key="主键",
        refers="引用",
        checks="每行都满足",
        columns=("列", "标题", "类型", "可空", "单位", "代码", "来源", "含义"),
        yes="是",
        column_unit="见 `{}` 列",
        vocabularies="代码",
        terms=("代码", "名称", "英文名称"),
        units="单位",
        unit_columns=("单位", "名称", "英文名称", "量纲", "换算系数", "统一单位", "UCUM"),
        metrics="指标",
        metric_columns=("metric_id", "名称", "英文名称", "定义", "度量方式", "单位", "领域", "好的方向"),
        rules="识别指标的规则（`indicators.rule_id`）",
        rule_columns=("rule_id", "角色", "可信度", "识别内容", "例"),
        changes="与上一版相比的变化（文件夹 `changes/`）",
    ),
}
# fmt: on


def file(language: str) -> str:
    """Return the name of the codebook in `language`."""
    return f"codebook.{language}.md"


def codebook(frames: Mapping[str, pl.DataFrame], facts: Facts, language: str) -> str:
    """Return the page in `language`, `zh` or `en`; units and metrics are those of `frames`."""
    words = _WORDS[language]
    authored = facts.release
    blocks = [
        f"# {words.title}: {getattr(authored, _in('title', language))} {facts.version}",
        getattr(authored, _in("description", language)),
        f"schema {authored.schema_version} · {citation(facts)}",
        words.intro,
        f"## {words.tables}",
        _overview(frames, language),
        *(
            block
            for name, one in TABLES.items()
            for block in _table(one, f'### <a id="table-{name}"></a>{name}', language)
        ),
        f"## {words.changes}",
        *(block for one in CHANGES.values() for block in _table(one, f"### changes/{one.name}", language)),
        f"## {words.vocabularies}",
        *(block for name in VOCABULARIES for block in _vocabulary(name, language)),
        f"## {words.units}",
        table(words.unit_columns, _unit_rows(frames["units"], language)),
        f"## {words.metrics}",
        table(words.metric_columns, _metric_rows(frames["metrics"], language)),
        f"## {words.rules}",
        table(words.rule_columns, _rule_rows(language)),
    ]
    return "\n\n".join(blocks) + "\n"


def _in(name: str, language: str) -> str:
    """Return the name of an authored field in `language`; the English one has no ending."""
    return name if language == "en" else f"{name}_{language}"


def _other(language: str) -> str:
    return "en" if language == "zh" else "zh"


def _said(record: Any, name: str, language: str) -> str:
    return cell(getattr(record, f"{name}_{language}"))


def _overview(frames: Mapping[str, pl.DataFrame], language: str) -> str:
    words = _WORDS[language]
    rows = (
        (f"[`{name}`](#table-{name})", _said(one, "title", language), f"{frames[name].height:,}",
         _said(one, "description", language))
        for name, one in TABLES.items()
    )  # fmt: skip
    return table((words.tables, words.columns[1], words.rows, words.columns[-1]), rows)


def _table(one: Table, heading: str, language: str) -> Iterator[str]:
    words = _WORDS[language]
    yield f"{heading} {_said(one, 'title', language)}"
    yield getattr(one, f"description_{language}")
    lines = [f"- {words.key}: `{one.primary_key}`"]
    lines += [f"- {words.refers}: `{k.column}` → `{k.table}.{k.reference}`" for k in one.foreign_keys]
    lines += [f"- {words.checks}: `{check.sql}`" for check in one.checks]
    yield "\n".join(lines)
    yield table(words.columns, (_column(column, language) for column in one.columns))


def _column(column: Column, language: str) -> tuple[str, ...]:
    words = _WORDS[language]
    code = column.vocabulary
    return (
        f"`{column.name}`",
        _said(column, "title", language),
        column.dtype,
        words.yes if column.nullable else "",
        _unit(column.unit, words),
        f"[{code}](#codes-{code})" if code else "",
        labels("source", language)[column.source],
        _said(column, "description", language),
    )


def _unit(unit: str | None, words: _Words) -> str:
    """Return the unit of a column; `column unit` says that another column holds it."""
    if unit is not None and unit.startswith("column "):
        return words.column_unit.format(unit.removeprefix("column "))
    return cell(unit)


def _vocabulary(name: str, language: str) -> Iterator[str]:
    yield f'### <a id="codes-{name}"></a>{name}'
    other = _other(language)
    rows = (
        (f"`{term.code}`", _said(term, "label", language), _said(term, "label", other))
        for term in VOCABULARIES[name]
    )
    yield table(_WORDS[language].terms, rows)


def _unit_rows(units: pl.DataFrame, language: str) -> Iterator[tuple[str, ...]]:
    for row in units.iter_rows(named=True):
        names = (row[f"label_{language}"], row[f"label_{_other(language)}"])
        rest = (row["dimension"], row["factor_to_si"], row["si_unit"], row["ucum"])
        yield f"`{row['unit']}`", *map(cell, (*names, *rest))


def _metric_rows(metrics: pl.DataFrame, language: str) -> Iterator[tuple[str, ...]]:
    said = {name: labels(name, language) for name in ("measure", "metric_domain", "good_direction")}
    for row in metrics.iter_rows(named=True):
        names = (row[f"label_{language}"], row[f"label_{_other(language)}"], row[f"definition_{language}"])
        coded = (
            said["measure"][row["measure"]],
            f"`{row['unit']}`",
            said["metric_domain"][row["domain"]],
            said["good_direction"][row["good_direction"]],
        )
        yield f"`{row['metric_id']}`", *map(cell, names), *coded


def _rule_rows(language: str) -> Iterator[tuple[str, ...]]:
    roles = labels("role", language)
    for rule in lexicon.read("rules"):
        role = roles.get(rule["role"], rule["role"])
        said = rule[f"description_{language}"], rule["example"]
        yield f"`{rule['rule_id']}`", role, rule["confidence"], *map(cell, said)
