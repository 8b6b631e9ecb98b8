"""Listings that still count: what was decided again lives and dies with the delivery or answer it is about."""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import LEADS, LISTED, LISTS, VERIFIED, Table
from telebatch.model.words import LeadSource, Reason, Verdict
from telebatch.store import View

_ROW: Final = ["lead_key", "file_key", "record"]
#: What a word about a person keeps of the listing that it judges.
_LISTING: Final = ["lead_key", "list", "received_on"]


def of_live_lists(known: View, listed: pl.LazyFrame) -> pl.LazyFrame:
    """LISTED rows without those of deliveries and answers that were undone, whichever batch decided on them last.

    An answer or correction judges a lead as a list brought it, or a talk: without that listing it says nothing of it.

    Args:
      listed: All rows of the leads in it.
    """
    if not known.undone:
        return leading(listed)
    gone = pl.concat([_undone(known, table) for table in (LISTS, VERIFIED)])
    there = listed.filter(~pl.col("file_key").is_in(gone.implode()))
    live, is_word = leading(there), pl.col("told_by").is_not_null()
    words = live.filter(is_word)
    brought = live.filter(~is_word).select(_LISTING).unique()
    # Where an undo had a list decided anew, it brings its lead since the day it came all the same.
    since = there.filter(~is_word).join(words.select("lead_key").unique(), on="lead_key", how="semi")
    since = since.group_by(_LISTING).agg(pl.col("batch").min().alias("_since"))
    since = since.join(brought, on=_LISTING, how="semi", nulls_equal=True)
    judged = words.join(since, on=_LISTING, nulls_equal=True).filter(pl.col("_since") <= pl.col("batch"))
    return pl.concat([live.filter(~is_word), judged.drop("_since")])


def as_decided(listed: pl.LazyFrame) -> pl.LazyFrame:
    """LISTED rows where one without a verdict, which takes its lead off, is what it decides: rejected, and no lead."""
    no_more = pl.col("verdict").is_null()
    return listed.with_columns(
        pl.when(~no_more).then("lead_key").alias("lead_key"), pl.col("verdict").fill_null(str(Verdict.REJECTED))
    )


def makes_lead() -> pl.Expr:
    """Bool per row with a verdict: whether it makes a lead.

    That is a row that is callable, verify, or suppressed and nothing else: a suppressed row stays out of `callable`,
    but its lead exists, and split alone decides when the suppression ends. A second row for one person is rejected.
    """
    return pl.col("verdict").ne(str(Verdict.REJECTED)) | pl.col("reasons").eq(str(Reason.SUPPRESSED))


def leading(listed: pl.LazyFrame) -> pl.LazyFrame:
    """LISTED rows without those of records that lead no more as the list was decided anew."""
    off = listed.filter(pl.col("verdict").is_null()).select(*_ROW, _off="batch")
    told = listed.join(off.group_by(_ROW).agg(pl.col("_off").max()), on=_ROW, how="left", nulls_equal=True)
    return told.filter(pl.col("_off").is_null() | (pl.col("batch") > pl.col("_off"))).drop("_off")


def standing(known: View, leads: pl.Series) -> pl.Series:
    """Those `lead_key`s that are a lead's still: a live batch made them, and no undo took them off again."""
    if not known.undone:
        return leads
    made = known.scan_keys(LEADS, "lead_key", leads).select("lead_key").unique().collect().to_series()
    return made.filter(~made.is_in(taken_off(known, "lead_key", made).implode()))


def taken_off(known: View, key: str, keys: pl.Series) -> pl.Series:
    """Those of the leads, or persons, that an undo took off every list that names them, and no talk made.

    Args:
      key: `lead_key` or `person_key`.
    """
    if not known.undone:
        return keys.clear()
    listed = known.scan_keys(LISTED, key, keys).filter(pl.col("lead_key").is_not_null())
    off = listed.filter(pl.col("verdict").is_null(), pl.col("record").is_not_null()).select(key).unique()
    return off.join(made_by(known, key, keys), on=key, how="anti").collect().to_series()


def made_by(known: View, key: str, keys: pl.Series) -> pl.LazyFrame:
    """`key` of the leads, or persons, whom a row of a list names, or a call or referral made; answers make nobody."""
    rows = leading(known.scan_keys(LISTED, key, keys).filter(pl.col("lead_key").is_not_null()))
    brought = rows.filter(pl.col("record").is_not_null(), pl.col("told_by").is_null())
    others = known.scan_keys(LEADS, key, keys).filter(pl.col("source").ne(str(LeadSource.LIST)))
    return pl.concat([part.select(key) for part in (brought, others)]).unique()


def _undone(known: View, table: Table) -> pl.Series:
    """Files that were taken into the table and count no more."""
    live, ever = (
        view.scan(table).select("file_key").unique().collect().to_series() for view in (known, known.everything())
    )
    return ever.filter(~ever.is_in(live.implode()))
