"""What is due, when, to whom: callbacks, retries, stages, media."""

from datetime import time

import polars as pl
import pytest

from telebatch.model.project import Cap, Confirmation, Cycle, Field, Queues, Retry, Step
from telebatch.model.workspace import Agent, RosterRow
from telebatch.split import top_up
from telebatch.split.places import mix
from tests.split.shift import (
    AGE,
    ONE,
    TUESDAY,
    World,
    amend,
    asked,
    date,
    laid_out,
    lead,
    mailed,
    order,
    pack,
    plan,
    rules_of,
    why_not,
    with_packs,
)
from tests.state.world import at, on, project

OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-18:00",))
CATALOGUE = (
    Step(medium="catalogue", transit_days=3, window_days=10),
    Step(call="first", gap_days=2),
    Step(call="second", gap_days=3),
)


def queued(shift, lead=1):
    return shift.queued.row(by_predicate=pl.col("lead_key") == lead, named=True)


def booked(time_utc, **row):
    return lead().call("call_again", books=True, callback_utc=time_utc, **row)


CALLBACKS = [
    ("in the window", at(1, 5), (at(1, 4, 45), at(1, 9), None)),
    ("missed yesterday", at(0, 12), (at(1, 0), at(1, 9), None)),
    ("before the window", at(0, 22), (at(1, 0), at(1, 9), at(0, 22))),
    ("after the window", at(1, 11), (at(1, 8, 30), at(1, 9), at(1, 11))),
]


@pytest.mark.parametrize(("at_utc", "told"), [case[1:] for case in CALLBACKS], ids=[case[0] for case in CALLBACKS])
def test_a_callback_is_called_from_its_time_or_moves(at_utc, told):
    row = queued(laid_out(booked(at_utc), with_packs(plan(*ONE, packs=("kr",)), pack(windows=OFFICE))))
    assert (row["not_before"], row["not_after"], row["moved_from"]) == told
    assert (row["why_now"], row["due_utc"], row["agent"]) == ("callback", at_utc, "kim")


def test_a_callback_the_customer_asked_for_may_leave_the_window_where_the_pack_lets_it():
    rules = with_packs(plan(*ONE, packs=("kr",)), pack(windows=OFFICE, callback_may_leave=("window",)))
    row = queued(laid_out(booked(at(1, 11)), rules))
    assert (row["not_before"], row["not_after"], row["moved_from"]) == (at(1, 10, 45), at(1, 11, 15), None)
    by_hand = amend(lead(), "callback", "2026-11-03T20:00:00+09:00")
    assert queued(laid_out(by_hand, rules))["moved_from"] == at(1, 11)


def test_a_callback_may_leave_a_cap_but_never_a_do_not_call():
    world = booked(at(1, 5)).call("no_answer", start_utc=at(0, 23, 50), attempt_key="z")
    tight = plan(*ONE, packs=("kr",), caps=(Cap(1, "24h"),))
    assert why_not(laid_out(world, with_packs(tight, pack()))) == ("number_cap", on(2))
    free = with_packs(tight, pack(callback_may_leave=("cap",)))
    assert laid_out(world, free).counts["queued"] == 1
    assert why_not(laid_out(asked(world), free))[0] == "suppressed"


def test_a_promise_falls_to_the_ordinary_cadence_after_its_tries():
    world = booked(at(0, 11))
    for n in range(3):
        world.call("no_answer", start_utc=at(0, 12, n), attempt_key=str(n))
    row = queued(laid_out(world, rules_of(plan(*ONE), retry={"no_answer": Retry("1d", "1d")})))
    assert row["why_now"] == "retry"


HALVES = [
    ("am", "2026-11-02pm", "retry"),
    ("am", "2026-11-03am", "retry"),
    ("pm", "2026-11-02pm", None),
    ("pm", "2026-11-03am", "retry"),
]


@pytest.mark.parametrize(("called", "shift", "why"), HALVES)
def test_half_a_day_is_the_other_half_of_the_day(called, shift, why):
    world = lead().call("no_answer", start_utc=at(0, 1 if called == "am" else 5))
    told = laid_out(world, rules_of(plan(*ONE), retry={"no_answer": Retry("half-day")}), order(shift))
    assert (told.queued["why_now"][0] if told.queued.height else None) == why


RETRIES = [("2d", 1, on(2)), ("3d", 2, on(3)), ("4h", 1, None), ("1w", 1, on(7))]


