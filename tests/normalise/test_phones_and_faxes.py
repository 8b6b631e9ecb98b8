"""Under a heading of telephone and fax the first number of a cell is rung, and no fax."""

import polars as pl
import pytest

from telebatch.normalise.numbers import PhoneColumns, numbers_of
from telebatch.normalise.phones import phones
from tests.normalise.as_shipped import TABLE

FIRST, SECOND, THIRD = 8225550101, 8225550102, 8225550103
#: Cell → numbers to ring, and reasons of those that are not.
CELLS = {
    "02-555-0101": ([FIRST], []),
    "02-555-0101 / 02-555-0102": ([FIRST], []),
    "02-555-0101/0102": ([FIRST], []),
    "02-555-0101／02-555-0102": ([FIRST], []),
    "02-555-0101\n02-555-0102": ([FIRST], []),
    "02-555-0101, 02-555-0102": ([FIRST], []),
    "02)555-0101 | 02)555-0102": ([FIRST], []),
    "02/555-0101 / 02/555-0102": ([FIRST], []),
    "02-555-0101~2 / 02-555-0103": ([FIRST, SECOND], []),
    "대표 02-555-0101 / 02-555-0102": ([FIRST], []),
    "T. 02-555-0101 F. 02-555-0102": ([FIRST], ["fax"]),
    "F. 02-555-0102 / T. 02-555-0101": ([FIRST], ["fax"]),
    "02-555-0102(팩스) / 02-555-0101": ([FIRST], ["fax"]),
    "팩스 02-555-0102": ([], ["fax"]),
    "/ 02-555-0102": ([], ["fax"]),
    "- / 02-555-0102": ([], ["fax"]),
    "010 2222 3333": ([821022223333], []),
    "없음": ([], ["no_digits"]),
}


def rung(cells, role):
    rows = pl.DataFrame({"record": range(len(cells)), "전화": list(cells)}, schema_overrides={"record": pl.Int64})
    found = numbers_of(rows, PhoneColumns(("전화",), {"전화": role}), "KR", TABLE)
    told = {record: ([], []) for record in range(len(cells))}
    for record, number, reason in found.select("record", "number", pl.col("reason").cast(pl.String)).iter_rows():
        told[record][number is None].append(reason if number is None else number)
    return [*told.values()]


@pytest.mark.parametrize("cell", CELLS)
def test_the_first_number_of_a_cell_of_both_is_rung_and_no_fax(cell):
    assert rung([cell], "phone_fax") == [CELLS[cell]]


def test_together_they_are_read_as_each_alone():
    assert rung(CELLS, "phone_fax") == [*CELLS.values()]


def test_under_another_heading_every_number_counts():
    assert phones(pl.Series(["02-555-0101 / 02-555-0102"]), "KR", TABLE)["number"].to_list() == [FIRST, SECOND]
    assert rung(["02-555-0101 / 02-555-0102"], "phone") == [([FIRST, SECOND], [])]
