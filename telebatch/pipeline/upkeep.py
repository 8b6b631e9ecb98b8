"""Proof and upkeep: does the store say what its ledger says, and does state equal the fold of all facts?"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from telebatch.model.errors import StoreDamaged
from telebatch.pipeline.house import House
from telebatch.pipeline.known.folded_again import changed, folded_again
from telebatch.pipeline.known.knowledge import states
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
    settings, known = house.recorded(), house.store.view()
    if settings is None:
        leads, differing = states(known).select(pl.len()).collect().item(), 0
    else:
        counts = folded_again(known, settings, lambda kept, told: (kept.height, changed(kept, told).height))
        leads, differing = (sum(count) for count in zip(*counts, strict=True))
    return {"batches": house.store.batches().height, "leads": leads, "leads_differing": differing}


def compact_store(house: House, *, dry_run: bool = False) -> Told:
    """Merges small segments and collects what no batch names; nothing that is known changes."""
    if dry_run:
        return Told("store compact", house.as_of.isoformat(), counts={"segments_merging": house.store.mergeable()})
    house.bring_up()
    done = house.store.compact(now_utc=house.as_of)
    counts = {
        "segments_before": done.segments_before,
        "segments_after": done.segments_after,
        "files_collected": done.files_collected,
        "bytes_collected": done.bytes_collected,
    }
    return Told("store compact", house.as_of.isoformat(), counts=counts)
