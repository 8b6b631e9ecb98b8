"""Whom does the shift call, in which queue and order, and why is everybody else not called?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import polars as pl

from telebatch.model.flows import NOT_QUEUED, QUEUED
from telebatch.model.project import Project
from telebatch.model.words import NotQueued
from telebatch.split.agents import with_agents
from telebatch.split.calendar import day_table
from telebatch.split.caps import called, with_caps
from telebatch.split.conditions import with_conditions
from telebatch.split.due import with_due
from telebatch.split.judge import judged, tests_of
from telebatch.split.mailings import lacking, mailings_of, unaddressed
from telebatch.split.people import suppressed, usable_numbers, with_number
from telebatch.split.places import ORDER, placed, with_order
from telebatch.split.plan import pace_of, with_plan
from telebatch.split.shapes import Shift, ShiftOrder, SplitInputs, SplitRules
from telebatch.split.spans import with_span

#: What libphonenumber says of numbers of no country (+800, satellites); no clock has it, so the project's own counts.
_NO_ZONE: Final = "Etc/Unknown"
_KEYS: Final = ("project", "region", "zones")
_KEPT: Final = (
    "lead_key", "person_key", "project", "status", "company_key", "attempts", "released_queue", "last_outcome",
    "last_attempt_utc", "last_agent", "callback_agent", "agent", "number", "extension", "region", "zones", "why",
    "due_utc", "stage_no", "opening", "media", "call_steps_done", "plan_medium", "plan_next", "not_before", "not_after",
    "moved_from", "leaves_cap", "plan_lacks", "left_number", "left_company", "reason", "next_date", "detail",
    "calendar", *ORDER[0:1], *ORDER[2:-1],
)  # fmt: skip


#: What split reads of LEAD_STATE.
_READ: Final = (
    "lead_key", "person_key", "project", "status", "status_reason", "verdict", "score", "seniority", "key_person_state",
    "key_person_on", "list", "received_on", "use_until", "consent_on", "consent_since", "standing", "attempts",
    "last_attempt_utc", "last_number", "last_agent", "last_outcome", "last_code", "same_outcome_run", "callback_utc",
    "callback_agent", "callback_asked", "callback_tries", "call_steps_done", "step_done_utc", "media_sent",
    "media_arrivals", "media_pieces", "media_returned", "released_queue", "is_unclassified", "is_quarantined",
    "awaiting_since_utc", "cancelled_utc", "rest_until", "intent", "agent", "hold_until",
)  # fmt: skip


def split(inputs: SplitInputs, rules: SplitRules, order: ShiftOrder) -> Shift:
    """Lays out one shift: every lead is queued, or has one reason and the next date on which it could be called.

    Depends on its arguments alone; built twice it is the same. Leads of projects the rules do not know are not running.
    """
    judged_rows, table = _judged(inputs, rules, order)
    reserved = inputs.reserved.select("person_key").collect()
    passed = placed(judged_rows, reserved, rules, order)
    attended = with_agents(passed.filter(pl.col("reason").is_null()), rules, order)
    lost = attended.filter("is_lost").with_columns(reason=pl.lit(str(NotQueued.NO_AGENT)), detail=pl.col("agent"))
    queued = _queued(attended.filter(~pl.col("is_lost")), rules, order)
    left = [judged_rows.filter(pl.col("reason").is_not_null()), passed.filter(pl.col("reason").is_not_null()), lost]
    others = pl.concat([part.select(_LEFT) for part in left])
    mailings = mailings_of(others.filter(pl.col("plan_medium").is_not_null()), rules, order, judged_rows)
    not_queued = pl.concat([_not_queued(others, table, order), _unknown(inputs, rules)]).sort("project", "lead_key")
    return Shift(queued, not_queued, mailings, lacking(judged_rows))


_LEFT: Final = (
    "lead_key",
    "person_key",
    "project",
    "reason",
    "next_date",
    "detail",
    "calendar",
    "plan_medium",
    "plan_next",
    "not_before",
    "order_0",
    "order_1",
    "order_2",
    "order_3",
)


def _judged(inputs: SplitInputs, rules: SplitRules, order: ShiftOrder) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Every lead of the projects with the reason of the first of its own tests that fails; and the day table."""
    # Everything below is asked project by project: joined and chosen once, kept in memory.
    inputs = _looked_up(inputs)
    leads = inputs.leads.filter(pl.col("project").is_in(sorted(rules.projects))).select(_READ).collect()
    rows = leads.hstack(_reached(leads, inputs, rules, order).collect()).with_columns(
        *unaddressed(), pl.col("lead_key").is_in(inputs.readdressed.implode()).alias("is_readdressed")
    )
    table = day_table(rows.select(_KEYS).unique(), rules, order).with_row_index("calendar")
    place = (
        rows.lazy()
        .select(_KEYS)
        .join(
            table.lazy().select(*_KEYS, "calendar"), on=list(_KEYS), how="left", nulls_equal=True, maintain_order="left"
        )
    )
    rows = rows.hstack(place.select("calendar").collect())
    calls = called(inputs, rules, rules.hours(order)[0]).collect()
    ground = _Ground(inputs, rules, order, table, calls.lazy())
    parts = [
        _of_project(rows.lazy().filter(pl.col("project").eq(name)), project, ground)
        for name, project in sorted(rules.projects.items())
    ]
    found = pl.concat(pl.collect_all(parts))
    return found, table


