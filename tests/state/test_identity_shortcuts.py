"""What spares identity work never changes whom it finds."""

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.model.flows import CANDIDATES
from telebatch.model.tables import LEADS, NUMBERS, PEOPLE
from telebatch.model.texts import Held, Texts
from telebatch.state import Known, identify, identity, ranked

SHAPE = {**CANDIDATES, "list": pl.String(), "numbers": pl.List(pl.Int64())}
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


def told(rows):
    """The candidates, and their numbers."""
    table = pl.DataFrame([{"file_key": 1, "record": n, **row} for n, row in enumerate(rows, 1)], schema=SHAPE)
    return table.drop("numbers"), table.select("record", number="numbers").explode("number")


def found(rows, known):
    table, numbers = told(rows)
    return identify(table.lazy(), known, "shop", numbers).collect()


@settings(deadline=None)
@given(ROWS)
def test_an_empty_workspace_needs_no_search(rows):
    assert found(rows, Known(*NOBODY, is_empty=True)).equals(found(rows, Known(*NOBODY)))


@settings(deadline=None)
@given(ROWS)
def test_only_repeated_keys_are_compared_as_if_all_were(rows):
    quick = found(rows, Known(*NOBODY))
    kept = identity._repeating
    identity._repeating = lambda rows, texts, keys, has_key, *beside: texts.beside(rows).filter(has_key).collect()
    try:
        assert found(rows, Known(*NOBODY)).equals(quick)
    finally:
        identity._repeating = kept


@settings(deadline=None)
@given(ROWS, st.booleans())
def test_repeated_numbers_and_texts_at_hand_are_those_looked_for(rows, met):
    known = _somebody() if met else Known(*NOBODY, is_empty=True)
    table, numbers = told(rows)
    twice = pl.Series(
        [number for number in (100, 200, 300) if numbers["number"].to_list().count(number) > 1], dtype=pl.Int64
    )
    names = ["record_key", "person_name_key", "company_key", "email"]
    pieces = [table.head(2).select(names), table.slice(2).select(names)]
    texts = Texts(tuple(Held(piece) for piece in pieces), tuple(piece.height for piece in pieces))
    at_hand = identify(table.drop(names).lazy(), known, "shop", numbers, twice, texts).collect()
    assert at_hand.equals(found(rows, known))


def _somebody():
    """Two persons who share a number."""
    person = {"batch": 1, "list": "a", "record_key": "R1", "person_name_key": "kim", "company_key": "acme"}
    other = {**person, "person_key": 2, "record_key": "R9", "person_name_key": "lee"}
    people = pl.LazyFrame([{**person, "person_key": 1}, other], schema=dict(PEOPLE.schema))
    owned = [{"batch": 1, "person_key": key, "number": number} for key, number in ((1, 100), (1, 200), (2, 200))]
    numbers = pl.LazyFrame(owned, schema=dict(NUMBERS.schema))
    return Known(ranked(people, NONE), ranked(numbers, NONE), LEADS.empty().lazy())
