"""What a supplier or a correction tells of a person becomes a version of that person, of the day it was told on."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.model.versions import ToldBy
from telebatch.normalise import name_key
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import han_variants
from telebatch.state import numbers_now, people_now
from telebatch.store import Commit

#: Columns of PEOPLE that are told by themselves.
_WORDS: Final = ("person", "title", "address")


def keep_versions(house: House, commit: Commit, answers: pl.DataFrame, told_by: ToldBy) -> None:
    """New names, titles and numbers become a version of the person of that day; a new number is dialled first.

    Args:
      answers: `person_key`, `answer`, `answered_on`, `new_person`, `new_title`, `new_address`, `fresh_number` with its
        columns.
    """
    by = pl.lit(str(told_by)).alias("told_by")
    changed = answers.filter(pl.col("answer").eq("changed"))
    persons = changed.get_column("person_key")
    people = people_now(commit.view.scan_keys(PEOPLE, "person_key", persons))
    told = changed.select("person_key", *(f"new_{name}" for name in _WORDS), "answered_on")
    said = [pl.when(pl.col(f"new_{name}").is_not_null()).then(pl.lit(name)) for name in _WORDS]
    # The new address holds its own postcode and city.
    moved = [pl.when(pl.col("new_address").is_null()).then(name).alias(name) for name in ("postcode", "city")]
    versions = (
        people.collect().join(told, on="person_key")
        .with_columns(by, told_on="answered_on", tells=pl.concat_str(said, separator="|", ignore_nulls=True))
        .filter(pl.col("tells").ne(""))
        .with_columns(*moved, *(pl.coalesce(f"new_{name}", name).alias(name) for name in _WORDS))
        .with_columns(name_key(pl.col("person"), han_variants(house)).alias("person_name_key"))
    )  # fmt: skip
    commit.add(PEOPLE, versions.select([name for name in PEOPLE.schema if name != "batch"]))
    columns = ["person_key", "number", "kind", "line", "extension", "region", "zones", "told_on", "told_by"]
    fresh = (
        changed.filter(pl.col("fresh_number").is_not_null())
        .with_columns(by, number="fresh_number", told_on="answered_on").select(columns)
    )  # fmt: skip
    before = numbers_now(commit.view.scan_keys(NUMBERS, "person_key", fresh.get_column("person_key")))
    older = before.sort("person_key", "position").collect().join(fresh, on=["person_key", "number"], how="anti")
    marks = fresh.select("person_key", "told_on", "told_by")
    copied = older.drop("told_on", "told_by").join(marks, on="person_key", maintain_order="left")
    whole = pl.concat([fresh, copied.select(columns)])
    place = pl.int_range(pl.len()).over("person_key").cast(pl.Int16)
    commit.add(NUMBERS, whole.with_columns(place.alias("position")))
