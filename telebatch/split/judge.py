"""The tests each lead must pass, in the order of words.NotQueued: the first that fails is the reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.model.words import KeyPersonState, LeadStatus, NotQueued, WhyNow
from telebatch.split.people import scrubbed_on
from telebatch.split.shapes import ShiftOrder, SplitRules

_NO_DAY: Final = pl.lit(None, pl.Date)
_NO_TEXT: Final = pl.lit(None, pl.String)
#: Owner, board and C-level change sooner (field notes, 3.8).
_TOP: Final = ("own", "brd", "cxo")


@dataclass(frozen=True)
class Test:
    """One reason against calling a lead in this shift.

    Attributes:
      holds: Bool per row; null counts as False.
      next_date: First day on which the test may pass; null: nobody can know.
      detail: In words; null: nothing to add.
    """

    __test__ = False  # pytest would take the name for a test class

    reason: NotQueued
    holds: pl.Expr
    next_date: pl.Expr = _NO_DAY
    detail: pl.Expr = _NO_TEXT


def tests_of(project: Project, rules: SplitRules, order: ShiftOrder) -> tuple[Test, ...]:
    """Every test that looks at one row alone, in order."""
    return (
        *_of_project(project, order),
        *_of_lead(order),
        *_of_person(project, rules, order),
        *_of_results(project, rules, order),
        *_of_due(project, rules, order),
        *_of_span(rules.zone_of(project), order),
    )


def judged(rows: pl.LazyFrame, tests: tuple[Test, ...]) -> pl.LazyFrame:
    """Adds `reason` (null: passed), `next_date`, `detail` of the first test that holds."""
    held = rows.with_columns(test.holds.fill_null(False).alias(f"_{n}") for n, test in enumerate(tests))
    return held.with_columns(
        pl.coalesce(*(pl.when(f"_{n}").then(pl.lit(str(test.reason))) for n, test in enumerate(tests))).alias("reason"),
        _first(tests, "next_date").alias("next_date"),
        _first(tests, "detail").alias("detail"),
    ).drop(f"_{n}" for n in range(len(tests)))


def _first(tests: tuple[Test, ...], name: str) -> pl.Expr:
    chain = pl.when(pl.col("_0")).then(getattr(tests[0], name))
    for n, test in enumerate(tests[1:], 1):
        chain = chain.when(pl.col(f"_{n}")).then(getattr(test, name))  # type: ignore[assignment]  # a chain goes on
    return chain.otherwise(None)


def _day(instant: pl.Expr, zone: str) -> pl.Expr:
    return instant.dt.convert_time_zone(zone).dt.date()


def _of_project(project: Project, order: ShiftOrder) -> Iterator[Test]:
    cycle = project.cycle
    begins = pl.lit(cycle.start) if cycle.start > order.on else _NO_DAY
    runs = cycle.start <= order.on and (cycle.end is None or order.on <= cycle.end)
    yield Test(NotQueued.PROJECT_NOT_RUNNING, pl.lit(not runs), begins)


def _of_lead(order: ShiftOrder) -> Iterator[Test]:
    status = pl.col("status")
    yield Test(NotQueued.UNLISTED, status.eq(str(LeadStatus.UNLISTED)))
    yield Test(NotQueued.CLOSED, status.eq(str(LeadStatus.CLOSED)), detail=pl.col("status_reason"))
    until = pl.col("hold_until")
    yield Test(NotQueued.HELD, status.eq(str(LeadStatus.HELD)) & until.gt(order.on), until)
    by_mail, by_email = pl.col("no_mail").fill_null(False), pl.col("no_email").fill_null(False)
    to_post = pl.col("plan_reason").eq(str(NotQueued.MEDIUM_DUE)).fill_null(False)
    email = pl.col("plan_medium").eq("email").fill_null(False)
    medium = to_post & ((email & by_email) | (~email & by_mail))
    yield Test(
        NotQueued.SUPPRESSED,
        pl.col("no_call").fill_null(False) | medium,
        pl.when("no_call").then(pl.col("no_call_until") + pl.duration(days=1)),
        pl.col("asked"),
    )


def _of_person(project: Project, rules: SplitRules, order: ShiftOrder) -> Iterator[Test]:
    for pack in rules.packs_of(project, order.on):
        theirs = pl.col("region").eq(pack.region)
        if pack.scrub_days is not None:
            compared = pl.col(scrubbed_on(rules.register_of(pack)))
            fresh = (
                (compared + pl.duration(days=pack.scrub_days)).ge(rules.last_day(pack.region, order)).fill_null(False)
            )
            yield Test(NotQueued.SCRUB_STALE, theirs & ~fresh, detail=pl.lit(pack.register))
    yield Test(NotQueued.LIST_EXPIRED, pl.col("use_until").lt(order.on), detail=pl.col("list"))
    for pack in rules.packs_of(project, order.on):
        if pack.consent_days is not None:
            # Where the project asks for consents, who is on a list gave one: without a day it is as old as the first
            # delivery that told it.
            undated = ("consent_since", "received_on") if project.accept.consent else ()
            given = pl.coalesce("consent_on", *undated)
            until = given + pl.duration(days=pack.consent_days)
            yield Test(
                NotQueued.CONSENT_EXPIRED,
                pl.col("region").eq(pack.region) & until.lt(order.on),
                detail=pl.lit(pack.name),
            )
    yield from _of_key_person(project, order)
    yield Test(NotQueued.NO_USABLE_NUMBER, pl.col("number").is_null())


def _of_key_person(project: Project, order: ShiftOrder) -> Iterator[Test]:
    standards, state = project.key_person, pl.col("key_person_state")
    known = state.is_in([str(KeyPersonState.VERIFIED), str(KeyPersonState.CONFIRMED)]).fill_null(False)
    asks = standards.unknown_titles != "accept"
    unknown = state.is_null() | state.eq(str(KeyPersonState.UNKNOWN))
    against = pl.col("verdict").eq("verify").fill_null(False) & ~known
    no = state.eq(str(KeyPersonState.NOT)).fill_null(False)
    if standards.wanted:
        yield Test(
            NotQueued.KEY_PERSON_UNKNOWN,
            no | against | (unknown & pl.lit(asks)),
            detail=pl.when(no).then(pl.lit("not the key person")),
        )
        days = pl.when(pl.col("seniority").is_in(_TOP)).then(standards.fresh_days_top).otherwise(standards.fresh_days)
        stale = (pl.col("key_person_on") + pl.duration(days=days)).lt(order.on)
        yield Test(NotQueued.KEY_PERSON_STALE, stale, detail=pl.col("key_person_on").cast(pl.String))
    else:
        yield Test(NotQueued.KEY_PERSON_UNKNOWN, against)


def _of_results(project: Project, rules: SplitRules, order: ShiftOrder) -> Iterator[Test]:
    if not order.without_results:
        yield Test(NotQueued.AWAITING_RESULT, pl.col("released_queue").is_not_null(), detail=pl.col("released_queue"))
        yield Test(NotQueued.RESULT_UNCLASSIFIED, pl.col("is_unclassified"), detail=pl.col("last_code"))
        yield Test(NotQueued.RESULT_QUARANTINED, pl.col("is_quarantined"))
    since = _day(pl.col("awaiting_since_utc"), rules.zone_of(project))
    until = since + pl.duration(days=project.confirmation.wait_days + 1)
    yield Test(NotQueued.AWAITING_CONFIRMATION, until.gt(order.on), until)


def _of_due(project: Project, rules: SplitRules, order: ShiftOrder) -> Iterator[Test]:
    zone, (_, end) = rules.zone_of(project), rules.hours(order)
    why, callback = pl.col("why"), pl.col("callback_utc")
    due_now = why.eq(str(WhyNow.CALLBACK))
    retry = why.is_in([str(WhyNow.UNCONFIRMED), str(WhyNow.RETRY)])
    waits = pl.col("callback_waits")
    yield Test(NotQueued.CALLBACK_WITH_DIALER, waits.ge(order.on), waits + pl.duration(days=1))
    yield Test(NotQueued.CALLBACK_NOT_DUE, pl.col("call_again") & ~due_now, _day(callback, zone))
    rest = pl.col("rest_until")
    yield Test(NotQueued.RESTING, ~due_now & rest.gt(order.on), rest)
    most = project.calling.maximum_attempts
    yield Test(
        NotQueued.ATTEMPTS_EXHAUSTED,
        ~due_now & (pl.col("attempts").ge(most) | pl.col("retries_done")),
        detail=pl.when(pl.col("attempts") == 1)
        .then(pl.lit("1 attempt"))
        .otherwise(pl.format("{} attempts", "attempts")),
    )
    yield Test(NotQueued.RETRY_NOT_DUE, retry & pl.col("due_utc").ge(pl.lit(end)), _day(pl.col("due_utc"), zone))
    plan = pl.col("plan_reason")
    for reason in (
        NotQueued.MEDIUM_DUE,
        NotQueued.MEDIUM_IN_TRANSIT,
        NotQueued.STAGE_NOT_DUE,
        NotQueued.CONDITION_NOT_MET,
        NotQueued.CONDITION_UNDECIDED,
        NotQueued.STEP_LAPSED,
        NotQueued.PLAN_FINISHED,
    ):
        yield Test(reason, ~due_now & ~retry & plan.eq(str(reason)), pl.col("plan_next"), pl.col("plan_detail"))


def _of_span(zone: str, order: ShiftOrder) -> Iterator[Test]:
    start, end = pl.col("not_before"), pl.col("not_after")
    tomorrow = pl.lit(order.on) + pl.duration(days=1)
    late = pl.when(start.is_not_null()).then(pl.lit("due after the hours of this shift"))
    yield Test(
        NotQueued.OUTSIDE_WINDOW,
        start.is_null() | start.ge(end),
        tomorrow,
        pl.coalesce("closed_why", late),
    )
    bound = ~pl.col("leaves_cap").fill_null(False)
    begin = start
    for scope, reason in (
        ("number", NotQueued.NUMBER_CAP),
        ("person", NotQueued.PERSON_CAP),
        ("company", NotQueued.COMPANY_CAP),
    ):
        begin = pl.max_horizontal(begin, f"free_{scope}")
        yield Test(reason, bound & begin.ge(end), _day(pl.col(f"free_{scope}"), zone))
