"""The floor of a review: bare Polars computes the aggregates that a review shows, of one week, from the store's files.

python -m benchmarks.floor_report STORE OUT_FOLDER
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

import polars as pl

#: The week from 28 September to 4 October, in Seoul.
_FROM, _UNTIL = datetime(2026, 9, 27, 15, tzinfo=UTC), datetime(2026, 10, 4, 15, tzinfo=UTC)
#: What a result code means, as a map would tell it.
_MEANS = {"NA": "no_answer", "N": "no_answer", "B": "busy", "A": "machine"}


def main() -> None:
    """Calls with their meaning and running number, counted by everything a review counts them by."""
    store, out = Path(sys.argv[1]) / "segments", Path(sys.argv[2])
    told = pl.scan_parquet(store / "attempts" / "*.parquet")
    calls = (
        told.sort("lead_key", "start_utc")
        .with_columns(
            pl.col("code").replace_strict(_MEANS, default="other").alias("outcome"),
            pl.col("start_utc").dt.convert_time_zone("Asia/Seoul").alias("clock"),
            pl.int_range(1, pl.len() + 1).over("lead_key").alias("attempt_no"),
        )
        .with_columns((pl.col("talk_seconds") > 0).alias("is_talk"))
        .filter(pl.col("start_utc").is_between(_FROM, _UNTIL, closed="left"))
        .select(
            "project", "lead_key", "agent", "outcome", "clock", "attempt_no", "is_talk", "talk_seconds", "start_utc"
        )
        .collect()
        .lazy()
    )
    leads = pl.scan_parquet(store / "lead_state" / "*.parquet").select("lead_key", "status", "list", "project")
    counts = (pl.len(), pl.col("is_talk").sum(), pl.col("talk_seconds").sum())
    day, hour = pl.col("clock").dt.date().alias("day"), pl.col("clock").dt.hour().alias("hour")
    records = calls.group_by("project", "lead_key").agg(pl.col("is_talk").any())
    asked = {
        "outcomes": calls.group_by("project", "outcome").agg(counts),
        "days": calls.group_by("project", day, (hour < 13).alias("is_morning")).agg(counts),
        "heat": calls.group_by("project", pl.col("clock").dt.weekday().alias("weekday"), hour).agg(counts),
        "rungs": calls.group_by("project", "attempt_no").agg(counts),
        "agents": calls.group_by("project", "agent").agg(counts),
        "lengths": calls.group_by("project", "talk_seconds").agg(pl.len()),
        "lists": leads.join(records, on=["project", "lead_key"], how="left").group_by("project", "list").agg(
            pl.len(), pl.col("is_talk").sum()
        ),
        "status": leads.group_by("project", "status").agg(pl.len()),
        "twice": calls.group_by("lead_key", "start_utc").len().filter(pl.col("len") > 1).group_by("lead_key").len(),
    }  # fmt: skip
    for name, rows in zip(asked, pl.collect_all(list(asked.values())), strict=True):
        rows.write_csv(out / f"{name}.csv")


if __name__ == "__main__":
    main()
