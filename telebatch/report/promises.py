"""What was promised and what became of it: callbacks, sales and their cancellations, and what is due next."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from telebatch.model.amended import is_untimed
from telebatch.model.periods import Period
from telebatch.model.review import Leaf, Sales
from telebatch.model.state_table import is_forgotten
from telebatch.model.tables import INSTANT
from telebatch.report.frames import frame
from telebatch.report.marks import Scope, leaves_like, within

_AHEAD = timedelta(days=7)


def _sum(claim: pl.Expr) -> pl.Expr:
    return claim.fill_null(False).cast(pl.Int64).sum()


def callback_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """One row, callbacks of the period: `due`, and of these `kept`, `late`, `missed`; the rest is open."""
    return frame("callbacks", scope, period).select(
        due=pl.len().cast(pl.Int64), kept=_sum(pl.col("is_on_time")), late=_sum(pl.col("is_late")),
        missed=_sum(pl.col("is_missed")),
    )  # fmt: skip


def callback_leaves(counts: pl.DataFrame) -> tuple[Leaf, ...]:
    """All due = kept + late + missed + open."""
    row = counts.row(0, named=True)
    rest = row["due"] - row["kept"] - row["late"] - row["missed"]
    return (*(Leaf(name, row[name]) for name in ("due", "kept", "late", "missed")), Leaf("open", rest))


def sales_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Currency → sales by the date of the call, and their fate as at.

    A lead is a sale of the period in which its last deal was struck, so that half-days add up.
    """
    deal = pl.col("outcome").is_in(leaves_like(("call.deal",), scope.rules)) & ~pl.col("is_void")
    struck = scope.marked.filter(deal & pl.col("lead_key").is_not_null())
    last = struck.group_by("lead_key").agg(pl.col("start_utc").max())
    state = scope.facts.leads.select("lead_key", "sold_utc", "cancelled_utc", "amount_minor", "currency", "standing")
    joined = within(last, period).join(state, on="lead_key", how="left")
    gone = (pl.col("standing") == "cancelled").fill_null(False)
    sold = ~gone & (pl.col("sold_utc").is_not_null() | (pl.col("standing") == "sold").fill_null(False))
    amount = pl.col("amount_minor").fill_null(0)
    return joined.group_by("currency").agg(
        gross=pl.len().cast(pl.Int64), confirmed=_sum(sold), cancelled=_sum(gone), amount=amount.sum(),
        cancelled_amount=pl.when(gone).then(amount).otherwise(0).sum(),
    )  # fmt: skip


def sales(counts: pl.DataFrame, has_confirmation: bool) -> Sales:
    """Gross, and net of every cancellation known."""
    gross, confirmed, cancelled = (int(counts[name].sum()) for name in ("gross", "confirmed", "cancelled"))
    amounts = tuple(
        (row["currency"], row["amount"], row["cancelled_amount"])
        for row in counts.drop_nulls("currency").sort("currency").iter_rows(named=True)
    )
    awaiting = gross - confirmed - cancelled
    return Sales(gross, confirmed, cancelled, awaiting, gross - cancelled, has_confirmation, amounts)


def due_query(scope: Scope) -> pl.LazyFrame:
    """One row, a column per thing that leads wait for after as-of: how many leads; a lead may wait for several."""
    now = pl.lit(scope.facts.as_of, dtype=INSTANT)
    until = pl.lit(scope.facts.as_of + _AHEAD, dtype=INSTANT)
    is_open = (pl.col("status") == "open").fill_null(False)
    callback = pl.col("callback_utc")
    booked = is_open & callback.is_not_null()
    unsure = pl.col("key_person_state").eq("unknown") & pl.col("verdict").eq("verify")
    return scope.facts.leads.select(
        callbacks_overdue=_sum(booked & (callback < now) & ~is_untimed()),
        callbacks_untimed=_sum(booked & is_untimed()),
        callbacks_soon=_sum(booked & (callback >= now) & (callback < until)),
        awaiting_result=_sum(pl.col("released_queue").is_not_null()),
        awaiting_confirmation=_sum(pl.col("awaiting_since_utc").is_not_null()),
        unclassified=_sum(pl.col("is_unclassified") & ~is_forgotten()),
        quarantined=_sum(pl.col("is_quarantined") & ~is_forgotten()),
        verify=_sum(is_open & unsure),
        started=_sum(is_open & (pl.col("attempts") > 0)),
        fresh=_sum(is_open & (pl.col("attempts").fill_null(0) == 0)),
    )


def due_next(counts: pl.DataFrame) -> tuple[Leaf, ...]:
    """What a supervisor should know is coming; nothing is left out because it is 0."""
    return tuple(Leaf(name, int(value or 0)) for name, value in counts.row(0, named=True).items())
