"""What do all facts together say about each lead?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Final

import polars as pl

from telebatch.model.places import places
from telebatch.model.tables import LEAD_STATE
from telebatch.model.words import KeyPersonState, LeadSource, LeadStatus, Reason, StatusReason, Verdict
from telebatch.state.around import Around, around
from telebatch.state.attempts import in_order, tallies
from telebatch.state.events import of_amendments, of_attempts, of_confirmations, outcome_of_events, tries_since
from telebatch.state.facts import UNDONE, Facts, FoldRules
from telebatch.state.holding import taken_off
from telebatch.state.listings import listed_last
from telebatch.state.media import media_of, pieces, positions, told_media
from telebatch.state.people import corrections, key_person
from telebatch.state.released import released_last, waiting

_SCHEMA = {name: kind for name, kind in LEAD_STATE.schema.items() if name != "batch"}

_COUNTS: Final = (
    "attempts",
    "answered",
    "connected",
    "right_party",
    "same_outcome_run",
    "callback_tries",
    "bad_numbers",
    "dropped_numbers",
    "media_pieces",
)
_FLAGS: Final = ("is_unclassified", "is_quarantined", "is_suppressed")
#: Nobody who was forgotten is called back.
_PROMISE: Final = ("callback_utc", "callback_booked_utc", "callback_agent", "callback_asked")
#: A lead of which none of these is known holds no fact.
_HOLDS: Final = (
    "is_listed",
    "attempts",
    "standing",
    "closes",
    "has_amendment",
    "answered_on",
    "media_sent_on",
    "media_returned",
    "released_queue",
    "is_quarantined",
)


def fold(facts: Facts, rules: FoldRules, beyond: Around | None = None) -> pl.LazyFrame:
    """Folds the facts of live batches in event time; knows no clock, no arrival, no order of rows.

    Whatever depends on the day (arrival of a piece, rest, hold, waiting for an order) is kept as a date for split to
    judge. A lead of a contact list that holds no fact at all has no row.

    Args:
      beyond: What everybody's facts tell of persons and numbers, where those given are only some leads'; null: whoever
        shares a person or a number with one of the leads is among them.

    Returns:
      LEAD_STATE without `batch`, one row per lead, sorted by `lead_key`.
    """
    calls = in_order(facts.outcomes)
    attempts = calls.lazy()
    standards = rules.standards().lazy()
    leads = _once(facts.leads.select("lead_key", "person_key", "project", "source").collect()).lazy()
    facts = replace(facts, numbers=facts.numbers.collect().lazy())
    # Each of these looks through many rows, mostly on one processor.
    with ThreadPoolExecutor(2) as abreast:
        listed = abreast.submit(lambda: taken_off(listed_last(facts.listed)))
        tallied = abreast.submit(tallies, calls)
        happened = abreast.submit(_events, facts, attempts, standards)
        nearby = abreast.submit(lambda: beyond or _around(facts, attempts, leads))
    beside = nearby.result()
    parts = {
        "project": [standards],
        "lead_key": [
            listed.result(),
            tallied.result(),
            happened.result(),
            corrections(facts.amendments),
            media_of(leads, pieces(facts.touches, facts.mailed), rules),
            released_last(waiting(facts.released, facts.queue_events, attempts)),
            _odd(attempts, facts.confirmations),
            beside.suppressed.with_columns(is_suppressed=True),
            _held(facts),
        ],
        "person_key": [beside.answered, beside.bad, beside.dropped, _forgotten(facts.forgotten)],
    }
    return _told(_beside(leads, parts), rules).select(pl.col(name).cast(kind) for name, kind in _SCHEMA.items())


def _around(facts: Facts, attempts: pl.LazyFrame, leads: pl.LazyFrame) -> Around:
    return around(attempts, leads, facts.numbers, facts.suppressions, facts.verified)


def _once(leads: pl.DataFrame) -> pl.DataFrame:
    """Each lead once, by `lead_key`; a stored segment holds them so already."""
    key = leads.get_column("lead_key")
    leads = leads if key.n_unique() == leads.height else leads.unique("lead_key")
    return leads.sort("lead_key")


def _beside(leads: pl.LazyFrame, parts: Mapping[str, Sequence[pl.LazyFrame]]) -> pl.LazyFrame:
    """The leads with what each part tells of them, in their order; parts are asked together, so that scans are shared.

    Args:
      leads: Sorted by `lead_key`.
      parts: Key → frames of which each has that key once.
    """
    known = leads.collect(engine="in-memory")
    told = pl.collect_all([part for several in parts.values() for part in several], engine="in-memory")
    keys = [key for key, several in parts.items() for _ in several]
    beside = [_found(known.get_column(key), part, key) for key, part in zip(keys, told, strict=True)]
    return known.hstack([column for part in beside for column in part.get_columns()]).lazy()


def _found(asked: pl.Series, part: pl.DataFrame, key: str) -> pl.DataFrame:
    """What the part tells of each key asked for, without the key; a join of whole rows would copy them all."""
    if part.get_column(key).equals(asked):
        return part.drop(key)
    if not asked.dtype.is_integer():
        return asked.to_frame().join(part, on=key, how="left", maintain_order="left").drop(key)
    part = part.filter(pl.col(key).is_not_null())
    if part.is_empty():
        return part.drop(key).clear(asked.len())
    at = places(asked, part.get_column(key))
    return part.select(pl.all().exclude(key).gather(at))


def _events(facts: Facts, attempts: pl.LazyFrame, standards: pl.LazyFrame) -> pl.LazyFrame:
    """Standing, closing and callback per lead, with the tries since the open booking."""
    deals = (
        attempts.filter("advances", "final").group_by("lead_key").agg(pl.col("start_utc").min().alias("first_deal_utc"))
    )
    others = [of_confirmations(facts.confirmations, deals, standards), of_amendments(facts.amendments)]
    events = outcome_of_events(of_attempts(attempts, standards), pl.concat(others))
    open_ones = events.select("lead_key", "callback_booked_utc").filter(pl.col("callback_booked_utc").is_not_null())
    return events.join(tries_since(attempts, open_ones), on="lead_key", how="left")


def _odd(attempts: pl.LazyFrame, confirmations: pl.LazyFrame) -> pl.LazyFrame:
    """The last irregular jump of each lead; key `lead_key`."""
    found = pl.col("irregular").is_not_null()
    rows = [
        attempts.filter(found).select("lead_key", at_utc="start_utc", told="irregular"),
        confirmations.filter(found, pl.col("lead_key").is_not_null()).select("lead_key", "at_utc", told="irregular"),
    ]
    return (
        pl.concat(rows)
        .sort("lead_key", "at_utc", "told")
        .group_by("lead_key")
        .agg(pl.col("told").last().alias("irregular"))
    )


def _held(facts: Facts) -> pl.LazyFrame:
    """Leads of which a row waits in quarantine; key `lead_key`."""
    held = facts.quarantine.filter(pl.col("lead_key").is_not_null()).select("lead_key").unique()
    return held.with_columns(is_quarantined=True)


def _forgotten(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Who was forgotten, and since when; key `person_key`."""
    persons = rows.filter(pl.col("mark").is_null())
    return persons.group_by("person_key").agg(pl.col("at_utc").min().alias("forgotten_utc"))


