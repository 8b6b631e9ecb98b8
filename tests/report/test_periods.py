from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telebatch.model.errors import WrongUsage
from telebatch.model.periods import parse_period

NOON = time(13)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2026-W47", "2026-11-15T15:00", "2026-11-22T15:00"),
        ("2025-W01", "2024-12-29T15:00", "2025-01-05T15:00"),  # 30 December 2024 belongs to ISO 2025
        ("2020-W53", "2020-12-27T15:00", "2021-01-03T15:00"),
        ("2026-11-23", "2026-11-22T15:00", "2026-11-23T15:00"),
        ("2026-11-23am", "2026-11-22T15:00", "2026-11-23T04:00"),
        ("2026-11-23pm", "2026-11-23T04:00", "2026-11-23T15:00"),
        ("2026-02", "2026-01-31T15:00", "2026-02-28T15:00"),
        ("2026-11-20pm..2026-11-23am", "2026-11-20T04:00", "2026-11-23T04:00"),
        ("2026-11-02..2026-11-08", "2026-11-01T15:00", "2026-11-08T15:00"),
    ],
)
def test_a_period_is_half_open_in_the_zone_of_the_project(text, start, end):
    period = parse_period(text, "Asia/Seoul", NOON)
    assert period.text == text
    assert period.start_utc == datetime.fromisoformat(start).replace(tzinfo=UTC)
    assert period.end_utc == datetime.fromisoformat(end).replace(tzinfo=UTC)


def test_a_day_of_a_clock_change_has_25_hours():
    period = parse_period("2026-10-25", "Europe/Berlin", NOON)
    assert (period.end_utc - period.start_utc).total_seconds() == 25 * 3600


@pytest.mark.parametrize(
    ("text", "before", "same"),
    [
        ("2026-W01", "2025-W52", "2025-W52"),
        ("2026-11-23", "2026-11-22", "2026-11-16"),
        ("2026-11-23am", "2026-11-22pm", "2026-11-16am"),
        ("2026-11-23pm", "2026-11-23am", "2026-11-16pm"),
        ("2026-03", "2026-02", "2026-01-25..2026-02-24"),
        ("2026-11-20..2026-11-22", "2026-11-17..2026-11-19", "2026-11-13..2026-11-15"),
    ],
)
def test_it_is_compared_with_the_period_before_and_the_same_weekdays(text, before, same):
    period = parse_period(text, "Asia/Seoul", NOON)
    assert period.before.text == before
    assert period.same_weekdays(period.last).text == same


def test_a_running_week_is_compared_with_as_many_weekdays():
    period = parse_period("2026-W47", "Asia/Seoul", NOON)
    assert period.same_weekdays(date(2026, 11, 18)).text == "2026-11-09..2026-11-11"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2026",
        "2026-W54",
        "2025-W53",
        "2026-13",
        "2026-02-30",
        "2026-11-23xm",
        "2026-11-23..",
        "2026-11-23..2026-11-20",
    ],
)
def test_what_is_no_period_is_refused(text):
    with pytest.raises(WrongUsage):
        parse_period(text, "Asia/Seoul", NOON)


@given(
    st.dates(date(2000, 1, 1), date(2040, 1, 1)),
    st.sampled_from(
        ["{d}", "{d}am", "{d}pm", "{d:%Y-%m}", "{d:%G-W%V}", "{d}pm..{e}am", "{d}..{e}", "{d}..{e}am", "{d}pm..{e}"]
    ),
    st.sampled_from(["Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
)
def test_half_days_and_days_tile_the_period(day, form, zone):
    period = parse_period(form.format(d=day, e=day + timedelta(days=3)), zone, NOON)
    for parts in (period.halves, period.days):
        assert parts[0].start_utc == period.start_utc
        assert parts[-1].end_utc == period.end_utc
        assert all(left.end_utc == right.start_utc for left, right in pairwise(parts))
    assert period.before.end_utc == period.start_utc
