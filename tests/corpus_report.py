"""What extraction makes of a folder of whole work reports: robustness, and the headline goals it finds.

For each report: is every digit run in exactly one numeral, how many numerals does no rule explain, are the
review and the plan told apart, and which of the headline goals that its goals sentence states are rows with
a metric_id. A goal that the text states and no row holds is marked with `!`, and its clause is shown.

    python -m tests.corpus_report FOLDER
"""

from __future__ import annotations

import argparse
import re
import sys
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.extract import extract
from pipeline.model import Document, Indicator, Mentions
from pipeline.normalize.metrics import find_metric
from tests.reading import unaccounted
from tests.texts import read_folder

# Goal → the metrics that state it, and how a goals sentence that gives a figure for it reads.
GOALS: dict[str, tuple[frozenset[str], re.Pattern[str]]] = {
    name: (frozenset(metrics.split()), re.compile(pattern))
    for name, metrics, pattern in (
        ("GDP", "gdp_growth", r"(?:生产总值|经济|GDP)(?:预期)?增[长速幅][^,;。]{0,3}[0-9.]+%"),
        ("CPI", "cpi", r"居民消费价格[^,;。]{0,20}[0-9.]+%"),
        ("unemployment", "surveyed_unemployment", r"城镇调查失业率[^,;。]{0,20}[0-9.]+%"),
        ("jobs", "new_urban_jobs", r"城镇新增就业[^,;。]{0,4}[0-9.]+万"),
        ("income", "resident_income_growth urban_income_growth rural_income_growth",
         r"(?:居民收入|可支配收入)[^,;。]{0,8}[0-9.]+%"),
        ("grain", "grain_output", r"粮食(?:总)?产量[^,;。]{0,8}[0-9.]+[亿万]"),
        ("investment", "fixed_asset_investment_growth", r"固定资产投资[^,;。]{0,6}[0-9.]+%"),
        ("retail", "retail_sales_growth", r"消费品零售总额[^,;。]{0,6}[0-9.]+%"),
        ("revenue", "budget_revenue_growth", r"一般公共预算收入[^,;。]{0,8}[0-9.]+%"),
        ("industry", "industrial_value_added_growth", r"规(?:模以上|上|模)工业增加值[^,;。]{0,6}[0-9.]+%"),
        ("energy", "energy_intensity_reduction", r"单位(?:地区|国内)?(?:生产总值|GDP)能耗[^,;。]{0,6}[0-9.]+%"),
    )
}  # fmt: skip
_GOALS_SENTENCE = re.compile(r"主?要?预期目标(?:建议)?(?:是|为|:)|主要目标(?:是|为|:)|发展目标(?:是|为|:)")
_FIRST_GOAL = re.compile(r"(?:生产总值|经济|GDP)(?:预期)?增[长速幅]")
# Goals stand at the front of the plan; the first one is the growth of the economy.
_NEAR = 60
UNEXPLAINED_AT_MOST = 0.005


@dataclass(frozen=True, slots=True)
class Goal:
    """A headline goal in one report: the clause that states it (None: no figure), and its rows."""

    stated: str | None
    rows: tuple[Indicator, ...]

    @property
    def missed(self) -> bool:
        """Whether the text states a figure that no row holds."""
        return self.stated is not None and not self.rows


@dataclass(frozen=True, slots=True)
class Report:
    """What was found in one report; `review_targets` and `plan_achieved` count rows on the wrong side."""

    name: str
    numerals: int
    unexplained: tuple[str, ...]
    unaccounted: tuple[str, ...]
    review_sections: int
    review_achieved: int
    review_targets: int
    plan_targets: int
    plan_achieved: int
    goals: dict[str, Goal]

    @property
    def parts_told_apart(self) -> bool:
        """Whether results stand before the goals sentence and targets behind it, but for a few."""
        before = self.review_targets <= 0.1 * self.review_achieved
        return self.review_sections > 0 and before and self.plan_achieved <= 0.5 * self.plan_targets


