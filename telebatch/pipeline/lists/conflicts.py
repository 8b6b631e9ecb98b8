"""Rows whose keys point at more than one person: told for somebody to look at, never merged."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from telebatch.model.errors import Mistake
from telebatch.model.ids import lead_id, person_id
from telebatch.model.plural import plural
from telebatch.store import Commit
from telebatch.write import write_csv

_REMEDY = "it says for whom each was taken, and whom else its keys name; correct the list, or the person with lead set"


def write_conflicts(commit: Commit, decided: pl.DataFrame, folder: Path) -> tuple[tuple[str, ...], tuple[Mistake, ...]]:
    """Writes `conflicts.csv` beside the verdict files: line, lead_id, taken_for, conflict; nothing where there is none.

    Args:
      decided: The verdicts with their keys and `conflict`, sorted by record.
      folder: Of the verdict files, relative to the workspace.

    Returns:
      The file's path, and what a person should do about it.
    """
    rows = decided.filter(pl.col("conflict").is_not_null())
    if rows.is_empty():
        return (), ()
    path = folder / "conflicts.csv"
    lead, person = lead_id(pl.col("lead_key")).alias("lead_id"), person_id(pl.col("person_key")).alias("taken_for")
    write_csv(commit.output(path), rows.lazy().select("line", lead, person, "conflict"))
    what = f"{plural(rows.height, 'row')} may be more than one person we know"
    return (str(path),), (Mistake(what, str(path), _REMEDY),)
