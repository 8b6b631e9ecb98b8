"""When may a person be called? Windows, weekdays and holidays of the called person's zone, as a small table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

import polars as pl

from telebatch.model.project import Project
from telebatch.model.spans import DAY_KEYS, Window, common, common_windows
from telebatch.model.tables import INSTANT
from telebatch.split.shapes import ShiftOrder, SplitRules

#: How far ahead the next permitted day is sought; beyond it nothing is promised.
HORIZON_DAYS: Final = 60

Interval = tuple[datetime, datetime]
_HOLIDAYS: Final = frozenset({"holiday"})


@lru_cache(maxsize=256)
def holidays_of(region: str, subregion: str, year: int) -> frozenset[date]:
    """Public holidays with their observed days; none where the package knows no such region."""
    import holidays as holiday_calendars  # noqa: PLC0415 - slow to load, and only shifts ask it

    if region not in holiday_calendars.list_supported_countries():
        return frozenset()
    known = holiday_calendars.list_supported_countries()[region]
    subdivision = subregion if subregion in known else None
    return frozenset(holiday_calendars.country_holidays(region, subdiv=subdivision, years=year, observed=True))


@dataclass(frozen=True)
class DayRules:
    """Which windows hold in one region under one project.

    Attributes:
      region: Of the called person.
      subregions: Of the packs that hold, for their holidays.
      windows: Day key → windows.
    """

    region: str
    subregions: tuple[str, ...]
    windows: dict[str, tuple[Window, ...]]
    rules: SplitRules

    def on(self, day: date) -> tuple[Window, ...]:
        """The local windows of one day; the user's calendar outranks the holidays package."""
        own, centre = self.rules.calendar.get(self.region), self.rules.calendar.get("centre")
        if centre and day in centre.closed:
            return ()
        if own and day in own.closed:
            return ()
        usual = self.windows[DAY_KEYS[day.weekday()]]
        if own and day in own.working:
            # A swapped working day follows Monday's hours where its own weekday is closed.
            return usual or self.windows["mon"]
        return common(usual, self.windows["holiday"]) if self.is_holiday(day) else usual

    def why_closed(self, day: date) -> str | None:
        """Why nobody may be called on a day, in words; null: somebody may."""
        if self.on(day):
            return None
        for whose, region in (("the centre", "centre"), (self.region, self.region)):
            told = self.rules.calendar.get(region)
            if told and day in told.closed:
                return f"{day} is closed for {whose} in calendar.toml"
        return f"{day} is a public holiday" if self.is_holiday(day) else f"no calling hours on a {day:%A}"

    def is_holiday(self, day: date) -> bool:
        """A public holiday of the region or of a named part of it."""
        return any(day in holidays_of(self.region, part, day.year) for part in ("", *self.subregions))


def day_rules(project: Project, region: str, rules: SplitRules, on: date) -> DayRules:
    """Packs of the region and the project's own windows together; with `override` the project's alone on its days.

    On days that neither names the shipped hours for that case hold: who writes hours for Monday to Friday has not
    opened Sunday by it.
    """
    packs = [pack for pack in rules.packs_of(project, on) if pack.region == region]
    own = project.calling.windows
    outranked = frozenset(own) if project.calling.override else frozenset()
    tables = [_without(pack.windows, outranked) for pack in packs] + [own]
    named = frozenset(day for table in tables for day in table)
    # Rules of a region that say nothing of holidays take them for the weekdays they are.
    tables.append(_without(rules.unruled_windows, named | (_HOLIDAYS if packs else frozenset())))
    parts = tuple(sorted({pack.subregion for pack in packs if pack.subregion}))
    return DayRules(region, parts, common_windows(tables), rules)


def _without(table: Mapping[str, tuple[str, ...]], days: frozenset[str]) -> dict[str, tuple[str, ...]]:
    return {day: told for day, told in table.items() if day not in days}


def day_table(keys: pl.DataFrame, rules: SplitRules, order: ShiftOrder) -> pl.DataFrame:
    """The windows of one shift per project, region and zones.

    Args:
      keys: Distinct `project`, `region`, `zones` (IANA names joined by "|": the hours that suit all of them).

    Returns:
      The same rows with `window_start`, `window_end` (UTC, half-open; null: closed in this shift), `closed_why` (in
      words; null: open) and `open_days` (the permitted days after the shift's, in order, within the horizon).
    """
    shift = rules.hours(order)
    rows = [(*row, *_judged(row, rules, order, shift)) for row in sorted(keys.rows(), key=str)]
    schema = {
        **dict(keys.schema),
        "window_start": INSTANT,
        "window_end": INSTANT,
        "closed_why": pl.String(),
        "open_days": pl.List(pl.Date()),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def _judged(
    row: tuple[str, str | None, str | None], rules: SplitRules, order: ShiftOrder, shift: Interval
) -> tuple[datetime | None, datetime | None, str | None, list[date]]:
    project = rules.projects[row[0]]
    zones = (row[2] or rules.zone_of(project)).split("|")
    days = day_rules(project, row[1] or "", rules, order.on)
    intervals = open_intervals(days, zones, shift)
    # A row carries one span: of a split day the longest one, the earlier of two equal ones.
    longest = max(intervals, key=lambda one: (one[1] - one[0], -one[0].timestamp()), default=(None, None))
    ahead = (order.on + timedelta(days=n) for n in range(1, HORIZON_DAYS + 1))
    why = None if intervals else days.why_closed(order.on) or "their hours do not meet this shift's"
    return longest[0], longest[1], why, [day for day in ahead if days.on(day)]


def open_intervals(days: DayRules, zones: Iterable[str], shift: Interval) -> tuple[Interval, ...]:
    """Spans of the shift that lie in the windows of every zone, in order."""
    spans: tuple[Interval, ...] = (shift,)
    for zone in sorted(set(zones)):
        theirs = _windows_in(days, ZoneInfo(zone), shift)
        spans = tuple(
            (max(a[0], b[0]), min(a[1], b[1])) for a in spans for b in theirs if max(a[0], b[0]) < min(a[1], b[1])
        )
    return tuple(sorted(spans))


def _windows_in(days: DayRules, zone: ZoneInfo, shift: Interval) -> list[Interval]:
    """The windows of one zone on every local day that the shift touches, as instants."""
    first, last = (instant.astimezone(zone).date() for instant in shift)
    spans = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        for window in days.on(day):
            spans.append((_instant(day, window.start, zone, late=True), _instant(day, window.end, zone, late=False)))
    return _joined(spans)


def _instant(day: date, minute: int, zone: ZoneInfo, *, late: bool) -> datetime:
    """A local time as an instant; where the clock changes, a start takes the later and an end the earlier reading."""
    midnight = datetime.combine(day, time(), tzinfo=None) + timedelta(minutes=minute)
    readings = [midnight.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    return max(readings) if late else min(readings)


def _joined(spans: list[Interval]) -> list[Interval]:
    """Spans that touch become one: midnight is no closing time."""
    told: list[Interval] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if told and start <= told[-1][1]:
            told[-1] = (told[-1][0], max(told[-1][1], end))
        else:
            told.append((start, end))
    return told


def non_business_days(project: Project, rules: SplitRules, on: date) -> list[date]:
    """Holidays of the project's first region around the shift, for waits counted in business days."""
    region = project.accept.home_region
    days = day_rules(project, region, rules, on)
    own = rules.calendar.get(region)
    closed = {
        day
        for year in (on.year - 1, on.year, on.year + 1)
        for part in ("", *days.subregions)
        for day in holidays_of(region, part, year)
    }
    return sorted((closed | set(own.closed if own else ())) - set(own.working if own else ()))
