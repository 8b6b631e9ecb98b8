"""What is one call, however often it is told: attempt rows under a key that never contains a result."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import SourceRules, unbatched
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.made import exported_utc
from telebatch.model.alike import perhaps_alike
from telebatch.model.tables import ATTEMPTS

#: Key columns that have a typed form, so that two spellings of one value give one key.
_TYPED = {"start": pl.col("start_utc").dt.timestamp("us").cast(pl.String), "number": pl.col("number").cast(pl.String)}


def attempts_of(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """ATTEMPTS rows less `batch`, from typed rows that were kept; key (file_key, record), sorted as the table is."""
    if rows.is_empty():
        return unbatched(ATTEMPTS)
    names = rules.agent_names
    rows = rows.with_columns(exported_utc(rows, profile, rules).alias("_exported"), _attempt_key(rows, profile, rules))
    told = pl.coalesce("code", "code_system", pl.lit(""))
    own = rows.select(
        "record",
        pl.coalesce("lead_project", "project_told").alias("project"),
        "direction",
        "attempt_key",
        "lead_key",
        "number",
        "start_utc",
        "start_flag",
        "talk_seconds",
        "ring_seconds",
        "wrap_seconds",
        told.alias("code"),
        pl.coalesce("cause", pl.when(pl.col("code").is_not_null()).then("code_system")).alias("cause"),
        "campaign",
        (pl.col("agent").replace(names) if names else pl.col("agent")).alias("agent"),
        "queue",
        pl.col("position_no").alias("position"),
        "callback_utc",
        pl.col("intent").str.to_uppercase().alias("intent"),
        pl.col("stage").alias("reached_stage"),
        pl.col("_exported").alias("exported_utc"),
        "modified_utc",
    )
    of_file = {"source": rules.source.name, "format": profile.code_map, "zone": rules.zone, "file_sha": rules.file_sha}
    shared = [pl.lit(value).alias(name) for name, value in of_file.items()]
    rows = _in_order(own).with_columns(*shared, pl.lit(rules.file_key, pl.Int64).alias("file_key"))
    return rows.select(unbatched(ATTEMPTS).columns)


def _in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of one file by lead, start, record and attempt key.

    Args:
      rows: Sorted by record.
    """
    if rows.get_column("record").n_unique() < rows.height:
        return rows.sort("lead_key", "start_utc", "record", "attempt_key")
    # Each record once: sorting by one number at a time, and keeping what was in order, is all it takes.
    order = rows.select("lead_key", "start_utc").with_row_index("at")
    for name in ("start_utc", "lead_key"):
        order = order if order.get_column(name).is_sorted() else order.sort(name, maintain_order=True)
    # A column without any value needs no order.
    told = [column.name for column in rows if column.null_count() < rows.height]
    absent = [pl.lit(None, kind).alias(name) for name, kind in rows.schema.items() if name not in told]
    return rows.select(told)[order.get_column("at")].with_columns(absent)


def _attempt_key(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.Series:
    """The source's own call id; else queue and position; else lead or number with the start; each with its ordinal."""
    plain = _with_ordinals(_plain_key(rows, profile, rules))
    if not profile.key:
        return plain.alias("attempt_key")
    own = [_TYPED.get(name, pl.col(name)) for name in profile.key]
    by_call = pl.concat_str(pl.lit(rules.source.name), pl.lit("call"), *own, separator="|")
    return rows.select(pl.coalesce(by_call, pl.lit(plain)).alias("attempt_key")).to_series()


def _plain_key(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.Series:
    """Keys of calls without an id, each as if it were the first of its key."""
    source, start, first = pl.lit(rules.source.name), _TYPED["start"], pl.lit("1")
    by_lead = pl.concat_str(source, pl.lit("lead"), pl.col("lead_key").cast(pl.String), start, first, separator="|")
    # A caller's lead is made only after the first file, so calls that came in are never keyed by lead.
    roads: list[pl.Expr] = [pl.when(pl.col("direction") == "out").then(by_lead)]
    if profile.kind == "call_sheet":
        place = pl.col("position_no").cast(pl.String)
        roads.insert(0, pl.concat_str(pl.lit("sheet"), "queue", place, first, separator="|"))
    keys = rows.select(pl.coalesce(roads)).to_series()
    others = keys.is_null().arg_true()
    if others.is_empty():
        return keys
    number, agent = pl.col("number").cast(pl.String).fill_null("-"), pl.col("agent").fill_null("-")
    by_number = pl.concat_str(source, pl.lit("number"), number, start, agent, first, separator="|")
    told = rows.select("number", "agent", "start_utc")[others]
    return keys.scatter(others, told.select(by_number).to_series())


def _with_ordinals(keys: pl.Series) -> pl.Series:
    """1, 2 … among rows of one key, in the order of the file; counted only where a key stands more than once.

    Args:
      keys: Ending in the ordinal 1, in the order of the file.
    """
    at = perhaps_alike(keys)
    if at.is_empty():
        return keys
    alike = keys.gather(at).alias("key").to_frame()
    ordinal = pl.int_range(1, pl.len() + 1).over("key").cast(pl.String)
    return keys.scatter(at, alike.select(pl.col("key").str.head(-1) + ordinal).to_series())
