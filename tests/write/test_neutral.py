"""Nothing a cell contains is run by a spreadsheet, and nothing is lost on the way back."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.write import neutralised, ready, restored
from telebatch.write.neutral import bytes_of, perhaps_bad


def through(text, step):
    return pl.DataFrame({"cell": [text]}, schema={"cell": pl.String}).select(step(pl.col("cell"))).item()


@pytest.mark.parametrize("cell", ["=1+1", "+82 2", "-3", "@sum", "\t=x", " =x", "\u00a0=x", "＝cmd", "a\n=b", "'=x"])
def test_a_dangerous_cell_is_marked(cell):
    marked = through(cell, neutralised)
    assert marked.count("'") == cell.count("'") + 1
    assert through(marked, restored) == cell


@pytest.mark.parametrize("cell", ["010-1234-5678", "김'=", "a=b", "", "'quoted'", "3-4"])
def test_a_harmless_cell_is_left_alone(cell):
    assert through(cell, neutralised) == cell


@given(st.text(alphabet=st.sampled_from(list("=+-@'ab \t\r\n\u00a0＝1")), max_size=12))
def test_what_was_neutralised_is_restored_exactly(cell):
    assert through(through(cell, neutralised), restored) == cell


@given(
    st.lists(
        st.none() | st.text(alphabet=st.sampled_from(list("=+-@'ab \t\r\n\u00a0\u3000＝가あ1")), max_size=5), max_size=6
    )
)
def test_a_column_that_needs_a_mark_is_never_taken_for_a_harmless_one(cells):
    column = pl.Series("cell", cells, dtype=pl.String)
    marked = column.to_frame().select(neutralised(pl.col("cell"))).to_series()
    told = perhaps_bad(column, *bytes_of(column)).to_list()
    changed = marked.ne_missing(column).arg_true().to_list()
    assert set(told) >= set(changed)


@pytest.mark.parametrize("cells", [["a-b", "김", None, ""], ["あ", "éa", "'a"], [], [None], [""]])
def test_a_column_without_signs_is_written_as_it_is(cells):
    column = pl.Series(cells, dtype=pl.String)
    assert perhaps_bad(column, *bytes_of(column)).is_empty()


def test_making_cells_ready_leaves_the_column_as_it_was():
    column = pl.Series("cell", ["=1", "a", None])
    assert ready(column).to_list() == ["'=1", "a", None]
    assert column.to_list() == ["=1", "a", None]


@given(st.lists(st.none() | st.text(alphabet=st.sampled_from(list("=+-@'a \t\n\u3000＝가1")), max_size=5), max_size=6))
def test_cells_made_ready_are_neutralised_ones(cells):
    column = pl.Series("cell", cells, dtype=pl.String)
    told = column.to_frame().select(neutralised(pl.first())).to_series()
    lines = told.str.contains("\n", literal=True)
    quoted = pl.select(pl.when(lines).then(pl.concat_str(pl.lit('"'), told, pl.lit('"'))).otherwise(told)).to_series()
    assert ready(column).to_list() == quoted.to_list()