def _told(rows: pl.LazyFrame, rules: FoldRules) -> pl.LazyFrame:
    """Turns the gathered columns into those of LEAD_STATE."""
    days = ("talk_utc", "drop_utc", "standing_utc", "amended_utc")
    missing = [pl.col(f"arrival_{n}") for n in positions(rules)]
    is_made = ~pl.col("source").is_in([str(LeadSource.LIST), UNDONE]).fill_null(value=False)
    kept = pl.any_horizontal(pl.col(_HOLDS).is_not_null(), is_made)
    return (
        _kept(rows, kept)
        .with_columns(*(rules.local_date(day) for day in days), *missing)
        .with_columns(
            pl.col(_COUNTS).fill_null(0),
            pl.col(_FLAGS).fill_null(False),
            pl.min_horizontal(pl.col("steps_won").fill_null(0), pl.col("call_steps").fill_null(0)).alias(
                "call_steps_done"
            ),
            pl.col("standing").fill_null("none"),
            pl.col("media_returned").fill_null(""),
            *key_person(),
        )
        .with_columns(*told_media(rules), *_status(), *_waits(), _verdict())
        .with_columns(pl.when(pl.col("forgotten_utc").is_null()).then(name).alias(name) for name in _PROMISE)
    )


def _kept(rows: pl.LazyFrame, holds: pl.Expr) -> pl.LazyFrame:
    """The rows for which it holds; where it holds for all, none is copied."""
    known = rows.collect(engine="in-memory")
    mask = known.select(holds.alias("kept")).to_series()
    return known.lazy() if mask.all() else known.filter(mask).lazy()


