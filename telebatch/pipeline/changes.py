"""A newer delivery updates fields, never history: which fields of whom did it change?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polars as pl

from telebatch.model.ids import lead_id
from telebatch.model.tables import NUMBERS, PEOPLE
from telebatch.normalise.phones import PhoneTable, national_format
from telebatch.pipeline.knowledge import latest_per
from telebatch.pipeline.people_now import people_now
from telebatch.store import Commit
from telebatch.write import write_csv

_FIELDS: Final = (
    "person", "title", "department", "company", "email", "address", "postcode", "city", "language", "record_key",
)  # fmt: skip


def write_changes(commit: Commit, decided: pl.DataFrame, folder: Path, table: PhoneTable) -> tuple[str, ...]:
    """Writes `changes.csv` beside the verdict files: line, lead_id, field, before, after; nothing where none changed.

    Args:
      commit: Holds the delivery's PEOPLE and NUMBERS already.
      decided: The verdicts with their keys; only known persons with a lead can have changed.
      folder: Of the verdict files, relative to the workspace.
    """
    leading = decided.filter("is_known", pl.col("lead_key").is_not_null(), pl.col("survivor").is_null())
    known = leading.select("person_key", "lead_key", "line").unique("person_key", keep="first", maintain_order=True)
    if known.is_empty():
        return ()
    persons = known.get_column("person_key")
    people = commit.view.scan_keys(PEOPLE, "person_key", persons)
    numbers = _written(commit.view.scan_keys(NUMBERS, "person_key", persons).collect(), table).lazy()
    changed = pl.concat([
        _differing(_versions(people, commit.batch, _FIELDS), _FIELDS),
        _differing(_versions(numbers, commit.batch, ("numbers",)), ("numbers",)),
    ])  # fmt: skip
    rows = known.join(changed, on="person_key").sort("line", "field")
    if rows.is_empty():
        return ()
    path = folder / "changes.csv"
    shown = rows.lazy().select("line", lead_id(pl.col("lead_key")).alias("lead_id"), "field", "before", "after")
    write_csv(commit.output(path), shown)
    return (str(path),)


def _written(numbers: pl.DataFrame, table: PhoneTable) -> pl.DataFrame:
    """One row per person and batch: `numbers` as people write them, in dialling order."""
    shown = numbers.with_columns(national_format(numbers.get_column("number"), table).alias("shown"))
    ordered = shown.sort("person_key", "batch", "position").group_by("person_key", "batch", maintain_order=True)
    return ordered.agg(pl.col("shown").str.join(" / ").alias("numbers"))


def _versions(rows: pl.LazyFrame, batch: int, fields: tuple[str, ...]) -> pl.DataFrame:
    """The persons of this batch as they are known now beside what was known before; only those known before."""

    def told(versions: pl.LazyFrame) -> pl.LazyFrame:
        latest = people_now(versions) if "person" in fields else latest_per(versions, "person_key")
        return latest.unique("person_key", keep="any").select("person_key", *fields)

    here = rows.filter(pl.col("batch") == batch).select("person_key").unique()
    before = told(rows.filter(pl.col("batch") < batch))
    return told(rows).join(here, on="person_key").join(before, on="person_key", suffix="_before").collect()


def _differing(versions: pl.DataFrame, fields: tuple[str, ...]) -> pl.DataFrame:
    """One row per changed field: `person_key`, `field`, `before`, `after`."""
    parts = [
        versions.filter(pl.col(field).ne_missing(pl.col(f"{field}_before"))).select(
            "person_key", pl.lit(field).alias("field"), before=f"{field}_before", after=field
        )
        for field in fields
    ]
    return pl.concat(parts)
