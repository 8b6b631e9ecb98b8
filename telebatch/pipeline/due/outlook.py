"""What should have happened by now, and what comes next: reviews, shifts, expected files, edits, unmapped codes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import polars as pl

from telebatch.classify import UNCLASSIFIED
from telebatch.model.errors import Mistake
from telebatch.model.periods import Period, parse_period
from telebatch.model.project import Project
from telebatch.model.state_table import is_forgotten
from telebatch.model.tables import RELEASED
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classified, states
from telebatch.pipeline.queues.shift_asked import split_rules
from telebatch.pipeline.report import last_period
from telebatch.split import ShiftOrder, SplitRules, day_rules, open_intervals
from telebatch.store import View

#: A shift is sought so far ahead; a project that cannot be called for so long has no next shift.
_AHEAD_DAYS: Final = 30


@dataclass(frozen=True)
class Built:
    """A shift whose queues were built, and by which batch."""

    shift: str
    batch: int


def last_review(house: House, project: Project) -> Period:
    """The latest period of the project's cadence that is over."""
    zone = house.project_zone(project)
    text = last_period(project, house.as_of.astimezone(zone))
    return parse_period(text, str(zone), project.cycle.cut_off)


def reviews_due(house: House, projects: frozenset[str]) -> tuple[tuple[Project, Period], ...]:
    """Periods that are over and have no review made after their end, the earlier one first.

    A night sees the afternoon of the day before as well as this morning. Days on which nobody works have no review.

    Args:
      projects: Names of those with leads; others have nothing to review.
    """
    due = []
    for name, project in sorted(house.settings.projects.items()):
        last, cycle = last_review(house, project), project.cycle
        for period in (last.before, last) if cycle.review == "half-day" else (last,):
            ran = cycle.start <= period.last and (cycle.end is None or cycle.end >= period.first)
            worked = cycle.review == "weekly" or _works(house, period.first)
            if name in projects and ran and worked and not _is_reviewed(house, name, period):
                due.append((project, period))
    return tuple(due)


def _is_reviewed(house: House, project: str, period: Period) -> bool:
    path = f"reports/{project}/{period.text}.html"
    made = {row.batch for row in house.store.outputs() if row.path == path}
    rows = house.store.batches().filter(pl.col("batch").is_in(sorted(made)))
    return any(at >= period.end_utc for at in rows.get_column("as_of_utc"))


def next_review_on(house: House, project: Project) -> date:
    """The day on which the period that runs now is over; a half-day may end on the same day."""
    period, today = last_review(house, project), house.project_day(project)
    if project.cycle.review == "weekly":
        return period.last + timedelta(days=8)
    return today if period.text.endswith("pm") else today + timedelta(days=1)


def next_shift(house: House, project: Project, released: frozenset[tuple[str, str]]) -> str | None:
    """The first shift not over yet and not handed out, in which the project runs and somebody may be called.

    Args:
      released: (project, shift) of everything handed out.

    Returns:
      As `split --on` takes it; null: none within thirty days.
    """
    rules = split_rules(house, {project.name: project})
    for order in _shifts(house, project, rules):
        runs = project.cycle.start <= order.on and (project.cycle.end is None or order.on <= project.cycle.end)
        out = any((project.name, shift) in released for shift in _sharing_hours(order))
        if runs and not out and _is_open(project, rules, order):
            return order.name
    return None


def _sharing_hours(order: ShiftOrder) -> tuple[str, ...]:
    """A day holds both its halves: what is handed out in one of them is handed out in the day."""
    halves = ("", "am", "pm") if order.half == "day" else ("", order.half)
    return tuple(f"{order.on}{half}" for half in halves)


