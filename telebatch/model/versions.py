"""Which version of a person is the later one? The one observed later; only then the one that arrived later."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import polars as pl


class ToldBy(StrEnum):
    """Who told a version by a word of its own; a list or a call, which tell all they hold, leave it null."""

    SUPPLIER = "supplier"
    #: A supplier who names another person: what was told of the former one alone is unsaid from that day on.
    SUCCESSOR = "successor"
    CORRECTION = "correction"


#: Fields of PEOPLE that are told of one person; those of a home, where no company is known. A successor has none.
OWN_FIELDS: Final = ("title", "department", "email", "further_emails", "language")
HOME_FIELDS: Final = ("address", "postcode", "city")
#: On one day a correction outranks a supplier, and a supplier a list.
_OUTRANK: Final = (ToldBy.SUPPLIER, ToldBy.SUCCESSOR, ToldBy.CORRECTION)
#: Batches and ranks lie below the day in one integer.
_BATCHES: Final = 2**32
_RANKS: Final = 4


def voice() -> pl.Expr:
    """How much the word of `told_by` weighs on one day; Int64."""
    told = [pl.col("told_by").eq(str(who)) for who in _OUTRANK]
    ranks = [pl.when(by).then(pl.lit(rank, pl.Int64)) for rank, by in enumerate(told, 1)]
    return pl.coalesce(*ranks, pl.lit(0, pl.Int64))


def version_order() -> pl.Expr:
    """An Int64 that rises with `told_on` (null: before every day), then with who told it, then with `batch`."""
    day = pl.col("told_on").to_physical().cast(pl.Int64).fill_null(0)
    return (day * _RANKS + voice()) * _BATCHES + pl.col("batch")
