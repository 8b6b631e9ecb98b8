"""The gate: what kind of file this is, told by its first bytes, and what is refused before reading."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from telebatch.model.errors import InputRefused
from telebatch.read.sheets import ole

HEAD_BYTES = 1 << 18
WORKBOOKS = frozenset({"xlsx", "xlsb", "xls", "ods"})
_FOREIGN = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90\x00", "a program"),
    (b"BEGIN:VCARD", "a file of visiting cards (vCard)"),
)
_MARKUP = re.compile(
    rb"<(?:!--|!doctype html|(?:html|head|title|meta|style|link|script|base|body|form|center|div|p|font|span|pre|table"
    rb"|thead|tbody|tr|th|td|h[1-6])[\s>/])"
)
EXPORT = "open it in a spreadsheet and save it as CSV (UTF-8) or XLSX"


class State(NamedTuple):
    """What differs when a file was written to, or another one put in its place, between two looks."""

    inode: int
    size: int
    modified_ns: int


def state_of(status: os.stat_result) -> State:
    """The state that a look at a file tells."""
    return State(status.st_ino, status.st_size, status.st_mtime_ns)


def changed(shown: str) -> InputRefused:
    """The refusal of a file that is not what it was when it was opened."""
    return InputRefused("the file changed while it was read", place=shown, remedy="run again")


@dataclass(frozen=True)
class Inspected:
    """A file at the gate: its kind (text, xlsx, xlsb, ods, xls, parquet, gzip, zstd, zip), head, size and state."""

    kind: str
    head: bytes
    size: int
    state: State


def inspect(path: Path, shown: str) -> Inspected:
    """Kind, head and size of a file that may be read.

    Raises:
      InputRefused: missing, not a regular file, not permitted, empty, or of a kind that holds no table.
    """
    head, state = _head(path, shown)
    if not state.size:
        raise InputRefused("the file is empty", place=shown, remedy="ask for it again; nothing arrived")
    return Inspected(kind_of(head, path, shown), head, state.size, state)


def _head(path: Path, shown: str) -> tuple[bytes, State]:
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputRefused("this is a folder", place=shown, remedy="name the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise InputRefused("this is not a regular file", place=shown, remedy="save its content to a file")
        with path.open("rb") as file:
            return file.read(HEAD_BYTES), state_of(status)
    except FileNotFoundError:
        raise InputRefused("no such file", place=shown, remedy="check the name and the folder") from None
    except PermissionError:
        raise InputRefused("reading is not permitted", place=shown, remedy="ask for the right to read it") from None
    except (OSError, ValueError) as error:
        cause = error.strerror if isinstance(error, OSError) else "not a file name"
        raise InputRefused(f"cannot be read: {cause}", place=shown, remedy="check the name and the disk") from None


def kind_of(head: bytes, path: Path, shown: str) -> str:
    """The kind a head shows.

    Raises:
      InputRefused: a document, picture, program, markup or unknown archive.
    """
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise InputRefused(f"this is {what}, not a table", place=shown, remedy="ask for the list as CSV or XLSX")
    if head.startswith(ole.MAGIC):
        return _ole(path, shown)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(path, shown)
    if head.startswith(b"\x1f\x8b"):
        return "gzip"
    if head.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    if head.startswith(b"PAR1"):
        return "parquet"
    _refuse_markup(head, shown)
    return "text"


def _ole(path: Path, shown: str) -> str:
    with path.open("rb") as file:
        content = file.read(1 << 24)
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise InputRefused("the workbook is locked with a password", place=shown, remedy="save it without a password")
    return "xls"


def _zip(path: Path, shown: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        raise InputRefused("the archive or workbook is damaged", place=shown, remedy="ask for it again") from None
    if "content.xml" in names and "mimetype" in names:
        return "ods"
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("xl/workbook.") for name in names):
        return "xlsx"
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise InputRefused("this is a document, not a table", place=shown, remedy="ask for the list as CSV or XLSX")
    return "zip"


def _refuse_markup(head: bytes, shown: str) -> None:
    plain = head[:4096].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if _MARKUP.match(plain):
        raise InputRefused("this is a web page saved under another name, not a table", place=shown, remedy=EXPORT)
    if plain.startswith(b"<?xml"):
        raise InputRefused("this is an XML document, not a table", place=shown, remedy=EXPORT)
    if plain.startswith(b"mime-version:") and b"multipart" in plain:
        raise InputRefused("this is a web archive saved under another name, not a table", place=shown, remedy=EXPORT)
