"""Rows of a list decided on before: the persons they were told apart as when the list came."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import LEADS
from telebatch.normalise import Normalised
from telebatch.pipeline.lists.verdicts import found_candidates, known_people
from telebatch.state import identify
from telebatch.store import View


def told_apart(
    known: View, then: View, normal: Normalised, project: Project, stored: pl.DataFrame, row: Mapping[str, object]
) -> pl.DataFrame:
    """As `found_candidates`, with the keys that were given before; `_lead` is the lead a row had.

    What became known since must not tell the rows of a list apart anew: what the list itself told is among it.

    Args:
      then: What was known when the list came.
      stored: LISTED rows of the list, the latest decision on each record.
      row: Its LISTS row.
    """
    found = found_candidates(then, normal, project, str(row["list"]), int(str(row["file_key"])))
    own = stored.select("record", _person="person_key", _lead="lead_key").lazy()
    told = found.join(own, on="record", how="left", maintain_order="left").collect()
    # What was given to one row of a person holds for all of them.
    given = pl.col("_person").drop_nulls().first().over("new_person")
    theirs = pl.when(pl.col("new_person").is_not_null()).then(given)
    told = told.with_columns(pl.coalesce("_person", theirs, "person_key").alias("person_key")).drop("_person")
    return _with_leads(told, known, project)


def with_met_since(
    told: pl.DataFrame, records: pl.Series, known: View, normal: Normalised, project: Project, name: str
) -> pl.DataFrame:
    """The same with the persons that rows without one name today: whoever came with a later list.

    Args:
      told: As `told_apart` gives them.
      records: The rows to look for.
      name: Of the named list.
    """
    mine = told.filter(pl.col("record").is_in(records.implode()))
    own = told.get_column("person_key").drop_nulls().unique()
    met = met_since(mine, own, known, normal, project, name).select("record", _later="person_key")
    told = told.join(met, on="record", how="left", maintain_order="left")
    told = told.with_columns(pl.coalesce("person_key", "_later").alias("person_key")).drop("_later")
    return _with_leads(told, known, project)


def met_since(
    rows: pl.DataFrame, own: pl.Series, known: View, normal: Normalised, project: Project, name: str
) -> pl.DataFrame:
    """Rows of a list with the persons that they name today, where they have none, and with the leads of these.

    Args:
      rows: As `told_apart` gives them.
      own: Keys of the persons of the whole list: none of them came with a later one.
      name: Of the named list.
    """
    records = rows.get_column("record")
    numbers = normal.numbers.filter(pl.col("record").is_in(records.implode()))
    texts = normal.texts.beside(normal.candidates.select("record"))
    asked = rows.lazy().with_columns(list=pl.lit(name), file_key=0)
    asked = asked.join(texts, on="record", how="left", maintain_order="left")
    found = identify(asked, known_people(known), project.name, numbers)
    theirs = ~pl.col("person_key").is_in(own.implode())
    later = found.filter(theirs).select("record", _later="person_key").collect()
    met = rows.join(later, on="record", how="left", maintain_order="left")
    met = met.with_columns(pl.coalesce("person_key", "_later").alias("person_key")).drop("_later")
    return _with_leads(met, known, project)


def _with_leads(told: pl.DataFrame, known: View, project: Project) -> pl.DataFrame:
    """`lead_key`: the lead a row had, else that of its person in the project."""
    leads = known.everything().scan(LEADS).filter(pl.col("project").eq(project.name))
    theirs = leads.group_by("person_key").agg(_has=pl.col("lead_key").min()).collect()
    told = told.join(theirs, on="person_key", how="left", maintain_order="left")
    return told.with_columns(lead_key=pl.coalesce("_lead", "_has")).drop("_has")
