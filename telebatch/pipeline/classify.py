"""Decide again by today's maps: every result code met, and what an edited map changes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import polars as pl

from telebatch.classify import coverage, status_coverage
from telebatch.model.tables import ATTEMPTS, LEAD_STATE, ORDERS
from telebatch.model.workspace import Settings
from telebatch.pipeline.due.outlook import codes_in_no_map
from telebatch.pipeline.house import House
from telebatch.pipeline.known.folded_again import changed_states
from telebatch.pipeline.known.knowledge import classify_rules
from telebatch.pipeline.known.parts import Part, classified_part, over_parts
from telebatch.pipeline.results.drift import jumps, new_jumps
from telebatch.pipeline.results.unmapped import unmapped_codes
from telebatch.pipeline.told import STANDS, Told
from telebatch.store import View

_CODE = ("source", "format", "project", "code", "cause")


def list_codes(house: House, drift_days: int = 7) -> Told:
    """Every code met with its meaning by today's maps, unmapped ones first with a suggestion.

    Args:
      drift_days: Length of the last period before as-of, and of the one before it, whose shares are compared.
    """
    met = coverage(house.store.scan(ATTEMPTS), classify_rules(house.settings).codes)
    jumped = jumps(house, drift_days)
    met = met.join(jumped, on=_CODE, how="left", nulls_equal=True, maintain_order="left")
    lines = [_line(row, drift_days) for row in met.iter_rows(named=True)]
    unmapped = met.filter(pl.col("outcome").is_null())
    counts = {
        "codes": met.height, "unmapped": unmapped.height, "rows_unmapped": int(unmapped["count"].sum() or 0),
        "jumped": jumped.height,
    }  # fmt: skip
    statuses = status_coverage(house.store.scan(ORDERS).collect(), classify_rules(house.settings).codes)
    strange = statuses.filter(pl.col("outcome").is_null())
    counts |= {"statuses": statuses.height, "statuses_unmapped": strange.height} if statuses.height else {}
    return Told(
        "classify --codes", house.as_of.isoformat(), counts=counts, shown=(*lines, *_status_lines(statuses)),
        needs_look=unmapped.height + strange.height > 0 or bool(new_jumps(house, drift_days)),
        answer={"codes": met.to_dicts(), "statuses": statuses.to_dicts()},
    )  # fmt: skip


def _status_lines(statuses: pl.DataFrame) -> list[str]:
    """Order statuses stand under a heading of their own: they are no results of calls."""
    rows = statuses.iter_rows(named=True)
    told = [
        f"{row['source']:<14} {row['status']:<16} {row['count']:>9,}  {row['outcome'] or _unknown(row['suggestion'])}"
        for row in rows
    ]
    return ["order statuses", *told] if told else []


def _unknown(suggestion: object) -> str:
    return f"UNMAPPED, perhaps {suggestion}" if suggestion else "UNMAPPED"


def _line(row: dict[str, object], days: int) -> str:
    sure = "" if row["confidence"] in {None, "sure"} else f" ({row['confidence']})"
    meaning = f"{row['outcome']}{sure}" if row["outcome"] else _unknown(row["suggestion"])
    jump = ""
    if row["drift"] is not None:
        before, after = (float(str(row[name])) for name in ("share_before", "share_after"))
        jump = f"  (last {days} days {after:.1%}, before {before:.1%})"
    share = float(str(row["share"]))
    return f"{row['source']:<14} {row['code'] or '':<16} {row['count']:>9,}  {share:>6.1%}  {meaning}{jump}"


def classify_again(house: House, *, dry_run: bool = False) -> Told:
    """Records today's settings, folds every lead by them, and tells what changed and what still holds leads.

    Where nothing changes there is a batch all the same: without an earlier one it would have changed something.
    """
    with house.writing("classify", dry_run=dry_run) as commit:
        known = commit.view
        changed = _changed_outcomes(known, house.recorded() or house.settings, house.settings)
        moved = changed_states(known, house.settings)
        is_edited = dict(house.store.snapshot() or {}) != dict(house.settings.texts)
        commit.record_snapshot(house.settings.texts)
        commit.add(LEAD_STATE, moved)
        orders = sum(count for jump, count in changed.items() if jump.startswith("system."))
        counts = {"attempts_changed": sum(changed.values()) - orders, "leads_changed": moved.height}
        counts |= {"orders_changed": orders} if orders else {}
        stands = not (is_edited or changed or moved.height)
        commit.counts.update(counts | ({STANDS: 1} if stands else {}))
    shown = ("nothing changes",) if stands else ()
    left = () if dry_run else unmapped_codes(codes_in_no_map(house, house.store.view()), house.settings.sources)
    return Told(
        "classify", house.as_of.isoformat(), commit.batch, counts=counts, reasons=changed, warnings=left, shown=shown
    )


def _changed_outcomes(known: View, before: Settings, after: Settings) -> dict[str, int]:
    """`call.unclassified → call.refused` → attempts, and `system.pending → system.sale` → order statuses."""
    both = [classify_rules(settings) for settings in (before, after)]
    shown = pl.coalesce("callback_outcome", "outcome").alias("outcome")

    def changed(part: Part) -> Counter[str]:
        old, new = (classified_part(part, rules, asks_goals=False) for rules in both)
        calls = (one.outcomes.select("attempt_key", shown) for one in (old, new))
        orders = (one.confirmations.select("file_key", "record", "outcome") for one in (old, new))
        return _moved(calls, ["attempt_key"]) + _moved(orders, ["file_key", "record"])

    counts = sum(over_parts(known, changed), Counter[str]())
    return dict(sorted(counts.items()))


def _moved(told: Iterable[pl.LazyFrame], key: list[str]) -> Counter[str]:
    old, new = told
    both = old.join(new, on=key, suffix="_after").filter(pl.col("outcome") != pl.col("outcome_after"))
    met = both.group_by("outcome", "outcome_after").len().collect()
    return Counter({f"{before} → {after}": count for before, after, count in met.iter_rows()})
