"""When is the promised next call? Read from one cell or two, by date, by words such as tomorrow, or by a time alone."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.when.date_orders import DateOrders
from telebatch.ingest.when.day_and_clock import day_start, local_zone, spread_days
from telebatch.ingest.when.day_words import DayWords, day_words
from telebatch.ingest.when.times import in_utc, read_instants, together
from telebatch.ingest.when.yearless import Habit, is_open, with_year

#: A cell that begins with its year needs no other word.
_BEGINS_WITH_YEAR: Final = r"^\s*(?:\d{4}[-./년年]|\d{8})"


def promised(frame: pl.DataFrame, profile: Profile, rules: SourceRules, orders: DateOrders) -> pl.DataFrame:
    """Adds `callback_utc`: a promised day without a time is kept from the start of that day's shift.

    Args:
      frame: callback, callback_date, callback_time as text; start_utc, null where the call has no time; yearless_open.

    Returns:
      The same rows; `callback_open`, `callback_date_open`: the day may be two.
    """
    start, zone = pl.col("start_utc").dt.convert_time_zone(rules.zone), local_zone(profile.times, rules)
    lonely = pl.col("callback").is_null() & pl.col("callback_time").is_null()
    frame = frame.with_columns(pl.when(lonely).then("callback_date").otherwise("callback").alias("callback"))
    for name in ("callback", "callback_date"):
        if frame.get_column(name).null_count() < frame.height:
            habit = orders.habit(frame.get_column(name), local_zone(profile.times, rules))
            frame = with_days(frame, name, habit, start, day_words(rules.words))
    frame = read_instants(frame, "callback", profile.times, rules.zone, orders)
    bare = pl.when(pl.col("callback_day").is_not_null() & pl.col("callback_utc").is_null()).then("callback")
    # A time alone is that of the same day, if it is still to come.
    same_day = pl.coalesce("callback", "callback_date").is_null() & pl.col("callback_time").is_not_null()
    day_of_call = pl.when(same_day).then(start.dt.strftime("%Y-%m-%d"))
    date = pl.coalesce("callback_date", bare, day_of_call).alias("_date")
    frame = frame.with_columns(date, pl.col("callback_time").alias("_time"), same_day.alias("_same_day"))
    if frame.get_column("_date").null_count() == frame.height:
        return frame.with_columns(pl.lit(False).alias("callback_date_open")).drop("_date", "_time", "_same_day")
    frame = spread_days(frame, "callback_date", orders)
    clock = pl.when(pl.col("callback_time").is_null()).then(pl.lit(day_start(rules))).otherwise("_seconds")
    utc, _ = in_utc(together(pl.col("_day"), clock), zone)
    told = pl.when(~pl.col("_same_day") | (utc > pl.col("start_utc"))).then(utc)
    return frame.with_columns(pl.coalesce("callback_utc", told).alias("callback_utc")).drop(
        "_date", "_time", "_same_day", "_day", "_seconds"
    )


def with_days(frame: pl.DataFrame, name: str, habit: Habit, start: pl.Expr, words: DayWords) -> pl.DataFrame:
    """The cells of a column with whole days: the year told by the call, the day by words.

    Args:
      frame: With `yearless_open`, which becomes the column's name where its day may be two.
      name: The column of texts.
      start: Local time at which each was said; null: unknown, and its text stays.
    """
    text = pl.col(name)
    unsure = pl.when(is_open(text, habit) & start.is_not_null()).then(pl.lit(name))
    frame = frame.with_columns(
        with_year(text, start.dt.date(), habit).alias(name),
        pl.coalesce("yearless_open", unsure).alias("yearless_open"),
    )
    called = start.dt.replace_time_zone(None).alias("_called")
    asked = frame.filter(~text.str.contains(_BEGINS_WITH_YEAR), start.is_not_null()).select(name, called).unique()
    said = [words.told(*row) for row in asked.iter_rows()]
    told = asked.with_columns(pl.Series("_said", said, dtype=pl.String))
    joined = frame.with_columns(called).join(told, on=[name, "_called"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("_said", name).alias(name)).drop("_said", "_called")
