"""What callers write in the place of a date is read where the day of the call decides it, and only there."""

from datetime import datetime

import pytest

from telebatch.ingest.when.day_words import day_words
from tests.ingest.ingest_samples import TIMES

WORDS = day_words(TIMES)
MONDAY = datetime(2026, 11, 16, 10, 5)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("tomorrow 2pm", "2026-11-17 14:00"), ("2:30 pm tomorrow", "2026-11-17 14:30"), ("Tomorrow at 14:30", "2026-11-17 14:30"),
        ("the day after tomorrow", "2026-11-18"), ("today 4pm", "2026-11-16 16:00"), ("in 3 days", "2026-11-19"), ("in 2 weeks 10am", "2026-11-30 10:00"),
        ("Monday 2pm", "2026-11-23 14:00"), ("on Thursday", "2026-11-19"), ("Fri. 10:30", "2026-11-20 10:30"),
        ("내일", "2026-11-17"), ("내일 오후 2시 반", "2026-11-17 14:30"), ("모레 오전 10시쯤", "2026-11-18 10:00"), ("내일모레 오후 두시", "2026-11-18 14:00"),
        ("3일 후 오후 2시", "2026-11-19 14:00"), ("일주일 뒤", None), ("1주일 뒤", "2026-11-23"), ("수요일 오후 3시 이후", "2026-11-18 15:00"),
        ("다음주 월요일 14:00", "2026-11-23 14:00"), ("다음 주 금요일", "2026-11-27"), ("이번주 금요일", "2026-11-20"),
        ("明天下午2点半", "2026-11-17 14:30"), ("后天上午十点", "2026-11-18 10:00"), ("下周一下午三点", "2026-11-23 15:00"), ("周五 14:00", "2026-11-20 14:00"), ("这个星期四", "2026-11-19"), ("3天后", "2026-11-19"),
        ("明日午後2時半", "2026-11-17 14:30"), ("明後日の15時", "2026-11-18 15:00"), ("来週月曜日 10時頃", "2026-11-23 10:00"), ("金曜 14:00", "2026-11-20 14:00"), ("3日後", "2026-11-19"),
        ("14:30", "2026-11-16 14:30"), ("오후 2시", "2026-11-16 14:00"), ("after 4pm", "2026-11-16 16:00"), ("25:30", "2026-11-16 25:30"),
    ],
)  # fmt: skip
def test_words_for_a_day_are_told_from_the_day_of_the_call(text, told):
    assert WORDS.told(text, MONDAY) == told


@pytest.mark.parametrize(
    "text",
    ["next Monday 2pm", "다음주쯤", "9:00", "2시", "later", "", "14.30", "1430", "내일 다시", "내일 오후", "Mon, 30 Nov 2026 14:00", "周", "monthly", "이번주 월요일 이전", "3일", "tomorrow or Friday", "오전 14시"],
)  # fmt: skip
def test_what_may_be_several_days_or_none_is_left_to_a_person(text):
    assert WORDS.told(text, MONDAY) is None


def test_after_the_last_year_no_day_follows():
    assert WORDS.told("tomorrow", datetime(9999, 12, 31, 10)) is None


def test_each_shipped_word_for_a_day_is_read():
    words = [word for word, _ in TIMES.days_after] + [f"3 {TIMES.unit_days[0][0]} {word}" for word in TIMES.span_behind]
    words += [
        f"{one.next[0] if one.next else ''}{(one.before or ('',))[0]}{day}{(one.behind or ('',))[0]}"
        for one in TIMES.weekdays
        for days in one.days
        for day in days
    ]
    assert [word for word in words if WORDS.told(word, MONDAY) is None] == []
