"""What a delivery does to the numbers of people who are known: who has others, and who came without any."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.plural import plural
from telebatch.model.words import Reason, Verdict
from telebatch.normalise.phones import PhoneTable
from telebatch.pipeline.lists.changes import write_changes
from telebatch.pipeline.lists.conflicts import write_conflicts
from telebatch.pipeline.people.earlier_numbers import renumbered_notes
from telebatch.store import Commit


def changes_and_conflicts(
    commit: Commit, decided: pl.DataFrame, folder: Path, table: PhoneTable, on: tuple[str, date]
) -> tuple[tuple[str, ...], tuple[Mistake, ...]]:
    """Writes `changes.csv` and `conflicts.csv`; their paths, if any, and what a person should know of them.

    Args:
      decided: As for `write_changes`.
      on: Project and day.
    """
    files, renumbered = write_changes(commit, decided, folder, table)
    notes = () if renumbered.is_empty() else renumbered_notes(commit.view, _called(decided, renumbered), *on)
    doubted, conflicts = write_conflicts(commit, decided, folder)
    return files + doubted, (*conflicts, *notes, *_without_numbers(decided, folder))


def _called(decided: pl.DataFrame, persons: pl.Series) -> pl.Series:
    """Those of the persons whom no row rejects."""
    theirs = decided.filter(pl.col("person_key").is_in(persons.implode()), ~_is_rejected())
    return theirs.get_column("person_key").unique()


def _is_rejected() -> pl.Expr:
    return pl.col("verdict").eq(str(Verdict.REJECTED))


def _without_numbers(decided: pl.DataFrame, folder: Path) -> tuple[Mistake, ...]:
    """A column that came out empty takes its people off the queues, although their numbers are known."""
    # Only rejected rows are looked at one by one: of a long list that comes again they are few.
    rows = decided.filter("is_known", pl.col("lead_key").is_not_null(), _is_rejected()).select("lead_key", "reasons")
    reasons = pl.col("reasons").cast(pl.String).str.split("|")
    lost = pl.any_horizontal(reasons.list.contains(str(one)) for one in (Reason.NO_NUMBER, Reason.NUMBER_UNUSABLE))
    off = rows.filter(lost).select("lead_key").unique()
    if off.is_empty():
        return ()
    # Another row of theirs may bring a number.
    called = decided.filter(pl.col("lead_key").is_in(off.to_series().implode()), ~_is_rejected()).select("lead_key")
    off = off.join(called, on="lead_key", how="anti")
    if off.is_empty():
        return ()
    who = plural(off.height, "person known before comes", "people known before come")
    told = f"{who} without a number that can be called, and so {'is' if off.height == 1 else 'are'} called no more"
    remedy = f"see no_number and number_unusable in {folder / 'rejected.csv'}; a delivery with numbers brings them back"
    return (Mistake(told, remedy=remedy),)
