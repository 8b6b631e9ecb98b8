"""What do suppliers, talks and corrections say about the person, beside the lists: how well is the key person known?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.words import KeyPersonState

#: Answers of a data supplier that say the person is there; every other answer ends what was known.
_CONFIRMS: Final = ("confirmed", "changed")


def answered(verified: pl.LazyFrame) -> pl.LazyFrame:
    """A person's latest answer of a data supplier: `answered_on`, `is_there`, `is_retold`; key `person_key`.

    `is_retold`: the answer brought something new, so the listing made of it speaks. Of several of one day the one that
    brought something new holds, then the one that found the person there, whichever came first.
    """
    return (
        verified.filter(pl.col("person_key").is_not_null(), pl.col("answered_on").is_not_null())
        .with_columns(is_there=pl.col("answer").is_in(_CONFIRMS), is_retold=pl.col("answer").eq("changed"))
        .sort("person_key", "answered_on", "is_there", "is_retold", "supplier")
        .group_by("person_key")
        .agg(pl.col("answered_on", "is_there", "is_retold").last())
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

    A list speaks on the day on which it began to tell the title. On one day a correction outranks a talk, a talk a
    supplier, a supplier a list. A number that proved wrong ends what talk and supplier had told before. Reads the
    columns of `listed_last`, `answered`, `corrections`, and `talk_on`, `drop_on`, `seeks`.
    """
    ended = pl.col("drop_on")
    talk = _unless_ended(pl.col("talk_on"), ended)
    supplier = _unless_ended(pl.col("answered_on"), pl.when("is_there").then(ended))
    listed = pl.coalesce("verified_on", "role_since")
    words = pl.col("amended").is_in(["yes", "no"])
    amended = pl.when(words).then("amended_on")
    last = pl.max_horizontal(amended, talk, supplier, listed)
    by_hand, by_talk, by_supplier = (last.eq_missing(day) & day.is_not_null() for day in (amended, talk, supplier))
    # A title set by hand outranks what a supplier said of the person on that day.
    by_supplier = by_supplier & last.ne_missing(pl.col("corrected_on"))
    yes = pl.col("amended").eq("yes")
    # A supplier who tells another title is judged by it; a plain confirmation stands by itself.
    retold = pl.col("is_retold").fill_null(value=False) & pl.col("verified_on").eq_missing(pl.col("answered_on"))
    retold = retold & ~pl.col("is_key_person").fill_null(value=False)
    voices = _Voices(by_hand, by_talk, by_supplier & pl.col("is_there"), by_supplier, yes, retold, ended)
    # A list that tells the same title again keeps what is presumed by it fresh.
    on = pl.when(by_hand | by_talk | by_supplier).then(last).otherwise(pl.coalesce("verified_on", "role_on"))
    state, decides = _state(voices), _decides(voices)
    return state.alias("key_person_state"), on.alias("key_person_on"), decides.alias("is_key_person")


@dataclass(frozen=True)
class _Voices:
    """Whose word is the latest, per row."""

    by_hand: pl.Expr
    by_talk: pl.Expr
    there: pl.Expr
    by_supplier: pl.Expr
    yes: pl.Expr
    retold: pl.Expr
    ended: pl.Expr


def _decides(said: _Voices) -> pl.Expr:
    """Whether the person decides: True, False, or null where nobody knows."""
    return (
        pl.when(said.by_hand)
        .then(said.yes)
        .when(said.by_talk)
        .then(pl.lit(True))
        .when(said.there)
        .then(pl.when(said.retold).then("is_key_person").otherwise(pl.lit(True)))
        .when(said.by_supplier)
        .then(pl.lit(None, pl.Boolean))
        .otherwise(pl.col("is_key_person"))
    )


def _state(said: _Voices) -> pl.Expr:
    """How well that is known, in words.KeyPersonState."""
    return (
        pl.when(~pl.col("seeks").fill_null(True))
        .then(_word(KeyPersonState.NOT_ASKED))
        .when(said.by_hand)
        .then(pl.when(said.yes).then(_word(KeyPersonState.CONFIRMED)).otherwise(_word(KeyPersonState.NOT)))
        .when(said.by_talk)
        .then(_word(KeyPersonState.CONFIRMED))
        .when(said.there & ~said.retold)
        .then(_word(KeyPersonState.VERIFIED))
        .when(said.there & pl.col("is_key_person").is_null())
        .then(_word(KeyPersonState.UNKNOWN))
        .when(said.there)
        .then(_word(KeyPersonState.NOT))
        .when(said.by_supplier)
        .then(_word(KeyPersonState.UNKNOWN))
        .when(pl.col("is_key_person").eq(False))
        .then(_word(KeyPersonState.NOT))
        .when(pl.col("is_key_person").is_null())
        .then(_word(KeyPersonState.UNKNOWN))
        .when(pl.col("verified_on").is_not_null() & _unless_ended(pl.col("verified_on"), said.ended).is_not_null())
        .then(_word(KeyPersonState.VERIFIED))
        .otherwise(_word(KeyPersonState.PRESUMED))
    )


def _unless_ended(day: pl.Expr, ended: pl.Expr) -> pl.Expr:
    return pl.when(ended.is_null() | (day > ended)).then(day)


def _word(state: KeyPersonState) -> pl.Expr:
    return pl.lit(str(state))
