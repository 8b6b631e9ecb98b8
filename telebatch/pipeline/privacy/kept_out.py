"""Rows of a list that bring somebody back who was forgotten: they are rejected, and name nobody here."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.texts import Texts
from telebatch.prequalify import FORGOTTEN
from telebatch.store import Marks, View

#: By which a row is somebody's, as identity found it.
_WHOSE: Final = ("person_key", "new_person", "lead_key", "conflict")


def without_forgotten(
    known: View, candidates: pl.DataFrame, texts: Texts, numbers: pl.DataFrame, name: str
) -> pl.DataFrame:
    """Candidates with `number_reason` FORGOTTEN in rows of which a number, or the record key, was forgotten; they are
    nobody's.

    Also where another key of the row names somebody known: their number would be kept as that person's, and called.
    No such row stands for others of its person either. Where nobody was forgotten, nothing is looked at; else the
    bucket of every number, and the hash of the few that share one.

    Args:
      candidates: Sorted by record; `texts`: theirs.
      numbers: `record`, `number` (null: not usable) of every number of theirs.
      name: Of the named list, within which record keys are somebody's.
    """
    marks = Marks.of(known)
    if marks.is_empty:
        return candidates
    near = numbers.select("record", "number").filter(marks.near(numbers.get_column("number")))
    # Both are sorted by record.
    at = candidates.get_column("record").search_sorted(near.get_column("record"))
    names = texts.at(at, ["person_name_key"]).get_column("person_name_key").cast(pl.String)
    by_number = near.filter(marks.holds(near.get_column("number"), names)).get_column("record")
    again = pl.concat([by_number, _by_key(marks, candidates, texts, name).cast(by_number.dtype)]).unique()
    if again.is_empty():
        return candidates
    reason = pl.lit(FORGOTTEN, candidates.schema["number_reason"])
    is_again = pl.col("record").is_in(again.implode())
    nobody = (pl.when(~is_again).then(name).alias(name) for name in _WHOSE)
    return candidates.with_columns(
        pl.when(is_again).then(reason).otherwise("number_reason").alias("number_reason"), *nobody
    )


def _by_key(marks: Marks, candidates: pl.DataFrame, texts: Texts, name: str) -> pl.Series:
    """`record` of rows with the record key, within the named list, of somebody forgotten."""
    told = texts.beside(candidates.select("record")).select("record", pl.col("record_key").cast(pl.String)).collect()
    near = marks.near_keys(told.get_column("record_key")).arg_true()
    if near.is_empty():
        return told.get_column("record").clear()
    own = told[near]
    names = texts.at(near, ["person_name_key"]).get_column("person_name_key").cast(pl.String)
    return own.get_column("record").filter(marks.holds_keys(name, own.get_column("record_key"), names))
