"""Promised callbacks: each counts once in the period of its time, whoever told of it, and what became of it."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from telebatch.model.flows import CONFIRMATION_COLUMNS
from telebatch.model.tables import AMENDMENTS, ORDERS
from telebatch.report import ReportFacts, report, rows
from tests.report.world import RULES, frame, lead_rows, outcome_row, period, project

DAY = datetime(2026, 11, 16, 1, tzinfo=UTC)  # Monday 10:00 in Seoul
DUE = DAY + timedelta(days=2)
TALK = {"talk_seconds": 60, "agent": "X"}


def at(hours, leaf="call.no_answer", lead=1, **more):
    """A call so many hours after the start of the first day's work."""
    return (leaf, DAY + timedelta(hours=hours), lead, TALK | more)


def booking(hours=0, due=DUE, lead=1):
    return at(hours, "call.call_again", lead, books=True, callback_utc=due)


def kept(hours, leaf="call.refused", **more):
    return at(hours, leaf, callback_outcome="callback.cancelled", booked_before=True, **more)


def told(hours, due=DUE, lead=1, field="callback"):
    """What a list of callbacks or a person says of a lead; without a time the booking ends."""
    value = "" if due is None else f"{due:%Y-%m-%dT%H:%M:%SZ}"
    return {
        "lead_key": lead,
        "field": field,
        "value": value,
        "by": "X",
        "at_utc": DAY + timedelta(hours=hours),
        "file_key": 9,
        "record": int(hours * 60),
    }


def facts(calls, words=(), orders=(), leads=1):
    made = [outcome_row(leaf, start, lead, f"a{n}", **more) for n, (leaf, start, lead, more) in enumerate(calls, 1)]
    names = ("lead_key", "at_utc", "outcome", "callback_utc", "irregular")
    ordered = [
        dict(zip(names, (1, DAY + timedelta(hours=hours), leaf, *more), strict=False)) for hours, leaf, *more in orders
    ]
    return ReportFacts(
        frame(made),
        lead_rows(made, leads),
        DAY + timedelta(days=6),
        1,
        confirmations=pl.LazyFrame(ordered, schema={**ORDERS.schema, **CONFIRMATION_COLUMNS}),
        amendments=pl.LazyFrame(list(words), schema=AMENDMENTS.schema),
    )


def counts(known, when="2026-W47"):
    review = report(known, project(), period(when), RULES)
    figure = next(row.figure for row in review.kpis if row.name == "callback_kept_rate")
    leaves = {leaf.name: leaf.count for leaf in review.callbacks}
    assert leaves["due"] == (figure.denominator or 0)
    assert leaves["kept"] == figure.numerator
    return tuple(leaves[name] for name in ("due", "kept", "late", "missed"))


LATER = DUE + timedelta(days=1)

CASES = {
    "a list alone, kept": ([at(48.1, "call.interested")], [told(8)], (1, 1, 0, 0)),
    "a list alone, late": ([at(50)], [told(8)], (1, 0, 1, 0)),
    "a list alone, missed": ([at(0, "call.call_again")], [told(8)], (1, 0, 0, 1)),
    "the call and the list tell of one promise": ([booking(), at(48)], [told(8)], (1, 1, 0, 0)),
    "the list was written a little before the call began": ([booking(), at(48)], [told(-0.01)], (1, 1, 0, 0)),
    "the same list, exported every day": ([at(0)], [told(8), told(8), told(24)], (1, 0, 0, 1)),
    "moved by hand before its time": ([booking(), at(72)], [told(20, LATER)], (1, 1, 0, 0)),
    "moved and moved back": ([booking(), at(48)], [told(20, LATER), told(21)], (1, 1, 0, 0)),
    "moved when its time was over": ([booking(), at(72)], [told(49, LATER)], (2, 1, 1, 0)),
    "taken back by hand": ([booking()], [told(20, None)], (0, 0, 0, 0)),
    "the lead was closed by hand": ([booking()], [told(20, None, field="close")], (0, 0, 0, 0)),
    "a word on something else": ([booking()], [told(20, None, field="agent")], (1, 0, 0, 1)),
    "settled in a talk before, then booked anew": ([booking(), kept(20)], [told(21, LATER)], (2, 1, 0, 1)),
    "confirmed in a talk before, kept at its time": (
        [booking(), kept(20, "call.call_again", books=True, callback_utc=DUE), at(48)],
        [],
        (1, 1, 0, 0),
    ),
    "another lead's word": ([booking()], [told(20, None, lead=2)], (1, 0, 0, 1)),
}


@pytest.mark.parametrize("name", CASES)
def test_each_promise_counts_once(name):
    calls, words, expected = CASES[name]
    known = facts(calls, words, leads=2)
    assert counts(known) == expected
    halves = [counts(known, half.text) for half in period("2026-W47").halves]
    assert tuple(map(sum, zip(*halves, strict=True))) == expected


@pytest.mark.parametrize(("leaf", "due"), [("system.sale", 0), ("system.cancelled", 0), ("system.pending", 1)])
def test_an_order_that_settles_the_matter_ends_the_promise(leaf, due):
    assert counts(facts([booking()], orders=[(20, leaf)]))[0] == due


WANTED = "system.callback_booked"


@pytest.mark.parametrize(
    ("calls", "orders", "expected"),
    [
        ([at(48)], [(20, WANTED, DUE)], (1, 1, 0, 0)),
        ([], [(20, WANTED, DUE)], (1, 0, 0, 1)),
        ([booking(), at(48)], [(20, WANTED, DUE)], (1, 1, 0, 0)),
        ([booking(), at(72)], [(20, WANTED, LATER)], (1, 1, 0, 0)),
        ([at(48)], [(20, WANTED, None)], (0, 0, 0, 0)),
        ([at(48)], [(20, WANTED, DUE, "sold > system.callback_booked")], (0, 0, 0, 0)),
        ([at(48)], [(20, WANTED, DUE), (30, "system.sale")], (0, 0, 0, 0)),
        ([at(48)], [(20, "system.pending", DUE)], (1, 1, 0, 0)),
        ([at(48)], [(20, "system.pending", None)], (0, 0, 0, 0)),
    ],
)
def test_a_call_that_an_order_asks_for_at_a_time_is_a_promise(calls, orders, expected):
    assert counts(facts(calls, orders=orders)) == expected


def test_node_three_is_reached_from_calls_and_from_orders_that_took_effect():
    orders = [
        (20, WANTED, DUE),
        (21, WANTED, None),
        (22, WANTED, None, "sold > system.callback_booked"),
        (23, "system.pending"),
        (24, "system.pending", LATER),
    ]
    review = report(facts([booking()], orders=orders), project(), period("2026-W47"), RULES)
    assert {flow.name: flow.count for flow in review.flows} == {"deals": 0, "booked": 1, "booked_by_order": 3}
    assert review.tree[1].count == 5


def test_the_rows_behind_the_figure_name_who_told_of_the_promise():
    known = facts([booking(), at(48, lead=2)], [told(8, lead=2)], leads=2)
    listed = rows("callback_kept_rate", known, project(), period("2026-W47"), RULES, part="denominator").collect()
    told_of = listed.sort("lead_key").select("lead_key", "attempt_key", "file_key", "agent", "callback_utc").rows()
    assert told_of == [(1, "a1", 1, "X", DUE), (2, None, 9, "X", DUE)]
    assert listed["amount"].to_list() == [1, 1]
