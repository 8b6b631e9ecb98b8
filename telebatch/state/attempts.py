"""What do a lead's attempts add up to? Counts, the last call, and how often it ended alike."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.outcomes import FLAGS
from telebatch.state.latest import latest

_USED: Final = (
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
    "standing_before",
    *FLAGS,
)


#: Equal starts are ordered by source and attempt key, which no file order changes.
_ORDER: Final = ("lead_key", "start_utc", "source", "attempt_key")


def in_order(outcomes: pl.LazyFrame) -> pl.DataFrame:
    """The attempts of known leads in event time, with what their flags mean for a lead.

    Returns:
      One row per attempt, sorted by `lead_key` (marked so) and event time; beside the used columns `is_out`, `is_made`
      (a call took place: a row without any flag says that none did) and `is_effective` (an irregular jump works only
      where it lessens calling).
    """
    flags = [pl.col(flag).fill_null(False) for flag in FLAGS]
    rows = (
        outcomes.filter(pl.col("lead_key").is_not_null())
        .select(_USED)
        .with_columns(*flags, pl.col("books", "booked_before").fill_null(False))
        .with_columns(
            is_out=pl.col("direction").ne_missing("in"),
            is_made=pl.any_horizontal(FLAGS),
            is_effective=pl.col("irregular").is_null() | pl.col("lessens"),
        )
        .collect(engine="in-memory")
    )
    rows = rows if _is_in_order(rows) else rows.sort(*_ORDER, nulls_last=False)
    return rows.with_columns(pl.col("lead_key").set_sorted())


def _is_in_order(rows: pl.DataFrame) -> bool:
    """Whether the rows stand so, as classify gives them; text is compared only where the numbers leave a tie."""
    lead, start = (rows.get_column(name) for name in _ORDER[:2])
    if start.null_count():
        return False
    before, earlier = lead.shift(1), start.shift(1)
    same = lead == before
    if ((lead < before) | (same & (start < earlier))).any():
        return False
    tied = (same & (start == earlier)).fill_null(value=False).arg_true()
    first, second = (rows[at].select(_ORDER[2:]).rows() for at in (tied - 1, tied)) if tied.len() else ((), ())
    return all(one <= other for one, other in zip(first, second, strict=True))


def tallies(attempts: pl.DataFrame) -> pl.LazyFrame:
    """Counts and last call per lead.

    Args:
      attempts: As `in_order` gives them.

    Returns:
      Key `lead_key`, sorted; `attempts` counts outbound ones that count, the last_* columns tell of calls that took
      place.
    """
    when = {
        "attempts": pl.col("counts_as_attempt") & pl.col("is_out"),
        **{flag: pl.col(flag) for flag in ("answered", "connected", "right_party")},
        "held": pl.col("holds"),
        "steps_won": pl.col("advances") & pl.col("is_effective"),
        "talks": pl.col("right_party") & pl.col("is_effective"),
        "drops": pl.col("drops_number"),
        "results": pl.col("is_out"),
        "intent": pl.col("intent").is_not_null(),
    }
    at = {"step_done_utc": "steps_won", "talk_utc": "talks", "drop_utc": "drops", "last_result_utc": "results"}
    told = {name: (test, "start_utc") for name, test in at.items()} | {"intent": ("intent", "intent")}
    every = latest(attempts.lazy(), when, told).with_columns(
        pl.col("steps_won").cast(pl.Int16), is_unclassified=pl.col("held") > 0
    )
    every = every.drop("held", "talks", "drops", "results").collect(engine="in-memory").lazy()
    return every.join(_last_calls(attempts).lazy(), on="lead_key", how="left", maintain_order="left")


def _last_calls(attempts: pl.DataFrame) -> pl.DataFrame:
    """First and last call per lead, and the length of the run of equal outcomes that ends there."""
    is_first = pl.col("lead_key").ne_missing(pl.col("lead_key").shift())
    begins = is_first | pl.col("outcome").ne_missing(pl.col("outcome").shift())
    row = pl.int_range(pl.len())
    last = {
        "last_attempt_utc": "start_utc",
        "last_number": "number",
        "last_agent": "agent",
        "last_outcome": "outcome",
        "last_code": "code",
        "last_callback_utc": "callback_utc",
        "last_queue": "queue",
    }
    told = (
        attempts.lazy()
        .filter("is_made")
        .select(
            "lead_key",
            pl.when(is_first).then("start_utc").forward_fill().alias("first_attempt_utc"),
            *(pl.col(column).alias(name) for name, column in last.items()),
            (row - pl.when(begins).then(row).forward_fill() + 1).cast(pl.Int32).alias("same_outcome_run"),
            is_last=pl.col("lead_key").ne_missing(pl.col("lead_key").shift(-1)),
        )
        .filter("is_last")
        .drop("is_last")
    )
    return told.collect(engine="in-memory")
