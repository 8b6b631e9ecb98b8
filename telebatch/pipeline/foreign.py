"""Is this file another workspace's? Lead ids are given in order everywhere; whose number was called tells."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.tables import LEADS, NUMBERS
from telebatch.store import View

#: Rows that are compared; more would tell nothing more.
_SAMPLE = 2_000
#: With fewer, a number dialled by hand would speak too loudly.
_LEAST = 5


def refuse_foreign(known: View, attempts: pl.DataFrame, shown: str, floor: float) -> None:
    """Refuses a file whose leads were hardly ever called at a number of theirs.

    Args:
      attempts: ATTEMPTS rows of the file.
      floor: Share of rows that must agree.

    Raises:
      InputRefused: Fewer agree.
    """
    rows = attempts.filter(pl.col("direction") == "out").select("lead_key", "number").drop_nulls()
    rows = rows.gather_every(max(1, rows.height // _SAMPLE))
    leads = known.everything().scan_keys(LEADS, "lead_key", rows.get_column("lead_key"))
    persons = leads.select("lead_key", "person_key").unique("lead_key").collect()
    # Numbers of every version: a call was made with what was known then.
    numbers = known.everything().scan_keys(NUMBERS, "person_key", persons.get_column("person_key"))
    held = numbers.select("person_key", "number").drop_nulls().unique().collect()
    asked = rows.join(persons, on="lead_key").join(held.select("person_key").unique(), on="person_key", how="semi")
    agreeing = asked.join(held, on=["person_key", "number"], how="semi").height
    if asked.height >= _LEAST and agreeing < floor * asked.height:
        raise InputRefused(
            f"only {agreeing} of {asked.height} calls went to a number of the lead they name",
            place=shown,
            remedy="it seems to be of another workspace; set match_floor = 0 in its source if it is yours all the same",
        )
