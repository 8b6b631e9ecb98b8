"""Calls of a file that fall into a closed period, whose review does not change for them any more."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from telebatch.ingest import TOLD
from telebatch.model.errors import Mistake
from telebatch.model.periods import Period, parse_period
from telebatch.model.plural import plural
from telebatch.pipeline.house import House
from telebatch.pipeline.reviews.closing import closings
from telebatch.store import View

#: So many closed periods are named; a year of late days needs no more words.
_SHOWN = 5


def late_calls(house: House, known: View, attempts: pl.DataFrame, before: pl.DataFrame, shown: str) -> list[Mistake]:
    """One mistake per closed period into which calls of the file fall, the latest first.

    Args:
      known: The store before the file.
      attempts: ATTEMPTS rows of the file, without batch.
      before: What was known of its calls; a row that says the same again changes nothing and is not counted.
      shown: The file.
    """
    closed = _closed(house, known)
    if not closed or attempts.is_empty():
        return []
    told = attempts.select("project", "attempt_key", *TOLD)
    if before.height:
        told = told.join(before, on=["attempt_key", *TOLD], how="anti", nulls_equal=True)
    met = list(_met(told.unique("attempt_key"), closed))
    more = [Mistake(f"calls fall into {len(met) - _SHOWN} closed periods before these", shown)] * (len(met) > _SHOWN)
    return [*(_mistake(*one, shown) for one in met[:_SHOWN]), *more]


def _closed(house: House, known: View) -> list[tuple[str, Period]]:
    """Closed periods by project; those of projects that are written no more change no review."""
    projects = house.settings.projects
    return [
        (name, parse_period(text, str(house.project_zone(projects[name])), projects[name].cycle.cut_off))
        for name, text in closings(known)
        if name in projects
    ]


def _met(told: pl.DataFrame, closed: list[tuple[str, Period]]) -> Iterator[tuple[str, Period, int]]:
    for name, period in sorted(closed, key=lambda one: (one[1].end_utc, one[0]), reverse=True):
        within = pl.col("start_utc").is_between(period.start_utc, period.end_utc, closed="left")
        if count := told.filter(pl.col("project").eq(name), within).height:
            yield name, period, count


def _mistake(name: str, period: Period, count: int, shown: str) -> Mistake:
    fall = "falls" if count == 1 else "fall"
    return Mistake(
        f"{plural(count, 'call')} {fall} into {period.text} of {name}, which is closed: its review stays as it is",
        shown, "the next review tells what came after closing",
    )  # fmt: skip
