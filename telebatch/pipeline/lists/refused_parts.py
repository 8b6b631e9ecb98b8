"""Rows that refuse to be contacted and have no usable number: a good one in their cell, beside a broken one, counts.

To call it nobody may rely on it, for of which number its cell is nobody knows; but whoever asked is not called on it.
"""

from __future__ import annotations

import polars as pl

from telebatch.model.project import Project
from telebatch.model.records import RECORD
from telebatch.normalise import Normalised, regions_named
from telebatch.pipeline.care.parts_of_cells import numbers_in_parts
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.rules import countries, phone_table
from telebatch.prequalify import refusals_of


def refused_parts(house: House, delivery: Delivery, normal: Normalised, project: Project) -> pl.DataFrame | None:
    """`record`, `number` of the good parts of such cells; null: no such row.

    Args:
      normal: With `refuses` where the list has a column of refusals.
    """
    words = refusals_of(house.shipped.list_care["opt_out_words"])
    asks = [words.channel().is_not_null(), *(pl.col(name) for name in normal.candidates.columns if name == "refuses")]
    is_broken = pl.col("number").is_null() & pl.col("number_reason").cast(pl.String).ne("empty")
    at = normal.candidates.select(pl.arg_where(is_broken & pl.any_horizontal(asks).fill_null(value=False))).to_series()
    if at.is_empty():
        return None
    cells = normal.candidates.select(pl.col(RECORD, "sheet").gather(at)).hstack(
        normal.texts.at(at, ["as_written"]).select(pl.col("as_written").cast(pl.String).alias("number"))
    )
    placed = cells.with_columns(_regions(house, delivery, normal, project, cells)).drop_nulls("number")
    is_lost = any(told.is_lost for told in normal.plusless.values())
    table = phone_table(house.shipped.phones)
    found = [
        numbers_in_parts(rows.select(RECORD, "number"), str(region), table, is_lost=is_lost)
        for (region,), rows in placed.group_by("region", maintain_order=True)
    ]
    return pl.concat(found).select(RECORD, "number").unique().sort(RECORD, "number") if found else None


def _regions(house: House, delivery: Delivery, normal: Normalised, project: Project, rows: pl.DataFrame) -> pl.Series:
    """By which region the national numbers of some rows are read."""
    usual = delivery.options.region or (normal.home.region if normal.home else project.accept.home_region)
    sources = delivery.columns.sources.get("country", ())
    if not sources:
        homes = {sheet: home.region for sheet, home in normal.homes.items()}
        return rows.get_column("sheet").cast(pl.String).replace_strict(homes, default=usual).alias("region")
    here = delivery.records.filter(pl.col(RECORD).is_in(rows.get_column(RECORD).implode()))
    named = here.select(RECORD, country=pl.coalesce(pl.col(name).str.strip_chars() for name in sources)).collect()
    told = rows.select(RECORD).join(named, on=RECORD, how="left", maintain_order="left").get_column("country")
    return regions_named(told, countries(house)).fill_null(usual)
