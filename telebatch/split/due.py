"""What is due for a lead in this shift: a callback, else a retry, else the next step of the plan?"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from telebatch.model.outcomes import LEAF, Leaf
from telebatch.model.periods import YEARS
from telebatch.model.project import Project, Retry
from telebatch.model.spans import Span, parse_span
from telebatch.model.words import WhyNow
from telebatch.split.shapes import ShiftOrder, SplitRules
from telebatch.split.spans import day_of

#: Days of facts and the waits behind them; one outside is as long over, or as far ahead, as the nearest inside.
_FIRST, _LAST = date(YEARS.start, 1, 1), date(YEARS.stop + 100, 1, 1)
_NO_TIME: Final = pl.lit(None, pl.Datetime("us", "UTC"))


def leaf_of(outcome: str, rules: SplitRules) -> Leaf | None:
    """The shipped leaf whose flags an outcome has; null for a word nobody knows."""
    return LEAF.get(outcome) or LEAF.get(rules.own_leaves.get(outcome, ""))


def with_due(leads: pl.LazyFrame, project: Project, rules: SplitRules, order: ShiftOrder) -> pl.LazyFrame:
    """Adds what is due, and when, over the rows of one project that `with_plan` has seen.

    Returns:
      The same rows with `call_again` (an open callback of ours that still has tries), `callback_waits` (with the
      dialer), `retry_utc` (when a retry is due; null: none is), `retries_done` (no more of them), `why` (words.WhyNow),
      `due_utc` (null: at once) and `stage_no` (the call step, from 1).
    """
    # A promise later than the last shift of its day belongs to that day all the same: it leaves the window or moves.
    ends = rules.hours(order)[1] if order.half == "am" else day_of(order, rules)[1]
    zone = rules.zone_of(project)
    start = pl.datetime(1970, 1, 1, time_zone="UTC")
    last, done = pl.col("last_attempt_utc"), pl.col("step_done_utc").fill_null(start)
    again = _called_for_again(zone, project)
    table = _retry_utc(project, rules, zone)
    rows = leads.with_columns(*_callback(project, zone), again.alias("again_utc"), *table).with_columns(
        pl.when(pl.col("again_utc").is_not_null() & (last.is_null() | (last < pl.col("again_utc"))))
        .then("again_utc")
        .when(last > done)
        .then("table_utc")
        .alias("retry_utc"),
        pl.when(last > done).then("table_done").otherwise(False).fill_null(False).alias("retries_done"),
    )
    booked = pl.col("call_again") & (pl.col("callback_utc") < pl.lit(ends)).fill_null(False)
    retry = pl.col("retry_utc").is_not_null()
    midnight = _midnight(pl.col("step_due_on"), zone)
    # A call again in a stage that is done already stays in it; every other call works the next one.
    further = pl.when((booked | retry) & ~(last > done).fill_null(value=False)).then(0).otherwise(1)
    stage = (pl.col("call_steps_done").fill_null(0) + further).clip(1, max(len(project.call_steps), 1))
    return rows.with_columns(
        pl.when(booked)
        .then(_word(WhyNow.CALLBACK))
        .when(retry & pl.col("awaiting_since_utc").is_not_null())
        .then(_word(WhyNow.UNCONFIRMED))
        .when(retry)
        .then(_word(WhyNow.RETRY))
        .when(last.is_null() & (pl.col("call_steps_done").fill_null(0) == 0))
        .then(_word(WhyNow.FRESH))
        .otherwise(_word(WhyNow.STAGE))
        .alias("why"),
        pl.when(booked).then("callback_utc").when(retry).then("retry_utc").otherwise(midnight).alias("due_utc"),
        stage.cast(pl.Int16).alias("stage_no"),
    ).drop("again_utc", "table_utc", "table_done")


def _word(why: WhyNow) -> pl.Expr:
    return pl.lit(str(why))


def _midnight(day: pl.Expr, zone: str) -> pl.Expr:
    """The first instant of a local day, looked up: placing each row's day in its zone takes twenty times as long."""
    place = (day.to_physical() - (_FIRST - date(1970, 1, 1)).days).clip(0, (_LAST - _FIRST).days)
    return pl.lit(_midnights(zone)).gather(place)


