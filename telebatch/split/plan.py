"""Which step of the plan comes next for a lead, and what does it wait for?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.project import Project, Step
from telebatch.model.words import NotQueued
from telebatch.split.calendar import non_business_days
from telebatch.split.shapes import SplitRules

_NO_DAY: Final = pl.lit(None, pl.Date)
_NO_TEXT: Final = pl.lit(None, pl.String)


@dataclass(frozen=True)
class Pace:
    """What the steps of one project are measured with.

    Attributes:
      on: The day of the shift.
      holidays: For waits counted in business days.
      transit_days: Per plan position, for media.
    """

    project: Project
    on: date
    holidays: tuple[date, ...]
    transit_days: tuple[int, ...]

    def after(self, base: pl.Expr, step: Step) -> pl.Expr:
        """The day a step is due, counted from `base`; null where there is nothing to wait for."""
        if step.business_days:
            return base.dt.add_business_days(step.gap_days, holidays=list(self.holidays), roll="forward")
        return base + pl.duration(days=step.gap_days)


def pace_of(project: Project, rules: SplitRules, on: date) -> Pace:
    """The measures of one project for one shift."""
    transit = tuple(
        step.transit_days if step.transit_days is not None else rules.transit_days.get(step.medium or "", 0)
        for step in project.plan
    )
    return Pace(project, on, tuple(non_business_days(project, rules, on)), transit)


def with_plan(leads: pl.LazyFrame, pace: Pace) -> pl.LazyFrame:
    """Adds what the plan says of each lead of one project.

    Args:
      leads: LEAD_STATE rows of the project with `step_done_on` (local day), `when_N` per conditional plan position
        (True, False, null: not decided), `lacks_address`, `lacks_email` and `is_readdressed`.
      pace: Of that project.

    Returns:
      The same rows with `plan_reason` (words.NotQueued; null: the next call is due), `plan_next` (first day of the next
      call; null: nobody can know), `plan_medium` (to post now), `plan_detail`, `plan_lacks` (the medium that is due and
      that nobody can send), `opening` ("" for cold), `step_due_on` (null: at once) and `media` (the completed steps on
      that day, joined by "+").
    """
    stages = len(pace.project.call_steps)
    rows = leads.with_columns(arrivals(pace.project)).with_columns(completed(pace).alias("media"))
    done = pl.min_horizontal(pl.col("call_steps_done").fill_null(0), pl.lit(stages, pl.Int16))
    walked = [_walk(rows.filter(done.eq(number)), pace, number) for number in range(stages + 1)]
    return pl.concat(walked).drop(f"arrival_{n}" for n in range(len(pace.project.plan)))


def arrivals(project: Project) -> list[pl.Expr]:
    """`arrival_N` per plan position from `media_sent` and `media_arrivals`; null: nothing sent, or a call."""
    told, names = [], pl.col("media_sent").fill_null("")
    spots = _spots(project)
    for number, _step in enumerate(project.plan):
        at = (
            pl.coalesce(
                pl.when(names.eq(sent)).then(pl.col("media_arrivals").list.get(place, null_on_oob=True))
                for sent, place in spots[number]
            )
            if spots[number]
            else _NO_DAY
        )
        told.append(at.alias(f"arrival_{number}"))
    return told


def _spots(project: Project) -> list[list[tuple[str, int]]]:
    """Per plan position: every text of `media_sent` that holds it, and its place there."""
    media = [number for number, step in enumerate(project.plan) if step.medium]
    spots: list[list[tuple[str, int]]] = [[] for _ in project.plan]
    for chosen in range(1, 1 << len(media)):
        sent = [number for bit, number in enumerate(media) if chosen >> bit & 1]
        text = "+".join(project.plan[number].name for number in sent)
        for place, number in enumerate(sent):
            if not any(known == text for known, _ in spots[number]):
                spots[number].append((text, place))
    return spots


def completed(pace: Pace) -> pl.Expr:
    """Media that have arrived by the day and calls done, in plan order, joined by "+"."""
    calls, told = 0, []
    for number, step in enumerate(pace.project.plan):
        if step.call:
            calls += 1
            told.append(pl.when(pl.col("call_steps_done") >= calls).then(pl.lit("call")))
        else:
            told.append(pl.when(pl.col(f"arrival_{number}") <= pace.on).then(pl.lit(step.name)))
    return pl.concat_str(told, separator="+", ignore_nulls=True)


def _walk(rows: pl.LazyFrame, pace: Pace, calls_done: int) -> pl.LazyFrame:
    """From the last call made over the media that follow it to the next call, or to the end of the plan."""
    plan = pace.project.plan
    places = [number for number, step in enumerate(plan) if step.call]
    start = places[calls_done - 1] + 1 if calls_done else 0
    call = places[calls_done] if calls_done < len(places) else None
    base = pl.col("step_done_on") if calls_done else _NO_DAY
    reached = rows.with_columns(
        base.alias("step_due_on"),
        _NO_TEXT.alias("plan_reason"),
        _NO_DAY.alias("plan_next"),
        _NO_TEXT.alias("plan_medium"),
        _NO_TEXT.alias("plan_detail"),
        _NO_TEXT.alias("plan_lacks"),
        _earlier_opening(pace, start).alias("opening"),
    )
    for number in range(start, call if call is not None else len(plan)):
        reached = _medium(reached, pace, number, plan[call] if call is not None else None)
    if call is not None:
        return _call(reached, pace, call)
    return reached.with_columns(plan_reason=pl.coalesce("plan_reason", _reason(NotQueued.PLAN_FINISHED)))


def _earlier_opening(pace: Pace, start: int) -> pl.Expr:
    """The latest medium before this stage that is still within its window on the day."""
    opening = pl.lit("")
    for number, step in enumerate(pace.project.plan[:start]):
        if step.medium:
            opening = pl.when(_is_fresh(pace, number)).then(pl.lit(step.name)).otherwise(opening)
    return opening


def _is_fresh(pace: Pace, number: int) -> pl.Expr:
    arrived = pl.col(f"arrival_{number}")
    return arrived.le(pace.on) & (arrived + pl.duration(days=pace.project.plan[number].window_days)).ge(pace.on)


def _is_late(pace: Pace, step: Step) -> pl.Expr:
    """Due for longer than the step lasts."""
    if step.lapses_after_days is None:
        return pl.lit(False)
    return (pl.col("_due") + pl.duration(days=step.lapses_after_days)).lt(pace.on).fill_null(False)


def _medium(rows: pl.LazyFrame, pace: Pace, number: int, call: Step | None) -> pl.LazyFrame:
    """One medium step: skipped, due, in transit, or arrived; rows that something holds already stay as they are."""
    step, arrived = pace.project.plan[number], pl.col(f"arrival_{number}")
    sent, due = arrived.is_not_null(), pl.col("_due")
    wanted = pl.col(f"when_{number}") if step.when else pl.lit(True)
    # Who cannot be written to is treated as if the piece had come back.
    lacks = _lacks(step, pace.transit_days[number])
    is_found = pl.col("is_readdressed") if step.on_return == "research_address" else pl.lit(False)
    came_back = ~sent & ((_returns(step).gt(0) & ~is_found) | lacks)
    grew_old = sent & (arrived + pl.duration(days=step.window_days)).lt(pace.on) & pl.lit(call is not None)
    back, old = _remedy(step.on_return, came_back, lacks), _remedy(step.on_window_passed, grew_old, lacks)
    post, research = (~sent & ~came_back) | back.post | old.post, back.research | old.research
    unsent = back.close & lacks
    skipped = ~sent & (wanted.eq(False).fill_null(False) | back.cold | _is_late(pace, step))
    reason = (
        pl.when(skipped | pl.col("plan_reason").is_not_null())
        .then(_NO_TEXT)
        .when(~sent & wanted.is_null())
        .then(_reason(NotQueued.CONDITION_UNDECIDED))
        .when(~sent & due.gt(pace.on).fill_null(False))
        .then(_reason(NotQueued.STAGE_NOT_DUE))
        .when(post | research | unsent)
        .then(_reason(NotQueued.MEDIUM_DUE))
        .when(old.close)
        .then(_reason(NotQueued.STEP_LAPSED))
        .when(arrived.gt(pace.on))
        .then(_reason(NotQueued.MEDIUM_IN_TRANSIT))
    )
    judged = rows.with_columns(pace.after(pl.col("step_due_on"), step).alias("_due")).with_columns(
        reason.alias("_why"), post.alias("_post"), research.alias("_research"),
        (~sent & lacks & wanted.fill_null(value=False)).alias("_lacks"),
    )  # fmt: skip
    return judged.with_columns(*_after_medium(pace, number, call)).drop("_due", "_why", "_post", "_research", "_lacks")


def _after_medium(pace: Pace, number: int, call: Step | None) -> tuple[pl.Expr, ...]:
    """What the columns of the walk hold once this medium was looked at."""
    step, arrived, why = pace.project.plan[number], pl.col(f"arrival_{number}"), pl.col("_why")
    posted = pl.lit(pace.on) + pl.duration(days=pace.transit_days[number])
    gap = pl.duration(days=call.gap_days) if call is not None else None
    next_date = (
        pl.when(why.eq(NotQueued.STAGE_NOT_DUE))
        .then("_due")
        .when(why.eq(NotQueued.MEDIUM_DUE) & pl.col("_post"))
        .then(posted + gap if gap is not None else _NO_DAY)
        .when(why.eq(NotQueued.MEDIUM_IN_TRANSIT))
        .then(arrived + gap if gap is not None else _NO_DAY)
    )
    told = (
        pl.when(why.is_not_null() & pl.col("_research")).then(pl.lit(f"{step.name}: address to be researched"))
        .when(why.eq(NotQueued.MEDIUM_DUE) & pl.col("_lacks")).then(pl.lit(f"{step.name}: no address to send it to"))
    )  # fmt: skip
    free = pl.col("plan_reason").is_null()
    return (
        pl.when(free & arrived.le(pace.on))
        .then(pl.max_horizontal(arrived, "step_due_on"))
        .otherwise("step_due_on")
        .alias("step_due_on"),
        pl.when(free & _is_fresh(pace, number)).then(pl.lit(step.name)).otherwise("opening").alias("opening"),
        pl.coalesce("plan_reason", why).alias("plan_reason"),
        pl.when(free).then(next_date).otherwise("plan_next").alias("plan_next"),
        pl.when(why.eq(NotQueued.MEDIUM_DUE) & pl.col("_post"))
        .then(pl.lit(step.name))
        .otherwise("plan_medium")
        .alias("plan_medium"),
        told.when(why.is_not_null()).then(pl.lit(step.name)).otherwise("plan_detail").alias("plan_detail"),
        pl.when(free & pl.col("_lacks")).then(pl.lit(step.name)).otherwise("plan_lacks").alias("plan_lacks"),
    )


def _lacks(step: Step, transit_days: int) -> pl.Expr:
    """An e-mail needs an address, and so does what is days on its way; a fax or a message goes to a number."""
    if step.medium == "email":
        return pl.col("lacks_email")
    return pl.col("lacks_address") if transit_days else pl.lit(False)


def _returns(step: Step) -> pl.Expr:
    """How many pieces of the step's medium came back."""
    return pl.col("media_returned").fill_null("").str.split("+").list.count_matches(step.name)


