"""Shifts that are built and not handed out: whom do their files hold who must not be called any more?"""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.pipeline.house import House
from telebatch.pipeline.queues.standing import latest_builds
from telebatch.pipeline.queues.taken_back import around
from telebatch.split import suppressed
from telebatch.store import View


def shifts_to_build_again(house: House, known: View, requests: pl.LazyFrame) -> tuple[Mistake, ...]:
    """Names every shift of today or later whose built queues hold somebody whom new requests stop.

    What is only built lies there to be called from all the same; the next build leaves them out.

    Args:
      requests: SUPPRESSIONS rows, the persons they name and all numbers of those among them.
    """
    held = latest_builds(known, pl.col("shift_on") >= house.today).filter(pl.col("queue").is_not_null())
    told = []
    for (shift, on), part in held.sort("shift").group_by("shift", "shift_on", maintain_order=True):
        stopped = suppressed(around(known, part, requests), on).filter("no_call").select("lead_key").collect()
        if stopped.height:
            what = f"built, and holds {plural(stopped.height, 'lead')} that must not be called any more"
            told.append(Mistake(what, f"queues/{shift}", f"build it again: telebatch split --on {shift}"))
    return tuple(told)
