"""What is posted in this shift? One piece per lead whose medium is due, never more than callers can follow up."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.flows import MAILING
from telebatch.model.project import Project
from telebatch.model.words import NotQueued, WhyNow
from telebatch.split.agents import Desk
from telebatch.split.shapes import ShiftOrder, SplitRules

#: Whom something else keeps back needs no piece yet, nor does who is called for another reason.
_WANTS: Final = (WhyNow.FRESH, WhyNow.STAGE)
_KEPT_BACK: Final = (
    NotQueued.PROJECT_NOT_RUNNING, NotQueued.UNLISTED, NotQueued.CLOSED, NotQueued.HELD, NotQueued.SUPPRESSED,
    NotQueued.LIST_EXPIRED, NotQueued.CONSENT_EXPIRED, NotQueued.KEY_PERSON_UNKNOWN, NotQueued.KEY_PERSON_STALE,
)  # fmt: skip


def unaddressed() -> tuple[pl.Expr, pl.Expr]:
    """`lacks_address`, `lacks_email`: nobody can send this person a piece, as the list tells others' alone.

    A list that tells nobody's leaves it to the mail house, which has them by the client's key; who came without a list
    has no such key.
    """
    apart = pl.col("list").is_null()
    found = []
    for kind in ("address", "email"):
        has = pl.col(f"has_{kind}").fill_null(value=False)
        found.append((~has & (has.any().over("list") | apart)).alias(f"lacks_{kind}"))
    return found[0], found[1]


def lacking(leads: pl.DataFrame) -> pl.DataFrame:
    """`project`, `medium`, `leads`: how many go without a piece that nobody could send them."""
    kept_back = pl.col("reason").is_in([str(word) for word in _KEPT_BACK]).fill_null(value=False)
    wants = pl.col("plan_lacks").is_not_null() & pl.col("why").is_in([str(word) for word in _WANTS]) & ~kept_back
    return leads.filter(wants).group_by("project", medium="plan_lacks").agg(leads=pl.len()).sort("project", "medium")


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
