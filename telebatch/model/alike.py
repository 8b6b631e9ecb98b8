"""Which values stand more than once, and which rows are alike? By sorting and by tables: quicker than counting."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import polars as pl
from numpy.typing import NDArray

#: Kinds are numbered anew by a table up to this many, by sorting from there on.
_TABLE = 2**24
#: A table of this many places lies near the processor; of more, looking a number up among those that stand is quicker.
_NEAR = 2**22
#: Values beyond are ranked first, and kinds beyond numbered anew, so that all stay within 32 bits; of a column that few
#: rows have, kinds beyond `_TABLE` are, for only these few are sorted.
_WIDEST = 2**30
#: Numbers given in a row are counted instead of sorted: where they span no more than so many times their count.
_DENSE = 2
#: Marks for the ends of numbers: of ten million numbers one in seven of all others ends alike by chance.
_MARKS = 2**26
#: From so many numbers on both sides marking them costs less than sorting them.
_WORTH_MARKING = 500_000
#: A table of marks has so many bits more than the numbers need that it is made of: few others end alike by chance.
_ROOM_BITS = 4
_AT_ONCE = 2**18
#: So many rows are told apart half by half, beside each other; what stands in both halves is one kind.
_WORTH_PARTING = 1_000_000


def stands_twice(values: pl.Series) -> pl.Series:
    """Boolean per value, for whole numbers: whether it stands more than once; false for null."""
    span = 0 if values.null_count() else _span(values)
    if 0 < span <= _DENSE * values.len():
        places = (values - values.min()).to_numpy()
        return pl.Series(values.name, (np.bincount(places) > 1)[places])
    ordered = values.sort()
    twice = ordered.filter((ordered == ordered.shift(1)).fill_null(value=False)).unique()
    return values.is_in(twice.implode()).fill_null(value=False)


def _span(values: pl.Series) -> int:
    """How many whole numbers lie between the smallest and the largest, both included; 0: none stands there."""
    return 0 if values.is_empty() else int(str(values.max())) - int(str(values.min())) + 1


def perhaps_alike(values: pl.Series) -> pl.Series:
    """Places (UInt32, rising) of the values whose hash stands more than once; for text, whose hash is quicker to sort.

    Two values may share a hash, so whoever asks looks at these more closely; all others stand once for certain.
    """
    return stands_twice(values.hash()).arg_true()


def kinds(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    """Rows whose values are the same are of one kind; null is a value.

    Args:
      rows: Columns of numbers, words, texts, days or nothing; few of them should differ much.

    Returns:
      The kind of each row, UInt32 from 0 on, and for each kind the place of its first row, UInt32.
    """
    if rows.height < _WORTH_PARTING:
        return _kinds(rows)
    half = rows.height // 2
    with ThreadPoolExecutor(2) as pool:
        (kind, first), (other_kind, other_first) = pool.map(_kinds, (rows.head(half), rows.slice(half)))
    found = pl.concat([first, other_first + half])
    together, place = _kinds(rows[found])
    both = ((kind, together.head(first.len())), (other_kind, together.slice(first.len())))
    return pl.concat([known.gather(kind) for kind, known in both], rechunk=True), found.gather(place)


def _kinds(rows: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    # The columns are the digits of a number of mixed radix; those of many values come last, to keep it small.
    told, span = np.zeros(rows.height, np.uint32), 1
    for radix, codes in sorted(map(_codes, rows.get_columns()), key=lambda code: code[0]):
        if span * radix > _TABLE:
            told, span = _renumbered(told, span)
        is_rare = 2 * codes.null_count() > codes.len()
        if span * radix > (_TABLE if is_rare else _WIDEST):
            told, span = _told_apart(told, span, radix, codes)
        else:
            np.multiply(told, np.uint32(radix), out=told)
            np.add(told, codes.fill_null(radix - 1).to_numpy(), out=told)
            span *= radix
    told, span = _renumbered(told, span)
    first = np.zeros(span, np.uint32)
    # Where a place is written to more than once the last one stays.
    first[told[::-1]] = np.arange(rows.height, dtype=np.uint32)[::-1]
    return pl.Series("kind", told), pl.Series("first", first)


def _told_apart(told: np.ndarray, span: int, radix: int, codes: pl.Series) -> tuple[np.ndarray, int]:
    """The kinds by one more column of very many values, numbered anew by sorting: only the rows that have a value."""
    filled = np.flatnonzero(codes.is_not_null().to_numpy())
    digits = codes.drop_nulls().to_numpy()
    stand, renumbered = np.unique(told[filled] * np.uint64(radix) + digits, return_inverse=True)
    # Rows without a value are told apart by the other columns alone, and keep their numbers.
    told[filled] = span + renumbered.astype(np.uint32)
    return told, span + stand.size


def _codes(column: pl.Series) -> tuple[int, pl.Series]:
    """How many values there may be, null as the last of them, and each as a whole number without sign."""
    if column.null_count() == column.len():
        return 1, pl.Series([0], dtype=pl.UInt8)
    codes = column.rank("dense") if column.dtype == pl.String else column.to_physical()
    codes = codes.cast(pl.UInt8) if codes.dtype == pl.Boolean else codes
    lowest, highest = int(str(codes.min())), int(str(codes.max()))
    if lowest < 0 or highest >= _WIDEST:
        codes = codes.rank("dense")
        highest = column.len()
    radix = highest + 1 + bool(column.null_count())
    return radix, codes if codes.dtype == pl.UInt8 and radix <= 256 else codes.cast(pl.UInt32)


def _renumbered(told: np.ndarray, span: int) -> tuple[np.ndarray, int]:
    """The numbers that stand in the column, from 0 on without gaps, in the same order."""
    if span > _TABLE:
        stand, renumbered = np.unique(told, return_inverse=True)
        return renumbered.astype(np.uint32), stand.size
    stands = np.zeros(span, bool)
    stands[told] = True
    stand = np.flatnonzero(stands)
    if span > _NEAR:
        return np.searchsorted(stand.astype(np.uint32), told).astype(np.uint32), stand.size
    place = np.empty(span, np.uint32)
    place[stand] = np.arange(stand.size, dtype=np.uint32)
    return place[told], stand.size


def perhaps_among(values: pl.Series, others: pl.Series) -> pl.Series:
    """Boolean per text: whether its hash is that of one of the others; a join on the few of them then proves it."""
    return values.hash().is_in(others.hash().implode())


def in_both(values: pl.Series, others: pl.Series) -> pl.Series:
    """The distinct numbers that stand in both, rising; no null. Two long columns meet sooner in order than by hash."""
    few, many = _rising(_near(values.drop_nulls(), others.drop_nulls())), _rising(others).to_numpy()
    if few.is_empty() or not many.size:
        return few.clear()
    place = np.minimum(np.searchsorted(many, few.to_numpy()), many.size - 1)
    return few.filter(pl.Series(many[place] == few.to_numpy())).unique(maintain_order=True)


def among(values: pl.Series, few: pl.Series) -> pl.Series:
    """Boolean per whole number: whether it is one of a few (no null among them); false for null."""
    if values.len() < _WORTH_MARKING:
        return values.is_in(few.implode()).fill_null(value=False)
    marks = min(_MARKS, 2 ** (_ROOM_BITS + few.len().bit_length()))
    # Null stands for nought here; what is near is asked once more as it is.
    near = _ends_alike(values.fill_null(0), few, marks)
    places = pl.Series(np.flatnonzero(near).astype(np.uint32))
    near[places.to_numpy()] = values.gather(places).is_in(few.implode()).fill_null(value=False).to_numpy()
    return pl.Series(values.name, near)


def first_alike(keys: NDArray[np.generic], rows: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """For each key the smallest row (one per key) of all that are the same."""
    order = np.argsort(keys)
    starts = run_starts(keys[order])
    first = np.empty(rows.size, np.uint32)
    if rows.size:
        smallest = np.minimum.reduceat(rows[order], starts)
        first[order] = np.repeat(smallest, np.diff(starts, append=rows.size))
    return first


def run_starts(ordered: NDArray[np.generic]) -> NDArray[np.int64]:
    """Where each run of equal values begins."""
    return np.concatenate((np.zeros(min(ordered.size, 1), np.int64), np.flatnonzero(ordered[1:] != ordered[:-1]) + 1))


def _near(values: pl.Series, others: pl.Series) -> pl.Series:
    """The values that end, in bits, like one of the others: fewer need to be sorted then. Neither has a null."""
    if min(values.len(), others.len()) < _WORTH_MARKING:
        return values
    return values.filter(pl.Series(_ends_alike(values, others, _MARKS)))


def _ends_alike(values: pl.Series, others: pl.Series, marks: int) -> NDArray[np.bool_]:
    """Per value whether one of the others has the same last bits, of so many as tell this many numbers apart."""
    marked, last_bits = np.zeros(marks, bool), np.int64(marks - 1)
    for some in _pieces(others):
        marked[some & last_bits] = True
    return np.concatenate([marked[some & last_bits] for some in _pieces(values)])


def _pieces(values: pl.Series) -> Iterator[NDArray[np.int64]]:
    """What one step leaves for the next lies near the processor."""
    numbers = values.to_numpy()
    return (numbers[start : start + _AT_ONCE] for start in range(0, numbers.size, _AT_ONCE))


def _rising(values: pl.Series) -> pl.Series:
    values = values.drop_nulls()
    return values if values.is_sorted() else values.sort()
