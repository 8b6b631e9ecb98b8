"""Did a piece come back, or never leave, where a log of pieces says so in a word beside its day?"""

from __future__ import annotations

import re
from typing import Final

import polars as pl

from telebatch.model.cell_words import CellWords
from telebatch.model.headings import header_key

RETURNED, NOT_SENT = "returned", "not_sent"
#: The reason of a row whose word nobody knows.
UNKNOWN: Final = "status_unknown"
#: What parts a word from the ground behind it: `반송(이사)`, `returned - moved`.
_GROUND: Final = re.compile(r"[(（\[:：,/]|\s-")


def with_status(rows: pl.DataFrame, words: CellWords) -> pl.DataFrame:
    """Adds `status`: returned, sent (delivered too), not_sent, status_unknown; null: nothing said. And `status_told`.

    Args:
      rows: `code`, a column of such words, and `is_returned`, which is headed by whether the piece came back and says
        yes or no (O or X), or such words too. Null in both: the file has no such column.
    """
    said = _read(rows.get_column("code"), words, asks_return=False).alias("_said")
    asked = _read(rows.get_column("is_returned"), words, asks_return=True).alias("_asked")
    is_back = pl.col("_asked").eq(RETURNED)
    return (
        rows.with_columns(said, asked)
        # That it came back outdoes what stands beside it.
        .with_columns(pl.when(is_back).then("_asked").otherwise(pl.coalesce("_said", "_asked")).alias("status"))
        .with_columns(
            pl.when(is_back).then("is_returned").otherwise(pl.coalesce("code", "is_returned")).alias("status_told")
        )
        .drop("_said", "_asked")
    )


def _read(cells: pl.Series, words: CellWords, *, asks_return: bool) -> pl.Series:
    known = {cell: _said(cell, words, asks_return=asks_return) for cell in cells.drop_nulls().unique()}
    return cells.replace_strict(known, default=None, return_dtype=pl.String)


def with_returns(rows: pl.DataFrame, today: pl.Expr) -> pl.DataFrame:
    """Rows whose `status` says that the piece came back, and that tell no day of it: on the last day that they do tell.

    Such a piece did not arrive, whatever day stands there. One that never left reached nobody either: it is as one that
    came back, today where the row tells no day, and for that reason.
    """
    is_back = pl.col("status").is_in([RETURNED, NOT_SENT]).fill_null(value=False) & pl.col("returned_on").is_null()
    never = pl.col("status").eq(NOT_SENT).fill_null(value=False)
    told = pl.coalesce("arrived_on", "sent_on", pl.when(never).then(today))
    return rows.with_columns(
        pl.when(is_back).then(told).otherwise("returned_on").alias("returned_on"),
        pl.when(~is_back).then("arrived_on").alias("arrived_on"),
        pl.coalesce("reason", pl.when(never).then("status_told")).alias("reason"),
    )


def _said(cell: str, words: CellWords, *, asks_return: bool) -> str | None:
    whole, head = header_key(cell), header_key(_GROUND.split(cell, maxsplit=1)[0])
    if not cell.strip():
        return None
    if asks_return and (is_back := words.yes_no.of(cell.strip().lower())) is not None:
        return RETURNED if is_back else "sent"
    return (words.pieces.get(whole) or words.pieces.get(head) or UNKNOWN) if whole else None
