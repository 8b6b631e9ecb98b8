"""Mailing lists that were handed out hold the person too: which pieces must not be sent any more?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural
from telebatch.model.tables import LEADS, MAILED
from telebatch.pipeline.house import House
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
    today = house.as_of.astimezone(house.zone).date()
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
