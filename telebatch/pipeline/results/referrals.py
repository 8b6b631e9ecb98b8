"""Whom somebody in a talk named to call instead becomes a person and a lead of the same project."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.ingest import Ingested
from telebatch.model.forgotten_table import is_stand_in
from telebatch.model.tables import LEADS, LISTED, NUMBERS, PEOPLE
from telebatch.model.words import LeadSource, Reason
from telebatch.normalise import name_key
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.people.redecide import NAMED, decided
from telebatch.pipeline.results.callers import with_leads
from telebatch.pipeline.results.lookups import owners_of
from telebatch.pipeline.rules import han_variants, phone_table
from telebatch.state import people_now
from telebatch.store import Commit

#: What a referred person has in common with the one whose talk named it.
_OF_COMPANY = ("company", "company_key", "language", "address", "postcode", "city", "company_size", "industry")


def keep_referrals(house: House, commit: Commit, found: Ingested, file_key: int) -> pl.DataFrame:
    """Gives each named person a lead, once however often it is named; who has a lead in the project keeps that one.

    The title told is judged as if it stood in a list, so that nobody is called of whom nothing tells that they decide.

    Returns:
      `lead_key` of the leads made; empty where nobody new was named.
    """
    # Who was forgotten is not called again on anybody's word.
    named = found.referrals.filter(~is_stand_in()) if found.referrals.height else found.referrals
    if named.is_empty():
        return pl.DataFrame(schema={"lead_key": pl.Int64})
    told = named.with_columns(name_key(pl.col("name"), han_variants(house)).fill_null("").alias("name_key"))
    told = told.unique(["project", "number", "name_key"], keep="first", maintain_order=True)
    rows = with_leads(commit, _with_persons(commit, told))
    there = commit.scan(LEADS).select("lead_key")
    new = rows.lazy().join(there, on="lead_key", how="anti").collect().unique("lead_key", maintain_order=True)
    source = pl.lit(str(LeadSource.REFERRAL)).alias("source")
    commit.add(LEADS, new.select("lead_key", "person_key", "project", source))
    whole = new.join(_companies(commit, found), on="record", how="left", maintain_order="left")
    dated = whole.with_columns(_days(house).alias("told_on"))
    _keep_persons(house, commit, dated)
    commit.add(LISTED, _judged(house, commit, dated, file_key))
    return new.select("lead_key")


def _days(house: House) -> pl.Expr:
    """The day of the talk where its project works."""
    zones = {name: house.project_zone(one).key for name, one in house.settings.projects.items()}
    days = [
        pl.when(pl.col("project").eq(name)).then(pl.col("start_utc").dt.convert_time_zone(zone).dt.date())
        for name, zone in zones.items()
    ]
    return pl.coalesce(*days, pl.col("start_utc").dt.date())


def _judged(house: House, commit: Commit, new: pl.DataFrame, file_key: int) -> pl.DataFrame:
    """LISTED rows of the leads made, of no list; where a project asks for consent, nobody named has given one."""
    rows = new.select(
        "lead_key", "person_key", "project", "record", pl.lit(file_key, pl.Int64).alias("file_key"),
        pl.lit(NAMED).alias("answer"), received_on="told_on",
        is_last=pl.lit(value=True), reasons_before=pl.lit(str(Reason.CONSENT_MISSING)),
        **{name: pl.lit(None, kind) for name, kind in _UNTOLD.items()},
    )  # fmt: skip
    return decided(house, commit.view, rows).drop("verdict_before", "is_last")


_UNTOLD: Final = {
    "list": pl.String, "told_by": pl.String, "verdict_before": pl.String,
    "use_until": pl.Date, "consent_on": pl.Date, "told_on": pl.Date,
    "score_before": pl.Int16, "before_on": pl.Date, "is_before_told": pl.Boolean,
}  # fmt: skip


def _with_persons(commit: Commit, told: pl.DataFrame) -> pl.DataFrame:
    """Adds `person_key`: whoever of that name has the number, else a new person."""
    everyone = commit.view.everything()
    owners = owners_of(everyone, told.get_column("number"))
    people = people_now(everyone.scan_keys(PEOPLE, "person_key", owners.get_column("person_key")))
    names = people.select("person_key", pl.col("person_name_key").fill_null("").alias("name_key")).collect()
    known = owners.join(names, on="person_key").group_by("number", "name_key").agg(pl.col("person_key").min())
    rows = told.join(known, on=["number", "name_key"], how="left", maintain_order="left")
    new = rows.filter(pl.col("person_key").is_null()).select("number", "name_key").unique(maintain_order=True)
    new = new.with_columns(pl.Series("_new", commit.take_keys("person", new.height), dtype=pl.Int64))
    rows = rows.join(new, on=["number", "name_key"], how="left", maintain_order="left")
    return rows.with_columns(pl.coalesce("person_key", "_new").alias("person_key")).drop("_new")


def _companies(commit: Commit, found: Ingested) -> pl.DataFrame:
    """`record` → what is known of the company of the person who was called."""
    calls = found.attempts.select("record", "lead_key").drop_nulls()
    leads = commit.view.everything().scan_keys(LEADS, "lead_key", calls.get_column("lead_key"))
    persons = leads.select("lead_key", "person_key").unique("lead_key").collect()
    people = people_now(commit.view.scan_keys(PEOPLE, "person_key", persons.get_column("person_key")))
    company = people.select("person_key", *_OF_COMPANY).unique("person_key", keep="any").collect()
    told = calls.join(persons, on="lead_key").join(company, on="person_key", how="left")
    return told.select("record", *_OF_COMPANY).unique("record", keep="first")


def _keep_persons(house: House, commit: Commit, rows: pl.DataFrame) -> None:
    """Who is known keeps name and numbers as they stand."""
    live = commit.scan(PEOPLE).select("person_key").unique()
    persons = rows.unique("person_key", keep="first", maintain_order=True).lazy()
    unknown = persons.join(live, on="person_key", how="anti").collect().sort("person_key")
    named = unknown.select(
        "person_key",
        "title",
        "told_on",
        *_OF_COMPANY,
        pl.col("name").alias("person"),
        pl.col("name_key").alias("person_name_key"),
    )
    commit.add(PEOPLE, pl.concat([PEOPLE.empty().drop("batch"), named], how="diagonal"))
    cells = unknown.select(pl.format("+{}", "number")).to_series()
    lines = phones(cells, "", phone_table(house.shipped.phones)).filter(pl.col("nth") == 0)
    numbers = unknown.select("person_key", "told_on", pl.lit(0, pl.Int16).alias("position"), "number").hstack(
        lines.select("kind", "line", "extension", "region", "zones")
    )
    commit.add(NUMBERS, pl.concat([NUMBERS.empty().drop("batch"), numbers], how="diagonal"))
