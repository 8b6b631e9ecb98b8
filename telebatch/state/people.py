"""What do lists, suppliers, talks and corrections say about the person: how well is the key person known?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.words import KeyPersonState

_LISTED: Final = (
    "verdict",
    "score",
    "is_key_person",
    "seniority",
    "list",
    "received_on",
    "use_until",
    "consent_on",
    "verified_on",
)
#: Answers of a data supplier that say the person is there; every other answer ends what was known.
_CONFIRMS: Final = ("confirmed", "changed")


def listed_last(listed: pl.LazyFrame) -> pl.LazyFrame:
    """The latest record of each lead: the later delivery wins, then the later file and record; key `lead_key`."""
    return (
        listed.filter(pl.col("lead_key").is_not_null())
        .select("lead_key", "file_key", "record", *_LISTED)
        .sort("lead_key", "received_on", "file_key", "record", nulls_last=False)
        .group_by("lead_key")
        .agg(pl.col(_LISTED).last(), pl.lit(True).first().alias("is_listed"))
    )


def answered(verified: pl.LazyFrame) -> pl.LazyFrame:
    """A person's latest answer of a data supplier: `answered_on`, `is_there`; key `person_key`."""
    return (
        verified.filter(pl.col("person_key").is_not_null(), pl.col("answered_on").is_not_null())
        .with_columns(is_there=pl.col("answer").is_in(_CONFIRMS))
        .sort("person_key", "answered_on", "is_there", "supplier")
        .group_by("person_key")
        .agg(pl.col("answered_on", "is_there").last())
    )


def corrections(amendments: pl.LazyFrame) -> pl.LazyFrame:
    """A lead's latest word of each kind that a person set: `agent`, `hold_until`, `key_person`, with their days.

    An empty value takes the earlier one back. Titles and numbers set by hand are versions of the person.

    Returns:
      Key `lead_key`: `agent`, `hold_until`, `amended` (yes, no; null: nothing said), `amended_on`, `has_amendment`.
    """
    value = pl.when(pl.col("value").str.strip_chars().ne("")).then(pl.col("value").str.strip_chars())

    def last(field: str) -> pl.Expr:
        return (
            pl.when(pl.col("field").eq(field)).then(pl.struct(value.alias("value"), "at_utc")).last(ignore_nulls=True)
        )

    return (
        amendments.filter(pl.col("lead_key").is_not_null())
        .sort("lead_key", "at_utc", "field", "value", "by")
        .group_by("lead_key")
        .agg(
            last("agent").struct.field("value").alias("agent"),
            last("hold_until").struct.field("value").str.to_date("%Y-%m-%d", strict=False).alias("hold_until"),
            last("key_person").struct.field("value").str.to_lowercase().alias("amended"),
            last("key_person").struct.field("at_utc").alias("amended_utc"),
            pl.lit(True).first().alias("has_amendment"),
        )
    )


def key_person() -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """`key_person_state`, `key_person_on`, `is_key_person`: the latest of correction, talk, supplier and list speaks.

    On one day a correction outranks a talk, a talk a supplier, a supplier a list. A number that proved wrong ends what
    talk and supplier had told before. Reads the columns of `listed_last`, `answered`, `corrections`, and `talk_on`,
    `drop_on`, `seeks`.
    """
    ended = pl.col("drop_on")
    talk = _unless_ended(pl.col("talk_on"), ended)
    supplier = _unless_ended(pl.col("answered_on"), pl.when("is_there").then(ended))
    listed = pl.coalesce("verified_on", "received_on")
    words = pl.col("amended").is_in(["yes", "no"])
    amended = pl.when(words).then("amended_on")
    on = pl.max_horizontal(amended, talk, supplier, listed)
    by_hand, by_talk, by_supplier = (on.eq_missing(day) & day.is_not_null() for day in (amended, talk, supplier))
    yes = pl.col("amended").eq("yes")
    decides = (
        pl.when(by_hand)
        .then(yes)
        .when(by_talk)
        .then(pl.lit(True))
        .when(by_supplier & pl.col("is_there"))
        .then(pl.lit(True))
        .when(by_supplier)
        .then(pl.lit(None, pl.Boolean))
        .otherwise(pl.col("is_key_person"))
    )
    state = (
        pl.when(~pl.col("seeks").fill_null(True))
        .then(_word(KeyPersonState.NOT_ASKED))
        .when(by_hand)
        .then(pl.when(yes).then(_word(KeyPersonState.CONFIRMED)).otherwise(_word(KeyPersonState.NOT)))
        .when(by_talk)
        .then(_word(KeyPersonState.CONFIRMED))
        .when(by_supplier & pl.col("is_there"))
        .then(_word(KeyPersonState.VERIFIED))
        .when(by_supplier)
        .then(_word(KeyPersonState.UNKNOWN))
        .when(pl.col("is_key_person").eq(False))
        .then(_word(KeyPersonState.NOT))
        .when(pl.col("is_key_person").is_null())
        .then(_word(KeyPersonState.UNKNOWN))
        .when(pl.col("verified_on").is_not_null() & _unless_ended(pl.col("verified_on"), ended).is_not_null())
        .then(_word(KeyPersonState.VERIFIED))
        .otherwise(_word(KeyPersonState.PRESUMED))
    )
    return state.alias("key_person_state"), on.alias("key_person_on"), decides.alias("is_key_person")


def _unless_ended(day: pl.Expr, ended: pl.Expr) -> pl.Expr:
    return pl.when(ended.is_null() | (day > ended)).then(day)


def _word(state: KeyPersonState) -> pl.Expr:
    return pl.lit(str(state))
