"""A promised day told from the day of the call: tomorrow, 모레, 下周一, in 3 days, Monday, or 14:30 of the same day."""

from __future__ import annotations

import re
import unicodedata
from datetime import MAXYEAR, datetime, timedelta
from typing import Final

from telebatch.ingest.clocks import seconds_of

_DAYS_ON: Final = {
    0: ("today", "오늘", "今天", "今日", "本日"),
    1: ("tomorrow", "내일", "明天", "明日", "あした"),
    2: ("day after tomorrow", "the day after tomorrow", "모레", "내일모레", "后天", "後天", "明後日", "あさって"),
    3: ("글피", "大后天", "大後天"),
}
_OFFSET: Final = {word: days for days, words in _DAYS_ON.items() for word in words}
_COUNTED: Final = re.compile(
    r"in (?P<en>\d{1,3}) (?P<en_unit>days?|weeks?)"
    r"|(?P<n>\d{1,3})\s*(?P<unit>일|주일?|天|周|週|日|週間)\s*(?:후|뒤|后|後|之后|之後|以后)"
)
_UNIT_DAYS: Final = {"week": 7, "weeks": 7, "주": 7, "주일": 7, "周": 7, "週": 7, "週間": 7}
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAY: Final = re.compile(
    r"(?:on )?(?P<en>mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?(?![a-z])"
    r"|(?P<ko_week>이번\s?주|금주|다음\s?주|차주)?\s?(?P<ko>[월화수목금토일])요일"
    r"|(?P<ja_week>今週|来週)?の?(?P<ja>[月火水木金土日])曜日?"
    r"|(?P<zh_week>这|這|本|下)?[个個]?(?:周|週|星期|礼拜|禮拜)(?P<zh>[一二三四五六日天])",
    re.IGNORECASE,
)
_ORDERS: Final = ("월화수목금토일", "月火水木金土日", "一二三四五六日")
_NEXT: Final = ("다음", "차주", "下", "来")
_BEHIND: Final = re.compile(r"\s*(?:에|쯤|경|이후|以后|以後|之后|左右|前後|頃|ごろ|以降|に)+$")
_BEFORE: Final = re.compile(r"^(?:at|around|about|after|from|by|,|の|에)\s*", re.IGNORECASE)


def by_words(text: str, called: datetime) -> str | None:
    """The cell as `2026-11-25 14:00`, or `2026-11-25` where it tells no time; null where it is told in no such words.

    Args:
      called: Local time of the call that promised. A time alone is of the same day if it is still to come; a weekday is
        the next one after that day, `next Monday` nobody's to guess.
    """
    if called.year == MAXYEAR:  # a misread call, after which no day may follow
        return None
    plain = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text).strip())
    days, rest = _told(plain, called)
    clock = _BEFORE.sub("", _BEHIND.sub("", rest.strip()).strip())
    seconds = seconds_of(clock) if clock else None
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


def _told(plain: str, called: datetime) -> tuple[int | None, str]:
    """Days after the call, and the rest of the cell; null: no word for a day begins or ends it."""
    low = plain.lower()
    for word in sorted(_OFFSET, key=len, reverse=True):
        if low.startswith(word):
            return _OFFSET[word], plain[len(word) :]
        if word.isascii() and low.endswith(f" {word}"):
            return _OFFSET[word], plain[: -len(word)]
    if found := _COUNTED.match(low):
        unit = found["en_unit"] or found["unit"]
        return int(found["en"] or found["n"]) * _UNIT_DAYS.get(unit, 1), plain[found.end() :]
    if found := _WEEKDAY.match(plain):
        return _days_to(found, called.weekday()), plain[found.end() :]
    return None, plain


def _days_to(found: re.Match[str], today: int) -> int | None:
    """Days from that weekday to the one named: the next one, or the one of the week that is named."""
    if found["en"]:
        wanted = next(at for at, name in enumerate(_ENGLISH) if name.startswith(found["en"].lower()[:3]))
    else:
        letter = (found["ko"] or found["ja"] or found["zh"]).replace("天", "日")
        wanted = next(order.index(letter) for order in _ORDERS if letter in order)
    week = found["ko_week"] or found["ja_week"] or found["zh_week"] or ""
    if week.startswith(_NEXT):
        return 7 - today + wanted
    if week:
        return wanted - today if wanted >= today else None
    return (wanted - today - 1) % 7 + 1
