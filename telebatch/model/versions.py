"""Which version of a person is the later one? The one observed later; only then the one that arrived later."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

import polars as pl


class ToldBy(StrEnum):
    """Who told a version by a word of its own; a list or a call, which tell all they hold, leave it null."""

    SUPPLIER = "supplier"
    CORRECTION = "correction"


#: On one day a correction outranks a supplier, and a supplier a list.
_OUTRANKS: Final = ("told_by", ToldBy.SUPPLIER, ToldBy.CORRECTION)
#: Batches and ranks lie below the day in one integer.
_BATCHES: Final = 2**32
_RANKS: Final = 4


def version_order() -> pl.Expr:
    """An Int64 that rises with `told_on` (null: before every day), then with who told it, then with `batch`."""
    column, supplier, correction = _OUTRANKS
    rank = pl.when(pl.col(column).eq(str(correction))).then(2).when(pl.col(column).eq(str(supplier))).then(1)
    day = pl.col("told_on").to_physical().cast(pl.Int64).fill_null(0)
    return (day * _RANKS + rank.otherwise(0).cast(pl.Int64)) * _BATCHES + pl.col("batch")
