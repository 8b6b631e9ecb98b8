"""What did a person correct on a lead: only fields the fold reads, each value as it reads it."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.promised import with_days
from telebatch.ingest.when.date_orders import orders_of
from telebatch.ingest.when.day_words import day_words
from telebatch.ingest.when.times import ANY, read_instants

#: Fields whose value is an instant or a day; those that need none; those that take any text; those that take yes or no.
_DATED, _CLAIMS, _TEXTS, _CHOSEN = ("callback", "hold_until"), ("close", "reopen"), ("agent",), ("key_person",)
#: Where the day of the correction itself stands.
_WRITTEN = ("start", "date")
#: Set by hand alone: they change the person, not the lead.
OF_PERSONS = ("number", "title")


def with_values(rows: pl.DataFrame, rules: SourceRules) -> pl.DataFrame:
    """Adds `field_told` and `value_told` (null: an earlier one is taken back), and `is_read` (the two can be used).

    Args:
      rows: field, value; a time without a zone stands in the source's.
      rules: An agent's id becomes the name it stands for, as in files of calls.
    """
    field = pl.col("field").str.to_lowercase().str.replace_all(r"[\s-]+", "_")
    rows = rows.with_columns(field.alias("field_told"))
    named, value = pl.col("field_told"), pl.col("value")
    rows = rows.with_columns(pl.when(named.is_in(_DATED)).then(value).alias("_when"))
    times = Times(formats=(ANY,))
    orders = orders_of(times, rules, rows, ("_when", *_WRITTEN))
    if rows.get_column("_when").null_count() < rows.height:
        rows = rows.with_columns(pl.lit(None, pl.String).alias("yearless_open"))
        said = pl.col("start_utc").dt.convert_time_zone(rules.zone)
        habit = orders.habit(rows.get_column("_when"), rules.zone)
        rows = with_days(rows, "_when", habit, said, day_words(rules.words))
        unsure = pl.when(pl.col("yearless_open").is_not_null()).then(pl.lit("value"))
        rows = rows.with_columns(pl.coalesce("open_day", unsure).alias("open_day")).drop("yearless_open")
    rows = read_instants(rows, "_when", times, rules.zone, orders)
    instant = pl.col("_when_utc").dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    day = pl.coalesce("_when_day", pl.col("_when_utc").dt.convert_time_zone(rules.zone).dt.date()).dt.to_string()
    plain, agent = pl.col("value").str.to_lowercase(), value.replace(rules.agent_names) if rules.agent_names else value
    is_claim = plain.is_null() | plain.is_in(["yes", "y", "true", "1"])
    told = (
        pl.when(named == "callback").then(instant).when(named == "hold_until").then(day)
        .when(named.is_in(_CLAIMS) & is_claim).then(pl.lit("yes")).when(named.is_in(_TEXTS)).then(agent)
        .when(named.is_in(_CHOSEN) & plain.is_in(["yes", "no"])).then(plain)
    )  # fmt: skip
    ends = value.is_null() & named.is_in([*_DATED, *_TEXTS, *_CHOSEN])
    rows = rows.with_columns(told.alias("value_told"))
    is_read = ends | pl.col("value_told").is_not_null()
    is_open = pl.coalesce("open_day", pl.when("_when_open").then(pl.lit("value"))).alias("open_day")
    rows = rows.with_columns(is_read.alias("is_read"), is_open)
    return rows.drop("_when", "_when_utc", "_when_flag", "_when_day", "_when_open")
