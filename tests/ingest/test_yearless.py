"""A day without its year means the one near its call; what is no such day stays as it is."""

from datetime import date

import polars as pl
import pytest

from telebatch.ingest.yearless import with_year

CALLED = date(2026, 11, 23)


def read(text, zone="Asia/Seoul", called=CALLED, day_first=None):
    frame = pl.DataFrame({"text": [text], "on": [called]}, schema={"text": pl.String, "on": pl.Date})
    return frame.select(with_year(pl.col("text"), pl.col("on"), zone, day_first)).item()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("11/25", "2026-11-25"),
        ("11월 25일", "2026-11-25"),
        ("11월25일(수) 오후 3시", "2026-11-25 오후 3시"),
        ("11/25 14:00", "2026-11-25 14:00"),
        ("12.1", "2026-12-01"),
        ("1/5", "2027-01-05"),
        ("25/11", "2026-11-25"),
        ("11/20", "2026-11-20"),
        ("１１／２５", "2026-11-25"),
    ],
)
def test_the_year_is_the_one_near_the_call(text, told):
    assert read(text) == told


@pytest.mark.parametrize(
    "text", ["2026-11-25", "2026. 11. 25.", "14:00", "25일", "내일", "2/30", "", "13/13", "11/25/2026", "1.234,56"]
)
def test_what_is_no_day_without_a_year_stays_as_it_is(text):
    assert read(text) == text


@pytest.mark.parametrize(
    ("zone", "day_first", "told"),
    [
        ("Europe/Berlin", None, "3/4"),
        ("Europe/Berlin", True, "2027-04-03"),
        ("Asia/Seoul", True, "2027-04-03"),
        ("Asia/Seoul", None, "2027-03-04"),
        ("America/New_York", None, "2027-03-04"),
    ],
)
def test_two_small_figures_are_read_only_where_their_order_is_known(zone, day_first, told):
    assert read("3/4", zone, day_first=day_first) == told


def test_a_call_without_a_day_leaves_it_open():
    assert read("11/25", called=None) == "11/25"
