"""Texts of an XLSX workbook stand once and are pointed at by cells: how much would they be, written out?"""

from __future__ import annotations

import re
import zipfile

import numpy as np

from telebatch.model.errors import InputRefused
from telebatch.model.records import ReadOptions
from telebatch.read.unpack import member_pieces

_POINTER = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,9})<""")
_OVERLAP = 4096
MOST_TEXT = 4 << 30
"""Bytes of all cells' texts written out; a reader holds all of them."""


def refuse_repeated_texts(
    archive: zipfile.ZipFile, texts: zipfile.ZipInfo, sheets: list[zipfile.ZipInfo], options: ReadOptions, shown: str
) -> None:
    """Refuses a workbook whose cells point so often at such long texts that they fill the memory.

    Raises:
      InputRefused: The texts written out are larger than MOST_TEXT.
    """
    lengths = _lengths(archive, texts, options, shown)
    # Only a long text can do it: no sheet has more cells than its bytes allow.
    if not lengths.size or int(lengths.max()) * sum(entry.file_size // 20 for entry in sheets) <= MOST_TEXT:
        return
    written = 0
    for entry in sheets:
        kept = b""
        for piece in member_pieces(archive, entry, options, shown):
            window = kept + piece
            found = np.array(_POINTER.findall(window, 0), dtype="S9").astype(np.int64)
            written += int(lengths[found[found < lengths.size]].sum())
            kept = window[max(window.rfind(b"<"), len(window) - _OVERLAP) :]
            if written > MOST_TEXT:
                what = f"its cells hold more than {MOST_TEXT:,} bytes of text"
                raise InputRefused(what, place=shown, remedy="send the list in parts, or save it as CSV (UTF-8)")


def _lengths(
    archive: zipfile.ZipFile, texts: zipfile.ZipInfo, options: ReadOptions, shown: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Bytes of each shared text with its marks, in order."""
    found: list[int] = []
    left = b""
    for piece in member_pieces(archive, texts, options, shown):
        *whole, left = (left + piece).split(b"</si>")
        found += map(len, whole)
    return np.array(found, np.int64)
