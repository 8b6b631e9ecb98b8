from datetime import date

import polars as pl
import pytest

from telebatch.ingest.fields import json_of, value_of
from telebatch.ingest.when.clocks import Clock, clock_of
from telebatch.ingest.when.durations import seconds
from telebatch.ingest.when.spellings import day_of, readings
from telebatch.model.project import Field
from tests.ingest.ingest_samples import CELLS, TIMES

DAY = date(2026, 11, 23)
CLOCK = clock_of(TIMES)


@pytest.mark.parametrize(
    "text",
    [
        "2026.11.23", "2026. 11. 23.", "26.11.23", "20261123", "2026-11-23", "2026/11/23", "2026年11月23日", "2026년 11월 23일",
        "令和8年11月23日", "R8.11.23", "115年11月23日", "民國115年11月23日", "115/11/23", "46349", "46349.0", "２０２６．１１．２３", "2026.11.23(월)", "11/23/2026", "2026-11-23（月）",
        "23-Nov-2026", "23-Nov-26", "23 November 2026", "23rd Nov. 2026", "Mon, 23 Nov 2026", "Nov 23, 2026", "NOVEMBER 23rd 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_in_the_spellings_of_four_languages(text):
    order = "mdy" if text.endswith("/2026") else "ymd"
    assert day_of(text, order) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "11-23",
        "2026-13-01",
        "2026-02-30",
        "soon",
        "31-Nov-2026",
        "23-Nov",
        "Nov 2026",
        "23 Novel 2026",
        "210",
        "99999",
        "1/2/3/4",
        "２０２６",
    ],
)
def test_what_is_no_day_is_null(text):
    assert day_of(text, "mdy") is None


def test_a_day_that_reads_two_ways_is_read_by_its_order_or_not_at_all():
    assert day_of("3/4/2026", "dmy") == date(2026, 4, 3)
    assert day_of("3/4/2026", "mdy") == date(2026, 3, 4)
    assert day_of("3/4/2026") is None
    assert day_of("4/4/2026") == date(2026, 4, 4)
    assert readings("23/11/26") == {"ymd": date(2023, 11, 26), "dmy": DAY}
    assert readings("2026-11-23") == {}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("14:05", 50700), ("14:05:30", 50730), ("오전 9:05", 32700), ("오후 12:10", 43800), ("오전 12:00", 0), ("下午3点", 54000), ("午後3時", 54000),
        ("2:05 PM", 50700), ("12 am", 0), ("25:30", 91800), ("24:00", 86400), ("0.5", 43200), ("1405", 50700), ("14시 5분", 50700), ("10時05分", 36300),
        ("14.05", 50700), ("14.05.30", 50730), ("9.45am", 35100), ("2.05 PM", 50700), ("오후 2.05", 50700), ("오후 2시 반", 52200), ("下午2点半", 52200), ("午後2時半", 52200), ("오후 두시", 50400), ("下午两点半", 52200), ("下午3时", 54000), ("14h30", 52200), ("14h", 50400), ("밤 9시", 75600), ("새벽 1시", 3600), ("밤 12시", None), ("밤 1시", None), ("晚上2点", None), ("夜5時", 61200), ("밤 21:30", 77400), ("오전 14시", None), ("낮 12시", 43200), ("2 p.m.", 50400), ("二十二点", None), ("14.5", None), ("14.65", None), ("3.141", None), ("31:00", None), ("14:65", None), ("5", None), ("", None), ("noon", None),
    ],
)  # fmt: skip
def test_a_time_of_day_is_read_as_it_is_spoken(text, told):
    assert CLOCK.seconds_of(text) == told


def test_without_words_a_time_in_figures_is_read_and_no_other():
    texts = ("14:05", "1405", "14시 5분", "오후 2시", "두시", "2 pm", "tomorrow")
    assert [Clock().seconds_of(text) for text in texts] == [50700, 50700, 50700, None, None, None, None]


