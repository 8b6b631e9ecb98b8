"""Which periods are closed, so that their reviews change no more."""

from __future__ import annotations

import polars as pl

from telebatch.model.table import INSTANT, table_of

#: A project's period closed by hand; undoing the batch opens it again.
CLOSED = table_of(
    "closed",
    ("project", "period"),
    project=pl.String,
    period=pl.String,  # as `--period` takes it
    until_batch=pl.Int64,  # the last batch its review knows
    at_utc=INSTANT,  # the clock its review stands by
)
