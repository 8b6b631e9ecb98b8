"""What does the client's system say of an order: the meaning of every status, and one row per order and instant."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from telebatch.classify.codes import CodeMap, Told
from telebatch.classify.flags import leaf_table
from telebatch.classify.meanings import with_meanings
from telebatch.model.outcomes import Node

_OTHER, _CANCELLED = "system.other", "system.cancelled"
#: How far on in an order's life a status stands. Exports often tell no more than a day, and on one day an order is
#: pending, sold and taken back in this order.
_LIFE = {_OTHER: 0, "system.callback_booked": 1, "system.pending": 2, "system.sale": 3, _CANCELLED: 4}
_INSTANT = ("source", "order_no", "at_utc")
_RANK = ("_life", "status", "amount_minor")


def statuses(orders: pl.DataFrame, codes: CodeMap, own_leaves: Mapping[str, str]) -> pl.DataFrame:
    """One row per order and instant, with `outcome`, `parent` and `event` (negative); sorted by lead, instant, order.

    Args:
      orders: ORDERS rows of live batches, any order, repeats included.
    """
    meant = _meant(orders, codes, own_leaves)
    ranked = meant.sort(*_INSTANT, *_RANK, "file_key", "record", nulls_last=False)
    once = ranked.unique(_INSTANT, keep="last", maintain_order=True).sort("lead_key", "at_utc", "order_no", "source")
    return (
        once.with_row_index("_at")
        .with_columns((-1 - pl.col("_at").cast(pl.Int64)).alias("event"))
        .drop("_at", "_life", "is_known")
    )


def _meant(orders: pl.DataFrame, codes: CodeMap, own_leaves: Mapping[str, str]) -> pl.DataFrame:
    """Adds `outcome`, `parent`, `is_known` (a map knows the status; else it is `system.other`) and `_life`."""
    leaves = leaf_table(own_leaves).select("outcome", "parent")
    meant = with_meanings(orders.rename({"status": "code"}), codes, Node.SYSTEM).rename({"code": "status"})
    meant = meant.with_columns(pl.col("outcome").is_not_null().alias("is_known"), pl.col("outcome").fill_null(_OTHER))
    meant = meant.join(leaves, on="outcome", how="left", maintain_order="left")
    parent = pl.col("parent").fill_null(_OTHER)
    life = parent.replace_strict(_LIFE, default=0, return_dtype=pl.Int8)
    return meant.with_columns(parent, life.alias("_life")).drop("code_confidence", "cause_is_machine")


def unmapped_statuses(orders: pl.DataFrame, codes: CodeMap) -> pl.DataFrame:
    """The statuses that no map knows: project, status (key), count (distinct orders), sources (sorted).

    Args:
      orders: ORDERS rows, with or without batch.
    """
    unknown = _meant(orders, codes, {}).filter(~pl.col("is_known"))
    orders_met = pl.col("order_no").n_unique().cast(pl.Int64).alias("count")
    counted = unknown.group_by("project", "status").agg(orders_met, pl.col("source").unique().sort().alias("sources"))
    return counted.sort("project", "status", nulls_last=False)


def status_coverage(orders: pl.DataFrame, codes: CodeMap) -> pl.DataFrame:
    """Every status met: source, project, status, count, outcome (null: no map knows it), suggestion (null: none)."""
    meant = _meant(orders, codes, {})
    outcome = pl.when("is_known").then("outcome").alias("outcome")
    counted = meant.with_columns(outcome).group_by("source", "project", "status", "outcome").len("count")
    named = counted.select("status", "source", "project", "outcome").iter_rows()
    told = [
        None if outcome else codes.like(Told(status or "", source=source or "", project=project or ""), Node.SYSTEM)
        for status, source, project, outcome in named
    ]
    counted = counted.with_columns(pl.Series("suggestion", told, dtype=pl.String))
    return counted.sort(pl.col("outcome").is_not_null(), -pl.col("count").cast(pl.Int64), "source", "project", "status")


def below_zero(orders: pl.DataFrame, codes: CodeMap, own_leaves: Mapping[str, str]) -> int:
    """How many rows tell of less than nothing although they do not take the order back."""
    meant = _meant(orders, codes, own_leaves)
    return meant.filter(pl.col("amount_minor") < 0, pl.col("parent") != _CANCELLED).height


def outdone(new: pl.DataFrame, known: pl.DataFrame, codes: CodeMap, own_leaves: Mapping[str, str]) -> int:
    """How many orders of a file stay as they were told before for the same instant, although the file says otherwise.

    Args:
      new, known: ORDERS rows; `known` of the same orders.
    """
    both = [_meant(rows.select(new.columns), codes, own_leaves).select(*_INSTANT, *_RANK) for rows in (known, new)]
    before, after = (rows.unique() for rows in both)
    best = [rows.sort(*_INSTANT, *_RANK, nulls_last=False).unique(_INSTANT, keep="last") for rows in (before, after)]
    met = best[1].join(best[0], on=_INSTANT, suffix="_known")
    loses = _less([(pl.col(name), pl.col(f"{name}_known")) for name in _RANK])
    # What the file repeats of an earlier one beside its last word contradicts nothing.
    return met.filter(loses).join(before, on=[*_INSTANT, *_RANK], how="anti", nulls_equal=True).height


def _less(pairs: list[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
    """Whether the first of each pair, in order, stands before the second; null stands before everything."""
    less: pl.Expr = pl.lit(value=False)
    for one, other in reversed(pairs):
        before = (one.is_null() & other.is_not_null()) | (one < other).fill_null(value=False)
        less = before | (one.eq_missing(other) & less)
    return less