def read_report(document: Document) -> Report:
    """Extract one report and check it."""
    mentions = extract(document)
    folded = unicodedata.normalize("NFKC", document.text)
    if len(folded) != len(document.text):  # a ligature or fraction: widths alone keep the offsets
        folded = document.text
    start, end = goals_span(folded)
    rows = [row for row in mentions.indicators if start <= row.start < end]
    before = [row.role for row in mentions.indicators if row.start < start]
    after = [row.role for row in mentions.indicators if row.start >= end]
    text = document.text
    return Report(
        name=document.title or document.path,
        numerals=len(mentions.numerals),
        unexplained=tuple(text[n.start : n.end] for n in mentions.numerals if n.cls == "unexplained"),
        unaccounted=tuple(unaccounted(text, mentions)),
        review_sections=_reviews_before(mentions, start),
        review_achieved=before.count("achieved"),
        review_targets=before.count("target"),
        plan_targets=after.count("target"),
        plan_achieved=after.count("achieved"),
        goals={name: _goal(folded[start:end], rows, name) for name in GOALS},
    )


def _reviews_before(mentions: Mentions, offset: int) -> int:
    return sum(section.kind == "review" and section.start < offset for section in mentions.sections)


def goals_span(text: str) -> tuple[int, int]:
    """Return where the goals sentence of the plan and what follows it on its line stand; (0, 0) without one."""
    for cue in _GOALS_SENTENCE.finditer(text):
        if _FIRST_GOAL.search(text, cue.end(), cue.end() + _NEAR):
            end = text.find("\n", cue.end())
            return cue.start(), end if end >= 0 else len(text)
    return 0, 0


def _goal(sentence: str, rows: Sequence[Indicator], name: str) -> Goal:
    metrics, pattern = GOALS[name]
    stated = pattern.search(sentence)
    found = tuple(row for row in rows if row.role == "target" and metric_id(row) in metrics)
    return Goal(stated.group() if stated else None, found)


def metric_id(row: Indicator) -> str | None:
    """Return the metric that the row will be published with."""
    return find_metric(row.metric, row.unit, row.measure)


def table(reports: Sequence[Report]) -> str:
    """Return the reports × goals as a Markdown table: value and comparator, `–` not stated, `!` missed."""
    lines = ["| report | " + " | ".join(GOALS) + " |", "|---" * (len(GOALS) + 1) + "|"]
    for report in reports:
        cells = [_cell(report.goals[name]) for name in GOALS]
        lines.append(f"| {report.name[5:8]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(goal: Goal) -> str:
    if goal.missed:
        return f"! {goal.stated}"
    return "; ".join(_value(row) for row in goal.rows) or "–"


def _value(row: Indicator) -> str:
    low, high = row.value_low, row.value_high
    bounds = [f"{value:f}" for value in (low, high) if value is not None]
    number = "–".join(dict.fromkeys(bounds))
    return f"{number} {row.comparator}"


def summary(reports: Sequence[Report]) -> str:
    """Say in lines how robust the reading of `reports` is."""
    numerals = sum(report.numerals for report in reports)
    unexplained = [words for report in reports for words in report.unexplained]
    apart = [report for report in reports if report.parts_told_apart]
    missed = [(report, name) for report in reports for name in GOALS if report.goals[name].missed]
    stated = sum(goal.stated is not None for report in reports for goal in report.goals.values())
    mixed = [
        f"  {report.name}: before the goals {report.review_achieved} achieved, {report.review_targets} target; "
        f"behind them {report.plan_targets} target, {report.plan_achieved} achieved"
        for report in reports
        if not report.parts_told_apart
    ]
    return "\n".join(
        [
            f"reports      {len(reports)}",
            f"numerals     {numerals:,}, unexplained {len(unexplained)} "
            f"({len(unexplained) / max(numerals, 1):.2%}): {' '.join(unexplained[:40])}",
            f"digit runs not in exactly one numeral: {sum(len(report.unaccounted) for report in reports)}",
            f"review and plan told apart in {len(apart)}",
            *mixed,
            f"headline goals stated with a figure: {stated}, of these without a row {len(missed)}",
            *(f"  {report.name} {name}: {report.goals[name].stated}" for report, name in missed),
        ]
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Read the reports of a folder and print what was found; exit code 1 where something is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus_report", description="Check whole reports.")
    parser.add_argument("folder", type=Path, help="folder of .txt files, a work report each")
    reports = [read_report(document) for document in read_folder(parser.parse_args(arguments).folder)]
    print(f"{table(reports)}\n\n{summary(reports)}")
    sound = all(r.parts_told_apart and not r.unaccounted for r in reports)
    sys.exit(0 if sound and not any(g.missed for r in reports for g in r.goals.values()) else 1)


if __name__ == "__main__":
    main()
