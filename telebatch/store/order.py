"""In which order a segment's rows stand: by the table's sort columns, ties broken by every other column."""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import Table

#: Up to so many rows sorting by everything costs less than asking whether it is needed.
_FEW_ROWS = 5_000


def total_order(table: Table) -> tuple[str, ...]:
    """Every column, the table's sort columns first: equal rows alone may change places, which nobody can see."""
    return (*table.sort, *(column for column in table.schema if column not in table.sort))


def in_order(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """The rows in total order, by the columns that they have; nulls first."""
    total = [column for column in total_order(table) if column in rows.columns]
    if rows.height <= _FEW_ROWS:
        return rows.sort(total)
    if is_in_order(rows.lazy(), table):
        return rows
    by_key = rows.sort(table.sort)
    # Sorting by every column is dear; it is needed only where the sort columns do not tell all rows apart.
    return by_key if is_in_order(by_key.lazy(), table) else rows.sort(total)


def is_in_order(rows: pl.LazyFrame, table: Table) -> bool:
    """True where each row's sort columns are greater than those of the row before: one order only, then."""
    rising = pl.lit(value=False)
    for column in reversed(table.sort):
        value, before = pl.col(column), pl.col(column).shift(1)
        greater = (before.is_null() & value.is_not_null()) | (value > before).fill_null(value=False)
        rising = greater | (value.eq_missing(before) & rising)
    # The first row has no row before it; an absent one is not a null one.
    broken = rows.select(list(table.sort)).select((~rising).slice(1).any())
    return not broken.collect().item()
