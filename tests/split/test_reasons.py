"""Each reason for not calling a lead has its case; the order of tests is that of words.NotQueued."""

from datetime import date

import pytest

from telebatch.model.project import (
    Cap,
    Confirmation,
    Cycle,
    Field,
    KeyPersonStandards,
    Queues,
    Retry,
    Step,
)
from telebatch.model.words import NotQueued
from telebatch.settings.vocabulary import main_zones, region_of
from tests.split.shift import (
    AGE,
    ONE,
    POST,
    ROSTER,
    TWO,
    World,
    amend,
    asked,
    company,
    laid_out,
    lead,
    mailed,
    order,
    pack,
    plan,
    released,
    rules_of,
    why_not,
    with_packs,
)
from tests.state.world import at, on, project

NIGHTS = at(0, 14), at(0, 14, 30)  # 23:00 and 23:30 in Seoul, on Monday


def capped(scope):
    world = company(lead(), 1)
    for n, start in enumerate(NIGHTS):
        world.call("network_failure", start_utc=start, counts_as_attempt=True, attempt_key=str(n))
    return world, rules_of(plan(*ONE, caps=(Cap(2, "24h", scope),)))


CASES = [
    (
        NotQueued.PROJECT_NOT_RUNNING,
        "not begun",
        lead(),
        rules_of(plan(*ONE, cycle=Cycle(start=date(2026, 12, 1)))),
        date(2026, 12, 1),
    ),
    (
        NotQueued.PROJECT_NOT_RUNNING,
        "ended",
        lead(),
        rules_of(plan(*ONE, cycle=Cycle(start=date(2026, 1, 1), end=date(2026, 11, 2)))),
        None,
    ),
    (NotQueued.PROJECT_NOT_RUNNING, "unknown", lead(project="gone"), rules_of(plan(*ONE)), None),
    (NotQueued.UNLISTED, "", World().lead(1, listed=False).call("no_answer"), rules_of(plan(*ONE)), None),
    (NotQueued.CLOSED, "", lead().call("refused"), rules_of(plan(*ONE)), None),
    (NotQueued.HELD, "", amend(lead(), "hold_until", "2026-11-20"), rules_of(plan(*ONE)), date(2026, 11, 20)),
    (NotQueued.SUPPRESSED, "for good", asked(lead()), rules_of(plan(*ONE)), None),
    (NotQueued.SUPPRESSED, "until", asked(lead(), until_on=on(4)), rules_of(plan(*ONE)), on(5)),
    (
        NotQueued.SUPPRESSED,
        "by number",
        asked(lead(), kind="number", person_key=None, number=821000000001),
        rules_of(plan(*ONE)),
        None,
    ),
    (
        NotQueued.SUPPRESSED,
        "by prefix",
        asked(lead(), kind="prefix", person_key=None, text="+8210000"),
        rules_of(plan(*ONE)),
        None,
    ),
    (
        NotQueued.SUPPRESSED,
        "by company",
        asked(company(lead(), 1), kind="company", person_key=None, text="ACME"),
        rules_of(plan(*ONE)),
        None,
    ),
    (NotQueued.SUPPRESSED, "by mail, where a piece is due", asked(lead(), channel="mail"), rules_of(plan(*POST)), None),
    (NotQueued.SCRUB_STALE, "never", lead(), with_packs(plan(*ONE, packs=("kr",)), pack(scrub_days=30)), None),
    (NotQueued.LIST_EXPIRED, "", lead(use_until=on(0)), rules_of(plan(*ONE)), None),
    (
        NotQueued.CONSENT_EXPIRED,
        "",
        lead(consent_on=date(2024, 1, 1)),
        with_packs(plan(*ONE, packs=("kr",)), pack(consent_days=730)),
        None,
    ),
    (NotQueued.KEY_PERSON_UNKNOWN, "", lead(is_key_person=None), rules_of(plan(*ONE)), None),
    (NotQueued.KEY_PERSON_UNKNOWN, "verdict", lead(verdict="verify"), rules_of(plan(*ONE)), None),
    (NotQueued.KEY_PERSON_STALE, "", lead(received_on=date(2026, 1, 1)), rules_of(plan(*ONE)), None),
    (
        NotQueued.KEY_PERSON_STALE,
        "top",
        lead(received_on=date(2026, 7, 1), seniority="cxo"),
        rules_of(plan(*ONE)),
        None,
    ),
    (NotQueued.NO_USABLE_NUMBER, "vacant", lead().call("vacant"), rules_of(plan(*ONE)), None),
    (NotQueued.NO_USABLE_NUMBER, "left", lead().call("left_company"), rules_of(plan(*ONE)), None),
    (NotQueued.AWAITING_RESULT, "", released(lead()), rules_of(plan(*ONE)), None),
    (NotQueued.RESULT_UNCLASSIFIED, "", lead().call("unclassified"), rules_of(plan(*ONE)), None),
    (NotQueued.RESULT_QUARANTINED, "", lead().add("quarantine", lead_key=1, reason="x"), rules_of(plan(*ONE)), None),
    (
        NotQueued.AWAITING_CONFIRMATION,
        "",
        lead().call("deal"),
        rules_of(plan(*ONE, confirmation=Confirmation(True, 7))),
        on(8),
    ),
    (
        NotQueued.CALLBACK_WITH_DIALER,
        "",
        lead().call("call_again", books=True, callback_utc=at(1, 1)),
        rules_of(plan(*ONE, callbacks_kept_by="dialer")),
        on(4),
    ),
    (
        NotQueued.CALLBACK_NOT_DUE,
        "",
        lead().call("call_again", books=True, callback_utc=at(3, 1)),
        rules_of(plan(*ONE)),
        on(3),
    ),
    (NotQueued.RESTING, "", lead().call("refused"), rules_of(plan(*ONE, rest_after_refusal_days=30)), on(30)),
    (NotQueued.ATTEMPTS_EXHAUSTED, "all", lead().call("no_answer"), rules_of(plan(*ONE, maximum_attempts=1)), None),
    (
        NotQueued.RETRY_NOT_DUE,
        "",
        lead().call("powered_off"),
        rules_of(plan(*ONE), retry={"powered_off": Retry("3d")}),
        on(3),
    ),
    (
        NotQueued.ATTEMPTS_EXHAUSTED,
        "of one kind",
        lead().call("powered_off"),
        rules_of(plan(*ONE), retry={"powered_off": Retry(maximum=1)}),
        None,
    ),
    (NotQueued.MEDIUM_DUE, "", lead(), rules_of(plan(*POST)), on(6)),
    (NotQueued.MEDIUM_IN_TRANSIT, "", mailed(lead(), 0), rules_of(plan(*POST)), on(5)),
    (NotQueued.STAGE_NOT_DUE, "after a call", lead().call("interested"), rules_of(plan(*TWO)), on(3)),
    (NotQueued.STAGE_NOT_DUE, "after arrival", mailed(lead(), -2), rules_of(plan(*POST)), on(3)),
    (
        NotQueued.CONDITION_NOT_MET,
        "",
        lead().call("interested", -9).add("answers", lead_key=1, kind="collected", value='{"age": 30}'),
        rules_of(plan(*AGE, fields={"age": Field("integer")})),
        None,
    ),
    (
        NotQueued.CONDITION_UNDECIDED,
        "",
        lead().call("interested", -9),
        rules_of(plan(*AGE, fields={"age": Field("integer")})),
        None,
    ),
    (
        NotQueued.STEP_LAPSED,
        "",
        lead().call("interested", -30),
        rules_of(plan(Step(call="first"), Step(call="second", lapses_after_days=14))),
        None,
    ),
    (NotQueued.PLAN_FINISHED, "", lead().call("interested", -9), rules_of(plan(*ONE)), None),
    (
        NotQueued.OUTSIDE_WINDOW,
        "closed on Tuesday",
        lead(),
        with_packs(plan(*ONE, packs=("kr",)), pack(windows={"tue": ()})),
        on(2),
    ),
    (NotQueued.NUMBER_CAP, "", *capped("number"), on(2)),
    (NotQueued.PERSON_CAP, "", *capped("person"), on(2)),
    (NotQueued.COMPANY_CAP, "", *capped("company"), on(2)),
    (
        NotQueued.COMPANY_PLACE_TAKEN,
        "",
        company(World().lead(2).call("no_answer", lead=2).lead(1), 1, 2),
        rules_of(plan(*ONE, key_person=KeyPersonStandards(places_per_company=1))),
        None,
    ),
    (
        NotQueued.OTHER_PROJECT,
        "",
        World().lead(2, person=1, project="club").lead(1),
        rules_of(plan(*ONE), project("club", plan=ONE, queues=Queues(priority=1))),
        on(2),
    ),
    (
        NotQueued.NO_CAPACITY,
        "",
        World().lead(2, score=90).lead(1),
        rules_of(plan(*ONE, queues=Queues(capacity=1))),
        on(2),
    ),
    (NotQueued.NO_AGENT, "nobody", lead(), rules_of(plan(*ONE, queues=Queues(skills=("ko",))), roster=ROSTER), None),
    (NotQueued.NO_AGENT, "by hand", amend(lead(), "agent", "park"), rules_of(plan(*ONE), roster=ROSTER), None),
]