def _shifts(house: House, project: Project, rules: SplitRules) -> Iterator[ShiftOrder]:
    """The project's shifts in order of time, from the one that is not over at as-of."""
    today = house.today
    halves = [
        half for half in project.queues.shifts if half in house.settings.workspace.shifts
    ] or project.queues.shifts
    for ahead in range(_AHEAD_DAYS):
        orders = [ShiftOrder(today + timedelta(days=ahead), house.as_of, half) for half in halves]
        for order in sorted(orders, key=rules.hours):
            if rules.hours(order)[1] > house.as_of:
                yield order


def _is_open(project: Project, rules: SplitRules, order: ShiftOrder) -> bool:
    zone = rules.zone_of(project)
    regions = project.accept.regions or ("",)
    return any(
        open_intervals(day_rules(project, region, rules, order.on), [zone], rules.hours(order)) for region in regions
    )


def handed_out(known: View) -> frozenset[tuple[str, str]]:
    """(project, shift) of every released queue."""
    return frozenset(known.scan(RELEASED).select("project", "shift").unique().collect().iter_rows())


def built_shifts(house: House) -> tuple[Built, ...]:
    """Shifts with queues built, the latest build of each, in order of shift."""
    latest: dict[str, int] = {}
    for row in house.store.outputs():
        parts = Path(row.path).parts
        if len(parts) == 3 and parts[0] == "queues" and parts[2] == "manifest.json":
            latest[parts[1]] = max(row.batch, latest.get(parts[1], 0))
    return tuple(Built(shift, batch) for shift, batch in sorted(latest.items()))


def codes_in_no_map(house: House, known: View) -> list[dict[str, Any]]:
    """A row per project, format and result code that no recorded map knows and that holds leads, as `unmapped_codes`
    wants them.
    """
    waiting = states(known).filter(pl.col("is_unclassified")).select("lead_key", is_forgotten()).collect()
    held, gone = waiting.get_column("lead_key"), waiting.filter("is_forgotten").get_column("lead_key")
    if held.is_empty():
        return []
    rows = classified(known, house.recorded() or house.settings, held).outcomes.filter(
        pl.col("outcome") == UNCLASSIFIED
    )
    met = rows.group_by("project", "format", "code").agg(
        pl.len().alias("count"),
        # A code has to be explained for the calls' sake; whoever was forgotten waits for nothing.
        pl.col("lead_key").filter(~pl.col("lead_key").is_in(gone.implode())).n_unique().alias("leads"),
        pl.col("source").unique().alias("sources"),
    )
    return list(met.sort("project", "format", "code").collect().iter_rows(named=True))


def files_missing(house: House) -> tuple[Mistake, ...]:
    """Sources whose file of today should have come by now and has not.

    No file is expected before the first batch, on a day the centre is closed, or on a weekend on which nobody stands
    in the roster.
    """
    if house.store.last_batch() == 0:
        return ()
    came = _came_today(house)
    missing = []
    for name, source in sorted(house.settings.sources.items()):
        now = house.as_of.astimezone(house.zone)
        if (
            source.expected_by is None
            or now.time() < source.expected_by
            or name in came
            or not _works(house, now.date())
        ):
            continue
        missing.append(
            Mistake(
                f"today's file of {name} has not come (expected by {source.expected_by:%H:%M})",
                f"inbox/{name}/", "ask for it; then telebatch nightly, or telebatch ingest FILE",
            )
        )  # fmt: skip
    return tuple(missing)


def _came_today(house: House) -> set[str]:
    """Sources a live batch of today took a file of: by its name, or by the folder it lay in."""
    today = house.today
    rows = house.store.batches().filter(pl.col("status") == "live")
    batches = {
        batch
        for batch, at in rows.select("batch", "as_of_utc").iter_rows()
        if at.astimezone(house.zone).date() == today
    }
    taken = [row for row in house.store.inputs() if row.batch in batches]
    return {row.source or "" for row in taken} | {Path(row.path).parent.name for row in taken}


def _works(house: House, day: date) -> bool:
    centre = house.settings.calendar.get("centre")
    if centre and day in centre.closed:
        return False
    return day.weekday() < 5 or any(row.on == day for row in house.settings.roster)
