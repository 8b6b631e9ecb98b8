"""Is one of this person's numbers on a list of those not to be called?"""

from __future__ import annotations

from datetime import date

import polars as pl


def mark_suppressed(
    candidates: pl.LazyFrame, numbers: pl.LazyFrame, suppressions: pl.LazyFrame, on: date
) -> pl.LazyFrame:
    """Adds `suppressed_by`: the list and its date; null where nobody asked.

    A candidate is suppressed where any of its numbers is named by a suppression of the call channel whose dates hold.

    Args:
      candidates: CANDIDATES, key (file_key, record).
      numbers: `record` with every usable `number` of it.
      suppressions: Live SUPPRESSIONS rows of this project or of all.
      on: The day for which dates are judged.
    """
    listed = _in_force(suppressions, on)
    hits = (
        numbers.select("record", "number")
        .join(listed, on="number", how="inner")
        .group_by("record")
        .agg(pl.col("told").min().alias("suppressed_by"))
    )
    return candidates.join(hits, on="record", how="left", maintain_order="left")


def _in_force(suppressions: pl.LazyFrame, on: date) -> pl.LazyFrame:
    """One row per suppressed number: `number`, `told` ("do-not-call since 2026-10-01")."""
    since = pl.when(pl.col("from_on").is_not_null()).then(pl.format(" since {}", pl.col("from_on")))
    return (
        suppressions.filter(
            pl.col("kind").eq("number") & pl.col("channel").is_in(["any", "call"]),
            pl.col("from_on").le(on).fill_null(True),
            pl.col("until_on").ge(on).fill_null(True),
        )
        .group_by("number")
        .agg(pl.concat_str([pl.col("list"), since], ignore_nulls=True).min().alias("told"))
    )
