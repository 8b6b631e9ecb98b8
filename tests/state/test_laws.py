"""Whatever order facts come in, and however they were batched, the state is the same."""

import random
from datetime import UTC, datetime

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from telebatch.state import (
    Facts,
    FoldRules,
    bad_numbers,
    derived_suppressions,
    dropped_numbers,
    fold,
)
from tests.state.any_world import event, world_of
from tests.state.judge import judge
from tests.state.touched import neighbours, touched_leads
from tests.state.world import CONFIRMS, SHAPES, World, on, project

RULES = FoldRules(
    {"shop": project(confirmation=CONFIRMS, rest_after_refusal_days=5), "club": project("club", after_cancel="rest 3")}
)


def told(facts):
    return fold(facts, RULES).collect(engine="in-memory")


def only(facts: Facts, keys: pl.LazyFrame) -> Facts:
    """The facts of some leads, as the store picks them: per-person and numbers tables follow the person."""
    leads = facts.leads.join(keys, on="lead_key", how="semi")
    cut = {}
    for name in SHAPES:
        rows = getattr(facts, name)
        key = "person_key" if name in ("numbers", "verified") else "lead_key"
        if name == "suppressions" or name == "queue_events":
            cut[name] = rows
        else:
            cut[name] = rows.join(leads if key == "person_key" else keys, on=key, how="semi")
    return Facts(**cut)


@settings(max_examples=15, deadline=None)
@given(st.lists(event, max_size=25), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(events, shuffle: random.Random):
    world = world_of(events)
    before = told(world.facts())
    for rows in world.rows.values():
        shuffle.shuffle(rows)
    assert_frame_equal(told(world.facts()), before)


@settings(max_examples=15, deadline=None)
@given(st.lists(event, max_size=20), st.lists(event, min_size=1, max_size=3))
def test_a_refresh_of_the_touched_leads_equals_a_rebuild(known, new):
    before, after = world_of(known), world_of([*known, *new])
    added = tuple(
        pl.LazyFrame(after.rows[name][len(before.rows[name]) :], schema=dict(SHAPES[name]), orient="row")
        for name in SHAPES
    )
    facts = after.facts()
    closed = pl.concat(
        [facts.released.join(added[list(SHAPES).index("queue_events")], on="queue", how="semi").select("lead_key")]
    )
    touched = pl.concat([touched_leads(added, facts.leads, facts.numbers), closed]).unique()
    needed = neighbours(touched, facts.leads, facts.numbers, facts.outcomes)
    fresh = told(only(facts, needed)).join(touched.collect(), on="lead_key", how="semi")
    old = told(before.facts()).join(touched.collect(), on="lead_key", how="anti")
    assert_frame_equal(pl.concat([old, fresh]).sort("lead_key"), told(facts))


@settings(max_examples=40, deadline=None)
@given(st.lists(event, max_size=25))
def test_every_lead_stands_as_a_judge_says_who_knows_no_table_of_ours(events):
    world = world_of(events)
    wanted = judge(world.rows, datetime(2026, 11, 9, 10, tzinfo=UTC))
    rows = {row["lead_key"]: row for row in told(world.facts()).iter_rows(named=True)}
    assert {key: {name: rows[key][name] for name in one} for key, one in wanted.items()} == wanted


def test_a_request_names_the_person_and_every_number_once():
    world = World().lead(1, number=821011110000).add("numbers", person_key=1, position=2, number=821022220000)
    facts = world.call("do_not_call", 2).call("do_not_call", 5).facts()
    rows = derived_suppressions(facts.outcomes, facts.numbers, facts.leads).collect()
    assert rows.select("kind", "person_key", "number", "from_on").rows() == [
        ("number", None, 821011110000, on(2)),
        ("number", None, 821022220000, on(2)),
        ("person", 1, None, on(2)),
    ]


def test_a_bad_number_is_asked_about_again_after_180_days():
    facts = World().lead(1).call("vacant", 3).facts()
    row = bad_numbers(facts.outcomes).collect().row(0, named=True)
    assert (row["bad_since"], row["bad_until"], row["results"]) == (on(3), on(183), 1)


def test_a_talk_takes_a_dropped_number_back():
    world = World().lead(1).call("wrong_number", 1)
    facts = world.facts()
    assert dropped_numbers(facts.outcomes, facts.leads).collect().height == 1
    facts = world.call("interested", 2).facts()
    assert dropped_numbers(facts.outcomes, facts.leads).collect().is_empty()
