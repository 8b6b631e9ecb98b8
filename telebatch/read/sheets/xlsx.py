"""What fastexcel does not tell of an XLSX sheet: merged cells, hidden rows, and whether it is a bomb.

The XML is searched, not parsed, so no entity of it is ever expanded.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.sheets.notes import MOST_MERGED, SheetNotes, count_columns, refuse_wide
from telebatch.read.sheets.shared_texts import refuse_repeated_texts
from telebatch.read.unpack import member_pieces

_MERGE = re.compile(
    rb"""<(?:\w+:)?mergeCell\s[^>]*?\bref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})["']"""
)
_ROW = re.compile(rb"<(?:\w+:)?row(?:\s[^>]*)?>")
_PLACE = re.compile(rb"""\sr\s*=\s*["'](\d+)["']""")
_HIDDEN = re.compile(rb"""\shidden\s*=\s*["'](?:1|true)["']""")
#: Where a cell says it stands; a reader believes it, whatever the row around it says.
_STATED = re.compile(rb"""\sr\s*=\s*["']([A-Za-z]+)(\d+)["']""")
#: A cell that does not say where it stands is the one after the cell before.
_BARE = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r\s*=)\w+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*/?>")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_COLUMNS = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_SPAN = re.compile(rb"""\smin\s*=\s*["'](\d{1,5})["'].*?\smax\s*=\s*["'](\d{1,5})["']""")
_ERROR = (b't="e"', b"t='e'")
#: A formula and no value behind it, as programs write it that cannot compute.
_UNCOMPUTED = (b"</f></c>", b"</f><v></v></c>", b"</f><v/></c>", b"</f><v /></c>")
_OVERLAP = 4096
_TEXTS = "xl/sharedStrings.xml"
_MOST_STRINGS = 1 << 30
"""Bytes of shared texts; a reader holds all of them at once."""


def notes_of_xlsx(archive: zipfile.ZipFile, options: ReadOptions, shown: str) -> dict[str, SheetNotes]:
    """Notes on every sheet of an XLSX workbook, by sheet name.

    Raises:
      InputRefused: damaged, unpacks beyond the ceiling, or a sheet spans too many cells.
    """
    names = {entry.filename: entry for entry in archive.infolist()}
    found: dict[str, SheetNotes] = {}
    sheets = {part: name for name, part in sheet_parts(archive, names, "xl/workbook.xml", options, shown).items()}
    for part, entry in names.items():
        pieces = member_pieces(archive, entry, options, shown)
        if part in sheets:
            found[sheets[part]] = _notes(pieces, f"{shown}:{sheets[part]}")
        elif part.endswith((".xml", ".bin")):
            _prove(pieces, part, shown)
    if _TEXTS in names:
        refuse_repeated_texts(archive, names[_TEXTS], [names[part] for part in sheets if part in names], options, shown)
    return found


def _prove(pieces: Iterator[bytes], part: str, shown: str) -> None:
    """Reads a part only to prove that it does not unpack beyond the ceiling."""
    size = 0
    for piece in pieces:
        size += len(piece)
        if part == _TEXTS and size > _MOST_STRINGS:
            what = f"its texts unpack to more than {_MOST_STRINGS:,} bytes"
            raise InputRefused(what, place=shown, remedy="send the list in parts, or save it as CSV (UTF-8)")


def sheet_parts(
    archive: zipfile.ZipFile, names: dict[str, zipfile.ZipInfo], book: str, options: ReadOptions, shown: str
) -> dict[str, str]:
    """Sheet name → path of its XML; empty where the workbook's own parts are missing."""
    relations = book.replace("xl/", "xl/_rels/") + ".rels"
    if book not in names or relations not in names:
        return {}
    targets = relation_targets(b"".join(member_pieces(archive, names[relations], options, shown)))
    parts: dict[str, str] = {}
    for match in _SHEET.finditer(b"".join(member_pieces(archive, names[book], options, shown))):
        found = _attributes(match[1])
        relation = next((value for key, value in found.items() if key.endswith(":id")), found.get("id", ""))
        parts[_unescaped(found.get("name", ""))] = targets.get(relation, "")
    return parts


def relation_targets(relations: bytes) -> dict[str, str]:
    """Relation id → path of the part inside the archive."""
    found = [_attributes(match[1]) for match in _RELATION.finditer(relations)]
    return {one.get("Id", ""): _path(one.get("Target", "")) for one in found}


def _path(target: str) -> str:
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target.removeprefix('./')}"


def _attributes(text: bytes) -> dict[str, str]:
    found = _ATTRIBUTE.findall(text)
    return {name.decode(): (double or single).decode("utf-8", "replace") for name, double, single in found}


def _unescaped(name: str) -> str:
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        name = name.replace(entity, sign)
    return name


def _notes(pieces: Iterator[bytes], place: str) -> SheetNotes:
    merged: set[tuple[int, int, int]] = set()
    hidden: set[int] = set()
    last_row, last_column, kept, seen, row = 0, 0, b"", 0, 0
    columns_off, errors, uncomputed = b"", 0, 0
    for piece in pieces:
        window = kept + piece
        # Tags that lie wholly in what was kept were met in the window before.
        for match in _ROW.finditer(window):
            if match.end() <= seen:
                continue
            stated = _PLACE.search(match[0])
            row = _number(stated[1]) if stated else row + 1
            last_row = max(last_row, row)
            if _HIDDEN.search(match[0]):
                hidden.add(row)
        rows, columns = _reach(window)
        last_row, last_column = max(last_row, rows), max(last_column, columns)
        for match in _MERGE.finditer(window):
            top, bottom = int(match[2]) - 1, int(match[4]) - 1
            if top < bottom and len(merged) < MOST_MERGED:
                merged.add((top, bottom, _column(match[1]) - 1))
        refuse_wide(last_row, last_column, place)
        columns_off = columns_off or window  # they are told before any row
        errors += _count(window, _ERROR) - _count(kept, _ERROR)
        uncomputed += _count(window, _UNCOMPUTED) - _count(kept, _UNCOMPUTED)
        kept = window[-_OVERLAP:]
        seen = len(kept)
    return SheetNotes(tuple(sorted(merged)), len(hidden), _hidden_columns(columns_off, last_column), errors, uncomputed)


def _count(window: bytes, signs: tuple[bytes, ...]) -> int:
    return sum(window.count(sign) for sign in signs)


def _hidden_columns(head: bytes, last: int) -> int:
    """How many columns up to the last one with a cell are hidden."""
    found = (_SPAN.search(column) for column in _COLUMNS.findall(head) if _HIDDEN.search(column))
    return count_columns([(int(span[1]) - 1, int(span[2]) - 1) for span in found if span], last)


def _reach(window: bytes) -> tuple[int, int]:
    """The last row and column at which a cell of the window stands, as a reader would take it."""
    stated = _STATED.findall(window)
    columns = map(_column, {letters.upper() for letters, _ in stated})
    rows = map(_number, {digits for _, digits in stated})
    return max(rows, default=0), max(_most_bare(window), max(columns, default=0))


def _most_bare(window: bytes) -> int:
    """The most cells of one row that do not say where they stand."""
    if not _BARE.search(window):
        return 0
    return max(len(_BARE.findall(row)) for row in _ROW.split(window))


def _number(digits: bytes) -> int:
    """A row as stated; what is longer than any row stands for the farthest one, whatever a reader makes of it."""
    return int(digits[:18])


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:12]:
        number = number * 26 + letter - 64
    return number
