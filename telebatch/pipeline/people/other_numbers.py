"""A request by number stops whoever has that number: who would be called again with another one alone?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import person_id
from telebatch.model.plural import plural
from telebatch.model.tables import NUMBERS
from telebatch.model.words import Channel, SuppressionKind
from telebatch.pipeline.known.knowledge import numbers_of
from telebatch.store import View

#: Channels of requests that stop calls.
_OF_CALLS: Final = (str(Channel.ANY), str(Channel.CALL))
#: Persons told of; a switchboard may have hundreds.
_MOST: Final = 5


def other_numbers(known: View, requests: pl.LazyFrame, on: date) -> tuple[Mistake, ...]:
    """What a person should know who stopped somebody by number.

    Args:
      known: With the new rows.
      requests: SUPPRESSIONS rows just added, with the persons they name and every number of theirs.
      on: What is over by then, or against letters alone, stops no call.
    """
    is_number, is_of_calls = pl.col("kind").eq(str(SuppressionKind.NUMBER)), pl.col("channel").is_in(_OF_CALLS)
    lasts = pl.col("until_on").ge(on).fill_null(value=True)
    stopped = requests.filter(is_number, is_of_calls, lasts).select("number").collect().to_series()
    owners = known.scan(NUMBERS).filter(pl.col("number").is_in(stopped.implode())).select("person_key").unique()
    theirs = numbers_of(known, owners.collect().to_series())
    is_stopped = pl.col("number").is_in(stopped.implode())
    asked = theirs.group_by("person_key").agg(met=is_stopped.any(), others=(~is_stopped).sum())
    left = asked.filter("met", pl.col("others") > 0).sort("person_key")
    left = left.with_columns(person_id(pl.col("person_key")).alias("id"))
    notes = [
        Mistake(
            f"{who}, who has {plural(others, 'other number')}, is not called as long as this one is theirs",
            remedy=f"--person {who} stops every number for good",
        )
        for who, others in left.head(_MOST).select("id", "others").iter_rows()
    ]
    if left.height > _MOST:
        notes.append(Mistake(f"so may {left.height - _MOST:,} more of those who have the numbers"))
    return tuple(notes)


def stopped_by_another(known: View, numbers: pl.Series, requests: pl.LazyFrame, on: date) -> Iterator[str]:
    """Who has one of the numbers and is not called on that day, for another number of theirs stands on a list.

    Args:
      requests: SUPPRESSIONS rows net of removals.
    """
    is_asked = pl.col("number").is_in(numbers.implode())
    owners = known.scan(NUMBERS).filter(is_asked).select("person_key").unique().collect().to_series()
    theirs = numbers_of(known, owners)
    theirs = theirs.join(theirs.filter(is_asked), on="person_key", how="semi").select("person_key", "number")
    in_force = requests.filter(
        pl.col("kind").eq(str(SuppressionKind.NUMBER)), pl.col("channel").is_in(_OF_CALLS),
        pl.col("number").is_in(theirs.get_column("number").implode()), pl.col("project").is_null(),
        pl.col("from_on").le(on).fill_null(value=True), pl.col("until_on").ge(on).fill_null(value=True),
    )  # fmt: skip
    hits = theirs.join(in_force.select("number", "list").unique().collect(), on="number", how="inner")
    told = hits.with_columns(id=person_id(pl.col("person_key"))).sort("person_key", "number", "list").head(_MOST)
    for who, number, name in told.select("id", "number", "list").iter_rows():
        yield f"{who}, who has it, is not called: +{number} is on {name}"
