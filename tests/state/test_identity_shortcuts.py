"""What spares identity work never changes whom it finds."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.flows import CANDIDATES
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.state import Known, identify, identity, ranked

SHAPE = {**CANDIDATES, "list": pl.String()}
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "list": st.sampled_from(["a", "b"]),
            "record_key": st.sampled_from(["R1", "R2", None]),
            "person_name_key": st.sampled_from(["", "kim", "lee"]),
            "company_key": st.sampled_from(["acme", "oak", None]),
            "email": st.sampled_from(["k@a", None]),
            "numbers": st.lists(st.sampled_from([100, 200, 300]), max_size=2, unique=True),
        }
    ),
    max_size=8,
)
NONE = pl.Series([], dtype=pl.Int64)
NOBODY = (ranked(PEOPLE.empty().lazy(), NONE), ranked(NUMBERS.empty().lazy(), NONE), LEADS.empty().lazy())


def found(rows, known):
    told = [{"file_key": 1, "record": n, **row} for n, row in enumerate(rows, 1)]
    return identify(pl.LazyFrame(told, schema=SHAPE), known, "shop").collect()


@settings(deadline=None)
@given(ROWS)
def test_an_empty_workspace_needs_no_search(rows):
    assert found(rows, Known(*NOBODY, is_empty=True)).equals(found(rows, Known(*NOBODY)))


@settings(deadline=None)
@given(ROWS)
def test_only_repeated_keys_are_compared_as_if_all_were(rows):
    quick = found(rows, Known(*NOBODY))
    kept = identity._repeating
    identity._repeating = lambda candidates, keys, has_key, *beside: candidates.filter(has_key)
    try:
        assert found(rows, Known(*NOBODY)).equals(quick)
    finally:
        identity._repeating = kept
