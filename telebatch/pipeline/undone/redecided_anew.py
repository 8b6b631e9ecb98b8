"""Answers and corrections that came after something that is undone: judged by what is known of their day without it."""

from __future__ import annotations

from collections.abc import Iterator, Set

import polars as pl

from telebatch.model.tables import LISTED, VERIFIED
from telebatch.model.versions import ToldBy
from telebatch.pipeline.house import House
from telebatch.pipeline.known.live_lists import of_live_lists
from telebatch.pipeline.people.redecide import redecided
from telebatch.pipeline.undone.decided_anew import COMMAND
from telebatch.store import Commit, View

_COLUMNS = [name for name in LISTED.schema if name != "batch"]
_KEY = ["lead_key", "told_by", "told_on", "file_key", "record"]


def redecided_anew(
    house: House, commit: Commit, before: View, persons: pl.Series, stored: Set[int]
) -> Iterator[pl.LazyFrame]:
    """Adds LISTED rows of leads about whose persons somebody told, where they are decided otherwise; gives these.

    Args:
      before: With what the commit takes out.
      persons: Of whom that told something.
      stored: Batches there were before the commit.
    """
    told = pl.concat([_answers(commit.view, persons), _corrections(commit.view, persons)])
    told = told.filter(pl.col("batch").is_in(list(stored)))
    if told.is_empty():
        return
    answers = told.drop("batch", "_file", "_record")
    then = told.with_columns(file_key="_file", record="_record").drop("batch", "_file", "_record")
    was, now = redecided(house, before, then), redecided(house, commit.view, answers)
    differs = now.select(_COLUMNS).join(was.select(_COLUMNS), on=_COLUMNS, how="anti", nulls_equal=True)
    of_batch = told.select("file_key", "record", "told_by", "told_on", _batch="batch").unique(_KEY[1:])
    rows = differs.join(of_batch, on=_KEY[1:], how="inner", nulls_equal=True)
    for (batch,), part in rows.sort("_batch", *_KEY).group_by("_batch", maintain_order=True):
        with commit.beside(int(str(batch)), COMMAND):
            commit.add(LISTED, part.select(_COLUMNS))
            commit.counts["decided_anew"] = part.height
            yield part.select("lead_key", "person_key").lazy()


def _answers(known: View, persons: pl.Series) -> pl.DataFrame:
    """What suppliers said of the persons, as `redecided` wants it, with `batch` and the place that holds it."""
    rows = known.scan_keys(VERIFIED, "person_key", persons)
    told = rows.select("person_key", "answer", told_on="answered_on", told_by=pl.lit(str(ToldBy.SUPPLIER)),
                       file_key="file_key", record="record", batch="batch")  # fmt: skip
    return told.with_columns(_file="file_key", _record="record").collect()


def _corrections(known: View, persons: pl.Series) -> pl.DataFrame:
    """Corrections of persons: each stands at the last record of the lists that still bring them."""
    listed = known.scan_keys(LISTED, "person_key", persons).filter(pl.col("record").is_not_null())
    live = of_live_lists(known, listed).filter(pl.col("told_by").is_null()).collect()
    last = live.sort("file_key", "record").unique("person_key", keep="last", maintain_order=True)
    mine = listed.filter(pl.col("told_by").eq(str(ToldBy.CORRECTION))).collect()
    told = mine.sort("batch").unique(["person_key", "told_on"], keep="first", maintain_order=True)
    own = told.select("person_key", "told_on", "told_by", "batch", _file="file_key", _record="record")
    both = own.join(last.select("person_key", "file_key", "record"), on="person_key", how="inner")
    names = ("person_key", "answer", "told_on", "told_by", "file_key", "record", "batch", "_file", "_record")
    return both.with_columns(answer=pl.lit("changed")).select(names)
