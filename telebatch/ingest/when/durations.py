"""How long did it last: seconds, from the units a profile names."""

from __future__ import annotations

import polars as pl

from telebatch.ingest.formats.profiles import Unit

_LONGEST_SECONDS = 7 * 86400  # a longer call is a misread column
_SPOKEN = (
    r"^(?:(\d+)\s*(?:시간|小时|小時|時間|h))?\s*(?:(\d+)\s*(?:분|分|m(?:in)?))?\s*(?:(\d+)\s*(?:초|秒|s(?:ec)?))?$"
)


def seconds(text: pl.Expr, unit: Unit = "seconds") -> pl.Expr:
    """Int32 seconds; null where the text is empty, means no duration, or lasts over a week.

    Args:
      text: String column.
      unit: `clock` is H:M:S or M:S; `spoken` reads all spellings (210, ２１０, 3:30, 3분 30초).
    """
    if unit == "clock":
        read = pl.coalesce(_clock(text), _number(text))
    elif unit == "spoken":
        written = text.str.normalize("NFKC")  # people type ２００ too
        read = pl.coalesce(_clock(written), _number(written), _words(written))
    else:
        scale = {"seconds": 1.0, "milliseconds": 0.001, "minutes": 60.0}[unit]
        read = _number(text, scale)
    return pl.when(read.is_between(0, _LONGEST_SECONDS)).then(read).cast(pl.Int32)


def _number(text: pl.Expr, scale: float = 1.0) -> pl.Expr:
    whole = text.cast(pl.Int64, strict=False)
    scaled = (text.cast(pl.Float64, strict=False) * scale).round()
    fraction = pl.when(scaled.is_between(0, _LONGEST_SECONDS)).then(scaled).cast(pl.Int64)
    return pl.coalesce(whole, fraction) if scale == 1.0 else fraction


def _clock(text: pl.Expr) -> pl.Expr:
    """H:M:S, or M:S where there are two parts."""
    parts = text.str.extract_groups(r"^(?:(\d{1,4}):)?(\d{1,3}):(\d{2})(?:\.\d+)?$")
    part = [parts.struct.field(str(number)).cast(pl.Int64, strict=False) for number in (1, 2, 3)]
    return part[0].fill_null(0) * 3600 + part[1] * 60 + part[2]


def _words(text: pl.Expr) -> pl.Expr:
    parts = text.str.to_lowercase().str.extract_groups(_SPOKEN)
    part = [parts.struct.field(str(number)).cast(pl.Int64, strict=False) for number in (1, 2, 3)]
    total = part[0].fill_null(0) * 3600 + part[1].fill_null(0) * 60 + part[2].fill_null(0)
    return pl.when(pl.any_horizontal(one.is_not_null() for one in part)).then(total)
