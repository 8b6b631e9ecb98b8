"""A table written piece by piece, of cells made ready before, is the table written at once."""

from io import BytesIO

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.write import ready, ready_together, write_csv, write_csv_ready

CELLS = (
    st.none()
    | st.text(max_size=6)
    | st.sampled_from(["=1+1", "-5", "a\n=b", "'+82", "＝x", "", '"q"', " @x", "a,b", "a\rb", '=HYPERLINK("x,y")'])
)
COLUMNS = ("text", "word", "count")


@given(st.lists(st.tuples(CELLS, CELLS, st.none() | st.integers(-9, 9)), max_size=9), st.integers(1, 4))
def test_pieces_are_the_same_bytes_as_the_whole(tmp_path_factory, rows, size):
    folder = tmp_path_factory.mktemp("pieces")
    table = pl.DataFrame(rows, schema={"text": pl.String, "word": pl.String, "count": pl.Int64}, orient="row")
    coded = table.with_columns(pl.col("word").cast(pl.Categorical(pl.Categories("word", "tests", pl.UInt32))))
    write_csv(folder / "whole.csv", table.lazy())
    pieces = [coded.slice(start, size) for start in range(0, max(len(rows), 1), size)]
    apart, together = BytesIO(), BytesIO()
    write_csv_ready(apart, COLUMNS, (piece.select(map(ready, piece)) for piece in pieces))
    write_csv_ready(
        together,
        COLUMNS,
        (pl.DataFrame([ready(piece["text"]), ready_together(piece.drop("text")).alias("rest")]) for piece in pieces),
    )
    whole = (folder / "whole.csv").read_bytes()
    assert apart.getvalue() == whole
    assert together.getvalue() == whole
