"""What had reached a record when it was called: the steps of the plan behind it, and this call."""

from __future__ import annotations

import polars as pl

from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.review import Row
from telebatch.report.marks import Scope, within

_TOLD = {"is_talk": "contacted", "is_right_party": "right_party", "is_primary": "primary"}


def funnel_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Media combination → records dialled under it, talked to, key persons, primary goals.

    A record called in two stages, or before and after a piece arrived, counts in both combinations, each with the
    calls it got there: what a second call brought never speaks for the first.
    """
    dials = within(scope.marked, period).filter(pl.col("is_dial") & pl.col("lead_key").is_not_null())
    calls = dials.select("lead_key", *_TOLD, "stage_no", "start_local")
    sent = scope.facts.leads.filter(pl.col("media_arrivals").list.len() > 0)
    calls = calls.join(sent.select("lead_key", is_reached=True), on="lead_key", how="left")
    # Nothing came before most first calls: those need no day.
    led = pl.col("stage_no").gt(1) | pl.col("is_reached").is_not_null()
    keys = ["lead_key", "day", "stage_no"]
    days = calls.filter(led).with_columns(day=pl.col("start_local").dt.date())
    apart = days.group_by(keys).agg(pl.col(*_TOLD).any())
    behind = _behind(apart.select(keys), scope.facts.leads, scope.project).group_by(keys).agg(
        pl.col("step").sort_by("position").str.join("+")
    )  # fmt: skip
    parts = (
        calls.filter(~led).group_by("lead_key").agg(pl.lit(None, pl.String).alias("step"), pl.col(*_TOLD).any()),
        apart.join(behind, on=keys, how="left").select("lead_key", "step", *_TOLD),
    )
    media = pl.concat_str("step", pl.lit("call"), separator="+", ignore_nulls=True).alias("media")
    records = pl.concat(parts).group_by("lead_key", media).agg(pl.col(*_TOLD).any())
    return records.group_by("media").agg(pl.len().cast(pl.Int64).alias("dialled"), *_counted())


def _counted() -> list[pl.Expr]:
    return [pl.col(mark).cast(pl.Int64).sum().alias(name) for mark, name in _TOLD.items()]


def _behind(calls: pl.LazyFrame, leads: pl.LazyFrame, project: Project) -> pl.LazyFrame:
    """Every completed step of the plan behind a call: media that had arrived by its day, and the stages before its own.

    Args:
      calls: `lead_key`, `day`, `stage_no`.
      leads: LEAD_STATE; its pieces are those that did not come back.
      project: The plan tells the order.

    Returns:
      The columns of `calls`, `step` ("call" or the medium) and its `position` in the plan.
    """
    plan = _plan(project)
    arrived = (
        leads.select("lead_key", step=pl.col("media_sent").str.split("+"), arrived_on="media_arrivals")
        .filter(pl.col("arrived_on").list.len() > 0)
        .explode("step", "arrived_on")
        .with_columns(turn=pl.int_range(1, pl.len() + 1, dtype=pl.Int64).over("lead_key", "step"))
        .join(plan.lazy(), on=["step", "turn"], how="inner")
    )
    media = calls.join(arrived, on="lead_key", how="inner").filter(pl.col("arrived_on") <= pl.col("day"))
    stages = calls.join(plan.lazy().filter(step="call"), how="cross").filter(pl.col("turn") < pl.col("stage_no"))
    told = (*calls.collect_schema().names(), "step", "position")
    return pl.concat([media.select(told), stages.select(told)])


def _plan(project: Project) -> pl.DataFrame:
    """`step` (the medium, or "call"), `turn` (1, 2 … of the same), `position` in the plan."""
    turns: dict[str, int] = {}
    rows = []
    for position, planned in enumerate(project.plan):
        step = planned.medium or "call"
        turns[step] = turns.get(step, 0) + 1
        rows.append((step, turns[step], position))
    return pl.DataFrame(rows, schema={"step": pl.String, "turn": pl.Int64, "position": pl.Int64}, orient="row")


def funnel(counts: pl.DataFrame) -> tuple[Row, ...]:
    """One row per media combination, the most worked first."""
    names = ("dialled", *_TOLD.values())
    ordered = counts.sort("dialled", "media", descending=[True, False])
    return tuple(Row(row["media"], {name: row[name] for name in names}) for row in ordered.iter_rows(named=True))
