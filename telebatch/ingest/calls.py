"""What a call row says: when, to or from whom, how it ended, in typed columns; nothing is decided about it here."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import Lookups, SourceRules
from telebatch.ingest.formats.profiles import Profile, Times
from telebatch.ingest.pieces import with_pieces
from telebatch.ingest.promised import promised
from telebatch.ingest.when.clocks import clock_of
from telebatch.ingest.when.date_orders import DateOrders, orders_of
from telebatch.ingest.when.day_and_clock import MIDNIGHT, day_start, local_zone, spread_days
from telebatch.ingest.when.durations import seconds
from telebatch.ingest.when.times import (
    FROM_DAY,
    FROM_RECORD,
    FROM_SHIFT,
    clocks_of,
    in_utc,
    read_instants,
    together,
)
from telebatch.ingest.when.years import with_years

_LAST_SECOND = 24 * 3600 - 1
#: Columns of days, by which one file is seen to write them.
DAYS = ("date", "start", "callback_date", "callback", "sent", "arrived", "returned", "modified", "exported")
#: Those that systems write, which only tell which of two words is the later.
_OF_SYSTEMS = ("modified", "exported")


def typed(cells: pl.DataFrame, profile: Profile, rules: SourceRules, lookups: Lookups) -> pl.DataFrame:
    """Canonical text columns → typed ones beside them.

    Args:
      cells: As `with_number_told` gives them, key `row`, n rows.

    Returns:
      n rows with project_told, number, is_withheld, position_no, start_utc, start_flag,
      start_text, day, callback_utc, modified_utc, exported_row_utc, talk_seconds, ring_seconds, wrap_seconds, sent_on,
      arrived_on, returned_on, and `open_day`: the column whose day can be read in two ways; null: none.
    """
    orders = orders_of(profile.times, rules, cells, DAYS)
    frame = with_years(_numbers(cells, lookups, rules.cells.withheld), profile.times, rules, orders)
    frame = _started(frame, profile, rules, (lookups, orders))
    frame = promised(frame, profile, rules, orders)
    for column in ("modified", "exported"):
        frame = read_instants(frame, column, profile.times, rules.zone, orders)
    frame = with_pieces(frame, orders)
    opens = [one for one in DAYS if one not in _OF_SYSTEMS]
    return frame.with_columns(
        pl.coalesce("yearless_open", *(pl.when(f"{one}_open").then(pl.lit(one)) for one in opens)).alias("open_day"),
        _project(rules).alias("project_told"),
        *(
            seconds(pl.col(one), profile.units.get(one, "seconds")).alias(f"{one}_seconds")
            for one in ("talk", "ring", "wrap")
        ),
        *([] if "position_no" in frame.columns else [_position()]),
        pl.col("start_utc").dt.convert_time_zone(rules.zone).dt.date().alias("day"),
    ).drop("yearless_open", *(f"{one}_open" for one in DAYS))


def _position() -> pl.Expr:
    return pl.col("position").cast(pl.Float64, strict=False).cast(pl.Int32, strict=False).alias("position_no")


def with_number_told(cells: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """Adds `direction` (out | in) and `number_told`: the text of the number called, or of the caller."""
    frame = cells.with_columns(_direction(cells, profile, rules).alias("direction"))
    came_in = pl.col("direction") == "in"
    return frame.with_columns(
        pl.when(came_in).then(pl.coalesce("caller", "number")).otherwise("number").alias("number_told")
    )


def _numbers(cells: pl.DataFrame, lookups: Lookups, withheld_words: frozenset[str]) -> pl.DataFrame:
    """`number` becomes E.164; the text stays as `number_told`."""
    frame = cells.drop("number")
    told = frame.get_column("number_told")
    if told.null_count() == frame.height:
        return frame.with_columns(pl.lit(None, pl.Int64).alias("number"), pl.lit(True).alias("is_withheld"))
    number = _looked_up(told, lookups)
    words = told.filter(number.is_null()).drop_nulls().unique()
    withheld = words.filter(words.str.to_lowercase().str.replace_all(r"[\s<>\"]", "").is_in(sorted(withheld_words)))
    return frame.with_columns(number, (told.is_null() | told.is_in(withheld.implode())).alias("is_withheld"))


def _looked_up(told: pl.Series, lookups: Lookups) -> pl.Series:
    """The number of each text; read off where the look-up stands in the order of the rows, as it was asked."""
    known = lookups.numbers_of_text.collect()
    as_asked = known.head(told.len())
    if as_asked.get_column("text").equals(told, null_equal=True):
        return as_asked.get_column("number")
    table = known.select(pl.col("text").alias("number_told"), "number").unique("number_told")
    return told.to_frame().join(table, on="number_told", how="left", maintain_order="left").get_column("number")


def _started(
    frame: pl.DataFrame, profile: Profile, rules: SourceRules, known: tuple[Lookups, DateOrders]
) -> pl.DataFrame:
    """The start from one column, else from day and time, else from the shift of the queue row."""
    lookups, orders = known
    whole = pl.when(pl.col("time").is_null()).then(pl.col("date").str.replace(MIDNIGHT, ""))
    frame = read_instants(frame.with_columns(pl.coalesce("start", whole)), "start", profile.times, rules.zone, orders)
    frame = _from_day_and_time(frame, profile.times, rules, orders)
    if profile.kind == "call_sheet":
        frame = _from_shift(frame.with_columns(_position()), rules, lookups)
    frame = _from_record(frame, profile.times, rules, orders)
    return frame.with_columns(
        pl.coalesce("start", pl.concat_str("date", "time", separator=" ", ignore_nulls=True))
        .replace("", None)
        .alias("start_text")
    )


def _from_record(frame: pl.DataFrame, times: Times, rules: SourceRules, orders: DateOrders) -> pl.DataFrame:
    """A call that never rang may have no start: then it was when its record was made."""
    if frame.get_column("recorded").null_count() == frame.height:
        return frame
    frame = read_instants(frame, "recorded", times, rules.zone, orders)
    untold = pl.coalesce("start", "date", "time").is_null() & pl.col("recorded_utc").is_not_null()
    return frame.with_columns(
        pl.when(untold).then("recorded").otherwise("start").alias("start"),
        pl.when(untold).then("recorded_utc").otherwise("start_utc").alias("start_utc"),
        pl.when(untold).then(pl.lit(FROM_RECORD)).otherwise("start_flag").alias("start_flag"),
    ).drop("recorded_utc", "recorded_flag", "recorded_day", "recorded_open")


def _from_day_and_time(frame: pl.DataFrame, times: Times, rules: SourceRules, orders: DateOrders) -> pl.DataFrame:
    """Fills the start from `date` (or a `start` that is a bare day) and `time`; a bare day is its shift's start."""
    if all(frame.get_column(name).null_count() == frame.height for name in ("date", "start_day")):
        return frame.with_columns(pl.lit(False).alias("date_open"))
    day_text = pl.coalesce("date", pl.when(pl.col("start_day").is_not_null()).then("start")).alias("_date")
    frame = frame.with_columns(day_text, pl.col("time").alias("_time"))
    frame = spread_days(frame, "date", orders)
    bare = pl.col("_seconds").is_null() & pl.col("time").is_null()
    is_end = times.date_only == "end"
    stands_for, assumed = (_LAST_SECOND, FROM_DAY) if is_end else (day_start(rules), FROM_SHIFT)
    local = together(pl.col("_day"), pl.when(bare).then(pl.lit(stands_for)).otherwise("_seconds"))
    utc, flag = in_utc(local, local_zone(times, rules))
    is_open = pl.col("start_utc").is_null()
    told_flag = pl.when(bare).then(pl.lit(assumed)).otherwise(flag)
    return frame.with_columns(
        pl.coalesce("start_utc", utc).alias("start_utc"),
        pl.when(is_open & local.is_not_null()).then(told_flag).otherwise("start_flag").alias("start_flag"),
    ).drop("_date", "_time", "_day", "_seconds")