def _verdict() -> pl.Expr:
    """What the list says; where it tells no title, an earlier one still holds that makes a key person."""
    asks = pl.col("verdict").eq(str(Verdict.VERIFY)) & pl.col("reasons").eq(str(Reason.KEY_PERSON_UNKNOWN))
    presumed = pl.col("key_person_state").eq(str(KeyPersonState.PRESUMED))
    return pl.when(asks & presumed).then(pl.lit(str(Verdict.CALLABLE))).otherwise("verdict").alias("verdict")


def _status() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """`status`, `status_reason`, `closed_utc`: forgotten before unlisted before closed before held, as split asks."""
    forgotten = pl.col("forgotten_utc").is_not_null()
    closes, back = pl.col("closes").fill_null(""), pl.col("return_closes_on")
    # A piece posted again after the return keeps the lead open.
    returned = back.is_not_null() & (pl.col("media_sent_on").is_null() | (pl.col("media_sent_on") < back))
    rejected, withdrawn = (pl.col(name).fill_null(value=False) for name in ("is_rejected", "is_withdrawn"))
    unlisted = (pl.col("is_listed").is_null() & pl.col("source").eq_missing(str(LeadSource.LIST))) | rejected
    closed, held = closes.ne("") | returned, pl.col("hold_until").is_not_null()
    status = (
        pl.when(forgotten)
        .then(pl.lit(str(LeadStatus.CLOSED)))
        .when(unlisted)
        .then(pl.lit(str(LeadStatus.UNLISTED)))
        .when(closed)
        .then(pl.lit(str(LeadStatus.CLOSED)))
        .when(held)
        .then(pl.lit(str(LeadStatus.HELD)))
        .otherwise(pl.lit(str(LeadStatus.OPEN)))
    )
    reason = (
        pl.when(forgotten)
        .then(pl.lit(str(StatusReason.FORGOTTEN)))
        .when(withdrawn)
        .then(pl.lit(str(StatusReason.WITHDRAWN)))
        .when(rejected)
        .then(pl.lit(str(StatusReason.REJECTED)))
        .when(closes.ne(""))
        .then(closes)
        .when(returned)
        .then(pl.lit(str(StatusReason.RETURNED)))
        .when(held & ~unlisted)
        .then(pl.lit(str(StatusReason.ON_HOLD)))
    )
    at: pl.Expr = (
        pl.when(closes.ne(""))
        .then("closed_utc")
        .when(returned)
        .then(back.cast(pl.Datetime("us")).dt.replace_time_zone("UTC"))
    )
    # What was closed before stays closed since then: a review of that time counts it.
    at = pl.min_horizontal(at, "forgotten_utc")
    return status.alias("status"), reason.alias("status_reason"), at.alias("closed_utc")


def _waits() -> tuple[pl.Expr, pl.Expr]:
    """`awaiting_since_utc` of deals and pending orders; `rest_until`: first day of work after no or cancelled.

    An order that is pending with a call promised to its customer waits for that call, not for the client's next word.
    """
    standing = pl.col("standing")
    waits = standing.eq("awaiting") | (standing.eq("pending") & pl.col("callback_utc").is_null())
    since = pl.when(waits).then("standing_utc")
    days = pl.when(standing.eq("refused")).then("rest_days").when(standing.eq("cancelled")).then("cancel_days")
    rest = pl.when(days > 0).then(pl.col("standing_on") + pl.duration(days=days))
    return since.alias("awaiting_since_utc"), rest.alias("rest_until")
