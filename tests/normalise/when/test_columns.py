"""A column of dates is read whole: one order for every cell, settled by the column, by a person, or asked."""

import datetime as dt
import itertools

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.date_orders import DATE_ORDERS, order_words
from telebatch.model.project import Accept
from telebatch.normalise.when import columns, read_date_column
from telebatch.settings import shipped

Y, D, M = DATE_ORDERS


def read(*cells, **known):
    return read_date_column(pl.Series("동의일", cells, dtype=pl.String), shipped().times, **known)


@pytest.mark.parametrize(
    ("cells", "known", "decided", "open_orders", "open_count", "first"),
    [
        (("01/02/2026", "03/04/2026"), {}, "", (D, M), 2, None),
        (("01/02/2026", "13/02/2026"), {}, order_words(D), (), 0, dt.date(2026, 2, 1)),
        (("01/02/2026", "02/13/2026"), {}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("01/02/2026", "03/04/2026"), {"asked": M}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("01/02/2026", "03/04/2026"), {"prefers": (D,)}, order_words(D), (), 0, dt.date(2026, 2, 1)),
        (("01/02/2026", "02/13/2026"), {"prefers": (D,)}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("26.11.23", "26.10.01"), {}, "", (Y, D), 2, None),
        (("26.11.23", "26.10.01"), {"prefers": (Y,)}, order_words(Y), (), 0, dt.date(2026, 11, 23)),
        (("01/02/2026", "03/04/2026"), {"prefers": (Y,)}, "", (D, M), 2, None),
        (("01.02.2026", "3. 4. 2026"), {}, order_words(D), (), 0, dt.date(2026, 2, 1)),
        (("01.02.2026", "02.13.2026"), {}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("01.02.2026", "03/04/2026"), {}, "", (D, M), 2, None),
        (("01.02.2026", "03.04.2026"), {"prefers": (M,)}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("01/01/2026", "2/2/2026"), {}, order_words(D), (), 0, dt.date(2026, 1, 1)),
        (("01/02/2026", "13/02/2026", "14/02/2026", "02/13/2026"), {}, "", (D, M), 4, None),
        (("01/02/2026", "13/02/2026", "02/13/2026"), {"prefers": (D,)}, order_words(D), (), 0, dt.date(2026, 2, 1)),
        (("01/02/2026", "13/02/2026", "02/13/2026"), {"asked": M}, order_words(M), (), 0, dt.date(2026, 1, 2)),
        (("2026-02-01", "2026.3.4"), {}, "", (), 0, dt.date(2026, 2, 1)),
        (("2026-02-01", "03/04/2026"), {}, "", (D, M), 1, dt.date(2026, 2, 1)),
        ((None, " "), {}, "", (), 0, None),
    ],
)
def test_the_column_decides_or_the_question_is_left_open(cells, known, decided, open_orders, open_count, first):
    found = read(*cells, **known)
    assert (found.decided, found.open_orders, found.open_count) == (decided, open_orders, open_count)
    assert found.values[0] == first


def test_a_column_in_two_orders_says_so_and_one_slip_among_many_spoils_no_other_cell():
    sure = [f"{day}/{month}/{year}" for day in range(13, 29) for month in range(1, 13) for year in (2025, 2026)]
    slips = [f"{month:02}/{day}/2026" for month in range(1, 3) for day in (29, 30, 28, 27)]
    few, many = (read("01/02/2026", *sure, *slips[:count]) for count in (3, 8))
    assert (few.decided, few.contradicts, few.values[0]) == (order_words(D), False, dt.date(2026, 2, 1))
    assert few.values.to_list()[-3:] == [None] * 3
    assert few.is_unread.sum() == 3
    assert (many.open_orders, many.contradicts, many.values[0]) == ((D, M), True, None)


def test_what_is_written_and_is_no_date_is_told_cell_by_cell():
    found = read("2026-02-01", "작년", None, " ", "2026-02-30", "0226-01-01")
    assert found.is_unread.to_list() == [False, True, False, False, True, True]
    assert found.values.to_list() == [dt.date(2026, 2, 1), None, None, None, None, None]


CELLS = st.sampled_from(
    ["01/02/2026", "13/02/2026", "02/13/2026", "2026-11-23", "26.11.23", "1.2.03", "x", "", "20261123", "31/12/26"]
)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.none() | CELLS, max_size=12))
def test_pieces_say_what_the_whole_column_says(cells):
    whole = read(*cells)
    kept, columns._TEXTS_AT_A_TIME = columns._TEXTS_AT_A_TIME, 1
    try:
        pieces = read(*cells)
    finally:
        columns._TEXTS_AT_A_TIME = kept
    assert pieces.values.to_list() == whole.values.to_list()
    assert (pieces.decided, pieces.open_orders, pieces.open_count) == (
        whole.decided, whole.open_orders, whole.open_count,
    )  # fmt: skip
    assert pieces.is_unread.to_list() == whole.is_unread.to_list()


@settings(deadline=None, max_examples=40)
@given(st.lists(CELLS, min_size=1, max_size=8), st.sampled_from(DATE_ORDERS))
def test_no_cell_with_something_written_is_lost_in_silence(cells, order):
    for found in (read(*cells), read(*cells, asked=order)):
        for cell, value, unread in zip(cells, found.values, found.is_unread, strict=True):
            assert (value is not None) + unread == bool(cell)


def test_the_order_of_the_cells_is_no_matter():
    cells = ("01/02/2026", "13/02/2026", "02/13/2026", "2026-11-23")
    answers = {(read(*turned).decided, read(*turned).open_count) for turned in itertools.permutations(cells)}
    assert len(answers) == 1


@pytest.mark.parametrize(
    ("told", "region", "orders"),
    [("", "KR", (Y,)), ("", "TW", (Y,)), ("", "DE", ()), ("dmy", "DE", (D,)), ("mdy", "JP", (M, Y))],
)
def test_the_projects_word_goes_before_the_habit_of_its_first_region(told, region, orders):
    assert Accept(regions=(region, "KR"), date_order=told).usual_orders == orders
