"""When did it happen: the instants of a column in UTC, with the hours a clock change repeats or leaves out flagged."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.when.clocks import Clock
from telebatch.ingest.when.date_orders import DateOrders
from telebatch.ingest.when.zone_words import MAY_TELL_ZONE, without_zone
from telebatch.model.tables import INSTANT

REPEATED_HOUR, MISSING_HOUR, FROM_SHIFT = "repeated_hour", "missing_hour", "from_shift"
#: A bare day that stands for its last second; the time at which its record was made; a zone its format should tell.
FROM_DAY, FROM_RECORD, FROM_ZONE = "from_day", "from_record", "zone_assumed"
ANY = "any"
_INSTANT_SERIAL = r"^\d{5}(\.\d*[1-9]\d*)$"
#: Looking a value up costs less than placing it where each one is met so often.
_REPEATED = 4
_OFFSET = ("%+", "%Y-%m-%dT%H:%M:%S%.f%#z", "%Y-%m-%d %H:%M:%S%.f%#z", "%a, %d %b %Y %H:%M:%S %z")


def in_utc(naive: pl.Expr, zone: str) -> tuple[pl.Expr, pl.Expr]:
    """Local time → (instant, flag). A repeated hour is its first pass; a missing one is read an hour later."""
    if zone == "UTC":
        return naive.dt.replace_time_zone("UTC"), pl.lit(None, pl.String)
    first = naive.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    second = naive.dt.replace_time_zone(zone, ambiguous="latest", non_existent="null")
    later = naive.dt.offset_by("1h").dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
    flag = (
        pl.when(naive.is_not_null() & first.is_null())
        .then(pl.lit(MISSING_HOUR))
        .when(first != second)
        .then(pl.lit(REPEATED_HOUR))
    )
    return pl.coalesce(first, later).dt.convert_time_zone("UTC"), flag


def read_instants(frame: pl.DataFrame, column: str, times: Times, zone: str, orders: DateOrders) -> pl.DataFrame:
    """Adds `{column}_utc`, `_flag`, `_day` and `_open` from one text column that holds day and time.

    Args:
      frame: n rows with a String column.
      column: Its name; null where there is no text.
      times: How it is written.
      zone: Zone of times without one.
      orders: What decides whether 3/4/2026 is in March or April.

    Returns:
      n rows; `_utc` is null where the text is empty or cannot be read, or holds a day alone (then `_day` tells it), and
      where `_open`: day and month cannot be told apart.
    """
    out, flag, day, unclear = (f"{column}_{name}" for name in ("utc", "flag", "day", "open"))
    none = (pl.lit(None, pl.String).alias(flag), pl.lit(None, pl.Date).alias(day), pl.lit(False).alias(unclear))
    if frame.get_column(column).null_count() == frame.height:
        return frame.with_columns(pl.lit(None, INSTANT).alias(out), *none)
    tells_offset = times.zone == "offset"
    local = zone if times.zone in {"source", "offset"} else times.zone
    frame = _by_pattern(frame, column, times).with_columns(*none[1:])
    is_unread = pl.col("_offset" if tells_offset else "_naive").is_null()
    unread = frame.filter(is_unread).get_column(column).drop_nulls()
    if unread.is_empty() or not (tells_offset or ANY in times.formats):
        return _placed(frame, local, (out, flag)).with_columns(pl.coalesce("_offset", out).alias(out)).drop("_offset")
    told = _spelled(unread, column, orders, local)
    frame = (
        frame.join(told, left_on=column, right_on="_text", how="left", maintain_order="left")
        .with_columns(
            pl.coalesce("_naive", "_spelled").alias("_naive"),
            pl.coalesce("_offset", "_of_word").alias("_offset"),
            pl.col("_day").alias(day),
            pl.col("_open").fill_null(False).alias(unclear),
        )
        .drop("_spelled", "_of_word", "_day", "_open")
    )
    frame = _placed(frame, local, (out, flag))
    assumed = pl.col(out).is_not_null() & pl.lit(tells_offset) & pl.col("_offset").is_null()
    return frame.with_columns(
        pl.coalesce("_offset", out).alias(out),
        pl.when(assumed).then(pl.lit(FROM_ZONE)).when(pl.col("_offset").is_null()).then(flag).alias(flag),
    ).drop("_offset")


def _by_pattern(frame: pl.DataFrame, column: str, times: Times) -> pl.DataFrame:
    """Adds `_naive`, local date-times, or `_offset`, instants that tell their offset, by the profile's patterns."""
    text = pl.col(column)
    none = (pl.lit(None, pl.Datetime("us")).alias("_naive"), pl.lit(None, INSTANT).alias("_offset"))
    if times.zone == "offset":
        own = (one for one in times.formats if any(told in one for told in ("%z", "%#z", "%:z", "%+")))
        return frame.with_columns(none[0], _with_offset(text, *own).alias("_offset"))
    fixed = [text.str.strptime(pl.Datetime("us"), one, strict=False) for one in times.formats if one != ANY]
    return frame.with_columns(pl.coalesce(*fixed, none[0]).alias("_naive"), none[1])


