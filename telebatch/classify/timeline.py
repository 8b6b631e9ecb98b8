"""In what order did a lead's story go: was a callback open, how stood the deal, and was the next step a regular one?"""

from __future__ import annotations

import polars as pl

from telebatch.classify.flags import kept_as
from telebatch.model.outcomes import TRANSITIONS

CALL, BOOKING, ORDER = 0, 1, 2
_SEPARATOR = " > "
#: How the deal stands where an open callback is what the lead waits for.
_NO_DEAL = ("none", "cancelled", "refused")
#: Talks after which the deal is refused, a kept promise cancelled.
_REFUSALS = ("call.refused", "call.do_not_call", "call.not_this_product")
_REGULAR = frozenset(f"{standing}{_SEPARATOR}{event}" for standing, event in TRANSITIONS)

#: Column → type of one event; key `event`, any order.
EVENTS = {
    "event": pl.Int64(),
    "kind": pl.Int8(),
    "lead_key": pl.Int64(),
    "at_utc": pl.Datetime("us", "UTC"),
    "tie": pl.Int64(),
    "outcome": pl.String(),
    "parent": pl.String(),
    "kept_leaf": pl.String(),
    "right_party": pl.Boolean(),
    "books": pl.Boolean(),
    "confirms": pl.Boolean(),
    "may_recall": pl.Boolean(),
    "is_call": pl.Boolean(),
}


def told_in_order(events: pl.DataFrame) -> pl.DataFrame:
    """Walks every lead's events in order of time.

    Args:
      events: EVENTS; a lead's events of one instant go calls, bookings, orders, each by `tie`.

    Returns:
      event, booked_before, callback_outcome (calls only), standing_before, standing_after, irregular, lacks_booking;
      n rows.
    """
    # Sorted already where nothing but calls is told; then only asking costs.
    story = events if _is_told_in_order(events) else events.sort("lead_key", "at_utc", "kind", "tie")
    first = pl.col("lead_key").ne_missing(pl.col("lead_key").shift(1)).fill_null(True) | (pl.int_range(pl.len()) == 0)
    story = story.with_columns(first.alias("_first"))
    story = story.with_columns(_held(_open_after(), pl.lit(False)).alias("_open"))
    before = pl.when("_first").then(False).otherwise(pl.col("_open").shift(1))
    story = story.with_columns(before.fill_null(False).alias("booked_before"))
    keeps = (pl.col("kind") == CALL) & pl.col("booked_before") & pl.col("right_party")
    story = story.with_columns(pl.when(keeps).then(kept_as()).alias("callback_outcome"))
    story = _with_deal(story)
    shows_booked = pl.col("_open") & pl.col("_deal").is_in(_NO_DEAL)
    story = story.with_columns(pl.when(shows_booked).then(pl.lit("booked")).otherwise("_deal").alias("standing_after"))
    standing = pl.when("_first").then(pl.lit("none")).otherwise(pl.col("standing_after").shift(1))
    story = story.with_columns(standing.fill_null("none").alias("standing_before"))
    is_call = (pl.col("kind") == CALL).cast(pl.Int32)
    sum_before = is_call.cum_sum() - is_call
    calls_before = sum_before - pl.when("_first").then(sum_before).forward_fill()
    story = story.with_columns(_irregular(calls_before).alias("irregular"))
    return story.select(
        "event", "booked_before", "callback_outcome", "standing_before", "standing_after", "irregular",
        (pl.col("kept_leaf").is_not_null() & ~pl.col("booked_before")).alias("lacks_booking"),
    )  # fmt: skip


def _with_deal(story: pl.DataFrame) -> pl.DataFrame:
    """Adds `_deal`: how the deal stands after each event; an order that only moves a booked callback leaves it."""
    asks = (pl.col("kind") == ORDER) & (pl.col("parent") == "system.callback_booked")
    after = _deal_after()
    if story.select((asks & pl.col("booked_before")).any()).item():
        story = story.with_columns(_held(pl.when(~asks).then(after), pl.lit("none")).alias("_deal"))
        moves = asks & pl.col("booked_before") & pl.col("_deal").is_in(_NO_DEAL)
        after = pl.when(~moves).then(after)
    return story.with_columns(_held(after, pl.lit("none")).alias("_deal"))


