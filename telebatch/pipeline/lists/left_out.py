"""Whom does a delivery lack that is the whole list? It speaks of all before it by their days, whenever that came."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.tables import LISTED, LISTS
from telebatch.model.words import Reason, Verdict
from telebatch.pipeline.known.live_lists import as_decided, leading, of_live_lists
from telebatch.state import held, holding
from telebatch.store import Commit, Store, View

#: A delivery, as its LISTS row tells it: `file_key`, `project`, `list`, `received_on`.
Row = Mapping[str, object]
_ORDER: Final = ("received_on", "file_key")
_OF_DELIVERY: Final = ("file_key", "project", "list", "received_on")


def left_out_late(commit: Commit, store: Store, rows: pl.DataFrame) -> pl.DataFrame:
    """Adds what whole deliveries say of leads that this commit finds on older deliveries of their lists.

    Args:
      commit: Holds the facts of these deliveries already.
      rows: LISTS rows of the deliveries.

    Returns:
      `lead_key`, `person_key` of leads that these lists no longer hold for it.
    """
    whole = whole_after(store, commit.view, rows)
    # Of a long list no row is looked at where nobody asks.
    own = commit.scan(LISTED) if whole else LISTED.empty().lazy()
    own = own.filter(pl.col("batch").eq(commit.batch), pl.col("record").is_not_null())
    lacking = own.select("lead_key", "person_key", "list").drop_nulls("lead_key").unique().collect()
    if lacking.height:
        leads = lacking.get_column("lead_key").unique()
        for row in whole:
            commit.add(LISTED, left_out_rows(commit.view, row, leads))
        # A delivery later still may have them.
        told = of_live_lists(commit.view, commit.view.scan_keys(LISTED, "lead_key", leads))
        lacking = lacking.join(holding(told.collect()), on=["lead_key", "list"], how="anti")
    return lacking.select("lead_key", "person_key").unique("lead_key").sort("lead_key")


def late_notes(lacking: pl.DataFrame, name: str = "") -> Iterator[Mistake]:
    """That a newer delivery speaks against an older one, which nobody would look for.

    Args:
      lacking: As `left_out_late` gives them.
      name: Of the list; empty: of several.
    """
    if lacking.height:
        stay, whom = plural(lacking.height, "lead is", "leads are"), "it" if lacking.height == 1 else "them"
        which = f"list {name}" if name else "their lists"
        yield Mistake(f"{stay} not called by {which}: a newer delivery, which came whole, lacks {whom}")


def whole_after(store: Store, known: View, rows: pl.DataFrame) -> list[Row]:
    """LISTS rows of whole deliveries, in order of their days, that come after one of those given of the same list.

    Args:
      rows: LISTS rows.
    """
    first = rows.sort(_ORDER).unique(["project", "list"], keep="first", maintain_order=True)
    asked = first.select("project", "list", _day="received_on", _file="file_key")
    every = known.scan(LISTS).join(asked.lazy(), on=["project", "list"])
    later = (pl.col("received_on") > pl.col("_day")) | (
        pl.col("received_on").eq(pl.col("_day")) & (pl.col("file_key") > pl.col("_file"))
    )
    found = every.filter(later).sort(_ORDER).collect()
    return [row for row in found.iter_rows(named=True) if is_whole(store, row["batch"])]


def is_late(store: Store, known: View, row: Row) -> bool:
    """Whether a delivery that is newer than this one of the same list, and came whole, is known already."""
    return bool(whole_after(store, known, pl.DataFrame([row], {name: LISTED.schema[name] for name in _OF_DELIVERY})))


def is_whole(store: Store, batch: int) -> bool:
    """Whether the batch is a delivery that withdrew whom it lacked."""
    row = store.batch(batch)
    return row.command == "prequalify" and "withdrawn" in row.counts


def left_out_rows(known: View, row: Row, leads: pl.Series | None = None) -> pl.DataFrame:
    """LISTED rows to add, without `batch`: of whom a whole delivery lacks, where no row says so, and, verdict null,
    of whom it lacks no more.

    Args:
      leads: Only of these; null: of all.
    """
    listed = known.scan(LISTED) if leads is None else known.scan_keys(LISTED, "lead_key", leads)
    own = listed.filter(pl.col("file_key").eq(row["file_key"]))
    stands = leading(own.filter(pl.col("record").is_null())).filter(pl.col("verdict").is_not_null()).collect()
    gone = held_before(known, listed, row).join(_held_by(own), on="lead_key", how="anti", maintain_order="left")
    new = gone.join(stands.select("lead_key"), on="lead_key", how="anti", maintain_order="left")
    off = stands.join(gone.select("lead_key"), on="lead_key", how="anti").drop("batch")
    off = off.with_columns(verdict=pl.lit(None, pl.String))
    return pl.concat([withdrawal_rows(new, row), off], how="diagonal").sort("lead_key")


def held_before(known: View, listed: pl.LazyFrame, row: Row) -> pl.DataFrame:
    """`lead_key`, `person_key` of whom the list held before the delivery, by the days and then the files of deliveries.

    Args:
      listed: LISTED rows.
    """
    of_list = listed.filter(pl.col("project").eq(row["project"]), pl.col("list").eq(row["list"]))
    day = pl.lit(row["received_on"], pl.Date)
    earlier = (pl.col("received_on") < day) | (pl.col("received_on").eq(day) & pl.col("file_key").lt(row["file_key"]))
    return held(of_live_lists(known, of_list.filter(earlier)))


def _held_by(own: pl.LazyFrame) -> pl.DataFrame:
    """`lead_key` of whom the delivery holds."""
    rows = as_decided(own.filter(pl.col("record").is_not_null()))
    return rows.select("lead_key").drop_nulls().unique().collect()


def withdrawal_rows(gone: pl.DataFrame, row: Row) -> pl.DataFrame:
    """LISTED rows, without `batch`, by which a delivery says that its list no longer holds these leads."""
    said = {name: row[name] for name in _OF_DELIVERY}
    said |= {"verdict": str(Verdict.REJECTED), "reasons": str(Reason.WITHDRAWN)}
    told = gone.with_columns(pl.lit(value, LISTED.schema[name]).alias(name) for name, value in said.items())
    return pl.concat([LISTED.empty().drop("batch"), told], how="diagonal")
