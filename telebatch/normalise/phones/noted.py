"""Notes: what stands around a number is read once for all cells alike, and their numbers are judged as a column.

Of cells alike (`around`) one is read by itself, and watched: only where nothing but the validity of its own number
decided, the others are told what it was.
"""

from __future__ import annotations

import re
from functools import lru_cache

import polars as pl

from telebatch.model.phones import PhoneReason
from telebatch.normalise.phones.around import around
from telebatch.normalise.phones.judge import Judge, Judged
from telebatch.normalise.phones.lines import count_digits
from telebatch.normalise.phones.lookup import plain_numbers
from telebatch.normalise.phones.meanings import MEANING, NUMBERS_OF_ONE, meanings_of, with_more
from telebatch.normalise.phones.odd import Answer, answers
from telebatch.normalise.phones.several import short_ended
from telebatch.normalise.phones.signs import with_signs
from telebatch.normalise.phones.table import PhoneTable
from telebatch.normalise.phones.typed import typed

#: Where fewer cells are alike, each is read by itself.
_FEWEST = 4
#: So many letters are read as the keys of a telephone where that is the custom.
_VANITY_LETTERS = 3
#: The library found no number in the text, for its signs and letters and whatever its digits.
_UNLIKE_A_NUMBER = (PhoneReason.LETTERS, PhoneReason.NOT_VALID)
_LATIN = re.compile("[A-Za-z]")
_BESIDE = ["extension", "label", "repaired"]
_TOLD = {"cell": pl.UInt32, "nth": pl.Int16, "number": pl.Int64, "told": pl.UInt32}


def noted(
    cells: pl.DataFrame, meanings: pl.DataFrame, table: PhoneTable
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Takes out the cells that hold one valid number with notes or labels around it.

    Args:
      cells: `cell`, `text`, `place`, `repair`.
      meanings: MEANING, as far as there are.
      table: The compiled metadata.

    Returns:
      One row per cell taken out (`cell`, `nth`, `number`, `told`), all meanings, and the cells that are left.
    """
    found = [pl.DataFrame(schema=_TOLD)]
    for is_counted in (False, True):
        if cells.height < _FEWEST:
            break
        alike = _alike(cells, table, is_counted=is_counted)
        told, meanings = _told(alike, _read_once(alike, table), meanings, table)
        found.append(told)
        cells = cells.filter(~cells["cell"].is_in(told["cell"].implode()))
    return pl.concat(found), meanings, cells


def _alike(cells: pl.DataFrame, table: PhoneTable, *, is_counted: bool) -> pl.DataFrame:
    """The cells of which so many are alike, with `head`, `is_exact`, `number`, `told`, and `first`: the first alike."""
    frame = cells.hstack(around(cells["text"], table, is_counted=is_counted)).filter(pl.col("head").is_not_null())
    digits = typed(frame["head"], frame["place"])
    is_plain = digits["value"].is_not_null() & ~short_ended(frame.select("place", text="run"), table)
    frame = frame.filter(is_plain).hstack(plain_numbers(digits.filter(is_plain), table).drop("is_read"))
    frame = frame.filter(pl.col("number").is_not_null())
    # A zero put back is told with the number, and letters are digits where that is the custom.
    mended = (pl.col("told") // (2 * meanings_of(table).verdicts)).alias("mended")
    is_of_one = pl.col("number").is_between(NUMBERS_OF_ONE.start, NUMBERS_OF_ONE.stop - 1).alias("is_of_one")
    key = ["like", "place", "repair", mended, is_of_one]
    first, size = pl.col("cell").first().over(key).alias("first"), pl.len().over(key).alias("size")
    return frame.with_columns(first, size).filter(pl.col("size") >= _FEWEST).drop("run", "like", "size")


def _read_once(alike: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """`first`, `extension`, `label`, `repaired` of those firsts whose answer is that of all cells alike."""
    judge, regions = _watched(table), (*table.regions, "")
    firsts = alike.filter(pl.col("cell") == pl.col("first"))
    rows = []
    for row in firsts.iter_rows(named=True):
        judge.asked.clear()
        given = answers(row["text"], regions[row["place"]], judge, table.marks)
        if len(given) == 1 and _is_settled(given[0], count_digits(row["head"]), row["number"], judge.asked):
            told = given[0]
            if told.extension is None or row["is_exact"]:
                rows.append((row["first"], told.extension, told.label, told.repaired or row["repair"]))
    return pl.DataFrame(rows, schema={"first": pl.UInt32} | dict.fromkeys(_BESIDE, pl.String), orient="row")


def _is_settled(answer: Answer, digits: int, number: int, asked: list[tuple[str, Judged]]) -> bool:
    """Whether a cell's answer is its own number, and whatever was read before it is none for any cell alike.

    Args:
      digits: How many the number has in the cell.
      asked: What the judge was asked. Behind the reading that gave the number only the whole cell is read once more, to
        tell whether something was taken off.
    """
    for text, told in asked:
        count = count_digits(text) - len(told.extension or "")
        if told.number == number and told.reason is None:
            return answer.number == number and count == digits
        is_unlike = told.number is None and told.reason in _UNLIKE_A_NUMBER
        if not (is_unlike or (number in NUMBERS_OF_ONE and len(_LATIN.findall(text)) >= _VANITY_LETTERS)):
            return False
    return False


def _told(
    alike: pl.DataFrame, known: pl.DataFrame, meanings: pl.DataFrame, table: PhoneTable
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cells with what was told of the first of those alike; each meaning is put into words once."""
    rows = alike.select("cell", "first", "number", "told").join(known, on="first")
    key = ["told", *_BESIDE]
    each = rows.select(key).unique(maintain_order=True)
    nobody = each.select(_BESIDE).with_columns(
        pl.lit(0, pl.Int64).alias("number"), pl.lit(None, pl.String).alias("reason")
    )
    verdicts = meanings_of(table).rows.select(pl.all().gather(each["told"])).with_columns(nobody["number"])
    said = with_signs(nobody, verdicts).select(MEANING.names())
    codes, meanings = with_more(each.rename({"told": "was"}), said, meanings)
    rows = rows.rename({"told": "was"}).join(codes, on=["was", *_BESIDE], nulls_equal=True)
    return rows.select("cell", pl.lit(0, pl.Int16).alias("nth"), "number", "told"), meanings


class _Watched(Judge):
    """A judge that keeps what it was asked.

    Attributes:
      asked: Each text with what was said of it.
    """

    def __init__(self, table: PhoneTable) -> None:
        super().__init__(table)
        self.asked: list[tuple[str, Judged]] = []

    def read(self, text: str, region: str) -> Judged:
        """As the judge it is."""
        told = super().read(text, region)
        self.asked.append((text, told))
        return told


@lru_cache(maxsize=2)
def _watched(table: PhoneTable) -> _Watched:
    return _Watched(table)
