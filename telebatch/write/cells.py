"""Cells as they stand in a CSV file: marked and quoted before they are written, and made once where they repeat."""

from __future__ import annotations

import numpy as np
import polars as pl

from telebatch.write.neutral import bytes_of, neutralised, perhaps_bad

_QUOTED_FOR = (b'"', b",", b"\n", b"\r")
_ASKS_FOR_QUOTES = r'[",\n\r]'


def ready(column: pl.Series) -> pl.Series:
    """The column's cells: dangerous ones neutralised, quoted only where their text asks for it.

    Args:
      column: String; or Categorical, of which each word is made once; of any other type it is ready as it is.

    Returns:
      String for texts, same rows and name; null and an empty text are an empty cell.
    """
    if column.null_count() == column.len():
        return column
    if isinstance(column.dtype, pl.Categorical):
        return _over_words(column)
    if column.dtype != pl.String:
        return column
    text, edges = bytes_of(column)
    rows = column.to_frame()
    bad = perhaps_bad(column, text, edges)
    if bad.len():
        # Only a cell of several lines needs a mark anywhere but in front; there a pattern takes six times as long.
        mark = neutralised(pl.first()) if b"\n" in text else pl.concat_str(pl.lit("'"), pl.first())
        rows = column.clone().scatter(bad, rows[bad].select(mark).to_series()).to_frame()
    if any(sign in text for sign in _QUOTED_FOR):
        cell = pl.col(column.name)
        inside = cell.str.replace_all('"', '""', literal=True)
        asks = cell.str.contains(_ASKS_FOR_QUOTES)
        rows = rows.select(pl.when(asks).then(pl.concat_str(pl.lit('"'), inside, pl.lit('"'))).otherwise(cell))
    return rows.to_series().alias(column.name)


def ready_together(rows: pl.DataFrame) -> pl.Series:
    """Each row's cells with the commas between them, ready as one: for columns that few rows differ in."""
    cells = [ready(column).cast(pl.String).fill_null("") for column in rows]
    return pl.select(pl.concat_str(cells, separator=",")).to_series()


def _over_words(column: pl.Series) -> pl.Series:
    codes = column.to_physical()
    words = column.drop_nulls().unique()
    own = words.to_physical().to_numpy()
    places = np.zeros(own.max(initial=0) + 1, np.uint32)
    places[own] = np.arange(own.size)
    cells = ready(words.cast(pl.String))
    return cells.gather(pl.Series(places).gather(codes.cast(pl.UInt32))).alias(column.name)
