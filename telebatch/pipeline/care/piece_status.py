"""Did a piece come back, where a log of pieces says so in a word beside its day?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import polars as pl

from telebatch.model.headings import header_key

RETURNED: Final = "returned"
#: The reason of a row whose word nobody knows.
UNKNOWN: Final = "status_unknown"
#: What parts a word from the ground behind it: `반송(이사)`, `returned - moved`.
_GROUND: Final = re.compile(r"[(（\[:：,/]|\s-")


def status_column(columns: Sequence[str], care: Mapping[str, Any]) -> str | None:
    """The first column headed as a status; null: none.

    Args:
      columns: Those of the file from which nothing else is taken.
      care: `list_care.toml`, as parsed.
    """
    heads = {header_key(word) for word in _words(care["piece_status"])}
    return next((column for column in columns if header_key(column) in heads), None)


def statuses(cells: pl.Series, care: Mapping[str, Any]) -> pl.Series:
    """What each cell says: `returned`, `sent` (delivered too), `status_unknown`; null: nothing stands there."""
    said = {header_key(word): kind for kind, told in care["piece_words"].items() for word in _words(told)}
    known = {cell: _said(cell, said) for cell in cells.drop_nulls().unique()}
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def with_returns(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows whose `status` says that the piece came back, and that tell no day of it: on the last day that they do tell.

    Such a piece did not arrive, whatever day stands there.
    """
    says = pl.col("status").eq(RETURNED).fill_null(value=False) & pl.col("returned_on").is_null()
    return rows.with_columns(
        pl.when(says).then(pl.coalesce("arrived_on", "sent_on")).otherwise("returned_on").alias("returned_on"),
        pl.when(~says).then("arrived_on").alias("arrived_on"),
    )


def _said(cell: str, said: Mapping[str, str]) -> str | None:
    whole, head = header_key(cell), header_key(_GROUND.split(cell, maxsplit=1)[0])
    return said.get(whole) or said.get(head) or UNKNOWN if whole else None


def _words(told: Mapping[str, Any]) -> Iterator[str]:
    return (word for language, words in told.items() if language != "source" for word in words)
