"""The `targets` view: indicators of role target joined with all that a first question needs."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from schemas import TABLES, labels
from schemas.as_polars import polars_schema

HEDGES = ("aim", "expect", "stretch")
"""The modalities that leave room for missing the value."""

_SEPARATOR = "；"


def targets_view(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return a wide row for each target, in the order of `indicators`."""
    view = (
        frames["indicators"]
        .filter(pl.col("role") == "target")
        .drop("place")
        .join(_documents(frames), on="doc_id", how="left", maintain_order="left")
        .join(_places(frames["places"]), on="place_id", how="left", maintain_order="left")
        .join(_metrics(frames["metrics"]), on="metric_id", how="left", maintain_order="left")
        .join(_units(frames["units"]), on="unit", how="left", maintain_order="left")
        .join(_tasks(frames), on="task_id", how="left", maintain_order="left")
        .join(_headings(frames["sections"]), on="section_id", how="left", maintain_order="left")
        .join(_thresholds(frames["indicators"]), on="indicator_id", how="left", maintain_order="left")
        .join(_written_places(frames["indicators"]), on="indicator_id", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("place", "place_as_written").alias("place"),
            pl.coalesce("value_low", "value_high").alias("value"),
            pl.col("modality").is_in(HEDGES).alias("hedged"),
            pl.col("n_orgs").fill_null(0),
            *_labels("comparator"),
            *_labels("modality"),
        )
    )
    return view.select(TABLES["targets"].names).match_to_schema(polars_schema(TABLES["targets"]))


def _labels(column: str) -> list[pl.Expr]:
    return [
        pl.col(column)
        .replace_strict(labels(column, language), default=None, return_dtype=pl.String)
        .alias(f"{column}_label_{language}")
        for language in ("zh", "en")
    ]


def _documents(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    start, end = pl.col("plan_start").dt.year(), pl.col("plan_end").dt.year()
    return frames["documents"].select(
        "doc_id",
        "collection",
        pl.col("title").alias("document_title"),
        "doc_type",
        "status",
        "issuer",
        "plan_start",
        "plan_end",
        pl.when(start == end).then(start).alias("plan_year"),
        "source_url",
        "source_kind",
    )


def _places(places: pl.DataFrame) -> pl.DataFrame:
    """Return each place with the name above it and its province, itself included."""
    rows = {row["place_id"]: row for row in places.iter_rows(named=True)}

    def province(place_id: str | None) -> str | None:
        seen = set()
        while place_id in rows and place_id not in seen:
            seen.add(place_id)
            if rows[place_id]["kind"] == "province":
                return str(rows[place_id]["name"])
            place_id = rows[place_id]["parent_place_id"]
        return None

    provinces = pl.Series("province", [province(place_id) for place_id in rows], dtype=pl.String)
    parents = places.select(pl.col("place_id").alias("parent_place_id"), pl.col("name").alias("parent_place"))
    return (
        places.with_columns(provinces)
        .join(parents, on="parent_place_id", how="left", maintain_order="left")
        .select(
            "place_id",
            pl.col("name").alias("place"),
            pl.col("name_en").alias("place_en"),
            pl.col("kind").alias("place_kind"),
            pl.col("gbt2260").alias("place_gbt2260"),
            "parent_place",
            "province",
        )
    )


def _metrics(metrics: pl.DataFrame) -> pl.DataFrame:
    return metrics.select(
        "metric_id",
        pl.col("label_zh").alias("metric_label_zh"),
        pl.col("label_en").alias("metric_label_en"),
        "domain",
    )


def _units(units: pl.DataFrame) -> pl.DataFrame:
    return units.select(
        "unit", pl.col("label_zh").alias("unit_label_zh"), pl.col("label_en").alias("unit_label_en")
    )


def _tasks(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return (
        frames["tasks"]
        .select("task_id", pl.col("title").alias("task_title"), "deadline_type", "due_on")
        .join(_leads(frames), on="task_id", how="left", maintain_order="left")
    )


def _leads(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return each task's first lead, else its first responsible organisation, and how many it has."""
    rank = pl.col("role").replace_strict(
        {"lead": 0, "responsible": 1, "cooperate": 2}, default=3, return_dtype=pl.Int8
    )
    by_task = (
        frames["responsibilities"].with_columns(rank.alias("rank")).sort("rank", "seq", maintain_order=True)
    )
    counts = by_task.group_by("task_id", maintain_order=True).agg(
        pl.col("org_id").n_unique().cast(pl.Int32).alias("n_orgs")
    )
    first = by_task.filter(pl.col("rank") < 2).unique("task_id", keep="first", maintain_order=True)
    functions = frames["organizations"].select("org_id", pl.col("function").alias("lead_org_function"))
    leads = first.join(functions, on="org_id", how="left", maintain_order="left").select(
        "task_id",
        pl.col("org_name").alias("lead_org"),
        pl.col("org_id").alias("lead_org_id"),
        "lead_org_function",
    )
    return counts.join(leads, on="task_id", how="left", maintain_order="left")


def _headings(sections: pl.DataFrame) -> pl.DataFrame:
    return sections.select("section_id", pl.col("heading").alias("section_heading"))


def _thresholds(indicators: pl.DataFrame) -> pl.DataFrame:
    """Return for each qualified target its thresholds in the words of the source."""
    return (
        indicators.filter(pl.col("qualifies_indicator_id").is_not_null())
        .group_by(pl.col("qualifies_indicator_id").alias("indicator_id"), maintain_order=True)
        .agg(pl.col("as_written").str.join(_SEPARATOR).alias("thresholds"))
    )


def _written_places(indicators: pl.DataFrame) -> pl.DataFrame:
    return indicators.select("indicator_id", pl.col("place").alias("place_as_written"))
