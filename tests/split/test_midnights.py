"""The first instant of a local day, as looked up, is the one the zone's own tables tell."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from telebatch.split.due import _midnight


def looked_up(day, zone):
    return pl.DataFrame({"day": [day]}, schema={"day": pl.Date}).select(_midnight(pl.col("day"), zone)).item()


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Asia/Seoul", date(2026, 11, 23)),
        ("Europe/Berlin", date(2026, 3, 29)),
        ("America/New_York", date(2026, 11, 1)),
        ("Asia/Seoul", date(1990, 1, 1)),
        ("Asia/Seoul", date(2199, 12, 31)),
    ],
)
def test_a_day_begins_at_its_midnight(zone, day):
    begins = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    assert looked_up(day, zone) == begins.astimezone(UTC)


def test_where_midnight_is_skipped_the_day_begins_an_hour_later():
    assert looked_up(date(2017, 10, 15), "America/Sao_Paulo") == datetime(2017, 10, 15, 3, tzinfo=UTC)


def test_no_day_has_no_midnight_and_days_beyond_all_reason_stay_past_or_ahead():
    assert looked_up(None, "Asia/Seoul") is None
    assert looked_up(date(1900, 1, 1), "Asia/Seoul") < datetime(1990, 1, 1, tzinfo=UTC)
    assert looked_up(date(3000, 1, 1), "Asia/Seoul") > datetime(2200, 1, 1, tzinfo=UTC)
