"""Counts everything that a review asks of a period at once, and gives the rows behind a figure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.periods import Period
from telebatch.model.project import Project
from telebatch.model.review import Card, ReportRules, Review
from telebatch.report import media, places, promises, work
from telebatch.report import oddities as odd
from telebatch.report.catalogue import CATALOGUE, Part
from telebatch.report.frames import counted_since, frame, gathered, scope_of
from telebatch.report.kpis import count_queries, gather, kpi_rows
from telebatch.report.marks import ReportFacts, Scope


def report(facts: ReportFacts, project: Project, period: Period, rules: ReportRules) -> Review:
    """Counts everything in one pass over lazy frames, then forms the rates.

    Args:
      facts: Of this project, every time; nothing outside `period` and its two comparisons is counted.
      project: Standards; its direction says which calls count as attempts.
      period: In the project's zone.
      rules: Own leaves and thresholds.

    Returns:
      The review; the same facts give the same review, whatever the number of threads.
    """
    whens = _compared(period, facts.as_of)
    scope = gathered(scope_of(facts, project, rules, period.zone), whens)
    _, _, weekdays = whens
    got, totals = _counted(scope, period, weekdays)
    return _told(scope, (period, weekdays), got, totals)


def needed_from(period: Period, as_of: datetime) -> datetime:
    """From when on `report` counts calls: see `matters` for what it needs of earlier ones.

    Args:
      as_of: The review's clock.
    """
    return counted_since(_compared(period, as_of))


def _compared(period: Period, as_of: datetime) -> tuple[Period, Period, Period]:
    """The period, the one before it, and the same weekdays of an earlier one."""
    return period, period.before, period.same_weekdays(_local_day(as_of, period))


def _counted(
    scope: Scope, period: Period, weekdays: Period
) -> tuple[dict[str, pl.DataFrame], dict[str, dict[str, int]]]:
    """Asks everything at once: the answers by question, and the KPI counts of the three periods."""
    queries = _queries(scope, period)
    whens = {"now": period, "before": period.before, "same_weekdays": weekdays}
    counts = {name: count_queries(scope, when) for name, when in whens.items()}
    collected = pl.collect_all([*queries.values(), *(query for part in counts.values() for query in part)])
    rest = iter(collected[len(queries) :])
    totals = {name: gather([next(rest) for _ in part]) for name, part in counts.items()}
    return dict(zip(queries, collected, strict=False)), totals


def _told(
    scope: Scope, whens: tuple[Period, Period], got: dict[str, pl.DataFrame], totals: dict[str, dict[str, int]]
) -> Review:
    """Forms every part of the review from its answer."""
    (period, weekdays), facts, project, rules = whens, scope.facts, scope.project, scope.rules
    is_running = facts.as_of < period.end_utc
    lengths = sorted(got["lengths"].select("seconds", "count").iter_rows())
    agents, level = work.agents(got["agents"], rules)
    nodes, flows = places.tree(got["outcomes"], got["confirmations"], rules)
    return Review(
        card=_card(project, period), period=period, before=period.before, same_weekdays=weekdays,
        as_of=facts.as_of, at_batch=facts.at_batch, is_running=is_running, confidence=rules.confidence,
        kpis=kpi_rows(totals, project, rules, period, lengths, is_running),
        tree=nodes, flows=flows, slots=places.slots(got["slots"], period), heat=places.heat(got["heat"]),
        rungs=places.rungs(got["rungs"]), funnel=media.funnel(got["funnel"]),
        call_length=work.call_length(got["lengths"], rules),
        goals=work.goals(got["goals"]), missing_fields=work.missing(got["missing"]),
        stages=work.stages(got["stages"], project, rules), key_person=work.key_person(got["key_person"]),
        lists=work.lists(got["lists"], got["prices"], rules), agents=agents, agent_level=level,
        callbacks=promises.callback_leaves(got["callbacks"]),
        intents=work.told(got["intents"], project.goals.intent_levels),
        deal_steps=work.told(got["deal_steps"], project.goals.deal_steps),
        sales=promises.sales(got["sales"], project.confirmation.enabled),
        oddities=odd.oddities(got["oddities"], got["files"]),
        reconciliation=odd.reconciliation(
            got["sources"], got["files"], odd.telling_files(got["sources"], scope, period)
        ),
        due_next=promises.due_next(got["due"]),
    )  # fmt: skip


def _queries(scope: Scope, period: Period) -> dict[str, pl.LazyFrame]:
    """Every question to the facts of the period, asked together so that one scan serves all."""
    both = (scope, period)
    return {
        "outcomes": places.outcome_query(*both), "confirmations": places.confirmation_query(*both),
        "slots": places.slot_query(*both), "heat": places.heat_query(*both), "rungs": places.rung_query(*both),
        "funnel": media.funnel_query(*both), "lengths": work.length_query(*both), "goals": work.goal_query(*both),
        "missing": work.missing_query(*both), "stages": work.stage_query(*both),
        "key_person": work.key_person_query(*both), "lists": work.list_query(*both),
        "prices": work.price_query(scope), "agents": work.agent_query(*both),
        "callbacks": promises.callback_query(*both), "intents": work.told_query(*both, "intent"),
        "deal_steps": work.told_query(*both, "reached_stage"), "sales": promises.sales_query(*both),
        "oddities": odd.oddity_query(*both), "sources": odd.source_query(*both), "files": scope.facts.files,
        "due": promises.due_query(scope),
    }  # fmt: skip


def rows(
    kpi: str, facts: ReportFacts, project: Project, period: Period, rules: ReportRules,
    *, part: Literal["numerator", "denominator"] = "numerator",
) -> pl.LazyFrame:  # fmt: skip
    """The rows behind one side of a KPI, or those of an oddity.

    Args:
      kpi: A name of the catalogue, or of `oddities.ODDITIES`.
      facts: As for `report`.
      project: As for `report`.
      period: As for `report`.
      rules: As for `report`.
      part: Which side; a KPI that is a plain count has no denominator.

    Returns:
      The frame the part counts (see `frames.frame`), cut to the rows that count, with `amount` (Int64): 1 per row, or
      what the row adds to the sum. Its sum is the figure in the review.

    Raises:
      WrongUsage: No such KPI, or no such part.
    """
    scope = scope_of(facts, project, rules, period.zone)
    if kpi in odd.ODDITIES:
        return odd.odd_rows(kpi, scope, period).with_columns(amount=pl.lit(1, pl.Int64))
    entry = CATALOGUE.get(kpi)
    if entry is None:
        raise WrongUsage(f"no KPI is called {kpi!r}", remedy="take a name of docs/kpis.md")
    wanted: Part | None = getattr(entry, part)
    if wanted is None:
        raise WrongUsage(f"{kpi} is a plain count and has no {part}", remedy="ask for its numerator")
    amount = pl.lit(1, pl.Int64) if wanted.amount is None else wanted.amount.cast(pl.Int64)
    return frame(wanted.frame, scope, period).filter(wanted.where).with_columns(amount=amount)


def _local_day(as_of: datetime, period: Period) -> date:
    return as_of.astimezone(ZoneInfo(period.zone)).date()


def _card(project: Project, period: Period) -> Card:
    cycle = project.cycle
    return Card(
        name=project.name, title=project.title, project_type=project.project_type, direction=project.direction,
        customer=project.customer, policy=tuple(sorted(project.policy)),
        plan=tuple(("medium" if step.medium else "call", step.name) for step in project.plan),
        term=cycle.term, start=cycle.start, end=cycle.end, review=cycle.review,
        credit=project.goals.credit, primary_goals=project.goals.primary, secondary_goals=project.goals.secondary,
        zone=period.zone, currency=project.costs.currency, next_review=_next_review(project, period),
        field_titles={name: one.title or name for name, one in sorted(project.fields.items())},
    )  # fmt: skip


def _next_review(project: Project, period: Period) -> date | None:
    """The day on which the next period of the project's cadence is over; null: the project has ended by then."""
    cycle, following = project.cycle, period.last + timedelta(days=1)
    begins = period.last if period.ends_am else following
    if cycle.end is not None and begins > cycle.end:
        return None
    if cycle.review == "weekly":
        return following + timedelta(days=7 - following.weekday())
    return following + timedelta(days=1) if cycle.review == "daily" else following
