"""Conservation, nobody called who must not be, and the same shift twice."""

import polars as pl
from hypothesis import example, given, settings
from hypothesis import strategies as st

from telebatch.model.project import Cap, Queues, Retry, Step
from telebatch.model.workspace import RosterRow
from telebatch.split import SplitRules, split
from tests.split.shift import TUESDAY, inputs, order, pack
from tests.state.any_world import event, world_of
from tests.state.world import CONFIRMS, on, project

PLAN = (Step(medium="catalogue", transit_days=1), Step(call="first"), Step(call="second", gap_days=1))
RULES = SplitRules(
    {
        "shop": project(
            plan=PLAN, confirmation=CONFIRMS, rest_after_refusal_days=5, caps=(Cap(2, "24h"),), packs=("kr",)
        ),
        "club": project("club", plan=PLAN[1:], after_cancel="rest 3", queues=Queues(priority=1, capacity=2)),
    },
    packs={"kr": pack(windows={"sun": (), "sat": (), "mon": ("10:00-12:00",)})},
    retry={"no_answer": Retry("half-day", "1d")},
    roster=tuple(RosterRow(on(day), "day", name, 1.0) for day in range(14) for name in ("kim", "lee")),
)
days = st.integers(0, 12)
requests = st.lists(st.tuples(st.integers(1, 4), st.booleans()), max_size=2)


def shift_of(events, day, asked):
    world = world_of(events)
    for person, ends in asked:
        world.add(
            "suppressions",
            list="own",
            kind="person",
            person_key=person,
            channel="call",
            batch=1,
            is_removal=False,
            until_on=on(3) if ends else None,
        )
    told = order(on(day).isoformat())
    given_ = inputs(world, RULES)
    return world, given_, told, split(given_, RULES, told)


# A person who shares the number of somebody who asked not to be called.
@example([("call", 1, 0, "do_not_call")], 0, [])
# One who asked on a day after the shift, as a call of the evening is told in UTC.
@example([("call", 1, 1, "do_not_call")], 0, [])
@settings(max_examples=25, deadline=None)
@given(st.lists(event, max_size=25), days, requests)
def test_every_lead_stands_in_one_place_and_nobody_is_called_who_must_not_be(events, day, asked):
    _, facts, told, shift = shift_of(events, day, asked)
    state = facts.leads.collect()
    both = pl.concat([shift.queued["lead_key"], shift.not_queued["lead_key"]])
    assert sorted(both.to_list()) == sorted(state["lead_key"].to_list())
    assert shift.counts["leads"] == shift.counts["queued"] + shift.counts["not_queued"] == state.height
    assert shift.queued["person_key"].is_unique().all()
    called = shift.queued.join(state, on="lead_key", suffix="_was")
    on_day = told.on
    assert not called.filter(
        pl.col("is_suppressed") | (pl.col("status") == "closed") | (pl.col("status") == "unlisted")
    ).height
    assert not called.filter(
        pl.col("is_unclassified") | pl.col("is_quarantined") | pl.col("released_queue").is_not_null()
    ).height
    assert not called.filter(pl.col("rest_until").gt(on_day) & pl.col("why_now").ne("callback")).height
    assert not {person for person, ends in asked if not ends or on_day <= on(3)} & set(called["person_key"])
    start, end = RULES.hours(told)
    assert called.filter(
        ~(pl.col("not_before") < pl.col("not_after")) | (pl.col("not_before") < start) | (pl.col("not_after") > end)
    ).is_empty()
    recent = facts.recent.collect()
    for number, begins in shift.queued.filter(project="shop").select("number", "not_before").rows():
        near = recent.filter(
            (pl.col("number") == number)
            & (pl.col("start_utc") > begins - pl.duration(hours=24))
            & (pl.col("start_utc") < begins)
        )
        assert near.height < 2
    assert not shift.not_queued.filter(pl.col("next_date") <= on_day).height
    assert on_day.weekday() < 5 or not shift.queued.filter(project="shop").height


@settings(max_examples=15, deadline=None)
@given(st.lists(event, max_size=20), days, requests, st.randoms(use_true_random=False))
def test_building_twice_gives_the_same_whatever_the_order_of_rows(events, day, asked, shuffle):
    world, _, told, first = shift_of(events, day, asked)
    for rows in world.rows.values():
        shuffle.shuffle(rows)
    again = split(inputs(world, RULES), RULES, told)
    assert again.queued.equals(first.queued)
    assert again.not_queued.equals(first.not_queued)
    assert again.mailings.equals(first.mailings)
    assert again.counts == first.counts


def test_a_shift_without_leads_is_empty():
    shift = shift_of([], 1, [])[3]
    assert shift.counts["leads"] == 5
    assert on(1) == TUESDAY
