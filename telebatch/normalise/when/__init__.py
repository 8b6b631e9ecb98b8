"""Dates, with times of day behind them or none: what does this column of texts say, and may it be believed?"""

from telebatch.normalise.when.columns import DateColumn, read_date_column

__all__ = ["DateColumn", "read_date_column"]
