"""Headings that stand where people should: beside the first ones, or once more below in another order.

What stands under them would be taken for somebody else's number, or for a company's name: such a list is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.headings import header_key, in_quotes
from telebatch.model.project import Project
from telebatch.model.records import ColumnMap, Reading
from telebatch.normalise import Normalised

_SECOND: Final = " (2)"
#: Rows without a digit under their numbers that are looked at.
_LOOKED_AT: Final = 10_000
#: Of what a row tells beside its number, so many must be headings.
_HEADINGS: Final = 2


def refuse_side_by_side(readings: Sequence[Reading], maps: Sequence[ColumnMap], shown: str, project: Project) -> None:
    """Two people in a row would be one with the numbers of both.

    Raises:
      InputRefused: Headings of names and of numbers stand twice, and no `[columns]` say which number counts.
    """
    for reading, own in zip(readings, maps, strict=True):
        names = _doubled(("person", "surname", "given"), own, reading.columns)
        numbers = _doubled(("number",), own, reading.columns)
        # Whoever says which number counts gives nobody that of another; to say which name counts would not do.
        if names and numbers and "number" not in project.columns:
            what = f"{names[0]} and {numbers[0]} stand twice among its headings: two people would stand in a row"
            remedy = (
                "put the second table below the first, or say which counts: "
                f"number = {in_quotes(numbers[0])} under [columns] in projects/{project.name}.toml"
            )
            raise InputRefused(what, place=f"{shown}: {reading.sheet}" if reading.sheet else shown, remedy=remedy)


def _doubled(wanted: Sequence[str], own: ColumnMap, columns: Sequence[str]) -> list[str]:
    """Columns read for these, of which the list has a second one of the same heading."""
    read = [name for one in wanted for name in own.sources.get(one, ())]
    return [name for name in read if f"{name}{_SECOND}" in columns]


def refuse_headings_below(shown: str, normal: Normalised, known: Callable[[], frozenset[str]]) -> None:
    """Rows below other headings would be read by the first ones.

    Args:
      normal: Its candidates with their `sheet`.
      known: Header words as `header_key` writes them; hardly any list needs them once more.

    Raises:
      InputRefused: A row consists of headings.
    """
    at = normal.candidates.select(pl.arg_where(pl.col("number_reason").eq("no_digits"))).to_series().head(_LOOKED_AT)
    if not at.len():
        return
    told = normal.texts.at(at, ["person", "company", "as_written"])
    words = known()
    told = told.hstack(normal.candidates.select(pl.col("title").cast(pl.String), "line", "sheet")[at])
    for row in told.iter_rows(named=True):
        number, *others = (row[name] for name in ("as_written", "person", "company", "title"))
        if all(_is_heading(cell, words) for cell in str(number).split(" / ")) and (
            sum(_is_heading(cell, words) for cell in others) >= _HEADINGS
        ):
            where = f"{row['sheet']} row" if row["sheet"] else "line"
            raise InputRefused(
                f"{where} {row['line']} has headings again, in another order than above",
                place=shown,
                remedy="give what stands below it as a file of its own",
            )


def _is_heading(cell: str | None, words: frozenset[str]) -> bool:
    return cell is not None and header_key(cell) in words
