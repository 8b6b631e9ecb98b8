"""Rows of later lists that only named a lead which nobody has made by then: they lead no more.

A row that is rejected makes nobody a lead; of a person who is one already it names the lead all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from telebatch.model.tables import LEADS, LISTED
from telebatch.pipeline.known.live_lists import as_decided, made_by, makes_lead
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.undone.standing_rows import last_rows, whole_rows
from telebatch.store import View


def brought(known: View, batches: Sequence[int]) -> pl.Series:
    """`lead_key` of the leads that the batches told of, in whatever state they are now; each once."""
    rows = known.everything().scan(LEADS).filter(pl.col("batch").is_in(batches))
    return rows.select("lead_key").unique().collect().to_series()


def lead_no_more(
    known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int], doubted: pl.Series
) -> pl.DataFrame:
    """LISTED rows to add, without `batch`: those of one list that name a lead whom nothing had made before it.

    Args:
      known: Without what is taken out.
      batch: That decided on the list.
      row: Its LISTS row.
      places: As `seen_by` wants them.
      doubted: Leads of which the undone batches told: only these may be nobody's.
    """
    named = _standing(known, batch, row, places, doubted)
    made = named.filter(makes_lead()).get_column("lead_key")
    keys = named.filter(~pl.col("lead_key").is_in(made.implode())).get_column("lead_key").unique()
    past, _ = seen_by(known, batch, places)
    nobodys = keys.filter(~keys.is_in(made_by(past, "lead_key", keys).collect().to_series().implode()))
    off = named.filter(pl.col("lead_key").is_in(nobodys.implode()), ~makes_lead()).get_column("record")
    # A row without a verdict takes its lead off (`live_lists.as_decided`).
    return whole_rows(known.scan(LISTED), row, off).with_columns(verdict=pl.lit(None, pl.String))


def lead_again(
    known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int], off: pl.Series
) -> pl.DataFrame:
    """LISTED rows to add, as `lead_no_more` gives them: a later decision makes a lead of whom an earlier one lost.

    Args:
      known, batch, row, places: As there.
      off: `lead_key` of the leads taken off so far.
    """
    mine = known.scan_keys(LISTED, "lead_key", off).filter(
        pl.col("batch").is_in([one for one, place in places.items() if place == places[batch]])
    )
    led = last_rows(mine, row).filter(makes_lead()).get_column("record")
    stand = _standing(known, batch, row, places, off).get_column("record")
    return whole_rows(mine, row, led.filter(~led.is_in(stand.implode())))


def _standing(
    known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int], named: pl.Series
) -> pl.DataFrame:
    """`last_rows` of those records that name one of the leads once the batch has decided."""
    upto = pl.col("batch").is_in([one for one, place in places.items() if place <= places[batch]])
    told = last_rows(known.scan_keys(LISTED, "lead_key", named).filter(upto), row)
    return as_decided(told.lazy()).filter(pl.col("lead_key").is_not_null()).collect()
