"""Which good numbers stand in a cell that cannot be used whole, beside one that is masked or broken?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural, some
from telebatch.model.records import LINE, RECORD
from telebatch.normalise.phones import PhoneTable, phones

#: What stands between numbers; a slash without blanks only where nothing else does, for it may follow an area code.
_BETWEEN: Final = r"\s*[,;|\n、，；]\s*|\s+/\s+"
_SLASH: Final = "/"
#: A blank is between numbers where digits or their masks end and a whole number begins.
_BLANK: Final = r"([\d*＊xX●○]{3,4})\s+(\+?\d{2,3}[-. ]\d{3,4}[-. ]\d{4})"
_CUT: Final = "\x1f"
#: Lines told of.
_SHOWN: Final = 5


def numbers_in_parts(cells: pl.DataFrame, region: str, table: PhoneTable, *, is_lost: bool) -> pl.DataFrame:
    """`number`, `record` of every part of a cell that is a number by itself.

    Args:
      cells: `record`, `number` as written, of cells that cannot be used whole.
      is_lost: As `phones` wants it.
    """
    text = pl.col("number").str.replace_all(_BETWEEN, _CUT).str.replace_all(_BLANK, f"${{1}}{_CUT}${{2}}")
    crowded = cells.select(RECORD, text=text).with_columns(
        pl.when(pl.col("text").str.contains(_CUT)).then("text")
        .otherwise(pl.col("text").str.replace_all(_SLASH, _CUT, literal=True))
    ).filter(pl.col("text").str.contains(_CUT))  # fmt: skip
    parts = crowded.with_columns(pl.col("text").str.split(_CUT)).explode("text")
    read = phones(parts.get_column("text"), region, table, is_lost)
    return read.select("number", parts.get_column(RECORD).gather(read.get_column("cell"))).drop_nulls()


def parts_left(rows: pl.DataFrame, partly: pl.Series, shown: str) -> Iterator[Mistake]:
    """Says in which lines a number is not suppressed, for it cannot be read.

    Args:
      rows: `record`, `line`.
      partly: Records with such a number and something else that is suppressed.
    """
    lines = rows.filter(pl.col(RECORD).is_in(partly.implode())).get_column(LINE)
    if lines.len():
        what = (
            f"{plural(lines.len(), 'row holds', 'rows hold')} a number that cannot be read (line {some(lines, _SHOWN)})"
        )
        remedy = "write it in full and send these rows again; what else stands in them is suppressed"
        yield Mistake(what, shown, remedy)
