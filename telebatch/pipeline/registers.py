"""Registers of refusals, which calling rules want numbers compared with before they are called."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.workspace import RulePack
from telebatch.normalise import regions_named
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import countries

#: Begins the name of a list of those whom a register holds.
REGISTER_LIST: Final = "register-"


@dataclass(frozen=True)
class Register:
    """A register of refusals.

    Attributes:
      name: The region; or the pack, where it is not the region's first register.
      title: As the calling rules call it.
      packs: Calling rules that ask for it.
    """

    name: str
    title: str
    packs: tuple[RulePack, ...]

    @property
    def region(self) -> str:
        """Numbers of this region are compared."""
        return self.packs[0].region

    @property
    def list_name(self) -> str:
        """The named list of those it holds."""
        return f"{REGISTER_LIST}{self.name}"


def register_of(house: House, name: str) -> Register:
    """The register of a region (its first), by code or by name, or of a pack of calling rules.

    Raises:
      WrongUsage: No pack of that region or name asks for a register; the remedy names those that do.
    """
    asking = [pack for pack in house.settings.packs.values() if pack.register and pack.scrub_days is not None]
    wanted = name.strip().casefold()
    named = [pack for pack in asking if wanted in (pack.region.casefold(), pack.name.casefold())]
    if not named:
        region = regions_named(pl.Series([name], dtype=pl.String), countries(house)).item()
        named = [pack for pack in asking if pack.region == region]
    if not named:
        there = sorted({pack.region for pack in asking})
        raise WrongUsage(f"no register {name[:24]!r}", place="--register", remedy=f"registers: {', '.join(there)}")
    title = named[0].register
    same = tuple(pack for pack in asking if pack.register == title and pack.region == named[0].region)
    first = next(pack for pack in asking if pack.region == same[0].region)
    return Register(same[0].region if first.register == title else same[0].name, str(title), same)


def registers_asked(house: House) -> dict[str, str]:
    """Pack of calling rules → the name of the register it asks for."""
    asking = (pack.name for pack in house.settings.packs.values() if pack.register and pack.scrub_days is not None)
    return {pack: register_of(house, pack).name for pack in asking}
