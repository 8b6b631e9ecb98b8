"""Dates: which day does a text mean, in any spelling; of numeric ones under each order, for the column decides that."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import polars as pl

from telebatch.model.calendars import ERAS, REPUBLIC_ZERO, SERIAL_ZERO, SHORT_MONTHS, calendar_day
from telebatch.model.date_orders import DATE_ORDERS, DateOrder
from telebatch.model.time_words import TimeWords, any_of

_PIVOT = 69
"""Two-digit years up to here are 20xx (POSIX strptime)."""
_WEEKDAY = (
    r"(?:\s*[(\[]?(?:[월화수목금토일]요일|[월화수목금토일月火水木金土日]|[月火水木金土日]曜日?|"
    r"(?:星期|周|週)[一二三四五六日天])[)\]]?)?"
)
_ZONE = r"(?:\s*(?:z|utc|gmt|[+-]\d{2}:?\d{2}|[+-]\d{2}))?"
_SEP = r"\s*[-./]\s*"
_AFTER_YEAR, _AFTER_MONTH = rf"(?:{_SEP}|\s*[年년]\s*)", rf"(?:{_SEP}|\s*[月월]\s*)"
_MONTH_DAY = rf"(?P<m>\d{{1,2}}){_AFTER_MONTH}(?P<d>\d{{1,2}})\s*[日일]?"
_FULL = rf"^(?P<y>\d{{4}}){_AFTER_YEAR}{_MONTH_DAY}"
_DENSE = r"^(?P<y>[12]\d{3})(?P<m>[01]\d)(?P<d>[0-3]\d)(?:[t ]?[0-2]\d:?[0-5]\d:?(?:[0-5]\d)?)?$"
_ERA = rf"^(?P<era>令和|平成|昭和|大正|明治|[rhs])\s*(?P<y>\d{{1,2}}|元){_AFTER_YEAR}{_MONTH_DAY}"
_REPUBLIC = rf"^(?:中華民國|中华民国|民國|民国)?\s*(?P<y>1\d{{2}}|\d{{2}}){_AFTER_YEAR}{_MONTH_DAY}"
_SHORT = r"^(?P<y>\d{2})\s*[年년]\s*(?P<m>\d{1,2})\s*[月월]\s*(?P<d>\d{1,2})\s*[日일]?"
_THREE = rf"^(?P<a>\d{{1,2}}){_SEP}(?P<b>\d{{1,2}}){_SEP}(?P<c>\d{{4}}|\d{{2}})"
_DAY_NAME = r"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_MONTH_NAME = rf"(?P<m>{'|'.join(SHORT_MONTHS)})[a-z]*\.?"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_NAMED = rf"{_DAY_NAME}{_DAY}[- /.]*{_MONTH_NAME}[- /,.]*(?P<y>\d{{4}}|\d{{2}})"
_NAMED_FIRST = rf"{_DAY_NAME}{_MONTH_NAME}[- ]*{_DAY}[ ,-]+(?P<y>\d{{4}})"
_SERIAL = r"^([2-7]\d{4})(?:\.\d+)?$"


@lru_cache(maxsize=4)
def spellings_of(words: TimeWords) -> Spellings:
    """The spellings of dates that may have a time of day in these words behind them."""
    halves = any_of(words.halves)
    clock = (
        rf"(?:(?:{halves})\s*)?"
        r"\d{1,2}(?:\s*[:시時点點时hH.]\s*(?:\d{1,2}\s*[:분分]?\s*(?:\d{1,2}(?:[.,]\d+)?\s*[초秒]?)?|[반半])?)?"
        rf"\s*(?:{halves})?"
    )
    return Spellings(halves, rf"\.?{_WEEKDAY}(?:[t ,]+{clock}{_ZONE})?$")


@dataclass(frozen=True)
class Spellings:
    """Reads dates.

    Attributes:
      halves: A pattern of the words for a half of the day.
      tail: A pattern of what may stand behind a date: its weekday, a time of day, a zone.
    """

    halves: str
    tail: str

    def dates(self, texts: pl.Series, order: DateOrder | None) -> pl.Series:
        """The day of each text, whatever time of day and zone stand behind it; null where it is none.

        Args:
          texts: Distinct texts (String); null stays null.
          order: In which texts like 01/02/2026 are written; null: they are left.
        """
        low, frame = pl.col("t"), self._spaced(texts)
        plain = [_calendar(low, pattern + self.tail) for pattern in (_FULL, _SHORT, _NAMED, _NAMED_FIRST)]
        plain.insert(1, _calendar(low, _DENSE))
        old = (_era(low, _ERA + self.tail), _republic(low, _REPUBLIC + self.tail), _serial(low))
        numeric = [] if order is None else [_three(low, _THREE + self.tail, order)]
        return frame.select(pl.coalesce(*plain, *old, *numeric)).to_series()

    def numeric(self, texts: pl.Series) -> pl.DataFrame:
        """Texts like 01/02/2026 under each order: a column per order, null where it makes no date of them."""
        three = _THREE + self.tail
        return self._spaced(texts).select(_three(pl.col("t"), three, each).alias(each) for each in DATE_ORDERS)

    def _spaced(self, texts: pl.Series) -> pl.DataFrame:
        """Tidied texts in small letters, with a blank between a day and the time against it (23日9時, 11.23오전)."""
        low = pl.col("t").str.to_lowercase().str.replace(r"(\d\s*[日일])", "$1 ")
        spaced = low.str.replace(rf"(\d)((?:{self.halves}))", "$1 $2").str.strip_chars()
        return pl.DataFrame({"t": _tidied(texts)}).select(spaced)


def _tidied(texts: pl.Series) -> pl.Series:
    """Texts in one width, without doubled blanks, edge blanks and what spreadsheets wrap; an empty one is null."""
    plain = texts.cast(pl.String).str.normalize("NFKC").str.replace_all(r"[\s\u00a0\u3000]+", " ")
    plain = plain.str.strip_chars(" '\"=")
    return plain.set(plain == "", None)


def _part(groups: pl.Expr, name: str) -> pl.Expr:
    return groups.struct.field(name).cast(pl.Int64, strict=False)


def _full_year(year: pl.Expr) -> pl.Expr:
    return pl.when(year > 99).then(year).when(year <= _PIVOT).then(year + 2000).otherwise(year + 1900)


def _calendar(low: pl.Expr, pattern: str) -> pl.Expr:
    groups = low.str.extract_groups(pattern)
    month = groups.struct.field("m").replace({name: str(at) for at, name in enumerate(SHORT_MONTHS, start=1)})
    return calendar_day(_full_year(_part(groups, "y")), month.cast(pl.Int64, strict=False), _part(groups, "d"))


def _era(low: pl.Expr, pattern: str) -> pl.Expr:
    groups = low.str.extract_groups(pattern)
    first = groups.struct.field("era").replace_strict(ERAS, default=None, return_dtype=pl.Int64)
    year = groups.struct.field("y").replace({"元": "1"}).cast(pl.Int64, strict=False)
    return calendar_day(first + year, _part(groups, "m"), _part(groups, "d"))


def _republic(low: pl.Expr, pattern: str) -> pl.Expr:
    groups = low.str.extract_groups(pattern)
    is_stated = low.str.contains("民國|民国") | (_part(groups, "y") > 99)
    return pl.when(is_stated).then(
        calendar_day(_part(groups, "y") + REPUBLIC_ZERO, _part(groups, "m"), _part(groups, "d"))
    )


def _serial(low: pl.Expr) -> pl.Expr:
    return pl.lit(SERIAL_ZERO) + pl.duration(days=low.str.extract(_SERIAL).cast(pl.Int64, strict=False))


def _three(low: pl.Expr, pattern: str, order: DateOrder) -> pl.Expr:
    groups = low.str.extract_groups(pattern)
    a, b, c = (_part(groups, name) for name in "abc")
    if order == "ymd":
        return pl.when(c < 100).then(calendar_day(_full_year(a), b, c))
    day, month = (a, b) if order == "dmy" else (b, a)
    return calendar_day(_full_year(c), month, day)
