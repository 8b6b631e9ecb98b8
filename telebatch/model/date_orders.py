"""In which order do people write day, month and year, where the year does not stand first in four figures?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal, get_args

DateOrder = Literal["ymd", "dmy", "mdy"]
DATE_ORDERS: Final[tuple[DateOrder, ...]] = get_args(DateOrder)

#: Day, month and whole year with points between them: languages that write points have the day first (CLDR, short date
#: formats of de, ru, pl, tr, fi, nb); those with the month first write strokes.
POINTED: Final = r"^\s*\d{1,2}\.\s?\d{1,2}\.\s?\d{4}\b"
#: Slips of the pen among a hundred dates that tell their order (ours): one cell in another order does not make a column
#: of two orders, and spoils no other cell.
_SLIPS: Final = 0.01

#: Regions whose short date begins with the year (CLDR, short date formats of ko, ja, zh-Hans, zh-Hant): there
#: 26.11.23 is a day of 2026, which nothing else in the column could tell from the 26th of November 2023.
_YEAR_FIRST: Final = frozenset({"KR", "JP", "CN", "TW"})
_WORDS: Final[dict[DateOrder, str]] = {"ymd": "year/month/day", "dmy": "day/month/year", "mdy": "month/day/year"}


def order_words(order: DateOrder) -> str:
    """`day/month/year`, as messages name an order."""
    return _WORDS[order]


def usual_orders(told: DateOrder | Literal[""], region: str) -> tuple[DateOrder, ...]:
    """What settles days that nothing beside them settles, in order of weight: the project's word, the region's habit.

    Args:
      told: The project's `date_order`; empty: it tells none.
      region: Of the numbers that are written without a country.
    """
    habit: Iterable[DateOrder] = ("ymd",) if region in _YEAR_FIRST else ()
    return (*((told,) if told else ()), *habit)


@dataclass(frozen=True)
class Readings:
    """How the days of a column that are written in figures read under each order.

    Attributes:
      counts: Of how many it makes a day.
      alone: Of how many the first order makes a day and the second does not.
      apart: Pairs under which some day is not the same, or is one under the one alone.
    """

    counts: Mapping[DateOrder, int]
    alone: Mapping[tuple[DateOrder, DateOrder], int]
    apart: frozenset[tuple[DateOrder, DateOrder]]


@dataclass(frozen=True)
class ReadOrders:
    """In which order a column is written.

    Attributes:
      orders: Those between which its days leave the choice; none where no order makes a day of any.
      is_told: The days themselves leave but one.
      is_mixed: Some are days in one order only, some in another only, and more than slips.
    """

    orders: tuple[DateOrder, ...] = ()
    is_told: bool = False
    is_mixed: bool = False


def orders_read(days: Readings) -> ReadOrders:
    """The order under which most texts are days; or those that are equally good and say different things.

    Where more texts than slips are days in another order alone, the column was written in two: what reads both ways may
    then be either day, and a wrong day is worse than none.
    """
    most = max(days.counts.values())
    if not most:
        return ReadOrders()
    best = [order for order in DATE_ORDERS if days.counts[order] == most]
    first, alone = best[0], days.alone
    against = {one for one in DATE_ORDERS if one != first and alone[one, first] > alone[first, one] * _SLIPS}
    kept = tuple(order for order in DATE_ORDERS if order in best or order in against)
    if any(pair in days.apart for pair in combinations(kept, 2)):
        return ReadOrders(kept, is_mixed=bool(against))
    return ReadOrders((first,), is_told=len(kept) == 1)
