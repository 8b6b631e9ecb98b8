"""Whose numbers were called? Now and then a stray one; of a whole file, they show that it is another workspace's."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.tables import LEADS, NUMBERS
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
    rows = attempts.lazy().filter(pl.col("lead_key").is_not_null(), pl.col("number").is_not_null())
    counted = rows.group_by("lead_key", "number").agg((pl.col("direction") == "out").sum().alias("made")).collect()
    everyone = known.everything()
    leads = everyone.scan_keys(LEADS, "lead_key", counted.get_column("lead_key"))
    persons = leads.select("lead_key", "person_key").unique("lead_key").collect()
    # Numbers of every version: a call was made with what was known then.
    numbers = everyone.scan_keys(NUMBERS, "person_key", persons.get_column("person_key"))
    theirs = persons.lazy().join(numbers.select("person_key", "number"), on="person_key").select("lead_key", "number")
    held = theirs.drop_nulls().unique().collect()
    strays = counted.join(held, on=["lead_key", "number"], how="anti")
    judged = held.select("lead_key").unique()
    made, stray = (int(one.join(judged, on="lead_key", how="semi")["made"].sum()) for one in (counted, strays))
    if made >= _LEAST and made - stray < floor * made:
        raise InputRefused(
            f"only {made - stray} of {made} calls went to a number of the lead they name",
            place=shown,
            remedy="it seems to be of another workspace; set match_floor = 0 in its source if it is yours all the same",
        )
    return strays.select("lead_key", "number").sort("lead_key", "number")
