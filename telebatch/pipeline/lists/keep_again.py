"""What a list decided again changed: only rows that differ, and everything of rows that lead for the first time."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import ANSWERS, LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.normalise import Normalised
from telebatch.pipeline.known.live_lists import makes_lead
from telebatch.pipeline.lists import keep
from telebatch.pipeline.lists.deliveries import ListFacts
from telebatch.store import Commit

_DECIDED: Final = (
    "verdict", "reasons", "score", "role_class", "seniority", "function", "role_basis", "is_key_person", "consent_on",
    "lead_key",
)  # fmt: skip


def kept_again(
    commit: Commit, decided: pl.DataFrame, normal: Normalised, project: Project, facts: ListFacts, stored: pl.DataFrame
) -> tuple[pl.DataFrame, int]:
    """Adds LISTED rows that differ, and all facts of rows that lead for the first time.

    A person met since then keeps what is newest of it.

    Args:
      decided: Verdicts, sorted by record; `_lead` is the lead that the record had before.
      stored: LISTED rows of the earlier decision, one per record.

    Returns:
      Verdicts with the keys given, and how many LISTED rows differ.
    """
    before = decided.select("_lead", _person="person_key")
    keyed = keep.with_keys(commit, decided.drop("_lead"))
    # Whoever makes no lead gets none from a list that came later.
    makes = makes_lead() | before.get_column("_lead").is_not_null()
    keyed = keyed.with_columns(pl.when(makes).then("lead_key").alias("lead_key"))
    leads = pl.col("lead_key").is_not_null() & pl.col("_lead").is_null() & pl.col("survivor").is_null()
    both = keyed.hstack(before)
    every = normal.texts.beside(both)
    fresh = every.filter(leads).drop("_lead", "_person")
    strangers = leads & pl.col("_person").is_null()
    owners = both.select("record", pl.when(strangers).then("person_key"))
    commit.add(LEADS, keep.lead_rows(fresh, project.name))
    commit.add(PEOPLE, keep.people_rows(every.filter(strangers), facts))
    commit.add(NUMBERS, keep.number_rows(normal.numbers, owners, facts))
    commit.add(ANSWERS, keep.answer_rows(fresh))
    changed = commit.add(LISTED, keep.listed_rows(_changed(keyed, stored).lazy(), project.name, facts))
    return keyed, changed


def _changed(keyed: pl.DataFrame, stored: pl.DataFrame) -> pl.DataFrame:
    """Rows that are decided otherwise than before, or were not there before."""
    names = [pl.col(name).alias(f"{name}_before") for name in _DECIDED]
    both = keyed.join(stored.select("record", *names, is_stored=pl.lit(value=True)), on="record", how="left")
    # Compared in the stored type, whatever type a column is worked with.
    differs = [pl.col(name).cast(LISTED.schema[name]).ne_missing(pl.col(f"{name}_before")) for name in _DECIDED]
    found = both.filter(pl.any_horizontal(*differs) | pl.col("is_stored").is_null())
    return found.select(keyed.columns).sort("record")
