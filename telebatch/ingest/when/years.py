"""The year of call dates written without one, as `11/16`: told by the file's other days and by when it was made."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.when.date_orders import DateOrders
from telebatch.ingest.when.day_and_clock import local_zone
from telebatch.ingest.when.times import ANY
from telebatch.ingest.when.yearless import in_the_past, is_open

#: Columns of days that are over.
_OVER: Final = ("start", "date", "sent", "arrived", "returned")
#: Where a column may hold times alone, 11.10 is one of them.
_CLOCK: Final = r"^\d{1,2}\.\d{1,2}$"
_BEGINS: Final = r"^\s*(?:\d{1,2}\s*[-./월月]\s*\d{1,2}|\d{1,2}[-\s.]*[A-Za-z]{3}|[A-Za-z]{3}[a-z]*\.?\s*\d{1,2})"


def with_years(frame: pl.DataFrame, times: Times, rules: SourceRules, orders: DateOrders) -> pl.DataFrame:
    """Puts the year before days that have none; adds `is_yearless`, and `yearless_open`: whose day may be two.

    The year is the one that brings the day nearest to the latest whole day of the file, else to the day on which it was
    made or taken in, and never later than that day; where none of them is known, the cells stay as they are.
    """
    frame = frame.with_columns(pl.lit(None, pl.String).alias("yearless_open"), pl.lit(False).alias("is_yearless"))
    there = [name for name in _OVER if frame.get_column(name).null_count() < frame.height]
    # What is read by patterns alone has no such days, and may be long.
    there = [name for name in there if name != "start" or ANY in times.formats]
    asked = [name for name in there if frame.get_column(name).str.contains(_BEGINS).any()]
    latest = _latest(rules)
    if not asked or latest is None:
        return frame
    near = max(_days(frame, there, orders, latest), default=latest)
    for name in asked:
        text, habit = pl.col(name), orders.habit(frame.get_column(name), local_zone(times, rules))
        is_clock = text.str.contains(_CLOCK) & pl.lit(name == "start")
        told = pl.when(is_clock).then(text).otherwise(in_the_past(text, near, latest, habit))
        unsure = pl.when(is_open(text, habit) & ~is_clock).then(pl.lit(name))
        frame = frame.with_columns(
            told.alias(name),
            (pl.col("is_yearless") | (told != text).fill_null(value=False)).alias("is_yearless"),
            pl.coalesce("yearless_open", unsure).alias("yearless_open"),
        )
    return frame


def _latest(rules: SourceRules) -> date | None:
    """The last day of which the file can tell; null: nobody knows."""
    known = [at for at in (rules.exported_utc, rules.as_of) if at is not None]
    return min(known).astimezone(ZoneInfo(rules.zone)).date() if known else None


def _days(frame: pl.DataFrame, names: Iterable[str], orders: DateOrders, latest: date) -> Iterable[date]:
    """The whole days that the file tells, up to the latest one it can."""
    for name in names:
        texts = orders.days(frame.get_column(name))
        order = orders.of(name, texts)
        yield from (day for text in texts if (day := order.day(text)) is not None and day <= latest)
