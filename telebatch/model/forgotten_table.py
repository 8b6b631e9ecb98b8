"""Who was forgotten on request, and what keeps their numbers from coming back."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.table import INSTANT, table_of

#: Who was forgotten. A row per person (`mark` null), and one per number and record key they had: its keyed
#: hash alone.
FORGOTTEN = table_of(
    "forgotten",
    ("person_key", "mark"),
    person_key=pl.Int64,
    # keyed hash of a number, or a record key within its list, with the name where others have it too; null: the person
    mark=pl.String,
    bucket=pl.Int32,  # of the number, or of the record key; null: the person
    number=pl.Int64,  # what stands for the number in facts since; null: the person, a record key, or others' too
    by=pl.String,
    why=pl.String,
    at_utc=INSTANT,
)

#: Stands where a person's text stood and an empty one would say something else.
GONE: Final = "forgotten"
#: What stands for a forgotten number is greater than every number there can be.
FIRST_STAND_IN: Final = 10**18
#: So few buckets that one tells little of a number (six thousand Korean mobiles share each), so many that few numbers
#: of a list fall into those that hold somebody.
BUCKETS: Final = 1 << 14


def is_stand_in(column: str = "number") -> pl.Expr:
    """Bool per row: something stands here for a number that was forgotten; null for null."""
    return pl.col(column) >= FIRST_STAND_IN
