"""Are most numbers of a list of a country that its project does not take? Then it is said why their rows fall.

Those with a country code say themselves of which; national ones come out unusable, and are tried as other countries'.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.normalise import NATIONAL, Normalised
from telebatch.normalise.phones import elsewhere
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.lists.foreign_writing import foreign_notes, remedy
from telebatch.pipeline.rules import phone_table

#: Of fewer numbers the reason of their rows says enough.
_FEWEST: Final = 2
#: From this share of the rows with a number on an unusable one is no exception. The others may be good by chance: in
#: Korea six of ten British ones are, but not as they are written; where more than so many are, the list is at home.
_UNUSABLE, _AT_HOME = 0.3, 0.5
#: So many numbers are looked at, from all over the list; of fewer than these any country may be.
_LOOKED_AT, _FEWEST_NATIONAL = 100, 3
#: So many countries that fit equally well are named.
_NAMED: Final = 3
#: Cells of several phone columns as candidates have them.
_BETWEEN: Final = " / "


def foreign_number_notes(normal: Normalised, project: Project) -> Iterator[str]:
    """Said where more than half of the usable numbers, each row's first, are of one region that is not taken.

    Few such rows are usual: people live abroad, and the reasons count them.
    """
    usable = normal.candidates.lazy().filter(pl.col("number").is_not_null())
    met = usable.group_by("region").agg(pl.len()).collect().with_columns(pl.col("region").cast(pl.String))
    whole = int(met.get_column("len").sum())
    foreign = met.drop_nulls().filter(~pl.col("region").is_in(project.accept.regions), 2 * pl.col("len") > whole)
    for region, count in foreign.iter_rows():
        if count >= _FEWEST:
            yield (
                f"{count:,} of {plural(whole, 'number')} are of {region}, which {project.name} does not take, so their"
                f' rows are rejected: if they are to be called, put "{region}" among regions under [accept] in'
                f" projects/{project.name}.toml, the calling rules of {region} among its packs, and decide again"
                f" (telebatch prequalify --again -p {project.name})"
            )


def country_doubts(house: House, delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """That a list may be another country's than its numbers are read by: its names show it, else its numbers may."""
    told = tuple(foreign_notes(house, delivery, normal, project))
    yield from told or _unusable_notes(house, delivery, normal, project)


def _unusable_notes(house: House, delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """Said where many rows with a number have none that is usable, and most of all numbers are another country's."""
    reasons = normal.candidates.select(pl.col("number_reason").cast(pl.String)).to_series()
    written = reasons.ne_missing("empty")
    unusable, height = int((written & reasons.is_not_null()).sum()), int(written.sum())
    is_told = bool(delivery.columns.sources.get("country") or normal.homes)
    if is_told or unusable < max(_FEWEST_NATIONAL, _UNUSABLE * height):
        return
    cells = _national(normal, written.arg_true())
    region = delivery.options.region or (normal.home.region if normal.home else project.accept.home_region)
    found = elsewhere(cells, region, phone_table(house.shipped.phones))
    if not found.countries or cells.len() < _FEWEST_NATIONAL or found.at_home > _AT_HOME * cells.len():
        return
    yield (
        f"{unusable:,} of {plural(height, 'row')} with a number hold none of {region}, but {found.count:,} of"
        f" {cells.len():,} numbers looked at would be good ones of {_named(project, found.countries)}"
    )


def _national(normal: Normalised, rows: pl.Series) -> pl.Series:
    """Some distinct cells of these rows that name no country."""
    some = rows.gather_every(max(rows.len() // (2 * _LOOKED_AT), 1)).head(2 * _LOOKED_AT)
    cells = normal.texts.at(some, ["as_written"]).get_column("as_written").cast(pl.String)
    parts = cells.drop_nulls().str.split(_BETWEEN).explode().str.strip_chars().drop_nulls()
    return parts.filter(parts.str.contains(NATIONAL)).unique(maintain_order=True).head(_LOOKED_AT)


def _named(project: Project, countries: Sequence[str]) -> str:
    """The countries, where they are few, and what to do."""
    if len(countries) == 1:
        return f"{countries[0]}; if they are, {remedy(project, countries[0])}"
    few = (
        f"{', '.join(countries[:-1])} or {countries[-1]} alike" if len(countries) <= _NAMED else "several others alike"
    )
    missing = [one for one in countries if one not in project.accept.regions]
    first = f"put it among regions under [accept] in projects/{project.name}.toml and " if missing else ""
    return f"{few}; if they are of one of these, {first}say --region with it"
