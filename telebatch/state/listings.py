"""What do lists say of a lead: which delivery is the latest word, on its title, its consent and its last day of use?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from telebatch.model.titles import NO_TITLE
from telebatch.model.versions import ToldBy, voice
from telebatch.model.words import Reason
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
