"""Rows of later lists that only named a lead which nobody has made by then: they lead no more.

A row that is rejected makes nobody a lead; of a person who is one already it names the lead all the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from telebatch.model.tables import LEADS, LISTED
from telebatch.model.words import LeadSource
from telebatch.pipeline.known.live_lists import as_decided, leading
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.undone.reasons_anew import leads
from telebatch.pipeline.undone.standing_rows import last_rows, whole_rows
from telebatch.store import View


def brought(known: View, batches: Sequence[int]) -> pl.Series:
    """Keys of the leads that the batches told of, in whatever state they are now."""
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
    stands = as_decided(_told(known, row, [one for one in places if places[one] <= places[batch]]).lazy()).collect()
    named = stands.filter(pl.col("lead_key").is_in(doubted.implode()))
    made = named.filter(leads()).get_column("lead_key")
    keys = named.filter(~pl.col("lead_key").is_in(made.implode())).get_column("lead_key").unique()
    nobodys = keys.filter(~keys.is_in(_made_before(known, batch, places, keys).implode()))
    off = named.filter(pl.col("lead_key").is_in(nobodys.implode()), ~leads())
    # A row without a verdict takes its lead off (`live_lists.as_decided`).
    return _whole(known, row, off).with_columns(verdict=pl.lit(None, pl.String))


def lead_again(
    known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int], off: pl.Series
) -> pl.DataFrame:
    """The same of rows by which a later decision makes a lead of one that was taken off an earlier one.

    Args:
      off: Leads taken off so far.
    """
    stands = as_decided(_told(known, row, [one for one in places if places[one] <= places[batch]]).lazy()).collect()
    own = _told(known, row, [one for one in places if places[one] == places[batch]])
    led = own.filter(leads(), pl.col("lead_key").is_in(off.implode()))
    lost = stands.filter(pl.col("lead_key").is_null()).get_column("record")
    mine = known.scan(LISTED).filter(pl.col("batch").is_in([one for one in places if places[one] == places[batch]]))
    return whole_rows(mine, row, led.filter(pl.col("record").is_in(lost.implode())).get_column("record"))


def _told(known: View, row: Mapping[str, object], batches: Sequence[int]) -> pl.DataFrame:
    return last_rows(known.scan(LISTED).filter(pl.col("batch").is_in(batches)), row)


def _made_before(known: View, batch: int, places: Mapping[int, int], keys: pl.Series) -> pl.Series:
    """Which of the leads stood on a list before, or came by a call or a referral."""
    past, _ = seen_by(known, batch, places)
    listed = leading(past.scan_keys(LISTED, "lead_key", keys)).filter(pl.col("verdict").is_not_null())
    others = past.scan_keys(LEADS, "lead_key", keys).filter(pl.col("source").ne(str(LeadSource.LIST)))
    return pl.concat([part.select("lead_key") for part in (listed, others)]).unique().collect().to_series()


def _whole(known: View, row: Mapping[str, object], rows: pl.DataFrame) -> pl.DataFrame:
    return whole_rows(known.scan(LISTED), row, rows.get_column("record"))
