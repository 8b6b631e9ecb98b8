"""What held last, read off rows in order: as if each lead's rows were looked at alone."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.alike import perhaps_alike
from telebatch.model.places import placed
from telebatch.state.latest import latest

ROWS = st.lists(
    st.tuples(st.integers(1, 4), st.sampled_from([True, False, None]), st.none() | st.integers(0, 9)), max_size=12
)


@given(ROWS)
def test_each_lead_has_its_own_count_and_its_own_last_word(rows):
    ordered = sorted(rows, key=lambda row: row[0])
    frame = pl.LazyFrame(ordered, schema={"lead_key": pl.Int64, "holds": pl.Boolean, "says": pl.Int64}, orient="row")
    told = latest(frame, {"times": pl.col("holds")}, {"word": ("times", "says")}).collect()
    expected = []
    for lead in sorted({row[0] for row in ordered}):
        words = [says for key, holds, says in ordered if key == lead and holds]
        expected.append((lead, len(words), words[-1] if words else None))
    assert told.rows() == expected


@given(st.lists(st.sampled_from(["a", "b", "c", None])))
def test_what_stands_twice_is_always_among_what_may(values):
    places = perhaps_alike(pl.Series(values, dtype=pl.String))
    assert places.to_list() == [at for at, value in enumerate(values) if values.count(value) > 1]


@given(st.dictionaries(st.integers(0, 9), st.sampled_from(["a", None])))
def test_what_is_placed_stands_there_and_nowhere_else(told):
    values = pl.Series("told", list(told.values()), dtype=pl.String)
    column = placed(values, pl.Series(list(told), dtype=pl.UInt32), 10)
    assert (column.name, column.to_list()) == ("told", [told.get(at) for at in range(10)])


def test_what_the_last_row_does_not_tell_is_not_taken_from_another():
    rows = pl.LazyFrame(
        {
            "lead_key": [1, 1, 2, 2, 3],
            "agent": ["kim", None, "lee", "park", None],
            "books": [True, True, True, None, True],
        }
    )
    found = latest(
        rows,
        {"any": pl.col("lead_key").is_not_null(), "books": pl.col("books")},
        {"who": ("any", "agent"), "by": ("books", "agent")},
    )
    assert found.collect().to_dicts() == [
        {"lead_key": 1, "any": 2, "books": 2, "who": None, "by": None},
        {"lead_key": 2, "any": 2, "books": 1, "who": "park", "by": "lee"},
        {"lead_key": 3, "any": 1, "books": 1, "who": None, "by": None},
    ]
