"""Dates and their times of day: every spelling of the field notes, decided per column, never guessed in silence."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.normalise.when import DateOrder, parse_dates

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


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"[0-9:./ 년월일오후시분초-]{1,14}", fullmatch=True)),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_text_is_lost_in_silence(texts):
    series = column(*texts)
    found = parse_dates(series)
    assert len(found.values) == len(series)
    told = set(found.unparsed)
    for text, value in zip(texts, found.values, strict=True):
        tidy = text is not None and value is None and not found.is_ambiguous
        assert not tidy or not text.strip(" '\t\n\r\x0b\x0c\x1c\x1d\x1e\x1f\x85\u00a0") or told, text
