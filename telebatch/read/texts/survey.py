"""The survey of a text: where its records lie and which differ, found before Polars may guess.

Polars pads short rows, swallows lines between stray quotes and turns blank lines into empty rows; so the
physical records are counted here first, in passes over bytes that never build a Python object per row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

from telebatch.model.arrow import column_of
from telebatch.model.list_words import RowWords
from telebatch.read.blanks import blank_bytes, may_be_blank
from telebatch.read.texts.abreast import abreast
from telebatch.read.totals import EDGE_SIGNS, word_prefixes

Bytes = npt.NDArray[np.uint8]
Ints = npt.NDArray[np.int64]
BLOCK = 1 << 20
"""Blocks of this size stay in the processor's second cache."""
_QUICK_BLOCK = 1 << 23  # with every step a thread may wait for the interpreter: larger blocks take fewer steps
_FEED, _RETURN = b"\n\r"
_MARKS = b"\x0c\x1a"
"""A new page, and the end of a file as DOS wrote it."""


@dataclass(frozen=True)
class Shape:
    """What a record of this file should look like.

    Attributes:
      start: Offset of the first byte below the header.
      delimiter, quote: One ASCII byte each; quote may be empty.
      width: Usual number of cells.
      widths: Numbers of cells a record may have; empty for the usual one only.
      header: The header's lines without their line breaks, to find repetitions; empty where unknown.
      words: What rows that are no records begin with; null: none is looked for.
    """

    start: int
    delimiter: bytes
    quote: bytes
    width: int
    header: tuple[bytes, ...] = ()
    words: RowWords | None = None
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


def blocks(text: memoryview, start: int, block: int = BLOCK) -> Iterator[tuple[int, int]]:
    """Ranges of whole lines, about `block` bytes each; a longer line makes a longer one."""
    size = len(text)
    raw = np.frombuffer(text, np.uint8)
    while start < size:
        stop = min(start + block, size)
        while stop < size:
            back = np.flatnonzero(raw[max(start, stop - 65536) : stop] == 10)
            if back.size:
                stop = max(start, stop - 65536) + int(back[-1]) + 1
                break
            stop = min(stop + block, size)
        yield start, stop
        start = stop


_NONE = np.empty(0, np.int64)


@lru_cache(maxsize=2)
def _beginnings(words: RowWords) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """Which first bytes a word has, and which second and third ones (as one figure, the third the greater half)."""
    prefixes = word_prefixes(words)
    first, following = np.zeros(256, bool), np.zeros(65536, bool)
    first[[prefix[0] for prefix in prefixes]] = True
    following[[prefix[1] | prefix[2] << 8 for prefix in prefixes if len(prefix) > 2]] = True
    return first, following


_EDGE = np.zeros(256, bool)
_EDGE[list(EDGE_SIGNS + b" ")] = True
_DIGIT, _BLANK = np.zeros(256, bool), np.zeros(256, bool)
_DIGIT[list(b"0123456789")], _BLANK[32] = True, True
_MOST_DIGITS = 9


def quick_survey(text: memoryview, shape: Shape) -> Survey | None:
    """The survey of a file whose every line has the usual width, with quotes around whole cells at most.

    None where a line is not so, or where a quoted cell holds a delimiter, a quote or a line break.
    """
    look = partial(_quick_block, np.frombuffer(text, np.uint8), _as_column(text), shape)
    found = []
    at = 0
    for part in abreast(look, blocks(text, shape.start, _QUICK_BLOCK)):
        if part is None:
            return None
        found.append((at, part))
        at += part[0]
    return _joined(found, at, shape)


def _as_column(text: memoryview) -> pl.Series:
    """The bytes as a column, not copied: Polars compares and picks them quicker than anything else here."""
    return column_of(pa.Array.from_buffers(pa.uint8(), len(text), [None, pa.py_buffer(text)]))


_Part = tuple[int, Ints, Ints, Ints, Ints, bool]


def _quick_block(raw: Bytes, column: pl.Series, shape: Shape, span: tuple[int, int]) -> _Part | None:
    """(lines, blank lines, suspects, their starts, their ends) of one block, or None if it is not clean."""
    body = column[span[0] : span[1]]
    feeds = body == _FEED
    quotes = body == shape.quote[0] if shape.quote else None
    signs = (body == shape.delimiter[0]) | feeds | (body == _RETURN) | (body == 0)
    marks = body.filter(signs if quotes is None else signs | quotes).to_numpy().tobytes()
    # A cell quoted as a whole, with none of these signs in it, leaves nothing but its two quotes.
    bare = marks.replace(shape.quote * 2, b"") if shape.quote else marks
    ending = b"\r\n" if bare[: bare.find(b"\n") + 1].endswith(b"\r\n") else b"\n"
    line = shape.delimiter * (shape.width - 1) + ending
    is_open = body[-1] != _FEED
    bare += ending if is_open else b""
    count, rest = divmod(len(bare), len(line))
    if rest or bare != line * count or not is_valid_utf8(raw[span[0] : span[1]].data):
        return None
    has_quotes = quotes is not None and quotes.any()
    if quotes is not None and has_quotes and not _paired(body, quotes, shape):
        return None
    if not _tells_much(body, feeds, shape):
        return count, _NONE, _NONE, _NONE, _NONE, has_quotes
    starts, ends = _lines(raw, span, count, len(ending) - 1)
    blank, suspect = by_first_bytes(raw, starts, ends, shape)
    return count, blank, suspect, starts[suspect], ends[suspect], has_quotes


