"""Mending: records whose quotes are not in order are settled one by one and written anew; the rest is copied.

A quote behind a backslash, as databases write one inside a cell, counts as a doubled one where that settles the record.
A quote that opens a cell is believed if the cell closes within a few lines and the record then has the usual
width; otherwise it is a letter like any other. What fits neither way is set aside.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from telebatch.model.records import SetAsideReason
from telebatch.read.texts.index import swallows_records
from telebatch.read.texts.survey import Ints, Shape
from telebatch.read.texts.tokens import JOINED_LINES, lenient_cells, strict_cells, written

_JOINED_BYTES = 1 << 16


@dataclass(frozen=True)
class Damage:
    """A physical line below the header (from 0) that cannot be a record, why, and its text."""

    line: int
    reason: SetAsideReason
    raw: str


@dataclass
class Mended:
    """Pieces of the sound text, in order, and the lines set aside (they are empty lines in the text)."""

    pieces: list[bytes] = field(default_factory=list)
    damages: list[Damage] = field(default_factory=list)
    settled: int = 0


def mend(text: memoryview, shape: Shape, widths: range) -> Mended:
    """A text of the same lines whose quotes are sound.

    Args:
      text: UTF-8 with line feeds.
      shape: Of its records; `shape.quote` is not empty.
      widths: Numbers of cells a settled record may have.
    """
    raw = np.frombuffer(text, np.uint8)
    ends = np.flatnonzero(raw[shape.start :] == 10) + shape.start
    ends = ends if ends.size and ends[-1] == raw.size - 1 else np.append(ends, raw.size)
    starts = np.concatenate([np.array([shape.start], np.int64), ends[:-1] + 1])
    lines = _Lines(text, starts, ends)
    quoted, irregular = _irregular_lines(raw, ends, shape)
    mended = Mended([bytes(text[: shape.start])])
    copied, next_line = shape.start, 0
    for line in irregular.tolist():
        if line < next_line:
            continue
        mended.pieces.append(bytes(text[copied : starts[line]]))
        next_line = _settle(lines, line, shape, widths, quoted, mended)
        copied = int(starts[next_line]) if next_line < starts.size else raw.size
    mended.pieces.append(bytes(text[copied:]))
    return mended


@dataclass(frozen=True)
class _Lines:
    text: memoryview
    starts: Ints
    ends: Ints

    def joined(self, first: int, last: int) -> str:
        return bytes(self.text[self.starts[first] : self.ends[last]]).decode().removesuffix("\r")


def _irregular_lines(
    raw: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], ends: Ints, shape: Shape
) -> tuple[Ints, Ints]:
    """(lines holding quotes, those among them whose quotes are not in order when each line stands alone)."""
    delimiter, quote = shape.delimiter[0], shape.quote[0]
    quotes = np.flatnonzero(raw[shape.start :] == quote) + shape.start
    line = np.searchsorted(ends, quotes)
    quoted, first, counts = np.unique(line, return_index=True, return_counts=True)
    ordinal = np.arange(quotes.size) - np.repeat(first, counts)
    before = raw[np.maximum(quotes - 1, 0)]
    after = raw[np.minimum(quotes + 1, raw.size - 1)]
    opens = ordinal % 2 == 0
    at_start = (before == delimiter) | (before == 10) | (quotes == shape.start)
    at_end = (after == delimiter) | (after == 10) | (after == 13) | (quotes == raw.size - 1)
    fits = np.where(opens, at_start | ((ordinal > 0) & (before == quote)), at_end | (after == quote))
    odd = quoted[counts % 2 == 1]
    return quoted, np.union1d(odd, line[~fits]).astype(np.int64)


def _settle(lines: _Lines, first: int, shape: Shape, widths: range, quoted: Ints, mended: Mended) -> int:
    """Writes the record that begins on `first`; returns the line after it."""
    delimiter, quote = shape.delimiter.decode(), shape.quote.decode()
    mended.settled += 1
    for last in _possible_ends(lines, first, quoted):
        joined = lines.joined(first, last)
        cells = strict_cells(joined, delimiter, quote)
        if cells is None and f"\\{quote}" in joined:
            joined = joined.replace(f"\\{quote}", quote * 2)
            cells = strict_cells(joined, delimiter, quote)
        if cells is not None:
            if len(cells) in widths and not swallows_records(joined.encode(), shape):
                mended.pieces.append(joined.encode() + b"\n")
                return last + 1
            break
    alone = lines.joined(first, first)
    cells = lenient_cells(alone, delimiter, quote)
    if len(cells) in widths:
        mended.pieces.append(written(cells, delimiter, quote).encode() + b"\n")
    else:
        mended.pieces.append(b"\n")
        mended.damages.append(Damage(first, SetAsideReason.STRAY_QUOTE, alone))
    return first + 1


def _possible_ends(lines: _Lines, first: int, quoted: Ints) -> Iterator[int]:
    at = int(np.searchsorted(quoted, first))
    for last in quoted[at : at + 12].tolist():
        too_far = last - first >= JOINED_LINES or lines.ends[last] - lines.starts[first] > _JOINED_BYTES
        if too_far:
            return
        yield last