@dataclass(frozen=True)
class _Remedy:
    """What becomes of a piece that came back or grew old, per row; exactly one is true where it did."""

    cold: pl.Expr = pl.lit(False)
    post: pl.Expr = pl.lit(False)
    research: pl.Expr = pl.lit(False)
    close: pl.Expr = pl.lit(False)


def _remedy(word: str, holds: pl.Expr, lacks: pl.Expr) -> _Remedy:
    """Posting again happens once, while no more than one piece was ever posted, and never without an address."""
    if word == "remail_once":
        again = holds & pl.col("media_pieces").fill_null(0).le(1) & ~lacks
        return _Remedy(cold=holds & ~again, post=again)
    if word == "research_address":
        return _Remedy(research=holds)
    return _Remedy(close=holds) if word == "close" else _Remedy(cold=holds)


def _call(rows: pl.LazyFrame, pace: Pace, number: int) -> pl.LazyFrame:
    """The call step: due, lapsed, or kept back by its condition."""
    step, due = pace.project.plan[number], pl.col("_due")
    wanted = pl.col(f"when_{number}") if step.when else pl.lit(True)
    free = pl.col("plan_reason").is_null()
    reason = (
        pl.when(~free)
        .then("plan_reason")
        .when(due.gt(pace.on).fill_null(False))
        .then(_reason(NotQueued.STAGE_NOT_DUE))
        .when(wanted.eq(False).fill_null(False))
        .then(_reason(NotQueued.CONDITION_NOT_MET))
        .when(wanted.is_null())
        .then(_reason(NotQueued.CONDITION_UNDECIDED))
        .when(_is_late(pace, step))
        .then(_reason(NotQueued.STEP_LAPSED))
    )
    waits = free & due.gt(pace.on).fill_null(False)
    return (
        rows.with_columns(pace.after(pl.col("step_due_on"), step).alias("_due"))
        .with_columns(
            reason.alias("plan_reason"),
            pl.when(waits).then("_due").otherwise("plan_next").alias("plan_next"),
            pl.when(free & reason.is_not_null()).then(pl.lit(step.name)).otherwise("plan_detail").alias("plan_detail"),
            pl.when(free).then("_due").otherwise("step_due_on").alias("step_due_on"),
        )
        .drop("_due")
    )


def _reason(word: NotQueued) -> pl.Expr:
    return pl.lit(str(word))
