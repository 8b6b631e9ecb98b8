"""Which values may stand more than once? Asked by their hash, which costs a fraction of comparing text."""

from __future__ import annotations

import polars as pl


def perhaps_alike(values: pl.Series) -> pl.Series:
    """Places (UInt32, rising) of the values whose hash stands more than once.

    Two values may share a hash, so whoever asks looks at these more closely; all others stand once for certain.
    """
    hashes = values.hash()
    ordered = hashes.sort()
    twice = ordered.filter((ordered == ordered.shift(1)).fill_null(value=False)).unique()
    return hashes.is_in(twice.implode()).arg_true() if twice.len() else pl.Series(dtype=pl.UInt32)
