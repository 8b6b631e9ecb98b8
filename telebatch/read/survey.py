"""The survey of a text: where its records lie and which differ, found before Polars may guess.

Polars pads short rows, swallows lines between stray quotes and turns blank lines into empty rows; so the
physical records are counted here first, in passes over bytes that never build a Python object per row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from telebatch.read.totals import EDGE_SIGNS, word_prefixes

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
BLOCK = 1 << 20
"""Blocks of this size stay in the processor's second cache."""


@dataclass(frozen=True)
class Shape:
    """What a record of this file should look like.

    Attributes:
      start: Offset of the first byte below the header.
      delimiter, quote: One ASCII byte each; quote may be empty.
      width: Usual number of cells.
      widths: Numbers of cells a record may have; empty for the usual one only.
      header: The header's lines without their line breaks, to find repetitions; empty where unknown.
      has_totals: Whether totals words are looked for.
    """

    start: int
    delimiter: bytes
    quote: bytes
    width: int
    header: tuple[bytes, ...] = ()
    has_totals: bool = True
    widths: range = range(0)


@dataclass(frozen=True)
class Survey:
    """Every physical record below the header, numbered from 0.

    Attributes:
      count: Number of physical records.
      lines: Number of physical lines.
      blanks: Records without content, sorted.
      suspects: Records to be judged one by one, sorted: an odd width, a totals word or the header again.
      suspect_starts, suspect_ends: Offsets of each suspect in the text, line break left out.
      suspect_widths: Number of cells of each suspect.
      is_worded: Whether the suspect begins like a totals row or like the header.
      line_of: Physical line of each record, from 0; None where it equals the record.
      max_width: The widest record.
      has_quotes: Whether the quote character occurs at all.
      is_sound: Whether every quote opens or closes a whole cell.
    """

    count: int
    lines: int
    blanks: Ints
    suspects: Ints
    suspect_starts: Ints
    suspect_ends: Ints
    suspect_widths: Ints
    is_worded: npt.NDArray[np.bool_]
    line_of: Ints | None
    max_width: int
    has_quotes: bool
    is_sound: bool


def blocks(text: memoryview, start: int) -> Iterator[tuple[int, int]]:
    """Ranges of whole lines, about BLOCK bytes each; a longer line makes a longer block."""
    size = len(text)
    raw = np.frombuffer(text, np.uint8)
    while start < size:
        stop = min(start + BLOCK, size)
        while stop < size:
            back = np.flatnonzero(raw[max(start, stop - 65536) : stop] == 10)
            if back.size:
                stop = max(start, stop - 65536) + int(back[-1]) + 1
                break
            stop = min(stop + BLOCK, size)
        yield start, stop
        start = stop


_NONE = np.empty(0, np.int64)
_WORDS = word_prefixes()
_FIRST = np.zeros(256, bool)
_FIRST[[prefix[0] for prefix in _WORDS]] = True
_NEXT = np.zeros(65536, bool)
_NEXT[[prefix[1] | prefix[2] << 8 for prefix in _WORDS if len(prefix) > 2]] = True


_EDGE = np.zeros(256, bool)
_EDGE[list(EDGE_SIGNS + b" ")] = True


def quick_survey(text: memoryview, shape: Shape) -> Survey | None:
    """The survey of a file whose every line has the usual width, with quotes around whole cells at most.

    None where a line is not so, or where a quoted cell holds a delimiter, a quote or a line break.
    """
    drop = _dropped(shape)
    raw = np.frombuffer(text, np.uint8)
    found = []
    at = 0
    # One thread: translating holds the interpreter's lock, and a second one only waits for it.
    for span in blocks(text, shape.start):
        part = _quick_block(text, raw, span, shape, drop)
        if part is None:
            return None
        found.append((at, part))
        at += part[0]
    return _joined(found, at, shape)


def _dropped(shape: Shape) -> bytes:
    kept = {10, 13, 0, shape.delimiter[0], *shape.quote}
    return bytes(byte for byte in range(256) if byte not in kept)


_Part = tuple[int, Ints, Ints, Ints, Ints, bool]


