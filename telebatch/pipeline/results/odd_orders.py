"""Orders that a person should look at: statuses in no map, amounts below zero, words that do not count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from telebatch.classify import below_zero, outdone, unmapped_statuses
from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import ORDERS
from telebatch.model.workspace import Source
from telebatch.pipeline.house import House
from telebatch.pipeline.known.knowledge import classify_rules
from telebatch.pipeline.results.unmapped import map_of
from telebatch.store import View


def odd_orders(house: House, known: View, orders: pl.DataFrame, shown: str) -> list[Mistake]:
    """What is odd about the orders of one file.

    Args:
      known: The store before the file.
      orders: ORDERS rows of the file, without batch.
      shown: The file.
    """
    if orders.is_empty():
        return []
    rules = classify_rules(house.recorded() or house.settings)
    same = pl.col("order_no").is_in(orders.get_column("order_no").unique().implode())
    before = known.scan(ORDERS).filter(same).collect()
    found = unmapped_statuses(orders, rules.codes)
    words = [unmapped_status(row, house.settings.sources, place=shown) for row in found.iter_rows(named=True)]
    if count := below_zero(orders, rules.codes, rules.own_leaves):
        remedy = "an order is taken back by a row whose status cancels it"
        words.append(Mistake(f"orders of an amount below zero, which is not counted: {count}", shown, remedy))
    if count := outdone(orders, before, rules.codes, rules.own_leaves):
        what = f"orders told otherwise before for the same instant, whose former word stays: {count}"
        words.append(Mistake(what, shown, "give the time of the change, not the order's day alone"))
    return words


def unmapped_status(met: Mapping[str, Any], sources: Mapping[str, Source], *, place: str = "") -> Mistake:
    """A status that confirms nothing and takes nothing back until somebody says what it means.

    Args:
      met: project (null: not known), status, count of orders, sources of them.
      sources: By name.
    """
    project = met["project"]
    of = f" of {project}" if project else ""
    usual = f"under [results] in projects/{project}.toml" if project else "in codes/orders.toml"
    where = map_of(met["sources"], sources) or usual
    return Mistake(
        f"order status {met['status']!r}{of} is in no map: {plural(met['count'], 'order')}", place,
        f"write what it means {where} (system.sale, system.cancelled, system.pending …), then telebatch classify",
    )  # fmt: skip


def statuses_in_no_map(house: House, known: View) -> tuple[Mistake, ...]:
    """One mistake per project and status of live orders that no recorded map knows."""
    columns = ("project", "source", "status", "order_no", "amount_minor")
    orders = known.scan(ORDERS).select(columns).unique().collect()
    codes = classify_rules(house.recorded() or house.settings).codes
    found = unmapped_statuses(orders, codes)
    return tuple(unmapped_status(row, house.settings.sources) for row in found.iter_rows(named=True))
