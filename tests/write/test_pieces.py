"""A table written piece by piece is the table written at once."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.write import write_csv, write_csv_pieces

CELLS = st.none() | st.text(max_size=6) | st.sampled_from(["=1+1", "-5", "a\n=b", "'+82", "＝x", "", '"q",', " @x"])


@given(st.lists(st.tuples(CELLS, CELLS, st.integers(0, 9)), max_size=9), st.integers(1, 4))
def test_pieces_are_the_same_bytes_as_the_whole(tmp_path_factory, rows, size):
    folder = tmp_path_factory.mktemp("pieces")
    table = pl.DataFrame(rows, schema={"text": pl.String, "word": pl.String, "count": pl.Int64}, orient="row")
    coded = table.with_columns(pl.col("word").cast(pl.Categorical(pl.Categories("word", "tests", pl.UInt32))))
    write_csv(folder / "whole.csv", table.lazy())
    write_csv_pieces(folder / "pieces.csv", (coded.slice(start, size) for start in range(0, max(len(rows), 1), size)))
    assert (folder / "pieces.csv").read_bytes() == (folder / "whole.csv").read_bytes()
