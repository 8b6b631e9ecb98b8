"""A promised day told from the day of the call: tomorrow, 모레, 下周一, in 3 days, Monday, or 14:30 of the same day."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import MAXYEAR, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Final

from telebatch.ingest.when.clocks import Clock, clock_of
from telebatch.model.time_words import TimeWords, WeekdayWords, any_of

_FIGURES: Final = r"\d{1,3}"


@lru_cache(maxsize=4)
def day_words(words: TimeWords) -> DayWords:
    """What reads days by these words, whose patterns are made once."""
    return DayWords(words, clock_of(words))


@dataclass(frozen=True)
class DayWords:
    """Reads promised days by the words of several languages."""

    words: TimeWords
    clock: Clock

    def told(self, text: str, called: datetime) -> str | None:
        """The cell as `2026-11-25 14:00`, or `2026-11-25` where it tells no time; null where it is in no such words.

        Args:
          called: Local time of the call that promised. A time alone is of the same day if it is still to come; a
            weekday is the next one after that day, `next Monday` nobody's to guess.
        """
        if called.year == MAXYEAR:  # a misread call, after which no day may follow
            return None
        plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).strip())
        days, rest = self._days(plain, called)
        clock = self._before.sub("", self._behind.sub("", rest.strip()).strip())
        seconds = self.clock.seconds_of(clock) if clock else None
        if days is None:
            midnight = called.replace(hour=0, minute=0, second=0, microsecond=0)
            is_ahead = seconds is not None and midnight + timedelta(seconds=seconds) > called
            days = 0 if is_ahead and not re.fullmatch(r"[\d.]+", clock) else None
        if days is None or (clock and seconds is None):
            return None
        day = called.date() + timedelta(days=days)
        if seconds is None:
            return f"{day:%Y-%m-%d}"
        return f"{day:%Y-%m-%d} {seconds // 3600:02}:{seconds % 3600 // 60:02}"

    def _days(self, plain: str, called: datetime) -> tuple[int | None, str]:
        """Days after the call, and the rest of the cell; null: no word for a day begins or ends it."""
        low = plain.lower()
        for word, days in sorted(self.words.days_after, key=lambda told: -len(told[0])):
            if low.startswith(word):
                return days, plain[len(word) :]
            if word.isascii() and low.endswith(f" {word}"):
                return days, plain[: -len(word)]
        if found := self._span.match(low):
            figure, unit = (found[1], found[2]) if found[1] else (found[3], found[4])
            return int(figure) * dict(self.words.unit_days)[unit], plain[found.end() :]
        for pattern, weekdays in self._weekdays:
            if found := pattern.match(plain):
                return _days_to(found, weekdays, called.weekday()), plain[found.end() :]
        return None, plain

    @cached_property
    def _span(self) -> re.Pattern[str]:
        unit = any_of(word for word, _ in self.words.unit_days)
        before, behind = any_of(self.words.span_before), any_of(self.words.span_behind)
        return re.compile(rf"(?:{before}) ({_FIGURES})\s*({unit})(?![a-z])|({_FIGURES})\s*({unit})\s*(?:{behind})")

    @cached_property
    def _weekdays(self) -> tuple[tuple[re.Pattern[str], WeekdayWords], ...]:
        return tuple((_weekday(words), words) for words in self.words.weekdays)

    @cached_property
    def _before(self) -> re.Pattern[str]:
        return re.compile(rf"^(?:{any_of(self.words.before)}|,)\s*", re.IGNORECASE)

    @cached_property
    def _behind(self) -> re.Pattern[str]:
        return re.compile(rf"\s*(?:{any_of(self.words.behind)})+$")


def _weekday(words: WeekdayWords) -> re.Pattern[str]:
    before = f"(?:{any_of(words.before)})" if words.before else ""
    behind = f"(?:{any_of(words.behind)})" if words.behind else ""
    return re.compile(
        rf"(?:(?P<this>{any_of(words.this)})|(?P<next>{any_of(words.next)}))?\s?(?:(?:{any_of(words.between)})\s?)?"
        rf"{before}(?P<day>{any_of(word for day in words.days for word in day)}){behind}\.?(?![a-z])",
        re.IGNORECASE,
    )


def _days_to(found: re.Match[str], words: WeekdayWords, today: int) -> int | None:
    """Days from that weekday to the one named: the next one, or the one of the week that is named."""
    wanted = next(at for at, day in enumerate(words.days) if found["day"].lower() in day)
    if found["next"]:
        return 7 - today + wanted
    if found["this"]:
        return wanted - today if wanted >= today else None
    return (wanted - today - 1) % 7 + 1
