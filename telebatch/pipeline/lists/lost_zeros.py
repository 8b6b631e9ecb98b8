"""Record keys that lost their leading zeros between two deliveries of one list: 00123, and then 123."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import PEOPLE
from telebatch.model.texts import Texts
from telebatch.store import View

#: So many new people are looked at; a spreadsheet does to all keys what it does to one.
_LOOKED_AT: Final = 10_000
_DIGITS: Final = r"^\d+$"
_REMEDY: Final = (
    "where neither number nor company names them they are new people: undo this delivery, and send the column as text"
)


def lost_zeros(known: View, found: pl.DataFrame, texts: Texts, name: str) -> tuple[Mistake, ...]:
    """New people whose keys are, but for leading zeros, those of earlier deliveries: nobody is made one by it.

    Args:
      known: As it stood before this delivery.
      found: Candidates of the list, in the order of their texts: `person_key` (null: new).
      name: The named list.
    """
    new = found.select(pl.arg_where(pl.col("person_key").is_null()).alias("place")).to_series().head(_LOOKED_AT)
    bare = pl.col("record_key").str.strip_chars_start("0").alias("bare")
    is_number = pl.col("record_key").str.contains(_DIGITS)
    keys = texts.at(new, ("record_key",)).filter(is_number).with_columns(bare)
    if keys.is_empty():
        return ()
    people = known.scan(PEOPLE).filter(pl.col("list") == name).filter(is_number)
    before = people.select(bare, before="record_key").unique()
    alike = keys.lazy().join(before, on="bare").filter(pl.col("before") != pl.col("record_key")).collect()
    if alike.is_empty():
        return ()
    one = alike.sort("bare", "before").row(0, named=True)
    count = plural(alike.get_column("record_key").n_unique(), "new record key")
    pair = f"{one['record_key']} for {one['before']}"
    what = f"{count} of {keys.height:,} looked at: but for leading zeros known here, as {pair}"
    return (Mistake(what, f"list {name}", _REMEDY),)
