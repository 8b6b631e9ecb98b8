"""What the facts of one lead add up to."""

from datetime import date

import polars as pl
import pytest

from telebatch.model.project import KeyPersonStandards, Step
from telebatch.model.tables import LEAD_STATE
from telebatch.model.titles import NO_TITLE
from telebatch.model.workspace import RulePack
from tests.state.world import CONFIRMS, World, at, on, project


def listed():
    return World().lead(1)


def mailed(world, day, medium="catalogue", lead=1):
    return world.add("mailed", mailing=f"m{day}", lead_key=lead, medium=medium, sent_on=on(day), project="shop")


def touch(world, **row):
    return world.add("touches", **{"lead_key": 1, "medium": "catalogue", "project": "shop", **row})


def amend(world, field, value, day=0, lead=1):
    return world.add("amendments", lead_key=lead, field=field, value=value, at_utc=at(day, 15), by="lee", why="asked")


def test_the_shape_is_that_of_lead_state():
    state = listed().fold()
    assert dict(state.schema) == {k: v for k, v in LEAD_STATE.schema.items() if k != "batch"}


CASES = [
    ("a fresh lead is open", listed(), (), {"status": "open", "standing": "none", "attempts": 0, "callback_utc": None}),
    (
        "a refusal closes",
        listed().call("refused"),
        (),
        {"status": "closed", "status_reason": "refused", "standing": "refused", "closed_utc": at(0)},
    ),
    (
        "a refusal rests where the project lets it",
        listed().call("refused"),
        (project(rest_after_refusal_days=60),),
        {"status": "open", "standing": "refused", "rest_until": on(60)},
    ),
    (
        "a deal without node 2 is a sale",
        listed().call("deal"),
        (),
        {"status": "closed", "status_reason": "sold", "sold_utc": at(0), "call_steps_done": 1},
    ),
    (
        "a deal with node 2 waits",
        listed().call("deal"),
        (project(confirmation=CONFIRMS),),
        {"status": "open", "standing": "awaiting", "awaiting_since_utc": at(0), "sold_utc": None},
    ),
    (
        "the order row ends the wait",
        listed().call("deal").order("sale", amount_minor=900, currency="KRW"),
        (project(confirmation=CONFIRMS),),
        {
            "status_reason": "sold",
            "standing": "sold",
            "awaiting_since_utc": None,
            "sold_utc": at(1),
            "order_no": "A1",
            "amount_minor": 900,
        },
    ),
    (
        "an order without a call closes",
        listed().order("sale", standing_before="none", irregular="none → system.sale"),
        (),
        {"status_reason": "ordered_without_call", "standing": "sold", "irregular": "none → system.sale"},
    ),
    (
        "a cancellation closes",
        listed().call("deal").order("sale").order("cancelled", 2),
        (project(confirmation=CONFIRMS),),
        {"status_reason": "cancelled", "standing": "cancelled", "cancelled_utc": at(2)},
    ),
    (
        "a cancellation may ask for a save call",
        listed().call("deal").order("sale").order("cancelled", 2),
        (project(confirmation=CONFIRMS, after_cancel="save_call"),),
        {"status": "open", "standing": "cancelled", "rest_until": None, "sold_utc": at(1)},
    ),
    (
        "a cancellation may rest",
        listed().call("deal").order("sale").order("cancelled", 2),
        (project(confirmation=CONFIRMS, after_cancel="rest 30"),),
        {"status": "open", "rest_until": on(32)},
    ),
    (
        "a do-not-call suppresses and closes",
        listed().call("do_not_call"),
        (),
        {"status_reason": "do_not_call", "is_suppressed": True},
    ),
    (
        "an irregular talk changes nothing but is told",
        listed().call("refused").call("interested", 1, irregular="refused → call"),
        (),
        {"status_reason": "refused", "standing": "refused", "call_steps_done": 0, "irregular": "refused → call"},
    ),
    (
        "an irregular refusal takes effect",
        listed().call("deal").call("refused", 1, irregular="awaiting → call"),
        (project(confirmation=CONFIRMS),),
        {"status_reason": "refused"},
    ),
    (
        "a booking is open until it is kept",
        listed().call("call_again", books=True, callback_utc=at(2)).call("no_answer", 2),
        (),
        {
            "standing": "booked",
            "callback_utc": at(2),
            "callback_asked": True,
            "callback_agent": "kim",
            "callback_tries": 1,
        },
    ),
    (
        "a talk keeps the booking",
        listed()
        .call("call_again", books=True, callback_utc=at(2))
        .call("break_off", 2, right_party=True, booked_before=True),
        (),
        {"standing": "none", "callback_utc": None, "callback_tries": 0},
    ),
    (
        "a correction books",
        amend(listed(), "callback", "2026-11-09T10:00:00+09:00"),
        (),
        {"callback_utc": at(7, 1), "callback_asked": False, "standing": "booked"},
    ),
    (
        "the later event wins over an earlier correction",
        amend(listed().call("call_again", 1, books=True, callback_utc=at(9)), "callback", "2026-11-09T10:00:00+09:00"),
        (),
        {"callback_utc": at(9), "callback_asked": True},
    ),
    (
        "an empty correction ends the booking",
        amend(listed().call("call_again", books=True, callback_utc=at(9)), "callback", ""),
        (),
        {"callback_utc": None},
    ),
    ("closed by hand", amend(listed(), "close", "moved abroad"), (), {"status": "closed", "status_reason": "by_hand"}),
    (
        "opened again by hand",
        amend(listed().call("refused"), "reopen", "", 1),
        (),
        {"status": "open", "standing": "none"},
    ),
    ("closed again after it was opened", amend(listed().call("refused", 2), "reopen", "", 1), (), {"status": "closed"}),
    (
        "held until a day",
        amend(listed(), "hold_until", "2026-12-01"),
        (),
        {"status": "held", "status_reason": "on_hold", "hold_until": date(2026, 12, 1)},
    ),
    (
        "the hold is lifted",
        amend(amend(listed(), "hold_until", "2026-12-01"), "hold_until", "", 1),
        (),
        {"status": "open"},
    ),
    ("an agent is set by hand", amend(listed(), "agent", "park"), (), {"agent": "park"}),
    (
        "a lead of no living list is unlisted",
        World().lead(1, listed=False).call("no_answer"),
        (),
        {"status": "unlisted"},
    ),
    (
        "an inbound lead needs no list",
        World().lead(1, listed=False, source="inbound").call("interested"),
        (),
        {"status": "open"},
    ),
    ("an unknown code holds", listed().call("unclassified").call("no_answer", 1), (), {"is_unclassified": True}),
    ("a quarantined row holds", listed().add("quarantine", lead_key=1, reason="no_lead"), (), {"is_quarantined": True}),
    (
        "a row not called is no attempt",
        listed().call("no_answer").call("not_called", 1),
        (),
        {"attempts": 1, "last_outcome": "call.no_answer", "last_attempt_utc": at(0)},
    ),
    (
        "equal outcomes in a row are counted",
        listed().call("no_answer").call("busy", 1).call("busy", 2),
        (),
        {"last_outcome": "call.busy", "same_outcome_run": 2, "attempts": 3},
    ),
    (
        "steps stop at the plan's end",
        listed().call("interested").call("interested", 3).call("interested", 6),
        (),
        {"call_steps_done": 2},
    ),
    (
        "a mailing counts after its days on the way",
        mailed(listed(), 0),
        (),
        {"media_sent": "catalogue", "media_arrivals": [on(3)], "media_due_on": on(3), "media_combination": "catalogue"},
    ),
    (
        "a drop log outranks the mailing's date",
        touch(mailed(listed(), 0), sent_on=on(2)),
        (),
        {"media_sent_on": on(2), "media_arrivals": [on(5)]},
    ),
    (
        "a recorded arrival outranks the days on the way",
        touch(mailed(listed(), 0), sent_on=on(0), arrived_on=on(1)),
        (),
        {"media_arrivals": [on(1)]},
    ),
    (
        "what came back does not count",
        touch(mailed(listed(), 0), returned_on=on(6)),
        (),
        {"media_sent": "", "media_arrivals": [], "media_returned": "catalogue", "media_combination": ""},
    ),
    (
        "what was posted again counts",
        mailed(touch(mailed(listed(), 0), returned_on=on(6)), 8),
        (),
        {"media_sent": "catalogue", "media_returned": "catalogue", "media_sent_on": on(8)},
    ),
    ("a touch outside the plan does not count", touch(listed(), medium="fax", sent_on=on(0)), (), {"media_sent": ""}),
    (
        "the combination follows the plan",
        mailed(listed().call("interested"), 2),
        (),
        {"media_combination": "catalogue+call"},
    ),
    (
        "a return may close",
        touch(mailed(listed(), 0), returned_on=on(6)),
        (project(plan=(Step(medium="catalogue", on_return="close"), Step(call="first"))),),
        {"status": "closed", "status_reason": "returned"},
    ),
    ("the title is a presumption", listed(), (), {"key_person_state": "presumed", "key_person_on": on(0)}),
    ("a talk confirms", listed().call("interested", 4), (), {"key_person_state": "confirmed", "key_person_on": on(4)}),
    (
        "a supplier verifies",
        listed().add("verified", person_key=1, answer="confirmed", answered_on=on(3)),
        (),
        {"key_person_state": "verified", "key_person_on": on(3)},
    ),
    (
        "a supplier who says left ends it",
        listed().call("interested").add("verified", person_key=1, answer="left", answered_on=on(3)),
        (),
        {"key_person_state": "unknown", "is_key_person": None},
    ),
    (
        "a wrong number ends verified and drops the number",
        listed().add("verified", person_key=1, answer="confirmed", answered_on=on(1)).call("wrong_number", 3),
        (),
        {"key_person_state": "presumed", "dropped_numbers": 1, "status": "open"},
    ),
    (
        "titles are not asked of consumers",
        listed(),
        (project(key_person=KeyPersonStandards(wanted=False)),),
        {"key_person_state": "not_asked"},
    ),
    (
        "a correction outranks the title",
        amend(listed(), "key_person", "no", 1),
        (),
        {"key_person_state": "not_key_person", "is_key_person": False},
    ),
    ("an agent's word makes a bad number", listed().call("vacant"), (), {"bad_numbers": 1}),
    ("telephony alone does not", listed().call("vacant", agent=None), (), {"bad_numbers": 0}),
    (
        "telephony on two days does",
        listed().call("vacant", agent=None).call("suspended", 1, agent=None),
        (),
        {"bad_numbers": 1},
    ),
    ("an answer proves the number", listed().call("vacant").call("interested", 1), (), {"bad_numbers": 0}),
]