@lru_cache(maxsize=64)
def _midnights(zone: str) -> pl.Series:
    """The first instant of every day a centre may mean, UTC; where midnight is skipped, the hour after it."""
    local = pl.date_range(_FIRST, _LAST, eager=True).cast(pl.Datetime("us")).alias("local").to_frame()
    at = pl.col("local").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    later = pl.col("local") + pl.duration(hours=1)
    skipped = later.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    return local.select(pl.coalesce(at, skipped).dt.convert_time_zone("UTC")).to_series()


def _local_day(instant: str, zone: str) -> pl.Expr:
    return pl.col(instant).dt.convert_time_zone(zone).dt.date()


def _callback(project: Project, zone: str) -> tuple[pl.Expr, pl.Expr]:
    """`call_again` and `callback_waits`: whose the open callback is.

    After the tries the project grants, a promise that could not be kept falls to the ordinary cadence.
    """
    calling = project.calling
    tries_left = pl.col("callback_tries").fill_null(0) < calling.callback_tries
    ours = pl.col("callback_utc").is_not_null() & tries_left
    if calling.callbacks_kept_by == "telebatch":
        return ours.alias("call_again"), _NO_TIME.cast(pl.Date).alias("callback_waits")
    until = _local_day("callback_utc", zone) + pl.duration(days=calling.callback_grace_days)
    return ours.alias("call_again"), pl.when(pl.col("callback_utc").is_not_null()).then(until).alias("callback_waits")


def _called_for_again(zone: str, project: Project) -> pl.Expr:
    """When a lead is called again though nothing was missed: after rest, for a save call, after an unconfirmed deal."""
    standing = pl.col("standing")
    waited = _local_day("awaiting_since_utc", zone) + pl.duration(days=project.confirmation.wait_days + 1)
    return (
        pl.when(pl.col("rest_until").is_not_null())
        .then(_midnight(pl.col("rest_until"), zone))
        .when(standing.eq("cancelled"))
        .then("cancelled_utc")
        .when(pl.col("awaiting_since_utc").is_not_null())
        .then(_midnight(waited, zone))
    )


def _retry_utc(project: Project, rules: SplitRules, zone: str) -> tuple[pl.Expr, pl.Expr]:
    """`table_utc` and `table_done` by the retry table of the last outcome and how often it came in a row."""
    run = pl.col("same_outcome_run").fill_null(1)
    due, done = _NO_TIME, pl.lit(False)
    outcomes = sorted({*LEAF, *rules.own_leaves})
    for outcome in outcomes:
        leaf = leaf_of(outcome, rules)
        if leaf is None or not outcome.startswith("call.") or leaf.final or leaf.advances:
            continue
        is_it = pl.col("last_outcome").eq(outcome)
        if not leaf.retry:
            # A number is lost, the person is not: another number may be called in any later shift.
            due = pl.when(is_it).then("last_attempt_utc").otherwise(due)
            continue
        table = _table_of(outcome, leaf, project, rules)
        first, further = (_after(parse_span(text), project, zone) for text in (table.first, table.next))
        due = pl.when(is_it).then(pl.when(run.eq(1)).then(first).otherwise(further)).otherwise(due)
        done = pl.when(is_it).then(run.ge(table.maximum)).otherwise(done)
    return due.alias("table_utc"), done.alias("table_done")


def _table_of(outcome: str, leaf: Leaf, project: Project, rules: SplitRules) -> Retry:
    """The project's own table, else the shipped one, of the outcome itself or of the leaf it hangs under."""
    names = (outcome.removeprefix("call."), leaf.name.removeprefix("call."))
    tables = [where[name] for name in names for where in (project.retry, rules.retry) if name in where]
    return tables[0] if tables else Retry()


def _after(span: Span, project: Project, zone: str) -> pl.Expr:
    """The instant a span after the last call; days count from local midnight, half-days from the project's cut-off."""
    if span.is_clock:
        return pl.col("last_attempt_utc") + pl.duration(seconds=span.seconds)
    day = _local_day("last_attempt_utc", zone)
    if span.days:
        return _midnight(day + pl.duration(days=span.days), zone)
    cut_off = project.cycle.cut_off
    seconds = cut_off.hour * 3600 + cut_off.minute * 60
    noon = (
        (day.cast(pl.Datetime("us")) + pl.duration(seconds=seconds))
        .dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        .dt.convert_time_zone("UTC")
    )
    return pl.when(pl.col("last_attempt_utc") < noon).then(noon).otherwise(_midnight(day + pl.duration(days=1), zone))
