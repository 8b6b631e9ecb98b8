"""A day without its year means the one near its call; what is no such day stays as it is."""

from datetime import date

import polars as pl
import pytest

from telebatch.ingest.when.yearless import Habit, day_first_of, in_the_past, is_open, with_year
from tests.ingest.ingest_samples import TIMES

CALLED = date(2026, 11, 23)


def read(text, zone="Asia/Seoul", called=CALLED, day_first=None):
    frame = pl.DataFrame({"text": [text], "on": [called]}, schema={"text": pl.String, "on": pl.Date})
    return frame.select(with_year(pl.col("text"), pl.col("on"), Habit(zone, TIMES, day_first))).item()


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
        ("12.12. 14.30", "2026-12-12 14.30"),
        ("12월 12일 오후 2시 반", "2026-12-12 오후 2시 반"),
        ("25 Nov 2pm", "2026-11-25 2pm"),
        ("Nov 25th, 14:00", "2026-11-25 14:00"),
        ("December 1", "2026-12-01"),
        ("11月25日朝9時", "2026-11-25 朝9時"),
        ("11月25日傍晚6点", "2026-11-25 傍晚6点"),
    ],
)
def test_the_year_is_the_one_near_the_call(text, told):
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-25",
        "2026. 11. 25.",
        "14:00",
        "9.30pm",
        "25일",
        "내일",
        "2/30",
        "",
        "13/13",
        "11/25/2026",
        "1.234,56",
        "26. 11. 23.",
        "26. 11. 23",
        "25 Nov 2026",
        "Nov 25, 2026",
        "31 Nov",
    ],
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


LATEST = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "near", "told"),
    [
        ("11/16", LATEST, "2026-11-16"),
        ("11/20 10:05", LATEST, "2026-11-20 10:05"),
        ("11/21", LATEST, "2025-11-21"),
        ("12월 30일", LATEST, "2025-12-30"),
        ("11/16", date(2026, 11, 10), "2026-11-16"),
        ("1/3", date(2025, 12, 30), "2026-01-03"),
        ("12/30", date(2026, 1, 3), "2025-12-30"),
        ("2026-11-16", LATEST, "2026-11-16"),
        ("2/29", LATEST, "2/29"),
    ],
)
def test_a_day_that_is_over_is_the_nearest_one_that_can_be(text, near, told):
    frame = pl.DataFrame({"text": [text]})
    assert frame.select(in_the_past(pl.col("text"), near, LATEST, Habit("Asia/Seoul", TIMES))).item() == told


@pytest.mark.parametrize(
    ("texts", "told"), [(["3/4", "25/11"], True), (["11/25", "3/4"], False), (["3/4"], None), (["25/11", "11/25"], None), (["11월 25일", "3/4"], None)]
)  # fmt: skip
def test_a_day_beyond_the_twelfth_tells_how_its_column_is_written(texts, told):
    assert day_first_of(pl.Series(texts), TIMES) is told


@pytest.mark.parametrize(
    ("text", "zone", "wanted"),
    [("3/4", "Europe/Berlin", True), ("3/4", "Asia/Seoul", False), ("4/4", "Europe/Berlin", False), ("25/3", "Europe/Berlin", False), ("3월 4일", "Europe/Berlin", False), ("soon", "Europe/Berlin", False)],
)  # fmt: skip
def test_two_small_figures_of_an_unknown_habit_are_open(text, zone, wanted):
    assert pl.DataFrame({"t": [text]}).select(is_open(pl.col("t"), Habit(zone, TIMES))).item() is wanted