def _paired(body: pl.Series, quotes: pl.Series, shape: Shape) -> bool:
    """Whether every quote of a block stands at an edge of its cell; no delimiter stands inside quotes here."""
    before = np.zeros(256, bool)
    before[[_FEED, shape.delimiter[0]]] = True
    after = before.copy()
    after[_RETURN] = True
    # A block is whole lines: a quote is its first byte or its last only at an edge of a cell.
    opens = body[:-1].filter(quotes[1:]).to_numpy()[int(quotes[0]) :: 2]
    closes = body[1:].filter(quotes[:-1]).to_numpy()[1::2]
    return bool(before[opens].all() and after[closes].all())


def _tells_much(body: pl.Series, feeds: pl.Series, shape: Shape) -> bool:
    """Whether a line of a block begins like one without content, a totals row or the header."""
    telling = _skipped(shape)
    if shape.words is not None:
        telling |= _EDGE | _beginnings(shape.words)[0]
    telling[[line[0] for line in shape.header if line]] = True
    first = body[1:].filter(feeds[:-1]).to_numpy()
    return bool(telling[body[0]] or telling[first].any() or may_be_blank(body, feeds, first))


def _lines(raw: Bytes, span: tuple[int, int], count: int, return_bytes: int) -> tuple[Ints, Ints]:
    """Where each line of a block begins, and where it ends before its line break."""
    start, stop = span
    breaks = np.flatnonzero(raw[start:stop] == _FEED).astype(np.int64) + start
    ends = breaks - return_bytes
    starts = np.empty(count, np.int64)
    starts[0], starts[1:] = start, breaks[: count - 1] + 1
    return starts, np.append(ends, stop) if breaks.size < count else ends


def is_valid_utf8(body: memoryview) -> bool:
    """Whether bytes are strict UTF-8 (checked by Polars at memory speed)."""
    ends = pa.py_buffer(np.array([0, len(body)]))
    cell = column_of(pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(body)]))
    try:
        cell.cast(pl.String)
    except pl.exceptions.PolarsError:
        return False
    return True


def _skipped(shape: Shape) -> npt.NDArray[np.bool_]:
    """Which bytes may stand in front of a line's content."""
    skipped = np.zeros(256, bool)
    skipped[list(shape.delimiter + shape.quote + b" \t\r\n" + _MARKS)] = True
    return skipped


def by_first_bytes(raw: Bytes, starts: Ints, ends: Ints, shape: Shape) -> tuple[Ints, Ints]:
    """(records without content, records that may be totals or the header again), both sorted."""
    skipped = _skipped(shape)
    first = raw[np.minimum(starts, raw.size - 1)]
    telling = (skipped if shape.words is None else skipped | _EDGE | _beginnings(shape.words)[0])[first]
    telling |= starts >= ends
    telling |= blank_bytes(raw, starts, ends, first) > 0
    rows = np.flatnonzero(telling)
    blank = [rows[starts[rows] >= ends[rows]]]
    rows = rows[starts[rows] < ends[rows]]
    at = starts[rows]
    begins = [(rows, at)]
    while rows.size:
        step = np.where(skipped[raw[at]], 1, blank_bytes(raw, at, ends[rows], raw[at]))
        index = np.flatnonzero(step)
        rows, at = rows[index], at[index] + step[index]
        over = at >= ends[rows]
        blank.append(rows[over])
        rows, at = rows[~over], at[~over]
        begins.append((rows, at))
    blanks = np.unique(np.concatenate(blank)).astype(np.int64)
    words = shape.words
    worded = [] if words is None else [_worded(raw, rows, at, ends, words) for rows, at in begins if rows.size]
    again = [_headers_again(raw, starts, ends, line) for line in shape.header]
    suspects = np.unique(np.concatenate([_NONE, *again, *worded]))
    return blanks, np.setdiff1d(suspects, blanks).astype(np.int64)


def _worded(raw: Bytes, rows: Ints, at: Ints, ends: Ints, words: RowWords) -> Ints:
    """Rows whose first cell begins like a totals or footer word, edging signs left out."""
    begins, (first, following) = at, _beginnings(words)
    for _ in range(4):
        step = _EDGE[raw[np.minimum(at, raw.size - 1)]]
        if not step.any():
            break
        at = at + step
    counted = _counting(raw, rows[at > begins], at[at > begins])
    near = np.flatnonzero(first[raw[np.minimum(at, raw.size - 1)]] & (at + 2 < ends[rows]))
    at = at[near]
    pair = raw[at + 1].astype(np.int64) | raw[at + 2].astype(np.int64) << 8
    worded: Ints = rows[near[following[pair]]]
    return np.union1d(worded, counted) if counted.size else worded


def _counting(raw: Bytes, rows: Ints, at: Ints) -> Ints:
    """Rows that count others, as (3 rows): figures behind an edging sign, and then an r."""
    last = raw.size - 1
    index = np.flatnonzero(_DIGIT[raw[np.minimum(at, last)]])
    rows, at = rows[index], at[index]
    for sign in (*(_DIGIT,) * _MOST_DIGITS, _BLANK):
        at = at + sign[raw[np.minimum(at, last)]]
    return rows[np.isin(raw[np.minimum(at, last)], list(b"rR"))]


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
    widths = np.full(suspects.size, shape.width, np.int64)
    return Survey(
        count, count, whole(1, True), suspects, whole(3, False), whole(4, False), widths,
        np.ones(suspects.size, bool), None, shape.width, any(part[5] for _, part in found), True,
    )  # fmt: skip
