"""Texts for the judge: example numbers in every form, mutated ones, and strings at the edges of the table."""

from __future__ import annotations

import random
from collections.abc import Iterator

import phonenumbers
import polars as pl
from phonenumbers import PhoneNumber

from telebatch.normalise.phones import PhoneTable
from telebatch.normalise.phones.numbering import REGIONS, region_plan
from telebatch.normalise.phones.patterns import words
from telebatch.normalise.phones.table import KEY_ROOM
from tests.normalise.phones import oracle

_TYPES = tuple(oracle.KINDS)
_FORMATS = (0, 1, 2, 3)  # E164, INTERNATIONAL, NATIONAL, RFC3966
_ABROAD = ("KR", "US", "JP", "CN", "DE", "IT")


def examples() -> Iterator[tuple[PhoneNumber, str]]:
    """An example number per region and kind, with its region."""
    for region in REGIONS:
        for kind in _TYPES:
            if number := phonenumbers.example_number_for_type(region, kind):
                yield number, region
    for code in sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS):
        yield phonenumbers.example_number_for_non_geo_entity(code), "KR"


def spelt(number: PhoneNumber, region: str) -> Iterator[tuple[str, str]]:
    """The number in every form that a list may hold it in, at home and abroad."""
    national = phonenumbers.national_significant_number(number)
    digits = f"{number.country_code}{national}"
    for written in _FORMATS:
        yield phonenumbers.format_number(number, written), region
    for home in (region, *_ABROAD):
        yield phonenumbers.format_out_of_country_calling_number(number, home), home
        yield f"{idd(home)}{digits}", home
        yield f"+{digits}", home
        yield f"00{digits}", home
    yield from ((national, region), (f"0{national}", region), (digits, region), (f"1{national}", region))
    yield f"+{number.country_code} (0){national}", region


def idd(region: str) -> str:
    """The first international prefix of the region, in digits."""
    pattern = region_plan(region).idd
    return "".join(str(min(digits)) for digits in words(pattern)[0].digits) if pattern else "00"


def mutated(text: str, chance: random.Random) -> str:
    """The text with one digit changed, dropped, doubled or put in."""
    place = chance.randrange(len(text) + 1)
    digit = chance.choice("0123456789")
    return chance.choice(
        (
            text[:place] + digit + text[place + 1 :],
            text[:place] + text[place + 1 :],
            text[:place] + digit + text[place:],
        )
    )


def strings(count: int, table: PhoneTable, seed: int) -> Iterator[tuple[str, str]]:
    """Generated strings: around the borders of readings and verdicts, and random ones, punctuated in many ways."""
    chance = random.Random(seed)
    keys, lows = table.readings["low"].to_list(), table.spans["low"].to_list()
    for turn in range(count):
        region = chance.choice(REGIONS)
        if turn % 3 == 0:
            text, region = _at_reading(chance.choice(keys), table, chance) or ("0", region)
        elif turn % 3 == 1:
            text = _at_verdict(chance.choice(lows), region, chance)
        else:
            prefix = chance.choice(("", "0", "00", "1", "+", idd(region), str(region_plan(region).calling_code)))
            text = prefix + "".join(chance.choices("0123456789", k=chance.randrange(1, 14)))
        yield punctuated(text, chance), region


def alike(count: int, region: str, table: PhoneTable, chance: random.Random) -> list[str]:
    """Digits as one column of a list holds them: few shapes, many cells; in and around the region's usable numbers."""
    code, place = str(region_plan(region).calling_code), table.regions.index(region)
    spans = table.spans.with_columns(high=pl.col("low").shift(-1, fill_value=0), row=pl.col("verdict").cast(pl.UInt32))
    told = spans.with_columns(table.verdicts.select(pl.col("region", "reason").gather(spans["row"])))
    own = told.filter(pl.col("region").eq(region), pl.col("low").cast(pl.String).str.len_chars() > 9).rows()
    own = [row for row in own if len(str(row[0])) == len(str(own[0][0]))] or [(int(f"{code}23456789"), 0, 99)]
    keys = table.readings.filter(pl.col("low") // KEY_ROOM == place)["low"].to_list()
    made = []
    for turn in range(count):
        low, _, high, *_ = chance.choice(own)
        number = str(chance.choice((low - 1, low, high - 1, high, *(chance.randrange(low, max(high, low + 1)),) * 6)))
        national = number.removeprefix(code)
        text = chance.choice((f"+{number}", national, f"0{national}", number))
        text = text if turn % 8 else str(chance.choice(keys) % KEY_ROOM + chance.choice((-1, 0, 1)))[1:]
        made.append(chance.choice((text, f"{text[:3]}-{text[3:7]}-{text[7:]}")))
    return made


def _at_reading(key: int, table: PhoneTable, chance: random.Random) -> tuple[str, str] | None:
    place, digits = divmod(key + chance.choice((-1, 0, 1, chance.randrange(10**5))), KEY_ROOM)
    text = str(digits)[1:]
    if not text or place >= len(table.regions):
        return None
    return (f"+{text}", "KR") if place == 0 else (text, table.regions[place])


def _at_verdict(low: int, region: str, chance: random.Random) -> str:
    digits = str(max(low + chance.choice((-1, 0, 1, chance.randrange(1000))), 1))
    prefix = chance.choice(("+", idd(region), "", "tel:+"))
    return prefix + digits


def punctuated(text: str, chance: random.Random) -> str:
    """Hyphens, spaces, dots, brackets and extensions as people put them."""
    turn = chance.randrange(12)
    if turn < 4 or len(text) < 6:
        return text
    first, second = sorted(chance.sample(range(2, len(text)), 2))
    sign = chance.choice(("-", " ", ".", "–", ") "))
    cut = f"{text[:first]}{sign}{text[first:second]}{sign}{text[second:]}"
    if turn < 9:
        return cut
    return f"({text[:first]}) {text[first:]}" if turn < 11 else f"{cut} ext. {chance.randrange(1, 9999)}"
