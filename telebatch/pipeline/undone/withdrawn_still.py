"""Calls that an undone batch had withdrawn and that must not be made without it either: they stay withdrawn."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.model.tables import QUEUE_EVENTS
from telebatch.model.words import LeadStatus
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.reach import reached
from telebatch.pipeline.known.refresh import states_of
from telebatch.store import Commit, View


def keep_withdrawn(commit: Commit, known: View, gone: Sequence[int], settings: Settings) -> None:
    """Adds their QUEUE_EVENTS again, as of when they were withdrawn: their rows lie in `withdraw.csv` already.

    Whoever asked not to be contacted may have asked elsewhere too, or the undo keeps it; and leads end.

    Args:
      known: Before the undo.
      gone: The undone batches, which the commit has taken out.
      settings: What the fold acts on without them.
    """
    events = known.scan(QUEUE_EVENTS).filter(pl.col("batch").is_in(list(gone)), pl.col("event").eq("withdrawn"))
    withdrawn = events.filter(pl.col("lead_key").is_not_null()).drop("batch").collect()
    if withdrawn.is_empty():
        return
    around = reached(commit.view, [withdrawn.lazy().select("lead_key")]).circle
    stand = states_of(commit.view, settings, around)
    ended = pl.col("status").is_in([str(LeadStatus.CLOSED), str(LeadStatus.UNLISTED)]) | pl.col("is_suppressed")
    waiting = stand.filter(ended, pl.col("released_queue").is_not_null()).select("lead_key", queue="released_queue")
    commit.add(QUEUE_EVENTS, withdrawn.join(waiting, on=["lead_key", "queue"], how="semi"))
