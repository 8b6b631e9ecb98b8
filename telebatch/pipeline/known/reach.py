"""Whose state can new facts change, and whose facts tell it? Looked up by key, so that few facts read little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from telebatch.model.tables import LEADS, MOVED, NUMBERS, STRAYS
from telebatch.state import NUMBERS_WANTED, numbers_at_hand
from telebatch.store import View


@dataclass(frozen=True, eq=False)
class Reach:
    """Keys of leads, unique and sorted.

    Attributes:
      touched: They share a lead, a number or a person with the new facts: their state must be told again.
      circle: The touched ones and all whose facts speak about their persons and numbers: fold these.
    """

    touched: pl.Series
    circle: pl.Series


def reached(known: View, added: Sequence[pl.LazyFrame]) -> Reach:
    """How far new facts reach.

    A call at a number speaks about everybody who has it; so leads that were called there count beside those who own it
    (ATTEMPTS itself is too large to be asked for a number: whoever ever had it, and STRAYS, tell). So do leads of which
    the same call was told once.

    Args:
      added: Of any tables; `lead_key`, `former_key`, `person_key`, `number` are read where a table has them.
    """
    persons, called = _named(added, "person_key"), _named(added, "number")
    leads = _together(_named(added, "lead_key"), _named(added, "former_key"))
    if not (leads.len() or persons.len() or called.len()):
        return Reach(leads, leads)
    of_leads = known.everything().scan_keys(LEADS, "lead_key", leads).select("person_key")
    named = _together(persons, of_leads.collect().to_series())
    latest = _latest_numbers(known, named)
    owned = latest.get_column("number").unique()
    asked = _together(called, owned)
    had = _had(known, asked)
    persons = _together(named, _owners(known, had, named, latest))
    touched = _together(leads, _leads_of(known, persons))
    further = _without(persons, named)
    owned = _together(owned, _latest_numbers(known, further).get_column("number"))
    # Who owns the numbers asked for is among the persons already.
    had_more = _had(known, _without(owned, asked))
    beyond = _without(_owners(known, had_more, named, latest), persons)
    ever = pl.concat([had, had_more]).filter(pl.col("number").is_in(owned.implode()))
    circle = _together(touched, _leads_of(known, beyond), _called_at(known, owned, ever, persons))
    return Reach(touched, with_moved(known, circle))


def with_moved(known: View, leads: pl.Series) -> pl.Series:
    """`lead_key`s of these leads and of all to or from whom a correction moved a call of theirs, over any steps."""
    links = known.scan(MOVED).select("lead_key", "former_key").unique().collect()
    while links.height:
        ends = pl.col("lead_key").is_in(leads.implode()) | pl.col("former_key").is_in(leads.implode())
        near = links.filter(ends)
        more = _together(leads, near.get_column("lead_key"), near.get_column("former_key"))
        if more.len() == leads.len():
            break
        leads = more
    return leads


def _leads_of(known: View, persons: pl.Series) -> pl.Series:
    rows = known.everything().scan_keys(LEADS, "person_key", persons).select("lead_key")
    return rows.collect().to_series()


def _without(keys: pl.Series, others: pl.Series) -> pl.Series:
    return keys.filter(~keys.is_in(others.implode()))


def _had(known: View, numbers: pl.Series) -> pl.DataFrame:
    """`number`, `person_key`, `batch` of whoever ever had one of the numbers."""
    columns = ("number", "person_key", "batch")
    if numbers.is_empty():
        return NUMBERS.empty().select(columns)
    rows = known.everything().scan_keys(NUMBERS, "number", numbers)
    return rows.select(columns).unique().collect()


def _called_at(known: View, numbers: pl.Series, ever: pl.DataFrame, persons: pl.Series) -> pl.Series:
    """Leads that may have been called at one of the numbers: whose person `ever` had it, or as a stray.

    Those of `persons` are left out: their leads are told anyway.
    """
    if numbers.is_empty():
        return numbers
    at = pl.col("number").is_in(numbers.implode())
    strays = known.scan(STRAYS).filter(at).select("lead_key").collect().to_series()
    return _together(_leads_of(known, _without(ever.get_column("person_key").unique(), persons)), strays)


def _owners(known: View, had: pl.DataFrame, named: pl.Series, latest: pl.DataFrame) -> pl.Series:
    """Persons in whose latest version one of the numbers stands; of those named, `latest` tells it already."""
    numbers = had.get_column("number").unique()
    gone = pl.Series([batch for batch in known.undone if known.hidden(batch)], dtype=pl.Int64)
    ever = had.filter(~pl.col("batch").is_in(gone.implode())).get_column("person_key").unique()
    others = _latest_numbers(known, _without(ever, named))
    held = pl.concat([latest, others]).filter(pl.col("number").is_in(numbers.implode()))
    return held.get_column("person_key").unique()


def _latest_numbers(known: View, persons: pl.Series) -> pl.DataFrame:
    """`person_key`, `number` of each person's latest version."""
    rows = known.scan_keys(NUMBERS, "person_key", persons).select(NUMBERS_WANTED).collect()
    return numbers_at_hand(rows).select("person_key", "number").drop_nulls()


def _named(added: Sequence[pl.LazyFrame], key: str) -> pl.Series:
    """The values of one key among the new facts."""
    parts = [rows.select(pl.col(key).cast(pl.Int64)) for rows in added if key in rows.collect_schema()]
    empty = pl.LazyFrame(schema={key: pl.Int64()})
    return pl.concat([empty, *parts]).drop_nulls().unique().collect().to_series().sort()


def _together(*keys: pl.Series) -> pl.Series:
    return pl.concat([one.alias("lead_key") for one in keys]).drop_nulls().unique().sort()
