"""Arrow's arrays as columns: nothing is copied, and nothing is loaded of all that pyarrow can compute."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pyarrow as pa


def column_of(array: pa.Array, name: str = "") -> pl.Series:
    """The array as a column of the same values.

    Given the array itself, Polars first imports `pyarrow.compute`, which takes as long as half of NumPy.
    """
    return pl.Series(name, _Lent(array))


@dataclass(frozen=True, eq=False)
class _Lent:
    """An array that shows nothing of itself but Arrow's C interface."""

    array: pa.Array

    def __arrow_c_array__(self, schema: object = None) -> tuple[object, object]:
        lent: tuple[object, object] = self.array.__arrow_c_array__(schema)
        return lent
