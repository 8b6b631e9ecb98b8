"""Which numbers may serve no more: asked not to be called, dead on the line, or somebody else's?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.list_tables import WHOLE
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import ASKED_IN_A_CALL, Channel, SuppressionKind
from telebatch.state.facts import BAD_NUMBER_LASTS

_KEY: Final = ("list", "kind", "number", "text", "person_key", "lead_key")
_SCOPE: Final = ("project", "channel")
_IS_REMOVAL: Final = pl.col("is_removal").fill_null(value=False)

#: The list of people who asked in a call.
ASKED_IN_CALLS: Final = "do-not-call"


def standing_suppressions(suppressions: pl.LazyFrame) -> pl.LazyFrame:
    """Suppressions that nobody took back: the latest batch of one list and key decides, scope by scope.

    A removal without a project takes back what holds for any, one with WHOLE what holds for all projects at once; so it
    is with channels, where "any" takes back all.

    Returns:
      SUPPRESSIONS rows without removals and without those a later removal names.
    """
    removals = suppressions.filter(_IS_REMOVAL).select(*_KEY, *_SCOPE, "batch").collect(engine="in-memory")
    rows = suppressions.filter(~_IS_REMOVAL)
    if removals.is_empty():
        return rows
    for part in removals.group_by(*_KEY, *_SCOPE).agg(removed_in=pl.col("batch").max()).partition_by(_SCOPE):
        scope = part.select(_SCOPE).row(0)
        told = part.drop(_SCOPE).with_columns(_is_told=pl.lit(value=True))
        met = rows.join(told.lazy(), on=list(_KEY), how="left", nulls_equal=True)
        taken = pl.col("_is_told").fill_null(value=False) & (pl.col("batch") <= pl.col("removed_in")) & _within(*scope)
        rows = met.filter(~taken.fill_null(value=False)).drop("removed_in", "_is_told")
    return rows


def _within(project: str | None, channel: str) -> pl.Expr:
    """Bool per row: a removal of that scope is about it."""
    own = pl.col("project")
    about = pl.lit(value=True) if project is None else own.is_null() if project == WHOLE else own.eq(project)
    wanted = str(Channel.ANY) if channel == WHOLE else channel
    return about if channel == str(Channel.ANY) else about & pl.col("channel").eq(wanted)


def derived_suppressions(outcomes: pl.LazyFrame, numbers: pl.LazyFrame, leads: pl.LazyFrame) -> pl.LazyFrame:
    """Do-not-call asked in calls: the person, the number called, and every other number of the person.

    Who only refused the product asked is suppressed for the project of the call, all others for every project.

    Args:
      outcomes: OUTCOMES rows.
      numbers: NUMBERS rows of each person's latest version.
      leads: LEADS rows.

    Returns:
      SUPPRESSIONS rows without `batch`, one per person and one per number (of each project, where it is for that
      alone), from the (UTC) day of the first request; every channel.
    """
    asked = outcomes.filter(pl.col("suppresses").fill_null(False), pl.col("lead_key").is_not_null()).select(
        "lead_key", "number", "start_utc", pl.when("this_project").then("project").alias("project")
    )
    asked = asked.join(_persons_of(asked, leads), on="lead_key", how="left")
    persons = asked.select("person_key", "project", "start_utc").filter(pl.col("person_key").is_not_null())
    near = numbers.select("person_key", "number").join(persons, on="person_key", how="semi")
    theirs = persons.join(near, on="person_key", how="inner")
    every = pl.concat([rows.select("number", "project", "start_utc") for rows in (asked, theirs)])
    rows = [
        _first_day(persons, "person_key").with_columns(kind=pl.lit(str(SuppressionKind.PERSON))),
        _first_day(every.filter(pl.col("number").is_not_null()), "number").with_columns(
            kind=pl.lit(str(SuppressionKind.NUMBER))
        ),
    ]
    return _as_suppressions(pl.concat(rows, how="diagonal"))


def _persons_of(rows: pl.LazyFrame, leads: pl.LazyFrame) -> pl.LazyFrame:
    """`lead_key` (unique), `person_key` of the few leads that the rows are about."""
    return leads.select("lead_key", "person_key").join(rows, on="lead_key", how="semi").unique("lead_key")


def _first_day(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    return rows.group_by(key, "project").agg(pl.col("start_utc").min().dt.date().alias("from_on"))


def _as_suppressions(rows: pl.LazyFrame) -> pl.LazyFrame:
    told = {
        "list": pl.lit(ASKED_IN_CALLS),
        "channel": pl.lit(str(Channel.ANY)),
        "asked_by": pl.lit(ASKED_IN_A_CALL),
        "is_removal": pl.lit(False),
        "project": pl.col("project"),
        "kind": pl.col("kind"),
        "number": pl.col("number"),
        "person_key": pl.col("person_key"),
        "from_on": pl.col("from_on"),
    }
    columns = [
        told.get(name, pl.lit(None)).cast(kind).alias(name)
        for name, kind in SUPPRESSIONS.schema.items()
        if name != "batch"
    ]
    return rows.select(columns).sort("kind", "person_key", "number", "project")


def bad_numbers(outcomes: pl.LazyFrame) -> pl.LazyFrame:
    """Numbers found vacant or suspended since they last answered.

    One result of an agent is enough; telephony alone (a row without agent) needs results on two (UTC) days. A bad
    number is asked about again 180 days after the last such result.

    Returns:
      Key `number`: `bad_since`, `bad_until` (first day on which it may serve again), `results`, `last_outcome`.
    """
    known = outcomes.filter(pl.col("number").is_not_null(), pl.col("lead_key").is_not_null())
    bad = known.filter(pl.col("bad_number").fill_null(False)).select(
        "number", "start_utc", "agent", "outcome", "attempt_key"
    )
    good = (
        known.filter(pl.col("answered").fill_null(False))
        .join(bad.select("number"), on="number", how="semi")
        .group_by("number")
        .agg(pl.col("start_utc").max().alias("answered_utc"))
    )
    day = pl.col("start_utc").dt.date()
    return (
        bad.join(good, on="number", how="left")
        .filter(pl.col("answered_utc").is_null() | (pl.col("start_utc") > pl.col("answered_utc")))
        .group_by("number")
        .agg(
            day.min().alias("bad_since"),
            (day.max() + BAD_NUMBER_LASTS).alias("bad_until"),
            pl.len().cast(pl.Int32).alias("results"),
            pl.col("outcome").sort_by("start_utc", "attempt_key").last().alias("last_outcome"),
            pl.col("agent").is_not_null().any().alias("by_agent"),
            day.n_unique().alias("days"),
        )
        .filter(pl.col("by_agent") | (pl.col("days") >= 2))
        .drop("by_agent", "days")
    )


def dropped_numbers(outcomes: pl.LazyFrame, leads: pl.LazyFrame) -> pl.LazyFrame:
    """Numbers that proved not to be the person's; others may still have them.

    Returns:
      Key (`person_key`, `number`): `dropped_utc`; a later talk with the person at that number takes it back.
    """
    drops, talks = pl.col("drops_number").fill_null(False), pl.col("right_party").fill_null(False)
    known = outcomes.filter(pl.col("number").is_not_null(), pl.col("lead_key").is_not_null())
    # Few numbers prove to be somebody else's, and most calls are talks: only those numbers are looked at.
    dropped = known.filter(drops).select("number").unique()
    rows = (
        known.filter(drops | talks)
        .select("lead_key", "number", "start_utc", "drops_number", "right_party")
        .join(dropped, on="number", how="semi")
    )
    return (
        rows.join(_persons_of(rows, leads), on="lead_key", how="inner")
        .group_by("person_key", "number")
        .agg(
            pl.when(drops).then("start_utc").max().alias("dropped_utc"),
            pl.when(talks).then("start_utc").max().alias("talk_utc"),
        )
        .filter(
            pl.col("dropped_utc").is_not_null(),
            pl.col("talk_utc").is_null() | (pl.col("dropped_utc") > pl.col("talk_utc")),
        )
        .drop("talk_utc")
    )


def lasting_requests(suppressions: pl.LazyFrame) -> pl.LazyFrame:
    """SUPPRESSIONS rows about calls that never end; the others are judged by split on the day of the shift."""
    return suppressions.filter(
        pl.col("until_on").is_null(), pl.col("channel").is_in([str(Channel.ANY), str(Channel.CALL)])
    )


def suppressed_leads(leads: pl.LazyFrame, numbers: pl.LazyFrame, requests: pl.LazyFrame) -> pl.LazyFrame:
    """Leads named for good by lead, by person or by one of the person's numbers.

    Args:
      leads: `lead_key`, `person_key`, `project`.
      numbers: `person_key`, `number`.
      requests: As `lasting_requests` gives them; of all projects or of the lead's.

    Returns:
      Key `lead_key`, no other column.
    """

    def named(kind: SuppressionKind, key: str, among: pl.LazyFrame) -> pl.LazyFrame:
        rows = requests.filter(pl.col("kind").eq(str(kind))).select(key, only="project").unique()
        fits = pl.col("only").is_null() | pl.col("only").eq(pl.col("project"))
        return among.join(rows, on=key, how="inner").filter(fits).select("lead_key")

    called = leads.join(
        numbers.join(requests.select("number"), on="number", how="semi").select("person_key", "number"),
        on="person_key",
        how="inner",
    )
    return pl.concat(
        [
            named(SuppressionKind.LEAD, "lead_key", leads),
            named(SuppressionKind.PERSON, "person_key", leads),
            named(SuppressionKind.NUMBER, "number", called),
        ]
    ).unique()
