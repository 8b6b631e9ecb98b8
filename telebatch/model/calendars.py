"""By which calendars and names people count years, months and days; for whoever reads dates."""

from __future__ import annotations

from datetime import date
from typing import Final

import polars as pl

#: Year 1 of an era is this year plus one (Japan's official era list), from the latest era back.
ERAS: Final = {
    "令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "明治": 1867,
}  # fmt: skip
#: Year 1 of the Republic of China calendar is 1912.
REPUBLIC_ZERO: Final = 1911
#: Serial 1 of a spreadsheet is 1900-01-01, and its 1900 has a 29 February.
SERIAL_ZERO: Final = date(1899, 12, 30)
#: In English, in small letters.
MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
SHORT_MONTHS: Final = tuple(name[:3] for name in MONTHS)


def calendar_day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date; null where the calendar has none, such as 31 April."""
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)
