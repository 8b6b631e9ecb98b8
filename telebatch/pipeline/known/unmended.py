"""Which quarantined rows wait for a person still?"""

from __future__ import annotations

from typing import Final

import polars as pl

#: Kind of the rows that say which quarantined row was sent again.
MENDED: Final = "mended"
#: What tells quarantined rows apart.
ROW_KEY: Final = ("file_key", "record")


def still_waiting(quarantine: pl.LazyFrame) -> pl.LazyFrame:
    """QUARANTINE rows that nobody has mended yet."""
    is_mended = pl.col("kind") == MENDED
    return quarantine.filter(~is_mended).join(quarantine.filter(is_mended), on=ROW_KEY, how="anti")
