"""The quick look for cells that tell of the forgotten passes over none that the exact one would find."""

import re
import sys
import unicodedata
from types import SimpleNamespace

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.pipeline.privacy.cells import PLAIN, Cells

WHOM = SimpleNamespace(numbers=[821020010001], written={821020010001: "1020010001"}, emails=("One@example.com",))
PIECES = st.sampled_from(["010", "2001", "0001", "-", " ", "２００１", "０", "one@", "ＯＮＥ＠", "Example.com", "㈜가온", "ａ", "7"])  # fmt: skip


def test_no_sign_that_counts_as_plain_has_a_letter_or_digit_as_another_form():
    plain = re.compile(f"[{PLAIN}]")
    signs = (chr(code) for code in range(128, sys.maxunicode + 1) if plain.match(chr(code)))
    hidden = [sign for sign in signs if re.search("[A-Za-z0-9@]", unicodedata.normalize("NFKC", sign))]
    assert not hidden


@given(
    st.lists(
        st.tuples(
            st.lists(PIECES, max_size=8).map("".join) | st.none(), st.lists(PIECES, max_size=8).map("".join) | st.none()
        ),
        max_size=20,
    )
)
def test_the_quick_look_finds_what_the_exact_one_does(rows):
    frame = pl.DataFrame(rows, schema={"a": pl.String, "b": pl.String}, orient="row").with_row_index("record")
    cells = Cells(WHOM)
    exact = frame.filter(cells.tells("a") | cells.tells("b"))
    assert cells.telling(frame.lazy(), ["a", "b"]).equals(exact)
