"""What was decided last on each record of a list: the few columns that an undo compares, of all; the rest, of a few."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import polars as pl

from telebatch.model.tables import LISTED
from telebatch.pipeline.undone.decided_then import Then

_KEYS: Final = ("person_key", "lead_key")
_COMPARED: Final = (*_KEYS, "verdict", "reasons")
_OTHERS: Final = tuple(
    name for name in LISTED.schema if name not in {"batch", "file_key", "record", *_COMPARED}
)  # fmt: skip


def last_rows(listed: pl.LazyFrame, row: Mapping[str, object]) -> pl.DataFrame:
    """The last decision on each record of a list, sorted by record.

    A list may have millions of records: what is compared alone is as long, and where it is told alike is never kept.

    Args:
      row: Its LISTS row.

    Returns:
      `record`, `person_key`, `lead_key`, `verdict`, `reasons`, and `others`: a hash of all other columns of LISTED but
      `batch` and `file_key`, which is good for comparing within one run alone.
    """
    told = _of_list(listed, row).select("record", "batch", *_COMPARED, others=pl.struct(_OTHERS).hash())
    return _last(told.collect()).drop("batch")


def whole_rows(listed: pl.LazyFrame, row: Mapping[str, object], records: pl.Series) -> pl.DataFrame:
    """The same of a few records, with every column of LISTED but `batch`."""
    mine = _of_list(listed, row).filter(pl.col("record").is_in(records.implode()))
    return _last(mine.collect()).drop("batch")


def latest(then: Then, *, before: bool = False) -> pl.DataFrame:
    """`last_rows` as they stand after that decision, or before it."""
    own = then.places[then.batch.number]
    upto = [batch for batch, place in then.places.items() if place < own + (not before)]
    return last_rows(then.known.scan(LISTED).filter(pl.col("batch").is_in(upto)), then.row)


def _of_list(listed: pl.LazyFrame, row: Mapping[str, object]) -> pl.LazyFrame:
    return listed.filter(
        pl.col("file_key").eq(row["file_key"]) & pl.col("record").is_not_null() & pl.col("told_by").is_null()
    )


def _last(rows: pl.DataFrame) -> pl.DataFrame:
    ordered = rows.sort("record", "batch")
    return ordered.filter(pl.col("record").ne_missing(pl.col("record").shift(-1)))
