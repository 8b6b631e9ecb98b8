"""On which days was a piece sent, did it arrive, did it come back: days alone, without a time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.when.date_orders import DateOrders, orders_of
from telebatch.ingest.when.times import ANY, days_of
from telebatch.ingest.when.years import with_years
from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural

#: Columns of days of a piece.
PIECES = ("sent", "arrived", "returned")
#: A time of day behind a day.
_CLOCK = r"[T ]+\d{1,2}:.*$"
_AS_WRITTEN = Times(formats=(ANY,))


@dataclass(frozen=True, eq=False)
class PieceDays:
    """The days of a log of pieces.

    Attributes:
      rows: sent_on, arrived_on, returned_on, in the order asked; null: none told, none readable, or two readings.
      is_open: Bool per row: a day of it may be two.
      is_unread: Bool per row: a cell of it cannot be read.
      yearless: Rows with a day whose year the other days, else the day of the run, told.
    """

    rows: pl.DataFrame
    is_open: pl.Series
    is_unread: pl.Series
    yearless: int


def piece_days(texts: pl.DataFrame, heads: Mapping[str, str], rules: SourceRules) -> PieceDays:
    """Reads the days of a log of pieces as those of result files are read.

    Args:
      texts: Any of sent, arrived, returned as text, one row per piece.
      heads: Their headings in the file.
      rules: The file's zone, clock, name and orders of days.

    Raises:
      InputRefused: Most rows have a day that may be two.
    """
    none = pl.lit(None, pl.String)
    frame = texts.with_columns(none.alias(name) for name in (*PIECES, "start", "date") if name not in texts.columns)
    orders = orders_of(_AS_WRITTEN, rules, frame, PIECES)
    whole = with_pieces(with_years(frame, _AS_WRITTEN, rules, orders), orders)
    day_open = pl.coalesce("yearless_open", *(pl.when(f"{one}_open").then(pl.lit(one)) for one in PIECES))
    whole = whole.with_columns(day_open.alias("open_day"))
    is_open = whole.get_column("open_day").is_not_null()
    refuse_open(whole.filter(is_open), texts.height, heads, orders, rules.file_name)
    lost = pl.any_horizontal(pl.col(one).is_not_null() & pl.col(f"{one}_on").is_null() for one in PIECES)
    return PieceDays(
        whole.select(f"{one}_on" for one in PIECES), is_open, whole.select(lost).to_series() & ~is_open,
        int(whole.get_column("is_yearless").sum()),
    )  # fmt: skip


def with_their_years(texts: pl.Series, rules: SourceRules) -> tuple[pl.Series, int]:
    """A column of days that are over, the year put before those without one, and how many those are.

    Where nobody knows which figure of `3/4` is the month, the cell stays as it is.
    """
    none = pl.lit(None, pl.String)
    frame = (
        texts.alias("sent")
        .to_frame()
        .with_columns(none.alias(name) for name in ("arrived", "returned", "start", "date"))
    )
    whole = with_years(frame, _AS_WRITTEN, rules, orders_of(_AS_WRITTEN, rules, frame, PIECES))
    told = pl.when(pl.col("yearless_open").is_null()).then("sent").otherwise(texts.alias("_written"))
    return whole.select(told.alias(texts.name)).to_series(), int(whole.get_column("is_yearless").sum())


def with_pieces(frame: pl.DataFrame, orders: DateOrders) -> pl.DataFrame:
    """Adds `sent_on`, `arrived_on`, `returned_on`, and `sent_open` …: the day may be two."""
    for name in PIECES:
        if frame.get_column(name).null_count() == frame.height:
            frame = frame.with_columns(pl.lit(None, pl.Date).alias(f"{name}_on"), pl.lit(False).alias(f"{name}_open"))
            continue
        days = days_of(frame.get_column(name).str.replace(_CLOCK, ""), name, orders)
        days = days.rename({name: "_text", "_day": f"{name}_on", "_open": f"{name}_open"})
        frame = frame.with_columns(pl.col(name).str.replace(_CLOCK, "").alias("_text"))
        frame = frame.join(days, on="_text", how="left", maintain_order="left").drop("_text")
        frame = frame.with_columns(pl.col(f"{name}_open").fill_null(False))
    return frame


def refuse_open(
    open_rows: pl.DataFrame, asked: int, heads: Mapping[str, str], orders: DateOrders, file_name: str
) -> None:
    """Where most rows have a day that may be two, somebody must say how the file writes days; a few wait for theirs.

    Args:
      open_rows: Those rows, with the texts and `open_day`, the column whose day is open.
      asked: All rows that count.
      heads: Column → its heading in the file.

    Raises:
      InputRefused: They are most.
    """
    if 2 * open_rows.height <= asked:
        return
    column = open_rows.get_column("open_day").drop_nulls().mode().sort()[0]
    raise InputRefused(
        f"{heads.get(column, column)}: the days of {open_rows.height} of {plural(asked, 'row')} may be "
        f"{orders.of(column, orders.days(open_rows.get_column(column))).words}",
        place=file_name,
        remedy="say --date-order dmy (the day stands first) or --date-order mdy (the month), or write date_order under "
        "[accept] of the project",
    )
