"""When a person may be called, in her own zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from telebatch.model.workspace import CalendarDays, RulePack
from telebatch.split import ShiftOrder, SplitRules
from telebatch.split.calendar import day_table
from tests.state.world import project

WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), ("08:00-21:00",))


def rules(packs, zone="Asia/Seoul", hours="09:00-18:00", **more):
    one = project(packs=tuple(pack.name for pack in packs))
    return SplitRules({"shop": one}, zone, {pack.name: pack for pack in packs}, shift_hours={"day": hours}, **more)


def pack(region, **windows):
    return RulePack(region.lower(), region, "", {**WEEK, **windows}, {}, date(2026, 1, 1))


def told(day, region, zones, given):
    keys = pl.DataFrame({"project": ["shop"], "region": [region], "zones": [zones]})
    order = ShiftOrder.parse(day, datetime(2026, 1, 1, tzinfo=UTC))
    row = day_table(keys, given, order).row(0, named=True)
    return row["window_start"], row["window_end"], row["open_days"]


def utc(*parts):
    return datetime(*parts, tzinfo=UTC)


HOLIDAYS = [
    ("KR", "2026-09-25", "Chuseok"),
    ("KR", "2026-10-05", "observed day of National Foundation Day"),
    ("US", "2026-11-26", "Thanksgiving"),
    ("US", "2026-07-03", "Independence Day observed"),
]


@pytest.mark.parametrize(("region", "day"), [case[:2] for case in HOLIDAYS], ids=[case[2] for case in HOLIDAYS])
def test_holidays_are_closed_where_the_pack_says_so(region, day):
    zone = "Asia/Seoul" if region == "KR" else "America/New_York"
    assert told(day, region, zone, rules([pack(region, holiday=())], zone))[0] is None
    assert told(day, region, zone, rules([pack(region)], zone))[0] is not None


def test_a_state_adds_its_own_holidays():
    state = RulePack("us-la", "US", "", {**WEEK, "holiday": ()}, {}, date(2026, 1, 1), subregion="LA")
    zone = "America/Chicago"
    assert told("2026-02-17", "US", zone, rules([state], zone))[0] is None
    assert told("2026-02-17", "US", zone, rules([pack("US", holiday=())], zone))[0] is not None


def test_the_calendar_outranks_the_holidays():
    days = {"KR": CalendarDays(closed=(date(2026, 11, 3),), working=(date(2026, 9, 25), date(2026, 11, 8)))}
    given = rules([pack("KR", holiday=(), sun=())], calendar=days)
    assert told("2026-11-03", "KR", "Asia/Seoul", given)[0] is None
    assert told("2026-09-25", "KR", "Asia/Seoul", given)[0] == utc(2026, 9, 25)
    assert told("2026-11-08", "KR", "Asia/Seoul", given)[0] == utc(2026, 11, 8)
    centre = {"centre": CalendarDays(closed=(date(2026, 11, 3),))}
    assert told("2026-11-03", "KR", "Asia/Seoul", rules([pack("KR")], calendar=centre))[0] is None


def test_several_zones_leave_the_hours_that_suit_all():
    given = rules([pack("US")], "America/New_York", "06:00-23:00")
    both = told("2026-11-03", "US", "America/New_York|America/Los_Angeles", given)
    assert both[:2] == (utc(2026, 11, 3, 16), utc(2026, 11, 4, 2))


def test_a_shift_in_seoul_meets_the_evening_before_in_new_york():
    start, end, _ = told("2026-11-03", "US", "America/New_York", rules([pack("US")]))
    assert (start, end) == (utc(2026, 11, 3), utc(2026, 11, 3, 2))


DST = [
    ("the day that loses an hour", "2026-03-08", "02:30-05:00", (utc(2026, 3, 8, 7, 30), utc(2026, 3, 8, 9))),
    ("the day that gains one", "2026-11-01", "01:30-05:00", (utc(2026, 11, 1, 6, 30), utc(2026, 11, 1, 10))),
    ("an end in the lost hour", "2026-03-08", "01:00-02:30", (utc(2026, 3, 8, 6), utc(2026, 3, 8, 6, 30))),
    ("an end in the repeated hour", "2026-11-01", "00:00-01:30", (utc(2026, 11, 1, 4), utc(2026, 11, 1, 5, 30))),
]


@pytest.mark.parametrize(("day", "window", "span"), [case[1:] for case in DST], ids=[case[0] for case in DST])
def test_where_the_clock_changes_nobody_is_called_outside_the_window(day, window, span):
    zone = "America/New_York"
    given = rules([pack("US", sun=(window,))], zone, "00:00-24:00")
    assert told(day, "US", zone, given)[:2] == span


def test_of_a_split_day_the_longest_part_is_taken():
    given = rules([pack("FR", tue=("10:00-13:00", "14:00-20:00"))], "Europe/Paris", "09:00-21:00")
    assert told("2026-11-03", "FR", "Europe/Paris", given)[:2] == (utc(2026, 11, 3, 13), utc(2026, 11, 3, 19))


def test_the_next_open_days_leave_out_closed_ones():
    _, _, days = told("2026-11-06", "KR", "Asia/Seoul", rules([pack("KR", sat=(), sun=())]))
    assert days[:2] == [date(2026, 11, 9), date(2026, 11, 10)]


#: As shipped: what holds on days that nobody names.
OFFICE = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-18:00",)) | {"sat": (), "sun": (), "holiday": ()}


def _hours(on, packs, **calling):
    one = project(packs=tuple(packs), windows={"tue": ("08:00-17:00",), "fri": ("08:00-14:00",)}, **calling)
    given = SplitRules(
        {"shop": one}, "Asia/Seoul", packs, shift_hours={"day": "00:00-24:00"}, unruled_windows=OFFICE
    )  # fmt: skip
    start, end, _ = told(on, "KR", "Asia/Seoul", given)
    return start and tuple(f"{at.astimezone(ZoneInfo('Asia/Seoul')):%H:%M}" for at in (start, end))


@pytest.mark.parametrize(
    ("on", "without_packs", "overriding"),
    [
        ("2026-11-03", ("08:00", "17:00"), ("08:00", "17:00")),  # a day that the project names
        ("2026-11-04", ("09:00", "18:00"), ("10:00", "20:00")),  # one that it does not name, and a pack may
        ("2026-11-08", None, ("10:00", "20:00")),  # a Sunday
        ("2026-12-25", None, None),  # a public holiday on a Friday
    ],
)
def test_hours_of_some_days_open_no_other_day(on, without_packs, overriding):
    assert _hours(on, {}) == without_packs
    week = dict.fromkeys(WEEK, ("10:00-20:00",))
    assert _hours(on, {"kr": pack("KR", **week, holiday=())}, override=True) == overriding


def test_windows_only_tighten_unless_the_project_overrides():
    one = project(packs=("kr",), windows={"tue": ("07:00-10:00",)})
    given = SplitRules({"shop": one}, "Asia/Seoul", {"kr": pack("KR")}, shift_hours={"day": "00:00-24:00"})
    assert told("2026-11-03", "KR", "Asia/Seoul", given)[:2] == (utc(2026, 11, 2, 23), utc(2026, 11, 3, 1))
    free = project(packs=("kr",), windows={"tue": ("07:00-10:00",)}, override=True)
    wide = SplitRules({"shop": free}, "Asia/Seoul", {"kr": pack("KR")}, shift_hours={"day": "00:00-24:00"})
    assert told("2026-11-03", "KR", "Asia/Seoul", wide)[0] == utc(2026, 11, 2, 22)
