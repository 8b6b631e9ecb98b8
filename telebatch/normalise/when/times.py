"""Times of day: 오후 12:10, 下午3点, 午後3時, PM, 24:00 and 25:30 as seconds since midnight."""

from __future__ import annotations

import polars as pl

from telebatch.model.clock_words import AFTERNOON, HALVES, MORNING, NIGHT

CLOCK = (
    rf"(?:(?P<before>{HALVES})\s*)?"
    r"(?P<hour>\d{1,2})(?:\s*[:시時点點时hH.]\s*(?:(?P<minute>\d{1,2})\s*[:분分]?\s*(?:(?P<second>\d{1,2})(?:[.,]\d+)?\s*[초秒]?)?|(?P<half>반|半))?)?"
    rf"\s*(?P<after>{HALVES})?"
)
"""A time of day inside a pattern; `clock_seconds` reads its groups."""
LATEST_HOUR = 30
"""Japanese late-night notation counts on after midnight: 25:30 is half past one of the next day."""


def clock_seconds(groups: pl.Expr) -> pl.Expr:
    """Seconds since midnight from the groups of CLOCK; null where they make no time.

    Noon is 12 PM and midnight 12 AM (오후 12시, 오전 12시); 오후 0시 is noon too. Twelve at "night" may be either
    end of the evening and stays null.
    """
    before, after = groups.struct.field("before"), groups.struct.field("after")
    mark = pl.coalesce(before, after).str.to_lowercase()
    hour = groups.struct.field("hour").cast(pl.Int64, strict=False)
    half = groups.struct.field("half").is_not_null()
    minute = pl.when(half).then(30).otherwise(groups.struct.field("minute").cast(pl.Int64, strict=False).fill_null(0))
    second = groups.struct.field("second").cast(pl.Int64, strict=False).fill_null(0)
    is_early, is_late = mark.is_in(MORNING), mark.is_in(AFTERNOON + NIGHT)
    turned = (
        pl.when(is_early & (hour == 12)).then(0)
        .when(is_early & (hour > 12)).then(None)
        .when(mark.is_in(NIGHT) & hour.is_in([0, 12])).then(None)
        .when(is_late & (hour < 12)).then(hour + 12)
        .otherwise(hour)
    )  # fmt: skip
    fits = (turned < LATEST_HOUR) & (minute < 60) & (second < 60) & ~(mark.is_not_null() & (turned > 23))
    return pl.when(fits).then(turned * 3600 + minute * 60 + second)
