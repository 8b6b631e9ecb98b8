"""Pieces sent over other media: which of their days cannot be yet."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

import polars as pl

#: A mail house may tell a posting before its day; further ahead the year or month is a slip.
_POSTED_AHEAD: Final = timedelta(days=31)
#: Wherever on earth the day is told, it is no further ahead of the clock's.
_ZONES: Final = timedelta(days=1)


def is_not_yet(today: date) -> pl.Expr:
    """Bool per row of `sent_on`, `arrived_on`, `returned_on`, never null: one of them has not come.

    Args:
      today: The day of the clock, in UTC.
    """
    arrived = pl.any_horizontal(pl.col(day).gt(today + _ZONES) for day in ("arrived_on", "returned_on"))
    return (arrived | pl.col("sent_on").gt(today + _POSTED_AHEAD)).fill_null(value=False)