@pytest.mark.parametrize(
    ("world", "projects", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_facts_add_up(world, projects, expected):
    state = world.one(*projects)
    assert {name: state[name] for name in expected} == expected


def release(world, lead=1, queue="q", day=0):
    return world.add("released", lead_key=lead, queue=queue, shift_on=on(day), at_utc=at(day, 6), position=lead)


WAITS = [
    ("released", lambda w: w, "q"),
    ("its result came", lambda w: w.call("no_answer", 0, queue="q"), None),
    ("a call after the release came", lambda w: w.call("no_answer", 1), None),
    ("an earlier call came late", lambda w: w.call("no_answer", -1), "q"),
    ("a call to us is no result", lambda w: w.call("other", 1, direction="in"), "q"),
    ("it was given back as not called", lambda w: w.call("not_called", 1, queue="q"), None),
    ("the lead was withdrawn", lambda w: w.add("queue_events", queue="q", event="withdrawn", lead_key=1), None),
    ("another lead was withdrawn", lambda w: w.add("queue_events", queue="q", event="withdrawn", lead_key=2), "q"),
    ("the queue was closed", lambda w: w.add("queue_events", queue="q", event="closed"), None),
]


@pytest.mark.parametrize(("then", "queue"), [case[1:] for case in WAITS], ids=[case[0] for case in WAITS])
def test_a_released_call_waits_for_its_result(then, queue):
    assert then(release(listed())).one()["released_queue"] == queue


def test_a_do_not_call_reaches_every_project_of_the_person_and_whoever_shares_the_number():
    shared = 821099999999
    world = World().lead(1, person=1, number=shared).lead(2, person=1, project="other", number=shared)
    world.lead(3, person=2, number=shared).lead(4, person=3).call("do_not_call", lead=1)
    state = world.fold(project(), project("other"))
    assert state["is_suppressed"].to_list() == [True, True, True, False]
    assert state["status"].to_list() == ["closed", "open", "open", "open"]


def test_who_refuses_this_product_may_be_called_for_another():
    shared = 821099999999
    world = World().lead(1, person=1, number=shared).lead(2, person=1, project="other", number=shared)
    world.lead(3, person=2, number=shared).call("not_this_product", lead=1)
    state = world.fold(project(), project("other"))
    assert state["is_suppressed"].to_list() == [True, False, True]
    assert state["status"].to_list() == ["closed", "open", "open"]


def test_a_suppression_that_was_taken_back_no_longer_counts():
    row = {"list": "own", "kind": "person", "person_key": 1, "channel": "any"}
    world = (
        listed()
        .add("suppressions", batch=1, is_removal=False, **row)
        .add("suppressions", batch=2, is_removal=True, **row)
    )
    assert world.one()["is_suppressed"] is False
    assert world.add("suppressions", batch=3, is_removal=False, **row).one()["is_suppressed"] is True


def test_a_pack_lengthens_the_rest():
    pack = RulePack("fr", "FR", "France", {}, (), date(2026, 1, 1), rest_after_refusal_days=60)
    state = listed().call("refused").one(project(rest_after_refusal_days=10, packs=("fr",)), packs={"fr": pack})
    assert state["rest_until"] == on(60)


def test_a_lead_whose_list_was_undone_and_who_holds_nothing_has_no_row():
    assert World().lead(1, listed=False).fold().is_empty()


def test_the_latest_delivery_speaks():
    world = listed().add(
        "listed", lead_key=1, file_key=2, record=9, score=80, verdict="verify", received_on=on(5), is_key_person=None
    )
    assert world.one()["score"] == 80 and world.one()["key_person_state"] == "unknown"


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ({}, "callable"),
        ({"reasons": "key_person_unknown|required_missing"}, "verify"),
        ({"role_basis": 'unknown title "담당자 확인요망"'}, "verify"),
        ({"verdict": "rejected", "reasons": "suppressed"}, "rejected"),
    ],
)
def test_a_delivery_without_a_title_does_not_stop_whom_an_earlier_title_makes_a_key_person(told, verdict):
    row = {"verdict": "verify", "reasons": "key_person_unknown", "role_basis": NO_TITLE, "is_key_person": None, **told}
    world = listed().add("listed", lead_key=1, file_key=2, record=9, received_on=on(5), list="autumn", **row)
    assert world.one()["verdict"] == verdict


def test_project_days_are_counted_in_the_project_zone():
    state = listed().call("refused", start_utc=at(0, 20)).one(project(rest_after_refusal_days=1, zone="Asia/Seoul"))
    assert state["rest_until"] == on(2)
    assert pl.Series([state["rest_until"]]).dtype == pl.Date
