"""Unpacking: compressed files and archives, never beyond the stated ceiling, never to a path of their choosing."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

import pyarrow as pa

from telebatch.model.errors import InputRefused
from telebatch.model.list_words import ListWords
from telebatch.model.records import ReadOptions
from telebatch.read.texts.encodings import by_script, is_utf8

_PIECE = 1 << 20
_FREE = 64 << 20
"""Below this size no ratio is suspicious."""
_MOST_RATIO = 200
"""Lists shrink to a tenth or twentieth; a thousandth is an attack or a mistake."""
_IS_UTF8 = 0x800
"""The flag of a member whose name is UTF-8."""
_OF_DESKTOPS = ("thumbs.db", "desktop.ini")
_DAMAGED = "ask for it again; it was cut or damaged on its way"


class Stream(Protocol):
    """Whatever gives bytes piece by piece."""

    def read(self, size: int, /) -> bytes:
        """At most `size` bytes; none at the end."""
        ...


def open_packed(path: Path, kind: str) -> AbstractContextManager[Stream]:
    """A compressed file as a stream of its content (kinds gzip, zstd)."""
    if kind == "gzip":
        return gzip.GzipFile(path)
    stream: AbstractContextManager[Stream] = pa.CompressedInputStream(pa.OSFile(str(path), "rb"), "zstd")
    return stream


def unpacked(path: Path, kind: str, options: ReadOptions, shown: str) -> Iterator[bytes]:
    """Pieces of a gzip or zstd file.

    Raises:
      InputRefused: damaged, or larger than the ceiling.
    """
    try:
        with open_packed(path, kind) as stream:
            yield from guarded(stream, path.stat().st_size, options, shown)
    except (OSError, EOFError, zlib.error, pa.ArrowException):
        raise InputRefused("the compressed file is damaged", place=shown, remedy=_DAMAGED) from None


def guarded(stream: Stream, packed_bytes: int, options: ReadOptions, shown: str) -> Iterator[bytes]:
    """Pieces of a stream, refused once they grow beyond the ceiling or beyond belief."""
    size = 0
    while piece := stream.read(_PIECE):
        size += len(piece)
        _refuse_bomb(size, packed_bytes, options, shown)
        yield piece


def _refuse_bomb(size: int, packed_bytes: int, options: ReadOptions, shown: str) -> None:
    if size > options.max_bytes_unpacked:
        raise InputRefused(
            f"it unpacks to more than {options.max_bytes_unpacked:,} bytes",
            place=shown,
            remedy="unpack it yourself, look at it, and send it in parts",
        )
    if size > _FREE and size > packed_bytes * _MOST_RATIO:
        raise InputRefused(
            f"it unpacks to more than {_MOST_RATIO} times its size",
            place=shown,
            remedy="unpack it yourself and look at it; no list is packed like that",
        )


def open_archive(path: Path, shown: str) -> zipfile.ZipFile:
    """A zip archive.

    Raises:
      InputRefused: damaged.
    """
    try:
        return zipfile.ZipFile(path)
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        raise InputRefused("the archive or workbook is damaged", place=shown, remedy=_DAMAGED) from None


def members(archive: zipfile.ZipFile, options: ReadOptions, shown: str) -> list[tuple[str, zipfile.ZipInfo]]:
    """The files of an archive that may hold tables, each with its name, in the archive's order.

    Raises:
      InputRefused: locked, too many or too large together, or none.
    """
    named = [(member_name(entry), entry) for entry in archive.infolist() if not entry.is_dir()]
    found = [(name, entry) for name, entry in named if not _is_hidden(name) and options.sheet in (None, name)]
    if any(entry.flag_bits & 1 for _, entry in found):
        raise InputRefused("the archive is locked with a password", place=shown, remedy="pack it without a password")
    if not found:
        wanted = f" named {options.sheet[:60]}" if options.sheet else ""
        raise InputRefused(f"the archive holds no file{wanted}", place=shown, remedy="look into it and send the list")
    if len(found) > 1000:
        raise InputRefused(f"the archive holds {len(found):,} files", place=shown, remedy="send it in parts")
    sizes = [(entry.file_size, entry.compress_size) for _, entry in found]
    _refuse_bomb(sum(size for size, _ in sizes), sum(packed for _, packed in sizes), options, shown)
    return found


def member_name(entry: zipfile.ZipInfo) -> str:
    """The name of a member; one that does not say it is UTF-8 is in whatever the packing computer wrote."""
    name = entry.filename
    if entry.flag_bits & _IS_UTF8 or name.isascii():
        return name
    raw = name.encode("cp437", "ignore")
    if is_utf8(raw):
        return raw.decode("utf-8", "replace")
    guess = by_script(raw, ListWords())
    return raw.decode(guess.name, "replace") if guess else name


def member_pieces(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, options: ReadOptions, shown: str
) -> Iterator[bytes]:
    """Pieces of one member, counted as they come: a directory may lie about sizes."""
    try:
        with archive.open(entry) as stream:
            yield from guarded(stream, entry.compress_size, options, shown)
    except (zipfile.BadZipFile, OSError, EOFError, zlib.error, ValueError, RuntimeError):
        raise InputRefused("the archive or workbook is damaged", place=shown, remedy=_DAMAGED) from None


def _is_hidden(name: str) -> bool:
    """Whether a desktop put the file there, not a person."""
    file = name.rsplit("/", 1)[-1]
    return name.startswith("__MACOSX/") or file.startswith((".", "~$")) or file.lower() in _OF_DESKTOPS
