"""What fastexcel does not tell of a sheet: merged cells, hidden rows, and whether it is a bomb.

The XML is searched, not parsed, so no entity of it is ever expanded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.unpack import member_pieces, open_archive

_MERGE = re.compile(rb'<(?:\w+:)?mergeCell [^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_ROW = re.compile(rb'<(?:\w+:)?row (?:[^>]*? )?r="(\d{1,7})"[^>]*>')
_HIDDEN = re.compile(rb' hidden="(?:1|true)"')
_FAR = re.compile(rb'<(?:\w+:)?c (?:[^>]*? )?r="([A-Z]{2,3})\d{1,7}"')
_SHEET = re.compile(rb"<(?:\w+:)?sheet ([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship ([^>]*)>")
_ATTRIBUTE = re.compile(rb'([\w:]+)="([^"]*)"')
_OVERLAP = 4096
MOST_CELLS = 64_000_000
"""Cells of the rectangle a sheet spans; a reader holds all of them, filled or not."""


@dataclass(frozen=True)
class SheetNotes:
    """Notes on one sheet, rows and columns from 0.

    Attributes:
      merged: (first row, last row, column) of vertically merged cells.
      hidden_rows: Number of hidden or filtered rows.
    """

    merged: tuple[tuple[int, int, int], ...] = ()
    hidden_rows: int = 0


def notes_by_sheet(path: Path, options: ReadOptions, shown: str) -> dict[str, SheetNotes]:
    """Notes on every sheet of an XLSX workbook, by sheet name.

    Raises:
      InputRefused: damaged, unpacks beyond the ceiling, or a sheet spans too many cells.
    """
    with open_archive(path, shown) as archive:
        names = {entry.filename: entry for entry in archive.infolist()}
        found: dict[str, SheetNotes] = {}
        sheets = {part: name for name, part in _sheet_parts(archive, names, options, shown).items()}
        for part, entry in names.items():
            pieces = member_pieces(archive, entry, options, shown)
            if part in sheets:
                found[sheets[part]] = _notes(pieces, f"{shown}:{sheets[part]}")
            elif part.endswith(".xml") or part.endswith(".bin"):
                for _ in pieces:  # read only to prove that it does not unpack beyond the ceiling
                    pass
        return found


def _sheet_parts(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], options: ReadOptions, shown: str
) -> dict[str, str]:
    """Sheet name → path of its XML; empty for workbooks that are no XML (XLSB)."""
    if "xl/workbook.xml" not in names or "xl/_rels/workbook.xml.rels" not in names:
        return {}
    book = b"".join(member_pieces(archive, names["xl/workbook.xml"], options, shown))
    relations = b"".join(member_pieces(archive, names["xl/_rels/workbook.xml.rels"], options, shown))
    targets = {}
    for match in _RELATION.finditer(relations):
        found = dict(_ATTRIBUTE.findall(match[1]))
        targets[found.get(b"Id", b"")] = found.get(b"Target", b"").decode("utf-8", "replace")
    parts: dict[str, str] = {}
    for match in _SHEET.finditer(book):
        found = dict(_ATTRIBUTE.findall(match[1]))
        target = targets.get(found.get(b"r:id", b""), "")
        name = _unescaped(found.get(b"name", b"").decode("utf-8", "replace"))
        parts[name] = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _unescaped(name: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        name = name.replace(entity, sign)
    return name


def _notes(pieces: Iterator[bytes], place: str) -> SheetNotes:
    merged: set[tuple[int, int, int]] = set()
    hidden: set[int] = set()
    last_row, last_column, kept = 0, 26, b""
    for piece in pieces:
        window = kept + piece
        for match in _ROW.finditer(window):
            last_row = max(last_row, int(match[1]))
            if _HIDDEN.search(match[0]):
                hidden.add(int(match[1]))
        last_column = max([last_column, *map(_column, {match[1] for match in _FAR.finditer(window)})])
        for match in _MERGE.finditer(window):
            top, bottom = int(match[2]) - 1, int(match[4]) - 1
            if top < bottom and len(merged) < 1_000_000:
                merged.add((top, bottom, _column(match[1]) - 1))
        if last_row * last_column > MOST_CELLS:
            what = f"the sheet spans {last_row:,} rows and {last_column:,} columns"
            raise InputRefused(what, place=place, remedy="delete the empty rows and columns around the list")
        kept = window[-_OVERLAP:]
    return SheetNotes(tuple(sorted(merged)), len(hidden))


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
