"""In which order do people write day, month and year, where the year does not stand first in four figures?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal, get_args

DateOrder = Literal["ymd", "dmy", "mdy"]
DATE_ORDERS: Final[tuple[DateOrder, ...]] = get_args(DateOrder)

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
