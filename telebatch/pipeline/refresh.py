"""After new facts: which leads may stand differently, and how they stand now."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import StoreDamaged
from telebatch.model.tables import (
    AMENDMENTS, ANSWERS, LEAD_STATE, LEADS, LISTED, MAILED, NUMBERS, QUARANTINE, QUEUE_EVENTS, RELEASED, SUPPRESSIONS,
    TOUCHES, VERIFIED,
)  # fmt: skip
from telebatch.model.workspace import Settings
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import classified, latest_per
from telebatch.state import Facts, FoldRules, fold
from telebatch.store import Commit, View


def refresh(house: House, commit: Commit, leads: pl.Series) -> pl.DataFrame:
    """Folds every lead that shares a person or a number with the leads given, and adds their state to the commit.

    Returns:
      LEAD_STATE rows of those leads.
    """
    settings = commit.settings_recorded(house.settings) or house.recorded()
    if settings is None:
        raise StoreDamaged("facts without settings", place="store", remedy="run telebatch store check")
    known = commit.view
    states = states_of(known, settings, kin(known, leads))
    commit.add(LEAD_STATE, states)
    return states


def kin(known: View, leads: pl.Series) -> pl.Series:
    """The leads given, and every lead whose person is the same or shares a number."""
    owners = known.everything().scan(LEADS).select("lead_key", "person_key")
    persons = owners.filter(pl.col("lead_key").is_in(leads.implode())).select("person_key").unique()
    numbers = known.scan(NUMBERS).select("person_key", "number")
    shared = numbers.join(persons, on="person_key", how="semi").select("number").unique()
    others = numbers.join(shared, on="number", how="semi").select("person_key")
    everybody = pl.concat([persons, others]).unique()
    return owners.join(everybody, on="person_key", how="semi").select("lead_key").unique().collect().to_series().sort()


def states_of(known: View, settings: Settings, leads: pl.Series | None) -> pl.DataFrame:
    """LEAD_STATE rows of the leads given, or of all, from facts alone.

    With `leads` null this is the rebuild that incremental refreshing must agree with.
    """
    results = classified(known, settings, leads)
    pick = known.scan if leads is None else (lambda table: known.scan_keys(table, "lead_key", leads))
    owners = known.everything().scan(LEADS)
    if leads is not None:
        owners = owners.filter(pl.col("lead_key").is_in(leads.implode()))
    facts = Facts(
        leads=owners,
        listed=pick(LISTED),
        outcomes=results.outcomes,
        confirmations=results.confirmations,
        touches=pick(TOUCHES),
        mailed=pick(MAILED),
        released=pick(RELEASED),
        queue_events=known.scan(QUEUE_EVENTS),
        suppressions=known.scan(SUPPRESSIONS),
        amendments=pick(AMENDMENTS),
        verified=pick(VERIFIED),
        quarantine=known.scan(QUARANTINE),
        numbers=latest_per(known.scan(NUMBERS), "person_key"),
        answers=pick(ANSWERS),
    )
    return fold(facts, FoldRules.of(settings)).collect()