@pytest.mark.parametrize(
    ("reason", "about", "world", "rules", "next_date"), CASES, ids=[f"{c[0]} {c[1]}".strip() for c in CASES]
)
def test_a_lead_is_not_called_and_told_why(reason, about, world, rules, next_date):
    shift = laid_out(world, rules)
    assert why_not(shift) == (reason, next_date)
    assert shift.counts["queued"] + shift.counts["not_queued"] == shift.counts["leads"] == len(world.rows["leads"])


def test_every_reason_has_its_case():
    # What only a part of a shift leaves aside has its cases in test_parts.
    assert {case[0] for case in CASES} | {NotQueued.OTHER_AGENT, NotQueued.NOT_BUILT} == set(NotQueued)


def test_without_results_waits_for_none():
    for world in (released(lead()), lead().call("unclassified", -5), lead().add("quarantine", lead_key=1, reason="x")):
        assert laid_out(world, rules_of(plan(*ONE)), order(without_results=True)).counts["queued"] == 1


def test_a_fresh_lead_is_queued():
    row = laid_out(lead(), rules_of(plan(*ONE))).queued.row(0, named=True)
    assert row["queue"] == "2026-11-03/outbound-new/call/shop-first"
    assert (row["why_now"], row["number"], row["attempt_number"], row["zone"]) == (
        "fresh",
        821000000001,
        1,
        "Asia/Seoul",
    )
    assert (row["not_before"], row["not_after"]) == (at(1, 0), at(1, 9))


UK = "Europe/Guernsey|Europe/Isle_of_Man|Europe/Jersey|Europe/London"


@pytest.mark.parametrize(
    ("own", "zones", "region", "told"),
    [
        ("Asia/Seoul", UK, "GB", "Europe/London"),
        ("Europe/Jersey", UK, "GB", "Europe/Jersey"),
        ("Asia/Seoul", "Europe/Paris", "FR", "Europe/Paris"),
        ("Asia/Seoul", "Asia/Novosibirsk|Asia/Omsk", "RU", "Asia/Novosibirsk"),
    ],
)
def test_hours_are_told_by_the_main_clock_of_a_number_that_may_lie_in_several_zones(own, zones, region, told):
    world = lead()
    world.rows["numbers"][0] |= {"region": region, "zones": zones}
    rules = rules_of(plan(*ONE, zone=own), main_zones=main_zones(), shift_hours={"day": "00:00-23:59"})
    (row,) = laid_out(world, rules).queued.to_dicts()
    assert row["zone"] == told


def test_every_main_zone_is_one_of_its_region():
    assert {region_of(zone) == region for region, zone in main_zones().items()} == {True}
    assert (main_zones()["AU"], main_zones()["KR"]) == ("Australia/Sydney", "Asia/Seoul")
