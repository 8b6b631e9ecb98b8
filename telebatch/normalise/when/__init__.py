"""Dates, with times of day behind them or none: what does this column of texts say, and may it be believed?"""

from telebatch.normalise.when.columns import YEAR_FIRST, DateColumn, read_date_column
from telebatch.normalise.when.dates import DateOrder

__all__ = ["YEAR_FIRST", "DateColumn", "DateOrder", "read_date_column"]
