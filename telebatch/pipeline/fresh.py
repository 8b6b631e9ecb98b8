"""New leads of whom nothing is known but what their list says: those it says the same of stand alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.alike import kinds
from telebatch.model.tables import ATTEMPTS, NUMBERS, SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.state import standing_suppressions
from telebatch.state.numbers import lasting_requests, suppressed_leads
from telebatch.store import View

_OWN: Final = ("lead_key", "person_key")
#: What is the same for a whole delivery.
_SHARED: Final = ("project", "list", "received_on", "use_until", "verified_on")


@dataclass(frozen=True, eq=False)
class Fresh:
    """Leads of one delivery whom nobody had met before it.

    Attributes:
      leads: What LISTED says of them, without file and record; one row per lead, sorted by `lead_key`.
      near: SUPPRESSIONS rows that were written before and name one of the list's numbers, among others.
    """

    leads: pl.LazyFrame
    near: pl.DataFrame


def alike(known: View, batch: int, fresh: Fresh) -> pl.DataFrame:
    """For each new lead one that stands like it, so that few are folded instead of all.

    Nothing but this list can speak of a person nobody had met, save through a number that somebody had before or that
    was called: leads with such a number are left out.

    Args:
      known: With the facts of the batch.
      batch: The batch that brought them.

    Returns:
      `lead_key`, `person_key`, `model` (a lead_key), in the order of `fresh`.
    """
    numbers = known.scan(NUMBERS).filter(pl.col("batch").eq(batch)).select("person_key", "number").collect()
    met = _met_before(known, batch, numbers)
    strangers = fresh.leads.filter(~pl.col("person_key").is_in(met.implode())) if met.len() else fresh.leads
    leads = strangers.collect()
    own = known.scan(SUPPRESSIONS).filter(pl.col("batch").eq(batch))
    by_number = pl.concat([fresh.near.lazy(), own]).filter(pl.col("kind").eq(str(SuppressionKind.NUMBER)))
    requests = lasting_requests(standing_suppressions(by_number))
    asked = suppressed_leads(leads.lazy().select(*_OWN, "project"), numbers.lazy(), requests).collect().to_series()
    said = leads.drop(_OWN, _SHARED).with_columns(
        leads.get_column("lead_key").is_in(asked.implode()).alias("is_suppressed")
    )
    kind, first = kinds(said)
    model = leads.get_column("lead_key").gather(first).gather(kind).alias("model")
    return leads.select(_OWN).with_columns(model)


def _met_before(known: View, batch: int, numbers: pl.DataFrame) -> pl.Series:
    """Persons with a number that another batch gave to somebody, or that was called."""
    ever = known.everything()
    earlier = [
        ever.scan(NUMBERS).filter(pl.col("batch").ne(batch)).select("number"),
        ever.scan(ATTEMPTS).select("number"),
    ]
    seen = pl.concat(earlier).collect().to_series()
    return numbers.filter(pl.col("number").is_in(seen.implode())).get_column("person_key").unique()
