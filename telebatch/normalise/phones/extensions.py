"""A plain number with an extension behind a word: judged as a column, as the odd path would judge each cell."""

from __future__ import annotations

import polars as pl

from telebatch.model.phones import PhoneLine, PhoneRepair
from telebatch.normalise.phones.lookup import plain_numbers
from telebatch.normalise.phones.marks import PhoneMarks
from telebatch.normalise.phones.meanings import with_more
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import typed


def with_extension(
    cells: pl.DataFrame, meanings: pl.DataFrame, table: PhoneTable
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Takes out the cells that hold one plain, valid number and its extension (`02-123-4567 (내선 12)`).

    Args:
      cells: `cell`, `text`, `place`; other columns are kept for the rest.
      meanings: MEANING, as far as there are.
      table: The compiled metadata.

    Returns:
      One row per cell (`cell`, `nth`, `number`, `told`), all meanings, and the cells that are left.
    """
    found = cells["text"].str.extract_groups(_pattern(table.marks)).struct.unnest()
    is_behind = found["extension"].is_not_null()
    digits = typed(found["head"].filter(is_behind), cells["place"].filter(is_behind))
    is_plain = digits["value"].is_not_null()
    judged = plain_numbers(digits.filter(is_plain), table)
    usable = judged["number"].is_not_null()
    places = is_behind.arg_true().filter(is_plain).filter(usable)
    nth = pl.lit(0, pl.Int16).alias("nth")
    rows = cells["cell"].gather(places).to_frame().select("cell", nth, judged["number"].filter(usable))
    said = meanings.select(pl.all().gather(judged["told"].filter(usable)))
    is_unknown = pl.col("line").eq(PhoneLine.UNKNOWN.value)
    said = said.with_columns(
        found["extension"].gather(places),
        pl.when(is_unknown).then(pl.lit(PhoneLine.SWITCHBOARD.value)).otherwise("line").alias("line"),
        pl.lit(PhoneRepair.EXTENSION_SPLIT.value).alias("repaired"),
    )
    told, meanings = with_more(rows, said, meanings)
    return told, meanings, cells.filter(~cells["cell"].is_in(rows["cell"].implode()))


def _pattern(marks: PhoneMarks) -> str:
    """`PhoneMarks.extension_pattern` behind plain digits and signs, without line breaks: those part numbers."""
    return (
        r"^ *(?P<head>[-0-9+(). ]*?)[ (\[-]*(?:" + marks.extension_choice + ") *[:：.]? *(?P<extension>[0-9]{1,7})"
        r" *(?:번|号|號)? *[)\]]? *$"
    )