def _quick_block(text: memoryview, raw: Bytes, span: tuple[int, int], shape: Shape, drop: bytes) -> _Part | None:
    """(lines, blank lines, suspects, their starts, their ends) of one block, or None if it is not clean."""
    start, stop = span
    body = bytes(text[start:stop])
    marks = body.translate(None, drop)
    # A cell quoted as a whole, with none of these signs in it, leaves nothing but its two quotes.
    bare = marks.replace(shape.quote * 2, b"") if shape.quote else marks
    has_quotes = len(bare) < len(marks)
    ending = b"\r\n" if bare[: bare.find(b"\n") + 1].endswith(b"\r\n") else b"\n"
    line = shape.delimiter * (shape.width - 1) + ending
    is_open = not body.endswith(b"\n")
    bare += ending if is_open else b""
    count, rest = divmod(len(bare), len(line))
    if rest or bare != line * count or not is_valid_utf8(body):
        return None
    if has_quotes and not _paired(raw, start, stop, shape):
        return None
    breaks = np.flatnonzero(raw[start:stop] == 10).astype(np.int64) + start
    ends = breaks - (len(ending) - 1)
    ends = np.append(ends, stop) if is_open else ends
    starts = np.empty(count, np.int64)
    starts[0], starts[1:] = start, breaks[: count - 1] + 1
    blank, suspect = by_first_bytes(raw, starts, ends, shape)
    return count, blank, suspect, starts[suspect], ends[suspect], has_quotes


def _paired(raw: Bytes, start: int, stop: int, shape: Shape) -> bool:
    """Whether every quote of a block stands at an edge of its cell; no delimiter stands inside quotes here."""
    quotes = np.flatnonzero(raw[start:stop] == shape.quote[0]) + start
    before, after = raw[quotes[0::2] - 1], raw[np.minimum(quotes[1::2] + 1, raw.size - 1)]
    if quotes[0] == 0:
        before[0] = 10
    if quotes[-1] == raw.size - 1:
        after[-1] = 10
    delimiter = shape.delimiter[0]
    opens = (before == delimiter) | (before == 10)
    return bool(opens.all() and ((after == delimiter) | (after == 10) | (after == 13)).all())


def is_valid_utf8(body: bytes) -> bool:
    """Whether bytes are strict UTF-8 (checked by Polars at memory speed)."""
    if body.isascii():
        return True
    try:
        pl.Series([body], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def by_first_bytes(raw: Bytes, starts: Ints, ends: Ints, shape: Shape) -> tuple[Ints, Ints]:
    """(records without content, records that may be totals or the header again), both sorted."""
    skipped = np.zeros(256, bool)
    skipped[list(shape.delimiter + shape.quote + b" \t\r\n")] = True
    first = raw[np.minimum(starts, raw.size - 1)]
    telling = (skipped | _EDGE | _FIRST)[first] if shape.has_totals else skipped[first]
    telling |= starts >= ends
    rows = np.flatnonzero(telling)
    blank = [rows[starts[rows] >= ends[rows]]]
    rows = rows[starts[rows] < ends[rows]]
    at = starts[rows]
    begins = [(rows, at)]
    while rows.size:
        index = np.flatnonzero(skipped[raw[at]])
        rows, at = rows[index], at[index] + 1
        over = at >= ends[rows]
        blank.append(rows[over])
        rows, at = rows[~over], at[~over]
        begins.append((rows, at))
    blanks = np.unique(np.concatenate(blank)).astype(np.int64)
    worded = [_worded(raw, rows, at, ends) for rows, at in begins if rows.size] if shape.has_totals else []
    again = [_headers_again(raw, starts, ends, line) for line in shape.header]
    suspects = np.unique(np.concatenate([_NONE, *again, *worded]))
    return blanks, np.setdiff1d(suspects, blanks).astype(np.int64)


def _worded(raw: Bytes, rows: Ints, at: Ints, ends: Ints) -> Ints:
    """Rows whose first cell begins like a totals or footer word, edging signs left out."""
    for _ in range(4):
        step = _EDGE[raw[np.minimum(at, raw.size - 1)]]
        if not step.any():
            break
        at = at + step
    near = np.flatnonzero(_FIRST[raw[np.minimum(at, raw.size - 1)]] & (at + 2 < ends[rows]))
    at = at[near]
    pair = raw[at + 1].astype(np.int64) | raw[at + 2].astype(np.int64) << 8
    worded: Ints = rows[near[_NEXT[pair]]]
    return worded


def _headers_again(raw: Bytes, starts: Ints, ends: Ints, header: bytes) -> Ints:
    """Rows of the header's length beginning with its first bytes."""
    if not header:
        return _NONE
    same = np.flatnonzero(ends - starts == len(header))
    for offset in range(min(8, len(header))):
        same = same[raw[starts[same] + offset] == header[offset]]
    return same


def _joined(found: list[tuple[int, _Part]], count: int, shape: Shape) -> Survey:
    def whole(which: Literal[1, 2, 3, 4], shifted: bool) -> Ints:
        parts = [part[which] + (at if shifted else 0) for at, part in found]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)

    suspects = whole(2, True)
    has_quotes = any(part[5] for _, part in found)
    widths = np.full(suspects.size, shape.width, np.int64)
    return Survey(
        count, count, whole(1, True), suspects, whole(3, False), whole(4, False), widths,
        np.ones(suspects.size, bool), None, shape.width, has_quotes, True,
    )  # fmt: skip
