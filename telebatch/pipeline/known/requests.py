"""Everything that stands against contacting somebody: what was written down, and what was asked in calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from telebatch.model.alike import among, in_both
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE, SUPPRESSIONS
from telebatch.model.words import SuppressionKind
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.knowledge import classified, states
from telebatch.prequalify import FURTHER, each_key, named_by, spelled, suppressed_by
from telebatch.state import derived_suppressions, numbers_now, standing_suppressions
from telebatch.store import View


def requests_of(known: View, settings: Settings) -> pl.LazyFrame:
    """All that stands on any day: SUPPRESSIONS rows net of removals, requests made in calls (their `batch` is null).

    A suppressed person stands with every number we ever knew of that person, each as a row of its own.
    """
    written = standing_suppressions(known.scan(SUPPRESSIONS))
    told = pl.concat([written, asked_in_calls(known, settings)], how="diagonal")
    return pl.concat([told, of_persons(known, told)])


def asked_in_calls(known: View, settings: Settings, asking: pl.Series | None = None) -> pl.LazyFrame:
    """Do-not-calls out of result files, SUPPRESSIONS rows without `batch`; classifies those few leads only.

    Args:
      asking: `lead_key`s among which are all that may have asked; null: as their states tell.
    """
    # Whoever asked is suppressed in its state; so only these leads' attempts need to be looked at.
    if asking is None:
        asking = states(known).filter(pl.col("is_suppressed")).select("lead_key").collect().to_series()
    if asking.is_empty():
        return SUPPRESSIONS.empty().drop("batch").lazy()
    owners = known.everything().scan_keys(LEADS, "lead_key", asking)
    persons = owners.select("person_key").unique().collect().to_series()
    numbers = numbers_now(known.scan_keys(NUMBERS, "person_key", persons))
    return derived_suppressions(classified(known, settings, asking).outcomes, numbers, owners)


def of_persons(known: View, requests: pl.LazyFrame) -> pl.LazyFrame:
    """What requests say of persons, whoever they are called today.

    A request names a person: by lead, e-mail, the client's record key or outright. It holds for that person ever after,
    in every project it is for, at every number the person has or had. So every version of people and numbers is asked,
    those of undone lists too: undoing a list takes nothing back that somebody asked.

    Args:
      requests: SUPPRESSIONS rows net of removals.

    Returns:
      Rows of kind person for those named otherwise, and rows of kind number; the columns of `requests`.
    """
    naming = requests.filter(pl.col("kind").is_in([str(kind) for kind in _OF_PERSONS])).collect()
    if naming.is_empty():
        return requests.clear()
    columns = requests.collect_schema().names()
    meant = [_named_by_lead(known, naming), *(_named_by_text(known, naming, *way) for way in _BY_TEXT)]
    persons = pl.concat(
        [naming.filter(_is(SuppressionKind.PERSON)).select(columns), *(m.select(columns) for m in meant)]
    )
    theirs = known.everything().scan_keys(NUMBERS, "person_key", persons.get_column("person_key").unique())
    numbers = (
        persons.lazy().drop("number")
        .join(theirs.select("person_key", "number").drop_nulls().unique(), on="person_key", how="inner")
        .with_columns(kind=pl.lit(str(SuppressionKind.NUMBER)), person_key=pl.lit(None, pl.Int64))
        .select(columns)
    )  # fmt: skip
    new = persons.filter(pl.col("kind") != str(SuppressionKind.PERSON))
    return pl.concat([new.with_columns(kind=pl.lit(str(SuppressionKind.PERSON)), **_NO_NAME).lazy(), numbers])


#: Kinds of requests that name one person.
_OF_PERSONS = (SuppressionKind.PERSON, SuppressionKind.LEAD, SuppressionKind.EMAIL, SuppressionKind.RECORD)
#: Those that do so by a text, and the column of PEOPLE it stands in.
_BY_TEXT = (
    (SuppressionKind.EMAIL, "email"), (SuppressionKind.EMAIL, FURTHER), (SuppressionKind.RECORD, "record_key"),
)  # fmt: skip
#: A person needs no other name.
_NO_NAME = {"text": pl.lit(None, pl.String), "lead_key": pl.lit(None, pl.Int64)}


def _is(kind: SuppressionKind) -> pl.Expr:
    return pl.col("kind").eq(str(kind))


def _named_by_lead(known: View, naming: pl.DataFrame) -> pl.DataFrame:
    rows = naming.filter(_is(SuppressionKind.LEAD)).drop("person_key")
    owners = known.everything().scan_keys(LEADS, "lead_key", rows.get_column("lead_key").drop_nulls())
    return rows.join(owners.select("lead_key", "person_key").unique().collect(), on="lead_key", how="inner")


def _named_by_text(known: View, naming: pl.DataFrame, kind: SuppressionKind, column: str) -> pl.DataFrame:
    """Everybody who ever had the e-mail or key, in any spelling."""
    rows = naming.filter(_is(kind)).drop("person_key").with_columns(_key=spelled("text"))
    people = each_key(known.everything().scan(PEOPLE).select("person_key", _key=spelled(column)), column)
    wanted = pl.col("_key").is_in(rows.get_column("_key").drop_nulls().implode())
    owners = people.filter(wanted).unique().collect() if rows.height else people.clear().collect()
    return rows.join(owners, on="_key", how="inner")


@dataclass(frozen=True, eq=False)
class Written:
    """What was written down against contacting the people of one list.

    Attributes:
      known: The store it stands in.
      rows: SUPPRESSIONS rows that can concern them; of those by number only the ones that name one of their numbers.
      owners: `record`, `number` of each number that one of the rows names.
      asking: As `asked_in_calls` wants it.
      settings: What calls meant; null: as the store has recorded it.
    """

    known: View
    rows: pl.DataFrame
    owners: pl.DataFrame
    asking: pl.Series | None = None
    settings: Settings | None = None


def numbers_written(known: View) -> pl.Series:
    """Every number of every list, as Int64; ten million are met as bare integers, once."""
    return known.scan(SUPPRESSIONS).select("number").collect().to_series().drop_nulls()


def written_near(known: View, listed: pl.Series, numbers: pl.DataFrame) -> Written:
    """Looks the numbers up in every list; only the rows that hit are read whole.

    Args:
      listed: `numbers_written`.
      numbers: `record`, `number` (null: not usable).
    """
    written = known.scan(SUPPRESSIONS)
    met = in_both(numbers.get_column("number"), listed)
    owners = numbers.select("record", "number").filter(among(numbers.get_column("number"), met))
    # Rows of every other kind have no number.
    near = pl.col("number").is_null() | pl.col("number").is_in(met.implode())
    return Written(known, written.filter(near).collect(), owners)


def mark_requests(
    candidates: pl.LazyFrame, numbers: pl.LazyFrame, written: Written, settings: Settings, on: tuple[str, date],
    own: pl.DataFrame | None = None,
) -> pl.DataFrame:  # fmt: skip
    """`suppressed_by`, `person_suppressed_by` of the candidates of one list; null where nobody asked.

    Args:
      candidates, numbers: As `suppressed_by` wants them.
      written: As `written_near` finds it for these numbers.
      on: Project and day.
      own: SUPPRESSIONS rows that the list itself asks for, without `batch`; null: none.
    """
    (project, day), known = on, written.known
    fits = pl.col("project").is_null() | pl.col("project").eq(project)
    asked = asked_in_calls(known, settings, written.asking).filter(fits).collect()
    told = [_standing(written.rows).filter(fits), asked, *(() if own is None else (own,))]
    told = pl.concat(told, how="diagonal")
    further = of_persons(known, told.lazy()).collect()
    # What nobody asked for but in writing names no number beside those found there.
    by_digits = told.get_column("kind").eq(str(SuppressionKind.PREFIX)).any()
    owners = numbers if asked.height or further.height or by_digits else written.owners.lazy()
    return suppressed_by(candidates, owners, pl.concat([told, further]).lazy(), day)


def _standing(rows: pl.DataFrame) -> pl.DataFrame:
    """`standing_suppressions` of rows at hand, of which few or none take another back."""
    return standing_suppressions(rows.lazy()).collect() if rows.get_column("is_removal").any() else rows


def concerning(subjects: pl.LazyFrame, numbers: pl.LazyFrame, requests: pl.LazyFrame) -> pl.DataFrame:
    """Which requests name which subject: `record` and the columns of the request, sorted.

    Args:
      subjects: `record` with `person_key`, `lead_key`, `email`, `company_key`, `record_key`, null where not known.
      numbers: `record`, `number`.
    """
    hits = named_by(subjects, numbers, requests).unique()
    return hits.sort("record", "list", "kind", "number", "text", "from_on", "project", nulls_last=True).collect()