def _from_shift(frame: pl.DataFrame, rules: SourceRules, lookups: Lookups) -> pl.DataFrame:
    """A sheet row without a day was called in its queue's shift, at the time written or else at the shift's start."""
    shifts = lookups.released.select("queue", "position", "shift", "shift_on").unique(["queue", "position"]).collect()
    frame = frame.join(
        shifts, left_on=["queue", "position_no"], right_on=["queue", "position"], how="left", maintain_order="left"
    )
    clocks = clocks_of(frame.get_column("time").alias("_time"), clock_of(rules.words))
    frame = frame.join(clocks, left_on="time", right_on="_time", how="left", maintain_order="left")
    part = pl.col("shift").str.extract(r"(am|pm)$", 1).fill_null("day")
    starts = {name: at.hour * 3600 + at.minute * 60 for name, at in rules.shift_starts.items()}
    usual = part.replace_strict(starts, default=day_start(rules), return_dtype=pl.Int64)
    utc, flag = in_utc(together(pl.col("shift_on"), pl.coalesce("_seconds", usual)), rules.zone)
    is_open = pl.col("start_utc").is_null() & utc.is_not_null()
    told = pl.when(pl.col("_seconds").is_null()).then(pl.lit(FROM_SHIFT)).otherwise(flag)
    return frame.with_columns(
        pl.coalesce("start_utc", utc).alias("start_utc"),
        pl.when(is_open).then(told).otherwise("start_flag").alias("start_flag"),
    ).drop("shift", "shift_on", "_seconds")


def _direction(frame: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.Expr:
    """out, unless the profile's rule finds an inbound row, or the file's one project is an inbound one."""
    project = rules.projects.get(rules.project)
    usual = "in" if project is not None and project.direction == "inbound" and not profile.inbound.column else "out"
    column = profile.inbound.column
    name = column if column in frame.columns else f"file:{column}"
    if not column or name not in frame.columns:
        return pl.lit(usual)
    came_in = pl.col(name).str.contains(f"^(?:{profile.inbound.pattern})$").fill_null(False)
    return pl.when(came_in).then(pl.lit("in")).otherwise(pl.lit("out"))


def _project(rules: SourceRules) -> pl.Expr:
    """The row's project: its campaign's, else `-p`, else that of campaign `*`; null: only its lead can tell."""
    campaigns = {name: project for name, project in rules.source.projects.items() if name != "*"}
    otherwise = rules.project or rules.source.projects.get("*")
    told: pl.Expr = pl.lit(otherwise, pl.String)
    if rules.project or not campaigns:
        return told
    named = pl.col("campaign").replace_strict(campaigns, default=None, return_dtype=pl.String)
    return pl.coalesce(named, told)
