"""What held last for each lead: read off rows that stand in order of lead and time, without grouping them."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def latest(
    rows: pl.LazyFrame, when: Mapping[str, pl.Expr], told: Mapping[str, tuple[str, pl.Expr | str]]
) -> pl.LazyFrame:
    """How often each test holds per lead, and what the last row tells for which it holds.

    Args:
      rows: Sorted by `lead_key` and time; in memory.
      when: Name of a test → the test; null: it does not hold.
      told: Column → the name of a test and what to take from the last row for which it holds.

    Returns:
      Key `lead_key`, sorted; an Int32 count per test under its name, and the columns of `told` (null: it never held).
      Where a name stands in both, the column of `told`.
    """
    # What has been counted up to a lead's last row, less what was up to the last row of the lead before, is its own;
    # and what was filled forward is its own where it counted any.
    so_far = [test.fill_null(value=False).cast(pl.Int32).cum_sum().alias(_counter(name)) for name, test in when.items()]
    filled = [pl.when(when[test]).then(value).forward_fill().alias(name) for name, (test, value) in told.items()]
    is_last = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(-1)).alias("is_last")
    counted = {name: pl.col(_counter(name)) - pl.col(_counter(name)).shift(1, fill_value=0) for name in when}
    return (
        rows.select("lead_key", *so_far, *filled, is_last)
        .filter("is_last")
        .with_columns(count.alias(_counter(name)) for name, count in counted.items())
        .select(
            "lead_key",
            *(pl.col(_counter(name)).alias(name) for name in when if name not in told),
            *(pl.when(pl.col(_counter(test)) > 0).then(name).alias(name) for name, (test, _) in told.items()),
        )
    )


def _counter(name: str) -> str:
    return f"#{name}"
