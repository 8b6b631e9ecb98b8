"""Which batch came before which? One that stands for another has its place in time, and sees what was known there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from telebatch.store import ADDS_TO, IN_PLACE_OF, Store, View


def places_in_time(store: Store) -> dict[int, int]:
    """Batch → its place: its own number, or that of the first one it stands for or adds to."""
    places: dict[int, int] = {}
    for number, counts in store.batches().select("batch", "counts").iter_rows():
        told = json.loads(counts)
        other = told.get(IN_PLACE_OF, told.get(ADDS_TO))
        places[number] = number if other is None else places[other]
    return places


def seen_by(known: View, number: int, places: Mapping[int, int]) -> tuple[View, View]:
    """What the file of a batch is matched with: what came before it and is live, and that with what is undone since.

    Args:
      known: The store without what is being taken out.
      places: As `places_in_time`, with what this commit has made in place of others or added to them.
    """
    later = frozenset(batch for batch, place in places.items() if place >= places[number])
    live = replace(known, last=None, absent=later)
    gone = [batch for batch in known.undone if known.hidden(batch) and known.undone[batch] < places[number]]
    return live, replace(live, undone=dict.fromkeys(gone, 0))


def standing_at(batch: int, last: int | None, counts: Mapping[int, Mapping[str, int]]) -> int:
    """The batch that held a file as of batch `last` (null: now), where others stand in its place since.

    Args:
      batch: The one that holds it now.
      counts: Of every batch.
    """
    while last is not None and batch > last and IN_PLACE_OF in counts[batch]:
        batch = counts[batch][IN_PLACE_OF]
    return batch
