"""Rows of an older delivery whose people its list holds no more: its files and figures say so, and why."""

from __future__ import annotations

from datetime import date

import polars as pl

from telebatch.model.tables import LISTED
from telebatch.model.words import Reason, Verdict
from telebatch.pipeline.known.live_lists import of_live_lists
from telebatch.pipeline.lists.better_known import NOBODY
from telebatch.state import left_out_last, listed_last, taken_off
from telebatch.store import View


def held_no_more(known: View, decided: pl.DataFrame, name: str, today: date) -> pl.DataFrame:
    """Rows whose lead a newer whole delivery of the list lacks, and nothing else gives to be called.

    Args:
      known: With what that delivery says of these leads, as `left_out_late` adds it.
      decided: `record`, `lead_key`, `verdict` of each row.
      name: Of the list.
      today: Lists whose last day was before hold nobody.

    Returns:
      As `better_known` tells them: `record`, `verdict`, `reasons`, `known_as`, `known_on`.
    """
    would_do = pl.col("lead_key").is_not_null() & pl.col("verdict").cast(pl.String).ne(str(Verdict.REJECTED))
    rows = decided.filter(would_do).select("record", "lead_key")
    if rows.is_empty():
        return NOBODY
    leads = rows.get_column("lead_key").unique()
    listed = of_live_lists(known, known.scan_keys(LISTED, "lead_key", leads))
    lacking = left_out_last(listed.filter(pl.col("list").eq(name)))
    lacking = lacking.join(held_otherwise(known, lacking.get_column("lead_key"), today), on="lead_key", how="anti")
    said = rows.join(lacking.select("lead_key", "received_on"), on="lead_key").sort("record")
    withdrawn = {"verdict": pl.lit(str(Verdict.REJECTED)), "reasons": pl.lit(str(Reason.WITHDRAWN))}
    told = {"known_as": pl.lit("left_out"), "known_on": pl.col("received_on").cast(pl.String)}
    return said.select(pl.col("record").cast(pl.Int64), **withdrawn, **told)


def and_held_no_more(more: pl.DataFrame, known: View, decided: pl.DataFrame, name: str, today: date) -> pl.DataFrame:
    """What `better_known` told, save of rows that are `held_no_more`, and these."""
    gone = held_no_more(known, decided, name, today)
    return pl.concat([more.join(gone, on="record", how="anti"), gone]).sort("record")


def held_otherwise(known: View, leads: pl.Series, today: date) -> pl.DataFrame:
    """`lead_key`, `list` of the leads that a list which holds them, or a talk (null), gives to be called.

    Args:
      today: Lists whose last day was before hold nobody.
    """
    listed = of_live_lists(known, known.scan_keys(LISTED, "lead_key", leads))
    expired = pl.col("use_until").lt(today).fill_null(value=False)
    return taken_off(listed_last(listed)).filter(~pl.col("is_rejected"), ~expired).select("lead_key", "list").collect()
