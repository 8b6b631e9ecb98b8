"""Lookup: which E.164 number do typed digits mean, and which verdict has it? A search in two sorted columns."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from telebatch.model.phones import PhoneRepair
from telebatch.normalise.phones.meanings import REPAIRS, lost_plus, meanings_of
from telebatch.normalise.phones.reading import Action
from telebatch.normalise.phones.table import KEY_ROOM, PhoneTable

_POWERS = pl.Series([10**power for power in range(19)], dtype=pl.Int64)


def read(keys: pl.Series, table: PhoneTable) -> tuple[pl.Series, pl.Series]:
    """The number that each key means, valid or not.

    Args:
      keys: Int64 reading keys, no null.
      table: The compiled metadata.

    Returns:
      Int64 (null: nothing reads these digits, ask the library), and Boolean: national digits without trunk prefix;
      same rows and order.
    """
    rows = _place(table.readings["low"], keys)
    action = table.readings["action"].gather(rows)
    kept = keys % _POWERS.gather(table.readings["keep"].gather(rows))
    number = (table.readings["lead"].gather(rows) + kept).set(action == Action.ASK_LIBRARY.value, None)
    is_as_typed = action == Action.AS_TYPED.value
    prefixed = (action == Action.AFTER_IDD.value).arg_true()
    if prefixed.is_empty():
        return number, is_as_typed
    keep = table.readings["keep"].gather(rows.gather(prefixed))
    # After an international prefix the rest is read as after a plus: place 0 in the keys.
    again = _POWERS.gather(keep) + kept.gather(prefixed)
    return number.scatter(prefixed, read(again, table)[0]), is_as_typed


def verdicts_told(numbers: pl.Series, table: PhoneTable) -> tuple[NDArray[np.uint32], NDArray[np.bool_]]:
    """Libphonenumber's verdict on each E.164 number, placeholders refused, as codes of `meanings_of`.

    Args:
      numbers: Int64, null allowed.
      table: The compiled metadata.

    Returns:
      Per number its code, and whether it is usable.
    """
    told, marks = meanings_of(table), table.marks
    values = numbers.fill_null(0).to_numpy()
    verdict = table.spans["verdict"].gather(_place(table.spans["low"], numbers.fill_null(0))).to_numpy()
    usable = told.is_usable[verdict]
    shared = told.is_round[verdict] & (values % marks.round_to == 0)
    for low, high in marks.switchboard_spans:
        shared |= usable & (values >= low) & (values < high)
    codes = (verdict + shared * np.uint32(told.verdicts)).astype(np.uint32)
    empty = usable & (values % 10**marks.zeros_if_valid == 0)
    codes[empty], usable = told.placeholder, usable & ~empty
    absent = numbers.is_null().to_numpy()
    codes[absent] = told.nothing
    return codes, usable & ~absent


def judged(numbers: pl.Series, table: PhoneTable) -> pl.DataFrame:
    """Gives libphonenumber's verdict on each E.164 number in words, placeholders refused.

    Args:
      numbers: Int64, null stays null.
      table: The compiled metadata.

    Returns:
      number Int64 (null where not usable) and the columns of MEANING; same rows and order. A null input has nothing
      but nulls.
    """
    codes, usable = verdicts_told(numbers, table)
    words = meanings_of(table).rows.select(pl.all().gather(pl.Series(codes)))
    return words.with_columns(numbers.set(pl.Series(~usable), None).alias("number"))


def regions_of(numbers: pl.Series, table: PhoneTable) -> pl.Series:
    """ISO-2 region of each E.164 number (Int64, no null); null where it is not usable."""
    return judged(numbers, table)["region"]


def _typed_placeholders(typed: pl.DataFrame, usable: NDArray[np.bool_], table: PhoneTable) -> NDArray[np.bool_]:
    """Digits that nobody means: known runs always, zeros and one-digit runs where the number is not valid."""
    marks = table.marks
    known = pl.Series([int(f"1{digits}") for digits in marks.placeholders], dtype=pl.Int64)
    found: NDArray[np.bool_] = (typed["key"] % KEY_ROOM).is_in(known.implode()).to_numpy(writable=True)
    spoilt = np.flatnonzero(~usable)
    if spoilt.size:
        runs = pl.Series(
            [int(str(digit) * length) for digit in range(1, 10) for length in range(4, 16)], dtype=pl.Int64
        )
        values = typed["value"].gather(spoilt)
        found[spoilt] |= (values.is_in(runs.implode()) | (values % 10**marks.zeros_if_invalid == 0)).to_numpy()
    return found


def plain_numbers(typed: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """The verdict on every plain typed text, by reading and verdict alone.

    Args:
      typed: From `typed.typed`, only rows whose value is not null.
      table: The compiled metadata.

    Returns:
      number Int64 (null where not usable), told UInt32 (code of `meanings_of`), is_read Boolean (false: ask the
      library); same rows and order.
    """
    told = meanings_of(table)
    numbers, is_as_typed = read(typed["key"], table)
    codes, usable = verdicts_told(numbers, table)
    unreal = _typed_placeholders(typed, usable, table)
    codes[unreal], usable = told.placeholder, usable & ~unreal
    restored = np.flatnonzero(usable & is_as_typed.to_numpy() & ~typed["is_international"].to_numpy())
    restored = restored[told.is_trunk[codes[restored] % told.verdicts]]
    codes[restored] = told.repaired(codes[restored], np.full(restored.size, _ZERO_RESTORED, np.uint32))
    whole = lost_plus(typed["value"].to_numpy(), numbers.fill_null(0).to_numpy())
    plus = np.flatnonzero(usable & whole & ~typed["is_international"].to_numpy())
    codes[plus] = told.repaired(codes[plus], np.full(plus.size, _PLUS_RESTORED, np.uint32))
    return pl.DataFrame(
        {
            "number": numbers.set(pl.Series(~usable), None),
            "told": pl.Series(codes),
            "is_read": numbers.is_not_null(),
        }
    )


#: The repairs' places.
_ZERO_RESTORED = REPAIRS.index(PhoneRepair.LEADING_ZERO_RESTORED)
_PLUS_RESTORED = REPAIRS.index(PhoneRepair.PLUS_RESTORED)


def _place(lows: pl.Series, values: pl.Series) -> pl.Series:
    return lows.search_sorted(values, side="right") - 1
