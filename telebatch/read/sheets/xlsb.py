"""What fastexcel does not tell of an XLSB sheet: merged cells, hidden ones, errors, whether it is a bomb (MS-XLSB).

A formula always has a result there, so one that nobody computed cannot be told.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator

from telebatch.model.records import ReadOptions
from telebatch.read.sheets.notes import MOST_MERGED, SheetNotes, count_columns, refuse_wide
from telebatch.read.sheets.xlsx import relation_targets
from telebatch.read.unpack import member_pieces

_BOOK, _RELATIONS = "xl/workbook.bin", "xl/_rels/workbook.bin.rels"
_ROW, _MERGED, _SHEET = 0, 176, 156
#: Cells from RK to an error of a formula; a blank one (1) holds nothing.
_FIRST_CELL, _LAST_CELL = 2, 11
_ERRORS = (3, 11)
_COLUMNS = 60
_HIDDEN = 0x10


def notes_of_xlsb(archive: zipfile.ZipFile, options: ReadOptions, shown: str) -> dict[str, SheetNotes]:
    """Notes on every sheet of an XLSB workbook, by sheet name.

    Raises:
      InputRefused: damaged, unpacks beyond the ceiling, or a sheet spans too many cells.
    """
    names = {entry.filename: entry for entry in archive.infolist()}
    parts = dict.fromkeys((_BOOK, _RELATIONS), b"")
    for part in parts.keys() & names.keys():
        parts[part] = b"".join(member_pieces(archive, names[part], options, shown))
    targets = relation_targets(parts[_RELATIONS])
    sheets = {targets.get(relation, ""): name for relation, name in _sheets(parts[_BOOK])}
    found: dict[str, SheetNotes] = {}
    for part, entry in names.items():
        pieces = member_pieces(archive, entry, options, shown)
        if part in sheets:
            found[sheets[part]] = _notes(b"".join(pieces), f"{shown}:{sheets[part]}")
        else:
            for _ in pieces:  # read only to prove that it does not unpack beyond the ceiling
                pass
    return found


def _records(whole: bytes) -> Iterator[tuple[int, bytes]]:
    """Records; their kind and length are written in as few bytes as they need."""
    at, size = 0, len(whole)
    while at < size:
        kind = whole[at]
        at += 1
        if kind & 0x80 and at < size:
            kind = (kind & 0x7F) | (whole[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while at < size and shift < 28:
            byte = whole[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind, whole[at : at + length]
        at += length


def _sheets(book: bytes) -> Iterator[tuple[str, str]]:
    for kind, body in _records(book):
        if kind == _SHEET and len(body) > 12:
            relation, after = _text(body, 8)
            name, _ = _text(body, after)
            yield relation, name


def _text(body: bytes, at: int) -> tuple[str, int]:
    if at + 4 > len(body):
        return "", at
    end = at + 4 + 2 * int(struct.unpack_from("<I", body, at)[0])
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _notes(sheet: bytes, place: str) -> SheetNotes:
    merged: list[tuple[int, int, int]] = []
    columns_off: list[tuple[int, int]] = []
    row = last_row = last_column = hidden = errors = 0
    for kind, body in _records(sheet):
        if kind == _ROW and len(body) >= 12:
            row = struct.unpack_from("<I", body)[0]
            hidden += bool(body[11] & _HIDDEN)
        elif _FIRST_CELL <= kind <= _LAST_CELL and len(body) >= 4:
            last_row = max(last_row, row + 1)
            last_column = max(last_column, struct.unpack_from("<I", body)[0] + 1)
            errors += kind in _ERRORS
        elif kind == _COLUMNS and len(body) >= 18 and body[16] & 1:
            columns_off.append(struct.unpack_from("<II", body))
        elif kind == _MERGED and len(body) >= 16 and len(merged) < MOST_MERGED:
            top, bottom, column, _ = struct.unpack_from("<IIII", body)
            merged += [(top, bottom, column)] if top < bottom else []
    refuse_wide(last_row, last_column, place)
    return SheetNotes(tuple(sorted(merged)), hidden, count_columns(columns_off, last_column), errors)
