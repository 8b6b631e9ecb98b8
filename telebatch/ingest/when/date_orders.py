"""Is 12/11/2026 November or December? Asked of the column, then of the file's other columns, then of its owner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, permutations
from typing import Final

import polars as pl

from telebatch.ingest.asked import SourceRules
from telebatch.ingest.formats.profiles import Times
from telebatch.ingest.when.clocks import Clock, clock_of
from telebatch.ingest.when.spellings import day_of, has_whole_year, readings
from telebatch.ingest.when.yearless import Habit, day_first_of
from telebatch.model.date_orders import DATE_ORDERS, POINTED, DateOrder, Readings, ReadOrders, order_words, orders_read

#: Calls, callbacks and orders lie within two years of the day they are told (ours): 16/11/26 is no day of 2016.
_FAR_DAYS: Final = 731


@dataclass(frozen=True)
class Settled:
    """By which order days of one column with a year of as many figures are read.

    Attributes:
      order: Null: none is needed, or nothing decides between `open`.
      open: Orders between which nothing decides; a day that they read differently is nobody's to guess.
    """

    order: DateOrder | None = None
    open: tuple[DateOrder, ...] = ()

    def is_open(self, text: str) -> bool:
        """Whether these orders make two days of the text."""
        days = readings(text)
        return len({days[one] for one in self.open if one in days}) > 1


@dataclass(frozen=True)
class ColumnOrder:
    """By which order a column's days are read: of a whole year (12/11/2026), and of two figures (26.11.23)."""

    whole: Settled
    short: Settled

    def day(self, text: str) -> date | None:
        """The day of a spelling; null where it means none, or is open."""
        return day_of(text, self._of(text).order)

    def is_open(self, text: str) -> bool:
        """Whether nothing decides between two days."""
        return self._of(text).is_open(text)

    @property
    def words(self) -> str:
        """What is open: `day/month/year or month/day/year`, which is what days without a year leave open too."""
        both = (*self.whole.open, *self.short.open) or ("dmy", "mdy")
        return " or ".join(order_words(one) for one in DATE_ORDERS if one in both)

    def _of(self, text: str) -> Settled:
        return self.whole if has_whole_year(text) else self.short


@dataclass(frozen=True, eq=False)
class DateOrders:
    """How one file writes days and times, and what decides the order of its days.

    Attributes:
      asked: Said with the file or by its format; it holds whatever the cells say.
      prefers: What settles a column that nothing in the file settles.
      columns: The file's columns of days, as text.
      near: The day by which years of two figures are judged; null: by none.
      clock: Tells a time of day from its day.
    """

    asked: DateOrder | None
    prefers: tuple[DateOrder, ...]
    columns: pl.DataFrame
    near: date | None = None
    clock: Clock = Clock()

    def habit(self, days: pl.Series, zone: str) -> Habit:
        """How days without a year are written: as it is said, by those beyond the twelfth, by the file's whole days,
        by what settles others; else by the zone.

        Args:
          days: Cells of one column.
          zone: Of the file.
        """
        told = None if self.asked is None else self.asked == "dmy"
        told = day_first_of(days, self.clock.words) if told is None else told
        others = (*self._elsewhere("", _Seen(ReadOrders())), *self.prefers)
        known = next((one == "dmy" for one in others if one != "ymd"), None)
        return Habit(zone, self.clock.words, known if told is None else told)

    def of(self, column: str, days: Iterable[str]) -> ColumnOrder:
        """The order of one column.

        Args:
          column: Its name; what else the file says is asked only where its own days leave it open.
          days: Its distinct days, without times.
        """
        if self.asked:
            return ColumnOrder(Settled(self.asked), Settled(self.asked))
        whole, short = _apart(days, self.near)
        return ColumnOrder(self._settled(column, whole, short), self._settled(column, short, whole))

    def days(self, cells: pl.Series) -> pl.Series:
        """The days that cells tell, without times; distinct."""
        texts = cells.drop_nulls().unique().to_frame("t")
        return texts.select(self.clock.day_part(pl.col("t"))).to_series().unique()

    def _settled(self, column: str, seen: _Seen, beside: _Seen) -> Settled:
        read = seen.read
        if len(read.orders) < 2:
            return Settled(next(iter(read.orders), None))
        usual: tuple[DateOrder, ...] = (*self.prefers, "dmy") if seen.is_pointed else self.prefers
        others = () if read.is_mixed else (*self._elsewhere(column, beside), *usual)
        first = next((one for one in others if one in read.orders), None)
        return Settled(None, read.orders) if first is None else Settled(first)

    def _elsewhere(self, column: str, beside: _Seen) -> tuple[DateOrder, ...]:
        """The order that the other days of the file are written in, if they agree."""
        others = [beside]
        for name in self.columns.columns:
            if name != column:
                others.extend(_apart(self.days(self.columns.get_column(name)), self.near))
        told = {order for one in others if one.read.is_told for order in one.read.orders}
        return tuple(told) if len(told) == 1 else ()


#: Nothing is told: only days that read the same in every order are read.
NO_ORDERS: Final = DateOrders(None, (), pl.DataFrame())


def orders_of(times: Times, rules: SourceRules, frame: pl.DataFrame, names: Sequence[str]) -> DateOrders:
    """What decides the days of these columns of a file; those without a cell are left out."""
    told: DateOrder | None = None if times.day_first is None else "dmy" if times.day_first else "mdy"
    there = [name for name in names if name in frame.columns and frame.get_column(name).null_count() < frame.height]
    near = rules.as_of and rules.as_of.date()
    return DateOrders(rules.date_order or told, rules.usual_orders, frame.select(there), near, clock_of(rules.words))


@dataclass(frozen=True)
class _Seen:
    """In which order days are written, and whether those that read differently have points and a whole year."""

    read: ReadOrders
    is_pointed: bool = False


def _apart(days: Iterable[str], near: date | None) -> tuple[_Seen, _Seen]:
    """Days of a whole year, and days of a year of two figures: people write both, and not in one order."""
    told = [(text, found) for text in days if (found := readings(text))]
    whole, short = ([found for text, found in told if has_whole_year(text) is kind] for kind in (True, False))
    in_doubt = [text for text, found in told if has_whole_year(text) and len(set(found.values())) > 1]
    is_pointed = bool(in_doubt) and all(re.match(POINTED, text) for text in in_doubt)
    near_ones = [_likely(found, near) for found in short]
    return _Seen(orders_read(_readings(whole)), is_pointed), _Seen(orders_read(_readings(near_ones)))


def _likely(found: dict[DateOrder, date], near: date | None) -> dict[DateOrder, date]:
    """The readings that are not far from that day, if any is not."""
    close = {order: day for order, day in found.items() if near is not None and abs((day - near).days) <= _FAR_DAYS}
    return close or found


def _readings(met: Sequence[dict[DateOrder, date]]) -> Readings:
    counts = {order: sum(order in found for found in met) for order in DATE_ORDERS}
    alone = {
        (one, other): sum(one in found and other not in found for found in met)
        for one, other in permutations(DATE_ORDERS, 2)
    }
    pairs = combinations(DATE_ORDERS, 2)
    apart = frozenset(pair for pair in pairs if any(found.get(pair[0]) != found.get(pair[1]) for found in met))
    return Readings(counts, alone, apart)
