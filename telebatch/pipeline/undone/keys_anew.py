"""Whose lead is a row of a list that is decided anew? The keys it ever had, those of a later list, or new ones."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import LEADS, LISTED
from telebatch.normalise import Normalised
from telebatch.pipeline.known.live_lists import as_decided, makes_lead
from telebatch.pipeline.known.places_in_time import seen_by
from telebatch.pipeline.lists import keep
from telebatch.pipeline.lists.told_apart import met_since
from telebatch.pipeline.undone.decided_then import Then
from telebatch.pipeline.undone.standing_rows import last_rows, latest
from telebatch.store import Commit

_KEYS: Final = ("person_key", "lead_key")


def with_keys(target: pl.DataFrame, then: Then) -> pl.DataFrame:
    """A row that leads has the keys it ever had; one that does not has its lead where this was one before.

    Args:
      target: `last_rows`, decided anew.
    """
    ever = last_rows(then.known.everything().scan(LISTED).filter(pl.col("lead_key").is_not_null()), then.row)
    keys = ever.select("record", *(pl.col(key).alias(f"ever_{key}") for key in _KEYS))
    rows = target.join(keys, on="record", how="left", maintain_order="left")
    given = [pl.coalesce(key, pl.when(makes_lead()).then(f"ever_{key}")).alias(key) for key in _KEYS]
    rows = rows.with_columns(given).select(target.columns)
    return (_with_lead_there if then.is_first else _with_lead_before)(rows, then)


def _with_lead_before(rows: pl.DataFrame, then: Then) -> pl.DataFrame:
    """Decided again a row that does not lead keeps the lead that the decision before had given it, and gets none."""
    held = as_decided(latest(then, before=True).lazy()).select("record", _held="lead_key").collect()
    both = rows.join(held, on="record", how="left", maintain_order="left")
    return both.with_columns(lead_key=pl.when(makes_lead()).then("lead_key").otherwise("_held")).drop("_held")


def _with_lead_there(rows: pl.DataFrame, then: Then) -> pl.DataFrame:
    """A row that would have led, and does not, has its lead only where somebody else had made it before."""
    was = then.base.select("record", _led=makes_lead())
    both = rows.join(was, on="record", how="left", maintain_order="left")
    off = pl.col("_led") & ~makes_lead()
    past, _ = seen_by(then.known, then.batch.number, then.places)
    known = past.everything().scan_keys(LEADS, "lead_key", both.filter(off).get_column("lead_key"))
    there = known.select("lead_key").unique().collect().to_series()
    off = off & ~pl.col("lead_key").is_in(there.implode())
    return both.with_columns(pl.when(~off).then("lead_key").alias("lead_key")).drop("_led")


def new_keys(
    commit: Commit, then: Then, target: pl.DataFrame, decided: pl.DataFrame, normal: Normalised
) -> pl.DataFrame:
    """`record`, `person_key`, `lead_key` of rows that never led; whoever came with a later list is known by its keys.

    Args:
      target: `last_rows` with the keys that they ever had.
      decided: The same list as `decided_then` made it.
    """
    new = target.filter(makes_lead(), pl.col("lead_key").is_null()).get_column("record")
    if new.is_empty():
        return target.select("record", *_KEYS).clear()
    words = target.select("record", "verdict", "reasons", _person="person_key")
    own = pl.concat([decided.get_column("person_key"), target.get_column("person_key")]).drop_nulls().unique()
    rows = decided.filter(pl.col("record").is_in(new.implode())).drop("verdict", "reasons")
    rows = rows.join(words, on="record", how="left", maintain_order="left").with_columns(
        lead_key=pl.lit(None, pl.Int64)
    )
    rows = rows.with_columns(pl.coalesce("_person", "person_key").alias("person_key")).drop("_person")
    met = met_since(rows, own, then.known, normal, then.project, str(then.row["list"]))
    return keep.with_keys(commit, met).select("record", *_KEYS)
