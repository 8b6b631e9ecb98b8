"""Dates: decided per column, never per cell; a column that reads both ways is left for a person."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

import polars as pl

from telebatch.normalise.when.decided import Decided, tidied, unparsed
from telebatch.normalise.when.times import CLOCK, clock_seconds


class DateOrder(StrEnum):
    """In which order a numeric date without a four-digit year in front is written."""

    YMD = "year/month/day"
    DMY = "day/month/year"
    MDY = "month/day/year"


_ERAS = {"令和": 2018, "r": 2018, "平成": 1988, "h": 1988, "昭和": 1925, "s": 1925, "大正": 1911, "明治": 1867}
"""Year 1 of an era is this year plus one (Japan's official era list)."""
_ROC = 1911
"""Year 1 of the Republic of China calendar is 1912."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EXCEL_ZERO = {False: dt.date(1899, 12, 30), True: dt.date(1904, 1, 1)}
_PIVOT = 69
"""Two-digit years up to here are 20xx (POSIX strptime)."""
_WEEKDAY = (
    r"(?:\s*[(\[]?(?:[월화수목금토일]요일|[월화수목금토일月火水木金土日]|[月火水木金土日]曜日?|"
    r"(?:星期|周|週)[一二三四五六日天])[)\]]?)?"
)
_ZONE = r"(?:\s*(?P<zone>z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}))?"
_TAIL = rf"\.?{_WEEKDAY}(?:[t ,]+{CLOCK}{_ZONE})?$"
_SEP = r"\s*[-./]\s*"
_AFTER_YEAR, _AFTER_MONTH = rf"(?:{_SEP}|\s*[年년]\s*)", rf"(?:{_SEP}|\s*[月월]\s*)"
_MONTH_DAY = rf"(?P<m>\d{{1,2}}){_AFTER_MONTH}(?P<d>\d{{1,2}})\s*[日일]?{_TAIL}"
_FULL = rf"^(?P<y>\d{{4}}){_AFTER_YEAR}{_MONTH_DAY}"
_DENSE = r"^(?P<y>[12]\d{3})(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[t ]?(?P<hh>[0-2]\d):?(?P<mm>[0-5]\d):?(?P<ss>[0-5]\d)?)?$"
_ERA = rf"^(?P<era>令和|平成|昭和|大正|明治|[rhs])\s*(?P<y>\d{{1,2}}|元){_AFTER_YEAR}{_MONTH_DAY}"
_REPUBLIC = rf"^(?:中華民國|中华民国|民國|民国)?\s*(?P<y>1\d{{2}}|\d{{2}}){_AFTER_YEAR}{_MONTH_DAY}"
_SHORT = rf"^(?P<y>\d{{2}})\s*[年년]\s*(?P<m>\d{{1,2}})\s*[月월]\s*(?P<d>\d{{1,2}})\s*[日일]?{_TAIL}"
_THREE = rf"^(?P<a>\d{{1,2}}){_SEP}(?P<b>\d{{1,2}}){_SEP}(?P<c>\d{{4}}|\d{{2}}){_TAIL}"
_DAY_NAME = r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH_NAME = rf"(?P<m>{'|'.join(_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = rf"{_DAY_NAME}{_DAY}[- /.]*{_MONTH_NAME}[- /,.]*(?P<y>\d{{4}}|\d{{2}}){_TAIL}"
_NAMED_FIRST = rf"{_DAY_NAME}{_MONTH_NAME}[- ]*{_DAY}[ ,-]+(?P<y>\d{{4}}){_TAIL}"
_SERIAL = r"^(?P<day>[2-7]\d{4})(?P<share>\.\d+)?$"


def parse_dates(texts: pl.Series, order: DateOrder | None = None, *, counts_from_1904: bool = False) -> Decided:
    """Dates of a column, with their times of day and zones where stated.

    Args:
      texts: Distinct texts (String); null stays null.
      order: Settles a column that reads several ways (the person's answer, or the project's region).
      counts_from_1904: Day numbers come from a workbook with the 1904 base.

    Returns:
      values Date; seconds and offset_seconds beside them. A numeric order is decided by the whole column: the
      one under which most texts are dates; two equally good ones leave these texts null and the column ambiguous.
    """
    frame = pl.DataFrame({"t": tidied(texts)}).with_columns(_spaced(pl.col("t")).alias("low"))
    low = pl.col("low")
    plain = [_calendar(low, pattern) for pattern in (_FULL, _DENSE, _SHORT, _NAMED, _NAMED_FIRST)]
    found = frame.select(
        pl.coalesce(*plain, _era(low), _republic(low), _serial(low, counts_from_1904)).alias("date"),
        *(_three(low, each).alias(each.name) for each in DateOrder),
        _clock(low).alias("seconds"),
        _offset(low).alias("offset"),
    )
    decided, is_ambiguous = _order(found, order)
    date = found["date"]
    if decided is not None and not is_ambiguous:
        date = pl.select(pl.coalesce(date, found[decided.name])).to_series()
    numeric = found.select(pl.any_horizontal(pl.col(each.name).is_not_null() for each in DateOrder)).to_series()
    is_read = date.is_not_null() | (numeric if is_ambiguous else date.is_not_null())
    is_dated = pl.col("d").is_not_null()
    kept = pl.DataFrame({"d": date, "s": found["seconds"], "o": found["offset"]}).select(
        pl.col("d"), pl.when(is_dated).then("s"), pl.when(is_dated).then("o")
    )
    words = str(decided) if decided is not None and not is_ambiguous else ""
    return Decided(kept["d"], words, is_ambiguous, unparsed(frame["t"], is_read), kept["s"], kept["o"])


def numeric_dates(texts: pl.Series) -> pl.DataFrame:
    """Texts like 01/02/2026 under each order: columns named like DateOrder, null where that order makes no date."""
    low = pl.col("t")
    frame = pl.DataFrame({"t": tidied(texts)}).with_columns(_spaced(low))
    return frame.select(_three(low, each).alias(each.name) for each in DateOrder)


def _spaced(text: pl.Expr) -> pl.Expr:
    """Small letters, with a blank between a day and the time written against it (23日9時, 11.23오전)."""
    low = text.str.to_lowercase().str.replace(r"(\d\s*[日일])", "$1 ")
    return low.str.replace(r"(\d)((?:오전|오후|午前|午後|上午|下午))", "$1 $2").str.strip_chars()


def _order(found: pl.DataFrame, wanted: DateOrder | None) -> tuple[DateOrder | None, bool]:
    """The order under which most numeric dates of the column are dates, and whether two are equally good."""
    open_rows = found.filter(pl.col("date").is_null())
    counts = {each: open_rows.height - open_rows[each.name].null_count() for each in DateOrder}
    most = max(counts.values())
    if not most:
        return None, False
    if wanted is not None:
        return wanted, False
    best = [each for each, count in counts.items() if count == most]
    same = len({str(open_rows[each.name].to_list()) for each in best}) == 1
    return best[0], len(best) > 1 and not same


def _date(year: pl.Expr, month: pl.Expr, day: pl.Expr) -> pl.Expr:
    """A date; null where the calendar has none."""
    text = pl.format("{}-{}-{}", year, month.cast(pl.String).str.zfill(2), day.cast(pl.String).str.zfill(2))
    return text.str.to_date("%Y-%m-%d", strict=False)


def _part(groups: pl.Expr, name: str) -> pl.Expr:
    return groups.struct.field(name).cast(pl.Int64, strict=False)


def _full_year(year: pl.Expr) -> pl.Expr:
    return pl.when(year > 99).then(year).when(year <= _PIVOT).then(year + 2000).otherwise(year + 1900)


def _calendar(low: pl.Expr, pattern: str) -> pl.Expr:
    groups = low.str.extract_groups(pattern)
    month = groups.struct.field("m").replace({name: str(at) for at, name in enumerate(_MONTHS, start=1)})
    return _date(_full_year(_part(groups, "y")), month.cast(pl.Int64, strict=False), _part(groups, "d"))


def _era(low: pl.Expr) -> pl.Expr:
    groups = low.str.extract_groups(_ERA)
    first = groups.struct.field("era").replace_strict(_ERAS, default=None, return_dtype=pl.Int64)
    year = groups.struct.field("y").replace({"元": "1"}).cast(pl.Int64, strict=False)
    return _date(first + year, _part(groups, "m"), _part(groups, "d"))


def _republic(low: pl.Expr) -> pl.Expr:
    groups = low.str.extract_groups(_REPUBLIC)
    is_stated = low.str.contains("民國|民国") | (_part(groups, "y") > 99)
    return pl.when(is_stated).then(_date(_part(groups, "y") + _ROC, _part(groups, "m"), _part(groups, "d")))


def _serial(low: pl.Expr, counts_from_1904: bool) -> pl.Expr:
    day = low.str.extract_groups(_SERIAL).struct.field("day").cast(pl.Int64, strict=False)
    return pl.lit(_EXCEL_ZERO[counts_from_1904]) + pl.duration(days=day)


def _three(low: pl.Expr, order: DateOrder) -> pl.Expr:
    groups = low.str.extract_groups(_THREE)
    a, b, c = (_part(groups, name) for name in "abc")
    if order is DateOrder.YMD:
        return pl.when(c < 100).then(_date(_full_year(a), b, c))
    day, month = (a, b) if order is DateOrder.DMY else (b, a)
    return _date(_full_year(c), month, day)


def _clock(low: pl.Expr) -> pl.Expr:
    """Seconds since midnight of whichever pattern holds; day numbers carry them as a fraction."""
    patterns = (_FULL, _SHORT, _NAMED, _NAMED_FIRST, _ERA, _REPUBLIC, _THREE)
    times = [clock_seconds(low.str.extract_groups(pattern)) for pattern in patterns]
    dense = low.str.extract_groups(_DENSE)
    seconds = _part(dense, "hh") * 3600 + _part(dense, "mm") * 60 + _part(dense, "ss").fill_null(0)
    share = low.str.extract_groups(_SERIAL).struct.field("share").cast(pl.Float64, strict=False)
    return pl.coalesce(*times, seconds, (share * 86400).round().cast(pl.Int64))


def _offset(low: pl.Expr) -> pl.Expr:
    patterns = (_FULL, _NAMED, _NAMED_FIRST, _THREE)
    zone = pl.coalesce(*(low.str.extract_groups(pattern).struct.field("zone") for pattern in patterns))
    sign = pl.when(zone.str.starts_with("-")).then(-1).otherwise(1)
    digits = zone.str.replace_all(r"\D", "")
    hours = digits.str.slice(0, 2).cast(pl.Int64, strict=False)
    minutes = digits.str.slice(2, 2).cast(pl.Int64, strict=False).fill_null(0)
    return pl.when(zone.is_in(["z", "utc", "gmt"])).then(0).otherwise(sign * (hours * 3600 + minutes * 60))
