"""Nothing a cell contains is run by a spreadsheet, and nothing is lost on the way back."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.write import neutralised, restored


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
