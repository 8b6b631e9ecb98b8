"""Is this another row of one person in this run? The first by which the person can be called survives and is named."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.alike import stands_twice
from telebatch.model.places import placed

_PLACES: Final = pl.Categorical(pl.Categories("survivor", "telebatch", pl.UInt32))


def mark_duplicates(candidates: pl.LazyFrame) -> pl.LazyFrame:
    """Marks every row of one person within one file but one.

    Several people behind one switchboard are not duplicates: identity, not the number, decides. A row without a number
    that the project takes does not stand for one that has it: nobody would be called.

    Args:
      candidates: CANDIDATES with `sheet`, `has_number` (a usable number that the project takes, never null) and
        `person_ref` Int64, one value per person (null: a row without any key stands alone).

    Returns:
      The same rows with `survivor` (text "row N" or "SHEET row N", the place of the first row of that person that has
      a number, else of the first; null on the survivor).
    """
    rows = candidates.select("record", "line", "sheet", "has_number", "person_ref").with_row_index("_row").collect()
    again = rows.filter(stands_twice(rows.get_column("person_ref"))).sort(~pl.col("has_number"), "record")
    first = again.group_by("person_ref", maintain_order=True).agg(
        pl.col("record").first().alias("_first"), pl.col("line", "sheet").first().name.prefix("_")
    )
    place = pl.concat_str(
        pl.col("_sheet").cast(pl.String), pl.format("row {}", "_line"), separator=" ", ignore_nulls=True
    )
    others = (
        again.join(first, on="person_ref", how="inner")
        .filter(pl.col("record") != pl.col("_first"))
        .select("_row", place.cast(_PLACES).alias("survivor"))
    )
    survivors = placed(others.get_column("survivor"), others.get_column("_row"), rows.height)
    return candidates.with_columns(survivors)
