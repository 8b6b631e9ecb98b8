"""Verdicts become facts: keys for the new, versions for the known, one LISTED row per record."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from telebatch.model.places import places_in
from telebatch.model.tables import ANSWERS, LEADS, LISTED, LISTS, NUMBERS, PEOPLE
from telebatch.normalise import word
from telebatch.pipeline.known.live_lists import makes_lead, standing
from telebatch.pipeline.lists.deliveries import Delivery, ListFacts
from telebatch.pipeline.lists.verdicts import Apart
from telebatch.store import Commit, View


@dataclass(frozen=True, eq=False)
class Listing:
    """Which delivery of which project is kept, and what was said of it."""

    project: str
    file_key: int
    delivery: Delivery
    facts: ListFacts


def kept_list(commit: Commit, keyed: pl.DataFrame, apart: Apart, listing: Listing) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Adds the facts of one list to the commit.

    Args:
      keyed: From `with_keys`.
      apart: Of the same rows.

    Returns:
      Of the rows that lead, duplicates left out: those whose person was known (`lead_key`, `person_key`), and what
      LISTED says of those whose person nobody had met before this list, sorted by `lead_key`.
    """
    project, facts = listing.project, listing.facts
    # A duplicate row tells nothing that its survivor does not tell; the survivor's version is the person's.
    leads = pl.col("lead_key").is_not_null() & pl.col("survivor").is_null()
    every = apart.texts.beside(keyed).with_columns(pl.lit(listing.file_key, pl.Int64).alias("file_key"))
    leading = every.filter(leads)
    tables = (
        (LEADS, lead_rows(leading, project)),
        (PEOPLE, people_rows(leading, facts)),
        (NUMBERS, number_rows(apart.numbers, keyed.select("record", pl.when(leads).then("person_key")), facts)),
        (LISTED, listed_rows(every, project, facts)),
        (LISTS, _lists(listing)),
        (ANSWERS, answer_rows(leading)),
    )
    for table, rows in tables:
        commit.add(table, rows)
    met = leading.filter("is_known").select("lead_key", "person_key")
    return met.collect(), listed_rows(leading.filter(~pl.col("is_known")), project, facts).collect()


def with_keys(commit: Commit, decided: pl.DataFrame) -> pl.DataFrame:
    """Gives keys: `person_key` and `lead_key` for every row that makes a lead.

    Args:
      decided: Verdicts, sorted by record.

    Returns:
      The same rows with the keys given; null where a row makes no lead.
    """
    decided = _without_undone(commit.view, decided)
    # Only the first row of a person survives, so each of these rows is a person, in order of first appearance.
    leads = decided.select(makes_lead()).to_series()
    unmet = decided.get_column("person_key").is_null()
    new_person = decided.get_column("new_person")
    given = _numbered(new_person, leads & unmet, commit.take_keys("person", int((leads & unmet).sum())))
    fresh = leads & decided.get_column("lead_key").is_null()
    order = fresh.cast(pl.Int64).cum_sum() - 1 + commit.take_keys("lead", int(fresh.sum())).start
    return decided.drop("new_person").with_columns(
        pl.coalesce("person_key", given).alias("person_key"),
        pl.when(fresh).then(order).otherwise("lead_key").alias("lead_key"),
    )


def _without_undone(known: View, decided: pl.DataFrame) -> pl.DataFrame:
    """A row that makes no lead names that of its person where it is one: an undone one has its ids, and is none."""
    names = ~makes_lead() & pl.col("lead_key").is_not_null()
    keys = decided.filter(names).get_column("lead_key").unique() if known.undone else pl.Series([], dtype=pl.Int64)
    gone = keys.filter(~keys.is_in(standing(known, keys).implode()))
    if gone.is_empty():
        return decided
    is_gone = names & pl.col("lead_key").is_in(gone.implode())
    return decided.with_columns(pl.when(~is_gone).then("lead_key").alias("lead_key"))


