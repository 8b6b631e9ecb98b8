"""What fastexcel does not tell of an ODS sheet: merged cells, what is hidden, errors, and whether it is a bomb.

The XML is searched, not parsed, so no entity of it is ever expanded. Cells and rows may stand for many of their kind.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field

from telebatch.model.records import ReadOptions
from telebatch.read.sheets.notes import MOST_MERGED, SheetNotes, count_columns, refuse_wide
from telebatch.read.unpack import member_pieces

_PART = "content.xml"
_TABLE = re.compile(rb"<table:table\s[^>]*>")
_NAME = re.compile(rb"""\stable:name\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROW = re.compile(rb"<table:table-row(?:[\s/][^>]*)?>")
_CELL = re.compile(rb"<table:(?:covered-)?table-cell(?:[\s/][^>]*)?>")
_ROWS = re.compile(rb"""\stable:number-rows-repeated\s*=\s*["'](\d{1,20})["']""")
_COLUMNS = re.compile(rb"""\stable:number-columns-repeated\s*=\s*["'](\d{1,20})["']""")
_SPANNED = re.compile(rb"""\stable:number-rows-spanned\s*=\s*["'](\d{1,7})["']""")
_HIDDEN = re.compile(rb"""\stable:visibility\s*=\s*["'](?:collapse|filter)["']""")
_COLUMN = re.compile(rb"<table:table-column(?:[\s/][^>]*)?>")
#: LibreOffice names the type of an error apart, for OpenDocument has none.
_ERROR = re.compile(rb"""\scalcext:value-type\s*=\s*["']error["']""")
_FORMULA, _VALUE = re.compile(rb"\stable:formula\s*="), re.compile(rb"\soffice:(?:[a-z]+-)?value(?:-type)?\s*=")
_ROW_END = b"</table:table-row>"


@dataclass
class _Sheet:
    rows: int = 0
    last_row: int = 0
    last_column: int = 0
    hidden: int = 0
    columns: int = 0
    columns_off: list[tuple[int, int]] = field(default_factory=list)
    errors: int = 0
    uncomputed: int = 0
    merged: list[tuple[int, int, int]] = field(default_factory=list)


def notes_of_ods(archive: zipfile.ZipFile, options: ReadOptions, shown: str) -> dict[str, SheetNotes]:
    """Notes on every sheet of an ODS workbook, by sheet name.

    Raises:
      InputRefused: damaged, unpacks beyond the ceiling, or a sheet spans too many cells.
    """
    found: dict[str, _Sheet] = {}
    for entry in archive.infolist():
        pieces = member_pieces(archive, entry, options, shown)
        if entry.filename != _PART:
            for _ in pieces:  # read only to prove that it does not unpack beyond the ceiling
                pass
            continue
        sheet = _Sheet()
        for chunk in _rows_of(pieces):
            sheet = _named(chunk, sheet, found)
            _take(chunk, sheet)
            refuse_wide(sheet.last_row, sheet.last_column, shown)
    return {name: _noted(one) for name, one in found.items()}


def _noted(sheet: _Sheet) -> SheetNotes:
    columns = count_columns(sheet.columns_off, sheet.last_column)
    return SheetNotes(tuple(sheet.merged), sheet.hidden, columns, sheet.errors, sheet.uncomputed)


def _rows_of(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The text up to the end of each row: all of the row's tags and whatever stands before it."""
    left = b""
    for piece in pieces:
        *whole, left = (left + piece).split(_ROW_END)
        yield from whole
    yield left


def _named(chunk: bytes, sheet: _Sheet, found: dict[str, _Sheet]) -> _Sheet:
    """The sheet this row belongs to: a new one where its heading stands before the row."""
    for match in _TABLE.finditer(chunk) if b"<table:table " in chunk else ():
        name = _NAME.search(match[0])
        sheet = _Sheet()
        if name is not None:
            found[(name[1] or name[2]).decode("utf-8", "replace")] = sheet
    return sheet


def _take(chunk: bytes, sheet: _Sheet) -> None:
    """Counts every row of the text; only the last one has cells, the others close themselves."""
    starts = list(_ROW.finditer(chunk))
    _take_columns(chunk[chunk.rfind(b"<table:table ") + 1 : starts[0].start() if starts else None], sheet)
    for at, start in enumerate(starts):
        times = _number(_ROWS, start[0])
        if _HIDDEN.search(start[0]):
            sheet.hidden += times
        if at == len(starts) - 1 and not start[0].endswith(b"/>"):
            _take_cells(chunk[start.end() :], times, sheet)
        sheet.rows += times


def _take_columns(head: bytes, sheet: _Sheet) -> None:
    """Columns are told before the rows of their table."""
    for column in _COLUMN.findall(head) if b"<table:table-column" in head else ():
        count = _number(_COLUMNS, column)
        if _HIDDEN.search(column):
            sheet.columns_off.append((sheet.columns, sheet.columns + count - 1))
        sheet.columns += count


def _take_cells(cells: bytes, times: int, sheet: _Sheet) -> None:
    column = width = 0
    for cell in _CELL.finditer(cells):
        tag = cell[0]
        spanned = _number(_SPANNED, tag)
        if spanned > 1 and times == 1 and len(sheet.merged) < MOST_MERGED:
            sheet.merged.append((sheet.rows, sheet.rows + spanned - 1, column))
        count = _number(_COLUMNS, tag)
        column += count
        sheet.errors += times * count if _ERROR.search(tag) else 0
        sheet.uncomputed += times * count if _FORMULA.search(tag) and not _VALUE.search(tag) else 0
        # An empty cell that closes itself fills nothing, however often it is repeated.
        width = column if not tag.endswith(b"/>") or b"value" in tag else width
    if width:
        sheet.last_row = sheet.rows + times
        sheet.last_column = max(sheet.last_column, width)


def _number(pattern: re.Pattern[bytes], tag: bytes) -> int:
    found = pattern.search(tag)
    return int(found[1]) if found else 1
