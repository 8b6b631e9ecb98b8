"""Dates, times of day and durations: what does this column of texts say, and may it be believed?"""

from telebatch.normalise.when.columns import YEAR_FIRST, DateColumn, read_date_column
from telebatch.normalise.when.dates import DateOrder, parse_dates
from telebatch.normalise.when.decided import Decided
from telebatch.normalise.when.durations import BareUnit, TwoParts, parse_durations
from telebatch.normalise.when.times import parse_times

__all__ = [
    "YEAR_FIRST", "BareUnit", "DateColumn", "DateOrder", "Decided", "TwoParts", "parse_dates", "parse_durations",
    "parse_times", "read_date_column",
]  # fmt: skip