@pytest.mark.parametrize(("span", "calls", "next_date"), RETRIES)
def test_a_retry_waits_as_its_table_says(span, calls, next_date):
    world = lead()
    for n in range(calls):
        world.call("busy", start_utc=at(0, 1, n), attempt_key=str(n))
    table = Retry(span, "1d") if calls == 1 else Retry("1d", span)
    told = why_not(laid_out(world, rules_of(plan(*ONE), retry={"busy": table})))
    assert told == (("retry_not_due", next_date) if next_date else (None, None))


def test_a_second_number_is_called_where_the_first_is_lost():
    world = (
        lead()
        .add("numbers", person_key=1, position=2, number=821022223333, region="KR", zones="Asia/Seoul")
        .call("vacant")
    )
    row = queued(laid_out(world, rules_of(plan(*ONE))))
    assert (row["number"], row["why_now"]) == (821022223333, "retry")


def test_two_stages_three_days_apart_and_only_confirmed_customers():
    rules = rules_of(plan(*AGE, fields={"age": Field("integer")}))
    world = lead().call("interested").add("answers", lead_key=1, kind="collected", value='{"age": 45}', at_utc=at(0))
    assert why_not(laid_out(world, rules, order("2026-11-04"))) == ("stage_not_due", on(3))
    row = queued(laid_out(world, rules, order("2026-11-05")))
    assert (row["stage"], row["media"], row["why_now"], row["attempt_number"]) == ("second", "call+call", "stage", 2)
    assert row["queue"] == "2026-11-05/outbound-new/call+call/shop-second"


def test_a_stage_due_on_a_closed_day_waits_for_the_next_open_one():
    rules = with_packs(
        plan(Step(call="a"), Step(call="b", gap_days=5), packs=("kr",)), pack(windows={**OFFICE, "sat": (), "sun": ()})
    )
    told = why_not(laid_out(lead().call("interested"), rules))
    assert told == ("stage_not_due", on(7))


def test_business_days_pass_over_the_weekend():
    rules = rules_of(plan(Step(call="a"), Step(call="b", gap_days=5, business_days=True)))
    assert why_not(laid_out(lead().call("interested"), rules)) == ("stage_not_due", on(7))


def test_the_catalogue_comes_first_and_the_opening_follows_what_arrived():
    rules = rules_of(plan(*CATALOGUE))
    first = laid_out(lead(), rules)
    assert first.mailings.select("mailing", "lead_key", "sent_on", "expected_on").row(0) == (
        "2026-11-03/outbound-new/catalogue-shop",
        1,
        TUESDAY,
        date(2026, 11, 6),
    )
    assert why_not(first) == ("medium_due", on(6))
    row = queued(laid_out(mailed(lead(), -4), rules))
    assert (row["media"], row["opening"], row["queue"]) == (
        "catalogue+call",
        "catalogue",
        "2026-11-03/outbound-new/catalogue+call/shop-first",
    )


def returned(world, day):
    return world.add("touches", lead_key=1, medium="catalogue", sent_on=on(-9), returned_on=on(day))


RETURNS = [
    ("cold_opening", (None, None), 0),
    ("remail_once", ("medium_due", on(6)), 1),
    ("research_address", ("medium_due", None), 0),
    ("close", ("closed", None), 0),
]


@pytest.mark.parametrize(("remedy", "told", "pieces"), RETURNS)
def test_what_came_back_is_treated_as_the_plan_says(remedy, told, pieces):
    step = Step(medium="catalogue", transit_days=3, on_return=remedy)
    shift = laid_out(returned(lead(), -1), rules_of(plan(step, Step(call="first"))))
    assert (why_not(shift)[0], shift.mailings.height) == (told[0], pieces)
    if remedy == "cold_opening":
        assert (queued(shift)["opening"], queued(shift)["media"]) == ("", "call")


def people(world, *rows):
    world.rows["people"] = [{"person_key": person, **row} for person, row in enumerate(rows, 1)]
    return world


UNADDRESSED = [
    ("cold_opening", None, None),
    ("remail_once", None, None),
    ("research_address", "medium_due", "catalogue: address to be researched"),
    ("close", "medium_due", "catalogue: no address to send it to"),
]


