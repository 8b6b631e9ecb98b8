"""Everything that stands against contacting somebody: what was written down, and what was asked in calls."""

from __future__ import annotations

from datetime import date

import polars as pl

from telebatch.model.tables import LEADS, NUMBERS, SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.model.workspace import Settings
from telebatch.pipeline.knowledge import classified, latest_per, states
from telebatch.prequalify import mark_suppressed
from telebatch.prequalify.suppressed import named_by
from telebatch.state import derived_suppressions, standing_suppressions
from telebatch.store import View


def requests_of(known: View, settings: Settings) -> pl.LazyFrame:
    """All that stands on any day: SUPPRESSIONS rows net of removals, requests made in calls (their `batch` is null).

    A suppressed person stands with every number we know of that person, each as a row of its own.
    """
    written = standing_suppressions(known.scan(SUPPRESSIONS))
    asked = asked_in_calls(known, settings)
    return pl.concat([written, asked, numbers_of_persons(known, written)], how="diagonal")


def asked_in_calls(known: View, settings: Settings) -> pl.LazyFrame:
    """Do-not-calls that came out of result files: persons and their numbers; classifies those few leads only."""
    # Whoever asked is suppressed in its state; so only these leads' attempts need to be looked at.
    leads = states(known).filter(pl.col("is_suppressed")).select("lead_key", "person_key").collect()
    if leads.is_empty():
        return SUPPRESSIONS.empty().drop("batch").lazy()
    outcomes = classified(known, settings, leads.get_column("lead_key")).outcomes
    numbers = latest_per(known.scan_keys(NUMBERS, "person_key", leads.get_column("person_key")), "person_key")
    owners = known.everything().scan_keys(LEADS, "lead_key", leads.get_column("lead_key"))
    return derived_suppressions(outcomes, numbers, owners)


def numbers_of_persons(known: View, written: pl.LazyFrame) -> pl.LazyFrame:
    """Rows of kind number for every number of the persons that `written` names; its columns."""
    persons = written.filter(pl.col("kind").eq(str(SuppressionKind.PERSON))).collect()
    if persons.is_empty():
        return written.clear()
    theirs = known.scan_keys(NUMBERS, "person_key", persons.get_column("person_key")).select("person_key", "number")
    columns = written.collect_schema().names()
    return (
        persons.lazy().drop("number").join(theirs.unique(), on="person_key", how="inner")
        .with_columns(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"), pl.lit(None, pl.Int64).alias("person_key"))
        .select(columns)
    )  # fmt: skip


def mark_requests(
    candidates: pl.LazyFrame, numbers: pl.LazyFrame, known: View, settings: Settings, on: tuple[str, date]
) -> pl.LazyFrame:
    """Adds `suppressed_by` to the candidates of one list; null where nobody asked.

    Only rows that name a candidate are judged for removals, so ten million numbers cost one join.

    Args:
      candidates, numbers: As `mark_suppressed` wants them.
      on: Project and day.
    """
    project, day = on
    table = candidates.collect()
    fits = pl.col("project").is_null() | pl.col("project").eq(project)
    near = named_by(table.lazy(), numbers, known.scan(SUPPRESSIONS).filter(fits)).drop("record").unique()
    persons = known.scan(SUPPRESSIONS).filter(fits, pl.col("kind").eq(str(SuppressionKind.PERSON)))
    written = standing_suppressions(pl.concat([near, persons]).unique())
    more = [asked_in_calls(known, settings), numbers_of_persons(known, written)]
    return mark_suppressed(table.lazy(), numbers, pl.concat([written, *more], how="diagonal"), day)


def concerning(subjects: pl.LazyFrame, numbers: pl.LazyFrame, requests: pl.LazyFrame) -> pl.DataFrame:
    """Which requests name which subject: `record` and the columns of the request, sorted.

    Args:
      subjects: `record` with `person_key`, `lead_key`, `email`, `company_key`, `record_key`, null where not known.
      numbers: `record`, `number`.
    """
    hits = named_by(subjects, numbers, requests).unique()
    return hits.sort("record", "list", "kind", "number", "text", "from_on", "project", nulls_last=True).collect()
