"""Periods of a review: which instants a half-day, day, week, month or span holds in the project's own zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from telebatch.model.errors import WrongUsage

Half = Literal["am", "pm"]
Kind = Literal["half-day", "day", "week", "month", "span"]

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})(am|pm)?")
_ONE_DAY = timedelta(days=1)
_REMEDY = "write 2026-W47, 2026-11-23, 2026-11-23am, 2026-11 or FIRST..LAST"


@dataclass(frozen=True)
class Period:
    """A half-open run of half-days in one zone.

    Attributes:
      text: As a person would write it; equal periods have equal texts, save spans that happen to be a week or month.
      first, last: First and last calendar day, both inclusive.
      starts_pm: The first day begins at the cut-off; `ends_am`: the last day ends at the cut-off.
      zone: IANA name; days and the cut-off are local to it.
      cut_off: Local time at which the morning ends.
    """

    text: str
    kind: Kind
    first: date
    last: date
    zone: str
    cut_off: time
    starts_pm: bool = False
    ends_am: bool = False

    @property
    def start_utc(self) -> datetime:
        """First instant that belongs to the period."""
        return self._instant(self.first, self.cut_off if self.starts_pm else time(0))

    @property
    def end_utc(self) -> datetime:
        """First instant that no longer belongs to the period."""
        if self.ends_am:
            return self._instant(self.last, self.cut_off)
        return self._instant(self.last + _ONE_DAY, time(0))

    @property
    def day_count(self) -> int:
        """Calendar days touched."""
        return (self.last - self.first).days + 1

    @property
    def halves(self) -> tuple[Period, ...]:
        """The half-days of the period, in order; they add up to it without gap or overlap."""
        days = (self.first + timedelta(days=step) for step in range(self.day_count))
        both = [(day, half) for day in days for half in ("am", "pm")]
        both = both[1 if self.starts_pm else 0 : len(both) - 1 if self.ends_am else len(both)]
        return tuple(self._half(day, half) for day, half in both)

    @property
    def days(self) -> tuple[Period, ...]:
        """The days of the period, in order; a day cut short stays a half-day."""
        found: list[Period] = []
        for half in self.halves:
            if found and found[-1].first == half.first:
                found[-1] = Period(half.first.isoformat(), "day", half.first, half.first, self.zone, self.cut_off)
            else:
                found.append(half)
        return tuple(found)

    @property
    def before(self) -> Period:
        """The period of the same kind that ended when this one began."""
        if self.kind == "month":
            return _month(self.first - _ONE_DAY, self.zone, self.cut_off)
        begins = 2 * self.first.toordinal() + self.starts_pm
        return self._run(2 * begins - 2 * self.last.toordinal() - (1 if self.ends_am else 2), begins)

    def same_weekdays(self, until: date) -> Period:
        """The same weekdays some whole weeks earlier, cut to what had begun of this period by `until`."""
        weeks = -(-self.day_count // 7)
        last = min(self.last, max(until, self.first))
        cut = Period(self.text, self.kind, self.first, last, self.zone, self.cut_off, self.starts_pm, self.ends_am)
        return cut._moved(7 * weeks)

    def _moved(self, days: int) -> Period:
        """This period so many days earlier."""
        begins = 2 * self.first.toordinal() + self.starts_pm
        ends = 2 * self.last.toordinal() + (1 if self.ends_am else 2)
        return self._run(begins - 2 * days, ends - 2 * days)

    def _run(self, begins: int, ends: int) -> Period:
        """The half-days numbered from `begins` up to, not with, `ends`, under the name their days have."""
        first, last = date.fromordinal(begins // 2), date.fromordinal((ends - 1) // 2)
        starts_pm, ends_am = begins % 2 == 1, ends % 2 == 1
        kind: Kind = "span"
        text = f"{first}{'pm' if starts_pm else ''}..{last}{'am' if ends_am else ''}"
        if ends - begins == 1:
            kind, text = "half-day", f"{first}{'pm' if starts_pm else 'am'}"
        elif first == last:
            kind, text = "day", first.isoformat()
        elif self.kind == "week" and ends - begins == 14:
            kind, text = "week", f"{first:%G-W%V}"
        return Period(text, kind, first, last, self.zone, self.cut_off, starts_pm, ends_am)

    def _half(self, day: date, half: str) -> Period:
        return Period(f"{day}{half}", "half-day", day, day, self.zone, self.cut_off, half == "pm", half == "am")

    def _instant(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


#: Years a call centre may mean; beyond them zones and instants have no answer.
YEARS: Final = range(1990, 2200)


def parse_period(text: str, zone: str, cut_off: time) -> Period:
    """Reads a period as people write it.

    Args:
      text: `2026-W47` (ISO week), `2026-11-23`, `2026-11-23am`, `2026-11`, or two of these joined by `..`.
      zone: The project's zone.
      cut_off: Where its half-day ends.

    Raises:
      WrongUsage: Not a period, a day that does not exist, or a span that ends before it begins.
    """
    first_text, dots, last_text = text.strip().partition("..")
    first = _one(first_text, zone, cut_off)
    if not dots:
        return first
    last = _one(last_text, zone, cut_off)
    if last.end_utc <= first.start_utc:
        raise WrongUsage(f"period {text!r} ends before it begins", remedy="write the earlier day first")
    named = f"{first.text}..{last.text}"
    return Period(named, "span", first.first, last.last, zone, cut_off, first.starts_pm, last.ends_am)


def _one(text: str, zone: str, cut_off: time) -> Period:
    try:
        if text[:4].isdecimal() and int(text[:4]) not in YEARS:
            raise ValueError("year")
        if found := _WEEK.fullmatch(text):
            first = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return Period(text, "week", first, first + timedelta(days=6), zone, cut_off)
        if found := _MONTH.fullmatch(text):
            return _month(date(int(found[1]), int(found[2]), 1), zone, cut_off)
        if found := _DAY.fullmatch(text):
            day, half = date.fromisoformat(text[:10]), found[4]
            kind: Kind = "half-day" if half else "day"
            return Period(text, kind, day, day, zone, cut_off, half == "pm", half == "am")
    except ValueError as wrong:
        raise WrongUsage(f"no such period: {text!r}", remedy=_REMEDY) from wrong
    raise WrongUsage(f"not a period: {text!r}", remedy=_REMEDY)


def _month(day: date, zone: str, cut_off: time) -> Period:
    first = day.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _ONE_DAY
    return Period(f"{first:%Y-%m}", "month", first, last, zone, cut_off)
