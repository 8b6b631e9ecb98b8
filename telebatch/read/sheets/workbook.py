"""Workbooks: every visible sheet as text, merged companies filled down, numbers and dates written plainly."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import fastexcel
import numpy as np
import polars as pl

from telebatch.model.errors import InputRefused
from telebatch.model.records import Reading, ReadOptions
from telebatch.read.frames import Table, tabled
from telebatch.read.gate import EXPORT
from telebatch.read.sheets.notes import Notes, SheetNotes
from telebatch.read.sheets.ods import notes_of_ods
from telebatch.read.sheets.unheard import is_panic, panics_unheard
from telebatch.read.sheets.xls import notes_of_xls
from telebatch.read.sheets.xlsb import notes_of_xlsb
from telebatch.read.sheets.xlsx import notes_of_xlsx
from telebatch.read.source import Source
from telebatch.read.unpack import open_archive

_DATE_ONLY = r"^(\d{4}-\d\d-\d\d) 00:00:00$"
_EPOCH = re.compile(r"^(1899-12-3[01]|1900-0[12]-\d\d|1904-0[12]-\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)?$")


def read_workbook(source: Source, kind: str, options: ReadOptions) -> tuple[Reading, ...]:
    """A reading for every visible sheet that holds a table, in the order of the tabs.

    Raises:
      InputRefused: damaged, no such sheet, no sheet with rows, or too large to unpack.
    """
    path = source.place
    assert isinstance(path, Path)
    notes = notes_by_sheet(path, kind, options, source.shown)
    sheets, hidden = load_sheets(path, options, source.shown)
    told = (f"hidden sheets were not read: {_names(hidden)}",) if hidden else ()
    readings = [
        _reading(
            name, cells, notes.get(name, SheetNotes()), replace(source, guesses=(*source.guesses, *told)), kind, options
        )
        for name, cells in sheets.items()
        if cells.height
    ]
    if not readings:
        remedy = f"name a hidden sheet: {_names(hidden)}" if hidden else "ask for it again"
        raise InputRefused("no sheet of the workbook holds rows", place=source.shown, remedy=remedy)
    return tuple(readings)


def _names(sheets: tuple[str, ...]) -> str:
    more = f" and {len(sheets) - 10} more" if len(sheets) > 10 else ""
    return ", ".join(name[:40] for name in sheets[:10]) + more


def notes_by_sheet(path: Path, kind: str, options: ReadOptions, shown: str) -> Notes:
    """Notes on every sheet, by name; a sheet too large to be held is refused here, before anything opens it.

    Raises:
      InputRefused: damaged, locked, or it would fill the memory.
    """
    if kind == "xls":
        return notes_of_xls(path, shown)
    notes_of = {"xlsx": notes_of_xlsx, "xlsb": notes_of_xlsb, "ods": notes_of_ods}[kind]
    with open_archive(path, shown) as archive:
        return notes_of(archive, options, shown)


def load_sheets(
    path: Path, options: ReadOptions, shown: str, first_rows: int | None = None
) -> tuple[Mapping[str, pl.DataFrame], tuple[str, ...]]:
    """The cells of each visible (or the named) sheet as text, every sheet row one row, from the first.

    Returns:
      Sheet name → cells, and the names of hidden sheets that were left alone.
    """
    try:
        with panics_unheard():
            return _loaded(path, options, shown, first_rows)
    except fastexcel.FastExcelError as error:
        cause = "it is damaged or locked with a password"
        if "empty" in str(error).lower():
            cause = "a sheet of it is damaged"
    except BaseException as fault:
        if not is_panic(fault):
            raise
        cause = "it is damaged"
    raise InputRefused(f"the workbook cannot be opened: {cause}", place=shown, remedy=EXPORT)


def _loaded(
    path: Path, options: ReadOptions, shown: str, first_rows: int | None
) -> tuple[Mapping[str, pl.DataFrame], tuple[str, ...]]:
    book = fastexcel.read_excel(path)
    names = book.sheet_names
    if options.sheet is not None and options.sheet not in names:
        remedy = f"use one of its sheets: {_names(tuple(names))}"
        raise InputRefused(f"no sheet named {options.sheet[:60]}", place=shown, remedy=remedy)
    found: dict[str, pl.DataFrame] = {}
    hidden: list[str] = []
    for name in names if options.sheet is None else [options.sheet]:
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=first_rows, dtypes="string")
        if options.sheet is not None or sheet.visible == "visible":
            found[name] = _plain(sheet.to_polars())
        else:
            hidden.append(name)
    return MappingProxyType(found), tuple(hidden)


def _plain(cells: pl.DataFrame) -> pl.DataFrame:
    """Midnight dates without their time, times of day and durations without the epoch they were counted from."""
    written = [
        pl.col(name).str.replace(_DATE_ONLY, "$1").alias(name)
        for name in cells.columns
        if cells[name].str.contains(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d").any()
    ]
    cells = cells.with_columns(written) if written else cells
    for name in cells.columns:
        texts = cells[name].unique().drop_nulls()
        timed = [text for text in texts.filter(texts.str.contains(_EPOCH.pattern)).to_list() if _EPOCH.match(text)]
        if timed:
            replaced = {text: _clock(text) for text in timed}
            cells = cells.with_columns(pl.col(name).replace(replaced))
    return cells


def _clock(text: str) -> str:
    """A cell of time: days since the epoch become hours, so 30 hours read 30:00:00."""
    match = _EPOCH.match(text)
    assert match is not None
    base = np.datetime64("1904-01-01" if text.startswith("1904") else "1899-12-31")
    days = int((np.datetime64(match[1]) - base).astype(int))
    hours = max(days, 0) * 24 + int(match[2])
    return f"{hours:02d}:{match[3]}:{match[4]}"


def _filled_down(cells: pl.DataFrame, notes: SheetNotes) -> tuple[pl.DataFrame, int]:
    """Copies the value of vertically merged cells to every row they cover."""
    by_column: dict[int, list[tuple[int, int]]] = {}
    for top, bottom, column in notes.merged:
        if column < cells.width and top < cells.height:
            by_column.setdefault(column, []).append((top, min(bottom, cells.height - 1)))
    for column, spans in by_column.items():
        origin = np.arange(cells.height)
        for top, bottom in spans:
            origin[top : bottom + 1] = top
        name = cells.columns[column]
        cells = cells.with_columns(cells[name].gather(origin).alias(name))
    return cells, sum(map(len, by_column.values()))


def _reading(
    name: str, cells: pl.DataFrame, notes: SheetNotes, source: Source, kind: str, options: ReadOptions
) -> Reading:
    filled, merged = _filled_down(cells, notes)
    table = tabled(filled, options)
    told = list(table.header.guesses)
    told += [f"merged cells filled down: {merged}"] if merged else []
    told += notes.told
    return cells_reading(table, source, kind, name, tuple(told))


def cells_reading(table: Table, source: Source, kind: str, sheet: str | None, told: tuple[str, ...]) -> Reading:
    """A table of cells as a reading."""
    return Reading(
        records=table.records,
        columns=table.names,
        raw_headers=table.header.raw,
        set_aside=table.set_aside,
        blank_lines=table.blank_lines,
        above_count=table.header.above - len(table.header.people),
        record_count=table.record_count,
        sheet=f"{source.member}:{sheet}" if source.member and sheet else sheet or source.member,
        format=kind,
        encoding=None,
        delimiter=None,
        sha256=source.sha256(),
        bytes=source.size,
        guesses=(*source.guesses, *told),
    )
