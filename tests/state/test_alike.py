"""Rows of the same values are of one kind, whatever their columns hold."""

import datetime as dt

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model import alike
from telebatch.model.alike import among, first_alike, in_both, kinds, stands_twice
from telebatch.model.places import places_in

WORDS = pl.Categorical(pl.Categories("kinds", "tests", pl.UInt8))
SCHEMA = {"n": pl.Int64, "text": pl.String, "word": WORDS, "yes": pl.Boolean, "day": pl.Date, "none": pl.Null}
ROW = st.tuples(
    st.none() | st.sampled_from([0, 1, -(2**62), 2**62, 5_000_000]) | st.integers(-3, 3),
    st.none() | st.sampled_from(["", "a", "b"]),
    st.none() | st.sampled_from(["x", "y"]),
    st.none() | st.booleans(),
    st.none() | st.sampled_from([dt.date(2026, 1, 1), dt.date(1, 1, 1)]),
    st.none(),
)


@pytest.mark.parametrize("parting", [2, 1_000_000])
@given(rows=st.lists(ROW, max_size=12), width=st.integers(1, 6))
def test_rows_are_of_one_kind_where_all_their_values_are_the_same(rows, width, parting):
    table = pl.DataFrame(rows, schema=SCHEMA, orient="row").select(list(SCHEMA)[-width:])
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(alike, "_WORTH_PARTING", parting)
        kind, first = kinds(table)
    told = table.rows()
    assert [told.index(row) for row in told] == first.gather(kind).to_list()
    assert sorted(set(kind)) == list(range(first.len()))


def test_more_combinations_than_a_table_holds_are_told_apart():
    rows = pl.DataFrame({"a": range(3000), "b": range(0, 9_000_000, 3000), "c": [0, 1, 2] * 1000})
    doubled = pl.concat([rows, rows.reverse()])
    kind, first = kinds(doubled)
    assert first.len() == rows.height
    assert kind.head(3000).to_list() == kind.tail(3000).reverse().to_list()


def test_a_column_that_few_rows_have_is_told_apart_among_these():
    few = [None] * 4000 + [*range(0, 9_000_000, 9000)] * 2
    rows = pl.DataFrame({"a": [*range(3000), *range(3000)], "few": few})
    kind, first = kinds(rows)
    told = rows.rows()
    assert first.len() == rows.unique().height
    assert [told[place] for place in first.gather(kind)] == told


@given(st.lists(st.none() | st.integers(-9, 9)), st.lists(st.none() | st.integers(-9, 9)))
def test_numbers_that_stand_in_both_columns_are_found_in_any_order(values, others):
    found = in_both(pl.Series(values, dtype=pl.Int64), pl.Series(others, dtype=pl.Int64))
    assert found.to_list() == sorted({*values} & {*others} - {None})


def test_numbers_of_two_long_columns_that_end_alike_are_told_apart(monkeypatch):
    monkeypatch.setattr(alike, "_WORTH_MARKING", 4)
    monkeypatch.setattr(alike, "_AT_ONCE", 3)
    marks = 2**26
    values = pl.Series([5 + marks, 7, None, 7, -1, 3, 2 * marks, 9 - marks])
    others = pl.Series([2 * marks, 5, -1, 9, None, 7, 3 + marks, 11])
    assert in_both(values, others).to_list() == [-1, 7, 2 * marks]


FAR = st.sampled_from([-(2**62), 2**62, 2**26, 2**26 + 1, 5 + 2**40])


@pytest.mark.parametrize("long", [True, False])
@given(values=st.lists(st.none() | st.integers(-3, 9) | FAR), few=st.sets(st.integers(-3, 9) | FAR))
def test_numbers_among_a_few_are_found_whether_they_end_alike_or_not(long, values, few):
    with pytest.MonkeyPatch.context() as shortened:
        shortened.setattr(alike, "_WORTH_MARKING", 1 if long else 10**9)
        shortened.setattr(alike, "_AT_ONCE", 3)
        told = among(pl.Series(values, dtype=pl.Int64), pl.Series([*few], dtype=pl.Int64))
    assert told.to_list() == [value in few for value in values]


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 99)), max_size=20))
def test_the_first_of_all_that_are_alike_is_the_smallest(told):
    keys, rows = [key for key, _ in told], [row for _, row in told]
    first = first_alike(np.array(keys, np.int64), np.array(rows, np.uint32))
    assert first.tolist() == [min(row for other, row in told if other == key) for key in keys]


@given(st.lists(st.none() | st.integers(0, 9) | st.sampled_from([-(2**62), 2**62]), max_size=12))
def test_numbers_stand_twice_whether_they_lie_close_or_far_apart(values):
    told = stands_twice(pl.Series(values, dtype=pl.Int64)).to_list()
    assert told == [value is not None and values.count(value) > 1 for value in values]


@given(st.lists(st.integers(0, 9)), st.sets(st.integers(0, 9)))
def test_a_place_is_that_among_the_distinct_ones(keys, others):
    distinct = sorted({*keys, *others})
    places = places_in(pl.Series(sorted(keys), dtype=pl.Int64), pl.Series(distinct, dtype=pl.Int64))
    assert places.to_list() == [distinct.index(key) for key in sorted(keys)]
