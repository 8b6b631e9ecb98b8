"""Who gets the shift's places? Companies, persons, caps within the shift, capacity and mix, in order of priority."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.model.words import LeadStatus, NotQueued, WhyNow
from telebatch.split.agents import Desk
from telebatch.split.shapes import ShiftOrder, SplitRules

_RANK: Final = {str(why): place for place, why in enumerate(WhyNow)}
#: What a shift owes beside callbacks and fresh contacts.
_DUE: Final = [str(why) for why in (WhyNow.UNCONFIRMED, WhyNow.RETRY, WhyNow.STAGE)]
#: Columns by which rows of one shift stand in order; `lead_key` makes it total.
ORDER: Final = ("priority", "project", "why_rank", "promised", "order_0", "order_1", "order_2", "order_3", "lead_key")


def with_order(rows: pl.LazyFrame, project: Project) -> pl.LazyFrame:
    """Adds the columns of ORDER: callbacks by time, then retries, stages and fresh ones by the project's order."""
    ways = {
        "score": -pl.col("score").cast(pl.Int64),
        "received_on": pl.col("received_on").to_physical().cast(pl.Int64),
        "attempts": pl.col("attempts").cast(pl.Int64),
        "last_attempt": pl.col("last_attempt_utc").to_physical(),
    }
    asked = [ways[name] for name in project.queues.order if name in ways][:4]
    filled = [*asked, *([pl.lit(None, pl.Int64)] * (4 - len(asked)))]
    rank = pl.col("why").replace_strict(_RANK, default=len(_RANK), return_dtype=pl.Int8)
    return rows.with_columns(
        pl.lit(project.queues.priority).alias("priority"),
        rank.alias("why_rank"),
        pl.when(rank.eq(0)).then("callback_utc").alias("promised"),
        *(way.alias(f"order_{n}") for n, way in enumerate(filled)),
    )


