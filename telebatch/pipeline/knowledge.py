"""What is known at one moment: the latest version of people, results as they are classified, the state of leads."""

from __future__ import annotations

import polars as pl

from telebatch.classify import Classified, ClassifyRules, classify, code_map
from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS, ORDERS
from telebatch.model.workspace import Settings
from telebatch.store import View

#: Status of a lead none of whose facts is left after an undo; its row only covers the older one.
GONE = "gone"


def latest_per(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """All rows of each key's latest batch: versions of people and of their numbers."""
    latest = rows.group_by(key).agg(pl.col("batch").max())
    return rows.join(latest, on=[key, "batch"], how="semi")


def classify_rules(settings: Settings) -> ClassifyRules:
    """Code maps, projects and own leaves as classify wants them."""
    return ClassifyRules(code_map(settings.codes, settings.own_leaves), settings.projects, settings.own_leaves)


def classified(known: View, settings: Settings, leads: pl.Series | None = None) -> Classified:
    """OUTCOMES and confirmations of the leads given, or of all, by the settings given."""
    attempts, orders, answers, amendments = (
        known.scan(table) if leads is None else known.scan_keys(table, "lead_key", leads)
        for table in (ATTEMPTS, ORDERS, ANSWERS, AMENDMENTS)
    )
    return classify(attempts, orders, classify_rules(settings), answers, amendments)


def states(known: View) -> pl.LazyFrame:
    """LEAD_STATE of every lead that holds a live fact; key lead_key."""
    return known.lead_state().filter(pl.col("status") != GONE)
