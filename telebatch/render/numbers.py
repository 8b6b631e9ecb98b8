"""How figures, dates, money and lengths are written in each language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from telebatch.model.currencies import DECIMALS
from telebatch.model.figures import Change, Figure, KpiRow
from telebatch.model.periods import Period
from telebatch.render.words import Words

NOTHING = "–"
_MINUS = "−"

_SHARES = ("share", "time_share")
_SIGNS = {"KRW": "₩", "JPY": "¥", "USD": "$", "EUR": "€", "GBP": "£"}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Formats:
    """Writes values for one language, zone and currency; a missing value is a dash."""

    words: Words
    zone: str
    currency: str

    @property
    def is_korean(self) -> bool:
        """Order and words of dates and lengths."""
        return self.words.language == "ko"

    def number(self, value: float | None, digits: int = 0) -> str:
        """Thousands by comma, a true minus."""
        if value is None:
            return NOTHING
        return f"{value:,.{digits}f}".replace("-", _MINUS)

    def share(self, value: float | None, digits: int = 1) -> str:
        """0.142 as 14.2%."""
        return NOTHING if value is None else f"{self.number(value * 100, digits)}%"

    def of(self, part: int, whole: int) -> str:
        """Part of a whole in whole per cent; a dash where there is no whole."""
        return self.share(part / whole, 0) if whole else NOTHING

    def length(self, seconds: float | None) -> str:
        """Minutes and seconds under an hour, hours and minutes from then on."""
        if seconds is None:
            return NOTHING
        whole = int(abs(seconds) + 0.5)
        sign = _MINUS if seconds < 0 and whole else ""
        if whole < 3600:
            return f"{sign}{whole // 60}:{whole % 60:02d}"
        hours, minutes = divmod(whole // 60, 60)
        told = f"{hours:,}시간 {minutes}분" if self.is_korean else f"{hours:,} h {minutes:02d} min"
        return sign + told

    def money(self, minor: float | None, currency: str = "") -> str:
        """Minor units with the currency's sign, or its code after the figure."""
        if minor is None:
            return NOTHING
        code = currency or self.currency
        digits = DECIMALS.get(code, 2)
        told = f"{abs(minor) / 10**digits:,.{digits}f}"
        sign = _MINUS if minor < 0 else ""
        return f"{sign}{_SIGNS[code]}{told}" if code in _SIGNS else f"{sign}{told} {code}"

    def value(self, unit: str, value: float | None) -> str:
        """A KPI's value in its unit."""
        if value is None:
            return NOTHING
        if unit in _SHARES:
            return self.share(value)
        if unit == "seconds":
            return self.length(value)
        if unit == "money":
            return self.money(round(value))
        return self.number(value, 0 if unit == "count" else 2 if unit == "ratio" else 1)

    def figure(self, row: KpiRow) -> str:
        """The value of a KPI row, its hour named where it is told per hour."""
        told = self.value(row.unit, row.figure.value)
        per_hour = row.unit == "per_hour" and row.figure.value is not None
        return f"{told} {self.words('unit.per_hour')}" if per_hour else told

    def top(self, row: KpiRow) -> str:
        """The numerator: lengths as lengths, money as money, all else as a number."""
        return self._top(row.unit, row.figure)

    def bottom(self, row: KpiRow) -> str:
        """The denominator: a length where it is seconds, else a number."""
        return self._bottom(row.unit, row.figure)

    def cases(self, unit: str, figure: Figure) -> str:
        """Both, as `12 of 60`; empty where the figure is a plain count."""
        if figure.denominator is None:
            return ""
        return self.words("note.cases", top=self._top(unit, figure), bottom=self._bottom(unit, figure))

    def _top(self, unit: str, figure: Figure) -> str:
        if unit in ("seconds", "time_share"):
            return self.length(figure.numerator)
        return self.money(figure.numerator) if unit == "money" else self.number(figure.numerator)

    def _bottom(self, unit: str, figure: Figure) -> str:
        if figure.denominator is None:
            return NOTHING
        is_time = unit in ("per_hour", "time_share")
        return self.length(figure.denominator) if is_time else self.number(figure.denominator)

    def interval(self, unit: str, figure: Figure) -> str:
        """Low to high; empty where the figure has no interval."""
        if figure.low is None or figure.high is None:
            return ""
        return f"{self.value(unit, figure.low)} – {self.value(unit, figure.high)}"

    def difference(self, unit: str, value: float | None) -> str:
        """A change with its sign; shares in points."""
        if value is None:
            return NOTHING
        sign = "+" if value > 0 else ""
        if unit in _SHARES:
            return f"{sign}{self.number(value * 100, 1)} {self.words('unit.points')}"
        return sign + self.value(unit, value)

    def change(self, unit: str, change: Change | None) -> str:
        """The difference alone; a dash where there is nothing to compare with."""
        return NOTHING if change is None else self.difference(unit, change.difference)

    def day(self, day: date | None) -> str:
        """With its year."""
        if day is None:
            return NOTHING
        if self.is_korean:
            return f"{day.year}년 {day.month}월 {day.day}일"
        return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"

    def short_day(self, day: date) -> str:
        """Without its year."""
        return f"{day.month}. {day.day}." if self.is_korean else f"{day.day} {_MONTHS[day.month - 1]}"

    def weekday(self, day: date) -> str:
        """Its short name."""
        return self.words(f"weekday.{day.isoweekday()}")

    def instant(self, at: datetime) -> str:
        """Day and minute on the project's clock."""
        here = at.astimezone(ZoneInfo(self.zone))
        return f"{self.day(here.date())} {here:%H:%M}"

    def period(self, period: Period) -> str:
        """The days, and the half where it is a half-day."""
        if period.first == period.last:
            half = "am" if period.ends_am else "pm" if period.starts_pm else ""
            half = f" {self.words(f'half.{half}')}" if half else ""
            return f"{self.day(period.first)} ({self.weekday(period.first)}){half}"
        return f"{self.day(period.first)} – {self.day(period.last)}"

    def target(self, row: KpiRow) -> str:
        """As the project wrote it: `10.0%`, or `300 a day`."""
        if row.target_each is None:
            return NOTHING
        told = self.value(row.unit, row.target_each)
        if row.target_per in ("day", "week", "month"):
            per = self.words(f"per.{row.target_per}")
            return f"{per} {told}" if self.is_korean else f"{told} {per}"
        return told

    def counted(self, counts: Mapping[str, int], column: str) -> str:
        """One cell of a table of counts, by the kind of its column; a dash where nobody told it."""
        if column not in counts:
            return NOTHING
        if column.endswith("seconds"):
            return self.length(counts[column])
        return self.money(counts[column]) if column == "price" else self.number(counts[column])
