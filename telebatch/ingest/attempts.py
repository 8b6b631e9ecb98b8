"""What is one call, however often it is told: attempt rows under a key that never contains a result."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import SourceRules, unbatched
from telebatch.ingest.calls import exported_utc
from telebatch.ingest.profiles import Profile
from telebatch.model.tables import ATTEMPTS

#: Key columns that have a typed form, so that two spellings of one value give one key.
_TYPED = {"start": pl.col("start_utc").dt.timestamp("us").cast(pl.String), "number": pl.col("number").cast(pl.String)}


def attempts_of(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """ATTEMPTS rows less `batch`, from typed rows that were kept; key (file_key, record), sorted as the table is."""
    if rows.is_empty():
        return unbatched(ATTEMPTS)
    names = {**rules.agents, **rules.source.agents}
    rows = rows.with_columns(exported_utc(rows, profile, rules).alias("_exported"), _attempt_key(rows, profile, rules))
    told = pl.coalesce("code", "code_system", pl.lit(""))
    return (
        rows.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            pl.lit(rules.source.name).alias("source"),
            pl.lit(profile.code_map).alias("format"),
            pl.coalesce("lead_project", "project_told").alias("project"),
            "direction",
            "attempt_key",
            "lead_key",
            "number",
            "start_utc",
            pl.lit(rules.zone).alias("zone"),
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
            pl.lit(rules.file_sha).alias("file_sha"),
        )
        .sort("lead_key", "start_utc", "file_key", "record", "attempt_key")
        .select(unbatched(ATTEMPTS).columns)
    )


def _attempt_key(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.Expr:
    """The source's own call id; else queue and position; else lead or number with the start; each with its ordinal."""
    source = pl.lit(rules.source.name)
    start = _TYPED["start"]
    own = [_TYPED.get(name, pl.col(name)) for name in profile.key]
    by_call = pl.concat_str(source, pl.lit("call"), *own, separator="|")
    place = pl.when(pl.lit(profile.kind == "call_sheet")).then(
        pl.concat_str(pl.lit("sheet"), "queue", pl.col("position_no").cast(pl.String), separator="|")
    )
    lead = pl.concat_str(source, pl.lit("lead"), pl.col("lead_key").cast(pl.String), start, separator="|")
    number = pl.concat_str(
        source,
        pl.lit("number"),
        pl.col("number").cast(pl.String).fill_null("-"),
        start,
        pl.col("agent").fill_null("-"),
        separator="|",
    )
    # A caller's lead is made only after the first file, so calls that came in are never keyed by lead.
    by_lead = pl.when(pl.col("direction") == "out").then(lead)
    base = rows.select("row", pl.coalesce(place, by_lead, number).alias("_base"))
    ordinal = _ordinals(base)
    plain = pl.concat_str(pl.lit(base["_base"]), pl.lit(ordinal.cast(pl.String)), separator="|")
    return (pl.coalesce(by_call, plain) if profile.key else plain).alias("attempt_key")


def _ordinals(base: pl.DataFrame) -> pl.Series:
    """1, 2 … among rows of one key, in the order of the file; counted only where a key stands more than once."""
    groups = base.lazy().group_by("_base").agg(pl.len().alias("_n")).filter(pl.col("_n") > 1)
    alike = base.lazy().join(groups, on="_base", how="semi").collect()
    if alike.is_empty():
        return pl.repeat(1, base.height, dtype=pl.Int64, eager=True)
    counted = alike.sort("row").select("row", pl.int_range(1, pl.len() + 1).over("_base").alias("_ordinal"))
    return base.join(counted, on="row", how="left", maintain_order="left")["_ordinal"].fill_null(1)
