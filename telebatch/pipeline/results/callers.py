"""Unknown callers of an inbound project become people and leads of their own."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from telebatch.ingest import Ingested
from telebatch.model.forgotten_table import is_stand_in
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.normalise import HanVariants, name_key
from telebatch.pipeline.house import House
from telebatch.pipeline.results.lookups import owners_of
from telebatch.pipeline.rules import han_variants
from telebatch.state import people_now
from telebatch.store import Commit


def with_new_callers(house: House, commit: Commit, found: Ingested) -> Ingested:
    """Gives each unknown number of an inbound project a person and a lead; its attempts and answers get their lead.

    A caller whom the workspace met before, in another project or in a batch since undone, is the same person again.
    """
    if found.new_callers.is_empty():
        return found
    # Who was forgotten and calls is that person still, and has no name here.
    named = found.new_callers.with_columns(pl.when(~is_stand_in()).then("name").alias("name"))
    callers = named.unique(["project", "number"], keep="first", maintain_order=True)
    leads = with_leads(commit, _with_persons(commit, callers, han_variants(house)))
    _keep(commit, leads)
    by_record = found.new_callers.select("record", "project", "number").join(
        leads.select("project", "number", pl.col("lead_key").alias("_lead")), on=["project", "number"]
    )
    by_record = by_record.select("record", "_lead").unique("record")
    return replace(found, attempts=_filled(found.attempts, by_record), answers=_filled(found.answers, by_record))


def _filled(rows: pl.DataFrame, leads: pl.DataFrame) -> pl.DataFrame:
    filled = rows.join(leads, on="record", how="left", maintain_order="left")
    return filled.with_columns(pl.coalesce("lead_key", "_lead").alias("lead_key")).drop("_lead")


def _with_persons(commit: Commit, callers: pl.DataFrame, variants: HanVariants) -> pl.DataFrame:
    """Adds `person_key`, `name_key`: the number's only person where the names do not differ, else a new one."""
    everyone = commit.view.everything()
    owners = owners_of(everyone, callers.get_column("number"))
    people = people_now(everyone.scan_keys(PEOPLE, "person_key", owners.get_column("person_key")))
    names = people.select("person_key", pl.col("person_name_key").fill_null("").alias("known_name")).collect()
    only = owners.filter(pl.len().over("number") == 1).join(names.unique("person_key"), on="person_key", how="left")
    rows = callers.with_columns(name_key(pl.col("name"), variants).alias("name_key"))
    rows = rows.join(only, on="number", how="left", maintain_order="left")
    known, told = pl.col("known_name").fill_null(""), pl.col("name_key")
    is_same = pl.col("person_key").is_not_null() & ((known == told) | (known == "") | (told == ""))
    rows = rows.with_columns(pl.when(is_same).then("person_key").alias("person_key"))
    new = rows.filter(pl.col("person_key").is_null()).select("number").unique(maintain_order=True)
    new = new.with_columns(pl.Series("_new", commit.take_keys("person", new.height), dtype=pl.Int64))
    rows = rows.join(new, on="number", how="left", maintain_order="left", nulls_equal=False)
    return rows.with_columns(pl.coalesce("person_key", "_new").alias("person_key")).drop("_new")


def with_leads(commit: Commit, callers: pl.DataFrame) -> pl.DataFrame:
    """Adds `lead_key`: the person's lead in the project, where it ever had one."""
    known = commit.view.everything().scan_keys(LEADS, "person_key", callers.get_column("person_key"))
    had = known.group_by("person_key", "project").agg(pl.col("lead_key").min()).collect()
    rows = callers.join(had, on=["person_key", "project"], how="left", maintain_order="left")
    wanted = rows.filter(pl.col("lead_key").is_null()).select("person_key", "project").unique(maintain_order=True)
    keys = pl.Series("_new", commit.take_keys("lead", wanted.height), dtype=pl.Int64)
    rows = rows.join(wanted.with_columns(keys), on=["person_key", "project"], how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce("lead_key", "_new").alias("lead_key")).drop("_new")


def _keep(commit: Commit, callers: pl.DataFrame) -> None:
    leads = callers.unique("lead_key", keep="first", maintain_order=True)
    commit.add(LEADS, leads.select("lead_key", "person_key", "project", pl.lit("inbound").alias("source")))
    live = commit.scan(PEOPLE).select("person_key").unique()
    persons = callers.unique("person_key", keep="first", maintain_order=True)
    # Who is known keeps name and numbers as they stand; of an undone batch nothing stands any more.
    unknown = persons.lazy().join(live, on="person_key", how="anti").collect().sort("person_key")
    named = unknown.select("person_key", pl.col("name").alias("person"), pl.col("name_key").alias("person_name_key"))
    commit.add(PEOPLE, pl.concat([PEOPLE.empty().drop("batch"), named], how="diagonal"))
    numbers = unknown.select("person_key", pl.lit(0, pl.Int16).alias("position"), "number")
    commit.add(NUMBERS, pl.concat([NUMBERS.empty().drop("batch"), numbers], how="diagonal"))