@pytest.mark.parametrize(
    ("text", "unit", "told"),
    [
        ("210", "seconds", 210), ("3.5", "seconds", 4), ("210000", "milliseconds", 210), ("3.5", "minutes", 210), ("0:03:30", "clock", 210), ("3:30", "clock", 210),
        ("3분 30초", "spoken", 210), ("3분30초", "spoken", 210), ("1시간 5분", "spoken", 3900), ("3:30", "spoken", 210), ("210", "spoken", 210), ("２１０", "spoken", 210), ("３：３０", "spoken", 210), ("３分３０秒", "spoken", 210), ("3m 30s", "spoken", 210),
        ("-5", "seconds", None), ("", "spoken", None), ("long", "spoken", None), ("99999999", "seconds", None), ("1e300", "seconds", None), ("NaN", "seconds", None), ("inf", "milliseconds", None),
    ],
)  # fmt: skip
def test_a_duration_becomes_seconds(text, unit, told):
    assert pl.DataFrame({"t": [text]}).select(seconds(pl.col("t"), unit)).item() == told


@pytest.mark.parametrize(
    ("text", "field", "told"),
    [
        ("3,000,000원", Field("money"), 3000000), ("300만", Field("money"), 3000000), ("1억 2000만", Field("money"), 120000000), ("₩300만원", Field("money"), 3000000),
        ("1.234,56", Field("money", locale="de", currency="EUR"), 123456), ("$1,234.56", Field("money", locale="en", currency="USD"), 123456),
        ("£1,234.56", Field("money", locale="en", currency="GBP"), 123456),
        ("1,23", Field("money"), None), ("12.345", Field("money", currency="USD", locale="en"), None), ("많음", Field("money"), None),
        ("41세", Field("integer"), 41), ("41.5", Field("integer"), None), ("-3", Field("integer"), -3), ("１２", Field("integer"), 12), ("12席", Field("integer"), 12), ("3개월", Field("integer"), 3), ("5ヶ月", Field("integer"), 5), ("20家", Field("integer"), 20), ("1 2", Field("integer"), 12), ("9" * 30, Field("integer"), None),
        ("O", Field("yes_no"), True), ("×", Field("yes_no"), False), ("예", Field("yes_no"), True), ("否", Field("yes_no"), False), ("maybe", Field("yes_no"), None),
        ("b", Field("choice", choices=("A", "B")), "B"), ("C", Field("choice", choices=("A", "B")), None),
        ("2026.11.23", Field("date"), "2026-11-23"), ("later", Field("date"), None), ("any words", Field(), "any words"),
    ],
)  # fmt: skip
def test_a_collected_value_fits_its_field_or_does_not(text, field, told):
    assert value_of(text, field, CELLS) == told


def test_what_does_not_fit_is_kept_as_text_and_counted():
    told = json_of(pl.Series(["41", None, 'so "so"', "41"]), Field("integer"), CELLS)
    assert told.values.to_list() == ["41", None, '"so \\"so\\""', "41"]
    assert told.is_misfit.to_list() == [False, False, True, False]


def test_decimals_keep_their_figures():
    assert json_of(pl.Series(["3.10"]), Field("decimal"), CELLS).values.to_list() == ["3.10"]


@pytest.mark.parametrize(
    ("text", "day", "clock"),
    [
        ("12.12.2026 14.30", "12.12.2026", "14.30"), ("2026-12-12 오후 2:30", "2026-12-12", "오후 2:30"), ("2026-12-12 2pm", "2026-12-12", "2pm"), ("2026-12-12 14h30", "2026-12-12", "14h30"),
        ("2026年12月12日下午两点半", "2026年12月12日", "下午两点半"), ("2026. 12. 12.", "2026. 12. 12.", None), ("2026. 12. 12", "2026. 12. 12", None), ("26.12.12", "26.12.12", None), ("2026.12.12 오후 두시", "2026.12.12", "오후 두시"),
        ("4th Dec 2026", "4th Dec 2026", None), ("내일 다시", "내일 다시", None),
    ],
)  # fmt: skip
def test_a_time_is_told_from_the_day_before_it(text, day, clock):
    assert pl.DataFrame({"t": [text]}).select(CLOCK.day_part(pl.col("t")), CLOCK.time_part(pl.col("t")).alias("c")).row(
        0
    ) == (
        day,
        clock,
    )