@pytest.mark.parametrize(("remedy", "reason", "detail"), UNADDRESSED)
def test_who_has_no_address_is_sent_nothing_and_treated_as_if_it_had_come_back(remedy, reason, detail):
    step = Step(medium="catalogue", transit_days=3, on_return=remedy)
    world = people(lead().lead(2), {}, {"address": "1 Any Street"})
    shift = laid_out(world, rules_of(plan(step, Step(call="first"))))
    told = shift.not_queued.filter(pl.col("lead_key") == 1)
    assert told.select("reason", "next_date", "detail").rows() == ([(reason, None, detail)] if reason else [])
    assert shift.mailings["lead_key"].to_list() == [2]
    assert shift.lacking.rows() == [("shop", "catalogue", 1)]
    if reason is None:
        assert (queued(shift)["opening"], queued(shift)["media"]) == ("", "call")


@pytest.mark.parametrize(
    ("medium", "days", "told", "pieces"),
    [
        # A list that tells no addresses at all leaves them to the mail house.
        ("catalogue", 3, ({}, {}), 2),
        ("catalogue", 3, ({"email": "a@x.kr"}, {}), 2),
        ("email", 0, ({"email": "a@x.kr"}, {}), 1),
        ("fax", 0, ({"address": "1 Any Street"}, {}), 2),
    ],
)
def test_what_a_medium_needs_is_asked_of_lists_that_tell_it(medium, days, told, pieces):
    world = people(lead().lead(2), *told)
    shift = laid_out(world, rules_of(plan(Step(medium=medium, transit_days=days), Step(call="first"))))
    assert shift.mailings.height == pieces


def test_an_address_that_was_found_gets_the_piece():
    step = Step(medium="catalogue", transit_days=3, on_return="research_address")
    rules = rules_of(plan(step, Step(call="first")))
    world = returned(mailed(lead(), -9), -1)
    assert laid_out(world, rules).mailings.is_empty()
    assert laid_out(world, rules, readdressed=pl.Series([1])).mailings.height == 1


def test_a_piece_is_posted_again_once():
    step = Step(medium="catalogue", transit_days=3, on_return="remail_once")
    world = returned(mailed(returned(lead(), -5), -4), -1).add(
        "touches", lead_key=1, medium="catalogue", sent_on=on(-4), returned_on=on(-1)
    )
    assert laid_out(world, rules_of(plan(step, Step(call="first")))).counts["queued"] == 1


PASSED = [
    ("cold_opening", None),
    ("remail_once", "medium_due"),
    ("research_address", "medium_due"),
    ("close", "step_lapsed"),
]


@pytest.mark.parametrize(("remedy", "reason"), PASSED)
def test_a_medium_grows_old(remedy, reason):
    step = Step(medium="catalogue", transit_days=1, window_days=5, on_window_passed=remedy)
    shift = laid_out(mailed(lead(), -30), rules_of(plan(step, Step(call="first"))))
    assert why_not(shift)[0] == reason
    if reason is None:
        assert (queued(shift)["opening"], queued(shift)["media"]) == ("", "catalogue+call")


def test_no_more_is_posted_than_callers_can_follow_up():
    world = World()
    for key in range(1, 21):
        world.lead(key, score=key)
    step = (Step(medium="catalogue", transit_days=2), Step(call="first", gap_days=1))
    shift = laid_out(world, rules_of(plan(*step, queues=Queues(capacity=3))))
    assert shift.mailings["lead_key"].to_list() == list(range(12, 21))
    assert shift.counts["not_queued.medium_due"] == 20


def test_callbacks_come_first_then_the_project_order():
    world = World().lead(1, score=10).lead(2, score=90).lead(3).lead(4, score=90)
    world.call("call_again", books=True, callback_utc=at(1, 5), lead=3)
    told = laid_out(world, rules_of(plan(*ONE))).queued.sort("position")
    assert told["lead_key"].to_list() == [3, 2, 4, 1]


MIXES = [
    ((0, 10, 10), 10, (0, 5, 5)),
    ((3, 10, 10), 10, (3, 2, 5)),
    ((0, 2, 10), 10, (0, 2, 8)),
    ((0, 10, 2), 10, (0, 8, 2)),
    ((12, 5, 5), 10, (10, 0, 0)),
    ((1, 1, 1), None, (1, 1, 1)),
]


@pytest.mark.parametrize(("have", "room", "taken"), MIXES)
def test_fresh_ones_keep_their_least_share(have, room, taken):
    assert mix(have, room, 0.5) == taken


