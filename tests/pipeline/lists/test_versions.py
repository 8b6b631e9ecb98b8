"""Versions of one person, laid over each other by the day they were told on: against a slow judge, in every arrival."""

import datetime as dt

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.model.versions import ToldBy
from telebatch.state.numbers_now import numbers_now
from telebatch.state.people_now import people_now

LIST, WORD = None, str(ToldBy.SUPPLIER)
TITLES = ("원장", "비서", "실장", None)
#: (who told it, title, numbers); a supplier tells one number or none.
VERSIONS = st.lists(
    st.one_of(
        st.tuples(st.just(LIST), st.sampled_from(TITLES), st.lists(st.integers(1, 4), min_size=1, max_size=3, unique=True)),
        st.tuples(st.just(WORD), st.sampled_from(TITLES), st.lists(st.integers(1, 6), max_size=1)),
    ),
    max_size=6,
).map(lambda later: [(LIST, "원장", [1, 2]), *later])  # fmt: skip


def judge(versions):
    """Title and numbers as a person would tell them, version by version."""
    title = listed_title = None
    base, words, listed = [], [], None
    for who, told, numbers in versions:
        if who is LIST:
            if told and told != listed_title:
                title = listed_title = told
            if numbers != listed:
                base, words, listed = numbers, [], numbers
        else:
            title = told or title
            words = numbers + words
    return title, list(dict.fromkeys([*words, *base]))


def stored(versions, arrival):
    """PEOPLE and NUMBERS rows; version n was told on day n and came with batch `arrival[n]`."""
    people, numbers = [], []
    for day, (who, title, told) in enumerate(versions):
        mark = {"person_key": 7, "batch": arrival[day], "told_on": dt.date(2026, 11, 1 + day), "told_by": who}
        if who is LIST or title:
            tells = None if who is LIST else "title"
            people.append(
                {**mark, "list": "l", "person": "김", "person_name_key": "김", "title": title, "tells": tells}
            )
        copies = told if who is LIST else [*told, 99] if told else []
        numbers += [{**mark, "position": place, "number": number} for place, number in enumerate(copies)]
    frames = (
        pl.concat([table.empty(), pl.DataFrame(rows, schema_overrides=dict(table.schema))], how="diagonal")
        for table, rows in ((PEOPLE, people), (NUMBERS, numbers))
    )
    return [frame.sample(fraction=1, shuffle=True, seed=1).lazy() for frame in frames]


@settings(max_examples=60, deadline=None)
@given(VERSIONS, st.randoms(use_true_random=False))
@example([(LIST, "원장", [1, 2]), (WORD, "비서", [5]), (LIST, "원장", [1, 2])], None)
@example([(LIST, "원장", [1, 2]), (WORD, "비서", [5]), (LIST, "실장", [1])], None)
@example([(LIST, "원장", [1, 2]), (WORD, None, [2]), (WORD, "실장", [5])], None)
def test_the_later_observation_holds_whatever_arrived_later(versions, chance):
    arrival = list(range(1, len(versions) + 1))
    if chance is not None:
        chance.shuffle(arrival)
    people, numbers = stored(versions, arrival)
    title, wanted = judge(versions)
    assert people_now(people).collect()["title"].to_list() == [title]
    found = numbers_now(numbers).collect().sort("position")
    assert found["number"].to_list() == wanted
    assert found["position"].to_list() == list(range(len(wanted)))
