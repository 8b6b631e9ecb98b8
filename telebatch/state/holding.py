"""Which of its lists hold a lead? Each speaks for itself: what the delivery of one left out another may still hold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from telebatch.model.words import Reason, Verdict

_OF_LIST: Final = ("lead_key", "list")
_ORDER: Final = ("received_on", "file_key", "record", "batch")
#: What a delivery says of a lead by leaving it out.
_LEAVING: Final = ("verdict", "reasons", "list", "received_on")


#: What the key-person state and the day's suppressions judge for themselves, better than a list of some day could.
_JUDGED_ELSEWHERE: Final = frozenset(
    {
        str(Reason.SUPPRESSED),
        str(Reason.NOT_KEY_PERSON),
        str(Reason.KEY_PERSON_UNKNOWN),
    }
)


def says_left_out() -> pl.Expr:
    """Bool per LISTED row: a delivery says by it that its list no longer holds the lead."""
    return pl.col("reasons").eq(str(Reason.WITHDRAWN)).fill_null(value=False)


def held(listed: pl.LazyFrame) -> pl.DataFrame:
    """Leads that a list holds: the last of its deliveries that says anything of them has them.

    Args:
      listed: LISTED rows of that list, as they count today.

    Returns:
      `lead_key` (unique, sorted), `person_key`.
    """
    rows = listed.filter(pl.col("lead_key").is_not_null(), pl.col("told_by").is_null())
    # Few leads were ever left out: only their rows are put in order.
    left = rows.filter(says_left_out()).select("lead_key").unique().collect().to_series()
    was_left = pl.col("lead_key").is_in(left.implode())
    never = rows.filter(~was_left).group_by("lead_key").agg(pl.col("person_key").max())
    last = _last(rows.filter(was_left).select("lead_key", "person_key", "reasons", *_ORDER).collect(), ("lead_key",))
    return pl.concat([never.collect(), last.filter(~says_left_out()).select("lead_key", "person_key")]).sort("lead_key")


def left_out_last(listed: pl.LazyFrame) -> pl.DataFrame:
    """The rows by which a list says of its leads that it holds them no more; unique by `lead_key`, sorted.

    Args:
      listed: LISTED rows of that list, as they count today.
    """
    rows = listed.filter(pl.col("lead_key").is_not_null(), pl.col("told_by").is_null())
    return _last(rows.collect(), ("lead_key",)).filter(says_left_out())


def holding(listed: pl.DataFrame) -> pl.DataFrame:
    """LISTED rows of those lists alone that hold their lead, in their order; a talk holds whom it named.

    A supplier's answer or a correction judges a listing, and puts nobody on a list again.
    """
    leaving = listed.filter(says_left_out()).select(_OF_LIST).unique()
    if leaving.is_empty():
        return listed
    asked = listed.filter(pl.col("told_by").is_null()).join(leaving, on=_OF_LIST, how="semi", nulls_equal=True)
    gone = _last(asked, _OF_LIST).filter(says_left_out()).select(_OF_LIST)
    return listed.join(gone, on=_OF_LIST, how="anti", nulls_equal=True, maintain_order="left").filter(~says_left_out())


def with_left_out(
    listed: pl.DataFrame, compared: Callable[[pl.LazyFrame], pl.LazyFrame], of_list: Sequence[str]
) -> pl.LazyFrame:
    """What is said last of leads that some list left out: by the lists that hold them, or that none does any more.

    The role is that of every list that ever told one, for leaving out unsays nothing.

    Args:
      listed: All LISTED rows of such leads.
      compared: The latest word of each kind in rows of leads; key `lead_key`.
      of_list: What of it only the list that holds the lead may say.

    Returns:
      The columns of `compared`.
    """
    only = says_left_out().all().over("lead_key")
    told = listed.filter(~says_left_out() | only)
    holds = holding(listed)
    nowhere = told.join(holds, on="lead_key", how="anti")
    spoken, roles = (compared(rows.lazy()).collect() for rows in (pl.concat([holds, nowhere]), told))
    leaving = listed.filter(says_left_out()).join(nowhere, on="lead_key", how="semi")
    last = _last(leaving, ("lead_key",)).select("lead_key", *_LEAVING, _left=pl.lit(value=True))
    both = roles.drop(of_list).join(spoken.select("lead_key", *of_list), on="lead_key", how="left")
    both = both.join(last, on="lead_key", how="left", suffix="_last")
    left = [pl.when("_left").then(f"{name}_last").otherwise(name).alias(name) for name in _LEAVING]
    return both.with_columns(left).select(spoken.columns).lazy()


def taken_off(listed: pl.LazyFrame) -> pl.LazyFrame:
    """Adds `is_rejected` and `is_withdrawn`: whether the latest listing takes the lead off its list, and whether by
    leaving it out; never null.

    A row rejected for what it says itself or for what lasts is not callable, whatever earlier lists said.

    Args:
      listed: As `listed_last` gives them.
    """
    off = pl.col("verdict").eq(str(Verdict.REJECTED)).fill_null(value=False)
    # Many rows, few combinations of reasons: each combination is taken apart once.
    told = listed.filter(off).select("reasons").drop_nulls().unique().collect().to_series()
    found = {text: set(text.split("|")) for text in told if text}
    lasting = [text for text, reasons in found.items() if reasons - _JUDGED_ELSEWHERE]
    withdrawn = [text for text, reasons in found.items() if str(Reason.WITHDRAWN) in reasons]
    return listed.with_columns(
        is_rejected=off & pl.col("reasons").is_in(lasting).fill_null(value=False),
        is_withdrawn=off & pl.col("reasons").is_in(withdrawn).fill_null(value=False),
    )


def _last(rows: pl.DataFrame, key: tuple[str, ...]) -> pl.DataFrame:
    """The last row of each key, sorted by it: the later delivery's, of one delivery the later decision."""
    ordered = rows.sort(*key, *_ORDER, nulls_last=False)
    ends = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift(-1)) for name in key)
    return ordered.filter(ends)
