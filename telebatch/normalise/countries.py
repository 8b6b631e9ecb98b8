"""Which country does a row name? Its national numbers are read by that country's numbering plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import polars as pl

from telebatch.normalise.phones import PhoneTable

#: Regions that share a calling code with smaller ones and are meant where only the code is written. Source: E.164
#: assignments; libphonenumber calls them the main country of the code.
_MAIN = MappingProxyType({1: "US", 7: "RU", 39: "IT", 44: "GB", 47: "NO", 61: "AU", 212: "MA", 262: "RE", 358: "FI",
                          590: "GP", 599: "CW", 290: "SH"})  # fmt: skip
_LONGEST_CODE = 3


def country_names(parsed: Mapping[str, Any], phones: PhoneTable) -> Mapping[str, str]:
    """Spelling, as `_key` writes it, → ISO-2 region: names, ISO codes, and calling codes as VICIdial writes them.

    Args:
      parsed: The parsed countries.toml; empty: only ISO-2 and calling codes are known.
    """
    codes = zip(phones.regions, phones.calling_codes, strict=True)
    known = {str(code): _MAIN.get(code, region) for region, code in codes if code}
    for region in phones.regions[1:]:
        for name in (region, *parsed.get("countries", {}).get(region, ())):
            known[_key(name)] = region
    return MappingProxyType(known)


def regions_named(cells: pl.Series, names: Mapping[str, str]) -> pl.Series:
    """The region each cell names, as `region`; null where it is empty or names none.

    Args:
      cells: String, a column of countries: `KR`, `KOR`, `Korea`, `대한민국`, `82`, `+82`, `0082`.
    """
    distinct = cells.drop_nulls().unique().to_list()
    told = {cell: names.get(_key(cell)) for cell in distinct}
    known = {cell: region for cell, region in told.items() if region}
    return cells.replace_strict(known, default=None, return_dtype=pl.String).alias("region")


def _key(name: str) -> str:
    """Letters and digits alone, without case and width; a calling code without 00, and without a spreadsheet's `.0`."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKC", name).casefold() if sign.isalnum())
    if not plain.isdecimal():
        return plain
    digits = plain.removesuffix("0") if name.strip().endswith(".0") else plain
    return digits.removeprefix("00") if len(digits) <= _LONGEST_CODE + 2 else digits
