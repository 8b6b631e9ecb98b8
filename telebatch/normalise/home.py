"""Whose national numbers does a list hold that names no countries? One region for each sheet, by its first cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from telebatch.model.project import Accept
from telebatch.model.records import RECORD
from telebatch.normalise.named import first_rows
from telebatch.normalise.phones import PhoneTable, phones

#: What may be a number of any region: digits with neither a plus nor the two noughts before a country code.
NATIONAL, HOME_MOST = r"^[ (（]*(?:[1-9１-９]|[0０][1-9１-９])", 10_000
#: Another region than the project's first holds the list's numbers where of the cells that are numbers in one of the
#: two alone so many times more are its own, and these are so large a part of all: a mistyped cell decides nothing.
_TIMES, _SHARE = 9, 0.05


@dataclass(frozen=True)
class Home:
    """By which region national numbers are read.

    Attributes:
      region: That region.
      usual: The project's first one.
      likely: Of the project's others the one with the most cells that are numbers there alone; empty: none has any.
      looked_at: Cells of national numbers looked at, distinct ones.
      there: Of these, numbers of `likely` and not of `usual`.
      here: Numbers of `usual` and not of `likely`.
    """

    region: str
    usual: str
    likely: str = ""
    looked_at: int = 0
    there: int = 0
    here: int = 0


def home_of(cells: pl.Series, regions: Sequence[str], table: PhoneTable) -> Home:
    """Decides by what the cells are numbers of; the first of the regions holds where they leave it open.

    Args:
      cells: Distinct ones that look national; a list's first.
      regions: Of the project, the usual one first.
    """
    usual, *others = regions
    ours = _is_number(cells, usual, table)
    counts = []
    for region in others:
        theirs = _is_number(cells, region, table)
        counts.append((int((theirs & ~ours).sum()), int((ours & ~theirs).sum()), region))
    there, here, likely = max(counts, key=lambda told: told[0] - told[1], default=(0, 0, ""))
    if not there:
        return Home(usual, usual, looked_at=cells.len())
    is_theirs = there >= _TIMES * here and there >= _SHARE * cells.len()
    return Home(likely if is_theirs else usual, usual, likely, cells.len(), there, here)


def home_in(records: pl.LazyFrame, sources: Sequence[str], regions: Sequence[str], table: PhoneTable) -> Home:
    """The same of a list's first cells in its phone columns.

    Args:
      sources: The phone columns.
    """
    national = pl.any_horizontal(pl.col(name).str.contains(NATIONAL) for name in sources)
    rows = first_rows(records.filter(national), HOME_MOST)
    cells = pl.concat([rows.get_column(name).alias("cell") for name in sources]).drop_nulls()
    cells = cells.unique(maintain_order=True)
    return home_of(cells.filter(cells.str.contains(NATIONAL)), regions, table)


#: What sheets hold, each with the records before it.
Homes = tuple[tuple[int, Home], ...]


def homes_of(
    records: pl.LazyFrame,
    sources: Sequence[str],
    regions: Sequence[str],
    table: PhoneTable,
    sheets: Sequence[tuple[str, int]],
) -> tuple[Home, Homes]:
    """`home_in` of a list, and of each of its sheets; none of these where all are read as the whole list is.

    Args:
      regions: As of `home_of`.
      sheets: Name, and the records before it.
    """
    home, found = home_in(records, sources, regions, table), []
    ends = [*(start for _, start in sheets[1:]), None]
    for (_, start), end in zip(sheets, ends, strict=True) if len(sheets) > 1 else ():
        own = pl.col(RECORD) > start
        rows = records.filter(own if end is None else own & (pl.col(RECORD) <= end))
        found.append((start, home_in(rows, sources, regions, table)))
    return home, tuple(found) if any(one.region != home.region for _, one in found) else ()


def regions_by_sheet(rows: pl.DataFrame, homes: Homes) -> pl.Series:
    """The region of each row's sheet."""
    starts = pl.Series([start for start, _ in homes], dtype=pl.Int64)
    regions = pl.Series([one.region for _, one in homes], dtype=pl.String)
    return regions.gather(starts.search_sorted(rows.get_column(RECORD).cast(pl.Int64) - 1, side="right") - 1)


def led_by(accept: Accept, region: str) -> Accept:
    """The same with this region first, if it is one of them."""
    if region not in accept.regions:
        return accept
    return replace(accept, regions=tuple(dict.fromkeys((region, *accept.regions))))


def _is_number(cells: pl.Series, region: str, table: PhoneTable) -> pl.Series:
    """Whether a cell holds a usable number of the region."""
    found = phones(cells, region, table).filter(pl.col("number").is_not_null(), pl.col("region").eq(region))
    return pl.int_range(cells.len(), eager=True).is_in(found.get_column("cell").unique().implode())
