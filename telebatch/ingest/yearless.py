"""A promised day without its year, as callers write it: `11/25`, `11월 25일`, `25.11.`; the call tells the year."""

from __future__ import annotations

from typing import Final

import polars as pl

#: Month and day, or day and month; a weekday in brackets or a time of day may follow.
_DAY: Final = r"^(\d{1,2})\s*([-./월月])\s*(\d{1,2})\s*[일日.]?(\s*[(（].{1,4}[)）])?(\s.*|\s*[오上下午凌晚].*)?$"
#: Where 3/4 is the fourth of March (Unicode CLDR, skeleton Md of ko, ja, zh, en-US); elsewhere it stays unread.
_MONTH_FIRST: Final = frozenset({
    "Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Taipei", "America/New_York", "America/Chicago", "America/Denver",
    "America/Phoenix", "America/Los_Angeles", "America/Anchorage", "Pacific/Honolulu",
})  # fmt: skip
#: A day that lies so far back was meant for the year after.
_BACK_DAYS: Final = 180


def with_year(text: pl.Expr, called_on: pl.Expr, zone: str, day_first: bool | None) -> pl.Expr:
    """The cell with its year before it, `2026-11-25 …`; a cell that has one, or is no day, stays as it is.

    Args:
      text: String cells.
      called_on: Date of the call that promised; null: its year is unknown.
      zone: Zone of the file; tells which of two small figures is the month where they stand apart by a sign.
      day_first: How the file writes days; null: unknown.
    """
    parts = text.str.normalize("NFKC").str.strip_chars().str.extract_groups(_DAY)
    first, second = (parts.struct.field(place).cast(pl.Int32, strict=False) for place in ("1", "3"))
    named = parts.struct.field("2").is_in(["월", "月"])
    usual = _usual(zone, day_first)
    month_first = pl.when(named | (second > 12)).then(pl.lit(value=True)).when(first > 12).then(pl.lit(value=False))
    leads = month_first.otherwise(usual)
    month, day = pl.when(leads).then(first).otherwise(second), pl.when(leads).then(second).otherwise(first)
    near = _day(called_on.dt.year(), month, day)
    is_past = near < called_on - pl.duration(days=_BACK_DAYS)
    meant = pl.when(is_past).then(_day(called_on.dt.year() + 1, month, day)).otherwise(near)
    told = pl.concat_str(
        meant.dt.strftime("%Y-%m-%d"), parts.struct.field("5").fill_null("").str.strip_chars(), separator=" "
    )
    return pl.when(leads.is_not_null() & meant.is_not_null()).then(told.str.strip_chars()).otherwise(text)


def _usual(zone: str, day_first: bool | None) -> pl.Expr:
    if day_first is not None:
        return pl.lit(not day_first)
    return pl.lit(True if zone in _MONTH_FIRST else None, pl.Boolean)


def _day(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The date; null where there is none, such as 31 April."""
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)
