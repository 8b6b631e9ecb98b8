"""What fastexcel does not tell of an XLS sheet: merged cells, hidden ones, errors, whether it is a bomb (MS-XLS).

A formula that nobody computed has an empty text as its result there, as one that gives nothing has: nobody can tell.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.read.sheets.notes import MOST_MERGED, SheetNotes, count_columns, refuse_wide
from telebatch.read.sheets.ole import OleDamaged, streams

_EOF, _BOUND_SHEET, _FILE_PASS, _ROW, _MERGED, _SPAN = 0x0A, 0x85, 0x2F, 0x208, 0xE5, 0x200
#: Cells with a value: FORMULA, NUMBER, LABEL, BOOLERR, RSTRING, LABELSST, RK.
_CELLS = frozenset({0x06, 0x203, 0x204, 0x205, 0xD6, 0xFD, 0x27E})
_ROW_OF_NUMBERS = 0xBD
_HIDDEN = 0x20
_FORMULA, _ERROR_OR_TRUTH, _COLUMNS = 0x06, 0x205, 0x7D


def notes_of_xls(path: Path, shown: str) -> dict[str, SheetNotes]:
    """Notes on every sheet of an XLS workbook, by sheet name.

    Raises:
      InputRefused: damaged, locked with a password, no workbook, or a sheet spans too many cells.
    """
    book = _workbook(path, shown)
    found: dict[str, SheetNotes] = {}
    for kind, body in _records(book, 0):
        if kind == _FILE_PASS:
            remedy = "save it without a password"
            raise InputRefused("the workbook is locked with a password", place=shown, remedy=remedy)
        if kind == _BOUND_SHEET and len(body) > 8:
            name = _sheet_name(body)
            found[name] = _notes(book, struct.unpack_from("<I", body)[0], f"{shown}:{name}")
    return found


def _workbook(path: Path, shown: str) -> bytes:
    try:
        inside = streams(path)
    except OleDamaged:
        raise InputRefused("the workbook is damaged", place=shown, remedy="ask for it again") from None
    book = inside.get("Workbook", inside.get("Book"))
    if book is None:
        what = "this is a document of an old office program, not a workbook"
        raise InputRefused(what, place=shown, remedy="ask for the list as CSV or XLSX")
    return book


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """Records from `at` to the first end of a part, as their reader goes on."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        if kind == _EOF:
            return
        yield kind, book[at + 4 : at + 4 + length]
        at += 4 + length


def _sheet_name(body: bytes) -> str:
    length, is_wide = body[6], body[7] & 1
    return (
        body[8 : 8 + length * 2].decode("utf-16-le", "replace") if is_wide else body[8 : 8 + length].decode("latin-1")
    )


def _notes(book: bytes, start: int, place: str) -> SheetNotes:
    merged: list[tuple[int, int, int]] = []
    hidden: set[int] = set()
    columns_off: list[tuple[int, int]] = []
    last_row = last_column = errors = 0
    for kind, body in _records(book, start):
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<HH", body)
            errors += _is_error(kind, body)
        elif kind == _ROW_OF_NUMBERS and len(body) >= 6:
            row, column = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, len(body) - 2)[0]
        else:
            if kind == _ROW and len(body) >= 14 and body[12] & _HIDDEN:
                hidden.add(struct.unpack_from("<H", body)[0])
            elif kind == _COLUMNS and len(body) >= 10 and body[8] & 1:
                columns_off.append(struct.unpack_from("<HH", body))
            elif kind == _SPAN:
                refuse_wide(*_span(body), place)
            elif kind == _MERGED and len(merged) < MOST_MERGED:
                merged += _merged(body)
            continue
        last_row, last_column = max(last_row, row + 1), max(last_column, column + 1)
    refuse_wide(last_row, last_column, place)
    return SheetNotes(tuple(sorted(merged)), len(hidden), count_columns(columns_off, last_column), errors)


def _is_error(kind: int, body: bytes) -> bool:
    """Whether a cell shows an error: told as such, or the result of its formula."""
    if kind == _FORMULA:
        return len(body) >= 14 and body[6] == 2 and body[12:14] == b"\xff\xff"
    return kind == _ERROR_OR_TRUTH and len(body) >= 8 and body[7] == 1


def _span(body: bytes) -> tuple[int, int]:
    """Rows and columns a sheet says it spans; a reader makes room for them, whatever cells follow."""
    if len(body) >= 14:
        first_row, last_row, first, last, _ = struct.unpack_from("<IIHHH", body)
    elif len(body) >= 10:
        first_row, last_row, first, last, _ = struct.unpack_from("<HHHHH", body)
    else:
        return 0, 0
    return max(last_row - first_row, 0), max(last - first, 0)


def _merged(body: bytes) -> Iterator[tuple[int, int, int]]:
    for at in range(2, len(body) - 7, 8):
        top, bottom, column, _ = struct.unpack_from("<HHHH", body, at)
        if top < bottom:
            yield top, bottom, column
