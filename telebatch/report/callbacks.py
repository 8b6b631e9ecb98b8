"""Promised callbacks: each once, whoever told of it, and what became of it."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from telebatch.model.amended import CALLBACK, promised_utc
from telebatch.model.periods import Period
from telebatch.model.state_table import is_forgotten
from telebatch.model.tables import INSTANT
from telebatch.report.marks import Scope, leaves_like, within

_PROMISE = ("lead_key", "callback_utc")
_TOLD = (*_PROMISE, "booked_utc", "attempt_key", "file_key", "record", "agent")


def callbacks(scope: Scope, period: Period) -> pl.LazyFrame:
    """Callbacks that were promised for a time in the period and not moved or taken back before it.

    Returns:
      Key (lead_key, callback_utc). `attempt_key`, `file_key`, `record`, `agent` of the call that promised it, else of
      the list or the person that told of it (`attempt_key` null). `is_on_time`: dialled within the tolerance around
      the agreed time, or settled in an earlier talk; `is_late`: first dialled after it; `is_missed`: never dialled
      though the tolerance had passed at as-of; none of them: still open.
    """
    slack = timedelta(minutes=scope.project.calling.callback_tolerance_minutes)
    due = _ended(_promised(scope, period), scope)
    calls = scope.marked.filter(~pl.col("is_void")).select(
        "lead_key", "is_kept", called_utc="start_utc", again_utc=pl.when("books").then("callback_utc")
    )
    called, begins = pl.col("called_utc"), pl.col("callback_utc") - slack
    # A talk that promises the very same time again leaves the promise open.
    settles = pl.col("is_kept") & pl.col("again_utc").ne_missing(pl.col("callback_utc"))
    early = settles & (called < begins) & (called <= pl.col("ended_utc")).fill_null(value=True)
    tried = (
        due.select(*_PROMISE, "booked_utc", "ended_utc")
        .join(calls, on="lead_key")
        .filter(called > pl.col("booked_utc"))
        .group_by(_PROMISE)
        .agg(settled_early=early.any(), dialled_utc=called.filter(called >= begins).min())
    )
    told = due.join(tried, on=_PROMISE, how="left").with_columns(pl.col("settled_early").fill_null(value=False))
    stands = (pl.col("ended_utc") >= begins).fill_null(value=True)
    return _fates(told.filter(stands | pl.col("settled_early")), slack, scope)


def _promised(scope: Scope, period: Period) -> pl.LazyFrame:
    """Every promise of the period once, a call's own word before any other; `last_told_utc`: when it was told last."""
    in_calls = pl.col("books").fill_null(value=False) & pl.col("lead_key").is_not_null()
    by_call = scope.marked.filter(in_calls & pl.col("callback_utc").is_not_null()).with_columns(booked_utc="start_utc")
    by_word = _words(scope).filter(pl.col("callback_utc").is_not_null()).with_columns(
        agent="by", attempt_key=pl.lit(None, pl.String), booked_utc="at_utc"
    )  # fmt: skip
    by_order = _orders(scope).with_columns(
        agent=pl.lit(None, pl.String), attempt_key=pl.lit(None, pl.String), booked_utc="at_utc"
    )
    told = pl.concat([within(rows.select(_TOLD), period, "callback_utc") for rows in (by_call, by_word, by_order)])
    booked, first = pl.col("booked_utc"), pl.all().exclude(*_PROMISE, "booked_utc")
    in_order = told.sort("booked_utc", "attempt_key", "file_key", "record", "agent", nulls_last=True)
    by_calls_first = first.sort_by(pl.col("attempt_key").is_null(), maintain_order=True).first()
    return in_order.group_by(_PROMISE, maintain_order=True).agg(
        booked.min(), booked.max().alias("last_told_utc"), by_calls_first
    )


def _orders(scope: Scope) -> pl.LazyFrame:
    """Orders that promise a call at a time; one without a time promises none that could be missed."""
    booking = pl.col("outcome").is_in(leaves_like(("system.callback_booked", "system.pending"), scope.rules))
    takes_effect = pl.col("irregular").is_null() & pl.col("lead_key").is_not_null()
    return scope.facts.confirmations.filter(booking, takes_effect, pl.col("callback_utc").is_not_null())


def _words(scope: Scope) -> pl.LazyFrame:
    """What lists and persons said of the project's callbacks; `callback_utc` null: there is none any more."""
    ours = scope.facts.amendments.join(scope.facts.leads.select("lead_key"), on="lead_key", how="semi")
    said = ours.filter(pl.col("field").is_in([CALLBACK, "close"]))
    return said.with_columns(callback_utc=pl.when(pl.col("field") == CALLBACK).then(promised_utc()))


def _ended(promised: pl.LazyFrame, scope: Scope) -> pl.LazyFrame:
    """Adds `ended_utc`: when the promise was moved or taken back, an order settled the matter, or the person was
    forgotten; null: it stands.
    """
    settled = leaves_like(("system.sale", "system.cancelled"), scope.rules)
    words = _words(scope).select("lead_key", "at_utc", other_utc="callback_utc")
    orders = scope.facts.confirmations.filter(pl.col("outcome").is_in(settled)).select(
        "lead_key", "at_utc", other_utc=pl.lit(None, INSTANT)
    )
    gone = scope.facts.leads.filter(is_forgotten()).select(
        "lead_key", at_utc="closed_utc", other_utc=pl.lit(None, INSTANT)
    )
    moved = _orders(scope).select("lead_key", "at_utc", other_utc="callback_utc")
    due, other, at = pl.col("callback_utc"), pl.col("other_utc"), pl.col("at_utc")
    # Of two times told in one instant the later one holds, as it does in the lead's state.
    after = (at > pl.col("last_told_utc")) | ((at == pl.col("last_told_utc")) & (other > due)).fill_null(value=False)
    ends = (
        promised.join(pl.concat([words, orders, moved, gone]), on="lead_key")
        .filter(after & other.ne_missing(due))
        .group_by(_PROMISE)
        .agg(ended_utc=at.min())
    )
    return promised.join(ends, on=_PROMISE, how="left")


def _fates(due: pl.LazyFrame, slack: timedelta, scope: Scope) -> pl.LazyFrame:
    last = pl.col("callback_utc") + slack
    on_time = pl.col("settled_early") | (pl.col("dialled_utc") <= last).fill_null(value=False)
    late = ~on_time & pl.col("dialled_utc").is_not_null()
    passed = last < pl.lit(scope.facts.as_of, dtype=INSTANT)
    return due.with_columns(is_on_time=on_time, is_late=late, is_missed=~on_time & ~late & passed)
