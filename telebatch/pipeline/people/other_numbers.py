"""A request by number stops that number alone: whose others ring on, and how would all of them be stopped?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import person_id
from telebatch.model.plural import plural
from telebatch.model.tables import NUMBERS
from telebatch.model.words import SuppressionKind
from telebatch.pipeline.known.knowledge import numbers_of
from telebatch.store import View

#: Persons told of; a switchboard may have hundreds.
_MOST: Final = 5


def other_numbers(known: View, requests: pl.LazyFrame) -> tuple[Mistake, ...]:
    """What a person should know who stopped somebody by number.

    Args:
      known: With the new rows.
      requests: SUPPRESSIONS rows just added, with the persons they name and every number of theirs.
    """
    stopped = requests.filter(pl.col("kind").eq(str(SuppressionKind.NUMBER))).select("number").collect().to_series()
    owners = known.scan(NUMBERS).filter(pl.col("number").is_in(stopped.implode())).select("person_key").unique()
    theirs = numbers_of(known, owners.collect().to_series())
    is_stopped = pl.col("number").is_in(stopped.implode())
    asked = theirs.group_by("person_key").agg(met=is_stopped.any(), others=(~is_stopped).sum())
    left = asked.filter("met", pl.col("others") > 0).sort("person_key")
    left = left.with_columns(person_id(pl.col("person_key")).alias("id"))
    notes = [
        Mistake(f"{who} may still be called at {plural(others, 'other number')}", remedy=f"--person {who} stops all")
        for who, others in left.head(_MOST).select("id", "others").iter_rows()
    ]
    if left.height > _MOST:
        notes.append(Mistake(f"so may {left.height - _MOST:,} more of those who have the numbers"))
    return tuple(notes)