def _looked_up(inputs: SplitInputs) -> SplitInputs:
    """With people and numbers in memory, as far as split reads them: both are told anew wherever they are asked."""
    has_address = pl.col("address").is_not_null().alias("has_address")
    people = inputs.people.select("person_key", "company_key", "email", "record_key", has_address)
    zones = pl.when(pl.col("zones").ne(_NO_ZONE)).then("zones").alias("zones")
    numbers = inputs.numbers.select("person_key", "number", "position", "extension", "region", zones)
    known, dialled = pl.collect_all([people, numbers])
    return replace(inputs, people=known.lazy(), numbers=dialled.lazy())


def _reached(leads: pl.DataFrame, inputs: SplitInputs, rules: SplitRules, order: ShiftOrder) -> pl.LazyFrame:
    """What stands beside each lead, in the same order: its company, whether it can be written to, who asked not to be
    called, the number to call.

    Joined to the keys alone: a join writes every column of its left side anew.
    """
    keys = leads.lazy().select("lead_key", "person_key", "callback_utc", "last_number")
    written = pl.col("email").is_not_null().alias("has_email")
    known = inputs.people.select("person_key", "company_key", "has_address", written).unique("person_key", keep="any")
    asked = suppressed(inputs, order.on, rules.hours(order))
    told = keys.join(known, on="person_key", how="left", maintain_order="left").join(
        asked, on="lead_key", how="left", maintain_order="left"
    )
    registers = rules.registers_asked(order.on)
    return with_number(told, usable_numbers(inputs, order.on, registers), registers).drop(keys.collect_schema().names())


@dataclass(frozen=True)
class _Ground:
    """What every project is judged on."""

    inputs: SplitInputs
    rules: SplitRules
    order: ShiftOrder
    table: pl.DataFrame
    attempts: pl.LazyFrame


def _of_project(rows: pl.LazyFrame, project: Project, ground: _Ground) -> pl.LazyFrame:
    """The rows of one project through plan, due, span and caps to the first test that fails."""
    inputs, rules, order = ground.inputs, ground.rules, ground.order
    zone = rules.zone_of(project)
    pace = pace_of(project, rules, order.on)
    day = pl.col("step_done_utc").dt.convert_time_zone(zone).dt.date().alias("step_done_on")
    planned = with_plan(with_conditions(rows.with_columns(day), inputs.answers, project), pace)
    due = with_due(planned, project, rules, order)
    windows = ("window_start", "window_end", "closed_why")
    open_at = due.with_columns(pl.lit(ground.table[name]).gather("calendar").alias(name) for name in windows)
    timed = with_span(open_at, project, rules, order)
    capped = with_caps(timed, ground.attempts, project, rules, rules.hours(order)[0])
    found = judged(with_order(capped, project), tests_of(project, rules, order))
    begins = pl.max_horizontal(
        "not_before",
        *(pl.when(~pl.col("leaves_cap")).then(f"free_{scope}") for scope in ("number", "person", "company")),
    )
    return found.with_columns(begins.alias("not_before")).select(_KEPT)