def test_work_is_spread_by_hours_and_known_agents_keep_their_leads():
    world = World()
    for key in range(1, 13):
        world.lead(key)
    world.call("call_again", books=True, callback_utc=at(1, 5), lead=7, agent="lee")
    roster = (RosterRow(TUESDAY, "day", "kim", 2.0), RosterRow(TUESDAY, "day", "lee", 1.0))
    rules = rules_of(plan(*ONE, queues=Queues(leads_per_hour=10, file_per="agent")), roster=roster)
    shift = laid_out(world, rules)
    assert dict(shift.queued.group_by("agent").len().rows()) == {"kim": 8, "lee": 4}
    assert queued(shift, 7)["agent"] == "lee"
    assert set(shift.queued["queue"].str.split("-").list.last()) == {"kim", "lee"}
    away = laid_out(world, rules, order(absent=frozenset({"lee"})))
    assert set(away.queued["agent"]) == {"kim"}


def test_hours_bound_a_shift_and_skills_a_team():
    world = World()
    for key in range(1, 13):
        world.lead(key)
    agents = (Agent("kim", skills=("ko",)), Agent("lee"))
    roster = (RosterRow(TUESDAY, "am", "kim", 1.0), RosterRow(TUESDAY, "pm", "lee", 5.0))
    rules = rules_of(plan(*ONE, queues=Queues(leads_per_hour=5, skills=("ko",))), agents=agents, roster=roster)
    assert laid_out(world, rules).counts["not_queued.no_capacity"] == 7


def test_a_cap_counts_calls_over_all_projects_and_within_the_shift():
    shared = 82215550000
    world = World().lead(1, person=1, number=shared).lead(2, person=2, project="club", number=shared)
    rules = rules_of(plan(*ONE, caps=(Cap(1, "24h"),)), project("club", plan=ONE, caps=(Cap(1, "24h"),)))
    assert laid_out(world, rules).counts["not_queued.number_cap"] == 1
    called = world.call("network_failure", start_utc=at(0, 23), counts_as_attempt=True, lead=2)
    assert laid_out(called, rules).counts["not_queued.number_cap"] == 2


def test_three_calls_before_midnight_hold_until_the_next_night():
    world = lead()
    for n in range(3):
        world.call("network_failure", start_utc=at(0, 14, n * 10), attempt_key=str(n), counts_as_attempt=True)
    rules = rules_of(plan(*ONE, caps=(Cap(3, "24h"),)))
    assert why_not(laid_out(world, rules))[0] == "number_cap"
    late = rules_of(plan(*ONE, caps=(Cap(3, "24h"),)), shift_hours={"day": "09:00-24:00"})
    assert queued(laid_out(world, late))["not_before"] == at(1, 14)


def test_a_reserved_person_is_not_called_twice():
    told = laid_out(lead(), rules_of(plan(*ONE)), reserved=pl.LazyFrame({"person_key": [1]}))
    assert why_not(told) == ("other_project", on(2))


def test_new_leads_come_as_a_further_part():
    shift = laid_out(World().lead(1).lead(2).lead(3), rules_of(plan(*ONE)))
    released = shift.queued.head(1)
    part = top_up(shift.queued, released)
    assert part.select("queue", "position", "lead_key").rows() == [
        ("2026-11-03/outbound-new/call/shop-first.2", 1, 2),
        ("2026-11-03/outbound-new/call/shop-first.2", 2, 3),
    ]
    again = pl.concat([released, part.head(1)])
    assert top_up(shift.queued, again)["queue"].to_list() == ["2026-11-03/outbound-new/call/shop-first.3"]


def test_a_save_call_and_a_late_confirmation_are_due():
    sold = lead().call("deal").order("sale", at_utc=at(0, 11)).order("cancelled", at_utc=at(0, 12))
    row = queued(laid_out(sold, rules_of(plan(*ONE, after_cancel="save_call"))))
    assert (row["why_now"], row["stage"]) == ("retry", "first")
    waiting = lead().call("deal", -9)
    assert (
        queued(laid_out(waiting, rules_of(plan(*ONE, confirmation=Confirmation(True, 7)))))["why_now"] == "unconfirmed"
    )


def test_the_cut_off_is_the_project_own():
    early = plan(*ONE, cycle=Cycle(start=date(2026, 1, 1), cut_off=time(11, 0)))
    world = lead().call("no_answer", start_utc=at(1, 1))
    row = queued(laid_out(world, rules_of(early, retry={"no_answer": Retry("half-day")})))
    assert row["not_before"] == at(1, 2)
