"""A file that keeps lists clean, sent again: does it ask, or answer, what it did then?"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import SUPPRESSIONS, VERIFIED
from telebatch.pipeline.house import House
from telebatch.pipeline.told import Told

_SCOPE = ["list", "channel"]
_KEY = ["list", "kind", "number", "text"]
_DAYS = ["from_on", "until_on"]


def taken_back(batch: int) -> str:
    """The command that takes all that a file asked off again."""
    return f"telebatch batches undo {batch} --with-do-not-calls"


def requests_as_before(house: House, told: Told, written: pl.DataFrame) -> Told:
    """What it asked then counts: where it would ask something else now, a person should know.

    Args:
      told: The answer of then.
      written: SUPPRESSIONS rows as the file would make them now; empty: it asks nothing.
    """
    if told.batch is None:
        return told
    then = house.store.scan(SUPPRESSIONS).filter(pl.col("batch") == told.batch)
    found = _of_another_scope(told.batch, then, written) or _of_other_days(told.batch, then, written)
    if found is None:
        return told
    note = replace(found, place=told.inputs[0].path)
    return replace(told, warnings=(*told.warnings, note), needs_look=True)


def _of_another_scope(batch: int, then: pl.LazyFrame, written: pl.DataFrame) -> Mistake | None:
    """The list or the channel is another one: of what is asked now, nothing holds."""
    now = written.select(_SCOPE).unique().lazy()
    others = then.select(_SCOPE).unique().join(now, on=_SCOPE, how="anti").sort(_SCOPE).collect()
    if others.is_empty() or written.is_empty():
        return None
    (name, channel), (asked, against) = others.row(0), written.select(_SCOPE).row(0)
    what = (
        f"batch {batch} took it in for the list {name}, channel {channel}; nothing of it was put on {asked}, channel "
    )
    remedy = f"in place of it: {taken_back(batch)}, then send it again; beside it: add an empty line, and send it"
    return Mistake(what + str(against), remedy=remedy)


def _of_other_days(batch: int, then: pl.LazyFrame, written: pl.DataFrame) -> Mistake | None:
    """Its days are read otherwise now, or other options tell them."""
    both = written.join(then.select(*_KEY, *_DAYS).collect(), on=_KEY, nulls_equal=True)
    differing = both.filter(pl.any_horizontal(pl.col(day).ne_missing(pl.col(f"{day}_right")) for day in _DAYS)).height
    if not differing:
        return None
    what = f"{plural(differing, 'request')} would have other days now, but the file was taken in by batch {batch}"
    return Mistake(what, remedy=f"{taken_back(batch)}, then send it again")


def answers_as_before(house: House, told: Told, supplier: str, cost: tuple[int | None, str | None]) -> Told:
    """The answers of then count: where somebody else, or another price, is told now, a person should know.

    Args:
      told: The answer of then.
      cost: Price of an answer in minor units, and its currency; null: not told now.
    """
    answers = house.store.scan(VERIFIED).filter(pl.col("batch") == told.batch)
    then = answers.select("supplier", "cost_minor", "currency").head(1).collect().rows()
    if not then or (supplier == then[0][0] and cost in {then[0][1:], (None, None)}):
        return told
    another = f"; nothing was counted for {supplier}" if supplier != then[0][0] else ", at another price"
    what = f"batch {told.batch} took it in as answers of {then[0][0]}{another}"
    note = Mistake(what, told.inputs[0].path, f"telebatch batches undo {told.batch}, then send it again")
    return replace(told, warnings=(*told.warnings, note), needs_look=True)
