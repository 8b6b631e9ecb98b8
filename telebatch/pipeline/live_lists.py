"""Listings that still count: a list decided again lives and dies with the delivery it is about."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import LISTS
from telebatch.store import View


def of_live_lists(known: View, listed: pl.LazyFrame) -> pl.LazyFrame:
    """LISTED rows without those of deliveries that were undone, whichever batch decided on them last."""
    live = known.scan(LISTS).select("file_key").collect().to_series()
    ever = known.everything().scan(LISTS).select("file_key").collect().to_series()
    gone = ever.filter(~ever.is_in(live.implode())).unique()
    return listed if gone.is_empty() else listed.filter(~pl.col("file_key").is_in(gone.implode()))
