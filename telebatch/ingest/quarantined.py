"""Which rows could not be taken in: each with its reason, its remedy and its own text, so that it can be mended."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import SourceRules, unbatched
from telebatch.ingest.cells_of import header_of
from telebatch.ingest.places import remedy_of
from telebatch.ingest.profiles import Profile
from telebatch.model.tables import QUARANTINE


def quarantine_of(records: pl.LazyFrame, rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """QUARANTINE rows less `batch`; `raw` is the record as a JSON object of its own columns."""
    bad = rows.filter(pl.col("place") == "quarantined")
    if bad.is_empty():
        return unbatched(QUARANTINE)
    header = header_of(records)
    wanted = bad.lazy().select("record").unique()
    raw = records.join(wanted, on="record", how="semi").select(
        "record", pl.struct(header).struct.json_encode().alias("raw")
    )
    return (
        bad.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            "line",
            pl.lit(profile.kind).alias("kind"),
            pl.coalesce("lead_project", "project_told").alias("project"),
            "lead_key",
            pl.col("problem").alias("reason"),
            remedy_of(pl.col("problem"), pl.col("fits"), pl.col("lead_id")).alias("remedy"),
        )
        .join(raw.collect(), on="record", how="left", maintain_order="left")
        .sort("file_key", "record", "reason")
        .select(unbatched(QUARANTINE).columns)
    )
