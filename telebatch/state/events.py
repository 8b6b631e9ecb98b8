"""Where does a lead's deal stand, is it closed, and which callback is open? The latest event of each kind decides."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

import polars as pl

from telebatch.model.amended import CALLBACK, promised_utc
from telebatch.model.tables import INSTANT
from telebatch.model.words import StatusReason
from telebatch.state.latest import latest

#: One row per event that changes something; null in a column: the event leaves it as it is.
EVENTS: Final = MappingProxyType(
    {
        "lead_key": pl.Int64(),
        "at_utc": INSTANT,
        "rank": pl.Int8(),  # at one instant: attempt before confirmation before correction
        "tie": pl.String(),  # null on attempts, which stand in order already
        "standing": pl.String(),
        "closes": pl.String(),  # words.StatusReason; "" opens the lead again
        "callback": pl.Boolean(),  # True books, False ends the booking
        "callback_utc": INSTANT,
        "callback_agent": pl.String(),
        "callback_asked": pl.Boolean(),
        "sold": pl.Boolean(),
        "order_no": pl.String(),
        "amount_minor": pl.Int64(),
        "currency": pl.String(),
    }
)


def _shaped(rows: pl.LazyFrame, **columns: pl.Expr) -> pl.LazyFrame:
    return rows.select(columns.get(name, pl.lit(None)).cast(kind).alias(name) for name, kind in EVENTS.items())


def _text(reason: StatusReason | str) -> pl.Expr:
    return pl.lit(str(reason))


def of_attempts(attempts: pl.LazyFrame, standards: pl.LazyFrame) -> pl.LazyFrame:
    """Events of talks: bookings, kept bookings, deals, refusals, do-not-calls.

    Args:
      attempts: As `in_order` gives them.
      standards: Of `FoldRules.standards`.

    Returns:
      EVENTS, in the order of `attempts`.
    """
    deal = pl.col("advances") & pl.col("final")
    no = pl.col("final") & ~pl.col("advances")
    confirms = pl.col("confirms").fill_null(False)
    return _shaped(
        attempts.filter("is_effective", pl.col("final") | pl.col("books") | pl.col("right_party")).join(
            standards, on="project", how="left", maintain_order="left"
        ),
        lead_key=pl.col("lead_key"),
        at_utc=pl.col("start_utc"),
        rank=pl.lit(0),
        standing=_standing(deal, no),
        closes=pl.when("suppresses")
        .then(_text(StatusReason.DO_NOT_CALL))
        .when(deal & ~confirms)
        .then(_text(StatusReason.SOLD))
        .when(no & pl.col("rest_days").is_null())
        .then(_text(StatusReason.REFUSED)),
        callback=pl.when(pl.col("books") & ~pl.col("final"))
        .then(True)
        .when(pl.col("final") | pl.col("right_party"))
        .then(False),
        callback_utc=pl.col("callback_utc"),
        callback_agent=pl.col("agent"),
        callback_asked=pl.col("right_party"),
        sold=pl.when(deal & ~confirms).then(True),
    )


def _standing(deal: pl.Expr, no: pl.Expr) -> pl.Expr:
    """Where a talk leaves the deal; null: as it was, as an order that is pending stays so while people talk of it."""
    stays = pl.col("standing_before").eq("pending").fill_null(value=False)
    kept = pl.col("right_party") & pl.col("booked_before")
    return (
        pl.when(deal & pl.col("confirms").fill_null(value=False)).then(_text("awaiting"))
        .when(deal).then(_text("sold")).when(no).then(_text("refused")).when(stays).then(None)
        .when("books").then(_text("booked")).when(kept).then(_text("none"))
    )  # fmt: skip


def of_confirmations(confirmations: pl.LazyFrame, deals: pl.LazyFrame, standards: pl.LazyFrame) -> pl.LazyFrame:
    """Events of the client's system: sale, cancellation, pending, callback booked.

    A sale of a lead that never agreed to one in a call closes it as ordered without a call.

    Args:
      confirmations: ORDERS rows with `parent`, `standing_before`, `irregular`.
      deals: `lead_key`, `first_deal_utc`.
      standards: Of `FoldRules.standards`.
    """
    leaf = pl.col("parent").str.strip_prefix("system.")
    lessens = leaf.is_in(["sale", "cancelled"])
    # An order that is pending waits for the client: it promises a call only where it names a time. One that asks for a
    # call that was promised already leaves that one's time, if it names none.
    asks = leaf.eq("callback_booked") & pl.col("standing_before").ne_missing("booked")
    books = asks | (leaf.is_in(["callback_booked", "pending"]) & pl.col("callback_utc").is_not_null())
    rows = (
        confirmations.filter(pl.col("lead_key").is_not_null(), pl.col("irregular").is_null() | lessens)
        .join(deals, on="lead_key", how="left")
        .join(standards, on="project", how="left")
    )
    words = {"sale": "sold", "cancelled": "cancelled", "pending": "pending", "callback_booked": "booked"}
    return _shaped(
        rows,
        lead_key=pl.col("lead_key"),
        at_utc=pl.col("at_utc"),
        rank=pl.lit(1),
        tie=pl.concat_str("source", "order_no", "status", separator="/", ignore_nulls=True),
        standing=leaf.replace_strict(words, default=None, return_dtype=pl.String),
        closes=_closing(leaf),
        callback=pl.when(books).then(True).when(lessens).then(False),
        # A system that tells no time asks for a call from now on: `model.amended.is_untimed` tells such a promise.
        callback_utc=pl.coalesce("callback_utc", "at_utc"),
        callback_asked=pl.lit(False),
        sold=pl.when(leaf.eq("sale")).then(True).when(leaf.eq("cancelled")).then(False),
        order_no=pl.col("order_no"),
        amount_minor=_amount(leaf),
        currency=pl.col("currency"),
    )


def _amount(leaf: pl.Expr) -> pl.Expr:
    """What the order is worth; null: as it was.

    Systems write a cancellation's amount with a minus, as 0, or as the order's own; none of them makes the order that
    was taken back worth less. Another order below zero is told as an oddity, and its amount is not believed.
    """
    told = pl.col("amount_minor")
    cancelled = pl.when(told != 0).then(told.abs())
    return pl.when(leaf.eq("cancelled")).then(cancelled).when(told >= 0).then(told)


def _closing(leaf: pl.Expr) -> pl.Expr:
    """Whether an order row closes the lead, or opens it again; null: neither."""
    asked = pl.col("standing_before").is_in(["awaiting", "pending", "sold"]).fill_null(value=False)
    agreed = asked | (pl.col("first_deal_utc") <= pl.col("at_utc")).fill_null(value=False)
    sale, cancelled = leaf.eq("sale"), leaf.eq("cancelled")
    return (
        pl.when(sale & agreed).then(_text(StatusReason.SOLD))
        .when(sale).then(_text(StatusReason.ORDERED_WITHOUT_CALL))
        .when(cancelled & pl.col("cancel_days").is_not_null()).then(_text(""))
        .when(cancelled).then(_text(StatusReason.CANCELLED))
    )  # fmt: skip


def of_amendments(amendments: pl.LazyFrame) -> pl.LazyFrame:
    """Events of AMENDMENTS rows `callback` (an instant with offset; null or empty ends it), `close` and `reopen`."""
    field, value = pl.col("field"), pl.col("value")
    ends = value.fill_null("").str.strip_chars().eq("")
    return _shaped(
        amendments.filter(field.is_in([CALLBACK, "close", "reopen"])),
        lead_key=pl.col("lead_key"),
        at_utc=pl.col("at_utc"),
        rank=pl.lit(2),
        tie=pl.concat_str("field", "value", "by", separator="/", ignore_nulls=True),
        standing=pl.when(field.eq(CALLBACK) & ends)
        .then(_text("none"))
        .when(field.eq(CALLBACK))
        .then(_text("booked"))
        .when(field.eq("reopen"))
        .then(_text("none")),
        closes=pl.when(field.eq("close")).then(_text(StatusReason.BY_HAND)).when(field.eq("reopen")).then(_text("")),
        callback=pl.when(field.eq(CALLBACK)).then(~ends).when(field.eq("close")).then(False),
        callback_utc=promised_utc(),
        callback_asked=pl.lit(False),
    )


def outcome_of_events(calls: pl.LazyFrame, others: pl.LazyFrame) -> pl.LazyFrame:
    """The latest word of each kind per lead.

    Args:
      calls: As `of_attempts` gives them, from memory.
      others: All other EVENTS, in any order.

    Returns:
      Key `lead_key`: `standing`, `standing_utc`, `closes`, `closed_utc`, the open callback (null: none), `sold_utc`,
      `cancelled_utc`, and order, amount, currency of the latest order row.
    """
    further = others.collect()
    events = calls
    if further.height:
        both = pl.concat([calls, further.sort("tie").lazy()])
        events = both.sort("lead_key", "at_utc", "rank", maintain_order=True)
    order = ("order_no", "amount_minor", "currency")
    when = {name: pl.col(name).is_not_null() for name in ("standing", "closes", "callback", *order)}
    when |= {"is_sold": pl.col("sold"), "is_cancelled": ~pl.col("sold")}
    callback = ("callback_utc", "callback_agent", "callback_asked")
    told = {name: (name, name) for name in ("standing", "closes", "callback", *order)}
    told |= {"standing_utc": ("standing", "at_utc"), "closed_utc": ("closes", "at_utc")}
    told |= {"sold_utc": ("is_sold", "at_utc"), "cancelled_utc": ("is_cancelled", "at_utc")}
    told |= {"callback_booked_utc": ("callback", "at_utc")} | {name: ("callback", name) for name in callback}
    booking = [pl.when("callback").then(name).alias(name) for name in ("callback_booked_utc", *callback)]
    rows = latest(events, when, told).with_columns(booking).drop("callback", "is_sold", "is_cancelled")
    return rows.collect(engine="in-memory").lazy()


def tries_since(attempts: pl.LazyFrame, bookings: pl.LazyFrame) -> pl.LazyFrame:
    """Outbound calls since the open booking that did not keep it.

    Args:
      attempts: As `in_order` gives them.
      bookings: `lead_key`, `callback_booked_utc`, one row per open callback.

    Returns:
      Key `lead_key`, `callback_tries`; leads without any are absent.
    """
    return (
        attempts.filter("is_made", "is_out")
        .select("lead_key", "start_utc")
        .join(bookings, on="lead_key", how="inner")
        .filter(pl.col("start_utc") > pl.col("callback_booked_utc"))
        .group_by("lead_key")
        .agg(pl.len().cast(pl.Int32).alias("callback_tries"))
    )
