"""One contact list as delivered: every sheet of the file under one numbering, its columns mapped."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.headings import in_quotes
from telebatch.model.plural import plural, some
from telebatch.model.project import Project
from telebatch.model.records import LINE, RECORD, ColumnMap, Reading, ReadOptions, sheet_of
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.misplaced import refuse_side_by_side
from telebatch.pipeline.lists.split_numbers import with_whole_numbers
from telebatch.pipeline.table_words import known_headings, list_words
from telebatch.read import map_tables, together


@dataclass(frozen=True)
class ListFacts:
    """What is told about a named list beside its rows.

    Attributes:
      name: Named list; empty: the file's own name without suffix.
      received_on: null: the day of the as-of instant in the project's zone.
      withdraws_missing: The delivery is the whole list: whom it no longer holds is withdrawn.
    """

    name: str = ""
    supplier: str | None = None
    received_on: date | None = None
    use_until: date | None = None
    consent: str | None = None
    price_minor: int | None = None
    currency: str | None = None
    withdraws_missing: bool = False


@dataclass(frozen=True, eq=False)
class Delivery:
    """A list file as read.

    Attributes:
      records: Records of every sheet; `record` runs on over sheets.
      set_aside: Records that are no candidates: repeated headers, totals, ragged and unreadable rows; with `sheet`.
      sheets: Sheet or member of an archive with the records before it, in order; none for a file of one table.
      tables: The columns of every table of the file.
      copy: Where the file's bytes stand while it is read and nobody else changes them; null: nowhere.
      is_kept: It is no file any more: rows of people who were forgotten are not in it.
    """

    path: Path
    shown: str
    sha256: str
    bytes: int
    records: pl.LazyFrame
    columns: ColumnMap
    source_columns: tuple[str, ...]
    set_aside: pl.DataFrame
    sheets: tuple[tuple[str, int], ...]
    record_count: int
    blank_lines: int
    guesses: tuple[str, ...]
    options: ReadOptions
    tables: tuple[tuple[str, ...], ...] = ()
    copy: Path | None = None
    is_kept: bool = False

    def sheet_of(self, records: pl.Series) -> pl.Series:
        """The sheet of each record (sorted or not) as `sheet`; of no type for a file of one table."""
        return sheet_of(records, self.sheets)

    @property
    def read_as(self) -> str | None:
        """What was said about how to read the file, as one JSON object; null: nothing."""
        told = {name: getattr(self.options, name) for name in TOLD if getattr(self.options, name) != _UNTOLD[name]}
        return json.dumps(told, ensure_ascii=False, sort_keys=True) if told else None


#: What a person may say about how to read a list; kept, so that a list decided again is read as it was.
TOLD: Final = ("encoding", "delimiter", "sheet", "header", "date_order", "region")
_UNTOLD: Final = vars(ReadOptions())


def options_of(read_as: str | None) -> ReadOptions:
    """What was said about how to read a stored list."""
    return replace(
        ReadOptions(), **{name: value for name, value in json.loads(read_as or "{}").items() if name in TOLD}
    )


def delivery_of(house: House, path: Path, project: Project, options: ReadOptions) -> Delivery:
    """Reads one list and maps its columns.

    Raises:
      InputRefused: Unreadable, empty, no phone column, two people in a row, or a required column that it lacks.
    """
    return delivery_from(house, path, readings_of(house, path, options), project, options)


def readings_of(house: House, path: Path, options: ReadOptions) -> tuple[Reading, ...]:
    """What stands in the file of a list, table by table.

    Raises:
      InputRefused: It cannot be read.
    """
    words = list_words()
    asked = replace(options, words=words, shown_as=house.shown(path), copies=house.root)
    return house.begun.read(path, asked)


def delivery_from(
    house: House, path: Path, readings: tuple[Reading, ...], project: Project, options: ReadOptions
) -> Delivery:
    """The list of this path, of which these tables were read.

    Raises:
      InputRefused: As `delivery_of`, but for what cannot be read.
    """
    shown = house.shown(path)
    synonyms = known_headings()
    readings, synonyms = with_whole_numbers(house, readings, synonyms, project, options.region)
    columns = tuple(dict.fromkeys(name for reading in readings for name in reading.columns))
    maps = map_tables([reading.columns for reading in readings], synonyms, project.columns)
    mapped = together(maps, project.columns)
    _refuse_without_numbers(mapped, readings, shown, project)
    refuse_side_by_side(readings, maps, shown, project)
    if not any(reading.record_count for reading in readings):
        raise InputRefused("no record stands below its header", place=shown, remedy="ask for it again; nobody is on it")
    frames, asides, sheets, filled = [], [], [], []
    for reading, own, offset in zip(readings, maps, starts_of(readings), strict=True):
        rows, told = filled_down(reading, own.sources.get("company", ()))
        frames.append(_numbered(rows, reading, columns, offset))
        filled += told
        aside = pl.lit(reading.sheet, dtype=pl.String).alias("sheet")
        asides.append(reading.set_aside.with_columns(pl.col(RECORD) + offset, aside))
        sheets += [(reading.sheet, offset)] if reading.sheet else []
    first = readings[0]
    return Delivery(
        path, shown, first.sha256, first.bytes, pl.concat(frames), mapped, columns, pl.concat(asides),
        tuple(sheets),
        sum(reading.record_count for reading in readings), sum(reading.blank_lines for reading in readings),
        tuple(dict.fromkeys((*_guesses(readings), *_meanings(readings, maps), *filled,
                             *_without_numbers(readings, maps, project), *_missed(readings, maps, mapped, project)))),
        options, tuple(reading.columns for reading in readings), first.copy,
    )  # fmt: skip


def starts_of(readings: tuple[Reading, ...]) -> tuple[int, ...]:
    """Per table the records that stand before it in the file's one numbering."""
    own = [reading.record_count + reading.blank_lines + reading.above_count for reading in readings]
    return tuple(accumulate(own[:-1], initial=0))