def _queued(rows: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """QUEUED rows: named, numbered within their queue, sorted by queue and position."""
    projects = rules.projects
    types = {name: project.project_type for name, project in projects.items()}
    dials = {name: project.calling.dials_allowed for name, project in projects.items()}
    by_agent = [name for name, project in projects.items() if project.queues.file_per == "agent"]
    own = pl.when(pl.col("project").is_in(by_agent)).then(pl.col("chosen"))
    named = rows.join(_stages(rules), on=["project", "stage_no"], how="left").with_columns(
        pl.col("project").replace_strict(types, return_dtype=pl.String).alias("project_type"),
        _with_this_call().alias("media"),
        pl.col("stage").fill_null("call"),
    )
    last = pl.concat_str("project", "stage", own, separator="-", ignore_nulls=True)
    told = named.with_columns(
        pl.concat_str(pl.lit(order.name), "project_type", "media", last, separator="/").alias("queue"),
        pl.lit(order.name).alias("shift"),
        pl.col("why").alias("why_now"),
        pl.col("chosen").alias("agent"),
        (pl.col("attempts") + 1).alias("attempt_number"),
        pl.col("stage").alias("next_step"),
        pl.col("project").replace_strict(dials, return_dtype=pl.Int16).alias("dials_allowed"),
        _told_zone(rules).alias("zone"),
    ).sort("queue", *ORDER, nulls_last=True)
    numbered = told.with_columns(pl.int_range(1, pl.len() + 1).over("queue").alias("position"))
    return numbered.select(pl.col(name).cast(kind) for name, kind in QUEUED.items())


def _told_zone(rules: SplitRules) -> pl.Expr:
    """By whose clock a row's hours are told: of several zones the project's own, else the main one of the region.

    A mobile number belongs to every zone of its region, named in the order of the alphabet.
    """
    own = {name: rules.zone_of(project) for name, project in rules.projects.items()}
    ours = pl.col("project").replace_strict(own, return_dtype=pl.String)
    zones = pl.col("zones").str.split("|")
    main = pl.col("region").replace_strict(rules.main_zones or {"": ""}, default=None, return_dtype=pl.String)
    held = (pl.when(zones.list.contains(zone)).then(zone) for zone in (ours, main))
    return pl.coalesce(*held, zones.list.first(), ours)


def _stages(rules: SplitRules) -> pl.DataFrame:
    """The name of each call step: `project`, `stage_no` (from 1), `stage`."""
    stages = [
        (name, number, step.name)
        for name, project in sorted(rules.projects.items())
        for number, step in enumerate(project.call_steps, 1)
    ]
    return pl.DataFrame(stages, schema={"project": pl.String, "stage_no": pl.Int16, "stage": pl.String}, orient="row")


def _with_this_call() -> pl.Expr:
    """The media combination with this call; a stage that is done already counts once."""
    done, before = pl.col("stage_no") <= pl.col("call_steps_done").fill_null(0), pl.col("media").ne("")
    joined = pl.concat_str(pl.when(before).then("media"), pl.lit("call"), separator="+", ignore_nulls=True)
    return pl.when(done & before).then("media").otherwise(joined)


def _not_queued(rows: pl.DataFrame, table: pl.DataFrame, order: ShiftOrder) -> pl.DataFrame:
    """NOT_QUEUED rows; a date moves forward to the next permitted day, where the horizon shows one."""
    again = (NotQueued.OTHER_PROJECT, NotQueued.NO_CAPACITY)
    tomorrow = pl.lit(order.on) + pl.duration(days=1)
    wanted = pl.when(pl.col("reason").is_in([str(word) for word in again])).then(tomorrow).otherwise("next_date")
    days = table.select("calendar", day="open_days").explode("day").drop_nulls("day").sort("day")
    dated = rows.with_columns(wanted.alias("next_date"))
    known = pl.col("next_date").is_not_null()
    moved = (
        dated.filter(known)
        .sort("next_date")
        .join_asof(days, left_on="next_date", right_on="day", by="calendar", strategy="forward", check_sortedness=False)
    )
    # Where no day is open within the horizon, nobody can promise one.
    closed = pl.col("reason").eq(str(NotQueued.OUTSIDE_WINDOW))
    told = moved.with_columns(pl.coalesce("day", pl.when(~closed).then("next_date")).alias("next_date"))
    every = pl.concat([told.select(*NOT_QUEUED), dated.filter(~known).select(*NOT_QUEUED)])
    return every.select(pl.col(name).cast(kind) for name, kind in NOT_QUEUED.items())


def _unknown(inputs: SplitInputs, rules: SplitRules) -> pl.DataFrame:
    """Leads of projects that nobody wrote, or that are not built."""
    rest = inputs.leads.filter(~pl.col("project").is_in(sorted(rules.projects))).select(
        "project",
        "lead_key",
        pl.lit(str(NotQueued.PROJECT_NOT_RUNNING)).alias("reason"),
        pl.lit(None, pl.Date).alias("next_date"),
        pl.lit(None, pl.String).alias("detail"),
    )
    return rest.collect().select(pl.col(name).cast(kind) for name, kind in NOT_QUEUED.items())
