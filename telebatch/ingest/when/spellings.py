"""What day does a spelling mean? The ways people write days in spreadsheets of four languages."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta

from telebatch.model.calendars import ERAS, MONTHS, REPUBLIC_ZERO, SERIAL_ZERO, SHORT_MONTHS
from telebatch.model.date_orders import DateOrder

_EXCEL_DAYS = range(20000, 80000)  # 1954 to 2119: any other number is no day of a call

_SEPARATED = re.compile(r"(\d{1,4})\s*[-./年년]\s*(\d{1,2})\s*[-./月월]\s*(\d{1,4})\s*[日일.]?")
_ERA = re.compile(r"(令和|平成|[RrHh])\s*(\d{1,2}|元)\s*[年.]\s*(\d{1,2})\s*[月.]\s*(\d{1,2})\s*日?")
_REPUBLIC = re.compile(r"(?:民國|民国)?\s*(\d{3})\s*[年/.-]\s*(\d{1,2})\s*[月/.-]\s*(\d{1,2})\s*日?")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SERIAL = re.compile(r"(\d{5})(?:\.(\d+))?")
_WEEKDAY = re.compile(r"[(（][^)）]{1,4}[)）]$")
_WEEKDAY_FIRST = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH = rf"(?P<month>{'|'.join((*MONTHS, 'sept', *SHORT_MONTHS))})\.?"
#: 23-Nov-26, as English spreadsheets show a day, and Nov 23, 2026.
_NAMED = re.compile(
    rf"{_WEEKDAY_FIRST}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-\s./]*{_MONTH}[-\s.,/]*(?P<year>\d{{4}}|\d{{2}})",
    re.IGNORECASE,
)
_NAMED_FIRST = re.compile(
    rf"{_WEEKDAY_FIRST}{_MONTH}[-\s]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s,-]+(?P<year>\d{{4}})", re.IGNORECASE
)


def day_of(text: str, order: DateOrder | None = None) -> date | None:
    """The day a spelling means; null where it means none, or several.

    Args:
      text: `2026.11.23`, `2026년 11월 23일`, `令和8年11月23日`, `115/11/23`, `23/11/2026`, `23-Nov-26`, `46349` …
      order: By which 3/4/2026 is read; null: only a day that reads the same in every order is read.
    """
    text = _WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    if found := _ERA.fullmatch(text):
        year = 1 if found[2] == "元" else int(found[2])
        return _date(ERAS[found[1].lower()] + year, int(found[3]), int(found[4]))
    if (found := _SEPARATED.fullmatch(text)) and not (len(found[1]) == 3 and len(found[3]) <= 2):
        return _of_three(found[1], int(found[2]), found[3], order)
    if found := _REPUBLIC.fullmatch(text):
        return _date(REPUBLIC_ZERO + int(found[1]), int(found[2]), int(found[3]))
    if found := _COMPACT.fullmatch(text):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _EXCEL_DAYS:
        return SERIAL_ZERO + timedelta(days=int(found[1]))
    return _with_month_name(text)


def _with_month_name(text: str) -> date | None:
    found = _NAMED.fullmatch(text) or _NAMED_FIRST.fullmatch(text)
    if not found:
        return None
    year = int(found["year"])
    return _date(year if year > 99 else 2000 + year, _of_name(found["month"]), int(found["day"]))


def _of_name(month: str) -> int:
    return SHORT_MONTHS.index(month[:3].lower()) + 1


def has_whole_year(text: str) -> bool:
    """Whether a day of three numbers ends in a year of four figures."""
    found = _three_numbers(text)
    return bool(found and len(found[3]) == 4)


def _three_numbers(text: str) -> re.Match[str] | None:
    return _SEPARATED.fullmatch(_WEEKDAY.sub("", unicodedata.normalize("NFKC", text).strip()).strip())


def readings(text: str) -> dict[DateOrder, date]:
    """The day a spelling means under each order that makes a day of it; empty where no order is needed."""
    found = _three_numbers(text)
    return _by_order(found[1], int(found[2]), found[3]) if found and len(found[1]) <= 2 else {}


def _of_three(first: str, second: int, third: str, order: DateOrder | None) -> date | None:
    """Year first where the first part has four figures; else by the order."""
    if len(first) == 4:
        return _date(int(first), second, int(third))
    days = _by_order(first, second, third)
    # A year of four figures that stands last is in no doubt: there the first two parts alone can be in two orders.
    if order in days or (order is not None and not (order == "ymd" and len(third) == 4)):
        return days.get(order)
    return next(iter(days.values())) if len(set(days.values())) == 1 else None


def _by_order(first: str, second: int, third: str) -> dict[DateOrder, date]:
    if len(first) > 2 or len(third) not in {2, 4}:
        return {}
    year = int(third) if len(third) == 4 else 2000 + int(third)
    tries: dict[DateOrder, date | None] = {
        "ymd": _date(2000 + int(first), second, int(third)) if len(first) == len(third) == 2 else None,
        "dmy": _date(year, second, int(first)),
        "mdy": _date(year, int(first), second),
    }
    return {order: day for order, day in tries.items() if day is not None}


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
