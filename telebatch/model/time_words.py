"""The words people tell a time of day or a day by: 오후 2:30, 下午3点, 2 pm, tomorrow, 모레, 下周一, in 3 days."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

#: A pattern that nothing matches, in the words of `re` and of Polars.
_NOTHING = r"[^\s\S]"


@dataclass(frozen=True)
class WeekdayWords:
    """Weekdays of one language.

    Attributes:
      days: Seven, from Monday on, each with its short forms.
      before, behind: One of these must stand there, where there are any.
      this, next: The week that is meant.
      between: May stand between the two.
    """

    days: tuple[tuple[str, ...], ...]
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    this: tuple[str, ...] = ()
    next: tuple[str, ...] = ()
    between: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimeWords:
    """All languages together; in small letters.

    Attributes:
      morning, afternoon, night: Which half of the day is meant; twelve to four at night may be either end of the day.
      hours: Spoken hour → hour.
      days_after: Word → days after the day it is said.
      unit_days: Unit of a span → days.
      span_before, span_behind: What makes a span one of the future.
      weekdays: Of each language.
      before, behind: Around a time of day, without meaning.
    """

    morning: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    night: tuple[str, ...] = ()
    hours: tuple[tuple[str, int], ...] = ()
    days_after: tuple[tuple[str, int], ...] = ()
    unit_days: tuple[tuple[str, int], ...] = ()
    span_before: tuple[str, ...] = ()
    span_behind: tuple[str, ...] = ()
    weekdays: tuple[WeekdayWords, ...] = ()
    before: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()

    @property
    def halves(self) -> tuple[str, ...]:
        """Every word for a half of the day."""
        return (*self.morning, *self.afternoon, *self.night)


def any_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, the longest first, blanks inside them may be missing; of nothing without words."""
    told = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(r"\s?".join(map(re.escape, word.split())) for word in told) or _NOTHING
