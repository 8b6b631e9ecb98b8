"""Who is this person today? Every field as it was last told: a list that leaves a field out does not unsay it, and one
that repeats a field says nothing new of it. What was observed later holds, whatever arrived later.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import PEOPLE
from telebatch.model.versions import HOME_FIELDS, OWN_FIELDS, ToldBy, version_order

#: Fields told together: where the first one is told, the others are its own, told or not.
_TOGETHER: Final = (
    ("record_key", "list"), ("person", "person_name_key"), ("company", "company_key"), ("address", "postcode", "city"),
    ("email", "further_emails"),
)  # fmt: skip
_ALONE: Final = ("title", "department", "language", "company_size", "industry")
#: What suppliers and corrections tell; the other fields of their versions are copies of the day.
_BY_WORD: Final = ("person", "title", "address")
_IN_ORDER: Final = ("person_key", "_order")


def people_now(versions: pl.LazyFrame) -> pl.LazyFrame:
    """One row per person: each field of the latest version that tells it; computed on reading, so that undo holds.

    Args:
      versions: PEOPLE rows of live batches.

    Returns:
      PEOPLE columns, key `person_key`; `batch` is that of the latest version.
    """
    one = versions.group_by("person_key").agg(
        pl.len().alias("_versions"), pl.col("told_by").is_not_null().any().alias("_by_word")
    )
    counted = versions.join(one, on="person_key", how="left")
    single = counted.filter(pl.col("_versions").eq(1))
    # Few people are told of twice: only their versions are laid over each other.
    several = counted.filter(pl.col("_versions").gt(1)).with_columns(version_order().alias("_order"))
    lists = several.filter(~pl.col("_by_word"))
    words = _own_alone(several.filter("_by_word").sort(_IN_ORDER))
    return pl.concat([part.select(*PEOPLE.schema) for part in (single, _laid_over(lists), _laid_over(words))])


def _own_alone(versions: pl.LazyFrame) -> pl.LazyFrame:
    """Of people whom somebody told of by a word of its own: every version with what it tells and nothing else.

    A list tells a name or title where it is not the one that the list before told. Where no list is left, the copies
    that came with a word are all that is known.
    """
    by_word = pl.col("told_by").is_not_null()
    no_list = by_word.all().over("person_key")
    others = [name for names in (_ALONE, *_TOGETHER) for name in names if name not in {*_BY_WORD, "person_name_key"}]
    told = [_spoken(name, by_word, no_list).alias(name) for name in _BY_WORD]
    stays, at_home = pl.col("_stays"), pl.col("company").is_null().all().over("person_key")
    return (
        _with_successors(versions).with_columns(at_home.alias("_at_home"))
        .with_columns(*told, *(pl.when(~by_word | no_list).then(name).alias(name) for name in others))
        .with_columns(
            *(pl.when(stays).then(name).alias(name) for name in OWN_FIELDS),
            *(pl.when(stays | ~pl.col("_at_home")).then(name).alias(name) for name in HOME_FIELDS),
        )
    )  # fmt: skip


def _with_successors(versions: pl.LazyFrame) -> pl.LazyFrame:
    """Adds `_is_other`, whether a list after a successor was named names another one than the former, so that its row
    is theirs; and `_stays`, whether what a version tells of a person alone is told of whoever is there now.
    """
    order, key, by_word = pl.col("_order"), pl.col("person_name_key"), pl.col("told_by").is_not_null()
    came = order.filter(pl.col("told_by").eq(str(ToldBy.SUCCESSOR))).max().over("person_key")
    dated = versions.with_columns(came.alias("_came"))
    former = pl.when(~by_word & (order < pl.col("_came"))).then(key).last(ignore_nulls=True).over("person_key")
    is_other = ~by_word & (order > pl.col("_came")) & key.ne("") & key.ne_missing(pl.col("_former"))
    stays = pl.col("_came").is_null() | (by_word & (order >= pl.col("_came"))) | pl.col("_is_other")
    return (
        dated.with_columns(former.alias("_former"))
        .with_columns(is_other.fill_null(value=False).alias("_is_other"))
        .with_columns(stays.fill_null(value=False).alias("_stays"))
    )


def _spoken(name: str, by_word: pl.Expr, no_list: pl.Expr) -> pl.Expr:
    listed = pl.when(~by_word).then(_told(name))
    before = listed.forward_fill().shift(1).over("person_key")
    is_new = ~by_word & listed.ne_missing(before)
    says = by_word & pl.col("tells").str.split("|").list.contains(name).fill_null(value=False)
    return pl.when(is_new | says | no_list | pl.col("_is_other")).then(name)


def _laid_over(versions: pl.LazyFrame) -> pl.LazyFrame:
    told = [_last(name) for name in _ALONE]
    told += [_together(*names) for names in _TOGETHER]
    marks = [pl.col(name).last() for name in ("told_on", "told_by", "tells")]
    folded = versions.sort(_IN_ORDER).group_by("person_key").agg(pl.col("batch").max(), *marks, *told)
    apart = folded.unnest([f"_{names[0]}" for names in _TOGETHER])
    return apart.with_columns(pl.col("person_name_key").fill_null(""))


def _last(name: str) -> pl.Expr:
    """The last value told; an empty text tells nothing."""
    return _told(name).last(ignore_nulls=True).alias(name)


def _together(first: str, *others: str) -> pl.Expr:
    """All of the last version that tells the first; where none does, each by itself."""
    whole = pl.when(_told(first).is_not_null()).then(pl.struct(first, *others)).last(ignore_nulls=True)
    alone = pl.struct(_told(name).last(ignore_nulls=True).alias(name) for name in (first, *others))
    return pl.coalesce(whole, alone).alias(f"_{first}")


def _told(name: str) -> pl.Expr:
    return pl.when(pl.col(name).cast(pl.String).ne("")).then(pl.col(name))
