"""What a file of requests names: every number and address, and the rows of which none can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from telebatch.model.records import RECORD
from telebatch.model.words import SuppressionKind
from telebatch.normalise.phones import PhoneTable, phones, plusless_columns
from telebatch.pipeline.care.addresses import named_in
from telebatch.pipeline.care.files import CareFile
from telebatch.pipeline.care.parts_of_cells import numbers_in_parts
from telebatch.pipeline.house import House
from telebatch.pipeline.rules import phone_table

_SLICE: Final = 1_000_000
#: Cells beside an address in which nobody meant a number.
_NO_NUMBER: Final = ("empty", "no_digits", "placeholder", "date_in_phone_column", "email_in_phone_column")
_IS_BROKEN: Final = ~pl.col("reason").is_in(_NO_NUMBER)
_REMEDY: Final = "write the number in national or international form, or an e-mail address, and send the row again"


@dataclass(frozen=True, eq=False)
class Asked:
    """What a file asks.

    Attributes:
      mentions: `kind`, `number`, `text`, `record`: a row per number or address of each record, of one twice too.
      keys: The first mention of each number or address.
      bad: `record`, `reason`, `remedy` of rows without anything usable.
      repeated: Records that name only what earlier ones of the file named.
      partly: Records of which a number cannot be read, and something else can.
    """

    mentions: pl.DataFrame
    keys: pl.DataFrame
    bad: pl.DataFrame
    repeated: int
    partly: pl.Series


def asked_of(file: CareFile, region: str, house: House, *, takes_parts: bool = False) -> Asked:
    """The distinct numbers and addresses of a file; an address in a number column is an address all the same.

    Args:
      takes_parts: A good number counts beside one in its cell that cannot be read.
    """
    cells, mails = named_in(file.rows)
    table = phone_table(house.shipped.phones)
    numbers, reasons = _numbers(cells.select(RECORD, "number"), region, table, takes_parts=takes_parts)
    numbers = numbers.sort("number", RECORD)
    no_number, no_text = pl.lit(None, pl.Int64).alias("number"), pl.lit(None, pl.String).alias("text")
    by_mail = mails.select(pl.lit(str(SuppressionKind.EMAIL)).alias("kind"), no_number, "text", RECORD)
    by_number = numbers.select(pl.lit(str(SuppressionKind.NUMBER)).alias("kind"), "number", no_text, RECORD)
    mentions = pl.concat([by_mail, by_number])
    usable = mentions.get_column(RECORD).unique()
    # They are sorted: of one key the first mention is where another one begins.
    is_first = [one.ne_missing(one.shift()) for one in (mails.get_column("text"), numbers.get_column("number"))]
    keys = mentions.filter(pl.concat(is_first))
    repeated = usable.len() - keys.get_column(RECORD).n_unique()
    unread = reasons.filter(_IS_BROKEN).get_column(RECORD).unique(maintain_order=True)
    partly = unread.filter(unread.is_in(usable.implode()))
    firsts = reasons.filter(pl.col("nth") == 0).drop("nth")
    return Asked(mentions, keys, _unusable(cells, firsts, usable), repeated, partly)


def _numbers(
    cells: pl.DataFrame, region: str, table: PhoneTable, *, takes_parts: bool
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """`number`, `record` of every number, and `record`, `nth`, `reason` of each that cannot be read.

    What is none at all is among these only where it stands first.

    They are read a million at a time, for much more is told of each than is asked here; what digits without a plus mean
    is told by all.

    Args:
      cells: `record`, `number` as text, in the order of records.
    """
    told = plusless_columns(cells.select("number"), region, table).get("number")
    is_lost = told is not None and told.is_lost
    numbers, reasons = [], []
    for at in range(0, max(cells.height, 1), _SLICE):
        part = cells.slice(at, _SLICE)
        read = phones(part.get_column("number"), region, table, is_lost)
        read = read.select("nth", "number", "reason", part.get_column(RECORD).gather(read.get_column("cell")))
        numbers.append(read.select("number", RECORD).drop_nulls())
        unread = read.filter(pl.col("number").is_null()).select(RECORD, "nth", "reason").drop_nulls()
        reasons.append(unread.filter((pl.col("nth") == 0) | _IS_BROKEN))
        if takes_parts and reasons[-1].height:
            # What stands behind a broken one may have been read with it.
            bad = part.join(reasons[-1], on=RECORD, how="semi", maintain_order="left")
            numbers.append(numbers_in_parts(bad, region, table, is_lost=is_lost))
    return pl.concat(numbers), pl.concat(reasons)


def _unusable(cells: pl.DataFrame, reasons: pl.DataFrame, usable: pl.Series) -> pl.DataFrame:
    if usable.len() == cells.height:
        return pl.DataFrame(schema={RECORD: pl.Int64(), "reason": pl.String(), "remedy": pl.String()})
    left = np.setdiff1d(cells.get_column(RECORD).to_numpy(), usable.to_numpy(), assume_unique=True)
    bad = cells.filter(pl.col(RECORD).is_in(pl.Series(left).implode()))
    mail = pl.when(pl.col("email").is_not_null()).then(pl.lit("not_an_email"))
    told = bad.join(reasons, on=RECORD, how="left", maintain_order="left")
    reason = pl.when(pl.col("number").is_null()).then(pl.coalesce(mail, pl.lit("empty"))).otherwise("reason")
    return told.select(RECORD, reason.fill_null("unreadable").alias("reason"), pl.lit(_REMEDY).alias("remedy"))
