"""Plusless: digits that may be a whole number with its calling code, or a national one that lost its zero.

libphonenumber takes 491711234567 in Germany for 0491 711234567, and 62812345678 in Indonesia for 0628 12345678. People
who write so mean +49 171 1234567 and +62 812 345678, unless their column shows that it lost its zeros.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from telebatch.normalise.phones.lookup import judged, plain_numbers
from telebatch.normalise.phones.meanings import meanings_of
from telebatch.normalise.phones.spans import Spans, intersect, shift
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import typed

#: A cell that begins with neither a zero nor a plus, and so many of them are looked at.
BARE, MOST = r"^[ (]*[1-9]", 10_000
# What stands between the digits of one number; two numbers stay apart.
_SIGNS = r"[^0-9+/,;|\n]"
#: No number has more digits, and an Int64 holds them.
_MOST_DIGITS = 18
#: Digits of whole numbers, with calling code.
_LENGTHS = range(8, 16)


@lru_cache(maxsize=256)
def may_be_either(table: PhoneTable, place: int) -> bool:
    """Whether a region has numbers that are valid as written, and as national ones too."""
    code = str(table.calling_codes[place])
    lows = table.spans["low"].to_numpy()
    usable = meanings_of(table).is_usable[table.spans["verdict"].to_numpy()]
    for length in _LENGTHS:
        room = 10 ** (length - len(code))
        national = _usable(lows, usable, int(code + code) * room, room)
        coded = _usable(lows, usable, int(code) * room, room)
        if intersect(shift(coded, int(code) * 10**length), national):
            return True
    return False


def _usable(lows: NDArray[np.int64], usable: NDArray[np.bool_], low: int, room: int) -> Spans:
    """The usable numbers from `low` on, below `low + room`."""
    first, last = (int(np.searchsorted(lows, value, side="right")) - 1 for value in (low, low + room - 1))
    ends = [*lows[first + 1 : last + 1].tolist(), low + room]
    begins = [low, *lows[first + 1 : last + 1].tolist()]
    return tuple(
        (begin, end) for begin, end, fits in zip(begins, ends, usable[first : last + 1].tolist(), strict=True) if fits
    )


@dataclass(frozen=True)
class Plusless:
    """What the cells of a column that begin with neither a zero nor a plus can be; usable numbers alone are counted.

    Attributes:
      either: Whole numbers with their calling code, or national ones.
      coded: Whole numbers only.
      national: National ones only.
    """

    either: int = 0
    coded: int = 0
    national: int = 0

    @property
    def is_lost(self) -> bool:
        """Whether those that are either are whole numbers that lost their plus: the column lost more of these."""
        return self.coded >= self.national


def plusless(cells: pl.Series, places: pl.Series, table: PhoneTable) -> Plusless:
    """Counts the cells of a column that begin with neither a zero nor a plus.

    Args:
      cells: String, null allowed; of one column of a list, or of some rows of it.
      places: Per cell, of its region in the table.
    """
    frame = pl.DataFrame({"text": cells, "place": places}).filter(open_to_doubt(places, table))
    frame = frame.filter(pl.col("text").str.contains(BARE)).head(MOST)
    national, coded = (typed(texts, frame["place"]) for texts in (frame["text"], "+" + frame["text"]))
    is_plain = national["value"].is_not_null() & coded["value"].is_not_null()
    told = pl.DataFrame(
        {
            "code": _codes(frame["place"].filter(is_plain), table),
            "home": plain_numbers(national.filter(is_plain), table)["number"],
            "whole": plain_numbers(coded.filter(is_plain), table)["number"],
        }
    )
    begins = pl.col("whole").cast(pl.String).str.starts_with(pl.col("code")).fill_null(value=False)
    is_home = pl.col("home").is_not_null() & pl.col("home").ne_missing(pl.col("whole"))
    counted = told.select(
        either=(begins & is_home).sum(), coded=(begins & ~is_home).sum(), national=(~begins & is_home).sum()
    )
    return Plusless(**counted.row(0, named=True))


def open_to_doubt(places: pl.Series, table: PhoneTable) -> pl.Series:
    """Per place, whether `may_be_either`."""
    known = {place: may_be_either(table, place) for place in places.unique() if 0 < place < len(table.regions)}
    return places.is_in([place for place, is_open in known.items() if is_open])


def with_plus(found: pl.DataFrame, texts: pl.Series, places: pl.Series, table: PhoneTable) -> pl.DataFrame:
    """The numbers that mean another one if their cells lost the plus.

    Args:
      found: `cell`, `nth`, `number` of any cells.
      texts, places: Of all cells.

    Returns:
      `row` (of `found`), `number` (the other one; usable).
    """
    rows = found.select("cell", "number").with_row_index("row").filter(_is_doubled(found["number"], places, table))
    rows = rows.with_columns(places.gather(rows["cell"]).alias("place"))
    rows = rows.filter(open_to_doubt(rows["place"], table))
    rows = rows.with_columns(_codes(rows["place"], table).alias("code"), whole=pl.col("number").cast(pl.String))
    rows = rows.filter(pl.col("whole").str.starts_with(pl.col("code") + pl.col("code")))
    written = texts.gather(rows["cell"]).str.replace_all(_SIGNS, "").alias("written")
    plain = pl.col("whole").str.slice(pl.col("code").str.len_chars())
    rows = rows.with_columns(written, plain.alias("plain")).filter(
        pl.col("written").str.contains(pl.col("plain"), literal=True)
        & ~pl.col("written").str.contains("0" + pl.col("plain"), literal=True)
        & ~pl.col("written").str.contains(pl.col("whole"), literal=True)
    )
    number = judged(rows["plain"].cast(pl.Int64), table)["number"]
    return rows.select("row", number).drop_nulls("number")


def _is_doubled(numbers: pl.Series, places: pl.Series, table: PhoneTable) -> pl.Series:
    """Whether a number may begin with the calling code of one of the regions, and with that code once more."""
    open_ones = places.unique().filter(open_to_doubt(places.unique(), table))
    doubled = {int(f"{table.calling_codes[place]}" * 2) for place in open_ones}
    spans = sorted(
        (code * 10**zeros, (code + 1) * 10**zeros)
        for code in doubled
        for zeros in range(_MOST_DIGITS - len(str(code)) + 1)
    )
    # Below the first span nothing is doubled, and neither is what is no number.
    lows, highs = (pl.Series([0, *(span[side] for span in spans)], dtype=pl.Int64) for side in (0, 1))
    values = numbers.fill_null(0)
    return values < highs.gather(lows.search_sorted(values, side="right") - 1)


def _codes(places: pl.Series, table: PhoneTable) -> pl.Series:
    codes = pl.Series([str(code) for code in (*table.calling_codes, 0)], dtype=pl.String)
    return codes.gather(places)
