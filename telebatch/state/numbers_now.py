"""Which numbers does a person have today, and which is dialled first? The later observation holds."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.versions import ToldBy, version_order

#: Columns of NUMBERS that must be at hand to tell which numbers count.
NUMBERS_WANTED: Final = ("person_key", "position", "number", "batch", "told_on", "told_by")


def numbers_now(rows: pl.LazyFrame) -> pl.LazyFrame:
    """The numbers that count today, in dialling order; computed on reading, so that undo holds.

    A list tells all numbers of a person. A supplier or a correction tells one, which is dialled before those of the
    list, until a list tells other numbers than the list before it. Where a supplier named another person, only what was
    kept of the numbers then, and what is told later, counts.

    Args:
      rows: NUMBERS rows of live batches, with NUMBERS_WANTED and whatever else is asked for.

    Returns:
      The same columns; `position` counts anew where somebody told one by a word of its own.
    """
    by_word = rows.filter(pl.col("told_by").is_not_null()).select("person_key").unique().collect().to_series()
    if by_word.is_empty():
        return _latest(rows)
    theirs = pl.col("person_key").is_in(by_word.implode())
    own = _with_words(rows.filter(theirs).collect())
    return pl.concat([_latest(rows.filter(~theirs)), own.lazy()], how="diagonal")


def numbers_at_hand(rows: pl.DataFrame) -> pl.DataFrame:
    """As `numbers_now`, of rows that are at hand; where all are of one batch, nothing is looked for."""
    if rows.get_column("batch").n_unique() < 2:
        return rows.filter(pl.col("number").is_not_null())
    return numbers_now(rows.lazy()).collect(engine="in-memory")


def _latest(rows: pl.LazyFrame) -> pl.LazyFrame:
    """All rows of each person's latest version."""
    ordered = rows.with_columns(version_order().alias("_order"))
    latest = ordered.group_by("person_key").agg(pl.col("_order").max())
    return ordered.join(latest, on=["person_key", "_order"], how="semi").drop("_order")


def _with_words(rows: pl.DataFrame) -> pl.DataFrame:
    """Of people of whom somebody told one number: the later ones of these, then the list's or what a successor kept."""
    ordered = rows.with_columns(version_order().alias("_order")).sort("person_key", "_order", "position")
    listed, words = ordered.filter(pl.col("told_by").is_null()), ordered.filter(pl.col("told_by").is_not_null())
    is_whole = pl.col("told_by").eq(str(ToldBy.SUCCESSOR))
    began = pl.concat([_standing(listed), words.filter(is_whole).select("person_key", "_order")])
    standing = began.group_by("person_key").agg(pl.col("_order").max())
    base = ordered.join(standing, on=["person_key", "_order"], how="semi", maintain_order="left")
    since = standing.select("person_key", _since="_order")
    told = words.filter(~is_whole, pl.col("position").eq(pl.col("position").min().over("person_key", "_order")))
    later = told.join(since, on="person_key", how="left").filter(
        pl.col("_since").is_null() | (pl.col("_order") > pl.col("_since"))
    )
    newest = later.sort("person_key", "_order", descending=[False, True]).select(base.columns)
    whole = pl.concat([newest, base]).drop_nulls("number").sort("person_key", maintain_order=True)
    once = whole.unique(["person_key", "number"], keep="first", maintain_order=True)
    place = pl.int_range(pl.len()).over("person_key").cast(pl.Int16)
    return once.with_columns(place.alias("position")).drop("_order")


def _standing(listed: pl.DataFrame) -> pl.DataFrame:
    """`person_key`, `_order` of the version of a list that began to tell what the lists tell now."""
    versions = listed.group_by("person_key", "_order", maintain_order=True).agg(pl.col("number"))
    began = pl.col("number").ne_missing(pl.col("number").shift(1)) | pl.col("person_key").ne(
        pl.col("person_key").shift(1, fill_value=-1)
    )
    return versions.filter(began).group_by("person_key").agg(pl.col("_order").max())
