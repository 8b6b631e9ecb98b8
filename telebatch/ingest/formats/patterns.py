"""Can an instant be read by a pattern, and is a name a time zone? Asked before any file is read by them."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import polars as pl

#: What a profile may say beside patterns and names of zones.
_ANY, _ZONES = "any", frozenset({"source", "offset"})
#: Directives that tell an offset: a local time cannot be written by them.
_OFFSETS = ("%z", "%:z", "%#z", "%Z", "%+")
#: No two parts of it are alike, so that nothing is read in the place of another.
_SAMPLE = datetime(2026, 11, 23, 14, 5)


@cache
def is_pattern_of_instants(pattern: str) -> bool:
    """Whether what the pattern writes of an instant tells that instant again; offsets are taken on trust."""
    if pattern == _ANY or any(one in pattern for one in _OFFSETS):
        return True
    written = pl.Series([_SAMPLE])
    try:
        read = written.dt.strftime(pattern).str.strptime(pl.Datetime("us"), pattern, strict=False)
    except pl.exceptions.PolarsError:
        return False
    return bool(read.item() == _SAMPLE)


@cache
def is_zone(name: str) -> bool:
    """Whether times can be placed in it."""
    if name in _ZONES:
        return True
    try:
        return bool(ZoneInfo(name).key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
