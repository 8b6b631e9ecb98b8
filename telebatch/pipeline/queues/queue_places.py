"""Is a lead in the queue of a shift, and if not, why? Asked of split itself, so the answer is split's own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from telebatch.model.tables import RELEASED
from telebatch.pipeline.house import House
from telebatch.pipeline.queues.shift_asked import SplitOrder, shift_of, split_inputs, split_rules
from telebatch.pipeline.words.plain import PlainWords
from telebatch.split import split


def queue_places(house: House, shift: str, leads: Sequence[int]) -> dict[int, str]:
    """What the shift holds for each lead: its place in a released queue, else in one built now, else the reason.

    Raises:
      WrongUsage: An unreadable shift.
    """
    words = PlainWords(house)
    wanted = shift_of(house, SplitOrder(shift))
    view = house.store.view()
    released = view.scan(RELEASED).filter(pl.col("shift") == wanted.name).collect()
    mine = pl.col("lead_key").is_in(list(leads))
    told = {row["lead_key"]: _released(row, words) for row in _rows(released.filter(mine).sort("queue", "position"))}
    if set(leads) <= set(told):
        return told
    reserved = released.select("person_key").lazy()
    laid = split(
        split_inputs(house, view, reserved=reserved), split_rules(house, dict(house.settings.projects)), wanted
    )
    for row in _rows(laid.queued.filter(mine)):
        told.setdefault(row["lead_key"], _in_queue(row, words))
    for row in _rows(laid.not_queued.filter(mine)):
        told.setdefault(row["lead_key"], _not_in_queue(row, words))
    return told


def _rows(frame: pl.DataFrame) -> Iterator[dict[str, Any]]:
    return frame.iter_rows(named=True)


def _released(row: dict[str, Any], words: PlainWords) -> str:
    return f"released in queue {row['queue']}, position {row['position']}: {words('why_now', row['why_now'])}"


def _in_queue(row: dict[str, Any], words: PlainWords) -> str:
    agent = f" for {row['agent']}" if row["agent"] else ""
    moved = f", moved from {words.at(row['moved_from'])}" if row["moved_from"] else ""
    why = words("why_now", row["why_now"])
    return f"in queue {row['queue']}{agent}, position {row['position']}: {why}{moved} (not released)"


def _not_in_queue(row: dict[str, Any], words: PlainWords) -> str:
    # Why a lead is closed is a word of ours; every other detail is a name or a day.
    detail = row["detail"].replace("_", " ") if row["detail"] and row["reason"] == "closed" else row["detail"]
    detail = f" ({detail})" if detail else ""
    again = (
        f"could be called from {row['next_date']}"
        if row["next_date"]
        else "no date on which it could be called is known"
    )
    return f"not in the queue: {words('not_queued', row['reason'])}{detail}; {again}"
