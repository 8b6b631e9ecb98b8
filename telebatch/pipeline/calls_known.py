"""Which calls of a file were told before, and of whom? Sought in the whole store, but only around the file's times."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from telebatch.ingest import TOLD, WINS
from telebatch.model.tables import ATTEMPTS, MOVED
from telebatch.store import View

#: A corrected row of one call tells another start at most by a clock or a day; two days leave room for both.
_AROUND = timedelta(days=2)


def calls_known(known: View, attempts: pl.DataFrame) -> pl.DataFrame:
    """ATTEMPTS rows (attempt_key, TOLD, WINS) of live batches that tell of the same calls.

    Args:
      attempts: ATTEMPTS rows, without batch, of a file that is not in the store yet.
    """
    columns = ("attempt_key", *TOLD, *WINS)
    if attempts.is_empty():
        return ATTEMPTS.empty().select(columns)
    first, last = (attempts.select(getattr(pl.col("start_utc"), end)()).item() for end in ("min", "max"))
    near = pl.col("start_utc").is_between(first - _AROUND, last + _AROUND)
    before = known.scan(ATTEMPTS).filter(near).select(columns).collect()
    return before.join(_perhaps_among(attempts.select("attempt_key"), before), on="attempt_key", how="semi")


def _perhaps_among(rows: pl.DataFrame, others: pl.DataFrame) -> pl.DataFrame:
    """The rows whose attempt key may stand among the others, by its hash: few, which a join on text then proves."""
    hashes = others.get_column("attempt_key").hash()
    return rows.filter(rows.get_column("attempt_key").hash().is_in(hashes.implode()))


def moved_calls(attempts: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """MOVED rows, without batch: calls of which the file and a file before it tell of different leads."""
    before = known.select("attempt_key", pl.col("lead_key").alias("former_key")).unique()
    now = attempts.select("attempt_key", "lead_key")
    # Most calls of most files are new: those that are not are few, and only these are looked at.
    now = _perhaps_among(now, before).unique()
    both = now.join(before, on="attempt_key")
    moved = both.filter(pl.col("lead_key").ne_missing(pl.col("former_key")))
    return moved.sort("lead_key", "former_key", "attempt_key").select(
        [name for name in MOVED.schema if name != "batch"]
    )
