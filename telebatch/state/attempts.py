"""What do a lead's attempts add up to? Counts, the last call, and how often it ended alike."""

from __future__ import annotations

import polars as pl

from telebatch.model.outcomes import FLAGS

_USED = (
    "lead_key",
    "project",
    "start_utc",
    "source",
    "attempt_key",
    "direction",
    "number",
    "agent",
    "queue",
    "code",
    "outcome",
    "callback_utc",
    "intent",
    "booked_before",
    "books",
    "irregular",
    *FLAGS,
)


def in_order(outcomes: pl.LazyFrame) -> pl.LazyFrame:
    """The attempts of known leads in event time, with what their flags mean for a lead.

    Equal starts are ordered by source and attempt key, which no file order changes.

    Returns:
      One row per attempt; beside the used columns `is_out`, `is_made` (a call took place: a row without any
      flag says that none did) and `is_effective` (an irregular jump works only where it lessens calling).
    """
    flags = [pl.col(flag).fill_null(False) for flag in FLAGS]
    return (
        outcomes.filter(pl.col("lead_key").is_not_null())
        .select(_USED)
        .with_columns(*flags, pl.col("books", "booked_before").fill_null(False))
        .with_columns(
            is_out=pl.col("direction").ne_missing("in"),
            is_made=pl.any_horizontal(FLAGS),
            is_effective=pl.col("irregular").is_null() | pl.col("lessens"),
        )
        .sort("lead_key", "start_utc", "source", "attempt_key", nulls_last=False)
    )


def tallies(attempts: pl.LazyFrame) -> pl.LazyFrame:
    """Counts and last call per lead.

    Args:
      attempts: As `in_order` gives them.

    Returns:
      Key `lead_key`; `attempts` counts outbound ones that count, the last_* columns tell of calls that took place.
    """
    counted = pl.col("counts_as_attempt") & pl.col("is_out")
    done = pl.col("advances") & pl.col("is_effective")
    every = attempts.group_by("lead_key").agg(
        counted.sum().cast(pl.Int32).alias("attempts"),
        pl.col("answered", "connected", "right_party").sum().cast(pl.Int32),
        pl.col("holds").any().alias("is_unclassified"),
        done.sum().cast(pl.Int16).alias("steps_won"),
        pl.when(done).then("start_utc").max().alias("step_done_utc"),
        pl.when(pl.col("right_party") & pl.col("is_effective")).then("start_utc").max().alias("talk_utc"),
        pl.when("drops_number").then("start_utc").max().alias("drop_utc"),
        pl.when("is_out").then("start_utc").max().alias("last_result_utc"),
        pl.col("intent").last(ignore_nulls=True),
    )
    return every.join(_last_calls(attempts), on="lead_key", how="left")


def _last_calls(attempts: pl.LazyFrame) -> pl.LazyFrame:
    """First and last call per lead, and the length of the run of equal outcomes that ends there."""
    begins = pl.col("lead_key").ne_missing(pl.col("lead_key").shift()) | pl.col("outcome").ne_missing(
        pl.col("outcome").shift()
    )
    last = {
        "last_attempt_utc": "start_utc",
        "last_number": "number",
        "last_agent": "agent",
        "last_outcome": "outcome",
        "last_code": "code",
        "last_callback_utc": "callback_utc",
        "last_queue": "queue",
    }
    return (
        attempts.filter("is_made")
        .with_row_index("row")
        .with_columns(pl.when(begins).then("row").forward_fill().alias("run_start"))
        .group_by("lead_key")
        .agg(
            pl.col("start_utc").first().alias("first_attempt_utc"),
            *(pl.col(column).last().alias(name) for name, column in last.items()),
            (pl.col("row").last() - pl.col("run_start").last() + 1).cast(pl.Int32).alias("same_outcome_run"),
        )
    )
