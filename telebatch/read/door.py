"""The door of the room: opens a file of any kind, unpacks what is packed, and hands each table to its reader."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from telebatch.model.errors import InputRefused
from telebatch.model.records import Reading, ReadOptions
from telebatch.read.gate import WORKBOOKS, Inspected, inspect, kind_of
from telebatch.read.own_copy import own_copy
from telebatch.read.sheets.workbook import read_workbook
from telebatch.read.source import Growing, Source, fingerprint, there_still
from telebatch.read.structured.columnar import read_json, read_json_lines, read_parquet
from telebatch.read.structured.json_tables import is_json, is_json_lines
from telebatch.read.texts.delimited import read_delimited
from telebatch.read.texts.text import mapped, stored
from telebatch.read.unpack import member_pieces, members, open_archive, unpacked
from telebatch.read.web_letters import sign_among, with_letters

_PACKED = ("gzip", "zstd", "zip")
_HELD_BYTES = 1 << 25
"""A text of this size is read at once; of a longer one, which is mapped, a copy nobody else can cut short."""


def read(path: Path, options: ReadOptions) -> tuple[Reading, ...]:
    """Reads one file of any known kind; nothing is guessed in silence, no physical record is lost.

    Args:
      path: A list or result file: CSV and its kin, XLSX, XLS, ODS, Parquet, JSON, or one of them packed.
      options: What is known about it beforehand.

    Returns:
      One Reading per table: several for a workbook of several sheets or an archive of several files.

    Raises:
      InputRefused: with place and remedy; nothing else is raised for any content.
    """
    shown = options.shown_as or str(path)
    found = inspect(path, shown)
    with there_still(shown):
        return _tables(path, found, options, shown)


def _tables(path: Path, found: Inspected, options: ReadOptions, shown: str) -> tuple[Reading, ...]:
    if found.kind == "parquet" or (found.kind == "text" and found.size > _HELD_BYTES):
        return _of_copy(path, found, options, shown)
    sha256 = fingerprint(path, found.state, shown)
    if found.kind == "zip":
        return _archive(path, options, shown, sha256)
    if found.kind in _PACKED:
        place, view = stored(unpacked(path, found.kind, options, shown), options.scratch)
        source = Source(place, view, shown, found.size, sha256, None, (f"unpacked: {found.kind}",))
        return _unpacked(source, bytes(view[: 1 << 18]), options)
    held = path.read_bytes() if found.kind == "text" else path
    view = memoryview(held) if isinstance(held, bytes) else mapped(held)
    return _read_kind(Source(held, view, shown, found.size, sha256), found.kind, found.head, options)


def _of_copy(path: Path, found: Inspected, options: ReadOptions, shown: str) -> tuple[Reading, ...]:
    """A file that Polars maps; what is proved is what is read."""
    growing = Growing()
    # Proved while it is made: one processor copies, the other one reads.
    sha256 = fingerprint(path, found.state, shown, growing)
    try:
        copy = path if options.is_ours else own_copy(path, found.size, shown, options.copies, growing)
    finally:
        growing.end()
    source = Source(copy, mapped(copy), shown, found.size, sha256)
    readings = _read_kind(source, found.kind, found.head, options)
    return readings if copy == path else tuple(replace(reading, copy=copy) for reading in readings)


def _read_kind(source: Source, kind: str, head: bytes, options: ReadOptions) -> tuple[Reading, ...]:
    readings: tuple[Reading, ...]
    if kind in WORKBOOKS:
        readings = read_workbook(source, kind, options)
    elif kind == "parquet":
        readings = (read_parquet(source),)
    elif is_json_lines(head):
        readings = (read_json_lines(source, options),)
    elif is_json(head):
        readings = (read_json(source, options),)
    else:
        return (read_delimited(source, options),)
    return tuple(with_letters(reading, sign_among(reading.records, reading.columns)) for reading in readings)


def _archive(path: Path, options: ReadOptions, shown: str, sha256: Callable[[], str]) -> tuple[Reading, ...]:
    readings: list[Reading] = []
    with open_archive(path, shown) as archive:
        found = members(archive, options, shown)
        for told, entry in found:
            name = f"{shown}!{told}"
            place, view = stored(member_pieces(archive, entry, options, name), options.scratch)
            source = Source(place, view, name, path.stat().st_size, sha256, told, ("unpacked: zip",))
            with _told_how_to_leave_out(told, [name for name, _ in found]):
                readings += _unpacked(source, bytes(view[: 1 << 18]), replace(options, sheet=None))
    return tuple(readings)


@contextmanager
def _told_how_to_leave_out(name: str, names: Sequence[str]) -> Iterator[None]:
    """A file that is no list stops the archive around it: the refusal says how another one is read without it."""
    try:
        yield
    except InputRefused as refused:
        other = next((one for one in names if one != name), None)
        if other is None:
            raise
        how = f"; or take it out of the archive; prequalify --sheet reads one file alone, as {other[:60]}"
        first, *more = (replace(mistake, remedy=mistake.remedy + how) for mistake in refused.mistakes)
        raise InputRefused(first.what, place=first.place, remedy=first.remedy, more=tuple(more)) from None


def _unpacked(source: Source, head: bytes, options: ReadOptions) -> tuple[Reading, ...]:
    """Reads what came out of a compressed file; a workbook inside needs a place on the disk."""
    if not head:
        raise InputRefused("the file is empty", place=source.shown, remedy="ask for it again; nothing arrived")
    if isinstance(source.place, Path):
        kind = kind_of(head, source.place, source.shown)
        _refuse_nested(kind, source.shown)
        return _read_kind(source, kind, head, options)
    with tempfile.TemporaryDirectory(prefix="telebatch-") as folder:
        copy = Path(folder) / "unpacked"
        copy.write_bytes(source.view)
        kind = kind_of(head, copy, source.shown)
        _refuse_nested(kind, source.shown)
        if kind == "text":
            return _read_kind(source, kind, head, options)
        on_disk = Source(copy, source.view, source.shown, source.size, source.sha256, source.member, source.guesses)
        return tuple(_held(reading) for reading in _read_kind(on_disk, kind, head, options))


def _held(reading: Reading) -> Reading:
    """The same reading with its records in memory, for a copy that is about to go."""
    return Reading(**{**vars(reading), "records": reading.records.collect().lazy(), "again": None})


def _refuse_nested(kind: str, shown: str) -> None:
    if kind in _PACKED:
        raise InputRefused("an archive inside an archive", place=shown, remedy="unpack it once and send the list")
