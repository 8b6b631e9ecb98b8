"""Whose post came back, and who has another address since?"""

from __future__ import annotations

import polars as pl

from telebatch.model.tables import MAILED, PEOPLE, TOUCHES
from telebatch.pipeline.known.knowledge import states
from telebatch.state import people_now
from telebatch.store import View


def readdressed(known: View) -> pl.Series:
    """Keys of leads some of whose pieces came back, and whose address is told otherwise since the last one was sent.

    A piece went to the address that was known when its mailing list was written; one that others sent, to that which
    was known when its return was told.
    """
    back = states(known).filter(pl.col("media_returned").ne("")).select("lead_key", "person_key").collect()
    if back.is_empty():
        return pl.Series("lead_key", dtype=pl.Int64)
    keys = back.get_column("lead_key")
    told = known.scan_keys(TOUCHES, "lead_key", keys).filter(pl.col("returned_on").is_not_null())
    sent = (
        rows.group_by("lead_key").agg(pl.col("batch").max())
        for rows in (told, known.scan_keys(MAILED, "lead_key", keys))
    )
    by_touch, by_list = (one.collect() for one in sent)
    since = back.join(by_touch, on="lead_key", how="left").join(by_list, on="lead_key", how="left", suffix="_list")
    since = since.select("lead_key", "person_key", then=pl.coalesce("batch_list", "batch"))
    versions = known.scan_keys(PEOPLE, "person_key", back.get_column("person_key")).collect()
    now = people_now(versions.lazy()).select("person_key", "address").collect()
    found = [
        _others(rows, versions.filter(pl.col("batch") <= batch), now)
        for (batch,), rows in since.drop_nulls("then").group_by("then")
    ]
    return pl.concat(found).sort() if found else pl.Series("lead_key", dtype=pl.Int64)


def _others(rows: pl.DataFrame, before: pl.DataFrame, now: pl.DataFrame) -> pl.Series:
    """Leads among the rows whose person's address was another one by the versions before."""
    then = people_now(before.lazy()).select("person_key", was="address").collect()
    known = rows.join(then, on="person_key", how="left").join(now, on="person_key", how="left")
    is_other = pl.col("address").is_not_null() & pl.col("address").ne_missing(pl.col("was"))
    return known.filter(is_other).get_column("lead_key")
