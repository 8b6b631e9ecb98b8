"""A named list as a file: every standing entry, with its dates and who asked."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.forgotten_table import GONE, is_stand_in
from telebatch.model.ids import lead_id, person_id
from telebatch.normalise.phones import national_format
from telebatch.pipeline.house import House
from telebatch.pipeline.known.requests import requests_of
from telebatch.pipeline.rules import phone_table
from telebatch.pipeline.told import Told
from telebatch.write import write_csv


def export_list(house: House, name: str, *, dry_run: bool = False) -> Told:
    """Writes `suppressions/LIST.csv`: what stands on the list, ended entries included, requests made in calls too.

    Raises:
      WrongUsage: Nothing stands on a list of that name; the remedy names those there are.
    """
    requests = requests_of(house.store.view(), house.recorded() or house.settings)
    # What a forgotten person asked stands here still, and names nobody outside.
    named = ~is_stand_in().fill_null(value=False) & pl.col("text").ne_missing(GONE)
    rows = requests.filter(pl.col("list").eq(name), named).collect()
    if rows.is_empty():
        there = requests.select("list").unique().sort("list").collect().to_series().to_list()
        raise WrongUsage(
            f"nothing stands on a list {name!r}", place="--list", remedy=f"lists: {', '.join(there) or 'none'}"
        )
    path = Path("suppressions") / f"{name}.csv"
    with house.writing("suppress export", dry_run=dry_run) as commit:
        shown = rows.with_columns(
            national_format(rows.get_column("number"), phone_table(house.shipped.phones)).alias("national")
        )
        order = ["kind", "number", "text", "person_id", "lead_id", "project", "channel", "since", "until"]
        told = shown.select(
            "kind", pl.format("+{}", "number").alias("number"), "national", "text",
            person_id(pl.col("person_key")).alias("person_id"), lead_id(pl.col("lead_key")).alias("lead_id"),
            "project", "channel", since="from_on", until="until_on", asked_by="asked_by", note="note", batch="batch",
        ).unique().sort(*order, "batch", nulls_last=True)  # fmt: skip
        write_csv(commit.output(path), told.lazy())
        counts = {"entries": told.height}
        commit.counts.update(counts)
    return Told("suppress export", house.as_of.isoformat(), commit.batch, counts=counts, files=(str(path),))
