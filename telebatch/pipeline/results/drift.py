"""Did a result code's share of its source jump? Its meaning may have changed, or the lists, or a line is broken."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from telebatch.classify import drift, shares
from telebatch.model.errors import Mistake
from telebatch.model.tables import ATTEMPTS
from telebatch.pipeline.house import House

#: A share that changed by a twentieth of all calls is told; less is the weather, save where a code comes or goes.
_JUMP: Final = 0.05
#: No chance: at four standard errors a centre whose calls do not change hears nothing in a year of nights, though calls
#: on one lead resemble each other and the two periods slide on by a day.
_ERRORS: Final = 4.0
#: Of fewer calls in either period a share says nothing.
_ENOUGH: Final = 30
_KEY: Final = ("source", "format", "project", "code", "cause")


def jumps(house: House, days: int = 7) -> pl.DataFrame:
    """Codes whose share jumped between the last days before as-of and as many before these.

    Returns:
      Key `source`, `format`, `project`, `code`, `cause` (nulls are equal); `share_before`, `share_after` (0 to 1, of
      the calls of one source, format and project), `drift` (their difference; below 0: seldomer now).
    """
    return _jumps(house.store.scan(ATTEMPTS), house.as_of, days)


def new_jumps(house: House, days: int = 7) -> tuple[Mistake, ...]:
    """One line per jump that could not be seen yet on the last day on which anything was done: each is told once."""
    now = jumps(house, days)
    if now.is_empty():
        return ()
    up = (pl.col("drift") > 0).alias("_up")
    told = now.with_columns(up).join(
        _seen(house, days).with_columns(up), on=[*_KEY, "_up"], how="anti", nulls_equal=True
    )
    return tuple(_words(row, days) for row in told.iter_rows(named=True))


def _seen(house: House, days: int) -> pl.DataFrame:
    """The jumps as they stood after the last batch of an earlier day."""
    midnight = house.as_of.astimezone(house.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    before = house.store.batches().filter(pl.col("as_of_utc") < midnight.astimezone(UTC)).sort("batch")
    if before.is_empty():
        return _jumps(house.store.scan(ATTEMPTS).clear(), house.as_of, days)
    last = before.row(-1, named=True)
    return _jumps(house.store.scan(ATTEMPTS, at_batch=last["batch"]), last["as_of_utc"], days)


def _jumps(attempts: pl.LazyFrame, at: datetime, days: int) -> pl.DataFrame:
    start, length = pl.col("start_utc"), timedelta(days=days)
    now, before = (
        shares(attempts.filter(start.is_between(to - length, to, closed="right"))) for to in (at, at - length)
    )
    return drift(now, before, enough=_ENOUGH, jump=_JUMP, errors=_ERRORS)


def _words(row: dict[str, object], days: int) -> Mistake:
    before, after = (float(str(row[name])) for name in ("share_before", "share_after"))
    fell = "is met no more" if not after else f"makes {after:.1%} of the calls"
    once = f"{before:.1%} in the {days} days before" if before else f"and was not met in the {days} days before"
    return Mistake(
        f"result code {row['code']!r} {fell} in the last {days} days, {once}",
        f"source {row['source']}" + (f", project {row['project']}" if row["project"] else ""),
        "ask the dialer whether its meaning changed; telebatch classify --codes shows every code",
    )
