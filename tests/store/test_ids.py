from __future__ import annotations

import random

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.ids import SIGNS, lead_id, lead_key, person_id, person_key

_KEYS = st.integers(0, 2**60 - 1)


def _ids(keys, write=lead_id):
    return pl.DataFrame({"key": pl.Series(keys, dtype=pl.Int64)}).select(write(pl.col("key"))).to_series().to_list()


def _keys(ids, read=lead_key):
    return pl.DataFrame({"id": pl.Series(ids, dtype=pl.String)}).select(read(pl.col("id"))).to_series().to_list()


@settings(deadline=None, max_examples=25)
@given(st.lists(_KEYS, min_size=1))
def test_an_id_gives_its_key_back(keys):
    for write, read, other in ((lead_id, lead_key, person_key), (person_id, person_key, lead_key)):
        ids = _ids(keys, write)
        assert _keys(ids, read) == keys
        assert _keys([typed.lower() + " " for typed in ids], read) == keys
        assert _keys(ids, other) == [None] * len(keys)
        assert all(8 <= len(written) <= 14 and written[0] in "LP" for written in ids)


@settings(deadline=None, max_examples=25)
@given(_KEYS, st.data())
def test_a_wrong_sign_or_two_swapped_neighbours_are_found(key, chance):
    (written,) = _ids([key])
    place = chance.draw(st.integers(1, len(written) - 1))
    sign = chance.draw(st.sampled_from(SIGNS))
    wrong = written[:place] + sign + written[place + 1 :]
    swapped = (
        written[: place - 1] + written[place] + written[place - 1] + written[place + 1 :] if place > 1 else written
    )
    assert _keys([wrong, swapped]) == [key if wrong == written else None, key if swapped == written else None]


def test_every_wrong_sign_and_every_swap_of_long_and_short_ids_is_found():
    chance = random.Random(7)
    for key in (0, 1, 2**30 - 1, 2**30, 2**60 - 1, *(chance.randrange(2**60) for _ in range(20))):
        for write, read in ((lead_id, lead_key), (person_id, person_key)):
            (written,) = _ids([key], write)
            wrong = [written[:i] + sign + written[i + 1 :] for i in range(1, len(written)) for sign in SIGNS]
            wrong += [written[:i] + written[i + 1] + written[i] + written[i + 2 :] for i in range(1, len(written) - 1)]
            wrong = [typed for typed in wrong if typed != written]
            assert _keys(wrong, read) == [None] * len(wrong)


def test_ids_of_one_length_sort_like_their_keys():
    keys = sorted(random.Random(3).sample(range(2**30), 500))
    assert sorted(_ids(keys)) == _ids(keys)


@pytest.mark.parametrize(
    "typed", ["", "L", "L1", "-0000012", "L+000012", "LÉ000012", "L00000E2", "L0000012X", None, "X0000012"]
)
def test_what_is_no_id_is_null(typed):
    assert _keys([typed]) == [None]


def test_look_alikes_are_read_as_meant():
    assert _keys(["lOOOOOl2", "LOOOOOI2"]) == [1, 1]
    assert not set("ILOE") & set(SIGNS)


def test_keys_out_of_range_have_no_id():
    assert _ids([-1, 2**60, None]) == [None, None, None]


def test_ids_are_written_and_read_in_a_streaming_plan_under_their_column_s_name():
    keys = pl.LazyFrame({"lead_key": range(100_000)})
    read = keys.select(lead_id(pl.col("lead_key"))).select(lead_key(pl.col("lead_key"))).collect(engine="streaming")
    assert read.equals(keys.collect())
