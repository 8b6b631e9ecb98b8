"""The survey: the quick pass and the full one agree, and Polars reads as many records as they count."""

import numpy as np
import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.read.texts.index import full_survey
from telebatch.read.texts.survey import Shape, quick_survey

WORDS = st.sampled_from(["", "a", "김", "합계", "x y", "Total", "1"])
SHAPE = Shape(0, b",", b'"', 3, (b"a,b,c",))


def text_of(rows, ending, quoted):
    """Rows as text; of the cells as many stand in quotes as `quoted` says."""
    signs = {"none": "", "all": '"'}
    lines = (
        ",".join(f"{sign}{cell}{sign}" for cell in row for sign in [signs.get(quoted, '"' * ((len(cell) + at) % 2))])
        for at, row in enumerate(rows)
    )
    return "".join(line + ending for line in lines).encode()


@given(
    st.lists(st.lists(WORDS, min_size=3, max_size=3), min_size=1, max_size=20),
    st.sampled_from(["\n", "\r\n"]), st.sampled_from(["none", "all", "some"]), st.booleans(),
)  # fmt: skip
@settings(max_examples=80, deadline=None, derandomize=True)
def test_the_quick_survey_is_the_full_one_on_clean_files(rows, ending, quoted, is_open):
    text = text_of(rows, ending, quoted)
    text = text.removesuffix(ending.encode()) if is_open and not text.endswith(b"\n\n") else text
    view = memoryview(text)
    quick, full = quick_survey(view, SHAPE), full_survey(view, SHAPE)
    assert quick is not None
    for name in ("count", "lines", "has_quotes", "is_sound", "max_width", "line_of"):
        assert getattr(quick, name) == getattr(full, name), name
    for name in ("blanks", "suspects", "suspect_starts", "suspect_ends", "suspect_widths"):
        assert np.array_equal(getattr(quick, name), getattr(full, name)), name


@given(st.lists(st.sampled_from([b"a,b,c", b"a,b", b'"a\nb",c,d', b"", b'"",,', b"a,b,c,d"]), min_size=1, max_size=20))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_polars_counts_the_same_records(rows):
    text = b"\n".join(rows) + b"\n"
    survey = full_survey(memoryview(text), SHAPE)
    frame = pl.scan_csv(
        text,
        has_header=False,
        schema=dict.fromkeys("abc", pl.String()),
        extra_columns="ignore",
        missing_columns="insert",
    )
    assert survey.count == len(rows) == frame.select(pl.len()).collect().item()


def test_anything_unusual_leaves_the_quick_road():
    for odd in (
        b"a,b\n",
        b"a,b,c,d\n",
        b'"a,b,c\n',
        b"a\rb,c,d\n",
        b"a\x00,b,c\n",
        b"\xff,b,c\n",
        b'a"b",c,d\n',
        b'"a""b",c,d\n',
        b'"a"b,c,d\n',
        b'"a,b",c,d\n',
        b'"a\nb",c,d\n',
        b"\n",
    ):
        assert quick_survey(memoryview(b"a,b,c\n" + odd), SHAPE) is None, odd
