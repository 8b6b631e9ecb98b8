"""Mailing lists: which pieces cannot be sent, and which must not be sent any more?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural
from telebatch.model.tables import LEADS, MAILED
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import people_of
from telebatch.pipeline.queues.taken_back import around
from telebatch.split import suppressed
from telebatch.store import View

#: So many leads are named in one line; the others are found by `explain`.
_NAMED: Final = 20


def pieces_to_stop(house: House, known: View, requests: pl.LazyFrame) -> tuple[Mistake, ...]:
    """Names every mailing list of today or later with the leads that new requests take off it.

    Args:
      requests: SUPPRESSIONS rows, the persons they name and all numbers of those among them.
    """
    today = house.today
    pieces = known.scan(MAILED).filter(pl.col("sent_on") >= today).collect()
    if pieces.is_empty():
        return ()
    owners = known.everything().scan_keys(LEADS, "lead_key", pieces.get_column("lead_key"))
    rows = pieces.join(owners.select("lead_key", "person_key").unique("lead_key").collect(), on="lead_key")
    asked = suppressed(around(known, rows, requests), today).select("lead_key", "no_mail", "no_email").collect()
    refuses = pl.when(pl.col("medium").eq("email")).then("no_email").otherwise("no_mail")
    stopped = rows.join(asked, on="lead_key").filter(refuses).with_columns(lead_id(pl.col("lead_key")).alias("lead_id"))
    remedy = "tell whoever sends them to leave these out"
    told = []
    for (mailing,), part in stopped.sort("mailing", "lead_key").group_by("mailing", maintain_order=True):
        leads = part.get_column("lead_id").to_list()
        more = f" and {len(leads) - _NAMED:,} more" if len(leads) > _NAMED else ""
        what = f"{plural(len(leads), 'piece')} must not be sent any more: {', '.join(leads[:_NAMED])}{more}"
        told.append(Mistake(what, f"mailings/{mailing}.csv", remedy))
    return tuple(told)


def pieces_to_nowhere(known: View, pieces: pl.DataFrame) -> tuple[Mistake, ...]:
    """Names every mailing list with pieces whose person has no e-mail address, or no address for what takes days.

    Args:
      pieces: MAILING rows.
    """
    told_of = ("address", "email")
    rows = pieces.join(
        people_of(known, pieces.get_column("person_key")).select("person_key", *told_of), on="person_key", how="left"
    )
    is_email, is_posted = pl.col("medium").eq("email"), pl.col("expected_on") > pl.col("sent_on")
    lacks = pl.when(is_email).then(pl.col("email").is_null()).otherwise(is_posted & pl.col("address").is_null())
    remedy = (
        "give those that are not sent to telebatch touch as returned, else callers speak of a piece that never came"
    )
    counts = rows.group_by("mailing").agg(lacks.sum().alias("lacking"), pl.len(), is_email.any().alias("is_email"))
    return tuple(
        Mistake(
            f"{lacking:,} of {plural(count, 'piece')} have no {'e-mail ' * email}address",
            f"mailings/{name}.csv",
            remedy,
        )
        for name, lacking, count, email in counts.sort("mailing").iter_rows()
        if lacking
    )
