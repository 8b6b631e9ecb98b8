"""Dates, times and durations: every spelling of the field notes, decided per column, never guessed in silence."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.normalise.when import BareUnit, DateOrder, TwoParts, parse_dates, parse_durations, parse_times

DAY = dt.date(2026, 11, 23)


def column(*texts):
    return pl.Series(texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, DAY) for text in (
            "2026.11.23", "2026. 11. 23.", "2026-11-23", "2026/11/23", "20261123", "２０２６年１１月２３日", "2026年11月23日",
            "2026년 11월 23일", "26년 11월 23일", "令和8年11月23日", "R8.11.23", "民國115年11月23日", "115年11月23日", "115/11/23",
            "46349", '="2026-11-23"', "'2026-11-23", "23-Nov-26", "23 Nov 2026", "Nov 23, 2026", "November 23rd, 2026", "Mon, 23 Nov 2026",
            "2026.11.23 (월)", "2026年11月23日(月)", "2026-11-23 월요일", "23/11/2026", "11/23/2026", "'2026-11-23",
        )),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        *((text, None) for text in ("2026-02-30", "2025-02-29", "12-Feb", "3-4", "x", "2026-13-01", "99999", "", "11월 23일")),
    ],
)  # fmt: skip
def test_a_date_in_any_spelling(text, day):
    found = parse_dates(column(text))
    assert found.values.to_list() == [day]
    assert found.unparsed.to_list() == ([] if day or not text else [text])
    assert not found.is_ambiguous


@pytest.mark.parametrize(
    ("text", "seconds", "offset"),
    [
        ("2026-11-23T09:05:07Z", 32707, 0),
        ("2026-11-23T09:05:07.123+09:00", 32707, 32400),
        ("2026-11-23 09:05:07 -0530", 32707, -19800),
        ("2026-11-23 오후 12:10", 43800, None),
        ("2026.11.23오전 9:05", 32700, None),
        ("2026年11月23日9時5分", 32700, None),
        ("2026/11/23 25:30", 91800, None),
        ("202611231430", 52200, None),
        ("20261123143005", 52205, None),
        ("46349.5", 43200, None),
        ("11/23/2026 2:30 PM", 52200, None),
        ("Mon, 23 Nov 2026 14:51:34", 53494, None),
        ("2026-11-23", None, None),
    ],
)
def test_a_date_keeps_its_time_and_zone(text, seconds, offset):
    found = parse_dates(column(text))
    assert (found.values.to_list(), found.seconds.to_list(), found.offset_seconds.to_list()) == (
        [DAY],
        [seconds],
        [offset],
    )


@pytest.mark.parametrize(
    ("texts", "order", "decided"),
    [
        (("05/06/2026", "23/11/2026"), None, "day/month/year"),
        (("05/06/2026", "11/23/2026"), None, "month/day/year"),
        (("05/06/2026",), DateOrder.DMY, "day/month/year"),
        (("26.11.23", "26.12.40"), DateOrder.YMD, "year/month/day"),
        (("99.11.23", "98.10.02"), None, "year/month/day"),
    ],
)
def test_the_order_is_decided_by_the_column(texts, order, decided):
    found = parse_dates(column(*texts), order)
    assert (found.decided, found.is_ambiguous) == (decided, False)
    assert found.values[0] is not None


@pytest.mark.parametrize("texts", [("05/06/2026",), ("05/06/2026", "2026-11-23"), ("26.11.23", "26.10.02")])
def test_a_column_that_reads_both_ways_is_left_for_a_person(texts):
    found = parse_dates(column(*texts))
    assert found.is_ambiguous
    assert found.values[0] is None
    assert found.unparsed.is_empty()


def test_a_date_that_is_the_same_both_ways_is_no_question():
    assert parse_dates(column("05/05/2026")).values.to_list() == [dt.date(2026, 5, 5)]


def test_the_1904_base_counts_four_years_later():
    assert parse_dates(column("44887"), counts_from_1904=True).values.to_list() == [DAY]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_day_of_the_calendar_comes_back(day):
    era = f"令和{day.year - 2018}年{day.month}月{day.day}日" if day.year > 2018 else day.isoformat()
    texts = column(day.isoformat(), f"{day:%Y%m%d}", f"{day.year}년 {day.month}월 {day.day}일", f"{day:%d-%b-%Y}", era)
    assert set(parse_dates(texts).values) == {day}


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("오전 9:05", 9, 5), ("오후 12:10", 12, 10), ("오전 12시", 0, 0), ("오후 12시", 12, 0), ("오전 12:30", 0, 30),
        ("下午3点", 15, 0), ("下午3点半", 15, 30), ("午後3時", 15, 0), ("午後0時", 12, 0), ("午前0時", 0, 0), ("中午12点", 12, 0),
        ("3:30 PM", 15, 30), ("3pm", 15, 0), ("12 a.m.", 0, 0), ("24:00", 24, 0), ("25:30", 25, 30), ("0930", 9, 30),
        ("15시30분", 15, 30), ("3시 반", 3, 30), ("저녁 7시", 19, 0), ("오후 15:30", 15, 30), ("0.5625", 13, 30),
        ("1899-12-31 09:05:00", 9, 5), ("９：０５", 9, 5),
    ],
)  # fmt: skip
def test_a_time_in_any_spelling(text, hour, minute):
    found = parse_times(column(text))
    assert (found.values.to_list(), found.unparsed.to_list()) == ([hour * 3600 + minute * 60], [])


@pytest.mark.parametrize("text", ["13:60", "31:00", "오전 13시", "밤 12시", "9", "나중에", "1:2:3:4"])
def test_no_time_is_made_of_other_texts(text):
    found = parse_times(column(text))
    assert (found.values.to_list(), found.unparsed.to_list()) == ([None], [text])


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("210", 210), ("1,210", 1210), ("0:03:30", 210), ("1:02:03", 3723), ("3분 30초", 210), ("3분30초", 210), ("1시간 2분", 3720),
        ("90초", 90), ("3分30秒", 210), ("1小时2分钟", 3720), ("1時間2分3秒", 3723), ("3m 5s", 185), ("3 min", 180), ("PT3M30S", 210),
        ("0.00243055", 210), ("4:30", 270), ("75:10", 4510),
    ],
)  # fmt: skip
def test_a_duration_in_any_spelling(text, seconds):
    found = parse_durations(column(text))
    assert (found.values.to_list(), found.is_ambiguous) == ([seconds], False)


@pytest.mark.parametrize("text", ["x", "-5", "3:75", "3분 x", "1:2:3:4"])
def test_no_duration_is_made_of_other_texts(text):
    found = parse_durations(column(text))
    assert (found.values.to_list(), found.unparsed.to_list()) == ([None], [text])


@pytest.mark.parametrize(
    ("texts", "known", "first", "ambiguous"),
    [
        (("3:30", "2:10"), {}, None, True),
        (("3:30", "12:05"), {}, 210, False),
        (("3:30",), {"two_parts": TwoParts.HOURS_MINUTES}, 12600, False),
        (("3:30",), {"two_parts": TwoParts.MINUTES_SECONDS}, 210, False),
        (("3.5", "2"), {}, None, True),
        (("3.5", "2"), {"bare": BareUnit.MINUTES}, 210, False),
        (("3500",), {"bare": BareUnit.MILLISECONDS}, 4, False),
    ],
)
def test_a_duration_that_reads_both_ways_is_left_for_a_person(texts, known, first, ambiguous):
    found = parse_durations(column(*texts), **known)
    assert (found.values[0], found.is_ambiguous) == (first, ambiguous)
    assert found.unparsed.is_empty()


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"[0-9:./ 년월일오후시분초-]{1,14}", fullmatch=True)),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_text_is_lost_in_silence(texts):
    series = column(*texts)
    for parse in (parse_dates, parse_times, parse_durations):
        found = parse(series)
        assert len(found.values) == len(series)
        told = set(found.unparsed)
        for text, value in zip(texts, found.values, strict=True):
            tidy = text is not None and value is None and not found.is_ambiguous
            assert not tidy or not text.strip(" '\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0") or told, (parse, text)
