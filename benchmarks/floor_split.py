"""The floor of a shift: bare Polars does the joins, windows and writes that laying out a shift needs.

python -m benchmarks.floor_split STORE OUT_FOLDER
"""

import sys
from pathlib import Path

import polars as pl

_CAPACITY = 500


def main() -> None:
    """Leads with number and company, their calls counted by lead, number and company, ranked and written."""
    store, out = Path(sys.argv[1]) / "segments", Path(sys.argv[2])

    def scan(table: str) -> pl.LazyFrame:
        return pl.scan_parquet(store / table / "*.parquet")

    leads = scan("lead_state").select(
        "lead_key", "person_key", "project", "status", "attempts", "last_outcome", "last_attempt_utc", "score"
    )
    number = scan("numbers").filter(pl.col("position") == 0).select("person_key", "number", "region", "zones")
    people = scan("people").select("person_key", "person", "company", "company_key")
    calls = scan("attempts").select("lead_key", "number", "start_utc")
    told = leads.join(number, on="person_key", how="left").join(people, on="person_key", how="left").collect().lazy()
    near = calls.join(told.select("lead_key", "person_key", "company_key"), on="lead_key")
    counted = told
    for key in ("lead_key", "number", "person_key", "company_key"):
        rows = near.filter(pl.col(key).is_not_null()).group_by(key)
        told_by = rows.agg(pl.len().alias(f"calls_{key}"), pl.col("start_utc").max().alias(f"last_{key}"))
        counted = counted.join(told_by, on=key, how="left")
    ranked = counted.sort("project", "score", "last_lead_key", "lead_key", descending=[False, True, False, False])
    laid = ranked.with_columns(pl.int_range(1, pl.len() + 1).over("project").alias("position")).collect()
    laid.filter(pl.col("position") <= _CAPACITY).write_csv(out / "queue.csv")
    left = laid.filter(pl.col("position") > _CAPACITY).sort("project", "lead_key")
    left.select("project", "lead_key", "status", "last_attempt_utc").write_csv(out / "not_queued.csv")


if __name__ == "__main__":
    main()
