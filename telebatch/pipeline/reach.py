"""Whose state can new facts change, and whose facts tell it? Looked up by key, so that few facts read little."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from telebatch.model.tables import ATTEMPTS, LEADS, MOVED, NUMBERS
from telebatch.pipeline.knowledge import latest_per
from telebatch.store import View


def touched(known: View, added: Sequence[pl.LazyFrame]) -> pl.DataFrame:
    """Leads that share a lead, a number or a person with the new facts: their state must be told again.

    Args:
      added: New facts of any tables; `lead_key`, `former_key`, `person_key`, `number` are read where a table has them.

    Returns:
      `lead_key`, unique, sorted.
    """
    leads, persons, called = (_named(added, key) for key in ("lead_key", "person_key", "number"))
    leads = _together(leads, _named(added, "former_key"))
    if not (leads.len() or persons.len() or called.len()):
        return leads.to_frame("lead_key")
    everyone = known.everything()
    of_leads = everyone.scan_keys(LEADS, "lead_key", leads).select("person_key").collect().to_series()
    persons = _together(persons, of_leads)
    theirs = _latest_numbers(known, persons).get_column("number")
    persons = _together(persons, _owners(known, _together(called, theirs)))
    found = everyone.scan_keys(LEADS, "person_key", persons).select("lead_key").collect().to_series()
    return _together(leads, found).to_frame("lead_key")


def circle(known: View, leads: pl.Series) -> pl.Series:
    """The leads and every lead whose facts speak about their persons and numbers; fold these, keep the leads' rows.

    A call at a number speaks about everybody who has it; so leads that were called there count beside those who own it,
    and so do leads of which the same call was told once.

    Returns:
      lead_key, unique, sorted.
    """
    if leads.is_empty():
        return leads
    everyone = known.everything()
    persons = everyone.scan_keys(LEADS, "lead_key", leads).select("person_key").collect().to_series().unique()
    owned = _latest_numbers(known, persons).get_column("number").unique()
    persons = _together(persons, _owners(known, owned))
    found = everyone.scan_keys(LEADS, "person_key", persons).select("lead_key").collect().to_series()
    return with_moved(known, _together(leads, found, _called_at(known, owned)))


def with_moved(known: View, leads: pl.Series) -> pl.Series:
    """The leads and those between which a correction moved a call of theirs."""
    links = known.scan(MOVED).select("lead_key", "former_key").unique().collect()
    while links.height:
        ends = pl.col("lead_key").is_in(leads.implode()) | pl.col("former_key").is_in(leads.implode())
        near = links.filter(ends)
        more = _together(leads, near.get_column("lead_key"), near.get_column("former_key"))
        if more.len() == leads.len():
            break
        leads = more
    return leads


def _called_at(known: View, numbers: pl.Series) -> pl.Series:
    """Leads that were called at one of the numbers."""
    rows = known.scan(ATTEMPTS).filter(pl.col("number").is_in(numbers.implode())).select("lead_key")
    return rows.unique().collect().to_series()


def _owners(known: View, numbers: pl.Series) -> pl.Series:
    """Persons in whose latest version one of the numbers stands."""
    held = pl.col("number").is_in(numbers.implode())
    ever = known.scan(NUMBERS).filter(held).select("person_key").unique().collect().to_series()
    return _latest_numbers(known, ever).filter(held).get_column("person_key").unique()


def _latest_numbers(known: View, persons: pl.Series) -> pl.DataFrame:
    """`person_key`, `number` of each person's latest version."""
    rows = known.scan_keys(NUMBERS, "person_key", persons).select("person_key", "number", "batch")
    return latest_per(rows, "person_key").select("person_key", "number").drop_nulls().collect()


def _named(added: Sequence[pl.LazyFrame], key: str) -> pl.Series:
    """The values of one key among the new facts."""
    parts = [rows.select(pl.col(key).cast(pl.Int64)) for rows in added if key in rows.collect_schema()]
    empty = pl.LazyFrame(schema={key: pl.Int64()})
    return pl.concat([empty, *parts]).drop_nulls().unique().collect().to_series().sort()


def _together(*keys: pl.Series) -> pl.Series:
    return pl.concat([one.alias("lead_key") for one in keys]).drop_nulls().unique().sort()
