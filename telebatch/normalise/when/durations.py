"""Durations: 3:30, 210, 3.5, 3분 30초 and 0:03:30 as whole seconds, decided per column."""

from __future__ import annotations

from enum import StrEnum

import polars as pl

from telebatch.normalise.when.decided import Decided, tidied, unparsed

_LONGEST_CALL_HOURS = 4
"""A column of a:b with a at or above this is minutes:seconds: no list of calls holds so many hours."""
_WORDED = (
    r"^(?:pt)?(?:(?P<h>\d+)\s*(?:시간|小时|小時|時間|hours?|hrs?|h)\s*)?"
    r"(?:(?P<m>\d+)\s*(?:분(?:간)?|分钟|分鐘|分(?:間)?|minutes?|mins?|m)\s*)?"
    r"(?:(?P<s>\d+)(?:\.\d+)?\s*(?:초|秒(?:钟|鐘|間)?|seconds?|secs?|s)\s*)?$"
)


class TwoParts(StrEnum):
    """What `3:30` means in a column."""

    MINUTES_SECONDS = "minutes:seconds"
    HOURS_MINUTES = "hours:minutes"


class BareUnit(StrEnum):
    """What a number without a unit counts in a column."""

    SECONDS = "seconds"
    MINUTES = "minutes"
    MILLISECONDS = "milliseconds"
    DAYS = "days"


_UNIT_SECONDS = {BareUnit.SECONDS: 1.0, BareUnit.MINUTES: 60.0, BareUnit.MILLISECONDS: 0.001, BareUnit.DAYS: 86400.0}


def parse_durations(texts: pl.Series, two_parts: TwoParts | None = None, bare: BareUnit | None = None) -> Decided:
    """Durations of a column.

    Args:
      texts: Distinct texts (String); null stays null.
      two_parts: What a:b means, if known; else decided where the column allows only one reading.
      bare: What plain numbers count, if known; else whole numbers are seconds, day fractions days, others ambiguous.

    Returns:
      values Int64 seconds, never negative, halves rounded to even.
    """
    frame = pl.DataFrame({"t": tidied(texts)}).with_columns(pl.col("t").str.to_lowercase().alias("low"))
    found = frame.select(
        _three_parts(pl.col("low")).alias("three"),
        _worded(pl.col("low")).alias("worded"),
        pl.col("low").str.extract(r"^(\d{1,5}):[0-5]\d$").cast(pl.Int64).alias("a"),
        pl.col("low").str.extract(r"^\d{1,5}:([0-5]\d)$").cast(pl.Int64).alias("b"),
        pl.col("low").str.replace_all(",", "").str.extract(r"^(\d+(?:\.\d+)?)$").cast(pl.Float64).alias("bare"),
    )
    pair = two_parts or _pair_of(found)
    unit = bare or _unit_of(found["bare"].drop_nulls())
    has_pair, has_bare = found["a"].is_not_null().any(), found["bare"].is_not_null().any()
    values = found.select(
        pl.coalesce("three", "worded", _pair_seconds(pair), _bare_seconds(unit)).alias("seconds")
    )["seconds"]  # fmt: skip
    is_ambiguous = bool((has_pair and pair is None) or (has_bare and unit is None))
    is_read = values.is_not_null() | found["a"].is_not_null() | found["bare"].is_not_null()
    decided = [str(pair)] if has_pair and pair else []
    decided += [str(unit)] if has_bare and unit else []
    return Decided(values, ", ".join(decided), is_ambiguous, unparsed(frame["t"], is_read))


def _three_parts(low: pl.Expr) -> pl.Expr:
    groups = low.str.extract_groups(r"^(?P<h>\d{1,3}):(?P<m>[0-5]?\d):(?P<s>[0-5]?\d)(?:[.,]\d+)?$")
    h, m, s = (groups.struct.field(name).cast(pl.Int64) for name in "hms")
    return h * 3600 + m * 60 + s


def _worded(low: pl.Expr) -> pl.Expr:
    groups = low.str.extract_groups(_WORDED)
    h, m, s = (groups.struct.field(name).cast(pl.Int64, strict=False) for name in "hms")
    has_any = h.is_not_null() | m.is_not_null() | s.is_not_null()
    return pl.when(has_any).then(h.fill_null(0) * 3600 + m.fill_null(0) * 60 + s.fill_null(0))


def _pair_of(found: pl.DataFrame) -> TwoParts | None:
    """Minutes:seconds if hours:minutes would mean calls of many hours; otherwise unknown."""
    longest = found["a"].max()
    if isinstance(longest, int) and longest >= _LONGEST_CALL_HOURS:
        return TwoParts.MINUTES_SECONDS
    return None


def _unit_of(numbers: pl.Series) -> BareUnit | None:
    if not (numbers != numbers.round()).any():
        return BareUnit.SECONDS
    # A spreadsheet keeps a time as a fraction of the day; no call takes minutes below one throughout.
    return BareUnit.DAYS if (numbers < 0.2).all() else None


def _pair_seconds(pair: TwoParts | None) -> pl.Expr:
    if pair is None:
        return pl.lit(None, pl.Int64)
    larger, smaller = (60, 1) if pair is TwoParts.MINUTES_SECONDS else (3600, 60)
    return pl.col("a") * larger + pl.col("b") * smaller


def _bare_seconds(unit: BareUnit | None) -> pl.Expr:
    if unit is None:
        return pl.lit(None, pl.Int64)
    return (pl.col("bare") * _UNIT_SECONDS[unit]).round().cast(pl.Int64, strict=False)
