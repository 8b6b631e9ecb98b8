"""Which rows could not be taken in: each with its reason, its remedy and its own text, so that it can be mended."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.asked import Again, SourceRules, unbatched
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.places import remedy_of
from telebatch.ingest.rows import header_of
from telebatch.model.tables import QUARANTINE


def quarantine_of(rows: pl.DataFrame, again: Again, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """QUARANTINE rows less `batch`; `raw` is the record as a JSON object of its own columns.

    Args:
      again: Reads the records of the rows once more, for their text.
    """
    bad = rows.filter(pl.col("place") == "quarantined")
    if bad.is_empty():
        return unbatched(QUARANTINE)
    records = again(bad.get_column("record"))
    raw = records.select("record", pl.struct(header_of(records)).struct.json_encode().alias("raw"))
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
