"""Notes on the sheets of a workbook: what its reader does not tell, and what would fill the memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from telebatch.model.errors import InputRefused

MOST_CELLS = 64_000_000
"""Cells of the rectangle a sheet spans; a reader holds all of them, filled or not."""
MOST_MERGED = 1_000_000
"""Merged cells remembered of one sheet; no list has more companies."""


@dataclass(frozen=True)
class SheetNotes:
    """Notes on one sheet, rows and columns from 0.

    Attributes:
      merged: (first row, last row, column) of vertically merged cells.
      hidden_rows, hidden_columns: How many are hidden or filtered.
      errors: Cells that show an error of their formula, such as #N/A; read as empty.
      uncomputed: Cells whose formula no spreadsheet has computed yet; read as empty.
    """

    merged: tuple[tuple[int, int, int], ...] = ()
    hidden_rows: int = 0
    hidden_columns: int = 0
    errors: int = 0
    uncomputed: int = 0

    @property
    def told(self) -> tuple[str, ...]:
        """What a person should know of them."""
        known = (
            (self.hidden_rows, "hidden rows read like the others: {}"),
            (self.hidden_columns, "hidden columns read like the others: {}"),
            (self.errors, "cells that show an error such as #N/A, read as empty: {}; mend their formulas"),
            (self.uncomputed, "cells whose formula was never computed, read as empty: {}; save it in a spreadsheet"),
        )
        return tuple(said.format(f"{count:,}") for count, said in known if count)


Notes = Mapping[str, SheetNotes]


def count_columns(spans: Iterable[tuple[int, int]], width: int) -> int:
    """How many columns of spans (first and last, from 0) stand among the first `width`, those with a cell."""
    return sum(max(min(last + 1, width) - first, 0) for first, last in spans)


def refuse_wide(rows: int, columns: int, place: str) -> None:
    """Refuses a sheet before its reader holds every cell of the rectangle.

    Raises:
      InputRefused: The sheet spans too many cells.
    """
    if rows * columns > MOST_CELLS:
        what = f"the sheet spans {rows:,} rows and {columns:,} columns"
        raise InputRefused(what, place=place, remedy="delete the empty rows and columns around the list")
