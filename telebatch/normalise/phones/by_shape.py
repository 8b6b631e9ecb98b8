"""Cells that share a shape (010-1234-5678): each digit stands at its place, so whole columns are read by bytes.

Only what is plainly a usable number is told here, and as `plain_numbers` tells it; every other cell is left to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
from numpy.typing import NDArray

from telebatch.normalise.phones.begun import ASK, FIRST_DIGITS, LAST_DIGITS, Begun, begun_with
from telebatch.normalise.phones.table import PhoneTable

_Bytes = NDArray[np.uint8]
#: Shorter ones may be dates, longer ones are no numbers.
_DIGITS = range(9, 16)
#: A shape is worth its own pass where so many cells and this share of them have its length.
_FEWEST, _SHARE = 64, 128
#: Of one length so many shapes are looked for, among about so many texts.
_SHAPES, _LOOKED_AT = 3, 32
#: Texts read at a time: what one step leaves for the next is small, and lies near the processor.
_AT_ONCE = 65_536
_LETTERS = range(9, 25)
_SIGNS = frozenset(b"-() .")
_NINE = ord("9")
#: One or two digits behind a whole number may be its further lines.
_SHORT_END = re.compile(rb"9{4}[-. ]9{1,2}$")
_NINES = bytes.maketrans(b"0123456789", b"9" * 10)


@dataclass(frozen=True)
class _Shape:
    """Where the digits stand in a text, and the signs at all other places; `is_international`: a plus in front."""

    digits: tuple[int, ...]
    signs: tuple[tuple[int, int], ...]
    is_international: bool


def by_shape(texts: pl.Series, place: int, table: PhoneTable) -> tuple[pl.DataFrame, pl.Series]:
    """The numbers of cells whose shape many share.

    Args:
      texts: String, no null.
      place: Of the region in the table that national numbers are read in.

    Returns:
      `cell` UInt32 (rising), `number` Int64, `told` UInt32 (code of `meanings_of`) of every cell told here, all usable;
      and Boolean per cell, whether it is.
    """
    numbers, codes = np.zeros(texts.len(), np.int64), np.full(texts.len(), ASK, np.uint32)
    lengths = texts.str.len_bytes()
    for length in _frequent(lengths):
        has_length = lengths == length
        alike = texts if has_length.all() else texts.filter(has_length)
        rows = has_length.arg_true().to_numpy().astype(np.intp)
        for start in range(0, alike.len(), _AT_ONCE):
            few = rows[start : start + _AT_ONCE]
            for some, number, code in _told(_columns(alike.slice(start, _AT_ONCE), length), place, table):
                at = few[some]
                numbers[at], codes[at] = number, code
    is_told = pl.Series(codes != ASK)
    found = pl.DataFrame({"number": numbers, "told": codes}).with_row_index("cell")
    return (found if is_told.all() else found.filter(is_told)), is_told


def _frequent(lengths: pl.Series) -> Iterator[int]:
    """Lengths of text that many cells have."""
    counts = np.bincount(lengths.clip(0, _LETTERS.stop).to_numpy(), minlength=_LETTERS.stop)
    least = max(_FEWEST, lengths.len() // _SHARE)
    yield from (length for length in _LETTERS if counts[length] >= least)


def _columns(texts: pl.Series, length: int) -> _Bytes:
    """The bytes of texts of one length: a row per place in the text, a column per text."""
    whole = texts.rechunk().to_arrow()
    letters = np.frombuffer(whole.buffers()[2], np.uint8)
    first = pa.Array.from_buffers(pa.int64(), len(whole) + 1, [None, whole.buffers()[1]], offset=whole.offset)[
        0
    ].as_py()
    return np.ascontiguousarray(letters[first : first + length * len(whole)].reshape(-1, length).T)


_Told = tuple[NDArray[np.int64] | slice, NDArray[np.int64], NDArray[np.uint32]]


def _told(columns: _Bytes, place: int, table: PhoneTable) -> Iterator[_Told]:
    """Places among the texts, their numbers and their codes (ASK: not told), shape by shape."""
    left: NDArray[np.int64] | slice = slice(None)
    for _ in range(_SHAPES):
        shape = _usual_shape(columns)
        if shape is None:
            return
        has_shape = _has(columns, shape)
        begun = begun_with(table, 0 if shape.is_international else place, len(shape.digits))
        yield left, *_read(columns, shape, has_shape, begun)
        others = np.flatnonzero(~has_shape)
        if others.size < _FEWEST:
            return
        columns, left = columns[:, others], others if isinstance(left, slice) else left[others]


def _usual_shape(columns: _Bytes) -> _Shape | None:
    """The shape that most of a few texts have; None where none of them has any."""
    few = columns[:, :: max(1, columns.shape[1] // _LOOKED_AT)]
    told = Counter(bytes(text).translate(_NINES) for text in few.T)
    return next((shape for text, _ in told.most_common() if (shape := _shape_of(text)) is not None), None)


def _shape_of(text: bytes) -> _Shape | None:
    """The shape of a text whose digits are nines; None where it is no plain number of usual length."""
    digits = tuple(at for at, letter in enumerate(text) if letter == _NINE)
    signs = tuple((at, letter) for at, letter in enumerate(text) if letter != _NINE)
    is_international = text[:1] == b"+"
    is_plain = all(letter in _SIGNS for at, letter in signs[is_international:])
    # A table program's trailing .0 is a repair.
    is_ended = text[-2:-1] == b"." or _SHORT_END.search(text)
    if not is_plain or len(digits) not in _DIGITS or is_ended:
        return None
    return _Shape(digits, signs, is_international)


def _has(columns: _Bytes, shape: _Shape) -> NDArray[np.bool_]:
    """Which texts have the shape."""
    has = np.ones(columns.shape[1], bool)
    for at, sign in shape.signs:
        has &= columns[at] == sign
    for at in shape.digits:
        # What is below the digit 0 wraps round to the largest values.
        has &= columns[at] - np.uint8(48) < 10
    return has


def _read(
    columns: _Bytes, shape: _Shape, has_shape: NDArray[np.bool_], begun: Begun
) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    """The numbers of texts, and their codes; ASK for texts of another shape, and where more must be asked."""
    digits = [columns[at] - np.uint8(48) for at in shape.digits]
    value, last = _value(digits).astype(np.int64), _value(digits[-LAST_DIGITS:])
    first = np.where(has_shape, _value(digits[:FIRST_DIGITS]), 0)
    codes = begun.codes[first]
    codes[~has_shape | (last % begun.step == 0)] = ASK
    if begun.apart.size:
        codes[np.isin(value, begun.apart)] = ASK
    return value + begun.to_add[first], codes


def _value(digits: Sequence[_Bytes]) -> NDArray[Any]:
    """What digits say together, as a number without sign; two by two, in the smallest type that holds them."""
    parts: list[NDArray[Any]] = list(digits)
    for factor, kind in ((10, np.uint8), (100, np.uint16), (10_000, np.uint32), (100_000_000, np.uint64)):
        odd = len(parts) % 2
        pairs = zip(parts[odd::2], parts[odd + 1 :: 2], strict=True)
        parts = [*parts[:odd], *(np.multiply(high, factor, dtype=kind) + low for high, low in pairs)]
    return parts[0]
