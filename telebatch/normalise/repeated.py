"""What repeats is judged once and kept as a code: columns of few words, many times over."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

_SAMPLE = 20_000
#: Columns whose words come from short lists of ours need one byte a row, those of regions and joined words two.
_BYTE = frozenset(
    ("kind", "line", "reason", "repaired", "role_class", "seniority", "role_confidence")
)  # fmt: skip
_TWO_BYTES = frozenset(("region", "zones", "function"))


def word(column: str) -> pl.Categorical:
    """The type of a column whose words repeat: each word stands once, a row holds its number."""
    room = pl.UInt8 if column in _BYTE else pl.UInt16 if column in _TWO_BYTES else pl.UInt32
    return pl.Categorical(pl.Categories(column, "telebatch", room))


def over_distinct(cells: pl.Series, judge: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """What `judge` says of each cell, asked once per distinct cell where cells repeat.

    Args:
      cells: Any column.
      judge: Distinct or all cells → one value each, in the same order; sees nulls as well.

    Returns:
      One value per cell, same order, under the name of `cells`.
    """
    sample = cells.head(_SAMPLE)
    if 2 * sample.n_unique() > sample.len():
        return judge(cells).alias(cells.name)
    distinct = cells.unique(maintain_order=True)
    table = pl.DataFrame({"cell": distinct, "judged": judge(distinct)})
    asked = cells.alias("cell").to_frame()
    return (
        asked.join(table, on="cell", how="left", nulls_equal=True, maintain_order="left")
        .get_column("judged")
        .alias(cells.name)
    )
