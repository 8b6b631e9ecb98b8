"""What is posted in this shift? One piece per lead whose medium is due, never more than callers can follow up."""

from __future__ import annotations

import polars as pl

from telebatch.model.flows import MAILING
from telebatch.model.project import Project
from telebatch.model.words import NotQueued
from telebatch.split.agents import Desk
from telebatch.split.shapes import ShiftOrder, SplitRules


def mailings_of(rows: pl.DataFrame, rules: SplitRules, order: ShiftOrder, leads: pl.DataFrame) -> pl.DataFrame:
    """MAILING rows of the leads whose reason is `medium_due`.

    A project posts at most its places per shift × the days until the calls fall due (at least one), less the pieces
    already on their way; best score first, as its queues go.

    Args:
      rows: Rows not queued with `plan_medium`, `plan_next` and the project's order.
      leads: Every judged row: those in transit count as pieces on their way.
    """
    due = rows.filter(pl.col("reason").eq(str(NotQueued.MEDIUM_DUE)))
    on_way = dict(leads.filter(pl.col("reason").eq(str(NotQueued.MEDIUM_IN_TRANSIT))).group_by("project").len().rows())
    parts = [
        _of_project(due.filter(pl.col("project").eq(name)), project, rules, order, on_way.get(name, 0))
        for name, project in sorted(rules.projects.items())
    ]
    empty = pl.DataFrame(schema=dict(MAILING))
    return pl.concat([empty, *parts]).sort("mailing", "lead_key")


def _of_project(
    rows: pl.DataFrame, project: Project, rules: SplitRules, order: ShiftOrder, on_way: int
) -> pl.DataFrame:
    days = {
        step.name: _days(project, place, rules)
        for place, step in reversed(list(enumerate(project.plan)))
        if step.medium
    }
    transit = {name: told[0] for name, told in days.items()}
    room = Desk.of(rules, order).room(project)
    longest = max((sum(told) for told in days.values()), default=0)
    ordered = rows.sort("order_0", "order_1", "order_2", "order_3", "lead_key", nulls_last=True)
    chosen = ordered if room is None else ordered.head(max(room * max(longest, 1) - on_way, 0))
    medium = pl.col("plan_medium")
    expected = pl.lit(order.on) + pl.duration(days=medium.replace_strict(transit, default=0, return_dtype=pl.Int64))
    told = chosen.with_columns(
        pl.format("{}/{}/{}-{}", pl.lit(order.name), pl.lit(project.project_type), medium, pl.lit(project.name)).alias(
            "mailing"
        ),
        pl.lit(order.name).alias("shift"),
        pl.lit(project.project_type).alias("project_type"),
        medium.alias("medium"),
        pl.lit(order.on).alias("sent_on"),
        expected.alias("expected_on"),
    )
    return told.select(pl.col(name).cast(kind) for name, kind in MAILING.items())


def _days(project: Project, place: int, rules: SplitRules) -> tuple[int, int]:
    """Days on the way of a medium step, and from arrival to the call that follows."""
    step = project.plan[place]
    transit = step.transit_days if step.transit_days is not None else rules.transit_days.get(step.name, 0)
    follows = next((later.gap_days for later in project.plan[place:] if later.call), 0)
    return transit, follows
