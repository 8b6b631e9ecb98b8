"""Signs: what do a cell's own words (a label, an extension) say of a number, beside its verdict?"""

from __future__ import annotations

import polars as pl

from telebatch.model.phones import PhoneLabel, PhoneLine


def with_signs(frame: pl.DataFrame, verdicts: pl.DataFrame) -> pl.DataFrame:
    """Joins answers and verdicts; a label or an extension says more about the line than the number does.

    Args:
      frame: `number`, `extension`, `label`, `reason`, `repaired` of each answer; other columns are kept.
      verdicts: `number` (null: not usable) and MEANING, same rows and order.
    """
    reason = pl.coalesce(frame["reason"], verdicts["reason"])
    whole = frame.drop("number", "reason").with_columns(
        *(verdicts[name] for name in ("number", "kind", "region", "zones", "line", "remark")),
        pl.select(reason.alias("reason")).to_series(),
    )
    label = pl.col("label")
    is_behind = pl.col("extension").is_not_null() & pl.col("line").eq(PhoneLine.UNKNOWN.value)
    told = (
        pl.when(label == PhoneLabel.DIRECT.value)
        .then(pl.lit(PhoneLine.DIRECT.value))
        .when(label.eq(PhoneLabel.SWITCHBOARD.value) | is_behind)
        .then(pl.lit(PhoneLine.SWITCHBOARD.value))
        .otherwise("line")
    )
    usable = pl.col("number").is_not_null()
    return whole.with_columns(
        pl.when(usable).then(told).alias("line"),
        pl.when(usable).then("extension").alias("extension"),
        pl.when(usable).then("repaired").alias("repaired"),
    )
