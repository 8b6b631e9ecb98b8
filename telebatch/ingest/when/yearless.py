"""A day without its year, as people write it: `11/25`, `11월 25일`, `25.11.`, `Nov 25`; what is near tells it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

import polars as pl

from telebatch.model.calendars import SHORT_MONTHS, calendar_day
from telebatch.model.time_words import TimeWords, any_of

#: Month and day, or day and month; a weekday in brackets may follow.
_DAY: Final = r"(?i)^(\d{1,2})\s*([-./월月])\s*(\d{1,2})\s*[일日.]?(\s*[(（].{1,4}[)）])?"
_MONTHS: Final = "|".join(SHORT_MONTHS)
#: 25 Nov, Nov 25th.
_NAMED: Final = rf"(?i)^(\d{{1,2}})(?:st|nd|rd|th)?[-\s.]*({_MONTHS})[a-z]*\.?,?"
_NAMED_FIRST: Final = rf"(?i)^({_MONTHS})[a-z]*\.?[-\s]*(\d{{1,2}})(?:st|nd|rd|th)?,?"
#: Where 3/4 is the fourth of March (Unicode CLDR, skeleton Md of ko, ja, zh, en-US); elsewhere it stays unread.
_MONTH_FIRST: Final = frozenset({
    "Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "America/New_York", "America/Chicago", "America/Denver",
    "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
})  # fmt: skip
#: A promised day that lies so far back was meant for the year after.
_BACK_DAYS: Final = 180


@dataclass(frozen=True)
class Habit:
    """How a file writes days without a year.

    Attributes:
      zone: Of the file; tells which of two small figures is the month where they stand apart by a sign.
      words: For halves of the day, which may stand close behind a day.
      day_first: How the file writes days; null: unknown.
    """

    zone: str
    words: TimeWords
    day_first: bool | None = None

    @property
    def month_first(self) -> bool | None:
        """Whether 3/4 is the fourth of March; null: nobody knows."""
        if self.day_first is not None:
            return not self.day_first
        return True if self.zone in _MONTH_FIRST else None


@lru_cache(maxsize=4)
def _rest(words: TimeWords) -> str:
    """What follows a day: a time of day, or words; never the third figure of a day that has its year."""
    # Letters close behind figures belong to a time: 9.30pm is no day.
    halves = any_of(word for word in words.halves if not word.isascii())
    return rf"(\s+\d{{1,2}}(?:[:시時点點时h]|\.\d{{2}}|\s*[ap]\.?m).*|\s+[^\d\s].*|\s*(?:{halves}).*)?$"


def day_first_of(texts: pl.Series, words: TimeWords) -> bool | None:
    """Whether days without a year stand before their months, by those beyond the twelfth; null: they do not tell."""
    parts = texts.drop_nulls().unique().to_frame("text").select(_figures(pl.col("text"), words).struct.unnest())
    parts = parts.filter(~pl.col("2").is_in(["월", "月"]))
    first, second = (parts.get_column(place).cast(pl.Int32, strict=False) for place in ("1", "3"))
    is_day_first, is_month_first = bool((first > 12).any()), bool((second > 12).any())
    return is_day_first if is_day_first != is_month_first else None


def with_year(text: pl.Expr, called_on: pl.Expr, habit: Habit) -> pl.Expr:
    """The promised day with its year before it, `2026-11-25 …`; a cell that has one, or is no day, stays as it is.

    Args:
      text: String cells.
      called_on: Date of the call that promised; null: its year is unknown.
    """
    month, day, rest = _parts(text, habit)
    near = calendar_day(called_on.dt.year(), month, day)
    is_past = near < called_on - pl.duration(days=_BACK_DAYS)
    meant = pl.when(is_past).then(calendar_day(called_on.dt.year() + 1, month, day)).otherwise(near)
    return _told(meant, rest, text)


def in_the_past(text: pl.Expr, near: date, latest: date, habit: Habit) -> pl.Expr:
    """A day that is over, as that of a call, likewise: the one nearest to `near` that is not later than `latest`."""
    month, day, rest = _parts(text, habit)
    nearest = pl.lit(None, pl.Date)
    for year in (near.year + 1, near.year - 1, near.year):
        one = calendar_day(pl.lit(year), month, day)
        apart, best = ((each - near).dt.total_days().abs() for each in (one, nearest))
        nearest = pl.when((one <= latest) & (apart <= best).fill_null(value=True)).then(one).otherwise(nearest)
    return _told(nearest, rest, text)


def is_open(text: pl.Expr, habit: Habit) -> pl.Expr:
    """Whether the cell is a day without its year of which nobody knows which figure is the month."""
    figures = _figures(text, habit.words)
    first, second = (figures.struct.field(place).cast(pl.Int32, strict=False) for place in ("1", "3"))
    both = first.is_between(1, 12) & second.is_between(1, 12) & (first != second)
    named = figures.struct.field("2").is_in(["월", "月"])
    return (both & ~named & pl.lit(habit.month_first is None)).fill_null(value=False)


def _figures(text: pl.Expr, words: TimeWords) -> pl.Expr:
    return text.str.normalize("NFKC").str.strip_chars().str.extract_groups(_DAY + _rest(words))


def _parts(text: pl.Expr, habit: Habit) -> tuple[pl.Expr, pl.Expr, pl.Expr]:
    """Month, day (null where it is none, or nobody knows which is which) and what follows."""
    figures, plain = _figures(text, habit.words), text.str.normalize("NFKC").str.strip_chars()
    first, second = (figures.struct.field(place).cast(pl.Int32, strict=False) for place in ("1", "3"))
    named = figures.struct.field("2").is_in(["월", "月"])
    month_first = pl.when(named | (second > 12)).then(pl.lit(value=True)).when(first > 12).then(pl.lit(value=False))
    leads = month_first.otherwise(pl.lit(habit.month_first, pl.Boolean))
    day_named, month_named = (plain.str.extract_groups(one + _rest(habit.words)) for one in (_NAMED, _NAMED_FIRST))
    word = pl.coalesce(day_named.struct.field("2"), month_named.struct.field("1")).str.to_lowercase()
    at = {name: number for number, name in enumerate(SHORT_MONTHS, start=1)}
    month = pl.coalesce(
        pl.when(leads).then(first).when(~leads).then(second),
        word.replace_strict(at, default=None, return_dtype=pl.Int32),
    )
    figure = pl.coalesce(day_named.struct.field("1"), month_named.struct.field("2")).cast(pl.Int32, strict=False)
    day = pl.coalesce(pl.when(leads).then(second).when(~leads).then(first), figure)
    rest = pl.coalesce(figures.struct.field("5"), day_named.struct.field("3"), month_named.struct.field("3"))
    return month, day, rest


def _told(meant: pl.Expr, rest: pl.Expr, text: pl.Expr) -> pl.Expr:
    told = pl.concat_str(meant.dt.strftime("%Y-%m-%d"), rest.fill_null("").str.strip_chars(), separator=" ")
    return pl.when(meant.is_not_null()).then(told.str.strip_chars()).otherwise(text)
