"""Laws of the review: sums over sub-periods, the same bytes on any number of threads, nothing lost."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from telebatch.model.flows import CONFIRMATION_COLUMNS
from telebatch.model.goals import Goals
from telebatch.model.outcomes import LEAVES, Branch
from telebatch.model.project import Cycle
from telebatch.model.tables import ORDERS
from telebatch.report import CATALOGUE, ReportFacts, report, rows
from telebatch.report.frames import scope_of
from telebatch.report.kpis import count_queries, gather
from telebatch.report.oddities import oddities
from tests.render.desk import ROOT
from tests.report.world import RULES, frame, lead_rows, outcome_row, period, project, world

#: Frames whose rows belong to one instant, so that their counts add up over half-days.
ADDS = ("attempts", "callbacks", "first_talks", "agent_time", "costs")
MONDAY = datetime(2026, 11, 15, 15, tzinfo=UTC)
CALLS = [leaf.name for leaf in LEAVES if leaf.branch in (Branch.CONNECTED, Branch.NOT_CONNECTED, Branch.BESIDE)]


@pytest.fixture(scope="module")
def facts():
    return world()


@pytest.fixture(scope="module")
def review(facts):
    return report(facts, project(), period("2026-W47"), RULES)


def _additive():
    for entry in CATALOGUE.values():
        for side in ("numerator", "denominator"):
            part = getattr(entry, side)
            if part is not None and part.frame in ADDS:
                yield f"{entry.name}.{side}"


calls = st.lists(
    st.tuples(st.integers(0, 7 * 24 * 60 - 1), st.sampled_from(CALLS), st.integers(1, 6), st.integers(0, 400)),
    max_size=25,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(calls)
def test_half_days_add_up_to_the_week(drawn):
    made = [
        outcome_row(leaf, MONDAY + timedelta(minutes=minute), lead, f"a{n}", talk_seconds=seconds, agent="X", attempt_no=1,
                    books=leaf == "call.call_again", callback_utc=MONDAY + timedelta(minutes=minute + 90))
        for n, (minute, leaf, lead, seconds) in enumerate(drawn)
    ]  # fmt: skip
    known = ReportFacts(frame(made), lead_rows(made, 6), MONDAY + timedelta(days=9), 1)
    week = period("2026-W47")
    scope = scope_of(known, project(), RULES, "Asia/Seoul")
    queries = [query for when in (week, *week.halves) for query in count_queries(scope, when)]
    found = pl.collect_all(queries)
    size = len(found) // 15
    whole, *parts = (gather(found[size * n : size * (n + 1)]) for n in range(15))
    for name in _additive():
        assert sum(part[name] for part in parts) == whole[name], name


def test_days_on_the_page_add_up_to_the_tree(review):
    attempts = sum(slot.attempts for slot in review.slots)
    assert attempts == review.tree[0].count == review.reconciliation.counted
    branches = {branch.name: branch.count for branch in review.tree[0].branches}
    assert branches["connected"] == sum(slot.connected for slot in review.slots)
    assert branches["not_connected"] == sum(slot.not_connected for slot in review.slots)
    assert sum(cell.attempts for cell in review.heat) == attempts
    assert sum(row.counts["attempts"] for row in review.agents) == attempts
    assert sum(leaf.count for leaf in review.goals) == branches["connected"]
    assert sum(count for _, _, count in review.call_length.histogram) == review.call_length.calls


def test_callbacks_due_are_kept_late_missed_or_open(review):
    told = {leaf.name: leaf.count for leaf in review.callbacks}
    assert told["due"] == told["kept"] + told["late"] + told["missed"] + told["open"] > 0
    assert min(told.values()) >= 0


@pytest.mark.parametrize("name", ["conversion_rate", "right_party_reach", "callback_kept_rate", "penetration_touched"])
def test_the_rows_of_a_kpi_are_its_figure(facts, review, name):
    row = next(row for row in review.kpis if row.name == name)
    for part in ("numerator", "denominator"):
        listed = rows(name, facts, project(), period("2026-W47"), RULES, part=part).collect()
        assert listed["amount"].sum() == getattr(row.figure, part)


def test_the_order_of_rows_changes_nothing(facts, review):
    mixed = replace(facts, outcomes=facts.outcomes.reverse(), leads=facts.leads.reverse())
    assert report(mixed, project(), period("2026-W47"), RULES) == review


def test_one_thread_and_two_write_the_same_bytes():
    code = (
        "import hashlib; from tests.report.world import *; from tests.render.desk import *; from telebatch.report import report;"
        "from telebatch.render import *; r = report(world(leads=400, days=12), project(), period('2026-W47'), RULES);"
        "print(hashlib.sha256((review_json(r) + render_review(r, language='ko', templates=templates(), wording={'ko': wording('ko')})).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=os.environ | {"POLARS_MAX_THREADS": threads, "PYTHONHASHSEED": threads},
            capture_output=True, text=True, check=True,
        ).stdout
        for threads in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1
    assert len(told.pop()) == 65


ODD = [
    ("after_do_not_call", [("call.do_not_call", 0, {}), ("call.no_answer", 60, {})]),
    ("odd_hour", [("call.no_answer", 60 * 12, {})]),
    ("overlap", [("call.refused", 0, {"talk_seconds": 600}), ("call.refused", 5, {"talk_seconds": 60})]),
    ("connected_zero_seconds", [("call.refused", 0, {})]),
    ("talk_with_machine", [("call.interested", 0, {"talk_seconds": 9, "cause_is_machine": True})]),
    ("kept_without_booking", [("call.refused", 0, {"talk_seconds": 9, "lacks_booking": True})]),
    ("missed_with_talk", [("call.no_answer", 0, {"talk_seconds": 9})]),
    ("quick_miss", [("call.no_answer", 0, {"ring_seconds": 1})]),
    ("goal_without_right_party", [("call.gatekeeper", 0, {"talk_seconds": 9, "goal": "primary"})]),
    ("irregular_jump", [("call.refused", 0, {"talk_seconds": 9, "irregular": "sold, then refused"})]),
    ("result_changed", [("call.no_answer", 0, {"first_code": "SALE"})]),
    ("clock_change", [("call.no_answer", 0, {"start_flag": "repeated_hour"})]),
]


def test_a_call_that_two_sources_tell_is_told_at_both_places():
    nine = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    made = [
        outcome_row("call.no_answer", nine, 1, key, source=source, agent="X", ring_seconds=20)
        for key, source in (("a1", "dialer"), ("a2", "team"))
    ]
    known = ReportFacts(frame(made), lead_rows(made, 1), nine + timedelta(days=3), 1)
    found = report(known, project(), period("2026-11-16"), RULES).oddities
    assert [(odd.name, odd.count) for odd in found] == [("told_twice", 2)]


def test_an_order_out_of_turn_stands_in_the_review_of_its_day():
    nine = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    made = [outcome_row("call.no_answer", nine, 1, "a1", agent="X", ring_seconds=20)]
    orders = pl.LazyFrame(
        [
            {
                "file_key": 7,
                "record": 3,
                "at_utc": nine,
                "outcome": "system.sale",
                "irregular": "system.sale without a deal",
                "lead_key": 1,
            }
        ],
        schema={**ORDERS.schema, **CONFIRMATION_COLUMNS},
    )
    known = ReportFacts(frame(made), lead_rows(made, 1), nine + timedelta(days=3), 1, confirmations=orders)
    (odd,) = report(known, project(), period("2026-11-16"), RULES).oddities
    assert (odd.name, odd.count, odd.places) == ("order_out_of_turn", 1, ("7:3",))
    assert report(known, project(), period("2026-11-17"), RULES).oddities == ()


@pytest.mark.parametrize("names", [("a.csv", "b.csv"), ("b.csv", "a.csv")])
def test_places_stand_in_the_order_of_file_names_not_of_arrival(names):
    rows = pl.DataFrame({"file_key": [1, 1, 2, 2, 2, 2], "record": range(1, 7), "oddity": ["odd_hour"] * 6})
    first, second = names
    records = {first: (1, 2), second: (3, 4, 5, 6)}
    expected = [f"{name}:{record}" for name in sorted(names) for record in records[name]][:5]
    (odd,) = oddities(rows, pl.DataFrame({"file_key": [1, 2], "file": list(names)}))
    assert (odd.count, list(odd.places)) == (6, expected)


@pytest.mark.parametrize(("name", "told"), ODD)
def test_each_oddity_is_found_once_and_nothing_else(name, told):
    nine = datetime(2026, 11, 16, 0, 30, tzinfo=UTC)
    made = [
        outcome_row(leaf, nine + timedelta(minutes=minute), 1, f"a{n}", **{"agent": "X", "ring_seconds": 20,
                    "talk_seconds": 30 if leaf == "call.do_not_call" else 0} | more)
        for n, (leaf, minute, more) in enumerate(told)
    ]  # fmt: skip
    known = ReportFacts(frame(made), lead_rows(made, 1), nine + timedelta(days=3), 1)
    found = report(known, project(), period("2026-11-16"), RULES).oddities
    assert [(odd.name, odd.count) for odd in found] == [(name, 1)]


@pytest.mark.parametrize(
    ("seconds", "count", "is_short"), [(150, 25, True), (150, 19, False), (230, 25, False), (205, 25, False)]
)
def test_short_successful_calls_are_flagged_only_with_enough_of_them(seconds, count, is_short):
    start = datetime(2026, 11, 16, 1, tzinfo=UTC)
    made = [
        outcome_row("call.deal", start + timedelta(minutes=10 * n), n + 1, f"a{n}", talk_seconds=seconds + 40 * (n % 2))
        for n in range(count)
    ]
    known = ReportFacts(frame(made), lead_rows(made, count), start + timedelta(days=3), 1)
    length = report(known, project(), period("2026-11-16"), RULES).call_length
    assert (length.calls, length.is_short) == (count, is_short)


def test_agents_stand_by_name_and_share_a_level(review):
    names = [row.label for row in review.agents]
    assert names == sorted(names)
    assert review.agent_level == pytest.approx(1 - 0.05 / 6)


def test_calls_of_the_dialer_alone_stand_below_the_agents_so_that_the_table_adds_up():
    start = datetime(2026, 11, 16, 1, tzinfo=UTC)
    calls = [("call.refused", "X"), ("call.abandoned", None), ("call.no_answer", None), ("call.no_answer", "A")]
    made = [
        outcome_row(leaf, start + timedelta(minutes=n), n, f"a{n}", agent=agent)
        for n, (leaf, agent) in enumerate(calls, 1)
    ]
    known = ReportFacts(frame(made), lead_rows(made, 4), start + timedelta(days=1), 1)
    told = report(known, project(), period("2026-11-16"), RULES)
    assert [(row.label, row.counts["attempts"]) for row in told.agents] == [("A", 1), ("X", 1), ("", 2)]
    assert sum(row.counts["attempts"] for row in told.agents) == told.tree[0].count
    assert told.agents[-1].figures["conversion_rate"].missing == "no_cases"
    assert told.agent_level == pytest.approx(1 - 0.05 / 2)


DEALS = (
    # lead, day, leaf, agent: of lead 1 the second agent strikes the deal anew, of lead 2 the deal is of an earlier
    # period, of lead 3 the first agent won no more than interest, of lead 4 nobody took part in the first deal.
    (1, 16, "call.deal", "A"), (1, 17, "call.deal", "B"), (2, 9, "call.deal", "C"), (2, 17, "call.deal", "B"),
    (3, 16, "call.interested", "A"), (3, 17, "call.deal", "B"), (4, 16, "call.deal", None), (4, 17, "call.deal", "B"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("credit", "sales"),
    [("closer", {"A": 1, "B": 4, "": 1}), ("first_deal", {"A": 2, "B": 2, "C": 1, "": 1})],
)
def test_a_sale_is_counted_for_whom_the_project_credits_with_it(credit, sales):
    made = [
        outcome_row(leaf, datetime(2026, 11, day, 1, tzinfo=UTC), lead, f"a{n}", agent=agent)
        for n, (lead, day, leaf, agent) in enumerate(DEALS, 1)
    ]
    known = ReportFacts(frame(made), lead_rows(made, 4), MONDAY + timedelta(days=9), 1)
    told = report(known, project(goals=Goals(credit=credit)), period("2026-W47"), RULES)
    found = {row.label: row.counts["primary"] for row in told.agents}
    assert found == sales
    assert sum(found.values()) == sum(slot.primary for slot in told.slots)
    assert sum(row.counts["attempts"] for row in told.agents) == told.tree[0].count
    assert told.card.credit == credit


def test_a_sale_is_gross_by_call_date_and_net_of_cancellations_to_date():
    start = datetime(2026, 11, 16, 1, tzinfo=UTC)
    made = [
        outcome_row("call.deal", start + timedelta(minutes=n), lead, f"a{lead}") for n, lead in enumerate((1, 2, 7))
    ]
    known = ReportFacts(frame(made), lead_rows(made, 7), start + timedelta(days=30), 1)
    sales = report(known, project(), period("2026-11-16"), RULES).sales
    assert (sales.gross, sales.confirmed, sales.cancelled, sales.awaiting, sales.net) == (3, 2, 1, 0, 2)
    assert sales.amounts == (("KRW", 1_153_000, 384_700),)
    assert report(known, project(), period("2026-11-17"), RULES).sales.gross == 0


@pytest.mark.parametrize(
    ("cadence", "when", "end", "on"),
    [
        ("weekly", "2026-W47", None, date(2026, 11, 30)),
        ("weekly", "2026-11-18", None, date(2026, 11, 23)),
        ("daily", "2026-11-18", None, date(2026, 11, 20)),
        ("half-day", "2026-11-18am", None, date(2026, 11, 19)),
        ("half-day", "2026-11-18pm", None, date(2026, 11, 19)),
        ("weekly", "2026-W47", date(2026, 11, 23), date(2026, 11, 30)),
        ("weekly", "2026-W47", date(2026, 11, 22), None),
        ("half-day", "2026-11-18am", date(2026, 11, 18), date(2026, 11, 19)),
    ],
)
def test_the_next_review_is_held_when_its_period_is_over(cadence, when, end, on):
    planned = project(cycle=Cycle(date(2026, 11, 2), end=end, review=cadence))
    assert report(world(), planned, period(when), RULES).card.next_review == on
