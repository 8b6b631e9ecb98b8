"""What is known at one moment: the latest version of people, and results as they are classified."""

from __future__ import annotations

import polars as pl

from telebatch.classify import Classified, ClassifyRules, classify
from telebatch.model.tables import ANSWERS, ATTEMPTS, ORDERS
from telebatch.model.workspace import Settings
from telebatch.store import View


def latest_per(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """All rows of each key's latest batch: versions of people and of their numbers."""
    latest = rows.group_by(key).agg(pl.col("batch").max())
    return rows.join(latest, on=[key, "batch"], how="semi")


def classified(known: View, settings: Settings, leads: pl.Series | None = None) -> Classified:
    """OUTCOMES and confirmations of the leads given, or of all, by the settings given."""
    scans = (
        known.scan(table) if leads is None else known.scan_keys(table, "lead_key", leads)
        for table in (ATTEMPTS, ORDERS, ANSWERS)
    )
    return classify(*scans, ClassifyRules.of(settings))
