"""Whom a delivery no longer held hangs on what lists told before it: without an undone one it withdraws others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import polars as pl

from telebatch.model.tables import LISTED
from telebatch.pipeline.known.live_lists import as_decided, leading, of_live_lists
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.lists.withdraw import withdrawal_rows
from telebatch.state import held
from telebatch.store import View


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
    new = gone.join(stands.select("lead_key"), on="lead_key", how="anti")
    rows = withdrawal_rows(new, {name: row[name] for name in ("file_key", "project", "list", "received_on")})
    off = stands.join(gone.select("lead_key"), on="lead_key", how="anti").drop("batch")
    off = off.with_columns(verdict=pl.lit(None, pl.String))
    return pl.concat([rows, off], how="diagonal").sort("lead_key")


def _missing(known: View, batch: int, row: Mapping[str, object], places: Mapping[int, int]) -> pl.DataFrame:
    """`lead_key`, `person_key` of whom the list held before the delivery, as told on no later day."""
    past, _ = seen_by(known, batch, places)
    listed = past.scan(LISTED).filter(pl.col("project").eq(row["project"]), pl.col("list").eq(row["list"]))
    received_on = row["received_on"]
    assert isinstance(received_on, date | None)
    return held(of_live_lists(past, listed), received_on)


def _held(own: pl.LazyFrame) -> pl.DataFrame:
    """`lead_key` of whom the delivery holds."""
    rows = as_decided(own.filter(pl.col("record").is_not_null()))
    return rows.select("lead_key").drop_nulls().unique().collect()
