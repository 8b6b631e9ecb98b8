"""Calls of one lead at a number that is another one's: a column slipped by some rows credits the wrong people."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural, some
from telebatch.model.tables import LEADS
from telebatch.pipeline.results.calls_known import KnownCalls
from telebatch.pipeline.results.lookups import owners_of
from telebatch.store import View

#: Pairs of leads told of by their ids.
_SHOWN: Final = 5


def at_others_numbers(
    known: View, attempts: pl.DataFrame, strays: pl.DataFrame, told: KnownCalls, shown: str
) -> list[Mistake]:
    """Told of calls that no file told of before; they stay the calls of the lead that the row names.

    Args:
      known: The store before the file.
      attempts: ATTEMPTS rows of the file, without batch.
      strays: STRAYS rows of the file, without batch: most files have few or none.
      shown: The file.
    """
    if strays.is_empty():
        return []
    calls = attempts.select("attempt_key", "lead_key", "number").join(strays, on=["lead_key", "number"], how="semi")
    calls = calls.join(told.before, on="attempt_key", how="anti")
    both = calls.join(_leads_at(known, calls.get_column("number")), on="number").sort("lead_key", "owner")
    if both.is_empty():
        return []
    pairs = both.select("lead_key", "owner").unique(maintain_order=True)
    lead, owner = (lead_id(pl.col(name)) for name in ("lead_key", "owner"))
    named = some(pairs.select(pl.format("{} at that of {}", lead, owner)).to_series(), _SHOWN)
    what = f"{plural(both.height, 'call')} of one lead at a number that is another lead's: {named}"
    remedy = "they count for the first; where an id is wrong, undo this batch, correct the file and send it again"
    return [Mistake(what, shown, remedy)]


def _leads_at(known: View, numbers: pl.Series) -> pl.DataFrame:
    """`number` (unique), `owner`: the first lead of whoever has it."""
    owners = owners_of(known, numbers)
    leads = known.everything().scan_keys(LEADS, "person_key", owners.get_column("person_key"))
    theirs = leads.select("person_key", "lead_key").collect().join(owners, on="person_key")
    return theirs.group_by("number").agg(owner=pl.col("lead_key").min())
