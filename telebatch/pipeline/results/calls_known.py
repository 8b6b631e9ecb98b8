"""Which calls of a file were told before, and of whom? Sought in the whole store, but only around the file's times."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import polars as pl

from telebatch.ingest import TOLD, WINS
from telebatch.model.alike import perhaps_among
from telebatch.model.tables import ATTEMPTS, MOVED
from telebatch.store import View

#: A corrected row of one call tells another start at most by a clock or a day; two days leave room for both.
_AROUND = timedelta(days=2)


@dataclass(frozen=True, eq=False)
class KnownCalls:
    """What a file tells again; columns attempt_key, format, TOLD, WINS of ATTEMPTS.

    Attributes:
      before: Rows of live batches that tell of the file's calls.
      again: The file's own rows that may tell of one of those; most files have few, all others tell of new calls.
    """

    before: pl.DataFrame
    again: pl.DataFrame


def calls_known(known: View, attempts: pl.DataFrame) -> KnownCalls:
    """Looks up what was told of a file's calls.

    Args:
      attempts: ATTEMPTS rows, without batch, of a file that is not in the store yet.
    """
    own = attempts.select("attempt_key", "format", *TOLD, *WINS)
    if own.is_empty():
        return KnownCalls(own, own)
    first, last = (own.select(getattr(pl.col("start_utc"), end)()).item() for end in ("min", "max"))
    near = pl.col("start_utc").is_between(first - _AROUND, last + _AROUND)
    before = known.scan(ATTEMPTS).filter(near).select(own.columns).collect()
    again = own.filter(perhaps_among(own.get_column("attempt_key"), before.get_column("attempt_key")))
    return KnownCalls(before.join(again.select("attempt_key"), on="attempt_key", how="semi"), again)


def moved_calls(known: KnownCalls) -> pl.DataFrame:
    """MOVED rows, without batch: calls of which the file and a file before it tell of different leads."""
    before = known.before.select("attempt_key", pl.col("lead_key").alias("former_key")).unique()
    both = known.again.select("attempt_key", "lead_key").unique().join(before, on="attempt_key")
    moved = both.filter(pl.col("lead_key").ne_missing(pl.col("former_key")))
    return moved.sort("lead_key", "former_key", "attempt_key").select(
        [name for name in MOVED.schema if name != "batch"]
    )
