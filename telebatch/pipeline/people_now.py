"""Who is this person today? Every field as it was last told: a list that leaves a field out does not unsay it."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import PEOPLE

#: Fields told together: where the first one is told, the others are its own, told or not.
_TOGETHER: Final = (
    ("record_key", "list"), ("person", "person_name_key"), ("company", "company_key"), ("address", "postcode", "city"),
)  # fmt: skip
_ALONE: Final = ("title", "department", "email", "language", "company_size", "industry")
_KEYS: Final = ("person_key", "batch")


def people_now(versions: pl.LazyFrame) -> pl.LazyFrame:
    """One row per person: each field of the latest version that tells it; computed on reading, so that undo holds.

    Args:
      versions: PEOPLE rows of live batches.

    Returns:
      PEOPLE columns, key `person_key`; `batch` is that of the latest version.
    """
    one = versions.group_by("person_key").agg(pl.len().alias("_versions"))
    counted = versions.join(one, on="person_key", how="left")
    single = counted.filter(pl.col("_versions").eq(1)).drop("_versions")
    # Few people are told of twice: only their versions are laid over each other.
    several = counted.filter(pl.col("_versions").gt(1)).drop("_versions")
    return pl.concat([single.select(*PEOPLE.schema), _laid_over(several).select(*PEOPLE.schema)])


def _laid_over(versions: pl.LazyFrame) -> pl.LazyFrame:
    told = [_last(name) for name in _ALONE]
    told += [_together(*names) for names in _TOGETHER]
    folded = versions.sort(_KEYS).group_by("person_key").agg(pl.col("batch").max(), *told)
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
