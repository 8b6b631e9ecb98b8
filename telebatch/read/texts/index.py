"""The full survey of a text with quotes, odd rows or blank lines: every record's place and width."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from telebatch.read.texts.abreast import abreast
from telebatch.read.texts.survey import Bytes, Ints, Shape, Survey, by_first_bytes
from telebatch.read.texts.tokens import JOINED_LINES

_BLOCK = 1 << 20
_NONE = np.empty(0, np.int64)


@dataclass
class _Carry:
    """What one block hands to the next."""

    inside: int = 0
    delimiters: int = 0
    line: int = 0


@dataclass(frozen=True)
class _Pass:
    ends: Ints
    widths: Ints
    end_lines: Ints
    is_sound: bool
    has_quotes: bool


def full_survey(text: memoryview, shape: Shape) -> Survey:
    """The survey of any UTF-8 text with line feeds."""
    raw = np.frombuffer(text, np.uint8)
    carry = _Carry()
    blocks = abreast(lambda at: _signs(raw, at, shape), range(shape.start, raw.size, _BLOCK))
    parts = [_index_block(raw, signs, shape, carry) for signs in blocks]
    ends = np.concatenate([part.ends for part in parts]) if parts else _NONE
    widths = np.concatenate([part.widths for part in parts]) if parts else _NONE
    end_lines = np.concatenate([part.end_lines for part in parts]) if parts else _NONE
    is_sound = all(part.is_sound for part in parts) and not carry.inside
    last = int(ends[-1]) + 1 if ends.size else shape.start
    if last < raw.size:
        ends = np.append(ends, raw.size)
        widths = np.append(widths, carry.delimiters + 1)
        end_lines = np.append(end_lines, carry.line)
    has_quotes = any(part.has_quotes for part in parts)
    return _survey(raw, shape, _Pass(ends, widths, end_lines, is_sound, has_quotes))


def _signs(raw: Bytes, at: int, shape: Shape) -> tuple[int, Ints, Bytes]:
    """Where a block begins, the places of its line breaks, delimiters and quotes in it, and which each is."""
    block = raw[at : at + _BLOCK]
    marked = (block == 10) | (block == shape.delimiter[0])
    places = np.flatnonzero(marked | (block == shape.quote[0]) if shape.quote else marked)
    return at, places, block[places]


def _index_block(raw: Bytes, found: tuple[int, Ints, Bytes], shape: Shape, carry: _Carry) -> _Pass:
    at, places, signs = found
    is_break = signs == 10
    inside, is_sound, has_quotes = _inside(raw, at, places, signs, (shape, carry))
    order = np.flatnonzero(~inside & (signs != shape.quote[0])) if has_quotes else np.arange(places.size)
    if carry.inside and not has_quotes:
        order = np.empty(0, np.int64)
    structural_break = is_break[order]
    last = np.flatnonzero(structural_break)
    ends = places[order[last]]
    widths = np.diff(last, prepend=-1)
    if widths.size:
        widths[0] += carry.delimiters
        carry.delimiters = order.size - 1 - int(last[-1])
    else:
        carry.delimiters += order.size
    breaks = np.flatnonzero(is_break)
    end_lines = np.searchsorted(breaks, order[last]) + carry.line
    carry.line += breaks.size
    return _Pass(ends + at, widths, end_lines, is_sound, has_quotes)


def _inside(
    raw: Bytes, at: int, places: Ints, signs: Bytes, known: tuple[Shape, _Carry]
) -> tuple[npt.NDArray[np.bool_], bool, bool]:
    """(whether each sign stands inside quotes, whether the quotes are sound, whether there are any)."""
    shape, carry = known
    is_quote = signs == shape.quote[0] if shape.quote else np.zeros(signs.size, bool)
    if not is_quote.any():
        return np.full(signs.size, bool(carry.inside)), True, False
    inside = (np.bitwise_xor.accumulate(is_quote.view(np.uint8)) ^ carry.inside).view(bool)
    is_sound = _are_sound(raw, places[is_quote] + at, inside[is_quote], shape)
    carry.inside = int(inside[-1])
    return inside, is_sound, True


def _are_sound(raw: Bytes, quotes: Ints, opens: npt.NDArray[np.bool_], shape: Shape) -> bool:
    """Every opening quote begins a cell or follows a closing one; every closing one ends a cell or is doubled."""
    before = np.zeros(256, bool)
    before[[10, shape.delimiter[0], shape.quote[0]]] = True
    after = before.copy()
    after[13] = True
    opening = quotes[opens & (quotes > shape.start)]
    closing = quotes[~opens & (quotes < raw.size - 1)]
    following = raw[closing + 1]
    returned = closing[(following == 13) & (closing < raw.size - 2)]
    return bool(before[raw[opening - 1]].all() and after[following].all() and (raw[returned + 2] == 10).all())


def _survey(raw: Bytes, shape: Shape, found: _Pass) -> Survey:
    starts = np.empty(found.ends.size, np.int64)
    starts[:1], starts[1:] = shape.start, found.ends[:-1] + 1
    ends = found.ends.copy()
    with_return = np.flatnonzero((ends > starts) & (raw[np.maximum(ends - 1, 0)] == 13)) if ends.size else _NONE
    ends[with_return] -= 1
    blanks, worded = by_first_bytes(raw, starts, ends, shape)
    odd = np.setdiff1d(np.flatnonzero(found.widths != shape.width), blanks)
    suspects = np.union1d(worded, odd).astype(np.int64)
    lines = np.empty(starts.size, np.int64)
    lines[:1], lines[1:] = 0, found.end_lines[:-1] + 1
    is_multiline = bool(lines.size) and int(found.end_lines[-1]) != lines.size - 1
    sound = found.is_sound and not (is_multiline and _runs_away(raw, starts, found, lines, shape))
    width = int(found.widths.max()) if found.widths.size else shape.width
    count_lines = int(found.end_lines[-1]) + 1 if found.end_lines.size else 0
    return Survey(
        starts.size, count_lines, blanks, suspects, starts[suspects], ends[suspects],
        found.widths[suspects], np.isin(suspects, worded), lines if is_multiline else None, width,
        found.has_quotes, bool(sound),
    )  # fmt: skip


def _runs_away(raw: Bytes, starts: Ints, found: _Pass, lines: Ints, shape: Shape) -> bool:
    """Whether quoted line breaks look like two stray quotes that swallowed the records between them."""
    several = np.flatnonzero(found.end_lines > lines)
    if (found.end_lines[several] - lines[several] >= JOINED_LINES).any():
        return True
    low, high = (shape.widths.start, shape.widths.stop - 1) if shape.widths else (shape.width, shape.width)
    if ((found.widths[several] < low) | (found.widths[several] > high)).any():
        return True
    longer = several[found.end_lines[several] > lines[several] + 1]
    spans = zip(starts[longer].tolist(), found.ends[longer].tolist(), strict=True)
    return any(swallows_records(raw[start:end].tobytes(), shape) for start, end in spans)


def swallows_records(record: bytes, shape: Shape) -> bool:
    """Whether a line inside a quoted cell is itself a whole record; one with quotes holds parts of other cells too."""
    lines = record.split(b"\n")
    is_inside = lines[0].count(shape.quote) % 2
    for line in lines[1:-1]:
        quotes = line.count(shape.quote)
        if is_inside and not quotes and shape.width > 2 and line.count(shape.delimiter) == shape.width - 1:
            return True
        is_inside ^= quotes % 2
    return False
