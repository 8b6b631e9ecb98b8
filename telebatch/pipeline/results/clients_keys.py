"""Is what stands in a column of lead ids the client's own key? One such key in 32 passes for an id of somebody here.

An id proves itself by its last sign alone. Where keys of the client begin with L too, a row's number tells: a text is
such a key where a list gave it to somebody else, and the number is that person's.
"""

from __future__ import annotations

import polars as pl

from telebatch.ingest import Asked
from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.store import FEW_KEYS, View

#: Of a long file with fewer cells that are no ids than one in so many hardly a row in 3,000 can be meant otherwise.
_RARE = 100


def clients_keys(known: View, asked: Asked, named: pl.DataFrame, numbers: pl.Series) -> pl.Series:
    """Rows whose id does not count, sorted: `row` (Int64).

    Rows proved to hold the client's key; where these, and cells that are nobody's ids, are half of the column or more,
    every row whose number is not known to be the lead's as well; where nothing is proved, only those at numbers that
    others have.

    Args:
      named: Leads that rows name: `lead_key`, `person_key`.
      numbers: E.164 of every row, in order; null: none.
    """
    rows = pl.DataFrame({"lead_key": asked.lead_told, "text": asked.lead_texts, "number": numbers})
    rows = rows.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64)).drop_nulls("text")
    ours = rows.join(named.select("lead_key", "person_key"), on="lead_key")
    strange = rows.height - ours.height
    if ours.is_empty() or (rows.height > FEW_KEYS and strange * _RARE < rows.height):
        return _none()
    unsure = ours.join(_held(known, ours), on=["person_key", "number"], how="anti")
    if unsure.is_empty():
        return _none()
    others = _others(known, unsure)
    proved = others.filter(pl.col("text").str.strip_chars() == pl.col("record_key"))
    if 2 * (strange + proved.n_unique("row")) >= rows.height:
        proved = others if proved.is_empty() else unsure
    return proved.get_column("row").unique().sort()


def _none() -> pl.Series:
    return pl.Series("row", dtype=pl.Int64)


def _held(known: View, ours: pl.DataFrame) -> pl.DataFrame:
    """Numbers that the leads' persons have or had."""
    persons = ours.get_column("person_key").unique()
    return known.everything().scan_keys(NUMBERS, "person_key", persons).select("person_key", "number").collect()


def _others(known: View, unsure: pl.DataFrame) -> pl.DataFrame:
    """`row`, `text`, `record_key`: rows at numbers of other people, one per key that any of these has or had."""
    ever = known.everything()
    numbers = unsure.get_column("number").drop_nulls().unique()
    owners = ever.scan_keys(NUMBERS, "number", numbers).select("number", owner="person_key").unique().collect()
    people = ever.scan_keys(PEOPLE, "person_key", owners.get_column("owner").unique())
    keys = people.select("record_key", owner="person_key").unique().collect()
    return unsure.join(owners, on="number").join(keys, on="owner", how="left").select("row", "text", "record_key")
