"""Who gets the shift's places? Companies, persons, caps within the shift, capacity and mix, in order of priority."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from telebatch.model.project import Project
from telebatch.model.words import LeadStatus, NotQueued, WhyNow
from telebatch.split.agents import Desk
from telebatch.split.shapes import ShiftOrder, SplitRules

_RANK: Final = {str(why): place for place, why in enumerate(WhyNow)}
#: What a shift owes beside callbacks and fresh contacts.
_DUE: Final = [str(why) for why in (WhyNow.UNCONFIRMED, WhyNow.RETRY, WhyNow.STAGE)]
_NO_TURNS: Final = pl.Series("turn", [], dtype=pl.UInt32)
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
    passed = rows.filter(pl.col("reason").is_null()).sort(ORDER, nulls_last=True).with_row_index("turn")
    passed = _within(passed, "left_number", "number", NotQueued.NUMBER_CAP)
    passed = _within(passed, "left_company", "company_key", NotQueued.COMPANY_CAP)
    passed = _company_places(passed, in_work, rules)
    passed = _one_per_person(passed, reserved)
    return _capacity(passed, rules, order).drop("turn")


def _free(rows: pl.DataFrame, *names: str) -> pl.DataFrame:
    """Rows without a reason yet: `turn` and the columns named, in order."""
    return rows.select("turn", "reason", *names).filter(pl.col("reason").is_null()).drop("reason")


def _give(rows: pl.DataFrame, refused: pl.Series, reason: NotQueued) -> pl.DataFrame:
    """The rows of these turns get the reason; they had none."""
    if refused.is_empty():
        return rows
    holds = np.zeros(rows.height, bool)
    holds[refused.to_numpy()] = True
    told = pl.when(pl.Series(holds)).then(pl.lit(str(reason))).otherwise("reason")
    return rows.with_columns(told.alias("reason"))


def _within(rows: pl.DataFrame, left: str, key: str, reason: NotQueued) -> pl.DataFrame:
    """Calls of this very shift spend a cap too: a switchboard with one call left gives one row."""
    if rows[left].null_count() == rows.height:
        return rows
    # A key that no other row has spends nothing: only the few shared ones are counted through.
    shared = _free(rows, key, left, "leaves_cap").filter(pl.col(key).is_not_null()).filter(pl.col(key).is_duplicated())
    over = pl.int_range(1, pl.len() + 1).over(key) > pl.col(left).clip(1)
    return _give(rows, shared.filter(over & ~pl.col("leaves_cap").fill_null(False))["turn"], reason)


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
    new = _free(rows, "project", "company_key", "attempts").filter(
        pl.col("attempts").eq(0), pl.col("company_key").is_not_null(), pl.col("project").is_in(sorted(limits))
    )
    limit = pl.col("project").replace_strict(limits, return_dtype=pl.Int32)
    known = new.join(in_work, on=["project", "company_key"], how="left", maintain_order="left")
    nth = pl.int_range(1, pl.len() + 1).over("project", "company_key")
    return _give(
        rows, known.filter(nth + pl.col("in_work").fill_null(0) > limit)["turn"], NotQueued.COMPANY_PLACE_TAKEN
    )


def _one_per_person(rows: pl.DataFrame, reserved: pl.DataFrame) -> pl.DataFrame:
    """At most one call a shift per person; the project of higher priority has her."""
    elsewhere = pl.col("person_key").is_in(reserved["person_key"].unique().implode())
    free = _free(rows, "person_key")
    return _give(
        rows, free.filter(elsewhere | ~pl.col("person_key").is_first_distinct())["turn"], NotQueued.OTHER_PROJECT
    )


def _capacity(rows: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """Project by project in order of priority: what the agents present can call, in the project's mix."""
    desk, out = Desk.of(rules, order), order.handed_out
    for name, calls in sorted(out.items()):
        desk = desk.without(rules.projects[name], calls) if name in rules.projects else desk
    kind = pl.when(pl.col("why").is_in(_DUE)).then(pl.lit("due")).otherwise("why").alias("kind")
    groups = _free(rows, "project", "why").group_by("project", kind, maintain_order=True).agg("turn")
    waiting = {key: groups["turn"][place] for place, key in enumerate(groups.select("project", "kind").rows())}
    nobody, full = [_NO_TURNS], [_NO_TURNS]
    for name, project in sorted(rules.projects.items(), key=lambda one: (one[1].queues.priority, one[0])):
        kinds = [waiting.get((name, word), _NO_TURNS) for word in ("callback", "due", "fresh")]
        callbacks, due, fresh = (turns.len() for turns in kinds)
        taken = mix((callbacks, due, fresh), _room(project, desk, out.get(name, 0)), project.queues.fresh_share)
        if desk.is_unattended(project):
            nobody += kinds
        else:
            full += [turns.slice(count) for turns, count in zip(kinds, taken, strict=True)]
        desk = desk.without(project, sum(taken))
    told = _give(rows, pl.concat(nobody), NotQueued.NO_AGENT)
    return _give(told, pl.concat(full), NotQueued.NO_CAPACITY)


def _room(project: Project, desk: Desk, out: int) -> int | None:
    """Places left; what is handed out already took its part of the agents' hours, where these are counted."""
    room = desk.room(project)
    return room if room is None or project.queues.capacity is None else max(room - out, 0)


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
