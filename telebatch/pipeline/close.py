"""A queue is closed: what has no result returns to the pool."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.tables import QUEUE_EVENTS, RELEASED
from telebatch.pipeline.house import House
from telebatch.pipeline.known.refresh import refresh
from telebatch.pipeline.queues.taken_back import waiting_rows
from telebatch.pipeline.told import Told
from telebatch.store import Commit


def close_queues(house: House, queues: Sequence[str], *, dry_run: bool = False) -> Told:
    """Closes released queues: rows without result return to the pool as not called.

    Raises:
      WrongUsage: A queue that was never released, or is closed already.
    """
    with house.writing("split close", dry_run=dry_run) as commit:
        released = commit.scan(RELEASED).filter(pl.col("queue").is_in(list(queues))).collect()
        _refuse_unknown(commit, set(queues), set(released.get_column("queue")))
        without = waiting_rows(commit.view).filter(pl.col("queue").is_in(list(queues))).height
        events = pl.DataFrame({"queue": sorted(set(queues))}).select(
            "queue", pl.lit("closed").alias("event"), pl.lit(None, pl.Int64).alias("lead_key"),
            pl.lit(house.as_of).cast(QUEUE_EVENTS.schema["at_utc"]).alias("at_utc"),
        )  # fmt: skip
        commit.add(QUEUE_EVENTS, events)
        refresh(house, commit, [released.select("lead_key").lazy()])
        counts = {"queues": len(set(queues)), "released": released.height, "not_called": without}
        commit.counts.update(counts)
    return Told("split close", house.as_of.isoformat(), commit.batch, counts=counts)


def _refuse_unknown(commit: Commit, asked: set[str], released: set[str]) -> None:
    closed = commit.scan(QUEUE_EVENTS).filter(pl.col("event").eq("closed"), pl.col("lead_key").is_null())
    done = set(closed.select("queue").collect().to_series())
    for queue in sorted(asked):
        if queue in done:
            raise WrongUsage(f"queue {queue!r} is closed already", place="--close", remedy=_open_names(commit, done))
        if queue not in released:
            raise WrongUsage(f"no released queue {queue!r}", place="--close", remedy=_open_names(commit, done))


def _open_names(commit: Commit, closed: set[str]) -> str:
    names = commit.scan(RELEASED).select("queue").unique().sort("queue").collect().to_series().to_list()
    still = [name for name in names if name not in closed]
    return f"released and not closed: {', '.join(still[-8:]) or 'none'}"
