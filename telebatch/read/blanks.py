"""Blanks: signs that stand for nothing, so that a row of them alone is a blank one."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

_SIGNS = tuple(
    map(chr, (0x85, 0xA0, 0xAD, 0x61C, *range(0x2000, 0x2010), *range(0x2028, 0x2030), *range(0x205F, 0x2065),
              0x180E, 0x2800, 0x3000, 0x3164, 0xFE0E, 0xFE0F, 0xFEFF, 0xFFA0))
)  # fmt: skip
"""Spaces of every width, fillers of Hangul and Braille, and signs that nobody sees (Unicode: White_Space, Cf), as far
as they are no ASCII; two or three bytes each."""
VISIBLE = rf"[^\s{''.join(_SIGNS)}]"
"""A pattern, of `re` and of Polars, for a sign that stands for something."""
_CODES = np.array(sorted(int.from_bytes(sign.encode(), "little") for sign in _SIGNS))
_LEADS, _PAIRS = np.zeros(256, bool), np.zeros(65536, bool)
_LEADS[_CODES & 0xFF], _PAIRS[_CODES & 0xFFFF] = True, True

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]


def blank_bytes(raw: Bytes, at: Ints, ends: Ints, lead: Bytes) -> Ints:
    """How many bytes the blank takes that begins at each place of a UTF-8 text; 0: none of these signs does.

    Args:
      ends: Where the line of each place ends.
      lead: The byte at each place.
    """
    found = np.zeros(at.size, np.int64)
    near = np.flatnonzero(_LEADS[lead] & (at + 1 < ends))
    pair = _paired(raw[at[near]], raw[at[near] + 1])
    near, pair = near[_PAIRS[pair]], pair[_PAIRS[pair]]
    third = raw[np.minimum(at[near] + 2, raw.size - 1)].astype(np.int64) << 16
    found[near] = np.where(np.isin(pair | third, _CODES), 3, np.where(np.isin(pair, _CODES), 2, 0))
    return found


def may_be_blank(block: pl.Series, feeds: pl.Series, first: Bytes) -> bool:
    """Whether a line of a block of bytes may begin with such a sign.

    Args:
      feeds: Which bytes are line feeds.
      first: The first bytes of all lines but the first one.
    """
    if _LEADS[block[0]]:
        return True
    lines = np.flatnonzero(_LEADS[first])
    if not lines.size:
        return False
    # The last line may be a single byte.
    second = block[2:].filter(feeds[:-2]).to_numpy()
    lines = lines[lines < second.size]
    return bool(_PAIRS[_paired(first[lines], second[lines])].any())


def _paired(first: Bytes, second: Bytes) -> Ints:
    return first.astype(np.int64) | second.astype(np.int64) << 8
