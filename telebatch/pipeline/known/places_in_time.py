"""Which batch came before which? One that stands for another has its place in time, and sees what was known there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from telebatch.store import IN_PLACE_OF, Store, View


def places_in_time(store: Store) -> Mapping[int, int]:
    """Batch → its place: its own number, or that of the first one it stands for."""
    places: dict[int, int] = {}
    for number, counts in store.batches().select("batch", "counts").iter_rows():
        former = json.loads(counts).get(IN_PLACE_OF)
        places[number] = number if former is None else places[former]
    return places


def seen_by(known: View, number: int, places: Mapping[int, int]) -> tuple[View, View]:
    """What the file of a batch is matched with: what came before it and is live, and that with what is undone since.

    Args:
      known: The store without what is being taken out.
      places: As `places_in_time`; batches of `known` beyond them came in place of others in this commit.
    """
    later = {batch for batch, place in places.items() if place >= places[number]}
    gone = {batch for batch in known.undone if known.hidden(batch)} | later
    gone_before = {batch for batch in gone if known.undone.get(batch, number) < places[number]} | later
    live, former = (replace(known, undone=dict.fromkeys(some, 0), last=None) for some in (gone, gone_before))
    return live, former


def standing_at(batch: int, last: int | None, counts: Mapping[int, Mapping[str, int]]) -> int:
    """The batch that held a file as of batch `last` (null: now), where others stand in its place since.

    Args:
      batch: The one that holds it now.
      counts: Of every batch.
    """
    while last is not None and batch > last and IN_PLACE_OF in counts[batch]:
        batch = counts[batch][IN_PLACE_OF]
    return batch
