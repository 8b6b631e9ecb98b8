from datetime import timedelta

import polars as pl
import pytest

from telebatch.classify import classify
from telebatch.model.flows import CONFIRMATION_COLUMNS, OUTCOMES
from telebatch.model.outcomes import FLAGS, LEAF
from telebatch.model.project import Calling, Goals
from telebatch.model.tables import ORDERS
from tests.classify.classify_samples import CONFIRMED, MONDAY, amendments, answers, attempts, orders, project, rules

SOON = MONDAY + timedelta(days=2)


def outcomes(*rows, with_orders=(), projects=None, own_leaves=None, **more):
    decided = classify(attempts(*rows), orders(*with_orders), rules(projects, own_leaves), **more)
    return decided.outcomes.collect()


def test_outcomes_have_exactly_the_agreed_columns():
    decided = classify(attempts({"code": "deal"}), orders({"status": "sale"}), rules())
    assert decided.outcomes.collect_schema() == pl.Schema(dict(OUTCOMES))
    assert tuple(decided.confirmations.collect_schema()) == (*ORDERS.schema, *CONFIRMATION_COLUMNS)


def test_nothing_in_gives_nothing_out():
    decided = classify(attempts(), orders(), rules())
    assert decided.outcomes.collect().is_empty() and decided.confirmations.collect().is_empty()


def test_an_unknown_code_is_unclassified_and_holds_the_lead():
    row = outcomes({"code": "왠지"}).row(0, named=True)
    assert (row["outcome"], row["code_confidence"], row["holds"]) == ("call.unclassified", None, True)


@pytest.mark.parametrize(
    "leaf", [leaf for leaf in LEAF.values() if leaf.name.startswith("call.")], ids=lambda leaf: leaf.name
)
def test_every_flag_of_the_leaf_reaches_the_outcome(leaf):
    row = outcomes({"code": leaf.name}).row(0, named=True)
    assert {flag: row[flag] for flag in FLAGS} == {flag: getattr(leaf, flag) for flag in FLAGS}


def test_an_own_leaf_takes_its_parents_flags():
    words = project(results={"too dear": "call.too_dear"})
    row = outcomes(
        {"code": "TOO_DEAR"}, {"code": "too dear"}, projects={"p": words}, own_leaves={"call.too_dear": "call.refused"}
    ).row(1, named=True)
    assert (row["outcome"], row["final"], row["right_party"]) == ("call.too_dear", True, True)
    assert row["standing_after"] == "refused"


@pytest.mark.parametrize(
    ("rows", "wins"),
    [
        (({"exported_utc": MONDAY, "code": "no answer"}, {"exported_utc": SOON, "code": "deal"}), "call.deal"),
        (({"exported_utc": SOON, "code": "no answer"}, {"exported_utc": MONDAY, "code": "deal"}), "call.no_answer"),
        (({"modified_utc": SOON, "code": "no answer"}, {"modified_utc": MONDAY, "code": "deal"}), "call.no_answer"),
        (({"file_sha": "a", "code": "no answer"}, {"file_sha": "b", "code": "deal"}), "call.deal"),
        (({"exported_utc": None, "code": "no answer"}, {"exported_utc": MONDAY, "code": "deal"}), "call.deal"),
    ],
)
def test_the_row_exported_last_then_changed_last_then_by_content_wins(rows, wins):
    told = [{**row, "attempt_key": "one", "start": MONDAY} for row in rows]
    for order in (told, told[::-1]):
        decided = outcomes(*(dict(row) for row in order))
        assert decided["outcome"].to_list() == [wins]
        assert decided["replaced_rows"].to_list() == [1]


def test_the_first_code_of_a_corrected_call_is_kept():
    decided = outcomes(
        {"attempt_key": "one", "exported_utc": SOON, "code": "deal", "start": MONDAY},
        {"attempt_key": "one", "exported_utc": MONDAY, "code": "no answer", "start": MONDAY},
    )
    assert decided["first_code"].to_list() == ["no answer"]


@pytest.mark.parametrize(
    ("kept_by", "node3"),
    [
        ({"code": "deal"}, "callback.sale"),
        ({"code": "refused"}, "callback.cancelled"),
        ({"code": "do not call"}, "callback.cancelled"),
        ({"code": "call again", "callback_utc": SOON}, "callback.rescheduled"),
        ({"code": "call again"}, "callback.on_hold"),
        ({"code": "interested"}, "callback.on_hold"),
        ({"code": "보류"}, "callback.on_hold"),
        ({"code": "일정변경"}, "callback.rescheduled"),
        ({"code": "no answer"}, None),
        ({"code": "gatekeeper"}, None),
    ],
)
def test_the_first_talk_with_the_key_person_after_a_booking_is_node_3(kept_by, node3):
    decided = outcomes({"code": "call again", "callback_utc": SOON}, kept_by)
    assert decided["callback_outcome"].to_list() == [None, node3]
    assert decided["booked_before"].to_list() == [False, True]


def test_other_attempts_leave_the_booking_open():
    decided = outcomes(
        {"code": "call again", "callback_utc": SOON},
        {"code": "busy"},
        {"code": "gatekeeper"},
        {"code": "deal"},
        {"code": "interested"},
    )
    assert decided["callback_outcome"].to_list() == [None, None, None, "callback.sale", None]


def test_call_again_without_a_time_books_nothing():
    decided = outcomes({"code": "call again"}, {"code": "deal"})
    assert decided["books"].to_list() == [False, False]
    assert decided["callback_outcome"].to_list() == [None, None]


