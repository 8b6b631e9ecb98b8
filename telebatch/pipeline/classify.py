"""Decide again by today's maps: every result code met, and what an edited map changes."""

from __future__ import annotations

import polars as pl

from telebatch.classify import coverage
from telebatch.model.tables import ATTEMPTS, LEAD_STATE
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import classified, classify_rules, states
from telebatch.pipeline.refresh import states_of
from telebatch.pipeline.told import Told
from telebatch.store import View


def list_codes(house: House) -> Told:
    """Every code met with its meaning by today's maps, unmapped ones first with a suggestion."""
    rules = classify_rules(house.settings)
    met = coverage(house.store.scan(ATTEMPTS), rules.codes.with_words(rules.projects))
    lines = [_line(row) for row in met.iter_rows(named=True)]
    unmapped = met.filter(pl.col("outcome").is_null())
    counts = {"codes": met.height, "unmapped": unmapped.height, "rows_unmapped": int(unmapped["count"].sum() or 0)}
    return Told(
        "classify --codes", house.as_of.isoformat(), counts=counts, shown=tuple(lines), needs_look=unmapped.height > 0
    )


def _line(row: dict[str, object]) -> str:
    meaning = row["outcome"] or ("UNMAPPED" + (f", perhaps {row['suggestion']}" if row["suggestion"] else ""))
    return (
        f"{row['source']:<14} {row['code'] or '':<16} {row['count']:>9,}  {float(str(row['share'])):>6.1%}  {meaning}"
    )


def classify_again(house: House, *, dry_run: bool = False) -> Told:
    """Records today's settings, folds every lead by them, and tells what changed."""
    before_settings = house.recorded() or house.settings
    with house.writing("classify", dry_run=dry_run) as commit:
        known = commit.view
        before = states(known).collect()
        changed = _changed_outcomes(known, before_settings, house.settings)
        after = states_of(known, house.settings, None)
        differing = differing(before, after)
        if differing.is_empty() and not changed and dict(house.store.snapshot() or {}) == dict(house.settings.texts):
            commit.abandon()
            return Told("classify", house.as_of.isoformat(), shown=("nothing changes",), counts={"leads_changed": 0})
        commit.record_snapshot(house.settings.texts)
        commit.add(LEAD_STATE, differing)
        counts = {"attempts_changed": sum(changed.values()), "leads_changed": differing.height}
        commit.counts.update(counts)
    return Told("classify", house.as_of.isoformat(), commit.batch, counts=counts, reasons=changed)


def _changed_outcomes(known: View, before: Settings, after: Settings) -> dict[str, int]:
    """`call.unclassified → call.refused` → attempts."""
    old = classified(known, before).outcomes.select("attempt_key", "outcome", "callback_outcome")
    new = classified(known, after).outcomes.select("attempt_key", "outcome", "callback_outcome")
    both = old.join(new, on="attempt_key", suffix="_after").with_columns(
        pl.coalesce("callback_outcome", "outcome").alias("before"),
        pl.coalesce("callback_outcome_after", "outcome_after").alias("after"),
    )
    moved = both.filter(pl.col("before") != pl.col("after")).group_by("before", "after").len().sort("before", "after")
    return {f"{before} → {after}": count for before, after, count in moved.collect().iter_rows()}


def differing(before: pl.DataFrame, after: pl.DataFrame) -> pl.DataFrame:
    """The rows of `after` that are new or differ in anything from those before."""
    columns = [name for name in LEAD_STATE.schema if name not in {"batch", "lead_key"}]
    both = after.join(before, on="lead_key", how="left", suffix="_before", coalesce=True)
    unequal = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_before")) for name in columns)
    return both.filter(unequal).select("lead_key", *columns)
