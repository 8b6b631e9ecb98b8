"""Listings that still count: what was decided again lives and dies with the delivery or answer it is about."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import LISTS, VERIFIED, Table
from telebatch.store import View


def of_live_lists(known: View, listed: pl.LazyFrame) -> pl.LazyFrame:
    """LISTED rows without those of deliveries and answers that were undone, whichever batch decided on them last."""
    gone = pl.concat([_undone(known, table) for table in (LISTS, VERIFIED)])
    return listed if gone.is_empty() else listed.filter(~pl.col("file_key").is_in(gone.implode()))


def _undone(known: View, table: Table) -> pl.Series:
    """Files that were taken into the table and count no more."""
    live, ever = (
        view.scan(table).select("file_key").unique().collect().to_series() for view in (known, known.everything())
    )
    return ever.filter(~ever.is_in(live.implode()))
