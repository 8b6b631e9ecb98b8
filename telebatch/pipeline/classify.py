"""Decide again by today's maps: every result code met, and what an edited map changes."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from telebatch.classify import CodeMap, coverage
from telebatch.model.tables import ATTEMPTS, LEAD_STATE
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import classified, classify_rules, states
from telebatch.pipeline.refresh import states_of
from telebatch.pipeline.told import Told
from telebatch.store import View

_CODE = ("source", "format", "project", "code", "cause")
#: A share that changed by a twentieth of all calls is shown; less is the weather.
_JUMP = 0.05
#: Of fewer calls in either period a share says nothing.
_ENOUGH = 30


def list_codes(house: House, drift_days: int = 7) -> Told:
    """Every code met with its meaning by today's maps, unmapped ones first with a suggestion.

    Args:
      drift_days: Length of the last period before as-of, and of the one before it, whose shares are compared.
    """
    codes = classify_rules(house.settings).codes
    met = coverage(house.store.scan(ATTEMPTS), codes)
    met = met.drop("share_before", "drift").join(
        _drift(house, codes, drift_days), on=_CODE, how="left", nulls_equal=True, maintain_order="left"
    )
    lines = [_line(row, drift_days) for row in met.iter_rows(named=True)]
    unmapped = met.filter(pl.col("outcome").is_null())
    jumped = int(met.get_column("drift").is_not_null().sum())
    counts = {
        "codes": met.height, "unmapped": unmapped.height, "rows_unmapped": int(unmapped["count"].sum() or 0),
        "jumped": jumped,
    }  # fmt: skip
    return Told(
        "classify --codes", house.as_of.isoformat(), counts=counts, shown=tuple(lines),
        needs_look=unmapped.height > 0, answer={"codes": met.to_dicts()},
    )  # fmt: skip


def _drift(house: House, codes: CodeMap, days: int) -> pl.DataFrame:
    """`share_before`, `share_after`, `drift` of the codes whose share of their source jumped."""
    start, length = pl.col("start_utc"), timedelta(days=days)
    rows = house.store.scan(ATTEMPTS)
    now = rows.filter(start.is_between(house.as_of - length, house.as_of, closed="right"))
    before = rows.filter(start.is_between(house.as_of - 2 * length, house.as_of - length, closed="right"))
    told = coverage(now, codes, before).select(*_CODE, "share", "share_before", "drift")
    enough = before.group_by("source").len().filter(pl.col("len") >= _ENOUGH).select("source")
    enough = now.group_by("source").len().filter(pl.col("len") >= _ENOUGH).join(enough, on="source", how="semi")
    return (
        told.lazy()
        .join(enough, on="source", how="semi")
        .filter(pl.col("drift").abs() >= _JUMP)
        .rename({"share": "share_after"})
        .collect()
    )


def _line(row: dict[str, object], days: int) -> str:
    meaning = row["outcome"] or ("UNMAPPED" + (f", perhaps {row['suggestion']}" if row["suggestion"] else ""))
    jump = ""
    if row["drift"] is not None:
        before, after = (float(str(row[name])) for name in ("share_before", "share_after"))
        jump = f"  (last {days} days {after:.1%}, before {before:.1%})"
    share = float(str(row["share"]))
    return f"{row['source']:<14} {row['code'] or '':<16} {row['count']:>9,}  {share:>6.1%}  {meaning}{jump}"


def classify_again(house: House, *, dry_run: bool = False) -> Told:
    """Records today's settings, folds every lead by them, and tells what changed."""
    with house.writing("classify", dry_run=dry_run) as commit:
        known = commit.view
        before = states(known).collect()
        changed = _changed_outcomes(known, house.recorded() or house.settings, house.settings)
        after = states_of(known, house.settings, None)
        moved = differing(before, after)
        if moved.is_empty() and not changed and dict(house.store.snapshot() or {}) == dict(house.settings.texts):
            commit.abandon()
            return Told("classify", house.as_of.isoformat(), shown=("nothing changes",), counts={"leads_changed": 0})
        commit.record_snapshot(house.settings.texts)
        commit.add(LEAD_STATE, moved)
        counts = {"attempts_changed": sum(changed.values()), "leads_changed": moved.height}
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
