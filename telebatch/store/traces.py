"""Does a file hold somebody? Looked for in its bytes, packed ones unpacked, however numbers are spaced there."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Final

import polars as pl

#: Bytes looked through at a time, and how many of the last are looked through again with the next.
_PIECE: Final = 1 << 22
_AGAIN: Final = 512
#: Signs that stand between digits in one number; every second byte of UTF-16 among them.
_BETWEEN: Final = b"\x00().-/"
_PACKERS: Final[Mapping[bytes, Callable[[bytes], bytes]]] = {
    b"\x1f\x8b": gzip.decompress,
    b"BZh": bz2.decompress,
    b"\xfd7zXZ": lzma.decompress,
}
#: Files in packed files in packed files: deeper nobody packs lists.
_DEEPEST: Final = 3


@dataclass(frozen=True)
class Sought:
    """What names somebody in a file.

    Attributes:
      numbers: Digits of numbers without country code or trunk prefix.
      texts: Whole e-mail addresses, names …, in any letters.
    """

    numbers: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    @cached_property
    def _digits(self) -> re.Pattern[bytes] | None:
        told = "|".join(" ?".join(number) for number in self.numbers)
        return re.compile(f"(?:{told})(?![0-9])".encode()) if told else None

    @cached_property
    def _texts(self) -> tuple[bytes, ...]:
        return tuple(text.lower().encode().translate(None, _BETWEEN) for text in self.texts)

    def stands_in(self, piece: bytes) -> bool:
        """Whether any of it stands in these bytes."""
        bare = piece.translate(None, _BETWEEN)
        if self._digits and self._digits.search(bare):
            return True
        # Letters of other alphabets are as they were written in either case.
        folded = bare.lower()
        return any(text in folded for text in self._texts)


def holds(path: Path, sought: Sought) -> bool:
    """Whether the file is there and holds any of it; a packed one is opened as far as it can be."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _in_stream(file, sought, 0)


def _in_stream(file: BinaryIO, sought: Sought, depth: int) -> bool:
    head = file.read(8)
    file.seek(0)
    if depth < _DEEPEST:
        try:
            if head.startswith(b"PK"):
                return _in_zip(file, sought, depth)
            if head.startswith(b"PAR1"):
                return _in_parquet(file, sought)
            for magic, unpacked in _PACKERS.items():
                if head.startswith(magic):
                    return _in_stream(io.BytesIO(unpacked(file.read())), sought, depth + 1)
        except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, lzma.LZMAError,
                pl.exceptions.PolarsError):  # fmt: skip
            file.seek(0)
    return any(sought.stands_in(piece) for piece in _pieces(file))


def _in_zip(file: BinaryIO, sought: Sought, depth: int) -> bool:
    with zipfile.ZipFile(file) as packed:
        return any(_in_stream(io.BytesIO(packed.read(name)), sought, depth + 1) for name in packed.namelist())


def _in_parquet(file: BinaryIO, sought: Sought) -> bool:
    rows = pl.read_parquet(file)
    return any(sought.stands_in(part.write_ndjson().encode()) for part in rows.iter_slices(100_000))


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    before = b""
    while piece := file.read(_PIECE):
        yield before + piece
        before = piece[-_AGAIN:]
