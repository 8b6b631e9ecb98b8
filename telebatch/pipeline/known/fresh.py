"""New leads of whom nothing is known but what their list says: those it says the same of stand alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.alike import kinds
from telebatch.model.tables import ATTEMPTS, NUMBERS
from telebatch.model.words import SuppressionKind
from telebatch.state import lasting_requests, standing_suppressions
from telebatch.store import View

_OWN: Final = ("lead_key", "person_key")
#: What LISTED says of a lead; the rest of it is the same for a whole delivery.
_SAID: Final = (
    "verdict", "reasons", "score", "role_class", "seniority", "function", "role_basis", "is_key_person", "consent_on",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Fresh:
    """Leads of one delivery whom nobody had met before it.

    Attributes:
      leads: What LISTED says of them; one row per lead, sorted by `lead_key`.
      near: SUPPRESSIONS rows that were written before and name one of the list's numbers, among others.
      owners: `record`, `number` of the numbers they name.
      asking: Persons of whom this delivery tells more than LISTED: they stand alone.
    """

    leads: pl.DataFrame
    near: pl.DataFrame
    owners: pl.DataFrame
    asking: pl.Series


def alike(known: View, batch: int, fresh: Fresh) -> tuple[pl.DataFrame, pl.DataFrame]:
    """For each new lead one that stands like it, so that few are folded instead of all.

    Nothing but this list can speak of a person nobody had met, save through a number that somebody had before or that
    was called: leads with such a number are left out.

    Args:
      known: With the facts of the batch.
      batch: The batch that brought them.

    Returns:
      `lead_key`, `person_key`, `model` (a lead_key), in the order of `fresh`; and `lead_key`, `person_key` of those
      left out.
    """
    apart = pl.concat([fresh.asking.alias("person_key"), _met_before(known, batch)]).unique()
    is_apart = pl.col("person_key").is_in(apart.implode())
    leads = fresh.leads.filter(~is_apart) if apart.len() else fresh.leads
    asked = leads.get_column("record").is_in(_asked_for(fresh, leads).implode()).alias("is_suppressed")
    kind, first = kinds(leads.select(_SAID).with_columns(asked))
    models = leads.get_column("lead_key").gather(first).gather(kind).alias("model")
    return leads.select(_OWN).with_columns(models), fresh.leads.filter(is_apart).select(_OWN)


def _asked_for(fresh: Fresh, leads: pl.DataFrame) -> pl.Series:
    """Records with a number that shall never be called again, for the project of the leads."""
    by_number = fresh.near.filter(pl.col("kind").eq(str(SuppressionKind.NUMBER)))
    requests = lasting_requests(standing_suppressions(by_number.lazy()))
    project = pl.lit(leads.get_column("project").first(), pl.String)
    fits = pl.col("project").is_null() | pl.col("project").eq(project)
    hit = pl.col("number").is_in(requests.filter(fits).select("number").collect().to_series().implode())
    return fresh.owners.filter(hit).get_column("record")


def _met_before(known: View, batch: int) -> pl.Series:
    """Persons with a number that another batch gave to somebody, or that was called."""
    ever = known.everything()
    earlier = [
        ever.scan(NUMBERS).filter(pl.col("batch").ne(batch)).select("number"),
        ever.scan(ATTEMPTS).select("number"),
    ]
    seen = pl.concat(earlier).collect().to_series().implode()
    own = known.scan(NUMBERS).filter(pl.col("batch").eq(batch), pl.col("number").is_in(seen))
    return own.select("person_key").collect().to_series() if seen.list.len().item() else pl.Series([], dtype=pl.Int64)
