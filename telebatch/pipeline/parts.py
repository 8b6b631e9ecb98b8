"""Results of many leads, a range of leads at a time: no story leaves its lead, and memory holds one range of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

from telebatch.classify import Classified, ClassifyRules, classify
from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS, MOVED, ORDERS, Table
from telebatch.store import View

#: Attempts looked at at a time: few enough to take little memory, so many that the start of a part costs nothing.
PART_ROWS = 500_000
#: Parts worked on at once.
_ABREAST = 2

#: The rows of a table that belong to one part of the leads.
Pick = Callable[[Table], pl.LazyFrame]
_Made = TypeVar("_Made")


def over_parts(known: View, work: Callable[[Pick], _Made], leads: pl.Series | None = None) -> list[_Made]:
    """What `work` makes of each part of the leads given, or of all.

    Every fact of a lead lies in one part. The first part has what names no lead, and the leads of which the same call
    or order was told: what is theirs can only be decided together.

    Args:
      leads: Keys, distinct; null: all leads.
    """
    with ThreadPoolExecutor(_ABREAST) as pool:
        return list(pool.map(work, _parts(known, leads)))


def classified_part(pick: Pick, rules: ClassifyRules, *, asks_goals: bool = True) -> Classified:
    """OUTCOMES and confirmations of one part, as `classify` gives them."""
    return classify(pick(ATTEMPTS), pick(ORDERS), rules, pick(ANSWERS), pick(AMENDMENTS), asks_goals=asks_goals)


def _parts(known: View, leads: pl.Series | None) -> Iterator[Pick]:
    segments = known.segments(ATTEMPTS.name)
    count = sum(segment.rows for segment in segments) // PART_ROWS + 1
    if count == 1 and leads is None:
        yield known.scan
        return
    lead, apart = pl.col("lead_key"), _told_of_two(known)
    yield _picked(known, lead.is_null() | lead.is_in(apart.implode()))
    top = max((segment.bounds["lead_key"][1] for segment in segments if "lead_key" in segment.bounds), default=0)
    if leads is None:
        starts = [1 + top * part // count for part in range(count)]
        yield from (
            _picked(known, lead.is_between(first, last - 1) & ~lead.is_in(apart.implode()))
            for first, last in zip(starts, [*starts[1:], top + 1], strict=True)
        )
        return
    alone = leads.filter(~leads.is_in(apart.implode())).sort()
    size = max(1, top // count)
    for first in range(0, alone.len(), size):
        some = alone.slice(first, size)
        # The range lets whole row groups be passed over.
        near = lead.is_between(some[0], some[-1])
        yield _picked(known, near if _is_dense(some) else near & lead.is_in(some.implode()))


def _is_dense(keys: pl.Series) -> bool:
    return int(keys[-1]) - int(keys[0]) + 1 == keys.len()


def _picked(known: View, rows: pl.Expr) -> Pick:
    return lambda table: known.scan(table).filter(rows)


def _told_of_two(known: View) -> pl.Series:
    """Leads between which a correction moved a call, and those whom one order names."""
    ends = [known.scan(MOVED).select(pl.col(name).alias("lead_key")) for name in ("lead_key", "former_key")]
    orders = known.scan(ORDERS).select("source", "order_no", "lead_key").unique()
    named = orders.filter(pl.col("lead_key").drop_nulls().n_unique().over("source", "order_no") > 1)
    return pl.concat([*ends, named.select("lead_key")]).unique().drop_nulls().collect().to_series().sort()
