"""What a supplier or a correction tells of a person becomes a version of that person, of the day it was told on."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.model.versions import ToldBy
from telebatch.normalise import name_key
from telebatch.pipeline.house import House
from telebatch.pipeline.people.successors import company_numbers, succeeds, without_own
from telebatch.pipeline.rules import han_variants
from telebatch.state import numbers_now, people_now
from telebatch.store import Commit

#: Columns of PEOPLE that are told by themselves.
_WORDS: Final = ("person", "title", "address")
_NUMBER: Final = ("person_key", "number", "kind", "line", "extension", "region", "zones", "told_on", "told_by")


def keep_versions(house: House, commit: Commit, answers: pl.DataFrame, told_by: ToldBy) -> pl.DataFrame:
    """New names, titles and numbers become a version of the person of that day; a new number is dialled first.

    Where the name is another one, what was the former person's alone is not taken over.

    Args:
      answers: `person_key`, `answer`, `answered_on`, `new_person`, `new_title`, `new_address`, `fresh_number` with its
        columns.

    Returns:
      `person_key`, `has_number` of those who are somebody else now.
    """
    changed = answers.filter(pl.col("answer").eq("changed"))
    people = people_now(commit.view.scan_keys(PEOPLE, "person_key", changed.get_column("person_key"))).collect()
    versions = _versions(house, people, changed, told_by)
    commit.add(PEOPLE, versions.select([name for name in PEOPLE.schema if name != "batch"]))
    others = versions.filter(pl.col("told_by").eq(str(ToldBy.SUCCESSOR))).select("person_key", "company")
    numbers = _numbers(commit, changed, others, told_by)
    commit.add(NUMBERS, numbers)
    left = numbers.drop_nulls("number").get_column("person_key")
    return others.select("person_key", has_number=pl.col("person_key").is_in(left.implode()))


def _versions(house: House, people: pl.DataFrame, changed: pl.DataFrame, told_by: ToldBy) -> pl.DataFrame:
    """Of everybody of whom a word of PEOPLE is told: that word, and copies of the other fields still theirs."""
    told = changed.select("person_key", *(f"new_{name}" for name in _WORDS), "answered_on")
    said = [pl.when(pl.col(f"new_{name}").is_not_null()).then(pl.lit(name)) for name in _WORDS]
    # The new address holds its own postcode and city.
    moved = [pl.when(pl.col("new_address").is_null()).then(name).alias(name) for name in ("postcode", "city")]
    keys = [name_key(pl.col(name), han_variants(house)) for name in ("new_person", "person")]
    is_other = succeeds(*keys).alias("is_other")
    by = pl.when("is_other").then(pl.lit(str(ToldBy.SUCCESSOR))).otherwise(pl.lit(str(told_by))).alias("told_by")
    return (
        people.join(told, on="person_key")
        .with_columns(is_other, told_on="answered_on", tells=pl.concat_str(said, separator="|", ignore_nulls=True))
        .filter(pl.col("tells").ne(""))
        .with_columns(by, *without_own())
        .with_columns(*moved)
        .with_columns(pl.coalesce(f"new_{name}", name).alias(name) for name in _WORDS)
        .with_columns(name_key(pl.col("person"), han_variants(house)).alias("person_name_key"))
    )


def _numbers(commit: Commit, changed: pl.DataFrame, others: pl.DataFrame, told_by: ToldBy) -> pl.DataFrame:
    """New numbers, each before those that are still the person's; of `others` what is left, if only that none is."""
    by = pl.when("is_other").then(pl.lit(str(ToldBy.SUCCESSOR))).otherwise(pl.lit(str(told_by))).alias("told_by")
    is_other = pl.col("person_key").is_in(others.get_column("person_key").implode())
    told = changed.with_columns(is_other.alias("is_other"))
    told = told.filter(pl.col("is_other") | pl.col("fresh_number").is_not_null())
    fresh = told.with_columns(by, number="fresh_number", told_on="answered_on").select(_NUMBER)
    before = numbers_now(commit.view.scan_keys(NUMBERS, "person_key", fresh.get_column("person_key")))
    kept = company_numbers(before.sort("person_key", "position").collect(), others)
    older = kept.join(fresh, on=["person_key", "number"], how="anti", maintain_order="left")
    copied = older.drop("told_on", "told_by").join(
        fresh.select("person_key", "told_on", "told_by"), on="person_key", maintain_order="left"
    )
    whole = pl.concat([fresh, copied.select(_NUMBER)])
    # A row without a number stands only where there is no other.
    stands = pl.col("number").is_not_null() | pl.col("number").is_null().all().over("person_key")
    place = pl.int_range(pl.len()).over("person_key").cast(pl.Int16)
    return whole.filter(stands).with_columns(place.alias("position"))
