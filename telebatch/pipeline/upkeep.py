"""Proof and upkeep: does the store say what its ledger says, and does state equal the fold of all facts?"""

from __future__ import annotations

from dataclasses import asdict, replace

import polars as pl

from telebatch.model.tables import LEAD_STATE
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import states
from telebatch.pipeline.refresh import states_of
from telebatch.pipeline.told import Told


def check_store(house: House) -> Told:
    """Counts and hashes of every segment and archived file; then the rebuild of `lead_state`, compared row by row."""
    mistakes = house.store.check()
    settings = house.recorded()
    kept = states(house.store.view()).drop("batch").sort("lead_key").collect()
    differing = 0
    if settings is not None:
        rebuilt = states_of(house.store.view(), settings, None).select(kept.columns).sort("lead_key")
        differing = _differing(kept, rebuilt)
    counts = {"batches": house.store.batches().height, "leads": kept.height, "leads_differing": differing}
    told = Told("store check", house.as_of.isoformat(), counts=counts, warnings=mistakes)
    return replace(told, needs_look=bool(mistakes) or differing > 0)


def _differing(kept: pl.DataFrame, rebuilt: pl.DataFrame) -> int:
    columns = [name for name in LEAD_STATE.schema if name not in {"batch", "lead_key"}]
    both = kept.join(rebuilt, on="lead_key", how="full", suffix="_rebuilt")
    unequal = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_rebuilt")) for name in columns)
    return both.filter(unequal | pl.col("lead_key").is_null() | pl.col("lead_key_rebuilt").is_null()).height


def compact_store(house: House) -> Told:
    """Merges small segments; nothing that is known changes."""
    counts = asdict(house.store.compact(now_utc=house.as_of))
    return Told("store compact", house.as_of.isoformat(), counts={name: int(count) for name, count in counts.items()})
