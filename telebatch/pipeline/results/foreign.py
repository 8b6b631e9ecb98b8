"""Whose numbers were called? Now and then a stray one; of a whole file, they show that it is another workspace's."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural
from telebatch.model.tables import LEADS, NUMBERS
from telebatch.pipeline.known.knowledge import once
from telebatch.store import View

#: With fewer calls, a number dialled by hand would speak too loudly.
_LEAST = 5


def strays_of(known: View, attempts: pl.DataFrame, shown: str, floor: float) -> pl.DataFrame:
    """STRAYS rows, without batch: lead and number of calls that went to a number its person never had.

    Lead ids are given in order everywhere, so those of another workspace's file are found here too; its numbers tell.

    Args:
      attempts: ATTEMPTS rows of the file.
      shown: The file.
      floor: Share of the calls made that must have gone to a number of the lead they name.

    Raises:
      InputRefused: Fewer did.
    """
    told = pl.col("lead_key").is_not_null() & pl.col("number").is_not_null()
    calls = attempts.lazy().filter(told).select("lead_key", "number", is_out=pl.col("direction") == "out")
    calls = calls.set_sorted("lead_key")
    held = _held(known, attempts.get_column("lead_key").drop_nulls().unique())
    # Most persons have one number and are called at it: only the other calls are compared with all they had.
    usual = once(held, "lead_key").sort("lead_key").select("lead_key", usual="number").lazy()
    beside = calls.join(usual, on="lead_key", how="left", maintain_order="left").collect(engine="in-memory")
    made = int(beside.filter(pl.col("usual").is_not_null())["is_out"].sum())
    others = beside.filter(pl.col("number").ne_missing(pl.col("usual"))).group_by("lead_key", "number")
    strays = others.agg(made=pl.col("is_out").sum()).join(held, on=["lead_key", "number"], how="anti")
    stray = int(strays.join(held, on="lead_key", how="semi")["made"].sum())
    if made >= _LEAST and made - stray < floor * made:
        raise InputRefused(
            f"only {made - stray} of {plural(made, 'call')} went to a number of the lead they name",
            place=shown,
            remedy="it seems to be of another workspace; set match_floor = 0 in its source if it is yours all the same",
        )
    return strays.select("lead_key", "number").sort("lead_key", "number")


def _held(known: View, leads: pl.Series) -> pl.DataFrame:
    """`lead_key`, `number` of every number the leads' persons ever had: a call was made with what was known then."""
    everyone = known.everything()
    persons = once(
        everyone.scan_keys(LEADS, "lead_key", leads).select("lead_key", "person_key").collect(), "lead_key"
    ).lazy()
    numbers = everyone.scan_keys(NUMBERS, "person_key", persons.select("person_key").collect().to_series())
    held = persons.join(numbers.select("person_key", "number").drop_nulls(), on="person_key")
    return held.select("lead_key", "number").collect()
