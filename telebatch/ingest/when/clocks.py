"""What time of day does a spelling mean, and where in a cell does it stand behind its day?"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Final

import polars as pl

from telebatch.model.time_words import TimeWords, any_of

_IS_CLOCK: Final = re.compile(r"[:시時点點时]|\dh", re.IGNORECASE)
_BARE_CLOCK: Final = re.compile(r"(\d{2})(\d{2})")
_FRACTION: Final = re.compile(r"0?\.\d+")
#: 14.05, as British and German hands write a time.
_DOTTED: Final = re.compile(r"^(\D{0,4}\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?!\d)")
#: From this hour on one at night is one in the evening; before, 밤 1시 may be the morning of the day or of the next.
_EVENING: Final = 5
_LATEST_HOUR: Final = 30  # Japanese late-night hours run on to 25:30 and further
_SPLIT_DOTTED: Final = r"^(\d{1,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,4}\.?)\s+(\d{1,2}\.\d{2}(?:\.\d{2})?)$"


@dataclass(frozen=True)
class Clock:
    """Reads times of day by the words of several languages; without words, those that need none."""

    words: TimeWords = TimeWords()

    def day_part(self, text: pl.Expr) -> pl.Expr:
        """A spelling of an instant without its time of day."""
        plain = text.str.normalize("NFKC").str.strip_chars()
        dotted = plain.str.extract(_SPLIT_DOTTED, 1)
        return pl.coalesce(dotted, plain.str.replace(self._split, "")).str.strip_chars(" T,")

    def time_part(self, text: pl.Expr) -> pl.Expr:
        """A spelling of an instant without its day; null where it tells no time of day."""
        plain = text.str.normalize("NFKC").str.strip_chars()
        return pl.coalesce(plain.str.extract(_SPLIT_DOTTED, 2), plain.str.extract(self._split, 1)).str.strip_chars()

    def seconds_of(self, text: str) -> int | None:
        """Seconds after midnight a spelling means; 25:30 is half past one on the next day; null where it means none."""
        text = unicodedata.normalize("NFKC", text).strip()
        if _FRACTION.fullmatch(text):
            return round(float(text) * 86400)
        if found := _BARE_CLOCK.fullmatch(text):
            return _seconds(int(found[1]), int(found[2]), 0)
        text = self._spoken_hour.sub(lambda hour: self._spoken[hour[1]], text)
        text = _DOTTED.sub(lambda dotted: ":".join(part for part in dotted.groups() if part), text)
        found = self._whole.fullmatch(text)
        if not found or not (found["before"] or found["after"] or _IS_CLOCK.search(text)):
            return None
        hour = self._of_day(int(found["hour"]), (found["before"] or found["after"] or "").lower())
        minute = 30 if found["half"] else int(found["minute"] or 0)
        return None if hour is None else _seconds(hour, minute, int(found["second"] or 0))

    def _of_day(self, hour: int, half: str) -> int | None:
        """The hour of the day; null where the two contradict each other, or either night of the day may be meant."""
        if half in self.words.morning:
            return hour % 12 if hour <= 12 else None
        if half in self.words.night and (hour < _EVENING or hour == 12):
            return None
        return hour % 12 + 12 if half in {*self.words.afternoon, *self.words.night} and hour <= 12 else hour

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        halves = any_of(self.words.halves)
        return re.compile(
            rf"(?P<before>{halves})?\s*(?P<hour>\d{{1,2}})\s*"
            r"(?:[:시時点點时hH]\s*(?:(?P<minute>\d{1,2})|(?P<half>[반半]))?)?"
            rf"\s*(?:[:분分]\s*(?P<second>\d{{1,2}})?)?(?:\.\d+)?\s*[초秒]?\s*(?P<after>{halves})?",
            re.IGNORECASE,
        )

    @cached_property
    def _spoken(self) -> dict[str, str]:
        return {word: str(hour) for word, hour in self.words.hours}

    @cached_property
    def _spoken_hour(self) -> re.Pattern[str]:
        return re.compile(rf"({any_of(self._spoken)})\s*(?=[시時点點时])")

    @cached_property
    def _split(self) -> str:
        """A time behind its day: with a sign or word of hours, with am or pm, or 14.30 behind a word for its half."""
        halves, hours = any_of(self.words.halves), any_of(self._spoken)
        return (
            rf"(?i)[\sT]*((?:(?:{halves})?\s*(?:\d{{1,2}}|{hours})\s*[:시時点點时].*"
            rf"|\d{{1,2}}(?:h\d{{0,2}}|\s*[ap]\.?m\.?)|(?:{halves})\s*\d{{1,2}}\.\d{{2}}))$"
        )


@lru_cache(maxsize=4)
def clock_of(words: TimeWords) -> Clock:
    """The clock of these words, whose patterns are made once."""
    return Clock(words)


def _seconds(hour: int, minute: int, second: int) -> int | None:
    if hour >= _LATEST_HOUR or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second
