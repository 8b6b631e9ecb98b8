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
    # and the last place filled forward is its own where it counted any. Places are filled, not values: a value may be
    # null, and then what an earlier row told must not stand in for it.
    is_last = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(-1))
    so_far = [test.fill_null(value=False).cast(pl.Int32).cum_sum().alias(_counter(name)) for name, test in when.items()]
    place = {name: pl.when(when[name]).then(pl.int_range(pl.len())).forward_fill().filter(is_last) for name in when}
    taken = [_expression(value).gather(place[test]).alias(name) for name, (test, value) in told.items()]
    counted = {name: pl.col(_counter(name)) - pl.col(_counter(name)).shift(1, fill_value=0) for name in when}
    return (
        rows.select(pl.col("lead_key").filter(is_last), *(count.filter(is_last) for count in so_far), *taken)
        .with_columns(count.alias(_counter(name)) for name, count in counted.items())
        .select(
            "lead_key",
            *(pl.col(_counter(name)).alias(name) for name in when if name not in told),
            *(pl.when(pl.col(_counter(test)) > 0).then(name).alias(name) for name, (test, _) in told.items()),
        )
    )


def _expression(value: pl.Expr | str) -> pl.Expr:
    return pl.col(value) if isinstance(value, str) else value


def _counter(name: str) -> str:
    return f"#{name}"
