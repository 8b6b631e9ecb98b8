"""Proof and upkeep: does the store say what its ledger says, and does state equal the fold of all facts?"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from telebatch.model.errors import StoreDamaged
from telebatch.model.tables import LEAD_STATE
from telebatch.pipeline.house import House
from telebatch.pipeline.knowledge import states
from telebatch.pipeline.refresh import states_of
from telebatch.pipeline.told import Told


def check_store(house: House) -> Told:
    """Counts and hashes of every segment and archived file; then the rebuild of `lead_state`, compared row by row."""
    mistakes = house.store.check()
    told = Told("store check", house.as_of.isoformat(), looks=mistakes)
    try:
        counts = _folded_again(house)
    except StoreDamaged:
        # Which segments are damaged is among the mistakes; without them there is nothing to fold.
        return told
    return replace(told, counts=counts, needs_look=counts["leads_differing"] > 0)


def _folded_again(house: House) -> dict[str, int]:
    settings = house.recorded()
    kept = states(house.store.view()).drop("batch").sort("lead_key").collect()
    differing = 0
    if settings is not None:
        rebuilt = states_of(house.store.view(), settings, None).select(kept.columns).sort("lead_key")
        differing = _differing(kept, rebuilt)
    return {"batches": house.store.batches().height, "leads": kept.height, "leads_differing": differing}


def _differing(kept: pl.DataFrame, rebuilt: pl.DataFrame) -> int:
    columns = [name for name in LEAD_STATE.schema if name not in {"batch", "lead_key"}]
    both = kept.join(rebuilt, on="lead_key", how="full", suffix="_rebuilt")
    unequal = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_rebuilt")) for name in columns)
    return both.filter(unequal | pl.col("lead_key").is_null() | pl.col("lead_key_rebuilt").is_null()).height


def compact_store(house: House, *, dry_run: bool = False) -> Told:
    """Merges small segments and collects what no batch names; nothing that is known changes."""
    if dry_run:
        return Told("store compact", house.as_of.isoformat(), counts={"segments_merging": house.store.mergeable()})
    done = house.store.compact(now_utc=house.as_of)
    counts = {
        "segments_before": done.segments_before,
        "segments_after": done.segments_after,
        "files_collected": done.files_collected,
        "bytes_collected": done.bytes_collected,
    }
    return Told("store compact", house.as_of.isoformat(), counts=counts)
