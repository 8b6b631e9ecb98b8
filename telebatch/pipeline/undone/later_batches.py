"""Batches that came after one that is undone: each told anew, in the order of time, as if that one had never come.

One walk is enough: what a file finds, and what a list is decided by, hangs on what came before it alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import polars as pl

from telebatch.pipeline.house import House
from telebatch.pipeline.undone.files_anew import FilesAnew
from telebatch.pipeline.undone.lists_anew import DECIDING, ListsAnew
from telebatch.pipeline.undone.redecided_anew import redecided_anew
from telebatch.pipeline.undone.walk import Later, Walk
from telebatch.pipeline.undone.who_asks import Asking
from telebatch.store import Commit

_NOBODY = pl.LazyFrame(schema={"person_key": pl.Int64})


def told_anew(
    house: House, commit: Commit, gone: Sequence[int], told: Sequence[pl.LazyFrame] = (),
    keep: Callable[[], None] = lambda: None,
) -> Later:  # fmt: skip
    """Tells result files and lists anew that came after a batch, which the commit has taken out or taken requests of.

    Args:
      gone: That batch, and then those that add to it.
      told: Their rows.
      keep: Writes down again what shall be kept of its requests and is told no more; asked before each list that comes
        after a file matched otherwise, for lists heed it, and at the end.
    """
    walk = Walk.begun(house, commit, gone[0])
    asking = Asking(walk)
    files, lists, is_kept = FilesAnew(walk, gone, asking), ListsAnew(walk, gone, asking), False
    for batch in walk.batches("ingest", *DECIDING):
        if batch.command not in DECIDING:
            is_kept = not files.match(batch) and is_kept
            continue
        if not is_kept:
            keep()
            is_kept = True
        for number in (*lists.decide(batch), *lists.lead(batch)):
            files.heed(number)
        lists.withdraw(batch)
    if not is_kept:
        keep()
    _redecide(walk, told)
    return walk.later


def _redecide(walk: Walk, told: Sequence[pl.LazyFrame]) -> None:
    """Answers and corrections about people of whom anything was told that is not, or is only now."""
    rows = [part for part in (*told, *walk.later.touched) if "person_key" in part.collect_schema()]
    persons = pl.concat([_NOBODY, *(part.select("person_key") for part in rows)]).drop_nulls().unique().collect()
    for part in redecided_anew(walk, persons.to_series()):
        walk.later.touched.append(part)
        walk.later.decided += part.select(pl.len()).collect().item()
