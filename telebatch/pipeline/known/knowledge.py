"""What is known at one moment: the latest version of people, results as they are classified, the state of leads."""

from __future__ import annotations

import polars as pl

from telebatch.classify import Classified, ClassifyRules, classify, code_map
from telebatch.model.tables import AMENDMENTS, ANSWERS, ATTEMPTS, MOVED, NUMBERS, ORDERS, PEOPLE
from telebatch.model.workspace import Settings
from telebatch.state import numbers_at_hand, people_now
from telebatch.store import View

#: Status of a lead none of whose facts is left after an undo; its row only covers the older one.
GONE = "gone"


def latest_per(rows: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """All rows of each key's latest batch: versions of people and of their numbers.

    Args:
      rows: Of one table, with `batch` and the column `key`; several rows of a batch may have one key.
    """
    latest = rows.group_by(key).agg(pl.col("batch").max())
    return rows.join(latest, on=[key, "batch"], how="semi")


def once(rows: pl.DataFrame, key: str) -> pl.DataFrame:
    """One row per value of `key`, any one; asking whether a key stands twice costs a tenth of taking it out."""
    return rows if rows.get_column(key).n_unique() == rows.height else rows.unique(key)


def people_of(known: View, persons: pl.Series) -> pl.DataFrame:
    """As `people_now`, of the persons given alone."""
    return people_now(known.scan_keys(PEOPLE, "person_key", persons)).collect()


def numbers_of(known: View, persons: pl.Series) -> pl.DataFrame:
    """NUMBERS rows of today of the persons given."""
    return numbers_at_hand(known.scan_keys(NUMBERS, "person_key", persons).collect())


def classify_rules(settings: Settings) -> ClassifyRules:
    """Code maps, projects and own leaves as classify wants them."""
    return ClassifyRules(code_map(settings.codes, settings.own_leaves), settings.projects, settings.own_leaves)


def classified(
    known: View, settings: Settings, leads: pl.Series | None = None, *, asks_goals: bool = True
) -> Classified:
    """OUTCOMES and confirmations of the leads given, or of all, by the settings given."""
    attempts, orders, answers, amendments = (
        known.scan(table) if leads is None else known.scan_keys(table, "lead_key", leads)
        for table in (ATTEMPTS, ORDERS, ANSWERS, AMENDMENTS)
    )
    if leads is not None:
        attempts = pl.concat([attempts, _without_lead(known, leads)])
    return classify(attempts, orders, classify_rules(settings), answers, amendments, asks_goals=asks_goals)


def _without_lead(known: View, leads: pl.Series) -> pl.LazyFrame:
    """Attempts of withheld callers that tell of a call of one of the leads: the later row may be theirs."""
    ends = [pl.col(one).is_in(leads.implode()) & pl.col(two).is_null() for one, two in (_ENDS, _ENDS[::-1])]
    keys = known.scan(MOVED).filter(ends[0] | ends[1]).select("attempt_key").unique().collect().to_series()
    if keys.is_empty():
        return ATTEMPTS.empty().lazy()
    return known.scan(ATTEMPTS).filter(pl.col("lead_key").is_null(), pl.col("attempt_key").is_in(keys.implode()))


_ENDS = ("lead_key", "former_key")


def states(known: View) -> pl.LazyFrame:
    """LEAD_STATE of every lead that holds a live fact; key lead_key."""
    return known.lead_state().filter(pl.col("status") != GONE)
