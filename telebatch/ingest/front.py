"""What does a result file tell: every record of it goes to exactly one place, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.ingest.answers import answers_of
from telebatch.ingest.asked import Again, Ingested, Known, Lookups, Problem, SourceRules, unbatched
from telebatch.ingest.attempts import attempts_of
from telebatch.ingest.calls import DAYS, typed, with_number_told
from telebatch.ingest.formats.profiles import Profile
from telebatch.ingest.leads import find_leads
from telebatch.ingest.made import is_dated
from telebatch.ingest.noticed import by_number, full, lost, of_times, strange_campaigns, unasked, unbooked, unreached
from telebatch.ingest.others import MAKERS
from telebatch.ingest.pieces import refuse_open
from telebatch.ingest.places import (
    KEPT,
    NO_RESULT,
    NOT_OURS,
    REPEATED,
    no_result,
    not_ours,
    problem_of_call,
    repeated,
    with_zones_open,
)
from telebatch.ingest.quarantined import quarantine_of
from telebatch.ingest.rows import Cells, asked_of, cells_of
from telebatch.ingest.when.date_orders import DateOrders, orders_of
from telebatch.ingest.when.day_and_clock import local_zone
from telebatch.model.errors import InputRefused
from telebatch.model.plural import plural
from telebatch.model.tables import ANSWERS, SET_ASIDE

_NEAR = ("start_text", "number_told", "lead_id", "call_id")


def ingest(
    records: pl.LazyFrame, profile: Profile, known: Known, rules: SourceRules, again: Again | None = None
) -> Ingested:
    """Takes one file apart.

    Args:
      records: Key `record`, with `line` and the file's own columns as text.
      profile: The file's format.
      known: Looks up leads, numbers, released rows, orders that the file asks for.
      rules: The file's source.
      again: Reads a few of the records once more, with the same columns; null: they are sought among `records`.

    Returns:
      Rows for every table; `counts` obeys conservation: records + unfolded = the sum of the places.

    Raises:
      InputRefused: A column is missing, too few rows find a lead, it is a contact list, or dates have two readings.
    """
    cells = cells_of(records, profile, rules)
    rows = with_number_told(cells.rows, profile, rules)
    lookups = known(asked_of(rows))
    maker = MAKERS.get(profile.kind)
    rows = _judged(rows, lookups, profile, rules)
    orders = orders_of(profile.times, rules, rows, DAYS)
    _refuse_open(rows, cells, orders, rules)
    _refuse_strangers(rows, rules, needs_leads=maker is None or maker.needs_leads)
    kept = rows.filter(pl.col("place") == KEPT)
    table = "attempts" if maker is None else maker.table
    made = attempts_of(kept, profile, rules) if maker is None else maker.make(kept, profile, rules)
    answers, oddities = answers_of(kept, cells.fields, rules, orders)
    calls = kept if table == "attempts" else kept.clear()
    named = _named_in_talks(calls, lookups)
    return Ingested(
        **{table: made},
        answers=_answers_kept(answers, profile, table),
        quarantine=quarantine_of(rows, again or _sought_in(records), profile, rules),
        set_aside=_set_aside(rows, profile, rules),
        new_callers=_new_callers(calls),
        referrals=_referrals(named),
        counts=_counts(rows, cells, table),
        looks=(*_lost(rows, kept, profile, rules), *unreached(named), *strange_campaigns(kept, cells, profile, rules)),
        oddities=(*by_number(kept), *unasked(cells), *full(rows, profile), *of_times(kept, profile, rules), *oddities),
        is_dated=is_dated(kept, profile, rules),
    )


def _lost(rows: pl.DataFrame, kept: pl.DataFrame, profile: Profile, rules: SourceRules) -> tuple[str, ...]:
    if profile.kind == "orders":
        return unbooked(kept)
    return () if profile.kind in MAKERS else lost(rows, kept, rules.as_of, profile.kind)


def _answers_kept(answers: pl.DataFrame, profile: Profile, table: str) -> pl.DataFrame:
    """What calls brought, and what was noted where a callback was booked."""
    if table == "attempts":
        return answers
    return answers.filter(pl.col("kind") == "memo") if profile.kind == "callbacks" else unbatched(ANSWERS)


def _sought_in(records: pl.LazyFrame) -> Again:
    return lambda numbers: records.filter(pl.col("record").is_in(numbers.unique().implode()))


def _judged(rows: pl.DataFrame, lookups: Lookups, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    """Every row typed, with the lead it names, and with the place it goes to."""
    rows = typed(rows, profile, rules, lookups)
    is_doubted = pl.col("row").is_in(lookups.doubted.implode()).alias("is_doubted")
    rows = rows.hstack(find_leads(_asks(rows), lookups).drop("row")).with_columns(is_doubted)
    maker = MAKERS.get(profile.kind)
    rows = rows if maker is None else maker.prepare(rows, rules)
    problem = problem_of_call(_inbound(rules), rules.as_of) if maker is None else maker.problem(rules)
    problem = pl.when(pl.col("open_day").is_not_null()).then(pl.lit(str(Problem.DATE_OPEN))).otherwise(problem)
    rows = with_zones_open(rows.with_columns(problem.alias("problem")), local_zone(profile.times, rules))
    return _placed(rows, profile, rules, keeps_silent=maker is not None)


def _asks(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.select(
        "row",
        "record",
        "lead_told",
        "order_no",
        "queue",
        pl.col("position_no").alias("position"),
        "number",
        "name",
        pl.col("project_told").alias("project"),
        "day",
    )


def _inbound(rules: SourceRules) -> frozenset[str]:
    return frozenset(name for name, project in rules.projects.items() if project.direction == "inbound")


def _placed(rows: pl.DataFrame, profile: Profile, rules: SourceRules, *, keeps_silent: bool) -> pl.DataFrame:
    """Adds `place`: not ours before no result before repeated before quarantined before kept."""
    silent = pl.lit(False) if keeps_silent else no_result(rows, profile)
    same = repeated(rows, _NEAR)
    place = (
        pl.when(not_ours(rows, rules))
        .then(pl.lit(NOT_OURS))
        .when(silent)
        .then(pl.lit(NO_RESULT))
        .when(pl.col("row").is_in(same.implode()))
        .then(pl.lit(REPEATED))
        .when(pl.col("problem").is_not_null())
        .then(pl.lit("quarantined"))
        .otherwise(pl.lit(KEPT))
    )
    return rows.with_columns(place.alias("place"))


def _refuse_strangers(rows: pl.DataFrame, rules: SourceRules, *, needs_leads: bool) -> None:
    """A file of whose rows hardly any finds a lead belongs to another workspace or was misread."""
    if not needs_leads:
        return
    is_asked = pl.col("place").is_in([KEPT, "quarantined", NOT_OURS])
    is_known = (pl.col("place") == NOT_OURS) | pl.col("problem").is_null() | pl.col("lead_key").is_not_null()
    asked, known = rows.select(is_asked.sum().alias("asked"), (is_asked & is_known).sum().alias("known")).row(0)
    if known < rules.source.match_floor * asked:
        raise InputRefused(
            f"a lead was found for only {known} of {plural(asked, 'row')}, fewer than match_floor = "
            f"{rules.source.match_floor:g}",
            place=rules.file_name,
            remedy="take the list of these people in first (telebatch prequalify), name the project (-p) or source "
            "(--source), or declare foreign campaigns under not_ours",
        )


def _refuse_open(rows: pl.DataFrame, cells: Cells, orders: DateOrders, rules: SourceRules) -> None:
    asked = rows.filter(pl.col("place").is_in([KEPT, "quarantined"]))
    is_open = pl.col("problem").eq(str(Problem.DATE_OPEN)).fill_null(False)
    refuse_open(asked.filter(is_open), asked.height, cells.found, orders, rules.file_name)


def _set_aside(rows: pl.DataFrame, profile: Profile, rules: SourceRules) -> pl.DataFrame:
    aside = rows.filter(pl.col("place").is_in([NO_RESULT, NOT_OURS, REPEATED]))
    return (
        aside.select(
            pl.lit(rules.file_key, pl.Int64).alias("file_key"),
            "record",
            pl.lit(profile.kind).alias("kind"),
            pl.col("place").alias("reason"),
        )
        .sort("file_key", "record", "reason")
        .select(unbatched(SET_ASIDE).columns)
    )


def _new_callers(kept: pl.DataFrame) -> pl.DataFrame:
    new = kept.filter(pl.col("lead_key").is_null() & pl.col("number").is_not_null())
    return new.select("record", "number", pl.col("project_told").alias("project"), "name", "start_utc").sort("record")


def _named_in_talks(kept: pl.DataFrame, lookups: Lookups) -> pl.DataFrame:
    """Calls that named somebody to call instead, with `reached_at`: without a number of its own, the number called."""
    told = kept.filter(pl.col("referral_name").is_not_null() | pl.col("referral_number").is_not_null())
    numbers = lookups.numbers_of_text.select(pl.col("text").alias("referral_number"), pl.col("number").alias("_theirs"))
    asked = numbers.join(told.lazy().select("referral_number"), on="referral_number", how="semi")
    # A text may stand with several numbers; the one read beside a lead comes last and counts.
    theirs = asked.unique("referral_number", keep="last", maintain_order=True).collect()
    told = told.join(theirs, on="referral_number", how="left", maintain_order="left")
    at_switchboard = pl.when(pl.col("referral_number").is_null()).then("number")
    return told.with_columns(pl.coalesce("_theirs", at_switchboard).alias("reached_at"))


def _referrals(named: pl.DataFrame) -> pl.DataFrame:
    rows = named.select(
        "record",
        pl.coalesce("lead_project", "project_told").alias("project"),
        pl.col("referral_name").alias("name"),
        pl.col("referral_title").alias("title"),
        pl.col("reached_at").alias("number"),
        "start_utc",
    )
    return rows.filter(pl.col("number").is_not_null(), pl.col("project").is_not_null()).sort("record")


def _counts(rows: pl.DataFrame, cells: Cells, table: str) -> Mapping[str, int]:
    named = (KEPT, REPEATED, NO_RESULT, NOT_OURS, "quarantined")
    places = rows.select((pl.col("place") == name).sum().alias(name) for name in named).row(0, named=True)
    return {
        "records": rows["record"].n_unique(),
        "unfolded": cells.unfolded,
        table: places[KEPT],
        **{name: places[name] for name in named[1:]},
    }