def test_a_rescheduled_callback_loops():
    again = {"code": "call again", "callback_utc": SOON}
    decided = outcomes(dict(again), dict(again), {"code": "deal"})
    assert decided["callback_outcome"].to_list() == [None, "callback.rescheduled", "callback.sale"]


def test_a_dialers_callback_list_opens_a_booking():
    booked = amendments(
        {"lead_key": 1, "field": "callback", "value": "2026-11-25T01:00:00Z", "at_utc": MONDAY + timedelta(minutes=30)}
    )
    decided = outcomes(
        {"code": "CALLBK", "format": "vicidial"}, {"code": "SALE", "format": "vicidial"}, amendments=booked
    )
    assert decided["callback_outcome"].to_list() == [None, "callback.sale"]


@pytest.mark.parametrize(
    ("status", "node3"),
    [("pending", "callback.sale"), ("callback booked", "callback.sale"), ("other", None), ("sale", None)],
)
def test_the_clients_system_may_open_node_3(status, node3):
    decided = outcomes(
        {"code": "deal"},
        {"code": "deal", "start": SOON + timedelta(days=1)},
        with_orders=({"status": status},),
        projects={"p": project(confirmation=CONFIRMED)},
    )
    assert decided["callback_outcome"].to_list() == [None, node3]


@pytest.mark.parametrize(
    ("enabled", "statuses", "standings"),
    [
        (True, (), ["awaiting"]),
        (False, (), ["sold"]),
        (True, ("sale",), ["awaiting", "sold"]),
        (True, ("pending", "sale", "cancelled"), ["awaiting", "pending", "sold", "cancelled"]),
    ],
)
def test_a_deal_awaits_its_order_where_node_2_is_on(enabled, statuses, standings):
    projects = {"p": project(confirmation=CONFIRMED)} if enabled else None
    decided = classify(attempts({"code": "deal"}), orders(*({"status": one} for one in statuses)), rules(projects))
    told = [*decided.outcomes.collect()["standing_after"], *decided.confirmations.collect()["standing_after"]]
    assert told == standings
    assert decided.confirmations.collect()["irregular"].null_count() == len(statuses)


@pytest.mark.parametrize(
    ("calls", "statuses", "irregular"),
    [
        ((), ("sale",), ["system.sale without a call"]),
        (("no answer",), ("sale",), [None, "system.sale without a deal"]),
        (("deal",), ("sale", "cancelled"), [None, None, None]),
        (("deal",), ("sale", "sale"), [None, None, None]),
        (("refused", "deal"), (), [None, "call.deal while refused"]),
        (("deal", "no answer"), (), [None, "call.no_answer while sold"]),
        (("deal", "not called"), (), [None, None]),
    ],
)
def test_a_jump_the_table_does_not_know_is_told(calls, statuses, irregular):
    decided = classify(
        attempts(*({"code": code} for code in calls)), orders(*({"status": one} for one in statuses)), rules()
    )
    told = [*decided.outcomes.collect()["irregular"], *decided.confirmations.collect()["irregular"]]
    assert told == irregular


def test_a_customer_may_call_after_a_refusal_and_a_rested_one_may_be_called():
    assert outcomes({"code": "refused"}, {"code": "deal", "direction": "in"})["irregular"].to_list() == [None, None]
    rested = project(calling=Calling(rest_after_refusal_days=60))
    assert outcomes({"code": "refused"}, {"code": "deal"}, projects={"p": rested})["irregular"].to_list() == [
        None,
        None,
    ]


def test_attempts_and_stages_are_counted_in_order_of_time():
    decided = outcomes(
        {"code": "no answer"},
        {"code": "network_failure"},
        {"code": "interested"},
        {"code": "interested", "direction": "in"},
        {"code": "deal"},
    )
    assert decided["attempt_no"].to_list() == [1, None, 2, None, 3]
    assert decided["stage_no"].to_list() == [1, 1, 1, 2, 2]


def test_calls_without_a_lead_have_no_story():
    decided = outcomes(
        {"lead_key": None, "code": "refused", "direction": "in"}, {"lead_key": None, "code": "deal", "direction": "in"}
    )
    assert decided["standing_before"].to_list() == ["none", "none"]
    assert decided["attempt_no"].to_list() == [None, None]


@pytest.mark.parametrize(
    ("code", "collected", "goal"),
    [
        ("deal", None, "primary"),
        ("call again", None, "secondary"),
        ("refused", '{"age":41,"income":3000000}', "information_only"),
        ("refused", '{"age":41}', "wasted"),
        ("refused", None, "wasted"),
        ("no answer", None, None),
        ("machine", None, None),
        ("abandoned", None, None),
    ],
)
def test_every_talk_reaches_a_goal_brings_information_or_is_wasted(code, collected, goal):
    brought = answers(
        *([{"lead_key": 1, "kind": "collected", "file_key": 1, "record": 1, "value": collected}] if collected else [])
    )
    asks = project(goals=Goals(basic_information=("age", "income")))
    decided = outcomes({"code": code}, projects={"p": asks}, answers=brought)
    assert decided["goal"].to_list() == [goal]
    assert decided["collected"].to_list() == [collected]


def test_an_order_status_told_twice_counts_once():
    decided = classify(
        attempts({"code": "deal"}),
        orders({"status": "sale", "at_utc": SOON}, {"status": "sale", "at_utc": SOON}),
        rules(),
    )
    assert decided.confirmations.collect().height == 1
