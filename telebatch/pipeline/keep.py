"""Verdicts become facts: keys for the new, versions for the known, one LISTED row per record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from telebatch.model.project import Project
from telebatch.model.tables import ANSWERS, LEADS, LISTED, LISTS, NUMBERS, PEOPLE
from telebatch.normalise import Normalised
from telebatch.pipeline.deliveries import Delivery
from telebatch.store import Commit

if TYPE_CHECKING:
    from telebatch.pipeline.prequalify import ListFacts


@dataclass(frozen=True, eq=False)
class Kept:
    """What one list added.

    Attributes:
      decided: Verdicts with the keys given; null where a row makes no lead.
      leading: The rows that made or met a lead, without duplicates.
    """

    decided: pl.DataFrame
    leading: pl.DataFrame


def kept_list(
    commit: Commit, decided: pl.DataFrame, normal: Normalised, project: Project, facts: ListFacts, file_key: int,
    delivery: Delivery,
) -> Kept:  # fmt: skip
    """Gives keys and adds the facts of one list to the commit."""
    keyed = _keyed(commit, decided, project.name)
    # A duplicate row tells nothing that its survivor does not tell; the survivor's version is the person's.
    leading = keyed.filter(pl.col("lead_key").is_not_null() & pl.col("survivor").is_null())
    numbers = normal.numbers.filter(pl.col("number").is_not_null())
    tables = (
        (LEADS, _leads(leading, project.name)),
        (PEOPLE, _people(leading, facts.name)),
        (NUMBERS, _numbers(numbers, leading)),
        (LISTED, _listed(keyed, project.name, facts)),
        (LISTS, _lists(facts, project.name, file_key, delivery)),
        (ANSWERS, _answers(leading)),
    )
    for table, rows in tables:
        commit.add(table, rows)
    return Kept(keyed, leading.select("lead_key", "person_key"))


_DECIDED = (
    "verdict", "reasons", "score", "role_class", "seniority", "function", "role_basis", "is_key_person", "consent_on",
    "lead_key",
)  # fmt: skip


def kept_again(
    commit: Commit, decided: pl.DataFrame, normal: Normalised, project: Project, facts: ListFacts, stored: pl.DataFrame
) -> pl.DataFrame:
    """Adds what a list decided again changed: LISTED rows that differ, and all facts of rows that lead for the first time.

    A person met since then keeps what is newest of it.

    Args:
      decided: Verdicts; `person_key` and `lead_key` are those the record had before.
      stored: LISTED rows of the earlier decision, one per record.

    Returns:
      Verdicts with the keys given.
    """
    keyed = _keyed(commit, decided, project.name)
    had = stored.select("record", *(pl.col(name).alias(f"{name}_before") for name in _DECIDED), known=pl.lit(value=True))
    both = keyed.join(had, on="record", how="left", maintain_order="left")
    differs = pl.any_horizontal(_plain(name).ne_missing(pl.col(f"{name}_before")) for name in _DECIDED)
    changed = both.filter(differs | pl.col("known").is_null())
    before = decided.select("record", _lead="lead_key", _person="person_key")
    fresh = keyed.join(before, on="record", how="left", maintain_order="left").filter(
        pl.col("lead_key").is_not_null() & pl.col("_lead").is_null() & pl.col("survivor").is_null()
    )
    strangers = fresh.filter(pl.col("_person").is_null())
    numbers = normal.numbers.filter(pl.col("number").is_not_null())
    commit.add(LEADS, _leads(fresh, project.name))
    commit.add(PEOPLE, _people(strangers, facts.name))
    commit.add(NUMBERS, _numbers(numbers, strangers))
    commit.add(ANSWERS, _answers(fresh))
    commit.add(LISTED, _listed(changed, project.name, facts))
    return keyed


def _plain(name: str) -> pl.Expr:
    """A decided column in its stored type, whatever the type it is worked with."""
    return pl.col(name).cast(LISTED.schema[name])


def _keyed(commit: Commit, decided: pl.DataFrame, project: str) -> pl.DataFrame:  # noqa: ARG001
    """person_key and lead_key for every row that makes a lead: callable, verify, or suppressed and nothing else.

    A suppressed row stays out of `callable`, but its lead exists: split alone decides when the suppression ends.
    """
    leads = pl.col("verdict").is_in(["callable", "verify"]) | pl.col("reasons").eq("suppressed")
    decided = decided.with_columns((leads & pl.col("survivor").is_null()).alias("_leads"))
    people = _given(commit, decided.filter(pl.col("_leads") & pl.col("person_key").is_null()), "new_person", "person")
    decided = decided.join(people, on="new_person", how="left", maintain_order="left").with_columns(
        pl.coalesce("person_key", "_person").alias("person_key")
    )
    fresh = decided.filter(pl.col("_leads") & pl.col("lead_key").is_null())
    leads_given = _given(commit, fresh, "person_key", "lead")
    return (
        decided.join(leads_given, on="person_key", how="left", maintain_order="left", nulls_equal=False)
        .with_columns(
            pl.when("_leads").then(pl.coalesce("lead_key", "_lead")).otherwise(pl.col("lead_key")).alias("lead_key")
        )
        .drop("_leads", "_person", "_lead")
    )


def _given(commit: Commit, rows: pl.DataFrame, by: str, sequence: str) -> pl.DataFrame:
    """One new key of the sequence per distinct `by`, in order of first appearance."""
    distinct = rows.select(by).drop_nulls().unique(maintain_order=True)
    keys = commit.take_keys(sequence, distinct.height)
    return distinct.with_columns(pl.Series(f"_{sequence}", keys, dtype=pl.Int64))


def _leads(leading: pl.DataFrame, project: str) -> pl.DataFrame:
    return leading.select("lead_key", "person_key", pl.lit(project).alias("project"), pl.lit("list").alias("source"))


def _people(leading: pl.DataFrame, name: str) -> pl.DataFrame:
    return leading.select(
        "person_key", pl.lit(name).alias("list"), "record_key", "person", "person_name_key", "title", "department",
        "company", "company_key", "email", "address", "postcode", "city", "language",
    )  # fmt: skip


def _numbers(numbers: pl.DataFrame, leading: pl.DataFrame) -> pl.DataFrame:
    owners = leading.select("record", "person_key")
    return numbers.join(owners, on="record").select(
        "person_key", "position", "number", "kind", "line", "extension", "region", "zones"
    )


def _listed(keyed: pl.DataFrame, project: str, facts: ListFacts) -> pl.DataFrame:
    told = {"project": project, "list": facts.name}
    days = {"verified_on": None, "use_until": facts.use_until, "received_on": facts.received_on}
    return keyed.select(
        "file_key", "record", "lead_key", "person_key", "verdict", "reasons", "score", "role_class", "seniority", "function",
        "role_basis", "is_key_person", "consent_on",
        *(pl.lit(value, dtype=pl.String).alias(name) for name, value in told.items()),
        *(pl.lit(value, dtype=pl.Date).alias(name) for name, value in days.items()),
    )  # fmt: skip


def _lists(facts: ListFacts, project: str, file_key: int, delivery: Delivery) -> pl.DataFrame:
    row = {
        "list": facts.name, "project": project, "file_key": file_key, "supplier": facts.supplier,
        "received_on": facts.received_on, "use_until": facts.use_until, "consent": facts.consent,
        "price_minor": facts.price_minor, "currency": facts.currency, "records": delivery.record_count,
        "columns": pl.Series(list(delivery.columns.handed_through), dtype=pl.String).to_frame("c").write_json(),
    }  # fmt: skip
    return pl.DataFrame([row], schema={name: kind for name, kind in LISTS.schema.items() if name != "batch"})


def _answers(leading: pl.DataFrame) -> pl.DataFrame:
    """Handed-through columns and the list's own memo, beside the lead."""
    through = leading.select("lead_key", "file_key", "record", kind=pl.lit("handed_through"), value="handed_through")
    memos = leading.select("lead_key", "file_key", "record", kind=pl.lit("memo"), value="memo")
    return (
        pl.concat([through, memos])
        .filter(pl.col("value").is_not_null())
        .with_columns(pl.lit(None, dtype=ANSWERS.schema["at_utc"]).alias("at_utc"))
    )