def _placed(frame: pl.DataFrame, zone: str, names: tuple[str, str]) -> pl.DataFrame:
    """Replaces `_naive` by its instant and flag; a night has few distinct seconds, and each is placed once."""
    naive = frame.get_column("_naive")
    utc, flag = in_utc(pl.col("_naive"), zone)
    if naive.n_unique() > frame.height // _REPEATED:
        return frame.with_columns(utc.alias(names[0]), flag.alias(names[1])).drop("_naive")
    table = naive.drop_nulls().unique().to_frame().with_columns(utc.alias(names[0]), flag.alias(names[1]))
    told = naive.to_frame().join(table, on="_naive", how="left", maintain_order="left")
    return frame.drop("_naive").hstack(told.drop("_naive"))


def _with_offset(text: pl.Expr, *patterns: str) -> pl.Expr:
    tries = [text.str.strptime(INSTANT, one, strict=False) for one in (*_OFFSET, *patterns)]
    return pl.coalesce(*tries)


def _spelled(texts: pl.Series, column: str, orders: DateOrders, zone: str) -> pl.DataFrame:
    """Distinct spellings → `_spelled` (local date-time, null without a time of day), or `_of_word` (an instant, of one
    that tells its zone by an offset or a word), `_day`, and `_open`: whether the day may be two.
    """
    distinct = texts.drop_nulls().unique().sort().to_frame("_text")
    zoned = _zoned(distinct.get_column("_text"), zone)
    distinct = distinct.join(zoned, on="_text", how="left", maintain_order="left")
    text = pl.coalesce("_bare", "_text")
    # A spreadsheet's own number of an instant: whole days, and the part of the day that is over.
    clock = pl.coalesce(text.str.extract(_INSTANT_SERIAL, 1), orders.clock.time_part(text))
    parts = distinct.with_columns(orders.clock.day_part(text).alias("_date"), clock.alias("_time"))
    days = days_of(parts.get_column("_date"), column, orders)
    clocks = clocks_of(parts.get_column("_time"), orders.clock)
    local, is_local = together(pl.col("_day"), pl.col("_seconds")), pl.col("_bare").is_null()
    of_word = (local - pl.col("_ahead")).dt.replace_time_zone("UTC")
    return (
        parts.join(days, on="_date", how="left", maintain_order="left")
        .join(clocks, on="_time", how="left", maintain_order="left")
        .select(
            "_text",
            pl.when(is_local).then(local).alias("_spelled"),
            pl.coalesce(_with_offset(pl.col("_text")), of_word).alias("_of_word"),
            pl.when(is_local).then("_day").alias("_day"),
            "_open",
        )
    )


def _zoned(texts: pl.Series, zone: str) -> pl.DataFrame:
    """Of distinct texts those that tell their zone by a word: `_text`, `_bare`, `_ahead` (null: nobody knows)."""
    rows = [
        (text, *told)
        for text in texts.filter(texts.str.contains(MAY_TELL_ZONE))
        if (told := without_zone(text, zone)) is not None
    ]
    return pl.DataFrame(
        rows, schema={"_text": pl.String, "_bare": pl.String, "_ahead": pl.Duration("us")}, orient="row"
    )


def together(day: pl.Expr, seconds: pl.Expr) -> pl.Expr:
    """Local date-time of a day and seconds after its midnight."""
    return day.cast(pl.Datetime("us")) + pl.duration(seconds=seconds)


def days_of(texts: pl.Series, column: str, orders: DateOrders) -> pl.DataFrame:
    """Distinct day spellings with the day each means: columns named like the series, `_day`, and `_open`.

    Args:
      column: Whose days they are, as `orders` names it.

    Returns:
      `_open` is true where nothing decides between two days; `_day` is null there.
    """
    distinct = texts.drop_nulls().unique().sort()
    settled = orders.of(column, distinct)
    is_open = pl.Series([settled.is_open(text) for text in distinct], dtype=pl.Boolean)
    days: Sequence[object] = [settled.day(text) for text in distinct]
    return pl.DataFrame({texts.name: distinct, "_day": pl.Series(days, dtype=pl.Date), "_open": is_open})


def clocks_of(texts: pl.Series, clock: Clock) -> pl.DataFrame:
    """Distinct time-of-day spellings with the seconds after midnight each means: named like the series, `_seconds`."""
    distinct = texts.drop_nulls().unique().sort()
    seconds = [clock.seconds_of(text) for text in distinct]
    return pl.DataFrame({texts.name: distinct, "_seconds": pl.Series(seconds, dtype=pl.Int64)})
