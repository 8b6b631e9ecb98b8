"""Explaining a lead tells from when, and until when, it must not be called."""

import pytest

from tests.pipeline.care_desk import CONSUMERS

NUMBER = "010-0210-0000"


def stands(desk, as_of="2026-11-23T08:00"):
    """What of the lead's standing is about requests."""
    (person,) = desk.run("explain", NUMBER, as_of=as_of)["answer"]["persons"]
    return [line for lead in person["leads"] for line in lead["now"] if "contacted" in line]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ((), ["must not be contacted"]),
        (("--from", "2026-11-23"), ["must not be contacted"]),
        (("--from", "2026-11-24"), ["must not be contacted from 2026-11-24"]),
        (("--from", "2026-11-24", "--until", "2026-12-01"), ["must not be contacted from 2026-11-24 until 2026-12-01"]),
        (("--until", "2026-11-23"), ["must not be contacted until 2026-11-23"]),
        (("--until", "2026-11-22"), []),
        (("--channel", "mail"), []),
        (("-p", "study-card"), []),
    ],
)
def test_a_request_is_told_with_its_days(desk, days, told):
    desk.consumers(1)
    desk.run("suppress", "add", NUMBER, *days, "--by", "a letter")
    assert stands(desk) == told
    lead = desk.leads()[NUMBER]
    assert [line.strip() for line in desk.say("lead", "show", lead) if "contacted" in line] == told


def test_several_requests_are_one_stretch_now_and_one_to_come(desk):
    desk.consumers(1)
    for name, begin, end in (("a", "2026-11-01", "2026-11-30"), ("b", "2026-12-05", ""), ("c", "2026-12-10", "")):
        desk.run("suppress", "add", NUMBER, "--list", name, "--from", begin, *(("--until", end) if end else ()))
    desk.run("suppress", "add", "--email", "k0@example.com", "--list", "d", "--until", "2026-11-25")
    assert stands(desk) == ["must not be contacted until 2026-11-30", "must not be contacted from 2026-12-05"]
    assert stands(desk, "2026-12-05T08:00") == ["must not be contacted"]


def test_whoever_is_set_to_be_called_is_told_when_that_will_not_be(desk):
    desk.consumers(1)
    desk.run("suppress", "add", NUMBER, "--from", "2026-11-24", "--by", "a letter")
    lead = desk.leads()[NUMBER]
    words = ("--by", "x", "--why", "y")
    told = desk.run("lead", "set", lead, "callback=2026-11-25 10:00", *words)
    note = "the person must not be contacted from 2026-11-24, so the lead is not called then all the same"
    assert any(note in one for one in told["warnings"])
    assert CONSUMERS in str(desk.run("explain", lead))
