"""National format: how is a number written in its own country? By layout, a column at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import polars as pl

from telebatch.normalise.phones.table import PhoneTable

#: Digits looked up at a time.
_MOST = 4
_RANGE = re.compile(r"<(\d+)-(\d+)>")


def national_format(numbers: pl.Series, table: PhoneTable) -> pl.Series:
    """Writes numbers in libphonenumber's NATIONAL format (`010-1234-5678`, `(212) 555-0123`), save those of `layouts`.

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
    length = max(int(found[2]) for found in _RANGE.finditer(layout))
    pieces: list[pl.Expr] = []
    reached = 0
    for found in _RANGE.finditer(layout):
        if literal := layout[reached : found.start()]:
            pieces.append(pl.lit(literal))
        pieces += _digits(int(found[1]), int(found[2]), length)
        reached = found.end()
    if literal := layout[reached:]:
        pieces.append(pl.lit(literal))
    return pl.concat_str(pieces)


def _digits(start: int, end: int, length: int) -> Iterator[pl.Expr]:
    """The digits from start to end of a number of this length; a layout is for numbers of one length."""
    for place in range(start, end, _MOST):
        width = min(_MOST, end - place)
        value = pl.col("number") // 10 ** (length - place - width) % 10**width
        yield pl.lit(_texts(width)).gather(value)


@cache
def _texts(width: int) -> pl.Series:
    """Every number of so many digits as text: looked up much quicker than written and cut."""
    return pl.Series([f"{number:0{width}}" for number in range(10**width)])