def _guesses(readings: tuple[Reading, ...]) -> list[str]:
    """What was guessed of each table; of several tables with the name of each, save what is true of all."""
    if len(readings) == 1:
        return list(readings[0].guesses)
    common = [guess for guess in readings[0].guesses if all(guess in reading.guesses for reading in readings)]
    own = [f"{one.sheet}: {guess}" for one in readings for guess in one.guesses if guess not in common]
    return [*common, *own]


def _meanings(readings: tuple[Reading, ...], maps: tuple[ColumnMap, ...]) -> list[str]:
    """What the headings were taken to mean; with the names of the tables where not all that have any say the same."""
    told: dict[str, list[str]] = {}
    for reading, own in zip(readings, maps, strict=True):
        for guess in own.guesses:
            told.setdefault(guess, []).append(str(reading.sheet))
    all_of_them = sum(1 for own in maps if own.guesses)
    return [guess if len(sheets) == all_of_them else f"{', '.join(sheets)}: {guess}" for guess, sheets in told.items()]


#: So many headings are shown by name.
_SHOWN: Final = 8


def _missed(
    readings: tuple[Reading, ...], maps: tuple[ColumnMap, ...], mapped: ColumnMap, project: Project
) -> list[str]:
    """Whom a list names, what they are, and what the project requires, where no heading tells it and some are unknown.

    Of several tables each of which holds numbers, one may call by another word what the others tell.
    """
    told = _missed_of(mapped, mapped, project, "")
    for reading, own in zip(readings, maps, strict=True):
        if len(readings) > 1 and own.sources.get("number"):
            told += _missed_of(own, mapped, project, f"{reading.sheet}: ")
    return told


def _missed_of(own: ColumnMap, every: ColumnMap, project: Project, place: str) -> list[str]:
    """What a table lacks that `every` one of the file together has; what all lack together where it is that itself."""
    wanted = {"title": "title"} if project.key_person.wanted and not own.titles else {}
    wanted |= {} if {"surname", "given"} & own.sources.keys() else {"person": "name"}
    wanted |= {name: name for name in project.accept.required if name not in ("person", "number")}
    absent = {key: word for key, word in wanted.items() if not own.sources.get(key)}
    absent = {key: word for key, word in absent.items() if own is every or every.sources.get(key)}
    known = {name for names in own.sources.values() for name in names}
    unknown = [name for name in own.handed_through if name not in known]
    if not absent or not unknown:
        return []
    shown = some((name[:40] for name in unknown), _SHOWN)
    keys = " and ".join(f"{key} = {_written((*every.sources.get(key, ()), 'THE HEADER'))}" for key in absent)
    what, where = " and no ".join(f"{word} column" for word in absent.values()), f"projects/{project.name}.toml"
    return [
        f"{place}no {what} is known; unknown headings: {shown}; if it is one of these, write {keys}"
        f" under [columns] in {where}"
    ]


