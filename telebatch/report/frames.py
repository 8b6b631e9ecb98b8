"""The frames behind the KPIs: calls, records, leads, callbacks, first talks, agents' days, agent time and costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import polars as pl

from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.review import ReportRules
from telebatch.model.tables import INSTANT
from telebatch.report.callbacks import callbacks
from telebatch.report.marks import MARKS, ReportFacts, Scope, mark, on_wall, within

#: What stays of a call when its record is looked at: did any call of the period …
_PER_RECORD = ("is_dial", "is_talk", "is_right_party", "is_bad", "any_primary", "is_secondary")


#: What the figures of a review read of a call, beside the marks.
_CALL_COLUMNS = (
    "file_key", "record", "attempt_key", "lead_key", "start_utc", "agent", "outcome", "callback_outcome", "goal",
    "talk_seconds", "ring_seconds", "callback_utc", "books", "intent", "reached_stage", "collected", "stage_no",
    "attempt_no", "advances", "right_party", "code", "first_code", "start_flag", "irregular", "replaced_rows",
    "direction", "cause_is_machine", "lacks_booking", "start_local", *MARKS,
)  # fmt: skip
#: What the review of any project reads of OUTCOMES: those columns, and what the marks are made of.
CALLS_READ = (
    *(name for name in _CALL_COLUMNS if name not in {"start_local", *MARKS}),
    "project", "answered", "connected", "suppresses", "bad_number", "wrap_seconds",
)  # fmt: skip
_LEAD_COLUMNS = (
    "lead_key", "status", "status_reason", "verdict", "key_person_state", "list", "standing", "attempts",
    "first_attempt_utc", "last_attempt_utc", "closed_utc", "callback_utc", "callback_booked_utc", "callback_agent",
    "order_no", "media_sent", "media_arrivals", "released_queue", "awaiting_since_utc", "is_unclassified",
    "is_quarantined", "sold_utc", "cancelled_utc", "amount_minor", "currency",
)  # fmt: skip


def scope_of(facts: ReportFacts, project: Project, rules: ReportRules, zone: str) -> Scope:
    """Marks the calls once for all frames.

    Args:
      zone: Of the project.
    """
    survived = pl.col("seconds") >= rules.opening_seconds
    marked = mark(facts.outcomes, project, rules).with_columns(
        on_wall(zone), has_survived=survived, is_gatekeeper_talk=pl.col("is_talk") & pl.col("is_gatekeeper")
    )
    return Scope(facts, project, rules, marked)


def counted_since(whens: Sequence[Period]) -> datetime:
    """The instant from which on figures of these periods count calls: a day before the first of them."""
    return min(when.start_utc for when in whens) - timedelta(days=1)


def matters(since: datetime) -> pl.Expr:
    """Of OUTCOMES, what figures that count calls from then on can need.

    Of earlier calls they look back at talks with the key person, bookings and requests not to be called.
    """
    recalled = pl.any_horizontal(pl.col(name).fill_null(False) for name in ("right_party", "books", "suppresses"))
    return (pl.col("start_utc") >= pl.lit(since, dtype=INSTANT)) | recalled


def gathered(scope: Scope, whens: Sequence[Period]) -> Scope:
    """The same scope, its calls, leads and pieces read once into memory, without what no figure of these periods needs.

    Args:
      scope: Calls and facts, lazy.
      whens: The periods that will be counted.
    """
    calls = scope.marked.filter(matters(counted_since(whens))).select(_CALL_COLUMNS)
    marked, leads, pieces = pl.collect_all([calls, scope.facts.leads.select(_LEAD_COLUMNS), scope.facts.pieces])
    facts = replace(scope.facts, leads=leads.lazy(), pieces=pieces.lazy())
    return replace(scope, marked=marked.lazy(), facts=facts)


def frame(name: str, scope: Scope, period: Period) -> pl.LazyFrame:
    """One frame of the catalogue, cut to the period.

    Args:
      name: One of `catalogue.Frame`.
      scope: Calls and facts.
      period: Half-open; `leads` is as at the batch, by what had happened at the period's end.

    Returns:
      `attempts` key attempt_key; `records`, `leads`, `first_talks` key lead_key; `callbacks` key (lead_key,
      callback_utc); `agent_days` key (agent, day); `agent_time` and `costs` one row per fact. No order is promised.
    """
    makers = {
        "attempts": _attempts, "records": _records, "leads": _leads, "callbacks": callbacks,
        "first_talks": _first_talks, "agent_days": _agent_days, "agent_time": _agent_time, "costs": _costs,
    }  # fmt: skip
    return makers[name](scope, period)


def _attempts(scope: Scope, period: Period) -> pl.LazyFrame:
    return within(scope.marked, period)


def _records(scope: Scope, period: Period) -> pl.LazyFrame:
    calls = within(scope.marked, period).filter(pl.col("lead_key").is_not_null())
    records = calls.group_by("lead_key").agg(pl.col(name).any() for name in _PER_RECORD)
    return records.with_columns(is_secondary_only=pl.col("is_secondary") & ~pl.col("any_primary"))


def _leads(scope: Scope, period: Period) -> pl.LazyFrame:
    end = pl.lit(period.end_utc, dtype=INSTANT)
    touched = (pl.col("first_attempt_utc") < end).fill_null(False)
    closed = (pl.col("closed_utc") < end).fill_null(False)
    most = scope.project.calling.maximum_attempts
    spent = ((pl.col("attempts") >= most) & (pl.col("last_attempt_utc") < end)).fill_null(False)
    is_callable = pl.col("verdict").eq("callable").fill_null(False)
    return scope.facts.leads.with_columns(
        is_callable=is_callable,
        is_touched=is_callable & touched,
        is_exhausted=is_callable & touched & (closed | spent),
    )


def _first_talks(scope: Scope, period: Period) -> pl.LazyFrame:
    talks = scope.marked.filter(pl.col("is_right_party") & pl.col("lead_key").is_not_null())
    firsts = first_calls(talks, ["lead_key"])
    return within(talks.join(firsts, on=["lead_key", "start_utc", "attempt_key"], how="semi"), period)


def first_calls(calls: pl.LazyFrame, by: Sequence[str]) -> pl.LazyFrame:
    """The earliest call of each group, of two at one instant the one with the lower key.

    Returns:
      One row per group: `by`, start_utc, attempt_key.
    """
    first = calls.group_by(by).agg(pl.col("start_utc").min())
    return (
        calls.join(first, on=[*by, "start_utc"], how="semi").group_by(*by, "start_utc").agg(pl.col("attempt_key").min())
    )


def _agent_days(scope: Scope, period: Period) -> pl.LazyFrame:
    talks = within(scope.marked, period).filter(pl.col("is_dial") & pl.col("agent").is_not_null())
    spoken = pl.when("is_talk").then("seconds").otherwise(0).sum().alias("seconds")
    return talks.group_by("agent", pl.col("start_local").dt.date().alias("day")).agg(spoken)


def _agent_time(scope: Scope, period: Period) -> pl.LazyFrame:
    times = [f"{state}_seconds" for state in ("login", "talk", "wait", "wrap", "pause")]
    # A dialer that does not split time by project tells none: its time counts for every project it is handed to.
    is_ours = (pl.col("project") == scope.project.name).fill_null(True)
    rows = within(scope.facts.agent_time.filter(is_ours), period, "from_utc").with_columns(
        pl.col(times).fill_null(0).cast(pl.Int64)
    )
    # Within a file the rows of one agent and start add up; of two files that tell of them the fuller one counts.
    one = ["source", "agent", "project", "from_utc"]
    rows = rows.group_by(*one, "file_key").agg(pl.col(times).sum(), pl.col("record").min())
    rows = rows.sort(*one, *times, "file_key").unique(one, keep="last", maintain_order=True)
    return rows.with_columns(
        ready_seconds=pl.max_horizontal(pl.col("login_seconds") - pl.col("pause_seconds"), pl.lit(0)),
        busy_seconds=pl.col("talk_seconds") + pl.col("wrap_seconds"),
    )


def _costs(scope: Scope, period: Period) -> pl.LazyFrame:
    """What the period cost, in 1/3600 minor units so that seconds at a price an hour stay whole numbers."""
    costs, calls = scope.project.costs, within(scope.marked, period)
    whose = ("lead_key", "file_key", "record")
    parts = [
        calls.filter("is_first_dial").select(
            *whose,
            item=pl.lit("record"),
            cost=pl.col("is_first_dial").cast(pl.Int64) * (costs.record_minor or 0) * 3600,
        ),
        calls.filter("is_talk").select(
            *whose, item=pl.lit("minute"), cost=pl.col("seconds") * 60 * (costs.minute_minor or 0)
        ),
        _agent_time(scope, period).select(
            "agent",
            "file_key",
            "record",
            item=pl.lit("agent_hour"),
            cost=pl.col("login_seconds") * (costs.agent_hour_minor or 0),
        ),
        _pieces(scope, period),
        scope.facts.verified.join(scope.facts.leads.select("lead_key"), on="lead_key", how="semi")
        .filter(_on_days("answered_on", period))
        .select(*whose, item=pl.lit("verification"), cost=pl.col("cost_minor").fill_null(0) * 3600),
    ]
    return pl.concat([part.with_columns(pl.col("cost").cast(pl.Int64)) for part in parts], how="diagonal")


def _pieces(scope: Scope, period: Period) -> pl.LazyFrame:
    prices = {step.medium: step.piece_cost_minor for step in scope.project.plan if step.medium}
    # A plan without media has no prices; the empty name keeps the table one that polars takes.
    price = pl.col("medium").replace_strict(prices or {"": 0}, default=0, return_dtype=pl.Int64)
    return scope.facts.pieces.filter(_on_days("sent_on", period)).select(
        "lead_key", item=pl.lit("piece"), cost=price * 3600
    )


def _on_days(column: str, period: Period) -> pl.Expr:
    """Dates of the period; a date belongs to the half-day in which its day begins."""
    first = period.first + timedelta(days=1) if period.starts_pm else period.first
    return pl.col(column).is_between(pl.lit(first), pl.lit(period.last))
