"""One contact list as delivered: every sheet of the file under one numbering, its columns mapped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.project import Project
from telebatch.model.records import LINE, RECORD, ColumnMap, Reading, ReadOptions
from telebatch.pipeline.house import House
from telebatch.read import header_synonyms, map_columns, read


@dataclass(frozen=True, eq=False)
class Delivery:
    """A list file as read.

    Attributes:
      records: Records of every sheet; `record` runs on over sheets.
      set_aside: Records that are no candidates: repeated headers, totals, ragged and unreadable rows.
    """

    path: Path
    shown: str
    sha256: str
    bytes: int
    records: pl.LazyFrame
    columns: ColumnMap
    source_columns: tuple[str, ...]
    set_aside: pl.DataFrame
    record_count: int
    blank_lines: int
    guesses: tuple[str, ...]


def delivery_of(house: House, path: Path, project: Project, options: ReadOptions) -> Delivery:
    """Reads one list and maps its columns.

    Raises:
      InputRefused: Unreadable, no phone column, or a required column that the file does not have.
    """
    synonyms = header_synonyms(house.settings.headers)
    shown = house.shown(path)
    readings = read(path, replace(options, header_words=synonyms.words, shown_as=shown))
    columns = tuple(dict.fromkeys(name for reading in readings for name in reading.columns))
    mapped = map_columns(columns, synonyms, project.columns)
    _refuse_without_numbers(mapped, columns, shown, project)
    frames, asides, offset = [], [], 0
    for reading in readings:
        frames.append(_numbered(reading, columns, offset))
        asides.append(reading.set_aside.with_columns(pl.col(RECORD) + offset))
        offset += reading.record_count + reading.blank_lines + reading.above_count
    first = readings[0]
    return Delivery(
        path, shown, first.sha256, first.bytes, pl.concat(frames), mapped, columns, pl.concat(asides),
        sum(reading.record_count for reading in readings), sum(reading.blank_lines for reading in readings),
        tuple(dict.fromkeys((*(guess for reading in readings for guess in reading.guesses), *mapped.guesses))),
    )  # fmt: skip


def _numbered(reading: Reading, columns: tuple[str, ...], offset: int) -> pl.LazyFrame:
    absent = [pl.lit(None, dtype=pl.String).alias(name) for name in columns if name not in reading.columns]
    return reading.records.with_columns((pl.col(RECORD) + offset).alias(RECORD), *absent).select(RECORD, LINE, *columns)


def _refuse_without_numbers(mapped: ColumnMap, columns: tuple[str, ...], shown: str, project: Project) -> None:
    hard = [mistake for mistake in mapped.mistakes if not mistake.place]
    if mapped.sources.get("number"):
        return
    raise InputRefused(
        f"no column for phone numbers; found: {', '.join(columns[:12])}",
        place=shown,
        remedy=f'add number = "THE HEADER" under [columns] in projects/{project.name}.toml',
        more=tuple(hard),
    )
