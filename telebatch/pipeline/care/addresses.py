"""Which e-mail addresses, and which numbers beside them, do the cells of a file name that asks for no contact?"""

from __future__ import annotations

from typing import Final

import polars as pl

from telebatch.model.records import RECORD
from telebatch.normalise import ADDRESS, emails, one_spelling

#: Digits that may be a number beside an address; fewer belong to a date or a name.
_LEAST_DIGITS: Final = 7
_AT: Final = "[@＠]"


def named_in(rows: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells of a file by what they are to be read as, and every address in them.

    Args:
      rows: `record`, `number` and, where the file has it, `email`: cells as written.

    Returns:
      `record`, `number` (null: none told; without addresses that stood in the cell) and `email` (the first address,
      else the cell) of each row; and `text`, `record` of every address, once a row, sorted.
    """
    number, email = pl.col("number"), pl.col("email") if "email" in rows.columns else pl.lit(None, pl.String)
    is_mail = number.str.contains(_AT).fill_null(value=False)
    cells = rows.select(
        RECORD,
        pl.when(~is_mail).then(number).alias("number"),
        pl.coalesce(email, pl.when(is_mail).then(number)).alias("email"),
    )
    found, _, _ = emails(cells.get_column("email"))
    cells = cells.with_columns(pl.coalesce(found, pl.col("email")).str.to_lowercase().alias("email"))
    first = cells.filter(pl.col("email").str.contains(f"^{ADDRESS}$")).select(text="email", record=RECORD)
    crowded = rows.filter(is_mail | email.str.count_matches(_AT).gt(1).fill_null(value=False))
    if crowded.is_empty():
        return cells, first.sort("text", RECORD)
    several = pl.concat([first, _every(crowded, email), _every(crowded, number)]).unique()
    return _with_numbers(cells, crowded), several.sort("text", RECORD)


def _every(rows: pl.DataFrame, column: pl.Expr) -> pl.DataFrame:
    """`text`, `record` of each address in the cells of a column, not of the first alone."""
    cells = column.str.replace_all("＠", "@", literal=True).str.extract_all(ADDRESS)
    told = rows.select(cells.alias("text"), record=RECORD).explode("text").drop_nulls()
    return told.with_columns(one_spelling(told.get_column("text")).str.to_lowercase())


def _with_numbers(cells: pl.DataFrame, crowded: pl.DataFrame) -> pl.DataFrame:
    """A number beside an address in one cell counts too."""
    rest = pl.col("number").str.replace_all("＠", "@", literal=True).str.replace_all(ADDRESS, " ")
    beside = crowded.select(RECORD, beside=rest.str.strip_chars(" \t\n,;/|<>()"))
    is_told = pl.col("beside").str.count_matches(r"\d").ge(_LEAST_DIGITS) & ~pl.col("beside").str.contains("@")
    beside = beside.filter(is_told)
    joined = cells.join(beside, on=RECORD, how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("number", "beside").alias("number")).drop("beside")
