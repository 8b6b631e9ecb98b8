"""What a correction says, where more than one room reads it."""

from __future__ import annotations

from typing import Final

import polars as pl

#: The field of AMENDMENTS that promises a call, or with an empty value takes the promise back.
CALLBACK: Final = "callback"


def is_untimed() -> pl.Expr:
    """Whether a lead's open callback was booked by an order that told no time: it is due from that moment on, not late.

    Asked of LEAD_STATE: callback_utc, callback_booked_utc, callback_agent, order_no.
    """
    by_order = pl.col("order_no").is_not_null() & pl.col("callback_agent").is_null()
    return (by_order & (pl.col("callback_utc") == pl.col("callback_booked_utc"))).fill_null(value=False)


def promised_utc() -> pl.Expr:
    """The time of the promised call as the `value` of a correction writes it; null: none, or no time."""
    return pl.col("value").str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
