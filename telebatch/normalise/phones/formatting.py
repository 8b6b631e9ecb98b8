"""National format: how is a number written in its own country? By layout, a column at a time."""

from __future__ import annotations

import re

import polars as pl

from telebatch.normalise.phones.table import PhoneTable

_RANGE = re.compile(r"<(\d+)-(\d+)>")


def national_format(numbers: pl.Series, table: PhoneTable) -> pl.Series:
    """Writes numbers in libphonenumber's NATIONAL format (`010-1234-5678`, `(212) 555-0123`).

    Args:
      numbers: E.164 as Int64, null allowed; distinct or not.
      table: The compiled metadata.

    Returns:
      String, same rows, order and name; null for null and where the calling code is unknown.
    """
    frame = pl.DataFrame({"number": numbers}).with_row_index("row")
    place = table.written["low"].search_sorted(numbers.fill_null(0), side="right") - 1
    frame = frame.with_columns(table.written["layout"].gather(place).alias("layout"))
    written = [
        part.select("row", _written(table.layouts[part["layout"][0]]).alias("written"))
        for part in frame.partition_by("layout", maintain_order=True)
    ]
    if not written:
        return pl.Series(numbers.name, [], dtype=pl.String)
    whole = pl.concat(written)
    return (whole if len(written) == 1 else whole.sort("row"))["written"].alias(numbers.name)


def _written(layout: str) -> pl.Expr:
    """The text of a number in one layout; null for the empty layout."""
    if not layout:
        return pl.lit(None, dtype=pl.String)
    digits = pl.col("number").cast(pl.String)
    pieces: list[pl.Expr] = []
    reached = 0
    for found in _RANGE.finditer(layout):
        if literal := layout[reached : found.start()]:
            pieces.append(pl.lit(literal))
        start, end = int(found[1]), int(found[2])
        pieces.append(digits.str.slice(start, end - start))
        reached = found.end()
    if literal := layout[reached:]:
        pieces.append(pl.lit(literal))
    return pl.concat_str(pieces)
