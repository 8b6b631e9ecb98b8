"""What has changed against queues that were released already? Files handed out are never touched."""

from __future__ import annotations

from datetime import date

import polars as pl

from telebatch.model.words import LeadStatus, NotQueued
from telebatch.split.people import suppressed, usable_numbers
from telebatch.split.shapes import SplitInputs


def withdrawals(waiting: pl.LazyFrame, inputs: SplitInputs, on: date) -> pl.DataFrame:
    """Released rows that must not be called any more.

    Args:
      waiting: RELEASED rows that neither have a result nor were withdrawn.
      inputs: Facts as known now.
      on: The day for which suppressions are judged.

    Returns:
      Key (`queue`, `lead_key`), sorted by it: `position`, `number`, `reason` (suppressed, closed, unlisted or
      no_usable_number), `detail`.
    """
    asked = suppressed(inputs, on).filter("no_call").select("lead_key", "asked", no_call=pl.lit(True))
    states = inputs.leads.select("lead_key", "status", "status_reason")
    usable = usable_numbers(inputs, on).select("person_key", "number", is_usable=pl.lit(True)).unique()
    status = pl.col("status")
    reason = (
        pl.when(status.eq(str(LeadStatus.UNLISTED))).then(pl.lit(str(NotQueued.UNLISTED)))
        .when(status.eq(str(LeadStatus.CLOSED))).then(pl.lit(str(NotQueued.CLOSED)))
        .when(pl.col("no_call").fill_null(False)).then(pl.lit(str(NotQueued.SUPPRESSED)))
        .when(pl.col("is_usable").is_null()).then(pl.lit(str(NotQueued.NO_USABLE_NUMBER)))
    )  # fmt: skip
    return (
        waiting.select("queue", "position", "lead_key", "person_key", "number")
        .join(states, on="lead_key", how="left")
        .join(asked, on="lead_key", how="left")
        .join(usable, on=["person_key", "number"], how="left")
        .with_columns(reason.alias("reason"), pl.coalesce("asked", "status_reason").alias("detail"))
        .filter(pl.col("reason").is_not_null())
        .select("queue", "position", "lead_key", "number", "reason", "detail")
        .sort("queue", "lead_key")
        .collect()
    )


def top_up(queued: pl.DataFrame, released: pl.DataFrame) -> pl.DataFrame:
    """The rows of a shift built again that no released queue of it holds, as a further part of each queue.

    Args:
      queued: QUEUED rows of the shift, built with the released persons as `reserved`.
      released: RELEASED rows of the same shift, parts included.

    Returns:
      QUEUED rows in queues named `QUEUE.2`, `QUEUE.3` …, positions from 1, sorted by queue and position.
    """
    parts = (
        released.select(queue=pl.col("queue").str.replace(r"\.\d+$", ""), part="queue")
        .unique()
        .group_by("queue")
        .agg((pl.len() + 1).alias("part"))
    )
    fresh = queued.join(released.select("person_key"), on="person_key", how="anti")
    named = fresh.join(parts, on="queue", how="left").with_columns(
        pl.format("{}.{}", "queue", pl.col("part").fill_null(2)).alias("queue")
    )
    ordered = named.sort("queue", "position").drop("part")
    return ordered.with_columns(pl.int_range(1, pl.len() + 1).over("queue").cast(pl.Int32).alias("position"))
