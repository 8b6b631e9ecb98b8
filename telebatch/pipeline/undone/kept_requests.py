"""Who asked not to be contacted stays asked when the file that told it is undone, unless that too is taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from telebatch.model.list_tables import WHOLE
from telebatch.model.tables import SUPPRESSIONS
from telebatch.model.words import Channel
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.requests import asked_in_calls
from telebatch.state import standing_suppressions
from telebatch.store import View

#: Whom a request names; it is told still where another one of the same name goes as far.
_KEY: Final = ["list", "kind", "number", "text", "person_key", "lead_key"]
_REACH: Final = ("project", "channel", "from_on", "until_on")
_COLUMNS: Final = [name for name in SUPPRESSIONS.schema if name != "batch"]


def standing_of_batch(known: View, settings: Settings, number: int) -> pl.DataFrame:
    """Requests that hold: written by the batch and not taken off since, or made in calls by settings of any batch.

    Returns:
      SUPPRESSIONS rows without `batch`.
    """
    written = standing_suppressions(known.scan(SUPPRESSIONS)).filter(pl.col("batch") == number)
    asked = asked_in_calls(known, settings)
    return pl.concat([written.select(_COLUMNS), asked.select(_COLUMNS)]).collect()


def lost(stood: pl.DataFrame, now: View, settings: Settings, number: int) -> pl.DataFrame:
    """Those of `stood` that nothing tells any more, to be written again.

    Args:
      stood: As `standing_of_batch` told them before the undo.
      now: The store without the batch; the states in it are still those of before.
      settings: What the fold acts on without the batch.
      number: Of the batch undone; named in the rows' `note`.
    """
    written = standing_suppressions(now.scan(SUPPRESSIONS)).select(*_KEY, *_REACH)
    told = pl.concat([written, asked_in_calls(now, settings).select(*_KEY, *_REACH)]).unique()
    mine = stood.with_row_index("_row").lazy()
    both = mine.join(told, on=_KEY, how="inner", nulls_equal=True, suffix="_told").filter(_reaches())
    gone = mine.join(both.select("_row"), on="_row", how="anti").drop("_row")
    return gone.with_columns(pl.lit(_note(number)).alias("note")).collect()


def _reaches() -> pl.Expr:
    """Bool per pair: the other request is for the same projects and channels or more, from as early to as late."""
    project, channel, begins, until = (pl.col(f"{name}_told") for name in _REACH)
    return (
        (project.is_null() | project.eq_missing(pl.col("project")))
        & (channel.eq(str(Channel.ANY)) | channel.eq(pl.col("channel")))
        & (begins.is_null() | (begins <= pl.col("from_on")).fill_null(value=False))
        & (until.is_null() | (until >= pl.col("until_on")).fill_null(value=False))
    )


def taken_back_later(known: View, number: int) -> pl.DataFrame:
    """SUPPRESSIONS rows, removals of what an earlier undo of that batch had kept; none where nothing is left of it."""
    kept = standing_suppressions(known.scan(SUPPRESSIONS)).filter(pl.col("note") == _note(number))
    # Of each only its own scope goes: what somebody asked for another one stays.
    return kept.select(_COLUMNS).with_columns(
        project=pl.col("project").fill_null(WHOLE), channel=pl.col("channel").replace(str(Channel.ANY), WHOLE),
        # Whoever asked did not take it back; who undoes a batch is not told.
        is_removal=pl.lit(value=True), asked_by=pl.lit(None, pl.String),
        note=pl.lit(f"batch {number} was undone with what it asked"),
    ).collect()  # fmt: skip


def kept_since(known: View, number: int, places: Mapping[int, int]) -> pl.LazyFrame:
    """SUPPRESSIONS rows that stand for those of batches undone since: they held before that batch too.

    Args:
      places: Batch → its place in time.
    """
    of_batch = pl.col("note").str.extract(_note(r"(\d+)")).cast(pl.Int64)
    before = [batch for batch, place in places.items() if place < places[number]]
    return standing_suppressions(known.scan(SUPPRESSIONS)).filter(of_batch.is_in(before))


def _note(number: int | str) -> str:
    return f"kept when batch {number} was undone"
