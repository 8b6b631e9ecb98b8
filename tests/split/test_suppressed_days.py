"""Days of requests at their edges: first and last day, and whose day it is where centre and person live far apart."""

from datetime import UTC, date, datetime

import pytest

from telebatch.split import ShiftOrder, SplitRules
from telebatch.split.people import days_elsewhere
from tests.split.shift import ONE as CALL
from tests.split.shift import World, asked, laid_out, project, rules_of, why_not

DAY = date(2026, 11, 4)  # a Wednesday
BEFORE, AFTER = date(2026, 11, 3), date(2026, 11, 5)
SEOUL, LOS_ANGELES, AUCKLAND = "Asia/Seoul", "America/Los_Angeles", "Pacific/Auckland"


def built(told, *, centre=SEOUL, person=SEOUL, half="day", day=DAY, hours=None):
    """Reason and next date of a person's only lead, of whom a request tells."""
    world = World().lead(1)
    world.rows["numbers"][0] |= {"zones": person, "region": "KR"}
    one = project(plan=CALL, zone=centre, windows={})
    more = {"shift_hours": {half: hours}} if hours else {}
    rules = SplitRules({one.name: one}, zone=centre, **more)
    order = ShiftOrder(day, datetime(day.year, day.month, day.day, tzinfo=UTC), half)
    return why_not(laid_out(asked(world, **told), rules, order))


@pytest.mark.parametrize("kind", [{"kind": "person"}, {"kind": "number", "number": 821000000001, "person_key": None}])
@pytest.mark.parametrize(
    ("days", "is_held"),
    [
        ({}, True),
        ({"from_on": DAY}, True),
        ({"from_on": AFTER}, False),
        ({"until_on": BEFORE}, False),
        ({"until_on": DAY}, True),
        ({"from_on": DAY, "until_on": DAY}, True),
        ({"from_on": BEFORE, "until_on": BEFORE}, False),
        ({"from_on": AFTER, "until_on": AFTER}, False),
    ],
)
def test_a_request_holds_from_its_first_day_to_its_last_inclusive(days, is_held, kind):
    reason, again = built({**kind, **days})
    assert (reason == "suppressed") == is_held
    if is_held and "until_on" in days:
        assert again == AFTER


def test_who_lives_where_it_is_still_the_last_day_is_not_called():
    # Wednesday 09:00 in Seoul is Tuesday 16:00 in Los Angeles.
    assert built({"until_on": BEFORE}, person=LOS_ANGELES) == ("suppressed", AFTER)
    assert built({"until_on": BEFORE}, person=SEOUL)[0] != "suppressed"
    assert built({"until_on": date(2026, 11, 2)}, person=LOS_ANGELES)[0] != "suppressed"


def test_who_lives_where_it_is_the_first_day_already_is_not_called():
    # Wednesday 16:00 in Los Angeles is Thursday in Auckland and in Seoul.
    for there in (AUCKLAND, SEOUL):
        assert built({"from_on": AFTER}, centre=LOS_ANGELES, person=there)[0] == "suppressed"
    assert built({"from_on": AFTER}, centre=LOS_ANGELES, person=LOS_ANGELES)[0] != "suppressed"


def test_a_person_of_several_numbers_is_looked_at_by_the_days_of_all_of_them():
    assert built({"until_on": BEFORE}, person=f"{LOS_ANGELES}|{SEOUL}")[0] == "suppressed"


@pytest.mark.parametrize(
    ("hours", "days"),
    [
        ("00:00-24:00", None),
        ("09:00-18:00", None),
    ],
)
def test_of_one_zone_no_day_is_another_one(hours, days):
    assert days_between("Asia/Seoul", "Asia/Seoul|Asia/Tokyo", DAY, hours) == days


@pytest.mark.parametrize(
    ("centre", "there", "day", "hours", "days"),
    [
        ("Asia/Seoul", "Asia/Shanghai", DAY, "00:00-01:00", (BEFORE, DAY)),
        ("Asia/Seoul", "Asia/Shanghai", DAY, "01:00-24:00", None),
        # On Sunday the 1st of November New York has its second 01:00; Chicago is an hour behind throughout.
        ("America/New_York", "America/Chicago", date(2026, 11, 1), "00:00-01:00", (date(2026, 10, 31), date(2026, 11, 1))),
        ("America/New_York", "America/Chicago", date(2026, 11, 1), "03:00-24:00", None),
        # London goes back on the 25th of October, Seoul never does.
        ("Europe/London", "Asia/Seoul", date(2026, 10, 24), "09:00-16:00", None),
        ("Europe/London", "Asia/Seoul", date(2026, 10, 25), "09:00-16:00", (date(2026, 10, 25), date(2026, 10, 26))),
        ("Europe/London", "Etc/Unknown", DAY, "00:00-24:00", None),
    ],
)  # fmt: skip
def test_the_days_of_a_shift_where_somebody_lives(centre, there, day, hours, days):
    assert days_between(centre, there, day, hours) == days


def days_between(centre, there, day, hours):
    rules = rules_of(zone=centre, shift_hours={"day": hours})
    world = World().lead(1)
    world.rows["numbers"][0]["zones"] = there
    span = rules.hours(ShiftOrder(day, datetime(2026, 10, 1, tzinfo=UTC)))
    found = days_elsewhere(world.facts().numbers, day, span)
    return found.row(0)[1:] if found.height else None
