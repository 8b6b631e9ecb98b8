"""The calls that reviews count: classified once for all projects, and of other leads than theirs nothing is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import polars as pl

from telebatch.classify import Classified
from telebatch.model.amended import CALLBACK, promised_utc
from telebatch.model.tables import AMENDMENTS, ATTEMPTS, INSTANT, ORDERS
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.knowledge import classify_rules
from telebatch.pipeline.known.parts import Part, classified_part, over_parts
from telebatch.report import matters
from telebatch.store import View


def calls_counted(
    known: View, settings: Settings, span: tuple[datetime, datetime], columns: Sequence[str] | None = None
) -> Classified:
    """OUTCOMES and confirmations of every project, as far as reviews of the span need them.

    Args:
      span: From when on calls are counted, and the end of the latest period.
      columns: Of OUTCOMES; null: all of them.
    """
    rules, (since, _) = classify_rules(settings), span

    def counted(part: Part) -> tuple[pl.DataFrame, pl.DataFrame]:
        told = classified_part(part, rules)
        calls = told.outcomes.filter(matters(since))
        return (calls if columns is None else calls.select(columns)).collect(), told.confirmations.collect()

    calls, confirmations = zip(*over_parts(known, counted, _spoken_of(known, span)), strict=True)
    return Classified(pl.concat(calls).lazy(), pl.concat(confirmations).lazy())


def _spoken_of(known: View, span: tuple[datetime, datetime]) -> pl.Series:
    """Leads that were called, had a callback due or an order in the span."""
    since, until = (pl.lit(instant, dtype=INSTANT) for instant in span)

    def within(column: str) -> pl.Expr:
        return pl.col(column).is_between(since, until, closed="left")

    called = known.scan(ATTEMPTS).filter(within("start_utc") | within("callback_utc")).select("lead_key")
    ordered = known.scan(ORDERS).filter(within("at_utc") | within("callback_utc")).select("lead_key")
    promised = known.scan(AMENDMENTS).filter(pl.col("field") == CALLBACK).with_columns(callback_utc=promised_utc())
    promised = promised.filter(within("callback_utc")).select("lead_key")
    return pl.concat([called, ordered, promised]).drop_nulls().unique().collect().to_series()
