"""What the footer of a segment tells of its rows, without unpacking one of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq


def spans(path: Path, columns: Sequence[str]) -> tuple[int, dict[str, tuple[int, int]]]:
    """How many rows a file holds, and the smallest and largest value of columns of whole numbers.

    Returns:
      The rows, and the span of each column that holds a value at all.
    """
    footer = pq.read_metadata(path)
    place = {footer.schema.column(at).name: at for at in range(len(footer.schema))}
    groups = [footer.row_group(at) for at in range(footer.num_row_groups)]
    found = {}
    for column in columns:
        told = [group.column(place[column]).statistics for group in groups]
        # Where every value of a group is null it has neither.
        ends = [end for one in told if one.has_min_max for end in (one.min, one.max)]
        if ends:
            found[column] = (min(ends), max(ends))
    return footer.num_rows, found


def spans_of(rows: pl.LazyFrame, columns: Sequence[str]) -> tuple[int, dict[str, tuple[int, int]]]:
    """As `spans`, of rows that are in no file yet."""
    ends = [
        end for name in columns for end in (pl.col(name).min().alias(f"{name}<"), pl.col(name).max().alias(f"{name}>"))
    ]
    told = rows.select(pl.len(), *ends).collect().row(0, named=True)
    found = {name: (told[f"{name}<"], told[f"{name}>"]) for name in columns}
    return told["len"], {name: span for name, span in found.items() if span[0] is not None}
