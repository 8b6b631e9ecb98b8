"""Whose state can new facts change, and whose facts are needed to tell it?"""

from __future__ import annotations

import polars as pl

_KEYS = ("lead_key", "person_key", "number")


def touched_leads(added: tuple[pl.LazyFrame, ...], leads: pl.LazyFrame, numbers: pl.LazyFrame) -> pl.LazyFrame:
    """Leads that share a lead, a number or a person with the new facts: their state must be told again.

    Args:
      added: New facts of any tables; `lead_key`, `person_key`, `number` are read where a table has them.
      leads: Every live LEADS row.
      numbers: NUMBERS rows of each person's latest version.

    Returns:
      `lead_key`, unique, sorted.
    """
    named = {key: _named(added, key) for key in _KEYS}
    direct = named["lead_key"].rename({"key": "lead_key"})
    persons = pl.concat(
        [
            named["person_key"].rename({"key": "person_key"}),
            leads.join(direct, on="lead_key", how="semi").select("person_key"),
        ]
    ).unique()
    called = pl.concat(
        [
            named["number"].rename({"key": "number"}),
            numbers.join(persons, on="person_key", how="semi").select("number"),
        ]
    ).unique()
    sharing = numbers.join(called, on="number", how="semi").select("person_key")
    every = pl.concat([persons, sharing]).unique()
    found = leads.join(every, on="person_key", how="semi").select("lead_key")
    return pl.concat([found, direct]).unique().sort("lead_key")


def neighbours(
    touched: pl.LazyFrame, leads: pl.LazyFrame, numbers: pl.LazyFrame, outcomes: pl.LazyFrame
) -> pl.LazyFrame:
    """The touched leads and every lead whose facts speak about their persons and numbers.

    A call at a number speaks about everybody who has it; so leads that were called there count beside those who own it.

    Args:
      touched: `lead_key`.
      leads: Every live LEADS row.
      numbers: NUMBERS rows of each person's latest version.
      outcomes: `lead_key`, `number` of every attempt.

    Returns:
      `lead_key`, unique, sorted; fold their facts, then keep the touched rows.
    """
    persons = leads.join(touched, on="lead_key", how="semi").select("person_key")
    owned = numbers.join(persons, on="person_key", how="semi").select("number").unique()
    callers = outcomes.join(owned, on="number", how="semi").select("lead_key")
    owners = numbers.join(owned, on="number", how="semi").select("person_key")
    every = pl.concat([persons, owners]).unique()
    found = leads.join(every, on="person_key", how="semi").select("lead_key")
    known = callers.filter(pl.col("lead_key").is_not_null())
    return pl.concat([touched.select("lead_key"), found, known]).unique().sort("lead_key")


def _named(added: tuple[pl.LazyFrame, ...], key: str) -> pl.LazyFrame:
    """The values of one key among the new facts: column `key`."""
    parts = [rows.select(pl.col(key).cast(pl.Int64).alias("key")) for rows in added if key in rows.collect_schema()]
    empty = pl.LazyFrame(schema={"key": pl.Int64()})
    return pl.concat([empty, *parts]).filter(pl.col("key").is_not_null()).unique()