def _numbered(new_person: pl.Series, first: pl.Series, keys: range) -> pl.Series:
    """The key of every row's new person; null where that has none.

    Args:
      first: The rows that give their person the next key.
    """
    given = np.zeros(int(str(new_person.max() or 0)) + 1, np.int64)
    given[new_person.filter(first).to_numpy()] = np.arange(keys.start, keys.stop)
    return pl.Series(given).replace(0, None).gather(new_person)


def lead_rows(leading: pl.LazyFrame, project: str) -> pl.LazyFrame:
    """LEADS of the rows that lead, less `batch`."""
    return leading.select("lead_key", "person_key", _word("project", project), _word("source", "list"))


def people_rows(leading: pl.LazyFrame, facts: ListFacts) -> pl.LazyFrame:
    """What a list tells of the person of each row: PEOPLE less `batch`."""
    return leading.select(
        "person_key", _word("list", facts.name), "record_key", "person", "person_name_key", "title",
        "department", "company", "company_key", "email", "further_emails", "address", "postcode", "city", "language",
        "company_size", "industry", *_told_by_list(facts), pl.lit(None).alias("tells"),
    )  # fmt: skip


def _word(column: str, told: str) -> pl.Expr:
    """The same word in every row: a number a row, where text would be looked at again and again."""
    return pl.lit(told, word(column)).alias(column)


def _told_by_list(facts: ListFacts) -> tuple[pl.Expr, pl.Expr]:
    return pl.lit(facts.received_on, pl.Date).alias("told_on"), pl.lit(None).alias("told_by")


def number_rows(numbers: pl.DataFrame, owners: pl.DataFrame, facts: ListFacts) -> pl.LazyFrame:
    """NUMBERS of everybody who leads, less `batch`; `owners` has a row per record, sorted, and null for the others."""
    place = places_in(numbers.get_column("record"), owners.get_column("record"))
    whose = owners.get_column("person_key").gather(place)
    return (
        numbers.lazy().with_columns(whose)
        .filter(pl.col("number").is_not_null(), pl.col("person_key").is_not_null())
        .select("person_key", "position", "number", "kind", "line", "extension", "region", "zones",
                *_told_by_list(facts))
    )  # fmt: skip


def listed_rows(keyed: pl.LazyFrame, project: str, facts: ListFacts) -> pl.LazyFrame:
    """LISTED of every row, less `batch`."""
    told = {"verified_on": None, "use_until": facts.use_until, "received_on": facts.received_on, "told_on": None}
    return keyed.select(
        "file_key", "record", "lead_key", "person_key", "verdict", "reasons", "score", "role_class", "seniority",
        "function", "role_basis", "is_key_person", "consent_on",
        _word("project", project), _word("list", facts.name),
        # What the delivery does not tell has no type, and no place in the segment.
        *(pl.lit(value).alias(name) for name, value in told.items()), pl.lit(None).alias("told_by"),
    )  # fmt: skip


def _lists(listing: Listing) -> pl.DataFrame:
    facts, delivery = listing.facts, listing.delivery
    row = {
        "list": facts.name, "project": listing.project, "file_key": listing.file_key, "supplier": facts.supplier,
        "received_on": facts.received_on, "use_until": facts.use_until, "consent": facts.consent,
        "price_minor": facts.price_minor, "currency": facts.currency, "records": delivery.record_count,
        "columns": pl.Series(list(delivery.columns.handed_through), dtype=pl.String).to_frame("c").write_json(),
        "read_as": delivery.read_as,
    }  # fmt: skip
    return pl.DataFrame([row], schema={name: kind for name, kind in LISTS.schema.items() if name != "batch"})


def answer_rows(leading: pl.LazyFrame) -> pl.LazyFrame:
    """ANSWERS less `batch`: handed-through columns and the list's own memo, beside the lead."""
    kinds = {"handed_through": "handed_through", "memo": "memo"}
    told = [
        leading.filter(pl.col(column).is_not_null())
        .select("lead_key", "file_key", "record", kind=pl.lit(kind), value=pl.col(column).cast(pl.String))
        for column, kind in kinds.items()
    ]  # fmt: skip
    return pl.concat(told).with_columns(pl.lit(None, dtype=ANSWERS.schema["at_utc"]).alias("at_utc"))