def _is_told_in_order(events: pl.DataFrame) -> bool:
    later = pl.lit(value=False)
    for name in ("tie", "kind", "at_utc", "lead_key"):
        value, before = pl.col(name), pl.col(name).shift(1)
        later = (value > before) | ((value == before) & later)
    return bool(events.lazy().select(later.fill_null(value=False).slice(1).all()).collect().item())


def _held(after: pl.Expr, start: pl.Expr) -> pl.Expr:
    """The state after each event: what the event sets, else what held before, else the start of the lead."""
    return pl.when(pl.col("_first")).then(pl.coalesce(after, start)).otherwise(after).forward_fill()


def _open_after() -> pl.Expr:
    """Whether a callback is open after the event; null: as before.

    A talk with the key person keeps what was booked and books anew only with a new time; the client's system opens
    one by `callback_booked` or `pending`, and closes it by a sale or a cancellation.
    """
    order = pl.col("kind") == ORDER
    return (
        pl.when(order & pl.col("parent").is_in(["system.pending", "system.callback_booked"]))
        .then(True)
        .when(order & pl.col("parent").is_in(["system.sale", "system.cancelled"]))
        .then(False)
        .when(order)
        .then(None)
        .when(pl.col("kind") == BOOKING)
        .then(True)
        .when(pl.col("right_party"))
        .then(pl.col("books"))
        .when(pl.col("books"))
        .then(True)
    )


def _deal_after() -> pl.Expr:
    """How the deal stands after the event; null: as before."""
    won = pl.when("confirms").then(pl.lit("awaiting")).otherwise(pl.lit("sold"))
    system = {
        "system.sale": "sold",
        "system.cancelled": "cancelled",
        "system.pending": "pending",
        "system.callback_booked": "pending",
    }
    kept = pl.col("callback_outcome")
    call = (
        pl.when(pl.col("parent") == "call.deal")
        .then(won)
        .when(kept.is_not_null() & pl.col("parent").is_in(_REFUSALS))
        .then(pl.lit("cancelled"))
        .when(pl.col("parent").is_in(_REFUSALS))
        .then(pl.lit("refused"))
    )
    by_system = pl.col("parent").replace_strict(system, default=None, return_dtype=pl.String)
    return pl.when(pl.col("kind") == ORDER).then(by_system).when(pl.col("kind") == CALL).then(call)


def _irregular(calls_before: pl.Expr) -> pl.Expr:
    """The jump in words where the transition table does not know it."""
    standing = pl.col("standing_before")
    kept = pl.col("callback_outcome")
    is_kept = kept.is_not_null() & standing.is_in(["booked", "pending"])
    # An own leaf of node 3 jumps as one of ours does.
    shown = pl.when(is_kept).then(pl.lit("callback.other")).otherwise(pl.lit("call"))
    named = pl.when(pl.col("kind") == ORDER).then("parent").otherwise(shown)
    jump = pl.concat_str(standing, pl.lit(_SEPARATOR), named)
    regular = jump.is_in(sorted(_REGULAR)) | ((standing == "refused") & pl.col("may_recall"))
    is_order = pl.col("kind") == ORDER
    words = (
        pl.when(is_order & (standing == "none") & (calls_before == 0))
        .then(pl.format("{} without a call", pl.col("outcome")))
        .when(is_order & (standing == "none"))
        .then(pl.format("{} without a deal", pl.col("outcome")))
        .otherwise(pl.format("{} while {}", pl.coalesce(kept, pl.col("outcome")), standing))
    )
    judged = is_order | ((pl.col("kind") == CALL) & pl.col("is_call"))
    return pl.when(judged & ~regular).then(words)
