"""Everybody's state told again from facts alone, a range of leads at a time: what refreshing must agree with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import polars as pl

from telebatch.classify import ClassifyRules
from telebatch.model.tables import ATTEMPTS, LEADS, NUMBERS, QUARANTINE, SUPPRESSIONS, VERIFIED
from telebatch.model.workspace import Settings
from telebatch.pipeline.known.knowledge import GONE, classify_rules, states
from telebatch.pipeline.known.parts import Part, classified_part, over_parts
from telebatch.pipeline.known.refresh import fold_rules, own_facts, undone_apart
from telebatch.pipeline.known.unmended import still_waiting
from telebatch.state import TELLING, Around, around, fold, numbers_now
from telebatch.store import View

_Made = TypeVar("_Made")
#: What is read of calls that tell of persons and numbers.
_TOLD = ("lead_key", "number", "start_utc", "project", "agent", "outcome", "attempt_key", "this_project", *TELLING)


def folded_again(known: View, settings: Settings, work: Callable[[pl.DataFrame, pl.DataFrame], _Made]) -> list[_Made]:
    """What `work` makes of the leads' states as they are kept and as all facts tell them, part by part.

    Args:
      settings: What the fold acts on.
      work: Given LEAD_STATE rows without `batch`: some leads' as they are kept, and the same leads' told again; both
        sorted by `lead_key`. Several threads ask it at once.
    """
    again = _folding(known, settings)

    def told(part: Part) -> _Made:
        kept = part.of(states(known)).drop("batch").sort("lead_key").collect()
        return work(kept, again(part))

    return over_parts(known, told, tables=(ATTEMPTS, LEADS))


def states_then(known: View, settings: Settings) -> pl.LazyFrame:
    """LEAD_STATE of a moment of the past, told again from its facts where compaction kept no state as old."""
    if known.last is None or known.last >= known.lead_state_from():
        return states(known)
    told = pl.concat(over_parts(known, _folding(known, settings), tables=(ATTEMPTS, LEADS))).lazy()
    return told.with_columns(batch=pl.lit(known.last, pl.Int64))


def _folding(known: View, settings: Settings) -> Callable[[Part], pl.DataFrame]:
    """What folds one part's leads, by `lead_key`."""
    rules, fold_by = classify_rules(settings), fold_rules(settings)
    beyond = _beyond(known, rules)
    waiting = still_waiting(known.scan(QUARANTINE))

    def folded(part: Part) -> pl.DataFrame:
        owners = part.of(known.everything().scan(LEADS))
        facts = own_facts(known, part.scan, owners, classified_part(part, rules, asks_goals=False))
        facts = replace(facts, quarantine=part.of(waiting))
        return fold(facts, fold_by, beyond).collect(engine="in-memory")

    return folded


def changed_states(known: View, settings: Settings) -> pl.DataFrame:
    """LEAD_STATE rows without `batch`, by `lead_key`: of leads that stand otherwise by these settings, or are gone."""
    return pl.concat(folded_again(known, settings, changed)).sort("lead_key")


def changed(kept: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Of `told` the rows that are new or differ in anything; of whom no fact speaks any more, a row `gone`."""
    both = told.join(kept, on="lead_key", how="left", suffix="_kept", coalesce=True)
    unequal = pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name}_kept")) for name in told.columns[1:])
    gone = kept.join(told, on="lead_key", how="anti").select(
        "lead_key", "person_key", "project", pl.lit(GONE).alias("status")
    )
    return pl.concat([both.filter(unequal).select(told.columns), gone], how="diagonal")


def _beyond(known: View, rules: ClassifyRules) -> Around:
    """What everybody's facts tell of persons and numbers."""

    def telling(part: Part) -> pl.DataFrame:
        calls = classified_part(part, rules, asks_goals=False).outcomes
        return calls.filter(pl.any_horizontal(pl.col(TELLING).fill_null(value=False))).select(_TOLD).collect()

    calls = pl.concat(over_parts(known, telling)).lazy()
    owners = undone_apart(known, known.everything().scan(LEADS))
    numbers, suppressions, verified = (known.scan(table) for table in (NUMBERS, SUPPRESSIONS, VERIFIED))
    return around(calls, owners, numbers_now(numbers), suppressions, verified).in_memory()
