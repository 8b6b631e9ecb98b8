"""Between which instants may this row be called in the shift?"""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.project import Project
from telebatch.model.words import WhyNow
from telebatch.split.shapes import ShiftOrder, SplitRules


def day_of(order: ShiftOrder, rules: SplitRules) -> tuple[datetime, datetime]:
    """The shift's calendar day in the workspace's zone, as instants."""
    zone = ZoneInfo(rules.zone)
    begins, ends = (datetime.combine(order.on + timedelta(days=n), time(), zone).astimezone(UTC) for n in (0, 1))
    return begins, ends


def may_leave(project: Project, rules: SplitRules, order: ShiftOrder, part: str) -> pl.Expr:
    """True where the customer asked for the call and every pack of the person's region lets it leave that part."""
    packs = rules.packs_of(project, order.on)
    regions = {
        pack.region
        for pack in packs
        if all(part in other.callback_may_leave for other in packs if other.region == pack.region)
    }
    asked = pl.col("callback_asked").fill_null(False) & pl.col("why").eq(str(WhyNow.CALLBACK))
    return asked & pl.col("region").is_in(sorted(regions)).fill_null(False)


def with_span(rows: pl.LazyFrame, project: Project, rules: SplitRules, order: ShiftOrder) -> pl.LazyFrame:
    """Adds `not_before`, `not_after` (half-open, null: no window in this shift) and `moved_from`.

    A callback is called from its time less the tolerance. One that may leave the window keeps its own time; any other
    outside it moves to the nearest allowed time, and `moved_from` tells the time the customer had named.
    """
    start, end = pl.col("window_start"), pl.col("window_end")
    at, tolerance = pl.col("callback_utc"), timedelta(minutes=project.calling.callback_tolerance_minutes)
    booked = pl.col("why").eq(str(WhyNow.CALLBACK))
    today = at.ge(pl.lit(day_of(order, rules)[0])).fill_null(False)
    inside = (at.ge(start) & at.lt(end)).fill_null(False)
    leaves = booked & today & ~inside & may_leave(project, rules, order, "window")
    after = booked & at.ge(end).fill_null(False)
    near_end = pl.max_horizontal(start, end - pl.lit(2 * tolerance))
    due = pl.max_horizontal(start, "due_utc")
    not_before = (
        pl.when(leaves)
        .then(at - pl.lit(tolerance))
        .when(after)
        .then(near_end)
        .when(booked & inside)
        .then(pl.max_horizontal(start, at - pl.lit(tolerance)))
        .when(booked)
        .then(start)
        .when(start.is_not_null())
        .then(due)
    )
    not_after = pl.when(leaves).then(at + pl.lit(tolerance)).otherwise(end)
    moved = booked & today & ~inside & ~leaves & start.is_not_null()
    return rows.with_columns(
        not_before.alias("not_before"),
        not_after.alias("not_after"),
        pl.when(moved).then(at).alias("moved_from"),
        may_leave(project, rules, order, "cap").alias("leaves_cap"),
    )
