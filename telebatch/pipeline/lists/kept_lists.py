"""A stored list as it was read: of its archived file, or of what is kept of that since somebody was forgotten in it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import polars as pl

from telebatch.model.errors import WrongUsage
from telebatch.model.project import Project
from telebatch.model.records import LINE, RECORD, Reading, ReadOptions
from telebatch.model.tables import KEPT_LISTS, KEPT_ROWS
from telebatch.pipeline.house import House
from telebatch.pipeline.lists.deliveries import filled_down, readings_of
from telebatch.pipeline.table_words import known_headings
from telebatch.read import map_tables
from telebatch.store import Commit, InputRow, View

#: The format of a table that no file holds any more: nothing is filled down in it a second time.
KEPT: Final = "kept"
#: What is kept of a table beside its rows.
_TOLD: Final = (
    "columns", "raw_headers", "blank_lines", "above_count", "record_count", "sheet", "format", "encoding", "delimiter",
    "sha256", "bytes", "guesses",
)  # fmt: skip
_LISTS: Final = frozenset({"columns", "raw_headers", "guesses"})
#: Rows of a longer table are taken apart each time they are asked for; those of others once, and kept in memory.
_LONG: Final = 1_000_000


def stored_readings(house: House, known: View, taken: InputRow, options: ReadOptions) -> tuple[Reading, ...]:
    """The tables of a list that was taken in; KEPT ones lack the rows of people who were forgotten.

    Args:
      options: How it was read.

    Raises:
      WrongUsage: Nothing is kept of it.
      InputRefused: The file cannot be read any more.
    """
    if kept := _kept_readings(known, taken.file_key):
        return kept
    archived = house.store.archived(taken.sha256)
    if archived is None:
        raise WrongUsage(
            "its source file is no longer archived", place=taken.path, remedy="its verdicts stay as they are"
        )
    return readings_of(house, archived, replace(options, is_ours=True))


def settled(readings: tuple[Reading, ...], project: Project) -> tuple[Reading, ...]:
    """The tables with what a row takes from the one above written into it: rows may be taken out of them now."""
    done = []
    synonyms = known_headings()
    maps = map_tables([reading.columns for reading in readings], synonyms, project.columns)
    for reading, own in zip(readings, maps, strict=True):
        rows, told = filled_down(reading, own.sources.get("company", ()))
        done.append(replace(reading, records=rows, format=KEPT, guesses=(*reading.guesses, *told)))
    return tuple(done)


def heads_of(reading: Reading) -> str:
    """All that is kept of a table beside its rows, as JSON."""
    return json.dumps({name: getattr(reading, name) for name in _TOLD}, ensure_ascii=False)


def keep_readings(commit: Commit, file_key: int, readings: Sequence[Reading]) -> None:
    """Adds the tables, as `settled` gives them, under the key of their list's file."""
    heads = [{"file_key": file_key, "part": part, "told": heads_of(one)} for part, one in enumerate(readings)]
    commit.add(KEPT_LISTS, pl.DataFrame(heads))
    for part, one in enumerate(readings):
        place = {"file_key": pl.lit(file_key, pl.Int64), "part": pl.lit(part, pl.Int32)}
        cells = pl.struct(one.columns).struct.json_encode()
        commit.add(KEPT_ROWS, one.records.select(RECORD, LINE, reason=pl.lit(None, pl.String), cells=cells, **place))
        commit.add(KEPT_ROWS, one.set_aside.select(RECORD, LINE, "reason", cells="raw", **place))


def let_go_of(commit: Commit, file_keys: Sequence[int]) -> None:
    """Takes all that is kept of these lists out; once in a commit, and before anything is added."""
    own = pl.col("file_key").is_in(list(file_keys))
    for table in (KEPT_LISTS, KEPT_ROWS):
        commit.rewrite(table, own, lambda rows: rows.filter(~own))


def _kept_readings(known: View, file_key: int) -> tuple[Reading, ...]:
    own = pl.col("file_key").eq(file_key)
    heads = known.scan(KEPT_LISTS).filter(own).sort("part").collect()
    rows = known.scan(KEPT_ROWS).filter(own)
    return tuple(_readings(heads, rows))


def _readings(heads: pl.DataFrame, rows: pl.LazyFrame) -> Iterator[Reading]:
    for part, text in heads.select("part", "told").iter_rows():
        told: dict[str, Any] = json.loads(text)
        told |= {name: tuple(told[name]) for name in _LISTS}
        own = rows.filter(pl.col("part").eq(part))
        cells = pl.col("cells").str.json_decode(pl.Struct(dict.fromkeys(told["columns"], pl.String)))
        records = own.filter(pl.col("reason").is_null()).select(RECORD, LINE, cells).unnest("cells")
        if told["record_count"] <= _LONG:
            records = records.collect().lazy()
        aside = own.filter(pl.col("reason").is_not_null()).select(RECORD, LINE, "reason", raw="cells")
        yield Reading(records=records, set_aside=aside.sort(RECORD).collect(), **told)
