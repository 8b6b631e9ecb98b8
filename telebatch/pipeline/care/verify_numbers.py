"""Numbers in a supplier's answers: whose the old one is, and what the new one is worth."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import NUMBERS
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.people.readings import home_regions
from telebatch.pipeline.rules import phone_table
from telebatch.state import numbers_now
from telebatch.store import View


def by_number(house: House, known: View, rows: pl.DataFrame) -> pl.DataFrame:
    """`by_number`, `number_persons` per row, by the first usable number of its cell, as the first of the projects'
    regions reads it in which somebody has it.
    """
    told = [_owners(house, known, rows.get_column("number"), region) for region in home_regions(house, None)]
    owners, *others = told
    for other in others:
        is_found = owners.get_column("number_persons") > 0
        owners = pl.select(
            pl.when(is_found).then(owners.get_column(name)).otherwise(other.get_column(name)).alias(name)
            for name in owners.columns
        )
    return owners


def _owners(house: House, known: View, cells: pl.Series, region: str) -> pl.DataFrame:
    read_cells = phones(cells, region, phone_table(house.shipped.phones))
    first = read_cells.filter(pl.col("nth") == 0).select("cell", "number")
    owners = numbers_now(known.scan(NUMBERS)).join(first.lazy().select("number"), on="number", how="semi")
    told = owners.group_by("number").agg(
        pl.col("person_key").min().alias("by_number"), pl.col("person_key").n_unique().alias("number_persons")
    )
    joined = first.join(told.collect(), on="number", how="left", maintain_order="left")
    return joined.select("by_number", pl.col("number_persons").fill_null(0))


def with_new_number(house: House, rows: pl.DataFrame) -> pl.DataFrame:
    """The new number's verdict: `fresh_number`, `kind`, `line`, `extension`, `region`, `zones`; of several in a cell
    that of the first, and `more_numbers` tells how many others there are.

    Args:
      rows: With the `project` of the lead that the row is about; a national number is of its region.
    """
    homes = {name: project.accept.home_region for name, project in house.settings.projects.items()}
    usual = home_regions(house, None)[0]
    regions = rows.get_column("project").replace_strict(homes, default=usual, return_dtype=pl.String)
    cells = phones(rows.get_column("new_number"), regions.fill_null(usual), phone_table(house.shipped.phones))
    others = pl.col("number").is_not_null() & pl.col("nth").gt(0) & pl.col("number").ne(pl.col("number").first())
    more = cells.group_by("cell", maintain_order=True).agg(others.sum().alias("more_numbers"))
    first = cells.filter(pl.col("nth") == 0)
    return rows.drop("project").hstack(
        first.select(
            fresh_number="number", kind="kind", line="line", extension="extension", region="region", zones="zones"
        ).with_columns(more.get_column("more_numbers"))
    )
