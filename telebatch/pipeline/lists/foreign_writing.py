"""Is a list read by one country's numbers and written as only another country's people write? Said, never decided by.

Names alone prove nothing: people live abroad. It is said where the national numbers are of that other country as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import polars as pl

from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.normalise import NATIONAL, Normalised
from telebatch.normalise.phones import PhoneTable, phones
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import Delivery
from telebatch.pipeline.rules import phone_table

#: So many first rows are looked at; fewer than these with a sign tell nothing.
_LOOKED_AT, _FEWEST = 1000, 2
#: So many of those that name anybody are written so, and so many of their national numbers are of that country.
_WRITTEN, _NUMBERS = 0.6, 0.8
_NAMING: Final = ("person", "company", "city", "address")


def foreign_notes(house: House, delivery: Delivery, normal: Normalised, project: Project) -> Iterator[str]:
    """What a person should know of a list whose country nobody said and whose names are another one's."""
    if delivery.options.region or delivery.columns.sources.get("country") or normal.homes:
        return
    region = normal.home.region if normal.home else project.accept.home_region
    for sheet, rows in _tables(delivery, normal):
        if note := _note(house, (normal, rows), project, region, is_sheet=bool(sheet)):
            yield f"{sheet}: {note}" if sheet else note


def _tables(delivery: Delivery, normal: Normalised) -> Iterator[tuple[str, pl.Series]]:
    """Name and first rows of each sheet; a list of one table has no name."""
    if len(delivery.sheets) < 2:
        yield "", pl.int_range(min(normal.candidates.height, _LOOKED_AT), dtype=pl.UInt32, eager=True)
        return
    sheets = normal.candidates.get_column("sheet").cast(pl.String)
    for name, _ in delivery.sheets:
        yield name, sheets.eq(name).arg_true().head(_LOOKED_AT)


def _note(
    house: House, of: tuple[Normalised, pl.Series], project: Project, region: str, *, is_sheet: bool
) -> str | None:
    """What is said of some rows; null: nothing."""
    normal, rows = of
    names = [name for name in (*_NAMING, "as_written") if name in normal.texts.columns]
    cells = normal.texts.at(rows, names).with_columns(pl.all().cast(pl.String))
    naming = [name for name in names if name != "as_written"]
    named = cells.filter(pl.any_horizontal(pl.col(name).is_not_null() for name in naming))
    for other, written in _others(house.shipped.list_care["foreign_writing"], region):
        signed = named.filter(pl.any_horizontal(pl.col(name).str.contains(written) for name in naming))
        if signed.height >= max(_FEWEST, _WRITTEN * named.height) and _are_of(
            signed["as_written"], other, phone_table(house.shipped.phones)
        ):
            return (
                f"national numbers are read as {region}, but {plural(signed.height, 'row')} of {named.height:,} looked"
                f" at are written as in {other}, and their numbers can be of {other};"
                f" if they are, {remedy(project, other, is_sheet=is_sheet)}"
            )
    return None


def remedy(project: Project, other: str, *, is_sheet: bool = False) -> str:
    """What makes a list, or a sheet of it, be read by the rules of another country."""
    is_taken = other in project.accept.regions
    first = "" if is_taken else f'put "{other}" among regions under [accept] in projects/{project.name}.toml and '
    if not is_sheet:
        return f"{first}say --region {other}"
    if is_taken:
        return f"save this sheet as a file of its own and say --region {other}"
    return (
        f"{first}decide again (telebatch prequalify --again -p {project.name}): each sheet is read by its own numbers"
    )


def _others(told: Mapping[str, Mapping[str, Any]], region: str) -> Iterator[tuple[str, str]]:
    """Countries other than the one read by, each with the signs of its writing."""
    for other, one in told.items():
        if region not in one["alike"]:
            yield other, one["signs"]


def _are_of(written: pl.Series, region: str, table: PhoneTable) -> bool:
    """Whether most cells that look national hold a number of the region."""
    cells = written.drop_nulls()
    cells = cells.filter(cells.str.contains(NATIONAL))
    if cells.is_empty():
        return False
    found = phones(cells, region, table).filter(pl.col("number").is_not_null(), pl.col("region").eq(region))
    return found["cell"].n_unique() >= _NUMBERS * cells.len()
