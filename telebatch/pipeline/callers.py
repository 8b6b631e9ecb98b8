"""Unknown callers of an inbound project become people and leads of their own."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from telebatch.ingest import Ingested, Profile
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.normalise.names import name_key
from telebatch.store import Commit


def with_new_callers(commit: Commit, found: Ingested, profile: Profile) -> Ingested:
    """Gives each unknown number of an inbound project a person and a lead, and its attempts their lead."""
    del profile
    if found.new_callers.is_empty():
        return found
    callers = found.new_callers.unique(["project", "number"], keep="first", maintain_order=True)
    people = callers.select("number").unique(maintain_order=True)
    people = people.with_columns(pl.Series("person_key", commit.take_keys("person", people.height), dtype=pl.Int64))
    leads = callers.join(people, on="number", maintain_order="left")
    leads = leads.with_columns(pl.Series("lead_key", commit.take_keys("lead", leads.height), dtype=pl.Int64))
    _keep(commit, leads)
    by_record = found.new_callers.select("record", "project", "number").join(
        leads.select("project", "number", pl.col("lead_key").alias("_lead")), on=["project", "number"]
    )
    attempts = found.attempts.join(by_record.select("record", "_lead"), on="record", how="left", maintain_order="left")
    filled = attempts.with_columns(pl.coalesce("lead_key", "_lead").alias("lead_key")).drop("_lead")
    return replace(found, attempts=filled)


def _keep(commit: Commit, leads: pl.DataFrame) -> None:
    commit.add(LEADS, leads.select("lead_key", "person_key", "project", pl.lit("inbound").alias("source")))
    persons = leads.unique("person_key", keep="first", maintain_order=True)
    named = persons.select(
        "person_key", pl.col("name").alias("person"), name_key(pl.col("name")).alias("person_name_key")
    )
    commit.add(PEOPLE, pl.concat([PEOPLE.empty().drop("batch"), named], how="diagonal"))
    numbers = persons.select("person_key", pl.lit(0, pl.Int16).alias("position"), "number")
    commit.add(NUMBERS, pl.concat([NUMBERS.empty().drop("batch"), numbers], how="diagonal"))