def _written(names: tuple[str, ...]) -> str:
    """Headings as they stand in a project: one as a text, several as a list."""
    quoted = list(map(in_quotes, names))
    return quoted[0] if len(quoted) == 1 else f"[{', '.join(quoted)}]"


#: From so many empty cells on, a company column under title rows is taken for merged cells saved as text.
_MERGED_SHARE = 0.2


def filled_down(reading: Reading, company: tuple[str, ...]) -> tuple[pl.LazyFrame, list[str]]:
    """Companies written only in the first row of a block: a sheet made for people, saved as text, lost its merges.

    Only a text file with title rows above its header is such a sheet; elsewhere an empty cell is an empty cell.
    """
    if reading.format != "csv" or reading.above_count < 2 or not company or company[0] not in reading.columns:
        return reading.records, []
    cell = pl.when(pl.col(company[0]).str.strip_chars() != "").then(pl.col(company[0]))
    empty, count = reading.records.select(cell.is_null().sum().alias("empty"), pl.len()).collect().row(0)
    if not max(_MERGED_SHARE * count, 1) <= empty < count:
        return reading.records, []
    rows = reading.records.sort(RECORD).with_columns(cell.forward_fill().alias(company[0]))
    return rows, [f"{company[0]}: {plural(empty, 'empty cell')} taken from the row above (merged cells)"]


def _numbered(rows: pl.LazyFrame, reading: Reading, columns: tuple[str, ...], offset: int) -> pl.LazyFrame:
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in columns if name not in reading.columns]
    return rows.with_columns((pl.col(RECORD) + offset).alias(RECORD), *absent).select(RECORD, LINE, *columns)


def _is_unparted(reading: Reading) -> bool:
    """Whether a text may be parted by a sign that nobody guessed: one column, or two of chance without a header."""
    return reading.format == "csv" and len(reading.columns) <= (1 if reading.raw_headers else 2)


def _refuse_without_numbers(mapped: ColumnMap, readings: tuple[Reading, ...], shown: str, project: Project) -> None:
    hard = [mistake for mistake in mapped.mistakes if not mistake.place]
    if mapped.sources.get("number"):
        return
    columns = tuple(dict.fromkeys(name for reading in readings for name in reading.columns))
    like = next((name for reading in readings for name in _like_numbers(reading, mapped)), None)
    known = f"{in_quotes(like)} (its cells look like numbers)" if like else '"THE HEADER"'
    remedy = f"add number = {known} under [columns] in projects/{project.name}.toml"
    if not like and all(map(_is_unparted, readings)):
        remedy = 'say what parts its cells, as in --delimiter ^ or --delimiter " - ", or save it as CSV or XLSX'
    what = f"no column for phone numbers; found: {', '.join(name[:40] for name in columns[:12])}"
    if mapped.not_dialled:
        what += f" ({some(mapped.not_dialled, _SHOWN)}: not to be dialled by the heading)"
    raise InputRefused(what, place=shown, remedy=remedy, more=tuple(hard))


def _without_numbers(readings: tuple[Reading, ...], maps: tuple[ColumnMap, ...], project: Project) -> list[str]:
    """Tables of a file whose phone column nobody knows, while others of it have one: their people have no number."""
    known = dict.fromkeys(name for own in maps for name in own.sources.get("number", ()))
    told = []
    for reading, own in zip(readings, maps, strict=True):
        if not own.sources.get("number") and (like := _like_numbers(reading, own)):
            names = ", ".join(map(in_quotes, (*known, like[0])))
            told.append(
                f"{reading.sheet}: no column for phone numbers is known; if it is {like[0][:40]}, "
                f"write number = [{names}] under [columns] in projects/{project.name}.toml"
            )
    return told


#: A cell that may be a phone number: digits between the signs numbers are written with.
_PHONE: Final = r"^\+?[\d()][\d\s().\-/‐ー−]{6,}$"
#: A day such as 2026-11-23, which would look like one.
_DAY: Final = r"^(?:19|20)\d\d[-/.]\d"


def _like_numbers(reading: Reading, mapped: ColumnMap) -> list[str]:
    """Columns of which most of the first cells look like phone numbers, and no heading says that nobody is to ring."""
    asked = [name for name in reading.columns if name not in mapped.not_dialled]
    head = reading.records.select(asked).head(200).collect()
    written = head.select(pl.all().str.normalize("NFKC").str.strip_chars())
    like = written.select(pl.all().str.contains(_PHONE) & ~pl.all().str.contains(_DAY))
    return [name for name in like.columns if 2 * (like[name].sum() or 0) > like.height]
