"""What a correction says, where more than one room reads it."""

from __future__ import annotations

from typing import Final

import polars as pl

#: The field of AMENDMENTS that promises a call, or with an empty value takes the promise back.
CALLBACK: Final = "callback"


def promised_utc() -> pl.Expr:
    """The time of the promised call as the `value` of a correction writes it; null: none, or no time."""
    return pl.col("value").str.to_datetime("%+", time_unit="us", time_zone="UTC", strict=False)
