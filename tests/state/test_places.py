"""The quick way to a key's place finds what looking for it would find."""

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.places import places

KEYS = st.integers(-40, 40) | st.integers(-(10**6), 10**6)


@given(st.lists(KEYS | st.none()), st.lists(KEYS, unique=True))
def test_a_key_stands_where_it_is_found(asked, keys):
    found = places(pl.Series(asked, dtype=pl.Int64), pl.Series(keys, dtype=pl.Int64)).to_list()
    assert found == [keys.index(key) if key in keys else None for key in asked]
