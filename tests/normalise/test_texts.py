"""Texts in pieces are read like texts in one."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.texts import Held, Texts

WORDS = st.lists(st.lists(st.none() | st.text("ab", max_size=2), max_size=4), min_size=1, max_size=5)
SHAPE = {"word": pl.String, "other": pl.String}


def in_pieces(words):
    frames = [pl.DataFrame({"word": own, "other": own}, schema=SHAPE) for own in words]
    return Texts(tuple(Held(frame) for frame in frames), tuple(frame.height for frame in frames))


@given(WORDS, st.data())
def test_texts_are_found_at_any_places_however_often(words, data):
    every = [word for own in words for word in own]
    places = data.draw(st.lists(st.integers(0, len(every) - 1), max_size=9) if every else st.just([]))
    told = in_pieces(words).at(pl.Series(places, dtype=pl.UInt32), ("word",))
    assert told["word"].to_list() == [every[place] for place in places]


@given(WORDS)
def test_texts_stand_beside_their_rows(words):
    every = [word for own in words for word in own]
    rows = pl.DataFrame({"row": range(len(every))}, schema={"row": pl.Int64})
    told = in_pieces(words).beside(rows).filter(pl.col("word").is_not_null()).select("row", "word").collect()
    assert told.rows() == [(row, word) for row, word in enumerate(every) if word is not None]


@given(WORDS)
def test_texts_tell_where_a_condition_holds(words):
    every = [word for own in words for word in own]
    told = in_pieces(words).where(pl.col("word") == "a")
    assert told.to_list() == [place for place, word in enumerate(every) if word == "a"]
