"""Which quarantined rows of earlier logs does a log of pieces put right, that is told as a whole once more?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.tables import QUARANTINE, TOUCHES
from telebatch.pipeline.house import House
from telebatch.pipeline.known.unmended import MENDED, still_waiting
from telebatch.pipeline.told import Taken
from telebatch.store import InputRow, View

#: What a row of a log tells.
_TOLD: Final = ("lead_key", "medium", "sent_on", "arrived_on", "returned_on")


def mended_by(house: House, known: View, file: Taken, good: pl.DataFrame) -> pl.DataFrame:
    """QUARANTINE rows of kind `mended`, as `still_waiting` heeds them.

    A person corrects the log itself as often as the quarantine file, and sends it once more. It is the earlier one put
    right where it goes by the same name and tells again all that was taken of it; and the same bytes sent for another
    project put right what they could not tell of the first.

    Args:
      known: The store without this log.
      file: This log.
      good: TOUCHES rows taken of it, with `record` and `file_key`.
    """
    waiting = still_waiting(known.scan(QUARANTINE)).filter(pl.col("kind").eq("touches")).select("file_key", "record")
    left = waiting.unique().collect()
    there = set(left.get_column("file_key"))
    logs = [one for one in house.store.inputs() if one.file_key in there]
    parts = [left.filter(pl.col("file_key") == one.file_key) for one in logs if _is_told_whole(known, one, file, good)]
    same = [one.file_key for one in logs if one.sha256 == file.sha256]
    parts.append(left.filter(pl.col("file_key").is_in(same)).join(good.select("record"), on="record", how="semi"))
    rows = pl.concat(parts).unique().sort("file_key", "record")
    told = rows.with_columns(kind=pl.lit(MENDED), reason=pl.lit("mended"))
    return pl.concat([QUARANTINE.empty().drop("batch"), told], how="diagonal")


def _is_told_whole(known: View, log: InputRow, file: Taken, good: pl.DataFrame) -> bool:
    """Whether an earlier log stands in this one, corrected."""
    if (log.path, log.project) != (file.path, good.get_column("project").first()) or file.records < log.records:
        return False
    taken = known.scan(TOUCHES).filter(pl.col("file_key") == log.file_key).select(_TOLD).collect()
    return taken.join(good.select(_TOLD), on=_TOLD, how="anti", nulls_equal=True).is_empty()
