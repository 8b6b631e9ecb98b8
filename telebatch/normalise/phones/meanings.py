"""Meanings: what is said of a number beside its digits is one of few things, so a row holds only which one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import polars as pl
from numpy.typing import NDArray

from telebatch.model.phones import PhoneLine, PhoneReason, PhoneRepair
from telebatch.normalise.phones.table import PhoneTable

MEANING = pl.Schema(
    {
        "extension": pl.String,
        "kind": pl.String,
        "region": pl.String,
        "zones": pl.String,
        "line": pl.String,
        "reason": pl.String,
        "repaired": pl.String,
        "label": pl.String,
        "remark": pl.String,
    }
)
#: What may have been done to a number that whole columns are read with; the place is the repair's number.
REPAIRS = (
    None,
    PhoneRepair.LEADING_ZERO_RESTORED,
    PhoneRepair.PLUS_RESTORED,
    PhoneRepair.TRAILING_POINT_ZERO,
    PhoneRepair.THOUSANDS_REMOVED,
    PhoneRepair.WRAPPER_REMOVED,
    PhoneRepair.FULLWIDTH,
    PhoneRepair.CELL_SPLIT,
)
_OF_USABLE = ("kind", "region", "zones", "line", "remark")


@dataclass(frozen=True, eq=False)
class Meanings:
    """Every meaning that a table's verdicts can have.

    A code is `(repair * 2 + is_switchboard) * verdicts + verdict`; two more stand behind the last of these.

    Attributes:
      rows: MEANING, a row per code.
      verdicts: How many verdicts the table has.
      is_usable, is_round, is_trunk: Per verdict: a valid number; a switchboard where it ends in round digits; people
        write a zero in front.
      placeholder: Code of a number that nobody has.
      nothing: Code of no number at all.
    """

    rows: pl.DataFrame
    verdicts: int
    is_usable: NDArray[np.bool_]
    is_round: NDArray[np.bool_]
    is_trunk: NDArray[np.bool_]
    placeholder: int
    nothing: int

    def repaired(self, codes: NDArray[np.uint32], repairs: NDArray[np.uint32]) -> NDArray[np.uint32]:
        """The codes, of usable numbers, with another repair (place in REPAIRS) told."""
        block = np.uint32(2 * self.verdicts)
        return (codes % block + repairs * block).astype(np.uint32)


@lru_cache(maxsize=2)
def meanings_of(table: PhoneTable) -> Meanings:
    """The meanings of a table, made once."""
    verdicts = table.verdicts.with_columns(_absent("extension"), _absent("label"), _absent("repaired"))
    usable = verdicts["reason"].is_null()
    whole = verdicts.with_columns(pl.when(usable).then(name).alias(name) for name in _OF_USABLE).select(MEANING.names())
    is_line = pl.when(pl.col("reason").is_null()).then(pl.lit(PhoneLine.SWITCHBOARD.value)).alias("line")
    blocks = [
        block.with_columns(pl.lit(None if repair is None else repair.value, pl.String).alias("repaired"))
        for repair in REPAIRS
        for block in (whole, whole.with_columns(is_line))
    ]
    none = dict.fromkeys(MEANING.names())
    beside = pl.DataFrame([{**none, "reason": PhoneReason.PLACEHOLDER.value}, none], schema=MEANING)
    rows = pl.concat([*blocks, beside], rechunk=True)
    flags = (usable, verdicts["is_round_kind"] & usable, verdicts["trunk"])
    is_usable, is_round, is_trunk = (flag.fill_null(value=False).to_numpy() for flag in flags)
    return Meanings(rows, verdicts.height, is_usable, is_round, is_trunk, rows.height - 2, rows.height - 1)


def _absent(name: str) -> pl.Expr:
    return pl.lit(None, pl.String).alias(name)


#: Numbers of calling code 1, where people write the 1 in front at home too.
NUMBERS_OF_ONE = range(10**10, 2 * 10**10)


def lost_plus(typed: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether digits typed without a plus are the whole number with its calling code."""
    same: NDArray[np.bool_] = typed == numbers
    return same & ((numbers < NUMBERS_OF_ONE.start) | (numbers >= NUMBERS_OF_ONE.stop))


@dataclass(frozen=True, eq=False)
class Answers:
    """The numbers of phone cells.

    Attributes:
      rows: `cell` UInt32 (row of the cells asked), `nth` Int16 (0-based in the cell), `number` Int64 (null: unusable),
        `told` UInt32 (row of `meanings`); at least one row per cell, in no order.
      meanings: MEANING; either the number is usable and `reason` null, or the reverse.
    """

    rows: pl.DataFrame
    meanings: pl.DataFrame


def with_more(rows: pl.DataFrame, said: pl.DataFrame, beside: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Rows whose meanings are in no table yet.

    Args:
      rows: `cell`, `nth`, `number`.
      said: MEANING of each row.
      beside: The meanings there are.

    Returns:
      `rows` with `told`, and the meanings with those of `said` behind them, each once.
    """
    new = said.unique(maintain_order=True)
    places = said.join(
        new.with_row_index("told", offset=beside.height), on=MEANING.names(), how="left", nulls_equal=True,
        maintain_order="left",
    )  # fmt: skip
    return rows.with_columns(places["told"].cast(pl.UInt32)), pl.concat([beside, new])
