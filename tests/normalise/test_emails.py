"""Addresses are found in cells, and what the caller gave stays as it was."""

import polars as pl

from telebatch.normalise import emails
from telebatch.normalise.phones.typed import mended


def test_the_address_of_a_cell_is_found_and_what_else_stands_there_told():
    cells = pl.Series(["kim@example.com", "Lee <lee@example.com>", "none", None])
    found, unread = emails(cells)
    assert found.to_list() == ["kim@example.com", "lee@example.com", None, None]
    assert unread.to_list() == [None, "Lee <lee@example.com>", "none", None]


def test_cells_given_stay_as_they_were():
    cells, numbers = pl.Series(["kim@example.com", "none"]), pl.Series(["０１０-1234-5678", "010"])
    emails(cells)
    mended(numbers)
    assert (cells.to_list(), numbers.to_list()) == (["kim@example.com", "none"], ["０１０-1234-5678", "010"])
