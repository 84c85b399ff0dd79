"""The questions answered a second time, in polars expressions and without SQL."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

HEDGED = pl.col("modality").is_in(["aim", "expect", "stretch"])


def _table(release: Path, name: str) -> pl.DataFrame:
    return pl.read_parquet(release / f"{name}.parquet")


def investment(release: Path) -> pl.DataFrame:
    """Return the money that counties and zones plan to sign for, most first."""
    targets = _table(release, "targets").filter(
        metric_id="contracted_investment", measure="quantity", unit="CNY"
    )
    kinds = ["county", "county_city", "district", "functional_zone"]
    rows = targets.filter(pl.col("place_kind").is_in(kinds)).sort("indicator_id")
    money = (pl.col("value") / 1e8).alias("hundred_million_yuan")
    ranked = rows.sort("value", descending=True, maintain_order=True)
    return ranked.select("place", "plan_year", "as_written", money, "comparator", "modality")


def hedged(release: Path) -> pl.DataFrame:
    """Return how many targets are not one value, hedged in words, or either."""
    bounded = pl.col("comparator") != "eq"
    return _table(release, "targets").select(
        targets=pl.len(),
        not_one_value=bounded.sum(),
        hedged_in_words=pl.col("hedged").sum(),
        either=(bounded | HEDGED).sum(),
    )


def carriers(release: Path) -> pl.DataFrame:
    """Return the five organisations with the most tasks."""
    carried = _table(release, "responsibilities").unique(["org_id", "task_id"])
    counted = carried.group_by("org_id").agg(tasks=pl.len())
    ranked = counted.sort("tasks", "org_id", descending=[True, False]).head(5)
    named = ranked.join(_table(release, "organizations"), on="org_id", how="left", maintain_order="left")
    return named.select(pl.col("name").alias("organisation"), "function", "tasks")


def goals(release: Path) -> pl.DataFrame:
    """Return the metrics of which three or more places state a target, and between which values."""
    targets = _table(release, "targets").drop_nulls("metric_id")
    grouped = targets.group_by("metric_id", "metric_label_zh", "unit").agg(
        places=pl.col("place_id").drop_nulls().n_unique(),
        lowest=pl.col("value").min(),
        highest=pl.col("value").max(),
    )
    shared = grouped.filter(pl.col("places") >= 3)
    ranked = shared.sort("places", "metric_id", "unit", descending=[True, False, False])
    return ranked.select("metric_id", "metric_label_zh", "places", "lowest", "highest", "unit")


def due(release: Path) -> pl.DataFrame:
    """Return the tasks due in the first half of 2023, with the words that say so."""
    first_half = pl.col("due_on").is_between(pl.date(2023, 1, 1), pl.date(2023, 6, 30))
    words = _table(release, "deadlines").select("deadline_id", "task_id", "latest", "as_written")
    tasks = _table(release, "tasks").filter(first_half).join(words, on="task_id")
    said = tasks.filter(pl.col("latest") == pl.col("due_on"))
    return said.sort("due_on", "task_id", "deadline_id").select("due_on", "as_written", "place", "title")


def source(release: Path) -> pl.DataFrame:
    """Return the first targets of a county beside what the text has at their place."""
    targets = _table(release, "targets").filter(place="枣阳市").sort("doc_id", "start").head(4)
    texts = dict(_table(release, "texts").iter_rows())
    cut = [texts[doc][start:end] for doc, start, end in targets.select("doc_id", "start", "end").iter_rows()]
    return targets.select("metric", "as_written", cut_from_the_text=pl.Series(cut, dtype=pl.String))


EXPECTED: dict[str, Callable[[Path], pl.DataFrame]] = {
    function.__name__: function for function in (investment, hedged, carriers, goals, due, source)
}
"""Name of a question → its answer, computed from the Parquet files of a release."""
