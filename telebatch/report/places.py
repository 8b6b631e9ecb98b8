"""Where calls went and when: the tree of outcomes, days and half-days, hours, and attempt numbers."""

from __future__ import annotations

from collections import Counter

import polars as pl

from telebatch.model.outcomes import LEAVES
from telebatch.model.outcomes import Branch as Place
from telebatch.model.periods import Period
from telebatch.model.review import Branch, Flow, HeatCell, Leaf, Node, ReportRules, Rung, Slot
from telebatch.report.marks import Scope, branch_of, leaves_like, within

#: Attempt numbers from this one on share a rung.
LAST_RUNG = 8

_TOLD = ("is_dial", "is_talk", "is_missed", "is_right_party", "is_secondary", "is_primary")


def _sums(*names: str) -> list[pl.Expr]:
    return [pl.col(name).cast(pl.Int64).sum() for name in names]


def _sum_of(claim: pl.Expr) -> pl.Expr:
    return claim.cast(pl.Int64).sum()


def outcome_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `outcome`, `callback_outcome` (null: kept no callback): `count` of dials, `booked` of them a callback."""
    calls = within(scope.marked, period).filter("is_dial")
    return calls.group_by("outcome", "callback_outcome").agg(
        count=pl.len().cast(pl.Int64), booked=pl.col("books").fill_null(False).cast(pl.Int64).sum()
    )


def confirmation_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `outcome`: `count` of confirmations that came in the period, `booked` of them a callback."""
    asks = pl.col("outcome").is_in(leaves_like(("system.callback_booked",), scope.rules))
    waits = pl.col("outcome").is_in(leaves_like(("system.pending",), scope.rules))
    books = pl.col("irregular").is_null() & (asks | (waits & pl.col("callback_utc").is_not_null()))
    told = within(scope.facts.confirmations, period, "at_utc").group_by("outcome")
    return told.agg(count=pl.len().cast(pl.Int64), booked=_sum_of(books.fill_null(value=False)))


def tree(
    outcomes: pl.DataFrame, confirmations: pl.DataFrame, rules: ReportRules
) -> tuple[tuple[Node, ...], tuple[Flow, ...]]:
    """The three stations with their outcomes, and how many went from one to the next.

    Args:
      outcomes: Result of `outcome_query`.
      confirmations: Result of `confirmation_query`.
      rules: Own leaves.

    Returns:
      Nodes call, system, callback; and the flows into node 2 (deals) and node 3: callbacks booked in calls, and by
      orders that asked for one.
    """
    calls, kept, ordered = Counter[str](), Counter[str](), Counter[str]()
    booked = 0
    columns = ("outcome", "callback_outcome", "count", "booked")
    for outcome, callback, count, books in outcomes.select(columns).iter_rows():
        calls[outcome] += count
        booked += books
        if callback is not None:
            kept[callback] += count
    by_order = 0
    for outcome, count, asked in confirmations.select("outcome", "count", "booked").iter_rows():
        ordered[outcome or "system.other"] += count
        by_order += asked
    first = (Place.CONNECTED, Place.NOT_CONNECTED, Place.BESIDE)
    nodes = (
        _node("call", calls, first, rules),
        _node("system", ordered, (Place.CONFIRMATION,), rules),
        _node("callback", kept, (Place.KEPT,), rules),
    )
    deals = sum(count for leaf, count in calls.items() if rules.own_leaves.get(leaf, leaf) == "call.deal")
    return nodes, (Flow("deals", deals), Flow("booked", booked), Flow("booked_by_order", by_order))


def _node(name: str, counts: Counter[str], places: tuple[Place, ...], rules: ReportRules) -> Node:
    """Leaves stand in the tree's own order, own leaves after them by name; an empty leaf of the tree is shown as 0."""
    known = [leaf.name for leaf in LEAVES]
    branches = []
    for place in places:
        hung = {leaf: count for leaf, count in counts.items() if _hangs(leaf, place, places, rules)}
        shown = {leaf.name: 0 for leaf in LEAVES if leaf.branch is place and place is not Place.BESIDE} | hung
        order = sorted(shown, key=lambda leaf: (known.index(leaf) if leaf in known else len(known), leaf))
        leaves = tuple(Leaf(leaf, shown[leaf]) for leaf in order)
        branches.append(Branch(place.value, sum(leaf.count for leaf in leaves), leaves))
    return Node(name, sum(branch.count for branch in branches), tuple(branches))


def _hangs(leaf: str, place: Place, places: tuple[Place, ...], rules: ReportRules) -> bool:
    found = branch_of(leaf, rules)
    return found is place or (found not in places and place is places[-1])


def slot_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `day` (of the project's zone), `is_morning`: dials and what came of them; sums of days and half-days."""
    clock = pl.col("start_local")
    calls = within(scope.marked, period).filter("is_dial")
    keyed = calls.with_columns(day=clock.dt.date(), is_morning=clock.dt.time() < pl.lit(period.cut_off))
    return keyed.group_by("day", "is_morning").agg(_sums(*_TOLD))


def slots(counts: pl.DataFrame, period: Period) -> tuple[Slot, ...]:
    """Half-days for up to two days, days otherwise; empty ones stand as zeros so that a gap is seen."""
    found = {(row["day"], row["is_morning"]): row for row in counts.iter_rows(named=True)}
    by_half = period.day_count <= 2
    made = []
    for part in period.halves if by_half else period.days:
        keys = [(half.first, half.ends_am) for half in part.halves]
        total = [sum(found[key][name] for key in keys if key in found) for name in _TOLD]
        dials, talks, missed, right, second, prime = total
        half = ("pm" if part.starts_pm else "am") if part.kind == "half-day" else ""
        made.append(Slot(part.first, half, dials, talks, missed, dials - talks - missed, right, second, prime))
    return tuple(made)


def heat_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `weekday` (1 is Monday), `hour` (of the project's zone): `is_dial`, `is_talk` counted."""
    clock = pl.col("start_local")
    calls = within(scope.marked, period).filter("is_dial")
    keyed = calls.with_columns(weekday=clock.dt.weekday().cast(pl.Int32), hour=clock.dt.hour().cast(pl.Int32))
    return keyed.group_by("weekday", "hour").agg(_sums("is_dial", "is_talk"))


def heat(counts: pl.DataFrame) -> tuple[HeatCell, ...]:
    """Cells with at least one attempt, by weekday and hour."""
    rows = counts.select("weekday", "hour", "is_dial", "is_talk").sort("weekday", "hour").iter_rows()
    return tuple(HeatCell(*row) for row in rows)


def rung_query(scope: Scope, period: Period) -> pl.LazyFrame:
    """Key `number` of the attempt (the last one stands for all above it): dials and what came of them, counted."""
    calls = within(scope.marked, period).filter(pl.col("is_dial") & pl.col("attempt_no").is_not_null())
    return calls.group_by(number=pl.col("attempt_no").clip(upper_bound=LAST_RUNG)).agg(
        _sums("is_dial", "is_talk", "is_right_party", "is_primary")
    )


def rungs(counts: pl.DataFrame) -> tuple[Rung, ...]:
    """One per attempt number."""
    rows = counts.select("number", "is_dial", "is_talk", "is_right_party", "is_primary").sort("number").iter_rows()
    return tuple(Rung(row[0], row[0] == LAST_RUNG, *row[1:]) for row in rows)
