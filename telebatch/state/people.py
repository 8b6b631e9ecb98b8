"""What do lists, suppliers, talks and corrections say about the person: how well is the key person known?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.titles import NO_TITLE
from telebatch.model.versions import ToldBy, voice
from telebatch.model.words import KeyPersonState, Reason
from telebatch.state.holding import says_left_out, taken_off, with_left_out
from telebatch.state.latest import latest

_LISTED: Final = ("verdict", "reasons", "score", "list", "received_on")
_ROLE: Final = ("is_key_person", "seniority", "verified_on", "corrected_on")
_LASTING: Final = ("use_until", "consent_on")
#: Of a lead that stands in one list: its title was told on the day of that list, and not before.
_SINGLE: Final = {"role_on": "received_on", "role_since": "received_on"}
_NO_CONSENT_SINCE: Final = pl.lit(None, pl.Date).alias("consent_since")
#: A basis of a row that told no title; that of former versions quoted the cell, which was empty.
_NO_TITLE: Final = rf'^({NO_TITLE}(;|$)|"": )'
#: Answers of a data supplier that say the person is there; every other answer ends what was known.
_CONFIRMS: Final = ("confirmed", "changed")


def listed_last(listed: pl.LazyFrame) -> pl.LazyFrame:
    """The latest record of each lead: the later delivery wins, of one delivery what a supplier, a talk or a correction
    told later of it, then the later file and record; key `lead_key`. Where lists that hold the lead are left, only of
    these.

    Of one record decided again the later decision holds. A second row for one person tells nothing its survivor does
    not tell. A list that leaves something out does not unsay it: the role is that of the latest row with a title,
    told on `role_on`; the day of consent is the last one told for the list that holds the lead now, and
    without a day it counts from the first delivery of that list that told it (`consent_since`). `use_until` is the last
    day on which any of the lists that hold the lead may be used (null: one of them may be used without end).
    A delivery that repeats the title of the one before tells nothing new: it was said first on `role_since`, and what
    a supplier or a talk told after that day still holds.
    """
    repeats = pl.col("reasons").fill_null("").str.contains(str(Reason.DUPLICATE_IN_RUN), literal=True)
    by_hand = pl.col("told_by").eq(str(ToldBy.CORRECTION))
    days = listed.with_columns(pl.when(by_hand).then("told_on").alias("corrected_on"))
    rows = days.filter(pl.col("lead_key").is_not_null() & ~repeats).select(
        "lead_key", "file_key", "record", "batch", *_LISTED, *_LASTING, "role_basis", *_ROLE, "told_on", "told_by"
    )
    told = rows.collect(engine="in-memory")
    # Most leads stand in one list: what it says is the latest word, and only the others are compared.
    if told.get_column("lead_key").n_unique() == told.height:
        return told.lazy().select("lead_key", *_LISTED, *_LASTING, _NO_CONSENT_SINCE, *_ROLE, **_SINGLE, is_listed=True)
    several = told.get_column("lead_key").is_duplicated()
    alone = told.lazy().filter(~several).select("lead_key", *_LISTED, *_LASTING, _NO_CONSENT_SINCE, *_ROLE, **_SINGLE)
    compared = _by_lists(told, told.lazy().filter(several))
    both = [alone, *(part.select(alone.collect_schema().names()) for part in compared)]
    return pl.concat(both).with_columns(is_listed=True).sort("lead_key").collect(engine="in-memory").lazy()


def _by_lists(told: pl.DataFrame, several: pl.LazyFrame) -> Iterator[pl.LazyFrame]:
    """What is said of leads that were listed several times; those that a list left out are looked at list by list.

    Args:
      told: All rows.
      several: Those of such leads.
    """
    left = told.filter(says_left_out()).get_column("lead_key").unique()
    if left.is_empty():
        yield _compared(several)
        return
    is_left = pl.col("lead_key").is_in(left.implode())
    yield _compared(several.filter(~is_left))
    yield with_left_out(several.filter(is_left).collect(), _compared, (*_LISTED, *_LASTING, "consent_since"))


def _compared(told: pl.LazyFrame) -> pl.LazyFrame:
    """The latest word of each kind among the listings of leads that were listed several times."""
    untold = pl.col("role_basis").str.contains(_NO_TITLE).fill_null(value=False) & pl.col("verified_on").is_null()
    ordered = (
        told.with_columns(voice().alias("_voice"))
        .sort("lead_key", "received_on", "told_on", "_voice", "file_key", "record", "batch", nulls_last=False)
        .with_columns(_since(untold), _place=pl.int_range(pl.len()))
        .collect(engine="in-memory")
        .lazy()
    )
    every = pl.col("lead_key").is_not_null()
    ends = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(-1))
    end = pl.when(ends).then("_place").backward_fill()
    same_list = pl.col("list").eq_missing(pl.col("list").gather(end))
    lasting = {name: same_list & pl.col(name).is_not_null() for name in _LASTING}
    listed = latest(
        ordered,
        {"every": every, **lasting},
        {**{name: ("every", name) for name in _LISTED}, **{name: (name, name) for name in _LASTING}},
    )
    listed = _used_longest(listed, ordered, ordered.filter(~same_list).select("lead_key").unique())
    since = _agreed_since(ordered.filter(same_list))
    listed = listed.join(since, on="lead_key", how="left", maintain_order="left")
    # Told once or several times of one delivery, it is one telling: null as of a lead with a single row.
    earlier = pl.col("consent_since").ne(pl.col("received_on"))
    listed = listed.with_columns(pl.when(earlier).then("consent_since").alias("consent_since"))
    roles = {**{name: name for name in _ROLE}, "role_on": pl.coalesce("told_on", "received_on"), "role_since": "_since"}
    titled = latest(
        ordered.sort("lead_key", "_since", "_voice", "_place", nulls_last=False),
        {"every": every, "titled": ~untold},
        {
            **{name: ("titled", of) for name, of in roles.items()},
            **{f"last {name}": ("every", of) for name, of in roles.items()},
        },
    )
    spoken = [pl.when(pl.col("titled") > 0).then(name).otherwise(f"last {name}").alias(name) for name in roles]
    return listed.drop("every").join(
        titled.select("lead_key", *spoken), on="lead_key", how="left", maintain_order="left"
    )


def _agreed_since(rows: pl.LazyFrame) -> pl.LazyFrame:
    """`consent_since`: whoever redelivers the same word without a day renews nothing; only after a no it is told anew.

    Args:
      rows: Listings of the list that holds each lead now, in order.
    """
    says_no = pl.col("reasons").fill_null("").str.contains(str(Reason.CONSENT_MISSING), literal=True)
    last_no = pl.col("_place").filter(says_no).max().fill_null(-1)
    first = pl.col("received_on").filter(pl.col("_place") > last_no).min()
    return rows.group_by("lead_key").agg(first.alias("consent_since"))


def _used_longest(listed: pl.LazyFrame, ordered: pl.LazyFrame, mixed: pl.LazyFrame) -> pl.LazyFrame:
    """`use_until` of leads in several lists: one that ends takes away no right that another list still gives.

    A list gives what its own latest deliveries told, and nothing once it takes the lead off. `mixed`: those leads.
    """
    rows = ordered.filter(pl.col("list").is_not_null()).join(mixed, on="lead_key", how="semi", maintain_order="left")
    ends = rows.group_by("lead_key", "list", maintain_order=True).agg(
        pl.col("use_until").last(ignore_nulls=True), pl.col("verdict", "reasons").last()
    )
    giving = taken_off(ends).filter(~pl.col("is_rejected")).group_by("lead_key")
    until = pl.col("use_until")
    longest = giving.agg(
        pl.when(until.is_not_null().all()).then(until.max()).alias("_until"), _gives=pl.lit(value=True)
    )
    gives = pl.col("_gives").is_not_null() & until.is_not_null()
    return (
        listed.join(longest, on="lead_key", how="left", maintain_order="left")
        .with_columns(pl.when(gives).then("_until").otherwise("use_until").alias("use_until"))
        .drop("_until", "_gives")
    )


def _since(untold: pl.Expr) -> pl.Expr:
    """`_since`: the day of a word beside the lists, or on which these began to tell the row's title; sorted rows."""
    is_first = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(1))
    tells = pl.col("_voice").eq(0) & ~untold
    title = _so_far("role_basis", tells, is_first)
    begins = tells & title.ne_missing(pl.when(~is_first).then(title.shift(1)))
    told = _so_far("received_on", begins, is_first)
    return pl.coalesce("told_on", told, "received_on").alias("_since")


def _so_far(name: str, when: pl.Expr, is_first: pl.Expr) -> pl.Expr:
    """The lead's last value told in a row for which the test holds; null: none yet. Rows sorted by lead."""
    row, holds = pl.int_range(pl.len()), when & pl.col(name).is_not_null()
    begins, at = (pl.when(test).then(row).forward_fill() for test in (is_first, holds))
    return pl.when(at >= begins).then(pl.col(name).gather(at))


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
