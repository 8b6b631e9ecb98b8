"""Which row of a call counts: exported last, then changed last, then by content; never the one that came last."""

from __future__ import annotations

import polars as pl

_RANK = ("exported_utc", "modified_utc", "file_sha", "record")


def winners(attempts: pl.DataFrame) -> pl.DataFrame:
    """One row per attempt_key with `replaced_rows` and `first_code`; sorted by lead, start and key.

    Args:
      attempts: ATTEMPTS rows of live batches, n rows.
    """
    # Two keys may share a hash, so what is alike by it is only looked at more closely.
    told = attempts.get_column("attempt_key").hash()
    untouched = (pl.lit(0, pl.Int32).alias("replaced_rows"), pl.col("code").alias("first_code"))
    if told.n_unique() == told.len():
        return in_order(attempts.with_columns(untouched))
    alike = told.is_duplicated()
    several, alone = attempts.filter(alike), attempts.filter(~alike).with_columns(untouched)
    several = several.with_columns(pl.len().cast(pl.Int32).over("attempt_key").alias("_n"))
    ranked = several.sort("attempt_key", *_RANK, nulls_last=False)
    codes = ranked.group_by("attempt_key", maintain_order=True).agg(pl.col("code").first().alias("first_code"))
    last = ranked.unique("attempt_key", keep="last", maintain_order=True).join(codes, on="attempt_key", how="left")
    last = last.with_columns((pl.col("_n") - 1).alias("replaced_rows")).select(alone.columns)
    return in_order(pl.concat([alone, last]))


def _is_in_order(rows: pl.DataFrame) -> bool:
    """Whether each row comes after the one before by lead (nulls first) and start alone."""
    lead, start = pl.col("lead_key"), pl.col("start_utc")
    before, earlier = lead.shift(1), start.shift(1)
    later = (lead.eq_missing(before) & (start > earlier)) | (lead > before) | (before.is_null() & lead.is_not_null())
    return bool(rows.lazy().select(later.fill_null(value=False).slice(1).all()).collect().item())


def in_order(rows: pl.DataFrame) -> pl.DataFrame:
    """Sorted by lead_key, start_utc and attempt_key; text is compared only where the numbers leave a tie."""
    if _is_in_order(rows):
        return rows
    rows = rows.with_row_index("_at").with_columns(pl.lit(0, pl.UInt32).alias("_tie"))
    ties = rows.lazy().group_by("lead_key", "start_utc").agg(pl.len().alias("_n")).filter(pl.col("_n") > 1)
    tied = rows.lazy().select("_at", "lead_key", "start_utc", "attempt_key")
    tied = tied.join(ties, on=["lead_key", "start_utc"], how="semi", nulls_equal=True)
    order = tied.sort("attempt_key").with_row_index("_rank").select("_at", "_rank").collect()
    if order.height:
        rows = (
            rows.join(order, on="_at", how="left", maintain_order="left")
            .with_columns(pl.col("_rank").fill_null(0).alias("_tie"))
            .drop("_rank")
        )
    index = rows.select("_at", "lead_key", "start_utc", "_tie").sort("lead_key", "start_utc", "_tie")["_at"]
    return rows.drop("_at", "_tie")[index]
