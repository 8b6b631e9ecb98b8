"""What is known of persons and numbers, whichever lead's calls told it: it holds for every lead that has them."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from telebatch.state.numbers import (
    bad_numbers,
    derived_suppressions,
    dropped_numbers,
    lasting_requests,
    standing_suppressions,
    suppressed_leads,
)
from telebatch.state.people import answered

#: Flags of calls that say something of the person or the number.
TELLING = ("bad_number", "answered", "drops_number", "right_party", "suppresses")


@dataclass(frozen=True, eq=False)
class Around:
    """What the fold of a lead is told from beyond its own facts.

    Attributes:
      answered: As `people.answered`; key `person_key`.
      bad, dropped: `bad_numbers` and `dropped_numbers` of each person who lost any; key `person_key`.
      suppressed: Who is suppressed for good; key `lead_key`, no other column.
    """

    answered: pl.LazyFrame
    bad: pl.LazyFrame
    dropped: pl.LazyFrame
    suppressed: pl.LazyFrame

    def in_memory(self) -> Around:
        """The same, found once."""
        return Around(*(part.lazy() for part in pl.collect_all(vars(self).values())))


def around(
    calls: pl.LazyFrame, leads: pl.LazyFrame, numbers: pl.LazyFrame, suppressions: pl.LazyFrame, verified: pl.LazyFrame
) -> Around:
    """What all these facts tell together.

    Args:
      calls: OUTCOMES rows of which a flag of TELLING holds; others play no part.
      leads: LEADS rows.
      numbers, suppressions, verified: As in `Facts`.
    """
    owned = numbers.select("person_key", "number")
    lost = owned.join(bad_numbers(calls), on="number", how="semi")
    return Around(
        answered(verified),
        _count(lost.unique(), "bad_numbers"),
        _count(dropped_numbers(calls, leads), "dropped_numbers"),
        suppressed_leads(leads, owned, _requests(calls, leads, owned, suppressions)),
    )


def _requests(
    calls: pl.LazyFrame, leads: pl.LazyFrame, numbers: pl.LazyFrame, suppressions: pl.LazyFrame
) -> pl.LazyFrame:
    """What was asked for good, in writing or in a call; in memory: it is little, and three joins look at it."""
    asking = calls.filter("suppresses").collect(engine="in-memory").lazy()
    standing = standing_suppressions(suppressions).drop("batch")
    asked = derived_suppressions(asking, numbers, leads).select(standing.collect_schema().names())
    return lasting_requests(pl.concat([standing, asked])).collect(engine="in-memory").lazy()


def _count(rows: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return rows.group_by("person_key").agg(pl.len().cast(pl.Int16).alias(name))
