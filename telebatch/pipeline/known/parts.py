"""Results of many leads, a range of leads at a time: no story leaves its lead, and memory holds one range of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import polars as pl

from telebatch.classify import Classified, ClassifyRules, classify
from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS, MOVED, ORDERS, Table
from telebatch.store import View

#: Rows looked at at a time: few enough to take little memory, so many that the start of a part costs nothing.
PART_ROWS = 500_000
#: Parts worked on at once: while one is between its queries, those of the other fill the processors (each query is
#: spread over all of them); each further part would take its own memory.
_ABREAST = 2
#: So many stretches of leads are counted to find where parts begin.
_FINE = 4_096

_Made = TypeVar("_Made")


@dataclass(frozen=True, eq=False)
class Part:
    """One part of the leads.

    Attributes:
      known: Where their facts lie.
      holds: Whether a row belongs to the part, by `lead_key`; null: every row does.
    """

    known: View
    holds: pl.Expr | None = None

    def scan(self, table: Table) -> pl.LazyFrame:
        """The rows of a table that belong to the part."""
        return self.of(self.known.scan(table))

    def of(self, rows: pl.LazyFrame) -> pl.LazyFrame:
        """Those of these rows that belong to the part."""
        return rows if self.holds is None else rows.filter(self.holds)


def over_parts(
    known: View, work: Callable[[Part], _Made], leads: pl.Series | None = None, tables: Sequence[Table] = (ATTEMPTS,)
) -> list[_Made]:
    """What `work` makes of each part of the leads given, or of all.

    Every fact of a lead lies in one part. The first part has what names no lead, and the leads of which the same call
    or order was told: what is theirs can only be decided together.

    Args:
      leads: Keys, distinct; null: all leads.
      tables: Of which a part shall hold about PART_ROWS rows; each has `lead_key`.
    """
    with ThreadPoolExecutor(_ABREAST) as pool:
        return list(pool.map(work, _parts(known, leads, tables)))


def classified_part(part: Part, rules: ClassifyRules, *, asks_goals: bool = True) -> Classified:
    """OUTCOMES and confirmations of one part, as `classify` gives them."""
    attempts, orders, answers, amendments = (part.scan(table) for table in (ATTEMPTS, ORDERS, ANSWERS, AMENDMENTS))
    return classify(attempts, orders, rules, answers, amendments, asks_goals=asks_goals)


def _parts(known: View, leads: pl.Series | None, tables: Sequence[Table]) -> Iterator[Part]:
    rows = sum(segment.rows for table in tables for segment in known.segments(table.name))
    if leads is None and rows < PART_ROWS:
        yield Part(known)
        return
    lead, apart = pl.col("lead_key"), _told_of_two(known)
    yield Part(known, lead.is_null() | lead.is_in(apart.implode()))
    alone = None if leads is None else leads.filter(~leads.is_in(apart.implode())).sort()
    for first, upto in pairwise((None, *_cuts(known, alone, tables), None)):
        if alone is None:
            yield Part(known, _between(first, upto) & ~lead.is_in(apart.implode()))
            continue
        some = alone.filter(alone.to_frame("lead_key").select(_between(first, upto)).to_series())
        if some.len():
            near = _between(int(some[0]), int(some[-1]) + 1)
            yield Part(known, near if _is_dense(some) else near & lead.is_in(some.implode()))


def _cuts(known: View, leads: pl.Series | None, tables: Sequence[Table]) -> list[int]:
    """Leads with which a new part begins, rising: counted finely, for calls crowd where leads are old."""
    bounds = [segment.bounds for table in tables for segment in known.segments(table.name)]
    width = max((own["lead_key"][1] for own in bounds if "lead_key" in own), default=0) // _FINE + 1
    keys = pl.concat([known.scan(table).select("lead_key") for table in tables]).drop_nulls()
    keys = keys if leads is None else keys.filter(pl.col("lead_key").is_in(leads.implode()))
    counted = keys.group_by(pl.col("lead_key") // width).len().sort("lead_key").collect()
    part = counted.get_column("len").cum_sum() // PART_ROWS
    return (counted.get_column("lead_key").filter(part > part.shift(1)) * width).to_list()


def _between(first: int | None, upto: int | None) -> pl.Expr:
    """A lead from `first` on and below `upto`, nulls left out; null: no end. It lets row groups be passed over."""
    lead = pl.col("lead_key")
    below = lead.is_not_null() if upto is None else lead < upto
    return below if first is None else below & (lead >= first)


def _is_dense(keys: pl.Series) -> bool:
    return int(keys[-1]) - int(keys[0]) + 1 == keys.len()


def _told_of_two(known: View) -> pl.Series:
    """Leads between which a correction moved a call, and those whom one order names."""
    ends = [known.scan(MOVED).select(pl.col(name).alias("lead_key")) for name in ("lead_key", "former_key")]
    orders = known.scan(ORDERS).select("source", "order_no", "lead_key").unique()
    named = orders.filter(pl.col("lead_key").drop_nulls().n_unique().over("source", "order_no") > 1)
    return pl.concat([*ends, named.select("lead_key")]).unique().drop_nulls().collect().to_series().sort()
