"""When does a rolling cap let a number, person or company be called again, over all projects?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import polars as pl

from telebatch.model.project import Cap, Project
from telebatch.model.spans import parse_span
from telebatch.model.tables import INSTANT
from telebatch.split.shapes import SplitInputs, SplitRules

SCOPES: Final = (("number", "number"), ("person", "person_key"), ("company", "company_key"))


def called(inputs: SplitInputs, rules: SplitRules, start: datetime) -> pl.LazyFrame:
    """Attempts within the longest cap of any project: `number`, `person_key`, `company_key` and `start_utc`.

    Args:
      start: First instant of the shift.
    """
    caps = (cap for project in rules.projects.values() for cap, _ in caps_of(project, rules, start))
    longest = max(map(_length, caps), default=timedelta())
    persons = inputs.leads.select("lead_key", "person_key")
    return (
        inputs.recent.filter(pl.col("start_utc") > pl.lit(start - longest))
        .select("lead_key", "number", "start_utc")
        .join(persons, on="lead_key", how="left")
        .join(inputs.people.select("person_key", "company_key"), on="person_key", how="left")
    )


def _length(cap: Cap) -> timedelta:
    span = parse_span(cap.window)
    return timedelta(seconds=span.seconds, days=span.days) + timedelta(hours=12 * span.half_days)


def caps_of(project: Project, rules: SplitRules, on: datetime) -> list[tuple[Cap, str | None]]:
    """Every cap that may hold, with the region of the called person it is for (null: everywhere)."""
    own: list[tuple[Cap, str | None]] = [(cap, None) for cap in project.calling.caps]
    if project.calling.override and own:
        return own
    return own + [(cap, pack.region) for pack in rules.packs_of(project, on.date()) for cap in pack.caps]


def with_caps(
    rows: pl.LazyFrame, attempts: pl.LazyFrame, project: Project, rules: SplitRules, start: datetime
) -> pl.LazyFrame:
    """Adds when each cap lets go, and how many calls it leaves in the shift.

    A window rolls: a cap of 3 in 24 hours lets go 24 hours after the third last call, whatever the calendar says.

    Args:
      rows: Rows of the project with `number`, `person_key`, `company_key`, `region`.
      attempts: As `called` gives them.
      start: First instant of the shift.

    Returns:
      The same rows with `free_number`, `free_person`, `free_company` (instants; null: free already) and `left_number`,
      `left_company` (calls left; null: no cap).
    """
    found = rows
    caps = caps_of(project, rules, start)
    for scope, key in SCOPES:
        columns = []
        for place, (cap, region) in enumerate(caps):
            if cap.scope != scope:
                continue
            name = f"{scope}_{place}"
            found = found.join(
                _spent(attempts, key, cap, project.calling.dials_allowed, start, name), on=key, how="left"
            )
            columns.append((name, cap, region))
        found = found.with_columns(_told(scope, columns, project.calling.dials_allowed)).drop(
            f"{part}_{name}" for name, _, _ in columns for part in ("free", "used")
        )
    return found


def _spent(attempts: pl.LazyFrame, key: str, cap: Cap, dials: int, start: datetime, name: str) -> pl.LazyFrame:
    """Per key: calls within the window, and when the next call with its dials fits again."""
    length = _length(cap)
    # With `dials` calls to come, the window must hold no more than count - dials: the k-th latest has to leave it.
    k = max(cap.count - dials + 1, 1)
    latest = pl.col("start_utc").top_k(k).min()
    return (
        attempts.filter(pl.col("start_utc") > pl.lit(start - length), pl.col(key).is_not_null())
        .group_by(key)
        .agg(
            pl.len().cast(pl.Int32).alias(f"used_{name}"),
            pl.when(pl.len() >= k).then(latest + pl.lit(length)).cast(INSTANT).alias(f"free_{name}"),
        )
    )


def _told(scope: str, columns: list[tuple[str, Cap, str | None]], dials: int) -> list[pl.Expr]:
    free = [_where(region, pl.col(f"free_{name}")) for name, _, region in columns]
    left = [
        _where(region, (pl.lit(cap.count) - pl.col(f"used_{name}").fill_null(0)) // dials)
        for name, cap, region in columns
    ]
    nothing, no_cap = pl.lit(None, INSTANT), pl.lit(None, pl.Int32)
    told = [(pl.max_horizontal(free) if free else nothing).cast(INSTANT).alias(f"free_{scope}")]
    if scope != "person":
        told.append((pl.min_horizontal(left) if left else no_cap).cast(pl.Int32).alias(f"left_{scope}"))
    return told


def _where(region: str | None, told: pl.Expr) -> pl.Expr:
    return told if region is None else pl.when(pl.col("region").eq(region)).then(told)
