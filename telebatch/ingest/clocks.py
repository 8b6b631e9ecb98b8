"""What time of day does a spelling mean, and where in a cell does it stand behind its day?"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

import polars as pl

from telebatch.model.clock_words import AFTERNOON, HALVES, MORNING, NIGHT

_CLOCK: Final = re.compile(
    rf"(?P<before>{HALVES})?\s*(?P<hour>\d{{1,2}})\s*(?:[:시時点點时hH]\s*(?:(?P<minute>\d{{1,2}})|(?P<half>[반半]))?)?"
    rf"\s*(?:[:분分]\s*(?P<second>\d{{1,2}})?)?(?:\.\d+)?\s*[초秒]?\s*(?P<after>{HALVES})?",
    re.IGNORECASE,
)
_IS_CLOCK: Final = re.compile(r"[:시時点點时]|\dh", re.IGNORECASE)
_BARE_CLOCK: Final = re.compile(r"(\d{2})(\d{2})")
_FRACTION: Final = re.compile(r"0?\.\d+")
#: 14.05, as British and German hands write a time.
_DOTTED: Final = re.compile(r"^(\D{0,4}\d{1,2})\.(\d{2})(?:\.(\d{2}))?(?!\d)")
_LATEST_HOUR: Final = 30  # Japanese late-night hours run on to 25:30 and further

#: Hours as they are spoken, where the word for the hour follows.
_HOURS: Final = (
    "한 두 세 네 다섯 여섯 일곱 여덟 아홉 열 열한 열두",
    "一 二 三 四 五 六 七 八 九 十 十一 十二",
)
_SPOKEN = {word: str(hour) for row in _HOURS for hour, word in enumerate(row.split(), start=1)}
_SPOKEN |= {"两": "2", "兩": "2"}
_WORDS: Final = "|".join(sorted(_SPOKEN, key=len, reverse=True))
_SPOKEN_HOUR: Final = re.compile(rf"({_WORDS})\s*(?=[시時点點时])")

#: A time behind its day: with a sign or word of hours, with am or pm, or 14.30 behind a day of three figures.
_SPLIT: Final = (
    rf"(?i)[\sT]*((?:(?:{HALVES})?\s*(?:\d{{1,2}}|{_WORDS})\s*[:시時点點时].*"
    rf"|\d{{1,2}}(?:h\d{{0,2}}|\s*[ap]\.?m\.?)|(?:{HALVES})\s*\d{{1,2}}\.\d{{2}}))$"
)
_SPLIT_DOTTED: Final = r"^(\d{1,4}\s*[-./]\s*\d{1,2}\s*[-./]\s*\d{1,4}\.?)\s+(\d{1,2}\.\d{2}(?:\.\d{2})?)$"


def day_part(text: pl.Expr) -> pl.Expr:
    """A spelling of an instant without its time of day."""
    plain = text.str.normalize("NFKC").str.strip_chars()
    dotted = plain.str.extract(_SPLIT_DOTTED, 1)
    return pl.coalesce(dotted, plain.str.replace(_SPLIT, "")).str.strip_chars(" T,")


def time_part(text: pl.Expr) -> pl.Expr:
    """A spelling of an instant without its day; null where it tells no time of day."""
    plain = text.str.normalize("NFKC").str.strip_chars()
    return pl.coalesce(plain.str.extract(_SPLIT_DOTTED, 2), plain.str.extract(_SPLIT, 1)).str.strip_chars()


def seconds_of(text: str) -> int | None:
    """Seconds after midnight a spelling means; 25:30 is half past one on the next day; null where it means none."""
    text = unicodedata.normalize("NFKC", text).strip()
    if _FRACTION.fullmatch(text):
        return round(float(text) * 86400)
    if found := _BARE_CLOCK.fullmatch(text):
        return _clock(int(found[1]), int(found[2]), 0)
    text = _SPOKEN_HOUR.sub(lambda hour: _SPOKEN[hour[1]], text)
    text = _DOTTED.sub(lambda dotted: ":".join(part for part in dotted.groups() if part), text)
    found = _CLOCK.fullmatch(text)
    if not found or not (found["before"] or found["after"] or _IS_CLOCK.search(text)):
        return None
    hour = _of_day(int(found["hour"]), (found["before"] or found["after"] or "").lower())
    minute = 30 if found["half"] else int(found["minute"] or 0)
    return None if hour is None else _clock(hour, minute, int(found["second"] or 0))


def _of_day(hour: int, half: str) -> int | None:
    """The hour of the day; null where the two contradict each other, or twelve at night may be either end of it."""
    if half in MORNING:
        return hour % 12 if hour <= 12 else None
    if half in NIGHT and hour in {0, 12}:
        return None
    return hour % 12 + 12 if half in {*AFTERNOON, *NIGHT} and hour <= 12 else hour


def _clock(hour: int, minute: int, second: int) -> int | None:
    if hour >= _LATEST_HOUR or minute > 59 or second > 59:
        return None
    return hour * 3600 + minute * 60 + second
