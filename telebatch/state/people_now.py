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
    at_home = pl.col("company").is_null().all().over("person_key")
    return (
        versions.with_columns(_of_who_is_there().alias("_stays"), at_home.alias("_at_home"))
        .with_columns(*told, *(pl.when(~by_word | no_list).then(name).alias(name) for name in others))
        .with_columns(
            *(pl.when("_stays").then(name).alias(name) for name in OWN_FIELDS),
            *(pl.when(pl.col("_stays") | ~pl.col("_at_home")).then(name).alias(name) for name in HOME_FIELDS),
        )
    )


def _since_successor() -> tuple[pl.Expr, pl.Expr]:
    """`_order` of the version that named a successor last (null: none), and the name key lists told before it."""
    order, by_word = pl.col("_order"), pl.col("told_by").is_not_null()
    came = order.filter(pl.col("told_by").eq(str(ToldBy.SUCCESSOR))).max().over("person_key")
    key = pl.when(~by_word & (order < came)).then("person_name_key")
    return came, key.last(ignore_nulls=True).over("person_key")


def _names_another() -> pl.Expr:
    """Whether a list, after a successor was named, tells another name than the former one's: then its row is theirs."""
    came, former = _since_successor()
    key = pl.col("person_name_key")
    later = pl.col("told_by").is_null() & (pl.col("_order") > came)
    return (later & key.ne("") & key.ne_missing(former)).fill_null(value=False)


def _of_who_is_there() -> pl.Expr:
    """Whether what a version tells of a person alone is told of whoever is there now."""
    came, _ = _since_successor()
    by_word = pl.col("told_by").is_not_null() & (pl.col("_order") >= came)
    return came.is_null() | by_word.fill_null(value=False) | _names_another()


def _spoken(name: str, by_word: pl.Expr, no_list: pl.Expr) -> pl.Expr:
    listed = pl.when(~by_word).then(_told(name))
    before = listed.forward_fill().shift(1).over("person_key")
    is_new = ~by_word & listed.ne_missing(before)
    says = by_word & pl.col("tells").str.split("|").list.contains(name).fill_null(value=False)
    return pl.when(is_new | says | no_list | _names_another()).then(name)


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
