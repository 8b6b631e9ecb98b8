"""Numbers over several columns (전화1 = 02, 전화2 = 123, 전화3 = 4567): are they parts of one, or several whole ones?

Headings say where to look, the cells decide: parts are joined only where together they are numbers and alone none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final

import polars as pl

from telebatch.model.headings import header_key
from telebatch.model.plural import plural
from telebatch.model.project import Project
from telebatch.model.records import Reading
from telebatch.normalise.phones import PhoneTable, phones
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table
from telebatch.read import LANGUAGES, LINES, NUMBER, HeaderSynonyms, Meaning

#: So many rows decide.
_LOOKED_AT: Final = 1000
#: A number has at most so many parts.
_MOST_PARTS: Final = 4
#: Of the rows with all parts so many look like parts, and so many of these are numbers together.
_ALIKE, _VALID = 0.9, 0.6
#: So few of the cells may be numbers by themselves.
_ALONE: Final = 0.1
#: Digits, and the signs around an area code.
_FRONT: Final = r"^\(?\d{1,5}\)?[-\s]?$"
#: The end of a number without its area code; several groups where it is behind one.
_LAST, _LOCAL = r"^\d{1,4}$", r"^[1-9]\d{0,3}[-.\s]?\d{1,4}[-.\s]?\d{0,4}$"
_NUMBERED: Final = re.compile(r"^(?P<stem>.*\D)(?P<place>[1-4])$")


@dataclass(frozen=True)
class _Parts:
    """Neighbouring columns that may hold the parts of one number.

    Attributes:
      names: In file order.
      has_front: The headings say that the first ones are an area code.
      meaning: What the number is.
    """

    names: tuple[str, ...]
    has_front: bool
    meaning: Meaning

    @property
    def joined(self) -> str:
        """The name of the column that takes their place."""
        return "-".join(self.names)


def with_whole_numbers(
    house: House, readings: Sequence[Reading], synonyms: HeaderSynonyms, project: Project, region: str | None
) -> tuple[tuple[Reading, ...], HeaderSynonyms]:
    """The tables with one column for the parts of a number; told as a guess. Whose numbers are named stay as they are.

    Args:
      region: By which national numbers are read, where somebody said it.

    Returns:
      The tables, and the synonyms with the headings of these columns.
    """
    if NUMBER in project.columns:
        return tuple(readings), synonyms
    words = _words(house.shipped.tables.headers)
    table, regions = phone_table(house.shipped.phones), (region,) if region else project.accept.regions
    whole: list[Reading] = []
    found: dict[str, Meaning] = {}
    for reading in readings:
        told, meant = _in_one_table(reading, synonyms, words, table, regions)
        whole.append(told)
        found |= meant
    return tuple(whole), replace(synonyms, meanings=MappingProxyType({**synonyms.meanings, **found}))


def _in_one_table(
    reading: Reading,
    synonyms: HeaderSynonyms,
    words: Mapping[str, frozenset[str]],
    table: PhoneTable,
    regions: Sequence[str],
) -> tuple[Reading, Mapping[str, Meaning]]:
    """The table with all parts joined, and what the headings of the new columns mean."""
    meant = {}
    for parts in _candidates(reading, synonyms, words):
        told = _joined(reading, parts, table, regions, words["ends_of_four"])
        if told is not None:
            reading, meant[header_key(parts.joined)] = told, parts.meaning
    return reading, meant


def _words(headers: Mapping[str, Any]) -> Mapping[str, frozenset[str]]:
    tables = headers["parts"]
    told = {
        name: frozenset(header_key(word) for language in LANGUAGES for word in tables[name][language])
        for name in ("front", "last")
    }
    return {**told, "ends_of_four": frozenset(tables["ends_of_four"]["regions"])}


def _candidates(reading: Reading, synonyms: HeaderSynonyms, words: Mapping[str, frozenset[str]]) -> Iterator[_Parts]:
    """Columns whose headings leave open that they are parts; none of them twice."""
    # A heading written once over all its columns leaves the others without one.
    raw = dict(zip(reading.columns, reading.raw_headers, strict=False))
    unnamed = frozenset(name for name, cell in raw.items() if not cell.strip())
    columns, at = reading.columns, 0
    while at < len(columns):
        parts = _behind_front(columns[at:], synonyms, words) or _counted(columns[at:], synonyms, unnamed)
        if parts is not None:
            yield parts
        at += len(parts.names) if parts is not None else 1


def _behind_front(
    columns: Sequence[str], synonyms: HeaderSynonyms, words: Mapping[str, frozenset[str]]
) -> _Parts | None:
    """An area code, perhaps an exchange, and the number behind them."""
    fronts = 0
    while fronts < min(len(columns) - 1, _MOST_PARTS - 1) and header_key(columns[fronts]) in words["front"]:
        fronts += 1
    if not fronts:
        return None
    key = header_key(columns[fronts])
    meaning = synonyms.meanings.get(key)
    if meaning is None and key in words["last"]:
        meaning = Meaning(NUMBER, "phone", 0)
    is_number = meaning is not None and meaning.canonical in LINES
    return _Parts(tuple(columns[: fronts + 1]), True, meaning) if meaning is not None and is_number else None


def _counted(columns: Sequence[str], synonyms: HeaderSynonyms, unnamed: frozenset[str]) -> _Parts | None:
    """One heading of numbers several times over (전화1, 전화2, 전화3; 전화 three times), or once over all of them."""
    stem, names = "", []
    for place, column in enumerate(columns[:_MOST_PARTS], start=1):
        key = header_key(column)
        found = _NUMBERED.match(key)
        own, count = (found["stem"], int(found["place"])) if found else (key, 1)
        if not (stem and column in unnamed) and (count != place or (stem and own != stem)):
            break
        stem = stem or own
        names.append(column)
    meaning = synonyms.meanings.get(stem)
    if meaning is None or meaning.canonical not in LINES or len(names) < 2:
        return None
    return _Parts(tuple(names), False, meaning)


def _joined(
    reading: Reading, parts: _Parts, table: PhoneTable, regions: Sequence[str], ends_of_four: frozenset[str]
) -> Reading | None:
    """The table with one column in place of the parts; null: they are none."""
    cells = reading.records.select(pl.col(name).str.strip_chars() for name in parts.names).head(_LOOKED_AT).collect()
    region = next((one for one in regions if _are_parts(cells, parts, table, one, one in ends_of_four)), None)
    if region is None:
        return None
    whole = _whole(parts, has_four=region in ends_of_four).alias(parts.joined)
    first = reading.columns.index(parts.names[0])
    columns = [name for name in reading.columns if name not in parts.names]
    columns.insert(first, parts.joined)
    names = ", ".join(parts.names)
    told = (
        f"{names}: parts of one number of {region} each, by {plural(cells.height, 'row')} looked at; joined;"
        " if they are whole numbers, name them: number = [...] under [columns]"
    )
    records = reading.records.with_columns(whole).drop(parts.names)
    return replace(reading, records=records, columns=tuple(columns), guesses=(*reading.guesses, told))


def _are_parts(cells: pl.DataFrame, parts: _Parts, table: PhoneTable, region: str, has_four: bool) -> bool:
    some = cells.filter(pl.any_horizontal(pl.all().is_not_null() & pl.all().ne("")))
    every = some.filter(_looks_parted(parts))
    if not every.height or every.height < _ALIKE * some.filter(pl.all_horizontal(pl.all().is_not_null())).height:
        return False
    if 2 * every.height < some.height:
        return False
    together = every.select(_whole(parts, has_four=has_four)).to_series()
    alone = [] if parts.has_front else [_valid(every[name], table, region) for name in parts.names]
    return _valid(together, table, region) >= _VALID and all(share <= _ALONE for share in alone)


def _valid(cells: pl.Series, table: PhoneTable, region: str) -> float:
    """The share of cells that are a number of the region."""
    found = phones(cells, region, table, plus_lost=False)
    usable = found.filter(pl.col("number").is_not_null(), pl.col("region").eq(region))
    return usable["cell"].n_unique() / cells.len()


def _looks_parted(parts: _Parts) -> pl.Expr:
    """A row of short digits; behind an area code's heading what does not begin with that code again."""
    *fronts, last = parts.names
    is_short = [pl.col(name).str.contains(_FRONT).fill_null(value=False) for name in fronts]
    is_end = pl.col(last).str.contains(_LOCAL if len(fronts) == 1 else _LAST).fill_null(value=False)
    code, local = (pl.col(name).str.replace_all(r"\D", "") for name in (fronts[0], last))
    is_whole = local.str.starts_with(code.str.strip_chars_start("0")) & (local.str.len_chars() > _MOST_LOCAL)
    return pl.all_horizontal(*is_short, is_end, ~is_whole.fill_null(value=False))


#: A number without its area code is no longer.
_MOST_LOCAL: Final = 8


def _whole(parts: _Parts, *, has_four: bool) -> pl.Expr:
    """The parts as one number; cells that are none as the several numbers they are.

    Args:
      has_four: Numbers end in four digits, so that a shorter last part of three has lost its zeros.
    """
    *fronts, last = (pl.col(name).str.strip_chars() for name in parts.names)
    is_short = has_four & (len(fronts) > 1) if fronts else False
    end = pl.when(last.str.contains(_LAST)).then(last.str.zfill(4)).otherwise(last) if is_short else last
    together = pl.concat_str([*fronts, end], separator="-", ignore_nulls=True)
    several = pl.concat_str([*fronts, last], separator=" / ", ignore_nulls=True)
    beside = last if parts.has_front else several
    return pl.when(_looks_parted(parts)).then(together).otherwise(pl.when(beside.ne("")).then(beside))
