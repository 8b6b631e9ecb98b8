"""Addresses are found in cells, and what the caller gave stays as it was."""

import polars as pl
import pytest

from telebatch.normalise import emails
from telebatch.normalise.emails import with_other_columns
from telebatch.normalise.phones.typed import mended


def test_the_address_of_a_cell_is_found_and_what_else_stands_there_told():
    cells = pl.Series(["kim@example.com", "Lee <lee@example.com>", "none", None])
    found, unread, further = emails(cells)
    assert found.to_list() == ["kim@example.com", "lee@example.com", None, None]
    assert unread.to_list() == [None, "Lee <>", "none", None]
    assert further.dtype == pl.Null


@pytest.mark.parametrize("between", ["; ", ",", " ", "/", " / ", "|", "、", "，", "；", "\n", " & ", ">, Lee <"])
def test_every_address_of_a_cell_is_told(between):
    cells = pl.Series(["kim@example.com", between.join(["Kim@example.com", "LEE@example.co.kr", "kim@example.com"])])
    found, _, further = emails(cells)
    assert found.to_list() == ["kim@example.com", "Kim@example.com"]
    assert further.to_list() == [None, "lee@example.co.kr"]


@pytest.mark.parametrize(
    ("cell", "address", "beside"),
    [
        ("kim@example.com수신거부", "kim@example.com", "수신거부"),
        ("kim.minjun.overseas.sales@hankook-industries.co.kr (수신거부)",
         "kim.minjun.overseas.sales@hankook-industries.co.kr", " (수신거부)"),
        ("kim@bücher.vermögensberater", "kim@bücher.vermögensberater", None), ("김@한국.한국", "김@한국.한국", None),
        ("sales/kim@example.com", "sales/kim@example.com", None), ("kim@example.com/", "kim@example.com", "/"),
    ],
)  # fmt: skip
def test_a_word_beside_an_address_is_none_of_it(cell, address, beside):
    found, unread, _ = emails(pl.Series([cell]))
    assert (found.item(), unread.item()) == (address, beside)


def test_addresses_of_other_columns_are_further_ones_and_words_there_are_told():
    every = [
        "kim@x.com",
        "Kim@x.com KIM@y.co.kr kim@x.com",
        "lee@x.com lee@y.com; Lee@z.com",
        "kim@x.com 수신거부",
        None,
        "-",
    ]
    first = pl.Series(["kim@x.com", "Kim@x.com", "lee@x.com", "kim@x.com", None, "-"])
    email, unread, further = with_other_columns(emails(first), pl.Series(every))
    assert email.to_list() == ["kim@x.com", "Kim@x.com", "lee@x.com", "kim@x.com", None, None]
    assert further.to_list() == [None, "kim@y.co.kr", "lee@y.com lee@z.com", None, None, None]
    assert unread.to_list() == [None, None, ";", "수신거부", None, "-"]


def test_other_columns_that_say_nothing_more_leave_no_trace():
    told = emails(pl.Series(["kim@x.com", None]))
    assert [one.dtype for one in with_other_columns(told, pl.Series(["kim@x.com", None]))] == [
        pl.String,
        pl.Null,
        pl.Null,
    ]


def test_cells_given_stay_as_they_were():
    cells, numbers = pl.Series(["kim@example.com", "none"]), pl.Series(["０１０-1234-5678", "010"])
    emails(cells)
    mended(numbers)
    assert (cells.to_list(), numbers.to_list()) == (["kim@example.com", "none"], ["０１０-1234-5678", "010"])
