"""Which number is meant, where the projects of a workspace call several countries? National digits tell none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final

import polars as pl

from telebatch.model.project import Accept
from telebatch.model.tables import NUMBERS
from telebatch.normalise import HOME_MOST, NATIONAL, Home, home_of
from telebatch.normalise.phones import phones
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table
from telebatch.store import View

#: How the fault of a text begins that several countries read, each in its own way.
AMBIGUOUS: Final = "may be of several countries"
#: What stands between several numbers.
_BETWEEN: Final = re.compile(r"[/,;|\n]")
#: The numbers of one text, in the order in which they stand.
Reading = tuple[int, ...]


def home_regions(house: House, project: str | None) -> tuple[str, ...]:
    """In which regions national numbers may be meant: that of the project, or of each project there is, the first one
    first.
    """
    return tuple(dict.fromkeys(one.home_region for one in _taken(house, project)))


def numbers_written(house: House, known: View, text: str, project: str | None) -> Reading | str:
    """The numbers of a text, or in words why it cannot be used.

    Of several readings the one counts that somebody here has; where nobody has any, that of a project's own region,
    then that of another region it takes.
    """
    homes = home_regions(house, project)
    others = dict.fromkeys(region for one in _taken(house, project) for region in one.regions if region not in homes)
    read = {region: _read(house, text, region) for region in (*homes, *others)}
    faults = [one for one in read.values() if isinstance(one, str)]
    usable = {region: one for region, one in read.items() if not isinstance(one, str)}
    if not usable:
        return f"cannot be used: {faults[0]}"
    has = partial(_has_somebody, known)
    for tier in (filter(has, usable.values()), (usable[one] for one in homes if one in usable), usable.values()):
        if meant := tuple(dict.fromkeys(tier)):
            return meant[0] if len(meant) == 1 else f"{AMBIGUOUS}: {_of_which(usable, meant)}"
    raise AssertionError  # the last tier holds every usable reading


def home_of_file(house: House, cells: pl.Series, regions: tuple[str, ...]) -> Home | None:
    """By which of several regions a file's national numbers are read; null: there is but one."""
    if len(regions) < 2:
        return None
    looked_at = cells.drop_nulls().unique(maintain_order=True)
    looked_at = looked_at.filter(looked_at.str.contains(NATIONAL)).head(HOME_MOST)
    return home_of(looked_at, regions, phone_table(house.shipped.phones))


def _taken(house: House, project: str | None) -> tuple[Accept, ...]:
    """Whom the project takes, else whom each project does; the shipped standards where there is none."""
    projects = house.settings.projects
    told = [projects[project]] if project is not None and project in projects else [*projects.values()]
    return tuple(one.accept for one in told) or (Accept(),)


def readable_part(house: House, text: str) -> Reading:
    """Of several numbers in a text that cannot be used whole those that can, by the rules of any project's country."""
    parts = pl.Series(_BETWEEN.split(text))
    read = (phones(parts, region, phone_table(house.shipped.phones)) for region in home_regions(house, None))
    return tuple(dict.fromkeys(number for cells in read for number in cells.get_column("number").drop_nulls()))


def _read(house: House, text: str, region: str) -> Reading | str:
    cells = phones(pl.Series([text], dtype=pl.String), region, phone_table(house.shipped.phones))
    if cells.get_column("number").null_count():
        return str(cells.drop_nulls("reason").item(0, "reason"))
    return tuple(cells.get_column("number"))


def _has_somebody(known: View, reading: Reading) -> bool:
    held = known.scan_keys(NUMBERS, "number", pl.Series(reading, dtype=pl.Int64))
    return held.select("number").head(1).collect().height > 0


def _of_which(usable: Mapping[str, Reading], meant: Iterable[Reading]) -> str:
    """`+49… (DE) or +82… (KR)`: each reading under the first region that reads it so."""
    first: dict[Reading, str] = {}
    for region, reading in usable.items():
        first.setdefault(reading, region)
    return " or ".join(f"+{reading[0]} ({first[reading]})" for reading in meant)
