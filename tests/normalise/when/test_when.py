"""Dates: every spelling of the field notes, whatever time of day stands behind it; none is guessed in silence."""

import datetime as dt

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from telebatch.normalise.when import read_date_column
from telebatch.normalise.when.dates import spellings_of
from telebatch.settings import shipped

DAY = dt.date(2026, 11, 23)
TIMES = shipped().times


def column(*texts):
    return pl.Series(texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        *((text, DAY) for text in (
            "2026.11.23", "2026. 11. 23.", "2026-11-23", "2026/11/23", "20261123", "２０２６年１１月２３日", "2026年11月23日",
            "2026년 11월 23일", "26년 11월 23일", "令和8年11月23日", "R8.11.23", "民國115年11月23日", "115年11月23日", "115/11/23",
            "46349", '="2026-11-23"', "'2026-11-23", "23-Nov-26", "23 Nov 2026", "Nov 23, 2026", "November 23rd, 2026", "Mon, 23 Nov 2026",
            "2026.11.23 (월)", "2026年11月23日(月)", "2026-11-23 월요일", "'2026-11-23",
            "2026-11-23T09:05:07Z", "2026-11-23T09:05:07.123+09:00", "2026-11-23 09:05:07 -0530", "2026-11-23 오후 12:10",
            "2026.11.23오전 9:05", "2026年11月23日9時5分", "2026/11/23 25:30", "202611231430", "20261123143005", "46349.5",
            "2026-11-23 下午3点半", "2026-11-23 3시 반", "Mon, 23 Nov 2026 14:51:34",
        )),
        ("平成31年4月30日", dt.date(2019, 4, 30)),
        ("令和元年5月1日", dt.date(2019, 5, 1)),
        ("昭和64年1月7日", dt.date(1989, 1, 7)),
        ("2024-02-29", dt.date(2024, 2, 29)),
        *((text, None) for text in (
            "2026-02-30", "2025-02-29", "12-Feb", "3-4", "x", "2026-13-01", "99999", "", "11월 23일", "23/11/2026", "11/23/2026",
        )),
    ],
)  # fmt: skip
def test_a_date_in_any_spelling(text, day):
    assert spellings_of(TIMES).dates(column(text), None).to_list() == [day]


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("23/11/2026", "dmy"), ("11/23/2026", "mdy"), ("26.11.23", "ymd"),
        ("11/23/2026 2:30 PM", "mdy"),
    ],
)  # fmt: skip
def test_a_numeric_date_is_read_by_its_order(text, order):
    assert spellings_of(TIMES).dates(column(text), order).to_list() == [DAY]


@given(st.dates(dt.date(1970, 1, 1), dt.date(2068, 12, 31)))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_every_day_of_the_calendar_comes_back(day):
    era = f"令和{day.year - 2018}年{day.month}月{day.day}日" if day.year > 2018 else day.isoformat()
    texts = column(day.isoformat(), f"{day:%Y%m%d}", f"{day.year}년 {day.month}월 {day.day}일", f"{day:%d-%b-%Y}", era)
    assert set(spellings_of(TIMES).dates(texts, None)) == {day}


@given(
    st.lists(
        st.one_of(st.none(), st.text(max_size=12), st.from_regex(r"[0-9:./ 년월일년月日-]{1,14}", fullmatch=True)),
        max_size=8,
    )
)
@settings(max_examples=80, deadline=None, derandomize=True)
def test_no_text_is_lost_in_silence(texts):
    found = read_date_column(column(*texts), TIMES)
    told = [value is not None or is_unread for value, is_unread in zip(found.values, found.is_unread, strict=True)]
    assert [text for text, is_told in zip(texts, told, strict=True) if text and text.strip() and not is_told] == []
