"""Dates, with their times of day: what does this column of texts say, and may it be believed?"""

from telebatch.normalise.when.columns import YEAR_FIRST, DateColumn, read_date_column
from telebatch.normalise.when.dates import DateOrder, parse_dates
from telebatch.normalise.when.decided import Decided

__all__ = [
    "YEAR_FIRST", "DateColumn", "DateOrder", "Decided", "parse_dates", "read_date_column",
]  # fmt: skip
