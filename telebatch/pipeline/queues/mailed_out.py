"""Mailing lists: which pieces cannot be sent, and which must not be sent any more?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id
from telebatch.model.plural import plural
from telebatch.model.project import Project
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
    """Names every mailing list whose people came on lists that tell nobody's address, as far as it needs one.

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
        "whoever sends them must have these by the client's key; give those that are not sent to telebatch touch as"
        " returned, else callers speak of a piece that never came"
    )
    counts = rows.group_by("mailing").agg(lacks.sum().alias("lacking"), pl.len(), is_email.any().alias("is_email"))
    return tuple(
        Mistake(
            f"{lacking:,} of {plural(count, 'piece')} have no {'e-mail ' * email}address, for their list tells none",
            f"mailings/{name}.csv",
            remedy,
        )
        for name, lacking, count, email in counts.sort("mailing").iter_rows()
        if lacking
    )


def without_pieces(lacking: pl.DataFrame, projects: Mapping[str, Project]) -> tuple[Mistake, ...]:
    """Says of each project and medium how many nobody can send it to, and what the plan makes of them.

    Args:
      lacking: As `Shift.lacking`.
    """
    told = []
    for name, medium, leads in lacking.iter_rows():
        word = next(step.on_return for step in projects[name].plan if step.medium == medium)
        kind = "e-mail address" if medium == "email" else "address"
        lack = "has" if leads == 1 else "have"
        what = f"{plural(leads, 'lead')} of {name} {lack} no {kind}, so no {medium}: {_BECOMES[word]}"
        told.append(Mistake(what, remedy="give the addresses with the list, or to telebatch verify import"))
    return tuple(told)


#: What `on_return` makes of somebody who cannot be written to.
_BECOMES: Final = {
    "cold_opening": "called with the cold opening",
    "remail_once": "called with the cold opening",
    "research_address": "not called before it is found; telebatch verify export asks for it",
    "close": "not called before there is one",
}