def placed(rows: pl.DataFrame, reserved: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """Decides among the rows that passed every test of their own.

    Args:
      rows: All rows of all projects, with `reason` and ORDER; those with a reason only take company places.
      reserved: `person_key` of queues of this shift that stand already.

    Returns:
      The rows that had passed, in order, with the reason of those that got no place; agents come later.
    """
    in_work = _in_work(rows)
    passed = rows.filter(pl.col("reason").is_null()).sort(ORDER, nulls_last=True)
    passed = _within(passed, "left_number", "number", NotQueued.NUMBER_CAP)
    passed = _within(passed, "left_company", "company_key", NotQueued.COMPANY_CAP)
    passed = _company_places(passed, in_work, rules)
    passed = _one_per_person(passed, reserved)
    return _capacity(passed, rules, order)


def _free() -> pl.Expr:
    return pl.col("reason").is_null()


def _give(rows: pl.DataFrame, refused: pl.Expr, reason: NotQueued) -> pl.DataFrame:
    told = pl.when(_free() & refused.fill_null(False)).then(pl.lit(str(reason))).otherwise("reason")
    return rows.with_columns(told.alias("reason"))


def _turn(*keys: str) -> pl.Expr:
    """The row's turn among the free rows of one key, from 1; rows stand in order already."""
    return _free().cast(pl.Int32).cum_sum().over(*keys)


def _within(rows: pl.DataFrame, left: str, key: str, reason: NotQueued) -> pl.DataFrame:
    """Calls of this very shift spend a cap too: a switchboard with one call left gives one row."""
    if rows[left].null_count() == rows.height:
        return rows
    spent = pl.col(left).is_not_null() & pl.col(key).is_not_null() & (_turn(key) > pl.col(left).clip(1))
    return _give(rows, spent & ~pl.col("leaves_cap").fill_null(False), reason)


def _in_work(rows: pl.DataFrame) -> pl.DataFrame:
    """Leads of a company already being worked, per project: open, with at least one attempt or a released call."""
    begun = (pl.col("attempts") > 0) | pl.col("released_queue").is_not_null()
    return (
        rows.filter(pl.col("status").eq(str(LeadStatus.OPEN)), begun, pl.col("company_key").is_not_null())
        .group_by("project", "company_key")
        .agg(pl.len().cast(pl.Int32).alias("in_work"))
    )


def _company_places(rows: pl.DataFrame, in_work: pl.DataFrame, rules: SplitRules) -> pl.DataFrame:
    """A company's further leads wait until one that is being worked is done."""
    places = {name: project.key_person.places_per_company for name, project in rules.projects.items()}
    limits = {name: count for name, count in places.items() if count is not None}
    if not limits:
        return rows
    limit = pl.col("project").replace_strict(limits, default=None, return_dtype=pl.Int32)
    new = pl.col("attempts").eq(0) & _free() & pl.col("company_key").is_not_null()
    known = rows.join(in_work, on=["project", "company_key"], how="left", maintain_order="left")
    turn = new.cast(pl.Int32).cum_sum().over("project", "company_key")
    taken = new & (turn + pl.col("in_work").fill_null(0) > limit)
    return _give(known, taken, NotQueued.COMPANY_PLACE_TAKEN).drop("in_work")


def _one_per_person(rows: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """At most one call a shift per person; the project of higher priority has her."""
    elsewhere = pl.col("person_key").is_in(reserved["person_key"].unique().implode())
    return _give(rows, elsewhere | (_turn("person_key") > 1), NotQueued.OTHER_PROJECT)


def _capacity(rows: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """Project by project in order of priority: what the agents present can call, in the project's mix."""
    desk = Desk.of(rules, order)
    free = (
        rows.filter(_free())
        .group_by("project")
        .agg(
            pl.col("why").eq(str(WhyNow.CALLBACK)).sum().alias("callback"),
            pl.col("why").is_in(_DUE).sum().alias("due"),
            pl.col("why").eq(str(WhyNow.FRESH)).sum().alias("fresh"),
        )
    )
    waiting = {row[0]: row[1:] for row in free.rows()}
    quotas: list[tuple[str, str, int]] = []
    for name, project in sorted(rules.projects.items(), key=lambda one: (one[1].queues.priority, one[0])):
        have = waiting.get(name, (0, 0, 0))
        room = desk.room(project)
        taken = mix(have, room, project.queues.fresh_share)
        desk = desk.without(project, sum(taken))
        quotas += [(name, kind, count) for kind, count in zip(("callback", "due", "fresh"), taken, strict=True)]
    kind = pl.when(pl.col("why").is_in(_DUE)).then(pl.lit("due")).otherwise("why")
    table = pl.DataFrame(quotas, schema={"project": pl.String, "kind": pl.String, "quota": pl.Int64}, orient="row")
    counted = rows.with_columns(kind.alias("kind")).join(
        table, on=["project", "kind"], how="left", maintain_order="left"
    )
    unattended = {name for name, project in rules.projects.items() if desk.is_unattended(project)}
    nobody = pl.col("project").is_in(sorted(unattended))
    told = _give(counted, nobody, NotQueued.NO_AGENT)
    return _give(told, _turn("project", "kind") > pl.col("quota"), NotQueued.NO_CAPACITY).drop("kind", "quota")


def mix(have: tuple[int, int, int], room: int | None, fresh_share: float) -> tuple[int, int, int]:
    """How many callbacks, due and fresh ones a shift takes.

    Callbacks are promises and come first; fresh ones have their least share while there are any; what one kind leaves
    the others take.

    Args:
      have: Waiting of each kind.
      room: Places of the shift; null: as many as wait.
    """
    callbacks, due, fresh = have
    if room is None:
        return have
    promised = min(callbacks, room)
    kept = min(fresh, int(room * fresh_share), room - promised)
    stages = min(due, room - promised - kept)
    return promised, stages, min(fresh, room - promised - stages)
