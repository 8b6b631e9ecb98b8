"""Of which country would cells be national numbers? All are asked at once, by their compiled readings alone."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.formatting import national_format
from telebatch.normalise.phones.lookup import judged, plain_numbers
from telebatch.normalise.phones.meanings import meanings_of
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import mended, typed

#: A spreadsheet takes the first zero of bare digits; where signs part them, they are written as they are meant.
_PARTED = r"\d\D+\d"
#: Groups that tell a country: behind a zero or in brackets, or parted by hyphens. Others are anybody's: 612 345 678.
_GROUPED = r"^\s*[(0].*\d\D+\d|\d-\d"
#: From this share of the cells on they are a country's; a country with so much less than the best one is out.
_MOST, _NEARLY = 0.8, 0.95
#: A country that writes so few in these groups is out where another writes so many so.
_SELDOM, _USUALLY = 0.1, 0.9


@dataclass(frozen=True)
class Elsewhere:
    """The countries whose numbers cells would be.

    Attributes:
      countries: ISO-2, all that fit equally well, in the order of the alphabet; empty: none fits.
      count: Cells that are numbers of the best of them.
      at_home: So many of all cells are numbers of the country by which they were read, and are not written in groups
        of digits that are none of its own.
    """

    countries: tuple[str, ...]
    count: int
    at_home: int


def elsewhere(cells: pl.Series, home: str, table: PhoneTable) -> Elsewhere:
    """The countries of which most of the cells are numbers; where groups of digits tell one from others, that one.

    What only libphonenumber itself can read (a carrier's code in front, as in Brazil) counts for no country.

    Args:
      cells: String, distinct, no null; a hundred take 0.1 seconds.
      home: ISO-2 region by which they were read; it is none of the countries told.
    """
    found = _numbers_by_country(cells, table)
    counts = found.filter(pl.col("region").ne(home)).group_by("region").agg(pl.len().alias("count"))
    best: int = counts.select(pl.col("count").max().fill_null(0)).item()
    near = counts.filter(pl.col("count") >= max(_NEARLY * best, _MOST * cells.len(), 1)).get_column("region")
    alike = _in_its_groups(found.filter(pl.col("region").is_in([home, *near])), table)
    fitting = {region: alike.get(region) for region in near}
    if max((share or 0 for share in fitting.values()), default=0) >= _USUALLY:
        fitting = {region: share for region, share in fitting.items() if (share or 0) > _SELDOM}
    told_at_home = alike.get(home)
    at_home = round((1 if told_at_home is None else told_at_home) * int(found["region"].eq(home).sum()))
    return Elsewhere(tuple(sorted(fitting)), best if fitting else 0, at_home)


def _numbers_by_country(cells: pl.Series, table: PhoneTable) -> pl.DataFrame:
    """`text`, `region`, `number`: a row for each country of which a cell is a number as it is written."""
    places = pl.DataFrame({"place": pl.Series(range(1, len(table.regions)), dtype=pl.UInt16)})
    asked = mended(cells).select("text").join(places, how="cross")
    digits = typed(asked["text"], asked["place"])
    is_plain = digits["value"].is_not_null() & ~digits["is_international"]
    told = plain_numbers(digits.filter(is_plain), table)
    lacks_zero = meanings_of(table).rows["repaired"].gather(told["told"]).eq_missing(_ZERO_RESTORED)
    regions = pl.Series(table.regions)
    read = asked.filter(is_plain).hstack(judged(told["number"], table).select("number", "region"))
    is_here = read["region"].eq(regions.gather(read["place"])).fill_null(value=False)
    return read.filter(is_here & ~(lacks_zero & read["text"].str.contains(_PARTED))).drop("place")


_ZERO_RESTORED = PhoneRepair.LEADING_ZERO_RESTORED.value


def _in_its_groups(found: pl.DataFrame, table: PhoneTable) -> dict[str, float | None]:
    """Region → which share of its numbers is written in the groups it writes; null: none has groups that tell."""
    written = found.with_columns(national_format(found["number"], table).alias("written"))
    is_within = _cuts("text").list.set_difference(_cuts("written")).list.len().eq(0)
    is_alike = pl.when(pl.col("text").str.contains(_GROUPED)).then(is_within)
    return dict(written.group_by("region").agg(is_alike.mean().alias("alike")).iter_rows())


def _cuts(name: str) -> pl.Expr:
    """Behind how many digits one group ends; who writes fewer groups than usual cuts at some of the same places."""
    groups = pl.col(name).str.extract_all(r"\d+")
    return groups.list.eval(pl.element().str.len_chars().cum_sum())
