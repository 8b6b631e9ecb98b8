"""Whom a delivery no longer held hangs on what lists told before it: without an undone one it withdraws others."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.tables import LEADS, LISTED
from telebatch.model.words import Reason
from telebatch.pipeline.known.live_lists import as_decided, leading, of_live_lists
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.lists.withdraw import WITHDRAWN_KEEP, withdrawal_rows
from telebatch.state import listed_last
from telebatch.store import View

_KEYS = ("lead_key", "person_key")


def withdrawn_anew(known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int]) -> pl.DataFrame:
    """LISTED rows to add, without `batch`: of leads withdrawn only now, and without a verdict of those that are not.

    Args:
      known: Without what is taken out.
      batch: The delivery that withdrew whom it did not hold.
      row: Its LISTS row.
      places: As `seen_by` wants them.
    """
    own = known.scan(LISTED).filter(pl.col("file_key").eq(row["file_key"]))
    stands = leading(own.filter(pl.col("record").is_null())).filter(pl.col("verdict").is_not_null()).collect()
    gone = _missing(known, batch, row, places).join(_held(own), on="lead_key", how="anti")
    new = gone.join(stands.select("lead_key"), on="lead_key", how="anti").select(WITHDRAWN_KEEP)
    rows = withdrawal_rows(new, {name: row[name] for name in ("file_key", "project", "list", "received_on")})
    off = stands.join(gone.select("lead_key"), on="lead_key", how="anti").drop("batch")
    off = off.with_columns(verdict=pl.lit(None, pl.String))
    return pl.concat([rows, off], how="diagonal").sort("lead_key")


def _missing(known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int]) -> pl.DataFrame:
    """What the list told last of leads that it told of before the delivery, on no later day; with `person_key`."""
    past, _ = seen_by(known, batch, places)
    listed = past.scan(LISTED).filter(pl.col("project").eq(row["project"]))
    last = listed_last(of_live_lists(past, listed)).filter(pl.col("list").eq(row["list"])).collect()
    told = last.filter(
        pl.col("reasons").ne(str(Reason.WITHDRAWN)), pl.col("received_on") <= pl.lit(row["received_on"], pl.Date)
    )
    owners = known.everything().scan_keys(LEADS, "lead_key", told.get_column("lead_key"))
    return told.join(owners.select(_KEYS).unique("lead_key").collect(), on="lead_key")


def _held(own: pl.LazyFrame) -> pl.DataFrame:
    """`lead_key` of whom the delivery holds."""
    rows = as_decided(own.filter(pl.col("record").is_not_null()))
    return rows.select("lead_key").drop_nulls().unique().collect()
