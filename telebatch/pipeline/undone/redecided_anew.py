"""Answers and corrections that came after something that is undone: judged by what is known of their day without it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from telebatch.model.tables import LISTED, VERIFIED
from telebatch.model.versions import ToldBy
from telebatch.pipeline.known.live_lists import of_live_lists
from telebatch.pipeline.people.redecide import redecided
from telebatch.pipeline.undone.decided_anew import COMMAND
from telebatch.pipeline.undone.walk import Walk
from telebatch.store import View

_COLUMNS: Final = [name for name in LISTED.schema if name != "batch"]
_WORD: Final = ["told_by", "told_on", "file_key", "record"]


def redecided_anew(walk: Walk, persons: pl.Series) -> Iterator[pl.LazyFrame]:
    """Adds LISTED rows of leads about whose persons somebody told, where they are decided otherwise; gives these.

    A word is judged by what came before it: a lead of a later list is decided by that list.

    Args:
      persons: Of whom anything was told that is not, or is only now.
    """
    told = pl.concat([_answers(walk.commit.view, persons), _corrections(walk.commit.view, persons)])
    told = told.filter(pl.col("batch").is_in(walk.stored))
    told = told.with_columns(_place=pl.Series(_places(walk, told), dtype=pl.Int64))
    for (place,), part in told.sort("_place", "batch").group_by("_place", maintain_order=True):
        yield from _of_place(walk, part.drop("_place"), int(str(place)))


def _of_place(walk: Walk, told: pl.DataFrame, place: int) -> Iterator[pl.LazyFrame]:
    """The same of words that were judged last by what one place in time knew."""
    then, known = (walk.until(view, place) for view in (walk.before, walk.commit.view))
    was, now = (redecided(walk.house, view, rows.drop("batch")) for view, rows in (
        (then, told), (known, _standing(known, told))
    ))  # fmt: skip
    differs = now.select(_COLUMNS).join(was.select(_COLUMNS), on=_COLUMNS, how="anti", nulls_equal=True)
    of_batch = _standing(known, told).select(*_WORD, _batch="batch").unique(_WORD)
    rows = differs.join(of_batch, on=_WORD, how="inner", nulls_equal=True)
    for (batch,), part in rows.sort("_batch", "lead_key", *_WORD).group_by("_batch", maintain_order=True):
        with walk.beside(int(str(batch)), COMMAND):
            walk.commit.add(LISTED, part.select(_COLUMNS))
            walk.commit.counts["decided_anew"] = part.height
        yield part.select("lead_key", "person_key").lazy()


def _places(walk: Walk, told: pl.DataFrame) -> Iterator[int]:
    """Of each word the place of the last batch that judged by it: a word of an earlier day judges later ones again."""
    rows = walk.before.scan_keys(LISTED, "person_key", told.get_column("person_key").unique())
    judged = rows.filter(pl.col("told_by").is_not_null()).group_by("person_key", *_WORD).agg(_by="batch")
    every = told.join(judged.collect(), on=["person_key", *_WORD], how="left", nulls_equal=True, maintain_order="left")
    for own, others in every.select("batch", "_by").iter_rows():
        yield max(walk.places[batch] for batch in (own, *(others or ())))


def _answers(known: View, persons: pl.Series) -> pl.DataFrame:
    """What suppliers said of the persons, as `redecided` wants it, with `batch`."""
    rows = known.scan_keys(VERIFIED, "person_key", persons)
    told = rows.select("person_key", "answer", told_on="answered_on", told_by=pl.lit(str(ToldBy.SUPPLIER)),
                       file_key="file_key", record="record", batch="batch")  # fmt: skip
    return told.collect()


def _corrections(known: View, persons: pl.Series) -> pl.DataFrame:
    """The same of corrections, with the record they stand at."""
    listed = known.scan_keys(LISTED, "person_key", persons).filter(pl.col("record").is_not_null())
    mine = listed.filter(pl.col("told_by").eq(str(ToldBy.CORRECTION))).collect()
    told = mine.sort("batch").unique(["person_key", "told_on"], keep="first", maintain_order=True)
    names = ("person_key", "answer", "told_on", "told_by", "file_key", "record", "batch")
    return told.with_columns(answer=pl.lit("changed")).select(names)


def _standing(known: View, told: pl.DataFrame) -> pl.DataFrame:
    """The words, where each correction stands at the last record of the lists that still bring its person by then."""
    is_correction = pl.col("told_by").eq(str(ToldBy.CORRECTION))
    corrected = told.filter(is_correction)
    listed = known.scan_keys(LISTED, "person_key", corrected.get_column("person_key"))
    live = of_live_lists(known, listed.filter(pl.col("record").is_not_null()))
    own = live.filter(pl.col("told_by").is_null()).collect()
    last = own.sort("file_key", "record").unique("person_key", keep="last", maintain_order=True)
    moved = corrected.drop("file_key", "record").join(last.select("person_key", "file_key", "record"), on="person_key")
    return pl.concat([told.filter(~is_correction), moved.select(told.columns)])
