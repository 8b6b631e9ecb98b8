"""After new facts: which leads may stand differently, and how they stand now."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.model.tables import (
    AMENDMENTS, ANSWERS, ATTEMPTS, LEAD_STATE, LEADS, LISTED, MAILED, NUMBERS, QUARANTINE, QUEUE_EVENTS, RELEASED,
    SUPPRESSIONS, TOUCHES, VERIFIED,
)  # fmt: skip
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import GONE, classified, latest_per
from telebatch.pipeline.live_lists import of_live_lists
from telebatch.pipeline.quarantine_file import still_waiting
from telebatch.settings import shipped
from telebatch.state import Facts, FoldRules, fold, neighbours, touched_leads
from telebatch.store import Commit, View


def refresh(
    house: House, commit: Commit, added: Sequence[pl.LazyFrame], settings: Settings | None = None
) -> pl.DataFrame:
    """Folds every lead the added facts can change, and adds their state to the commit.

    Args:
      added: New facts of any tables; `lead_key`, `person_key` and `number` say whom they touch.
      settings: What the fold acts on; null: what the store has recorded.

    Returns:
      LEAD_STATE rows of those leads, without `batch`; a lead without facts has the status `gone`.
    """
    acting = settings or house.recorded() or house.settings
    known = commit.view
    owners = known.everything().scan(LEADS)
    numbers = latest_per(known.scan(NUMBERS), "person_key")
    touched = touched_leads(tuple(added), owners, numbers).collect()
    if touched.is_empty():
        return LEAD_STATE.empty().drop("batch")
    called = known.scan(ATTEMPTS).select("lead_key", "number")
    circle = neighbours(touched.lazy(), owners, numbers, called).collect().to_series()
    told = states_of(known, acting, circle).filter(pl.col("lead_key").is_in(touched.to_series().implode()))
    rows = _with_gone(told, touched, owners)
    commit.add(LEAD_STATE, rows)
    return rows


def _with_gone(told: pl.DataFrame, touched: pl.DataFrame, owners: pl.LazyFrame) -> pl.DataFrame:
    """Adds a row `gone` for touched leads that no live fact speaks of any more."""
    missing = touched.join(told, on="lead_key", how="anti")
    if missing.is_empty():
        return told
    gone = owners.join(missing.lazy(), on="lead_key", how="semi").unique("lead_key").collect()
    rows = gone.select("lead_key", "person_key", "project", pl.lit(GONE).alias("status"))
    return pl.concat([told, rows], how="diagonal").sort("lead_key")


def states_of(known: View, settings: Settings, leads: pl.Series | None) -> pl.DataFrame:
    """LEAD_STATE rows of the leads given, or of all, from facts alone.

    With `leads` null this is the rebuild that incremental refreshing must agree with.
    """
    results = classified(known, settings, leads)

    def pick(table: object) -> pl.LazyFrame:
        return known.scan(table) if leads is None else known.scan_keys(table, "lead_key", leads)  # type: ignore[arg-type]

    owners = known.everything().scan(LEADS) if leads is None else known.everything().scan_keys(LEADS, "lead_key", leads)
    facts = Facts(
        leads=owners,
        listed=of_live_lists(known, pick(LISTED)),
        outcomes=results.outcomes,
        confirmations=results.confirmations,
        touches=pick(TOUCHES),
        mailed=pick(MAILED),
        released=pick(RELEASED),
        queue_events=known.scan(QUEUE_EVENTS),
        suppressions=known.scan(SUPPRESSIONS),
        amendments=pick(AMENDMENTS),
        verified=pick(VERIFIED),
        quarantine=still_waiting(known.scan(QUARANTINE)),
        numbers=latest_per(known.scan(NUMBERS), "person_key"),
        answers=pick(ANSWERS),
    )
    return fold(facts, fold_rules(settings)).collect()


def fold_rules(settings: Settings) -> FoldRules:
    """What the fold acts on; transit days of media stand in the shipped rules."""
    return FoldRules(settings.projects, settings.workspace.zone, settings.packs, shipped().gaps.transit)
