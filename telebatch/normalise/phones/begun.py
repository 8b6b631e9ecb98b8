"""What do the first digits of a typed number settle? Reading and verdict in one, where no later digit changes them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import gcd

import numpy as np
from numpy.typing import NDArray

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.meanings import REPAIRS, lost_plus, meanings_of
from telebatch.normalise.phones.reading import Action
from telebatch.normalise.phones.table import KEY_ROOM, PhoneTable

#: So many digits settle nearly every number of nearly every region, and a table of them stays near the processor.
FIRST_DIGITS = 5
#: At the end of a number so many digits are looked at.
LAST_DIGITS = 8
#: No code: more than the first digits must be asked.
ASK = np.uint32(2**32 - 1)


@dataclass(frozen=True, eq=False)
class Begun:
    """What digits of one length mean in one region, by their first FIRST_DIGITS.

    Attributes:
      to_add: Int64; the E.164 number is the typed digits, as a number, and this.
      codes: UInt32 of `meanings_of`, of usable numbers; ASK where further digits decide, or the number is not usable.
      step: Digits whose last LAST_DIGITS are a multiple of this must be asked whatever they begin with.
      apart: Typed digits, as numbers, that must be asked too.
    """

    to_add: NDArray[np.int64]
    codes: NDArray[np.uint32]
    step: np.uint32
    apart: NDArray[np.int64]


@lru_cache(maxsize=32)
def begun_with(table: PhoneTable, place: int, length: int) -> Begun:
    """The table for typed digits of one length, at least FIRST_DIGITS.

    Args:
      place: Of the region in the phone table; 0 behind a plus.
    """
    size = 10 ** (length - FIRST_DIGITS)
    values = np.arange(10**FIRST_DIGITS, dtype=np.int64) * size
    numbers, is_read, is_as_typed = _read(values + place * KEY_ROOM + 10**length, size, table)
    codes, is_settled = _verdicts(numbers, size, table)
    if place:
        trunk = is_as_typed & is_settled & meanings_of(table).is_trunk[codes]
        codes[trunk] = meanings_of(table).repaired(codes[trunk], np.full(trunk.sum(), _ZERO_RESTORED, np.uint32))
        plus = is_settled & lost_plus(values, numbers)
        codes[plus] = meanings_of(table).repaired(codes[plus], np.full(plus.sum(), _PLUS_RESTORED, np.uint32))
    codes[~(is_read & is_settled)] = ASK
    marks = table.marks
    apart = [int(digits) for digits in marks.placeholders if len(digits) == length]
    zeros = 10 ** min(marks.zeros_if_valid, LAST_DIGITS)
    step = gcd(zeros, marks.round_to) if marks.round_kinds else zeros
    return Begun(numbers - values, codes, np.uint32(step), np.array(apart, np.int64))


_ZERO_RESTORED = REPAIRS.index(PhoneRepair.LEADING_ZERO_RESTORED)
_PLUS_RESTORED = REPAIRS.index(PhoneRepair.PLUS_RESTORED)
_Flags = NDArray[np.bool_]


def _read(keys: NDArray[np.int64], size: int, table: PhoneTable) -> tuple[NDArray[np.int64], _Flags, _Flags]:
    """The number that each key means; whether the `size` keys from it on are all read so; and that as typed."""
    lows, lead, keep, action = (column.to_numpy() for column in table.readings)
    at, last = _place(lows, keys), _place(lows, keys + size - 1)
    kept = np.power(10, keep[at].astype(np.int64))
    is_plain = np.isin(action[at], (Action.AS_TYPED, Action.CHANGED))
    # The last digits are looked at as they were typed, so they must be kept.
    is_read = is_plain & (at == last) & (kept >= max(size, 10**LAST_DIGITS))
    return lead[at] + keys % kept, is_read, action[at] == Action.AS_TYPED


def _verdicts(numbers: NDArray[np.int64], size: int, table: PhoneTable) -> tuple[NDArray[np.uint32], _Flags]:
    """The verdict on each number, and whether the `size` numbers from it on have it as well and are usable."""
    lows, verdict = (table.spans[name].to_numpy() for name in ("low", "verdict"))
    at, last = _place(lows, numbers), _place(lows, numbers + size - 1)
    told = verdict[at].astype(np.uint32)
    is_settled = (at == last) & meanings_of(table).is_usable[told]
    for low, high in table.marks.switchboard_spans:
        is_settled &= (numbers + size <= low) | (numbers >= high)
    return told, is_settled


def _place(lows: NDArray[np.int64], values: NDArray[np.int64]) -> NDArray[np.intp]:
    return np.searchsorted(lows, values, side="right") - 1
