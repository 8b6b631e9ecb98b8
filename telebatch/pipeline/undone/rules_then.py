"""What was written in the settings when a batch decided, as far as the store has recorded it."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import SettingsWrong
from telebatch.model.workspace import Settings
from telebatch.pipeline.undone.walk import Walk


def meant_then(walk: Walk, batch: int) -> Settings:
    """What calls meant: the snapshot of the latest batch before that one, of those that the commit leaves live."""
    hidden, place = walk.commit.view.hidden, walk.places[batch]
    earlier = [one for one in _recorded(walk) if walk.places[one] < place and not hidden(one)]
    return _of(walk, earlier)


def written_then(walk: Walk, batch: int) -> Settings:
    """What a person had written: also where the batch that recorded it is undone, for nobody unwrote it."""
    place = walk.places[batch]
    try:
        return _of(walk, [one for one in _recorded(walk) if walk.places[one] <= place])
    except SettingsWrong:
        return walk.house.settings


def _recorded(walk: Walk) -> list[int]:
    rows = walk.house.store.batches().filter(pl.col("snapshot").is_not_null())
    return rows.get_column("batch").to_list()


def _of(walk: Walk, batches: list[int]) -> Settings:
    house = walk.house
    return (house.recorded(at_batch=max(batches)) if batches else None) or house.settings
