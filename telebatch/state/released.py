"""Which released calls still owe their result?"""

from __future__ import annotations

from typing import Final

import polars as pl

_ROW: Final = ("queue", "lead_key")


def waiting(released: pl.LazyFrame, queue_events: pl.LazyFrame, attempts: pl.LazyFrame) -> pl.LazyFrame:
    """Released rows neither withdrawn, nor of a closed queue, nor answered by a result.

    A result answers a released row if it names its queue, or is an outbound call made after the release.

    Args:
      released, queue_events: As stored.
      attempts: As `in_order` gives them; a row `not called` is a result too.

    Returns:
      Key (`queue`, `lead_key`), RELEASED columns.
    """
    closed = queue_events.filter(pl.col("event").eq("closed"), pl.col("lead_key").is_null()).select("queue")
    withdrawn = queue_events.filter(pl.col("event").eq("withdrawn"), pl.col("lead_key").is_not_null()).select(*_ROW)
    # Few leads wait for a result: only their calls are looked at.
    called = attempts.filter("is_out").join(released.select("lead_key"), on="lead_key", how="semi")
    last = called.group_by("lead_key").agg(pl.col("start_utc").max().alias("last_result_utc"))
    return (
        released.join(closed, on="queue", how="anti")
        .join(withdrawn, on=list(_ROW), how="anti")
        .join(called.filter(pl.col("queue").is_not_null()).select(*_ROW), on=list(_ROW), how="anti")
        .join(last, on="lead_key", how="left")
        .filter(pl.col("last_result_utc").is_null() | (pl.col("last_result_utc") < pl.col("at_utc")))
        .drop("last_result_utc")
    )


def released_last(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The latest waiting row of each lead: `released_queue`, `released_on`; key `lead_key`."""
    return (
        rows.sort("lead_key", "at_utc", "queue")
        .group_by("lead_key")
        .agg(pl.col("queue").last().alias("released_queue"), pl.col("shift_on").last().alias("released_on"))
    )
