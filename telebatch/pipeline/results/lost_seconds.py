"""Times whose seconds a spreadsheet dropped: a call told before with its seconds looks like a second one."""

from __future__ import annotations

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.tables import ATTEMPTS
from telebatch.store import View

_FROM_SHIFT = "from_shift"


def lost_seconds(known: View, attempts: pl.DataFrame, shown: str) -> list[Mistake]:
    """Told where no time of a file has seconds and calls of the same minutes were told with seconds before.

    Nothing is put together: two dials within a minute are common, and a review flags what remains as `same_minute`.

    Args:
      known: The store before the file.
      attempts: ATTEMPTS rows of the file, without batch.
      shown: The file.
    """
    timed = attempts.select("start_flag", "lead_key", "number", "start_utc").filter(
        pl.col("start_flag").ne_missing(_FROM_SHIFT), pl.col("lead_key").is_not_null()
    )
    if timed.is_empty() or not timed.select((pl.col("start_utc").dt.second() == 0).all()).item():
        return []
    leads = timed.get_column("lead_key").unique()
    minute = pl.col("start_utc").dt.truncate("1m").alias("minute")
    before = known.scan_keys(ATTEMPTS, "lead_key", leads).filter(pl.col("start_utc").dt.second() > 0)
    calls = before.select("lead_key", "number", minute).unique().collect()
    again = timed.select("lead_key", "number", minute).join(
        calls, on=["lead_key", "number", "minute"], nulls_equal=True
    )
    if again.is_empty():
        return []
    what = f"times without seconds, and calls told before in the same minutes with seconds: {again.height}"
    remedy = "the same calls count twice then: undo this batch and send the export as the dialer wrote it"
    return [Mistake(what, shown, remedy)]
