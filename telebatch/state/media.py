"""Which media of the plan did a lead get, and when did each arrive? Pieces that came back do not count."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.state.facts import FoldRules

#: A drop log within two weeks of a mailing tells of that mailing: slow post takes up to 14 days (field notes, 5.5).
SAME_PIECE: Final = timedelta(days=14)

_PIECE: Final = ("lead_key", "medium")


def pieces(touches: pl.LazyFrame, mailed: pl.LazyFrame) -> pl.LazyFrame:
    """Every piece sent to a lead, once.

    A mailing counts as sent on its date unless a touch of the same medium within two weeks tells another one. A touch
    without a posting date (returned post) adds its dates to the latest piece posted before it.

    Returns:
      `lead_key`, `medium`, `sent_on` (the key; null: only its return is known), `arrived_on`, `returned_on`.
    """
    keyed = touches.filter(pl.col("lead_key").is_not_null() & pl.col("medium").is_not_null())
    dates = (pl.col("arrived_on").max(), pl.col("returned_on").max())
    dated = keyed.filter(pl.col("sent_on").is_not_null()).group_by(*_PIECE, "sent_on").agg(*dates)
    posted = mailed.filter(pl.col("lead_key").is_not_null()).select(*_PIECE, "sent_on").unique()
    unlogged = posted.join(_logged(dated, posted), on=[*_PIECE, "sent_on"], how="anti")
    known = pl.concat(
        [dated, unlogged.with_columns(pl.lit(None, dtype=pl.Date).alias(c) for c in ("arrived_on", "returned_on"))]
    )
    undated = keyed.filter(pl.col("sent_on").is_null()).with_columns(event_on=pl.coalesce("returned_on", "arrived_on"))
    late = (
        undated.filter(pl.col("event_on").is_not_null())
        .sort("event_on")
        .join_asof(
            known.select(*_PIECE, piece_on="sent_on").sort("piece_on"),
            left_on="event_on",
            right_on="piece_on",
            by=list(_PIECE),
            strategy="backward",
            check_sortedness=False,
        )
        .select(*_PIECE, pl.col("piece_on").alias("sent_on"), "arrived_on", "returned_on")
    )
    return pl.concat([known, late]).group_by(*_PIECE, "sent_on").agg(*dates)


def _logged(dated: pl.LazyFrame, posted: pl.LazyFrame) -> pl.LazyFrame:
    """The mailings of which a touch tells."""
    return (
        dated.select(*_PIECE, "sent_on")
        .sort("sent_on")
        .join_asof(
            posted.with_columns(mailed_on="sent_on").sort("sent_on"),
            on="sent_on",
            by=list(_PIECE),
            strategy="nearest",
            tolerance=SAME_PIECE,
            check_sortedness=False,
        )
        .filter(pl.col("mailed_on").is_not_null())
        .select(*_PIECE, pl.col("mailed_on").alias("sent_on"))
        .unique()
    )


def media_steps(rules: FoldRules) -> pl.DataFrame:
    """One row per medium step of every plan: `project`, `medium`, `turn` (1, 2 … of this medium), `step`,
    `transit_days`, `closes_on_return`.
    """
    rows = [row for name, project in sorted(rules.projects.items()) for row in _steps_of(name, project, rules)]
    schema = {
        "project": pl.String(),
        "medium": pl.String(),
        "turn": pl.UInt32(),
        "step": pl.Int16(),
        "transit_days": pl.Int32(),
        "closes_on_return": pl.Boolean(),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _steps_of(name: str, project: Project, rules: FoldRules) -> list[tuple[object, ...]]:
    turns: dict[str, int] = {}
    rows: list[tuple[object, ...]] = []
    for number, step in enumerate(project.plan):
        if step.medium:
            turns[step.medium] = turns.get(step.medium, 0) + 1
            transit = step.transit_days if step.transit_days is not None else rules.transit_days.get(step.medium, 0)
            rows.append((name, step.medium, turns[step.medium], number, transit, step.on_return == "close"))
    return rows


def media_of(leads: pl.LazyFrame, sent: pl.LazyFrame, rules: FoldRules) -> pl.LazyFrame:
    """The media columns of LEAD_STATE, key `lead_key`; leads without any piece of their plan are absent.

    Args:
      leads: `lead_key`, `project`.
      sent: As `pieces` gives them; the n-th piece that did not come back is the n-th step of that
        medium, and what is posted beyond the plan renews its last step.
      rules: Plans and transit days.

    Returns:
      Beside the media columns `arrival_0`, `arrival_1` … per plan position, and `return_closes_on` (null: no return
      closes the lead).
    """
    steps = media_steps(rules)
    plan = steps.lazy()
    turns = plan.group_by("project", "medium").agg(pl.col("turn").max().alias("turns"))
    theirs = sent.join(leads, on="lead_key", how="inner").join(turns, on=["project", "medium"], how="inner")
    back = _returned(theirs.filter(pl.col("returned_on").is_not_null()), plan)
    kept = (
        theirs.filter(pl.col("returned_on").is_null(), pl.col("sent_on").is_not_null())
        .with_columns(turn=pl.min_horizontal(pl.col("sent_on").rank("ordinal").over(*_PIECE).cast(pl.UInt32), "turns"))
        .join(plan, on=["project", "medium", "turn"], how="inner")
        .with_columns(due=pl.coalesce("arrived_on", pl.col("sent_on") + pl.duration(days="transit_days")))
        .group_by("lead_key")
        .agg(
            *(pl.when(pl.col("step") == n).then("due").max().alias(f"arrival_{n}") for n in positions(rules)),
            pl.col("sent_on").max().alias("media_sent_on"),
            pl.col("due").max().alias("media_due_on"),
            pl.len().alias("kept"),
        )
        .with_columns(media_arrivals=pl.concat_list(_arrivals(rules)).list.drop_nulls())
    )
    every = pl.col("kept").fill_null(0) + pl.col("returns").fill_null(0)
    return kept.join(back, on="lead_key", how="full", coalesce=True).with_columns(every.alias("media_pieces"))


def _returned(back: pl.LazyFrame, plan: pl.LazyFrame) -> pl.LazyFrame:
    """`media_returned` and `return_closes_on` of leads whose pieces came back."""
    firsts = plan.group_by("project", "medium").agg(pl.col("step").min(), pl.col("closes_on_return").any())
    return (
        back.join(firsts, on=["project", "medium"], how="inner")
        .sort("lead_key", "step", "returned_on")
        .group_by("lead_key")
        .agg(
            pl.col("medium").str.join("+").alias("media_returned"),
            pl.len().alias("returns"),
            pl.when("closes_on_return").then("returned_on").max().alias("return_closes_on"),
        )
    )


def _arrivals(rules: FoldRules) -> list[pl.Expr]:
    return [pl.col(f"arrival_{n}") for n in positions(rules)] or [pl.lit(None, pl.Date)]


def positions(rules: FoldRules) -> range:
    """Every position a plan step may have among the projects."""
    return range(max((len(project.plan) for project in rules.projects.values()), default=0))


def told_media(rules: FoldRules) -> tuple[pl.Expr, ...]:
    """`media_sent`, `media_arrivals`, `media_combination` over a frame with `project`,
    `call_steps_done` and the arrivals per plan position.
    """
    names = sorted(rules.projects)
    media: list[pl.Expr] = []
    steps: list[pl.Expr] = []
    for n in positions(rules):
        at = {name: rules.projects[name].plan[n] for name in names if len(rules.projects[name].plan) > n}
        medium = pl.col("project").replace_strict(
            {name: step.medium for name, step in at.items()}, default=None, return_dtype=pl.String
        )
        turns = {name: _calls_to(rules.projects[name], n) for name, step in at.items() if step.call}
        turn = (
            pl.col("project").replace_strict(turns, default=None, return_dtype=pl.Int16)
            if turns
            else pl.lit(None, pl.Int16)
        )
        arrived = pl.when(pl.col(f"arrival_{n}").is_not_null()).then(medium)
        media.append(arrived)
        steps.append(pl.coalesce(arrived, pl.when(turn <= pl.col("call_steps_done")).then(pl.lit("call"))))
    nothing = pl.lit("")
    sent = pl.concat_str(media, separator="+", ignore_nulls=True) if media else nothing
    done = pl.concat_str(steps, separator="+", ignore_nulls=True) if steps else nothing
    return (
        sent.alias("media_sent"),
        pl.col("media_arrivals").fill_null(pl.lit([], pl.List(pl.Date))),
        done.alias("media_combination"),
    )


def _calls_to(project: Project, position: int) -> int:
    """Which call step of the plan stands at this position, from 1."""
    return sum(1 for step in project.plan[: position + 1] if step.call)
