"""Several numbers in one cell, all plain: cut and judged as one column, as the odd path would judge them singly."""

from __future__ import annotations

import numpy as np
import polars as pl

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.lookup import plain_numbers
from telebatch.normalise.phones.meanings import REPAIRS, meanings_of
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import typed

_SEPARATOR = r"\s*[/,\n]\s*"
_PLAIN = "[-0-9+(). ]{7,40}"
_SEVERAL = rf"^{_PLAIN}(?:{_SEPARATOR}{_PLAIN}){{1,3}}$"
# Fewer digits are an extension or the ending of another line: not for this path.
_WHOLE_DIGITS = 7


def several(cells: pl.DataFrame, table: PhoneTable) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Takes out the cells that hold two to four plain, valid numbers with separators between.

    Args:
      cells: cell, text, place; other columns are kept for the rest.
      table: The compiled metadata.

    Returns:
      One row per number (`cell`, `nth`, `number`, `told`), and the cells that are left.
    """
    is_several = cells["text"].str.contains(_SEVERAL)
    pieces = (
        cells.filter(is_several)
        .select("cell", pl.col("text").str.replace_all(_SEPARATOR, "/").str.split("/"), "place")
        .explode("text")
    )
    digits = typed(pieces["text"], pieces["place"])
    is_plain = digits["value"].is_not_null() & (digits["length"] >= _WHOLE_DIGITS) & ~short_ended(pieces, table)
    judged = plain_numbers(digits.filter(is_plain), table)
    numbers = pieces.select("cell").filter(is_plain).hstack(judged)
    wrong = pl.concat([pieces["cell"].filter(~is_plain), numbers["cell"].filter(judged["number"].is_null())])
    done = numbers.filter(~numbers["cell"].is_in(wrong.unique().implode()))
    codes = meanings_of(table).repaired(done["told"].to_numpy(), np.full(done.height, _CELL_SPLIT, np.uint32))
    nth = pl.int_range(pl.len(), dtype=pl.Int16).over("cell").alias("nth")
    split = done.select("cell", nth, "number", pl.Series("told", codes))
    return split, cells.filter(~cells["cell"].is_in(done["cell"].unique().implode()))


def short_ended(cells: pl.DataFrame, table: PhoneTable) -> pl.Series:
    """Which cells (`text`, `place`) name further lines behind their number (02-123-4567-9): the odd path tells them."""
    found = pl.repeat(value=False, n=cells.height, dtype=pl.Boolean, eager=True)
    for region, pattern in table.marks.short_ends.items():
        is_here = cells["place"] == table.regions.index(region)
        found = found | (is_here & cells["text"].str.contains(pattern)) if is_here.any() else found
    return found


#: The repair's place.
_CELL_SPLIT = REPAIRS.index(PhoneRepair.CELL_SPLIT)
