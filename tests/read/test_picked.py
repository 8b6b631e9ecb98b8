"""A few records read once more are the ones that all records held."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.records import ReadOptions
from telebatch.read import read
from telebatch.read.texts import survey
from tests.read.reading import options

_CELL = st.text(st.sampled_from("가a1 \t"), max_size=9)
_LINE = st.one_of(st.tuples(_CELL, _CELL).map(",".join), st.just(""), st.just("합계,2"), st.just('"a""b",""'))


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    monkeypatch.setattr(survey, "BLOCK", 32)


@given(st.lists(_LINE, max_size=40), st.sampled_from(["\n", "\r\n"]), st.booleans(), st.data())
def test_picked_records_are_those_of_all(tmp_path_factory, lines, ending, is_ended, data):
    path = tmp_path_factory.mktemp("picked") / "list.csv"
    text = ending.join(["성명,휴대폰", *lines, "김,010"]) + (ending if is_ended else "")
    path.write_bytes(text.encode())
    (reading,) = read(path, options())
    records = reading.records.collect().sort("record")
    numbers = data.draw(st.lists(st.integers(-1, len(lines) + 4), max_size=9))
    wanted = records.filter(pl.col("record").is_in(numbers))
    found = reading.picked(pl.Series(numbers, dtype=pl.Int64)).collect().sort("record")
    assert found.equals(wanted)
    assert found.schema == records.schema


def test_a_headerless_file_with_a_byte_order_mark_is_picked_from_its_first_line(tmp_path):
    path = tmp_path / "calls.csv"
    path.write_bytes("\ufeffa,1\nb,2\nc,3\n".encode())
    (reading,) = read(path, ReadOptions(header="none"))
    cells = reading.picked(pl.Series([3, 1, 3])).collect().sort("record").drop("line")
    assert cells.rows() == [(1, "a", "1"), (3, "c", "3")]
