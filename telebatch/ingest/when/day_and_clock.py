"""A day in one cell and a time of day in another, or no time at all: which second of which zone do they mean?"""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.when.date_orders import DateOrders
from telebatch.ingest.when.times import clocks_of, days_of

#: A workbook writes a day as the midnight it begins with.
MIDNIGHT = r"[T ]+0{1,2}:00(:00(\.0+)?)?$"


def local_zone(times: Times, rules: SourceRules) -> str:
    """The zone of times that carry none."""
    return rules.zone if times.zone in {"source", "offset"} else times.zone


def day_start(rules: SourceRules) -> int:
    """Seconds after midnight at which the day's shift starts."""
    starts = rules.shift_starts.get("day")
    return 9 * 3600 if starts is None else starts.hour * 3600 + starts.minute * 60


def spread_days(frame: pl.DataFrame, column: str, orders: DateOrders) -> pl.DataFrame:
    """Adds `_day`, `_seconds`, `{column}_open`; a cell that holds midnight too, as workbooks write days, is one."""
    plain = pl.col("_date").str.replace(MIDNIGHT, "")
    clock = pl.col("_time").str.replace(r"^(1899-12-3[01]|1900-01-0[01])[T ]+", "")
    frame = frame.with_columns(plain.alias("_date"), clock.alias("_time"))
    days = days_of(frame.get_column("_date"), column, orders).rename({"_open": f"{column}_open"})
    clocks = clocks_of(frame.get_column("_time"), orders.clock)
    frame = frame.join(days, on="_date", how="left", maintain_order="left").join(
        clocks, on="_time", how="left", maintain_order="left"
    )
    return frame.with_columns(pl.col(f"{column}_open").fill_null(False))
