"""Where does a key stand, and what stands where? By tables of places, without hashing."""

from __future__ import annotations

import numpy as np
import polars as pl

#: With so many more numbers between the lowest and the highest key than keys, a table of them is no gain.
_SPARSE = 16


def places(asked: pl.Series, keys: pl.Series) -> pl.Series:
    """Where each key asked for stands among the keys, which are unique; null: nowhere."""
    low, high = keys.min(), keys.max()
    if not isinstance(low, int) or not isinstance(high, int):
        return pl.Series([None], dtype=pl.UInt32).new_from_index(0, asked.len())
    if high - low > _SPARSE * keys.len():
        at = keys.alias("key").to_frame().with_row_index("place")
        found = asked.alias("key").to_frame().join(at, on="key", how="left", maintain_order="left")
        return found.get_column("place")
    # Keys are given in order: a table from the lowest to the highest is short, and read without hashing.
    table = pl.Series([None], dtype=pl.UInt32).new_from_index(0, high - low + 1)
    table = table.scatter(keys - low, pl.int_range(keys.len(), dtype=pl.UInt32, eager=True))
    inside = asked.is_between(low, high)
    return table.gather((asked - low).set(~inside, None))


def placed(values: pl.Series, at: pl.Series, height: int) -> pl.Series:
    """A column of these values at these places (distinct), and null everywhere else."""
    which = np.zeros(height, np.uint32)
    which[at.to_numpy()] = np.arange(1, values.len() + 1, dtype=np.uint32)
    return pl.concat([values.clear(n=1), values]).gather(which)


def places_in(keys: pl.Series, distinct: pl.Series) -> pl.Series:
    """Where each key stands among the distinct ones, UInt32; both are sorted, and every key is among them."""
    runs = keys.rle_id()
    # Where every one of them occurs, its place is that of its run; else it is looked for.
    every = keys.is_empty() or runs[-1] + 1 == distinct.len()
    return runs if every else distinct.search_sorted(keys)
