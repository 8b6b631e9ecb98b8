"""The funnel by media combination: what had reached a record when it was called, never what came later."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from telebatch.model.project import Step
from telebatch.model.tables import TABLES
from telebatch.report import ReportFacts, report
from tests.report.world import AS_OF, RULES, frame, outcome_row, period, project

#: Catalogue, a call, a second catalogue, another call.
PLAN = (Step(medium="catalogue"), Step(call="first"), Step(medium="catalogue"), Step(call="second"))


def call(day, leaf, key, lead=1, stage=1):
    return outcome_row(leaf, datetime(2026, 11, day, 2, tzinfo=UTC), lead, key, stage_no=stage)


def leads(arrivals):
    """LEAD_STATE with the catalogues that each lead got."""
    rows = [
        {"lead_key": lead, "project": "office-paper", "media_sent": "+".join(["catalogue"] * len(days)),
         "media_arrivals": [date(2026, 11, day) for day in days]}
        for lead, days in arrivals.items()
    ]  # fmt: skip
    return pl.DataFrame(rows, schema=dict(TABLES["lead_state"].schema), strict=False).lazy()


def funnel(calls, arrivals, plan=PLAN, when="2026-W47"):
    facts = ReportFacts(outcomes=frame(calls), leads=leads(arrivals), as_of=AS_OF, at_batch=1)
    told = report(facts, project(plan=plan), period(when), RULES).funnel
    return {row.label: tuple(row.counts.values()) for row in told}


@pytest.mark.parametrize(
    ("arrived", "stage", "media"),
    [
        ((), 1, "call"),
        ((17,), 1, "catalogue+call"),
        ((18,), 1, "catalogue+call"),  # on the day itself
        ((19,), 1, "call"),  # on its way
        ((12,), 2, "catalogue+call+call"),
        ((12, 17), 2, "catalogue+call+catalogue+call"),
        ((12, 19), 2, "catalogue+call+call"),
        ((), 2, "call+call"),
    ],
)
def test_a_call_stands_under_what_was_behind_it(arrived, stage, media):
    assert list(funnel([call(18, "call.refused", "a1", stage=stage)], {1: arrived})) == [media]


def test_a_call_that_wins_stands_where_a_call_that_loses_does():
    calls = [call(18, "call.deal", "a1", lead=1), call(18, "call.refused", "a2", lead=2)]
    assert funnel(calls, {1: (12,), 2: (12,)}) == {"catalogue+call": (2, 2, 2, 1)}


def test_what_the_second_call_brought_does_not_speak_for_the_first():
    calls = [call(16, "call.interested", "a1", stage=1), call(19, "call.deal", "a2", stage=2)]
    assert funnel(calls, {1: ()}) == {"call": (1, 1, 1, 0), "call+call": (1, 1, 1, 1)}


def test_many_attempts_under_one_combination_are_one_record():
    calls = [call(day, "call.no_answer", f"a{day}") for day in (16, 17, 18)]
    assert funnel(calls, {1: (2,)}) == {"catalogue+call": (1, 0, 0, 0)}


def test_a_medium_that_is_not_in_the_plan_does_not_count():
    plan = (Step(medium="letter"), Step(call="first"))
    assert list(funnel([call(18, "call.refused", "a1")], {1: (2,)}, plan)) == ["call"]
