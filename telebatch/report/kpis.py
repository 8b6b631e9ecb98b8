"""From counts to KPI rows: the rate, its interval, its target, and whether it can be judged at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby

import polars as pl

from telebatch.model.figures import Change, Figure, Judgement, KpiRow
from telebatch.model.periods import Period
from telebatch.model.project import Kpi, Project
from telebatch.model.review import ReportRules
from telebatch.report.catalogue import CATALOGUE, Entry, Part
from telebatch.report.frames import frame
from telebatch.report.marks import Scope
from telebatch.report.statistics import mean_interval, newcombe, wilson

Counts = Mapping[str, int]

_DAYS_OF = {"day": 1.0, "week": 7.0, "month": 30.0}


def count_queries(scope: Scope, period: Period) -> list[pl.LazyFrame]:
    """One row of whole numbers per frame: every numerator and denominator of the catalogue, and what inputs came."""
    parts = [
        (part.frame, f"{entry.name}.{side}", part)
        for entry in CATALOGUE.values()
        for side, part in (("numerator", entry.numerator), ("denominator", entry.denominator))
        if part is not None
    ]
    queries = []
    for name, group in groupby(sorted(parts, key=lambda part: part[:2]), key=lambda part: part[0]):
        wanted = {label: _sum(part) for _, label, part in group}
        queries.append(frame(name, scope, period).select(**wanted, **_inputs(name)))
    return queries


def gather(rows: Sequence[pl.DataFrame]) -> dict[str, int]:
    """The collected one-row frames as one mapping; an empty sum is 0."""
    return {name: int(value or 0) for row in rows for name, value in row.row(0, named=True).items()}


def _sum(part: Part) -> pl.Expr:
    if part.amount is None:
        return part.where.cast(pl.Int64).sum() if part.where.meta.root_names() else pl.len().cast(pl.Int64)
    return pl.when(part.where).then(part.amount).otherwise(0).cast(pl.Int64).sum()


def _inputs(name: str) -> dict[str, pl.Expr]:
    """How many rows brought an input, beside the counts of its frame."""
    if name == "agent_time":
        return {"input.agent_time": pl.len().cast(pl.Int64)}
    if name == "attempts":
        day = pl.col("start_local").dt.date()
        return {
            "input.talk_seconds": (pl.col("is_dial") & pl.col("talk_seconds").is_not_null()).cast(pl.Int64).sum(),
            # Where nothing at all was written down, a talk that brought nothing cannot be told from one never noted.
            "input.basic_information": (pl.col("is_dial") & pl.col("collected").is_not_null()).cast(pl.Int64).sum(),
            "days_worked": day.filter(pl.col("is_dial")).n_unique().cast(pl.Int64),
        }
    return {}


def figure(entry: Entry, counts: Counts, project: Project, confidence: float) -> Figure:
    """Forms one KPI from its counts."""
    top = _told(entry.numerator, counts[f"{entry.name}.numerator"])
    if any(not _came(need, counts, project) for need in entry.needs):
        return Figure(top, None, None, missing="never_came")
    if entry.denominator is None:
        return Figure(top, None, float(top))
    bottom = _told(entry.denominator, counts[f"{entry.name}.denominator"])
    if bottom == 0:
        return Figure(top, 0, None, missing="no_cases")
    value = top / bottom * (3600 if entry.unit == "per_hour" else 1)
    interval = wilson(top, bottom, confidence) if entry.unit == "share" and top <= bottom else None
    low, high = interval or (None, None)
    return Figure(top, bottom, value, low, high)


def _told(part: Part, total: int) -> int:
    """The sum in its own unit, rounded half up."""
    return (2 * total + part.divisor) // (2 * part.divisor) if part.divisor > 1 else total


def _came(need: str, counts: Counts, project: Project) -> bool:
    costs = project.costs
    if need == "costs":
        told = (costs.record_minor, costs.minute_minor, costs.agent_hour_minor)
        return any(price is not None for price in told) or any(step.piece_cost_minor for step in project.plan)
    if need == "one_call_plan":
        return len(project.call_steps) == 1
    return counts.get(f"input.{need}", 0) > 0


def kpi_rows(
    counts: Mapping[str, Counts],
    project: Project,
    rules: ReportRules,
    period: Period,
    lengths: Sequence[tuple[int, int]],
    is_running: bool,
) -> tuple[KpiRow, ...]:
    """Every KPI of the catalogue: the project's own first, its primary one before all.

    Args:
      counts: `now`, `before`, `same_weekdays` → counts of that period.
      project: Targets, inputs told.
      rules: Levels and thresholds.
      period: Scales counted targets.
      lengths: (seconds, calls) of successful calls of the period, for the interval of their mean.
      is_running: The period had not ended, so a count may still reach its target.
    """
    chosen = {kpi.name: kpi for kpi in project.kpis}
    order = sorted(chosen, key=lambda name: (not chosen[name].primary, list(chosen).index(name)))
    names = [*(name for name in order if name in CATALOGUE), *(name for name in CATALOGUE if name not in chosen)]
    rows = []
    for name in names:
        entry = CATALOGUE[name]
        now, before, weekdays = (figure(entry, counts[when], project, rules.confidence) for when in _WHENS)
        if name == "successful_call_length" and now.value is not None:
            low, high = mean_interval(lengths, rules.confidence) or (None, None)
            now = replace(now, low=low, high=high)
        row = KpiRow(name, entry.unit, now, "no_target", entry.good, is_clustered=entry.clustered, needs=entry.needs)
        row = _aimed(row, chosen.get(name), counts["now"], period)
        row = replace(
            row, before=before, same_weekdays=weekdays,
            change=change(entry, now, before, rules.confidence),
            change_same_weekdays=change(entry, now, weekdays, rules.confidence),
        )  # fmt: skip
        rows.append(judged(row, rules, is_running))
    return tuple(rows)


_WHENS = ("now", "before", "same_weekdays")


def _aimed(row: KpiRow, kpi: Kpi | None, counts: Counts, period: Period) -> KpiRow:
    """Gives the row its target; a count per day is taken times the days worked, per week and month by calendar days."""
    if kpi is None:
        return row
    target = kpi.target
    if target is not None and kpi.per == "day":
        target *= counts["days_worked"]
    elif target is not None and kpi.per in _DAYS_OF:
        halves = len(period.halves) / 2
        target *= 1.0 if kpi.per == period.kind else halves / _DAYS_OF[kpi.per]
    return replace(
        row, is_primary=kpi.primary, is_chosen=True, good=kpi.good or row.good, target=target,
        target_each=kpi.target, target_per=kpi.per, floor=kpi.floor,
    )  # fmt: skip


def change(entry: Entry, now: Figure, then: Figure, confidence: float) -> Change | None:
    """What differs between two periods; null where either has no value."""
    if now.value is None or then.value is None:
        return None
    difference = now.value - then.value
    both = (now.denominator, then.denominator)
    if entry.unit != "share" or now.low is None or then.low is None or None in both:
        return Change(difference)
    interval = newcombe((now.numerator, both[0] or 0), (then.numerator, both[1] or 0), confidence)
    low, high = interval or (None, None)
    proven = low is not None and high is not None and (low > 0 or high < 0)
    return Change(difference, low, high, proven)


def judged(row: KpiRow, rules: ReportRules, is_running: bool) -> KpiRow:
    """Says whether the target is reached, missed, too close to call, or whether there are too few cases to say."""
    figure = row.figure
    needed = rules.least_successful if row.name == "successful_call_length" else rules.least_cases
    cases = figure.denominator or 0
    if figure.missing:
        return replace(row, judgement=figure.missing)
    if row.unit == "share" or row.name == "successful_call_length":
        if cases < needed:
            return replace(row, judgement="too_few", cases=cases, needed=needed)
        return replace(row, judgement=_verdict(row, figure.low, figure.high), cases=cases, needed=needed)
    verdict = _verdict(row, figure.value, figure.value)
    if is_running and figure.denominator is None and verdict == "missed" and row.good == "up":
        verdict = "running"
    return replace(row, judgement=verdict, cases=cases)


def _verdict(row: KpiRow, low: float | None, high: float | None) -> Judgement:
    """Reached where the value is on the good side and missed where the whole interval is on the bad one."""
    value, target = row.figure.value, row.target
    if target is None or value is None:
        return "no_target"
    good_up = row.good == "up"
    if value >= target if good_up else value <= target:
        return "reached"
    best = high if good_up else low
    if best is not None and (best >= target if good_up else best <= target):
        return "too_close"
    return "missed"
