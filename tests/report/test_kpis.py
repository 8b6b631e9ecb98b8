"""Every KPI on a day small enough to count by hand."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from telebatch.model.errors import WrongUsage
from telebatch.model.kpi_names import KPI_NAMES
from telebatch.model.project import Costs, Kpi, Step
from telebatch.model.review import ReportRules
from telebatch.model.tables import TABLES
from telebatch.report import CATALOGUE, ReportFacts, report, rows
from tests.render.desk import wording
from tests.report.world import RULES, frame, lead_rows, outcome_row, period, project

DAY = datetime(2026, 11, 23, tzinfo=UTC)  # 09:00 in Seoul

ONE_CALL = project(
    plan=(Step(call="first"),), costs=Costs(record_minor=100, minute_minor=60, agent_hour_minor=3600), kpis=(Kpi("conversion_rate", primary=True),)
)  # fmt: skip


def _calls():
    def at(minutes, leaf, lead, seconds, no, **more):
        key = f"a{len(found) + 1}"
        found.append(
            outcome_row(leaf, DAY + timedelta(minutes=minutes), lead, key, talk_seconds=seconds, attempt_no=no, agent="X", stage_no=1, **more)
        )  # fmt: skip

    found: list[dict[str, object]] = []
    due = DAY + timedelta(hours=6)
    at(0, "call.deal", 1, 240, 1, wrap_seconds=60)
    at(10, "call.no_answer", 2, 0, 1)
    at(300, "call.refused", 2, 60, 2, collected='{"current_brand":"x"}')
    at(60, "call.gatekeeper", 3, 30, 1)
    at(65, "call.vacant", 4, 0, 1)
    at(70, "call.call_again", 5, 90, 1, books=True, callback_utc=due)
    at(365, "call.interested", 5, 120, 2, callback_outcome="callback.on_hold", booked_before=True)
    at(90, "call.machine", 6, 15, 1)
    at(120, "call.abandoned", 7, 3, 1)
    at(130, "call.do_not_call", 8, 10, 1)
    at(140, "call.not_called", 9, 0, None)
    return found


def _facts():
    calls = _calls()
    times = {"source": ["d"], "agent": ["X"], "from_utc": [DAY], "login_seconds": [7200], "talk_seconds": [550], "wrap_seconds": [60], "pause_seconds": [1200]}  # fmt: skip
    empty = TABLES["agent_time"].empty()
    agent_time = pl.concat([empty, pl.DataFrame(times).cast({k: empty.schema[k] for k in times})], how="diagonal")
    leads = lead_rows(calls, 10).with_columns(verdict=pl.lit("callable"))
    return ReportFacts(frame(calls), leads, DAY + timedelta(hours=12), 1, agent_time=agent_time.lazy())


EXPECTED = {
    "attempts": (10, None, 10), "primary_goals": (1, None, 1), "secondary_goals": (2, None, 2),
    "answer_rate": (8, 10, 0.8), "connect_rate": (6, 10, 0.6), "net_connect_rate": (6, 9, 6 / 9),
    "contact_rate": (5, 8, 5 / 8), "right_party_rate": (5, 10, 0.5), "right_party_share": (5, 6, 5 / 6),
    "right_party_reach": (4, 8, 0.5), "conversion_rate": (1, 5, 0.2), "list_yield": (1, 10, 0.1),
    "effort_yield": (1, 10, 0.1), "appointment_rate": (1, 4, 0.25), "penetration_touched": (8, 10, 0.8),
    "penetration_exhausted": (3, 10, 0.3), "attempts_per_record": (10, 8, 1.25), "attempts_per_contact": (10, 5, 2),
    "dials_per_hour": (10, 6000, 6), "talk_time": (550, None, 550), "talk_time_per_agent_day": (550, 1, 550),
    "talk_share": (550, 7200, 550 / 7200), "occupancy": (610, 6000, 610 / 6000),
    "average_handle_time": (610, 6, 610 / 6), "successful_call_length": (240, 1, 240),
    "first_call_resolution": (1, 4, 0.25), "callback_kept_rate": (1, 1, 1), "callback_success_rate": (0, 1, 0),
    "refusal_rate": (1, 5, 0.2), "opening_survival": (5, 6, 5 / 6), "abandoned_rate": (1, 7, 1 / 7),
    "do_not_call_rate": (1, 6, 1 / 6), "bad_number_rate": (1, 8, 1 / 8), "cost_per_attempt": (8550, 10, 855),
    "cost_per_contact": (8550, 5, 1710), "cost_per_sale": (8550, 1, 8550), "wasted_call_rate": (1, 6, 1 / 6),
    "gatekeeper_time_share": (30, 550, 30 / 550), "gatekeeper_call_share": (1, 6, 1 / 6),
}  # fmt: skip


@pytest.fixture(scope="module")
def review():
    return report(_facts(), ONE_CALL, period("2026-11-23"), RULES)


def test_the_example_counts_every_kpi():
    assert set(EXPECTED) == set(CATALOGUE)


@pytest.mark.parametrize("name", EXPECTED)
def test_each_kpi_is_what_a_hand_counts(review, name):
    row = next(row for row in review.kpis if row.name == name)
    top, bottom, value = EXPECTED[name]
    assert (row.figure.numerator, row.figure.denominator) == (top, bottom)
    assert row.figure.value == pytest.approx(value)
    assert row.figure.missing is None


@pytest.mark.parametrize("part", ["numerator", "denominator"])
@pytest.mark.parametrize("name", EXPECTED)
def test_each_kpi_lists_its_rows(name, part):
    told = EXPECTED[name][0 if part == "numerator" else 1]
    if told is None:
        with pytest.raises(WrongUsage):
            rows(name, _facts(), ONE_CALL, period("2026-11-23"), RULES, part=part)
        return
    listed = rows(name, _facts(), ONE_CALL, period("2026-11-23"), RULES, part=part).collect()
    divisor = 3600 if name.startswith("cost") and part == "numerator" else 1
    assert listed["amount"].sum() == told * divisor


def test_an_unknown_kpi_is_refused():
    with pytest.raises(WrongUsage):
        rows("luck", _facts(), ONE_CALL, period("2026-11-23"), RULES)


def test_without_calls_nothing_is_zero_or_full_but_missing():
    review = report(_facts(), ONE_CALL, period("2026-12-01"), RULES)
    told = {row.name: row.figure for row in review.kpis}
    assert told["conversion_rate"].value is None
    assert told["conversion_rate"].missing == "no_cases"
    assert told["talk_time"].missing == "never_came"
    assert told["dials_per_hour"].missing == "never_came"
    assert told["attempts"].value == 0


def test_calls_are_not_called_wasted_where_no_file_tells_what_they_brought():
    facts = _facts()
    untold = replace(facts, outcomes=facts.outcomes.with_columns(collected=pl.lit(None, pl.String)))
    told = {row.name: row.figure for row in report(untold, ONE_CALL, period("2026-11-23"), RULES).kpis}
    assert told["wasted_call_rate"].missing == "never_came"


def test_costs_and_one_call_resolution_say_when_the_project_has_none():
    review = report(
        _facts(), project(costs=Costs(), plan=(Step(call="a"), Step(call="b"))), period("2026-11-23"), RULES
    )
    told = {row.name: row.figure.missing for row in review.kpis}
    assert told["cost_per_sale"] == told["first_call_resolution"] == "never_came"


def test_calls_in_the_other_direction_stand_apart_but_their_sale_counts_for_the_list():
    back = outcome_row(
        "call.deal", DAY + timedelta(hours=2), 10, "a99", direction="in", talk_seconds=100, right_party=True
    )
    facts = _facts()
    facts = ReportFacts(frame([*_calls(), back]), facts.leads, facts.as_of, 1)
    review = report(facts, ONE_CALL, period("2026-11-23"), RULES)
    told = {row.name: row.figure.numerator for row in review.kpis}
    assert (told["attempts"], told["conversion_rate"], told["list_yield"]) == (10, 1, 2)
    sums = review.reconciliation
    assert (sums.attempts, sums.counted, sums.void, sums.other_direction) == (12, 10, 1, 1)


@pytest.mark.parametrize(
    ("successes", "cases", "target", "good", "judgement"),
    [
        (1, 10, 0.2, "up", "too_few"), (60, 100, 0.5, "up", "reached"), (45, 100, 0.5, "up", "too_close"),
        (30, 100, 0.5, "up", "missed"), (30, 100, 0.5, "down", "reached"), (70, 100, 0.5, "down", "missed"),
        (60, 100, None, "up", "no_target"),
    ],
)  # fmt: skip
def test_a_verdict_needs_cases_and_an_interval(successes, cases, target, good, judgement):
    calls = [
        outcome_row("call.deal" if n < successes else "call.refused", DAY + timedelta(seconds=200 * n), n + 1, f"a{n}")
        for n in range(cases)
    ]
    facts = ReportFacts(frame(calls), lead_rows(calls, cases), DAY + timedelta(days=2), 1)
    aimed = project(kpis=(Kpi("conversion_rate", primary=True, target=target, good=good),))
    row = report(facts, aimed, period("2026-11-23"), RULES).kpis[0]
    assert (row.name, row.judgement) == ("conversion_rate", judgement)


def test_a_count_that_may_still_be_reached_is_not_missed():
    aimed = project(kpis=(Kpi("attempts", primary=True, target=300, per="week"),))
    facts = _facts()
    assert report(facts, aimed, period("2026-W48"), RULES).kpis[0].judgement == "running"
    over = ReportFacts(facts.outcomes, facts.leads, DAY + timedelta(days=9), 1)
    assert report(over, aimed, period("2026-W48"), RULES).kpis[0].judgement == "missed"


@pytest.mark.parametrize(
    ("floor", "good", "is_below"), [(0.3, "up", True), (0.1, "up", False), (0.1, "down", True), (None, "up", False)]
)
def test_a_floor_is_told_whatever_the_interval(floor, good, is_below):
    aimed = project(kpis=(Kpi("conversion_rate", primary=True, floor=floor, good=good),))
    assert report(_facts(), aimed, period("2026-11-23"), RULES).kpis[0].is_below_floor is is_below


def test_the_catalogue_and_the_names_settings_knows_are_the_same():
    assert tuple(CATALOGUE) == KPI_NAMES


@pytest.mark.parametrize("name", KPI_NAMES)
def test_the_korean_page_uses_the_korean_name(name):
    assert wording("ko")[f"kpi.{name}.name"] == CATALOGUE[name].ko


def test_an_own_leaf_stands_where_its_parent_stands():
    calls = [outcome_row("call.gatekeeper", DAY, 1, "a1", outcome="call.reception", talk_seconds=30)]
    facts = ReportFacts(frame(calls), lead_rows(calls, 1), DAY + timedelta(days=2), 1)
    review = report(
        facts, ONE_CALL, period("2026-11-23"), ReportRules(own_leaves={"call.reception": "call.gatekeeper"})
    )
    connected = review.tree[0].branches[0]
    assert connected.count == 1
    assert ("call.reception", 1) in {(leaf.name, leaf.count) for leaf in connected.leaves}
    assert next(row for row in review.kpis if row.name == "gatekeeper_call_share").figure.numerator == 1


def test_the_day_of_the_example_is_a_monday():
    assert date(2026, 11, 23).isoweekday() == 1
