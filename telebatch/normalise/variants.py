"""Which Chinese characters are one and the same, written in another form? 華, 华; 澤, 沢, 泽: for comparing names."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from telebatch.model.arrow import column_of

#: Characters of three bytes that begin with these: U+4000 to U+9FFF, and those kept for old codes, U+F000 to U+FFFF.
_FIRST_BYTE, _FIRST_BYTES, _COMPATIBLE = np.uint8(0xE4), 6, np.uint8(0xEF)
_CHARACTERS = range(0x4000, 0x10000)
_SIX_BITS = 0x3F


@dataclass(frozen=True, eq=False)
class HanVariants:
    """The forms of characters.

    Attributes:
      compared_as: Per character of U+4000 to U+FFFF, the one by which it is compared; itself where it has one form.
    """

    compared_as: NDArray[np.uint16]

    def unified(self, texts: pl.Series) -> pl.Series:
        """The texts with each character in the form by which it is compared; no text gets longer or shorter."""
        whole = texts.rechunk().to_arrow()
        valid, ends, letters = whole.buffers()
        anew = pa.py_buffer(self.of_bytes(bytes(letters or b"")))
        return column_of(pa.LargeStringArray.from_buffers(len(whole), ends, anew, valid, -1, whole.offset), texts.name)

    def of_bytes(self, letters: bytes) -> bytes:
        """As `unified`, of UTF-8."""
        found = np.frombuffer(letters, np.uint8)
        # One look at all bytes: most lists hold none, for Hangul lies between.
        if not ((found - _FIRST_BYTE) < _FIRST_BYTES).any() and b"\xef" not in letters:
            return letters
        at = np.flatnonzero(((found - _FIRST_BYTE) < _FIRST_BYTES) | (found == _COMPATIBLE))
        written = (found[at] & 0x0F).astype(np.uint16) << 12
        written |= (found[at + 1] & _SIX_BITS).astype(np.uint16) << 6
        written |= found[at + 2] & _SIX_BITS
        compared = self.compared_as[written - _CHARACTERS.start]
        changed = compared != written
        return _written(found, at[changed], compared[changed]) if changed.any() else letters


def _written(found: NDArray[np.uint8], at: NDArray[np.intp], characters: NDArray[np.uint16]) -> bytes:
    letters = found.copy()
    letters[at] = 0xE0 | characters >> 12
    letters[at + 1] = 0x80 | characters >> 6 & _SIX_BITS
    letters[at + 2] = 0x80 | characters & _SIX_BITS
    return letters.tobytes()


@lru_cache(maxsize=2)
def han_variants_of(toml: str) -> HanVariants:
    """The forms of a file such as rules/characters.toml; an empty text: every character is compared as itself."""
    compared = np.arange(_CHARACTERS.start, _CHARACTERS.stop, dtype=np.uint16)
    for group in tomllib.loads(toml).get("groups", "").split():
        for variant in group[1:]:
            compared[ord(variant) - _CHARACTERS.start] = ord(group[0])
    return HanVariants(compared)


#: Every character is compared as itself.
NO_VARIANTS = han_variants_of("")
